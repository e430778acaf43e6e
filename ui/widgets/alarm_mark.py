"""The priority of an alarm: octagon 1, triangle 2, square 3; filled while nobody has seen it, hollow afterwards."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from console import words
from ui import theme
from ui.models.alarm_rows import AlarmLine, group_head
from ui.theme import Theme
from ui.widgets.painted import Painted, octagon, stroke, triangle
from ui.widgets.spoken import Spoken
from ui.widgets.table import RowDelegate

TONES = {1: "red", 2: "orange", 3: "yellow"}
"""Colour of a priority; the shape and the figure say the same."""

SIDE = 18
"""Edge of a mark, in px of 14 px type."""


def paint_priority(painter: QPainter, box: QRectF, priority: int, using: Theme, *, filled: bool) -> None:
    """The mark alone, for widgets and table cells."""
    tone = TONES.get(priority, "yellow")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke(using.colour(f"{tone}line"), 1.5))
    painter.setBrush(using.colour(tone) if filled else Qt.BrushStyle.NoBrush)
    inner = box.adjusted(1, 1, -1, -1)
    if priority == 1:
        painter.drawPolygon(octagon(inner))
    elif priority == 2:
        painter.drawPolygon(triangle(inner))
    else:
        painter.drawRect(inner)
    painter.setPen(using.colour(f"{tone}on" if filled else f"{tone}text"))
    painter.setFont(_figure(using, box, priority))
    low = inner.adjusted(0, inner.height() * 0.28, 0, 0) if priority == 2 else inner
    painter.drawText(low, Qt.AlignmentFlag.AlignCenter, str(priority))
    painter.restore()


def _figure(using: Theme, box: QRectF, priority: int) -> QFont:
    """A triangle has less room for its figure."""
    font = using.font(12, bold=True)
    font.setPixelSize(max(8, round(box.height() * (0.52 if priority == 2 else 0.66))))
    return font


class PriorityMark(Painted, Spoken, QWidget):
    """One mark in front of words; its accessible name says which priority it is, and whether it was seen."""

    def __init__(self, side: int = 26, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._shown = side, (3, False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def show_priority(self, priority: int, *, filled: bool) -> None:
        self._shown = (priority, filled)
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        priority, filled = self._shown
        seen = words.say("alarms.state.unseen" if filled else "alarms.seen")
        self.setAccessibleName(f"{words.say(f'alarms.priority.{priority}')} {seen}")

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        priority, filled = self._shown
        paint_priority(QPainter(self), QRectF(self.rect()), priority, theme.current(), filled=filled)


class AlarmCell(RowDelegate):
    """Lines of the queue: the head of a group runs over all columns, an alarm begins with its mark."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if line is None:
            return
        room = QRectF(option.rect)
        if line.row is None:
            self._paint_head(painter, option, room, line)
            return
        super().paint(painter, option, index)
        if index.column() == 0:
            side = theme.current().px(SIDE)
            box = QRectF(room.center().x() - side / 2, room.center().y() - side / 2, side, side)
            unseen = line.row.acknowledged_at is None
            paint_priority(painter, box, line.row.priority, theme.current(), filled=unseen)

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, room: QRectF, line: AlarmLine) -> None:
        """Each cell paints its part of the one line of words, so that they run on behind the columns' edges."""
        using = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(room)
        painter.fillRect(room, using.colour("sel" if chosen else "head"))
        whole = QRectF(0, room.top(), self._line_width(option, room), room.height())
        sign = "▸" if line.folded else "▾"
        painter.setFont(using.font(13, bold=True))
        painter.setPen(using.colour("seltext" if chosen else "text2"))
        inside = whole.adjusted(using.px(10), 0, -using.px(8), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, sign)
        painter.drawText(inside.adjusted(using.px(18), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, group_head(line))
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), using.colour("line"))
        if chosen and room.left() <= 0:
            token = "accent" if using.name != "contrast" else "focussel"
            painter.fillRect(QRectF(0, room.top(), using.px(3), room.height()), using.colour(token))
        painter.restore()

    @staticmethod
    def _line_width(option: QStyleOptionViewItem, room: QRectF) -> float:
        view = option.widget
        return float(view.width()) if isinstance(view, QWidget) else room.right()
