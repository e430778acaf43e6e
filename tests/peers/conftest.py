"""Peers nobody here wrote, run for real: ``sh test.sh --peers``. The ordinary run does not come here.

Each test names its peer: ``@pytest.mark.peer("mbpoll", "drives our relay")``, and gets it as the fixture ``peer``. A
peer always runs as a process of its own. What is not installed is skipped and stands in the table as not run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

FOLDER = Path(os.environ["PEERS"]) if os.environ.get("PEERS") else None
PROGRAMS = {
    "mbpoll": "mbpoll",
    "socat": "socat",
    "ser2net": "ser2net",
    "smstools": "smsd",
    "gammu": "gammu",
    "minimodem": "minimodem",
}
"""Debian's packages and the programs in them."""
LIBRARIES = {"libspandsp2": "libspandsp.so.2"}
"""Debian's packages that are libraries; every other peer is a package of Python."""
FIXED = {"ser2net"}
"""Programs that look for their parts at a fixed place: they run only where they are installed."""

if FOLDER is None:
    collect_ignore_glob = ["test_*.py"]


@dataclass(frozen=True)
class Peer:
    """A peer that is there: how it is called."""

    name: str
    version: str
    command: tuple[str, ...]
    """Its program; of a Python package the interpreter that finds it, of a library the one that may load it."""
    environment: dict[str, str]
    library: str = ""
    """Where a library is."""

    def start(self, *arguments: str | Path, **given: object) -> subprocess.Popen[str]:
        """The peer in a process of its own, with pipes and text."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen([*self.command, *map(str, arguments)], env=self.environment, **{**pipes, **given})

    def run(self, *arguments: str | Path, seconds: float = 15.0) -> str:
        """Run it to its end; what it said."""
        with self.start(*arguments) as process:
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert process.returncode == 0, said
        return said


@cache
def found(name: str) -> Peer | None:
    """The peer of that name, wherever it is installed; None where it is not."""
    assert FOLDER is not None
    if name in LIBRARIES:
        return _library(name)
    return _program(name) if name in PROGRAMS else _package(name)


def _program(name: str) -> Peer | None:
    root = FOLDER / "root"
    unpacked = [] if name in FIXED else [str(root / part) for part in ("usr/bin", "usr/sbin")]
    path = shutil.which(PROGRAMS[name], path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin", *unpacked]))
    if path is None:
        return None
    return Peer(name, _version(name, path), (path,), _with_libraries())


def _library(name: str) -> Peer | None:
    places = (folder.joinpath(LIBRARIES[name]) for top in (FOLDER / "root", Path("/")) for folder in _folders(top))
    path = next((place for place in places if place.exists()), None)
    if path is None:
        return None
    return Peer(name, _version(name, str(path)), (sys.executable, "-B"), _with_libraries(), str(path))


def _folders(top: Path) -> list[Path]:
    """Where Debian keeps libraries: gammu's stands beside the folders of machines, libpulse has one of its own."""
    patterns = ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*", "usr/lib/*/pulseaudio", "usr/lib")
    return [folder for pattern in patterns for folder in top.glob(pattern)]


def _with_libraries() -> dict[str, str]:
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(map(str, _folders(FOLDER / "root")))}


def _version(name: str, path: str) -> str:
    note = FOLDER / "root" / f"{name}.version"
    return note.read_text().strip() if path.startswith(str(FOLDER / "root")) else _installed(name)


def _installed(name: str) -> str:
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True, text=True, check=False)
    return asked.stdout or "?"


def _package(name: str) -> Peer | None:
    folder = FOLDER / "python"
    wanted = name.replace("-", "_").casefold()
    infos = [one for one in folder.glob("*.dist-info") if one.name.casefold().startswith(f"{wanted}-")]
    if not infos:
        return None
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["PYTHONPATH"] = str(folder)
    return Peer(name, PathDistribution(infos[0]).version, (sys.executable, "-B"), environment)


@pytest.fixture
def peer(request: pytest.FixtureRequest) -> Peer:
    """The peer the test is marked with."""
    (name, _what) = request.node.get_closest_marker("peer").args
    there = found(name)
    if there is None:
        pytest.skip("not installed")
    return there


# the table

_ROWS: list[tuple[str, str, str, str]] = []


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "peer(name, what): which peer it runs, and what is shown with it")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = (yield).get_result()  # type: ignore[misc]
    mark = item.get_closest_marker("peer")
    if mark is None or (report.when != "call" and report.passed):
        return
    name, what = mark.args
    there = found(name)
    ran = "yes" if report.passed else "FAILED" if report.failed else "no"
    reason = f" ({report.longrepr[2].removeprefix('Skipped: ')})" if report.skipped else ""
    _ROWS.append((name, there.version if there else "-", ran + reason, what))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _ROWS:
        return
    terminalreporter.section("peers")
    for row in (("peer", "version", "ran", "what"), *dict.fromkeys(_ROWS)):
        terminalreporter.write_line(" | ".join(row))
