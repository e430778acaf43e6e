"""A number to be dialled by hand, readable from the telephone: name, unit and number large."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.hiding import seen
from ui.widgets.painted import Painted, elided, text_width

_NAME, _NUMBER, _ABOUT = 26, 38, 14


class BigNumber(Painted, QWidget):
    """Painted, so that its sizes follow the type; ``text`` is what a reader for the blind says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name = self.about = self.number = self.kind = ""

    def show_number(self, name: str, about: str, kind: str, number: str) -> None:
        self.name, self.about, self.kind, self.number = name, about, kind, number
        self.setAccessibleName(seen(" ".join(filter(None, (name, about, kind, number)))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        wide = text_width(using.font(_NUMBER, bold=True), self.number or "0" * 13)
        wide += text_width(using.font(_ABOUT), self.kind)
        return QSize(max(using.px(360), wide + using.px(16)), using.px(_NAME + _NUMBER + 34))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        upper = QRect(0, 0, self.width(), using.px(_NAME + 12))
        lower = QRect(0, upper.bottom(), self.width(), using.px(_NUMBER + 18))
        left = self._write(painter, upper, using.font(_NAME, bold=True), self.name, "text")
        self._write(painter, upper.adjusted(left + using.px(12), 0, 0, 0), using.font(_ABOUT), self.about, "text2")
        left = self._write(painter, lower, using.font(_NUMBER, bold=True), self.number, "text")
        self._write(painter, lower.adjusted(left + using.px(12), 0, 0, 0), using.font(_ABOUT), self.kind, "text2")

    def _write(self, painter: QPainter, box: QRect, font: QFont, text: str, token: str) -> int:
        painter.setFont(font)
        painter.setPen(theme.current().colour(token))
        painter.drawText(box, _LEFT, elided(font, text, box.width()))
        return text_width(font, text)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
