"""The due mark: a pie that fills up as time runs out and turns into an octagon when it has."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Theme
from ui.widgets.painted import Painted, octagon, stroke, text_width


class DueState(StrEnum):
    """How near it is; the caller's rule decides, nothing here counts."""

    LATER = "later"
    NEAR = "near"
    OVER = "over"


FILL = {DueState.LATER: "border", DueState.NEAR: "orange", DueState.OVER: "red"}
LINE = {DueState.LATER: "border", DueState.NEAR: "orangeline", DueState.OVER: "redline"}
TEXT = {DueState.LATER: "text2", DueState.NEAR: "orangetext", DueState.OVER: "redtext"}
TINT = {DueState.LATER: None, DueState.NEAR: "orangetint", DueState.OVER: "redtint"}


def paint_due(painter: QPainter, box: QRectF, fraction: float, state: DueState, using: Theme) -> None:
    """The mark alone, for widgets and table cells. ``fraction`` is the part of the time that is gone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke(using.colour(LINE[state])))
    if state is DueState.OVER:
        painter.setBrush(using.colour(FILL[state]))
        painter.drawPolygon(octagon(box))
        painter.setPen(using.colour("redon"))
        painter.setFont(_mark_font(using, box))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")
    else:
        painter.drawEllipse(box)
        painter.setBrush(using.colour(FILL[state]))
        gone = max(0.0, min(1.0, fraction))
        painter.drawPie(box, 90 * 16, -round(gone * 360 * 16))
    painter.restore()


def _mark_font(using: Theme, box: QRectF) -> QFont:
    font = using.font(bold=True)
    font.setPixelSize(max(8, round(box.height() * 0.8)))
    return font


class DueMark(Painted, QWidget):
    """Pie and the words beside it (剩 … / 超 …), which the caller gives."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.fraction = 0.0
        self.state = DueState.LATER
        self.text = ""

    def show_due(self, fraction: float, state: DueState | str, text: str) -> None:
        self.fraction, self.state, self.text = fraction, DueState(state), text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(using.px(24) + text_width(self._font(using), self.text), using.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using = theme.current()
        side = using.px(14)
        painter = QPainter(self)
        paint_due(painter, QRectF(2, (self.height() - side) / 2, side, side), self.fraction, self.state, using)
        painter.setPen(using.colour(TEXT[self.state]))
        painter.setFont(self._font(using))
        painter.drawText(self.rect().adjusted(using.px(22), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text)

    def _font(self, using: Theme) -> QFont:
        return using.font(13, bold=self.state is not DueState.LATER)
