"""A panel as an officer finds it: as large as the smallest screen leaves it, loaded, the keyboard where it begins."""

from __future__ import annotations

from typing import Any, TypeVar

from pytestqt.qtbot import QtBot

PATIENCE = 20_000
WINDOW = (1302, 658)
Shown = TypeVar("Shown")


def shown(qtbot: QtBot, panel: Shown, page: Any, size: tuple[int, int] = WINDOW) -> Shown:
    """Shown, once ``page`` has presented what it loads; ``heard`` and ``errors`` of it gather what it says."""
    made: Any = panel
    qtbot.addWidget(made)
    made.resize(*size)
    made.heard, made.errors = [], []
    made.saved.connect(made.heard.append)
    made.refused.connect(made.errors.append)
    with qtbot.waitSignal(page.presented, timeout=PATIENCE):
        made.show()
    made.activateWindow()
    made.first_focus().setFocus()
    return panel
