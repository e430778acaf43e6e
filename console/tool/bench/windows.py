"""G8, G9 and G11: the log over a million lines, a line's way to the screen, and the first window; in fresh children."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from console.tool.bench import loading
from console.tool.bench.figures import Figure, ratios, spread
from console.tool.bench.ground import data_at
from console.tool.bench.writing import SMALL, million

CHILDREN = 7
_CODE = "import sys; from console.tool.bench import panes; getattr(panes, sys.argv[1])(sys.argv[2])"
_BARE = (
    "from PySide6.QtWidgets import QApplication, QLabel, QMainWindow\n"
    "from PySide6.QtCore import QEvent, QObject, QTimer\n"
    "import os\n"
    "class Seen(QObject):\n"
    "    count = 0\n"
    "    def eventFilter(self, watched, event):\n"
    "        self.count += event.type() == QEvent.Type.Paint\n"
    "        return False\n"
    "app, window = QApplication([]), QMainWindow()\n"
    "window.setCentralWidget(QLabel('…')); window.resize(1280, 800)\n"
    "seen = Seen(window); window.installEventFilter(seen)\n"
    "timer = QTimer(window); timer.timeout.connect(lambda: seen.count and (print('{}', flush=True), os._exit(0)))\n"
    "timer.start(0); window.show(); app.exec()\n"
)
"""A bare window of Qt, with nothing of this program imported."""


def child(what: str, root: Path) -> dict[str, Any]:
    """Run one of ``panes`` in a fresh process; its answer and the seconds from its start to the answer."""
    code = ["-c", _BARE] if what == "bare" else ["-c", _CODE, what, str(root)]
    screen = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, *code], stdout=subprocess.PIPE, env={**os.environ, **screen}) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - begun
    return {"from_start": seconds, **json.loads(line)}


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


def g11(place: Path, entries: int) -> list[Figure]:
    """The first painted window of the program against a bare window, both from the start of their process."""
    root = million(place, entries).root
    pairs = [(child("first", root), child("bare", root)) for _ in range(CHILDREN)]
    ours, other = (spread([pair[side]["from_start"] for pair in pairs[1:]]) for side in (0, 1))
    heavy = {name for pair in pairs for name in pair[0]["heavy"]}
    return [*ratios("G11", "g11", ours, other, 2.0, None), Figure("G11", "g11_heavy", len(heavy), 0.0)]
