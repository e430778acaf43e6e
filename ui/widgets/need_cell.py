"""A line of the needs board: an incident with its grade, or a need with a bar of how much of it is met."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from console.domain.needs import NeedState
from ui import theme
from ui.hiding import seen
from ui.models.need_lines import Head, NeedLine
from ui.theme import Theme
from ui.widgets.grade_chip import chip_width, grade_text, paint_grade
from ui.widgets.painted import elided, stroke, text_width
from ui.widgets.table import RowDelegate

HIGH = 46
"""A line, in px of 14 px type."""
_BAR = 72
_EDGE, _INDENT = 8, 14
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class NeedCell(RowDelegate):
    """Two lines of type: what it is with how it stands at the right, and below it how much by whom."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room = QRectF(option.rect)
        super().paint(painter, option, index)
        line, using = index.data(Qt.ItemDataRole.UserRole), theme.current()
        edge = using.px(_EDGE)
        upper = QRectF(room.left() + edge, room.top() + using.px(3), room.width() - 2 * edge, using.px(20))
        lower = upper.translated(0, using.px(20))
        painter.save()
        if isinstance(line, Head):
            _head(painter, upper, lower, line, using)
        elif isinstance(line, NeedLine):
            indent = using.px(_INDENT)
            _need(painter, upper.adjusted(indent, 0, 0, 0), lower.adjusted(indent, 0, 0, 0), line, using)
        painter.restore()


def _head(painter: QPainter, upper: QRectF, lower: QRectF, line: Head, using: Theme) -> None:
    row = line.incident
    chip = grade_text(row.kind, row.grade, row.standing)
    width = min(chip_width(chip, using), upper.width() / 2)
    box = QRectF(upper.right() - width, upper.top(), width, using.px(20))
    paint_grade(painter, box, chip, row.grade, using)
    _say(painter, upper.adjusted(0, 0, -width - using.px(_EDGE), 0), line.title(), "text", using.font(bold=True), using)
    urgent = line.priority == 1
    told = " · ".join(part for part in (line.said(), line.urgency()) if part)
    small = using.font(12, bold=urgent)
    _say(painter, lower, told, "redtext" if urgent else "text2", small, using)


def _need(painter: QPainter, upper: QRectF, lower: QRectF, line: NeedLine, using: Theme) -> None:
    row, state = line.row, line.state()
    waits = row.state is NeedState.OPEN
    bold = using.font(bold=waits)
    width = min(text_width(bold, state), upper.width() * 0.6)
    dim = "text3" if row.dropped else "text"
    _say(painter, upper.adjusted(0, 0, -width - using.px(_EDGE), 0), row.what, dim, using.font(), using)
    _say(painter, upper, state, _ink(row.state), bold, using, _RIGHT)
    _bar(painter, QRectF(lower.left(), lower.top() + using.px(7), using.px(_BAR), using.px(6)), line, using)
    rest, small = lower.adjusted(using.px(_BAR + _EDGE), 0, 0, 0), using.font(12)
    _say(painter, rest, line.below(), "redtext" if line.over else "text2", small, using)


def _ink(state: NeedState) -> str:
    return {NeedState.OPEN: "redtext", NeedState.MET: "oktext", NeedState.DROPPED: "text3"}[state]


def _bar(painter: QPainter, box: QRectF, line: NeedLine, using: Theme) -> None:
    """An outline filled as far as the need is met."""
    ink = using.colour("text3" if line.row.dropped else "oktext")
    painter.setPen(stroke(using.colour("border"), 1))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.fillRect(box.adjusted(1, 1, -1 - (box.width() - 2) * (1 - line.met), -1), ink)


def _say(
    painter: QPainter, box: QRectF, text: str, token: str, font: QFont, using: Theme, where: int = _LEFT
) -> None:  # fmt: skip
    painter.setPen(using.colour(token))
    painter.setFont(font)
    painter.drawText(box, where, elided(font, seen(text), box.width() + 1))
