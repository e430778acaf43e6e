"""X4: the nastiest workbook of 5 000 people taken in at the window, and how long the window was away meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from console import bootstrap
from console.config import DataDir
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.tool.bench import nasty_workbook
from console.tool.bench.figures import Figure, percentile, spread
from console.tool.bench.windows import installed

PEOPLE, SPOILT = 5_000, 1_500
LIMIT_MS = 50.0
NAME, PASSWORD = "陈例一", "imports of 2030"
ACTS = ("x4_look", "x4_filter", "x4_stopped", "x4_take", "x4_differences", "x4_undo")
_CODE = "import sys; from console.tool.bench import import_pane; getattr(import_pane, sys.argv[1])(*sys.argv[2:])"


def x4(place: Path, _entries: int) -> list[Figure]:
    """The 999th of 1 000 waits of the event loop in each act, beside what a bare loop waited at the same time.

    The longest wait stands beside it as information: one in thousands is the machine's as often as ours.
    """
    data = _county(place)
    book = nasty_workbook.build(place / "imports.xlsx", PEOPLE, spoilt=SPOILT)
    changed = nasty_workbook.build(place / "imports-moved.xlsx", PEOPLE, moved=True)
    with _beside() as waited:
        told = _answer("window", str(data.root), str(book), str(changed), NAME, PASSWORD)
    figures: list[Figure] = []
    for act in ACTS:
        waits = told["gaps"][act.removeprefix("x4_")]
        longest = percentile(waits, 99.9) * 1e3
        figures.append(Figure("X4", act, longest, LIMIT_MS, ours=spread(waits), other=spread(waited)))
    worst = max(max(told["gaps"][act.removeprefix("x4_")]) for act in ACTS) * 1e3
    return [
        *figures, Figure("X4", "x4_worst", worst), Figure("X4", "x4_bare", max(waited) * 1e3),
        Figure("X4", "x4_take_s", told["take_s"]), Figure("X4", "x4_stop_s", told["stop_s"]),
    ]  # fmt: skip


def _county(place: Path) -> DataDir:
    """A store with one officer."""
    data = DataDir(place / "imports")
    bootstrap.create(data, Realm.EXERCISE)
    desk = bootstrap.build(data)
    try:
        desk.accounts.add(NAME, Role.ADMIN, PASSWORD, by=Actor.tool("bench"))
    finally:
        desk.close()
    return data


@contextmanager
def _beside() -> Iterator[list[float]]:
    """What a bare loop waits meanwhile, filled in at the end."""
    waited: list[float] = []
    with _child("bare") as bare:
        assert bare.stdin is not None and bare.stdout is not None
        bare.stdout.readline()
        try:
            yield waited
        finally:
            bare.stdin.close()
            waited += json.loads(bare.stdout.readline())["gaps"]["bare"]


def _answer(what: str, *arguments: str) -> dict[str, Any]:
    with _child(what, *arguments) as child:
        assert child.stdout is not None
        lines = child.stdout.read().splitlines()
    if child.returncode or not lines:
        raise RuntimeError(f"the window ended with {child.returncode}")
    return dict(json.loads(lines[-1]))


def _child(what: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _CODE, what, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=installed(),
    )  # fmt: skip
