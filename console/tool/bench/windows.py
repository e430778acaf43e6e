"""G8, G9 and G11: the log over a million lines, a line's way to the screen, and the first window; in fresh children."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import gettempdir
from typing import Any

from console.tool.bench import loading
from console.tool.bench.figures import Figure, ratios, spread
from console.tool.bench.ground import data_at
from console.tool.bench.writing import SMALL, million

CHILDREN = 7
_CODE = "import sys; from console.tool.bench import panes; getattr(panes, sys.argv[1])(sys.argv[2])"
_WATCH = """
import json, os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
class Seen(QObject):
    count = 0
    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False
def end():
    if seen.count:
        print(json.dumps(sorted(sys.modules)), flush=True)
        os._exit(0)
def watch(window):
    global seen, timer
    seen, timer = Seen(window), QTimer(window)
    window.installEventFilter(seen)
    timer.timeout.connect(end)
    timer.start(0)
"""
"""Ends the process when a window has been painted for the first time; says which modules were loaded by then."""

_BARE = f"""{_WATCH}
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app, window = QApplication([]), QMainWindow()
window.setCentralWidget(QLabel('…'))
window.resize(1280, 800)
watch(window)
window.show()
app.exec()
"""
"""A bare window of Qt, with nothing of this program imported."""

_FIRST = f"""{_WATCH}
from console.__main__ import main
from ui import app
start = app.App.start
app.App.start = lambda self, look: (watch(self.window), start(self, look))
main(['--data', sys.argv[1]])
"""
"""The program through its own door, watched until its window is painted."""

HEAVY = {"pyqtgraph", "openpyxl", "ortools", "pypinyin", "pandas", "numpy"} | {"docx", "lxml", "alembic", "mako", "PIL"}


def child(what: str, root: Path) -> dict[str, Any]:
    """Run one of ``panes`` in a fresh process and return its answer."""
    return dict(json.loads(_line_of(_CODE, what, str(root))[0]))


def _line_of(code: str, *arguments: str) -> tuple[bytes, float]:
    """The first line a fresh process writes, and the seconds from its start until then."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=installed(),
    ) as process:
        assert process.stdout is not None
        return process.stdout.readline(), time.perf_counter() - begun


def installed() -> dict[str, str]:
    """The surroundings of an installed program: compiled modules are kept, as every installation keeps them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    kept.setdefault("PYTHONPYCACHEPREFIX", str(Path(gettempdir()) / "duty-console-bench-bytecode"))
    return kept


def g8(place: Path, entries: int) -> list[Figure]:
    """Open the log of a million lines against one of a thousand; memory against a model that holds every item."""
    large, small = million(place, entries), data_at(place, "g8-small")
    loading.store(small, SMALL, seed=1)
    pairs = [(child("opened", large.root), child("opened", small.root)) for _ in range(CHILDREN)]
    ours, other = (spread([pair[side]["seconds"] for pair in pairs[1:]]) for side in (0, 1))
    grown = median(pair[0]["grown_mb"] for pair in pairs)
    whole = child("every_item", large.root)
    per_row = whole["grown_mb"] / whole["rows"]
    return [
        *ratios("G8", "g8_open", ours, other, 3.0, None),
        Figure("G8", "g8_grown_mb", grown, 40.0),
        Figure("G8", "g8_grown_ratio", grown / (per_row * pairs[0][0]["rows"]), 1 / 50),
    ]


def g9(place: Path, entries: int) -> list[Figure]:
    """From commit to paint against a bare repaint of the same view."""
    answer = child("arriving", million(place, entries).root)
    return ratios("G9", "g9", spread(answer["ours"]), spread(answer["bare"]), 2.0, 2.5)


def first_paint(root: str) -> set[str]:
    """The modules loaded when the program's window on that store was painted for the first time."""
    return set(json.loads(_line_of(_FIRST, root)[0]))


def g11(place: Path, entries: int) -> list[Figure]:
    """The first painted window of the program against a bare window, both from the start of their process."""
    root = str(million(place, entries).root)
    pairs = [(_line_of(_FIRST, root), _line_of(_BARE)) for _ in range(CHILDREN)]
    ours, other = (spread([pair[side][1] for pair in pairs[1:]]) for side in (0, 1))
    loaded = set(json.loads(pairs[-1][0][0]))
    return [
        *ratios("G11", "g11", ours, other, 2.0, None),
        Figure("G11", "g11_heavy", len(HEAVY & loaded), 0.0),
        Figure("G11", "g11_sqlalchemy", float("sqlalchemy" in loaded)),
    ]
