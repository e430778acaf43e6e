"""核对: what stops a warning, what is to be looked at, and that the rest is well; Enter leads to the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.warning_ground import Problem
from ui import theme
from ui.models.table import Column, RowTableModel
from ui.models.warning_rows import problem_said
from ui.theme import Theme
from ui.widgets.marked_cell import MarkedCell, Paint
from ui.widgets.painted import Painted, octagon, stroke, triangle
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

LOOKED_AT = 16
"""What the check asks of a form; what is not found of it is well."""


def paint_finding(painter: QPainter, box: QRectF, stops: bool, using: Theme) -> None:
    """What stops has eight corners, what is to be looked at three."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke(using.colour("redline" if stops else "orangeline"), 1))
    painter.setBrush(using.colour("red" if stops else "orange"))
    painter.drawPolygon(octagon(box) if stops else triangle(box))
    painter.setBrush(Qt.BrushStyle.NoBrush)


class FindingCell(MarkedCell):
    def mark(self, row: Any) -> Paint | None:
        return lambda painter, box: paint_finding(painter, box, row.stops, theme.current())


class WarningChecks(Painted, QWidget):
    """``asked`` carries the field of the finding that was opened."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        model = RowTableModel(_COLUMNS, key=lambda one: (one.code, one.at, str(sorted(one.facts.items(), key=str))))
        self.table = RowTable(model, compact=True)
        self.table.call("warning.checks")
        self.table.horizontalHeader().hide()
        self.table.setItemDelegateForColumn(0, FindingCell(self.table))
        self.rest = Word(role="secondary")
        self.rest.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.rest)
        self.table.opened.connect(lambda one: self.asked.emit(one.at))
        self.show_found((), known=False)
        self.restyle()

    def show_found(self, found: Sequence[Problem], *, known: bool = True) -> None:
        self.table.show_rows(found)
        self.table.setVisible(bool(found))
        if not known:
            self.rest.say("warning.checks.none")
        else:
            self.rest.say("warning.checks.rest", count=max(0, LOOKED_AT - len({one.code for one in found})))

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(4))
        self.table.setMinimumHeight(2 + theme.current().compact_row)
        super().restyle()


_said: Callable[[Problem], str] = problem_said
_COLUMNS: tuple[Column[Problem], ...] = (
    Column("finding", _said, stretch=True, picture=14, ink=lambda one: "redtext" if one.stops else None),
)
