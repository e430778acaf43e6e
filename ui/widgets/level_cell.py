"""How loud a thing has become, in a table: one to three rungs of a ladder before the word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from console.domain.escalation import Level
from ui import theme
from ui.theme import Theme
from ui.widgets.marked_cell import MarkedCell, Paint
from ui.widgets.painted import stroke

RUNGS = {level: at for at, level in enumerate(Level, 1)}


def paint_level(painter: QPainter, box: QRectF, level: Level, using: Theme) -> None:
    """A ladder of three rungs, as many of them filled as were climbed."""
    ink = using.colour("orangeline" if level is Level.REMIND else "redline")
    painter.save()
    gap = box.height() / len(RUNGS)
    for rung in range(len(RUNGS)):
        bar = QRectF(box.left() + 0.5, box.bottom() - (rung + 1) * gap + 0.5, box.width() - 1, gap - 2)
        painter.setPen(stroke(ink, 1))
        painter.drawRect(bar)
        if rung < RUNGS[level]:
            painter.fillRect(bar, ink)
    painter.restore()


class LevelCell(MarkedCell):
    """``level_of`` says how loud a row is; None paints nothing."""

    def __init__(self, level_of: Callable[[Any], Level | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._level_of = level_of

    def mark(self, row: Any) -> Paint | None:
        level = self._level_of(row)
        return None if level is None else lambda painter, box: paint_level(painter, box, level, theme.current())
