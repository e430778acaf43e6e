"""How full a shelter is, in a table: a bar under the figures, hatched where there are too many."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from ui import theme
from ui.widgets.table import RowDelegate

EDGE = 6
"""Px of 14 px type above and below the bar."""


class OccupancyCell(RowDelegate):
    """For a column of a table whose rows have a ``row`` with ``people`` and the ``capacity`` of its form."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        super().paint(painter, QStyleOptionViewItem(option), index)
        share = shared(line.row.people.value, line.row.form.capacity) if line is not None and line.row.running else 0.0
        if share > 0:
            using, edge = theme.current(), theme.current().px(EDGE)
            box = QRectF(option.rect).adjusted(edge, edge, -edge, -edge)
            bar = QRectF(box.left(), box.bottom() - using.px(3), box.width() * min(share, 1.0), using.px(3))
            ink = using.colour("redline" if share > 1 else "accent")
            painter.fillRect(bar, QBrush(ink, Qt.BrushStyle.Dense4Pattern) if share > 1 else ink)


def shared(people: int | None, capacity: int) -> float:
    """The part of the room that is taken; nought where nobody counted, above 1 where there are too many."""
    if not people:
        return 0.0
    return people / capacity if capacity else 2.0
