"""A time limit in a table: the pie or the octagon of the due strip before its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.due import DueState, paint_due
from ui.widgets.marked_cell import MarkedCell, Paint

Marked = Callable[[Any], tuple[float, DueState] | None]
"""What part of a row's time is gone and how near it is; None where it has no limit that runs."""


class DueCell(MarkedCell):
    """``marked`` is asked while painting: time goes on without news."""

    def __init__(self, marked: Marked, parent: QWidget) -> None:
        super().__init__(parent)
        self._marked = marked

    def mark(self, row: Any) -> Paint | None:
        due = self._marked(row)
        return None if due is None else lambda painter, box: paint_due(painter, box, *due, theme.current())


def fraction(start: datetime, due: datetime, now: datetime) -> float:
    """The part of the time that is gone, from 0 to 1."""
    whole = (due - start).total_seconds()
    return max(0.0, min(1.0, (now - start).total_seconds() / whole)) if whole > 0 else 1.0
