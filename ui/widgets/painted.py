"""What painted widgets share: they ask the theme while painting, and again when it changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.hiding import seen
from ui.theme import Theme


class Painted:
    """Mixed in before a widget class: sizes and colours follow the theme without any copy of it."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() == QEvent.Type.StyleChange:
            self.restyle()

    def restyle(self) -> None:
        """Called after theme or size changed; widgets with fixed lengths set them again here."""
        QWidget.updateGeometry(self)  # type: ignore[arg-type]
        QWidget.update(self)  # type: ignore[arg-type]


def text_width(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)


def elided(font: QFont, text: str, width: float) -> str:
    return QFontMetrics(font).elidedText(seen(text), Qt.TextElideMode.ElideRight, int(width))


def octagon(box: QRectF) -> QPolygonF:
    """The stop-sign shape of what is over."""
    cut = box.width() * 0.293
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    corners = (
        (left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut),
        (right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut),
    )  # fmt: skip
    return QPolygonF([QPointF(x, y) for x, y in corners])


def triangle(box: QRectF) -> QPolygonF:
    return QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()])


def stroke(colour: QColor, width: float = 1.5) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def paint_focus(painter: QPainter, widget: QWidget, using: Theme, token: str = "focus") -> None:
    """The 2 px ring that shows where the keyboard is."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(stroke(using.colour(token), 2))
    painter.drawRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1))
