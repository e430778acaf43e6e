"""Tags: a word in a small frame, filled where it must be seen, outlined where it only tells."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from ui import theme
from ui.theme import Theme
from ui.widgets.painted import Painted, stroke, text_width
from ui.widgets.spoken import Spoken

FILLED = {
    "red": ("red", "redon", "redline"),
    "orange": ("orange", "orangeon", "orangeline"),
    "yellow": ("yellow", "yellowon", "yellowline"),
    "blue": ("blue", "blueon", "blueline"),
    "exercise": ("exercise", "exerciseon", "exercise"),
    "accent": ("accent", "accenttext", "accent"),
}
"""Ground, word and line of a filled tag by tone."""

OUTLINED = {
    "red": "redtext",
    "orange": "orangetext",
    "yellow": "yellowtext",
    "blue": "bluetext",
    "exercise": "exercise",
    "sample": "sample",
    "accent": "link",
    "plain": "text2",
    "bar": "bartext",
}
"""Word and line of an outlined tag by tone."""


def paint_badge(painter: QPainter, box: QRectF, text: str, tone: str, using: Theme, *, filled: bool) -> None:
    """The tag alone, for widgets and table cells."""
    painter.save()
    if filled:
        ground, word, line = FILLED[tone]
        painter.fillRect(box, using.colour(ground))
    else:
        word = line = OUTLINED[tone]
    painter.setPen(stroke(using.colour(line), 1))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(using.colour(word))
    painter.setFont(using.font(12, bold=filled))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Badge(Painted, Spoken, QWidget):
    """A tag that keeps its code: 更正, 示例, 演练 …"""

    def __init__(self, code: str, tone: str = "plain", *, filled: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_tag(code, tone, filled=filled)

    def show_tag(self, code: str, tone: str = "plain", *, filled: bool = False) -> None:
        self._code, self._tone, self._filled = code, tone, filled
        self.retranslate()

    def text(self) -> str:
        return words.say(self._code)

    def retranslate(self) -> None:
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(text_width(using.font(12, bold=True), self.text()) + using.px(12), using.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_badge(painter, box, self.text(), self._tone, theme.current(), filled=self._filled)
