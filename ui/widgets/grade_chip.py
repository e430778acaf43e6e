"""The grade of an event: an outlined chip with its word and as many steps as the grade has; never filled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from console import words
from console.domain.incident import RANK, Grade, IncidentKind, Standing
from ui import theme
from ui.theme import Theme
from ui.widgets.painted import Painted, elided, stroke, text_width
from ui.widgets.spoken import Spoken
from ui.widgets.table import RowDelegate

STEPS = len(RANK) - 1
_STEP, _GAP, _EDGE = 4, 2, 6
"""Width of a step, between steps, and beside the word, in px of 14 px type."""


def grade_text(kind: IncidentKind, grade: Grade, standing: Standing) -> str:
    """较大 初判, 险情, 未定级."""
    if kind is not IncidentKind.EVENT:
        return words.say(f"incident.kind.{kind.value}")
    if grade is Grade.NONE:
        return words.say("incident.standing.none")
    return words.say(f"incidents.chip.{standing.value}", grade=words.say(f"incident.grade.{grade.value}"))


def chip_width(text: str, using: Theme) -> int:
    """What the chip needs for that word."""
    steps = STEPS * (_STEP + _GAP)
    return text_width(using.font(12, bold=True), text) + using.px(steps) + 3 * using.px(_EDGE)


def paint_grade(painter: QPainter, box: QRectF, text: str, grade: Grade, using: Theme) -> None:
    """The chip alone, for widgets and table cells."""
    rank = RANK[grade]
    ink = using.colour(f"g{rank}" if rank else "text2")
    painter.save()
    painter.fillRect(box, using.colour("field"))
    painter.setPen(stroke(ink, 1))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    edge, step, gap = using.px(_EDGE), using.px(_STEP), using.px(_GAP)
    foot = box.bottom() - using.px(4)
    for at in range(STEPS):
        height = using.px(3) * (at + 1)
        bar = QRectF(box.left() + edge + at * (step + gap), foot - height, step, height)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        if at < rank:
            painter.fillRect(bar, ink)
    font = using.font(12, bold=True)
    painter.setFont(font)
    inside = box.adjusted(edge + STEPS * (step + gap) + edge / 2, 0, -edge, 0)
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, elided(font, text, inside.width() + 1))
    painter.restore()


class GradeChip(Painted, Spoken, QWidget):
    """The chip beside a title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shown = (IncidentKind.EVENT, Grade.NONE, Standing.NONE)
        self.retranslate()

    def show_grade(self, kind: IncidentKind, grade: Grade, standing: Standing) -> None:
        self._shown = (kind, grade, standing)
        self.retranslate()

    def text(self) -> str:
        return grade_text(*self._shown)

    def retranslate(self) -> None:
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(chip_width(self.text(), using), using.px(22))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        paint_grade(QPainter(self), QRectF(self.rect()), self.text(), self._shown[1], theme.current())


class GradeCell(RowDelegate):
    """The chip in a table whose rows have ``kind``, ``grade`` and ``standing``."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room = QRectF(option.rect)
        super().paint(painter, option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is None:
            return
        using, text = theme.current(), grade_text(row.kind, row.grade, row.standing)
        height, edge = using.px(22), using.px(5)
        width = min(chip_width(text, using), room.width() - 2 * edge)
        box = QRectF(room.left() + edge, room.top() + (room.height() - height) / 2, width, height)
        paint_grade(painter, box, text, row.grade, using)
