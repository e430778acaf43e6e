"""A lamp: a state told by shape, word and colour, in this order."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from ui import theme
from ui.theme import Theme
from ui.widgets.painted import Painted, stroke, text_width, triangle
from ui.widgets.spoken import Spoken, plain_tip


class LampState(StrEnum):
    OK = "ok"
    CAUTION = "caution"
    FAULT = "fault"
    OFF = "off"


_ON_PANEL = {
    LampState.OK: ("ok", "oktext"),
    LampState.CAUTION: ("orangeline", "orangetext"),
    LampState.FAULT: ("redline", "redtext"),
    LampState.OFF: ("off", "text2"),
}
_ON_BAR = {state: (f"bar-{state}", f"bar-{state}") for state in LampState}


def paint_lamp(painter: QPainter, box: QRectF, state: LampState, using: Theme, *, on_bar: bool = False) -> None:
    """Circle, triangle, crossed square or hollow circle."""
    line = using.colour((_ON_BAR if on_bar else _ON_PANEL)[state][0])
    ground = using.colour("bar" if on_bar else "panel")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke(line))
    painter.setBrush(Qt.BrushStyle.NoBrush if state is LampState.OFF else line)
    if state in (LampState.OK, LampState.OFF):
        painter.drawEllipse(box)
        return
    if state is LampState.CAUTION:
        painter.drawPolygon(triangle(box))
        return
    painter.drawRect(box)
    painter.setPen(stroke(ground, 2))
    inner = box.adjusted(2, 2, -2, -2)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


class Lamp(Painted, Spoken, QWidget):
    """What is watched (``lamp.<id>``) and how it is; the state's word is added unless all is well."""

    def __init__(self, subject: str, *, on_bar: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.subject = subject
        self.state = LampState.OFF
        self._detail = ""
        self._on_bar = on_bar
        self.retranslate()

    def show_state(self, state: LampState | str, detail: str = "") -> None:
        """``detail`` is the sentence of the tooltip."""
        self.state = LampState(state)
        self._detail = detail
        self.retranslate()

    def text(self) -> str:
        name = words.say(f"lamp.{self.subject}")
        return name if self.state is LampState.OK else f"{name} {words.say(f'lamp.state.{self.state}')}"

    def retranslate(self) -> None:
        said = f"{words.say(f'lamp.{self.subject}')}: {words.say(f'lamp.state.{self.state}')}"
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(self._detail or said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(using.px(20) + text_width(self._font(using), self.text()) + 2, using.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using = theme.current()
        side = using.px(12)
        painter = QPainter(self)
        paint_lamp(painter, QRectF(2, (self.height() - side) / 2, side, side), self.state, using, on_bar=self._on_bar)
        token = ("bartext" if self.state is LampState.OK else f"bar-{self.state}") if self._on_bar else None
        painter.setPen(using.colour(token or _ON_PANEL[self.state][1]))
        painter.setFont(self._font(using))
        where = QRectF(using.px(20), 0, self.width(), self.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _font(self, using: Theme) -> QFont:
        return using.font(13, bold=self.state in (LampState.CAUTION, LampState.FAULT))
