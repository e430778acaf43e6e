"""A place for a signature: empty with a broken line, signed with a full one, name and time in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.painted import Painted, stroke
from ui.widgets.spoken import Word


class SignatureBox(Painted, QWidget):
    """``part`` is outgoing, incoming or leader."""

    def __init__(self, part: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.signed = False
        self.title = Word(f"sign.box.{part}", role="secondary")
        self.at = Word(role="caption")
        self.name = Word("sign.box.empty", role="secondary")
        self.name.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.at)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self.name)
        self.restyle()

    def show_empty(self, name: str = "", code: str = "sign.box.empty") -> None:
        """``code`` says who is expected to sign here, as far as that is known."""
        self._say(code, "strong" if name else "secondary", name=name)
        self.at.show_text("")
        self.signed = False
        self.update()

    def show_signed(self, name: str, at: str, *, absent: str = "", reason: str = "") -> None:
        """``absent`` is who should have signed here, ``reason`` why somebody else did."""
        if absent:
            self._say("sign.box.for_absent", "strong", name=name, absent=absent, reason=reason)
        else:
            self._say("sign.box.signed", "strong", name=name)
        self.at.show_text(at)
        self.signed = True
        self.update()

    def restyle(self) -> None:
        using = theme.current()
        self._column.setContentsMargins(using.px(10), using.px(6), using.px(10), using.px(8))
        self._column.setSpacing(using.px(4))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        pen = stroke(using.colour("border"), 1.5 if self.signed else 1)
        pen.setStyle(Qt.PenStyle.SolidLine if self.signed else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self.signed:
            painter.fillRect(self.rect(), using.colour("raised"))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _say(self, code: str, role: str, **facts: str) -> None:
        self.name.setProperty("role", role)
        self.name.say(code, **facts)
        self.name.style().unpolish(self.name)
        self.name.style().polish(self.name)
