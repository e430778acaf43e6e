"""The map as a sheet to draw on: points set by clicks or by a cross that the arrow keys move, taken back one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.drawing import Drawing
from console.domain.geo import Point
from console.domain.warning_form import Drawn
from ui import theme
from ui.widgets.map_view import MapView
from ui.widgets.painted import stroke

STEP, FINE = 10, 1
"""Dots an arrow key moves the cross, and with Shift."""
_ARM, _CORNER, _EDGE = 12, 3, 12
_FILL = 60
"""Of 255: what lies under an area is still read."""


class DrawView(MapView):
    """``drawn`` after every change by the officer; ``circle_asked`` wants a circle around the cross.

    Arrow keys move the cross (Shift: finely), Enter sets a point, Backspace takes the last one back, N begins another
    shape, C asks for a circle; + and - and Home as on every map. A click sets a point where it falls.
    """

    drawn = Signal()
    circle_asked = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = Drawing()
        self._cross = QPointF(0.0, 0.0)

    def show_drawing(self, drawing: Drawing) -> None:
        """From outside: nothing is said back."""
        self.drawing = drawing
        self.update()

    def cross(self) -> Point | None:
        """Where the cross stands, in degrees."""
        place = self.scene.degrees(self._cross.x(), self._cross.y())
        return (round(place[0], 6), round(place[1], 6)) if place is not None else None

    def put_cross(self, point: Point) -> None:
        self._cross = QPointF(*self.scene.at(*point))
        self._keep_in_sight()

    def set_point(self) -> None:
        """Enter: a point under the cross."""
        if (point := self.cross()) is not None:
            self._take(self.drawing.with_point(point))

    def take_back(self) -> None:
        self._take(self.drawing.back())

    def begin_next(self) -> None:
        self._take(self.drawing.next_shape())

    def add_circle(self, km: float) -> None:
        """Around the cross. Refuses bad_radius."""
        if (point := self.cross()) is not None:
            self._take(self.drawing.with_circle(point, km))

    def clear(self) -> None:
        self._take(Drawing())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, one in enumerate(self.drawing.shapes):
            going = self.drawing.going and at == len(self.drawing.shapes) - 1
            self._paint_shape(painter, one, going=going)
        self._paint_cross(painter)

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(words.say("warning.draw.canvas"))

    def _key(self, key: int, shift: bool) -> bool:
        if key in _WAYS:
            step = FINE if shift else STEP
            self._move(_WAYS[key][0] * step, _WAYS[key][1] * step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.set_point()
        elif key == Qt.Key.Key_Backspace:
            self.take_back()
        elif key == Qt.Key.Key_N:
            self.begin_next()
        elif key == Qt.Key.Key_C:
            self.circle_asked.emit()
        elif key == Qt.Key.Key_Escape:
            return False
        else:
            return super()._key(key, shift)
        return True

    def _click(self, at: QPointF) -> None:
        self._cross = QPointF(*self.frame().plane(at.x(), at.y()))
        self.set_point()
        self.moved.emit()

    def _take(self, drawing: Drawing) -> None:
        if drawing != self.drawing:
            self.drawing = drawing
            self.update()
            self.drawn.emit()

    def _move(self, across: float, down: float) -> None:
        scale = self.frame().scale
        self._cross += QPointF(across / scale, down / scale)
        self._keep_in_sight()
        self.moved.emit()

    def _keep_in_sight(self) -> None:
        """The map follows the cross over its edge."""
        left, top = self.frame().dots(self._cross.x(), self._cross.y())
        edge = theme.current().px(_EDGE)
        across = min(left - edge, 0.0) + max(left - self.width() + edge, 0.0)
        down = min(top - edge, 0.0) + max(top - self.height() + edge, 0.0)
        if across or down:
            self.pan(across, down)
        self.update()

    def _dots(self, points: Sequence[Point]) -> list[QPointF]:
        frame = self.frame()
        return [QPointF(*frame.dots(*self.scene.at(*point))) for point in points]

    def _paint_shape(self, painter: QPainter, one: Drawn, *, going: bool) -> None:
        using = theme.current()
        fill = QColor(using.colour("orange"))
        fill.setAlpha(_FILL)
        painter.setBrush(fill)
        painter.setPen(stroke(using.colour("orangeline"), using.px(2)))
        if one.radius is not None:
            (middle,) = self._dots(one.corners)
            across = self._circle(one)
            painter.drawEllipse(middle, across, across)
            return
        corners = self._dots(one.corners)
        painter.drawPolygon(QPolygonF(corners))
        painter.setBrush(using.colour("field"))
        half = using.px(_CORNER)
        for at, corner in enumerate(corners):
            size = half * 1.6 if going and at == len(corners) - 1 else half
            painter.drawRect(QRectF(corner.x() - size, corner.y() - size, 2 * size, 2 * size))

    def _circle(self, one: Drawn) -> float:
        """Its radius in dots; the plane's kilometres are true along its middle parallel."""
        assert one.radius is not None
        return max(one.radius * self.frame().scale, 1.0) if math.isfinite(one.radius) else 1.0

    def _paint_cross(self, painter: QPainter) -> None:
        using = theme.current()
        x, y = self.frame().dots(self._cross.x(), self._cross.y())
        arm = using.px(_ARM)
        for token, width in (("field", 5), ("text", 2)):
            painter.setPen(stroke(using.colour(token), width))
            painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))


_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
