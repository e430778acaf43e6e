"""A few readings of one point as a small curve with the line of its limit; painted, so that nothing has to load."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.domain.alarm import EventRow
from ui import theme
from ui.models.alarm_rows import number
from ui.text import Times
from ui.theme import Theme
from ui.widgets.painted import Painted, stroke, text_width
from ui.widgets.spoken import Spoken

HEIGHT = 72


class AlarmTrend(Painted, Spoken, QWidget):
    """``show_trend`` takes readings, the oldest first; fewer than two are no curve, and then it is not seen."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._points: tuple[tuple[float, float], ...] = ()
        self._limit: float | None = None
        self._ends = ("", "")
        self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_trend(self, rows: Sequence[EventRow], limit: float | None) -> None:
        known = [row for row in rows if row.value is not None]
        self._points = tuple((row.at.timestamp(), float(row.value or 0.0)) for row in known)
        self._limit = limit
        self._unit = known[-1].unit if known else ""
        self._ends = (self._times.clock(known[0].at), self._times.clock(known[-1].at)) if known else ("", "")
        self.setVisible(len(self._points) > 1)
        self.retranslate()
        self.update()

    def points(self) -> tuple[tuple[float, float], ...]:
        """Seconds since 1970 and value, as they are drawn."""
        return self._points

    def retranslate(self) -> None:
        self.setAccessibleName(words.say("alarms.trend"))

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(240), theme.current().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), theme.current().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if len(self._points) < 2:
            return
        using, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), using.colour("field"))
        low, high = self._bounds()
        box = self._box(using, low, high)
        self._paint_limit(painter, using, box, low, high)
        painter.setPen(stroke(using.colour("accent" if using.name != "contrast" else "text"), 2))
        painter.drawPolyline(QPolygonF([self._at(box, x, y, low, high) for x, y in self._points]))
        self._paint_words(painter, using, box, low, high)

    def _bounds(self) -> tuple[float, float]:
        """The values and the limit, with a little room around them."""
        seen = [value for _, value in self._points] + ([self._limit] if self._limit is not None else [])
        low, high = min(seen), max(seen)
        spare = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
        return low - spare, high + spare

    def _box(self, using: Theme, low: float, high: float) -> QRectF:
        small = using.font(12)
        left = max(text_width(small, number(round(each, 2))) for each in (low, high)) + using.px(10)
        return QRectF(self.rect()).adjusted(left, using.px(6), -using.px(8), -using.px(20))

    def _at(self, box: QRectF, x: float, y: float, low: float, high: float) -> QPointF:
        first, last = self._points[0][0], self._points[-1][0]
        across = (x - first) / ((last - first) or 1.0)
        return QPointF(box.left() + box.width() * across, box.bottom() - box.height() * (y - low) / (high - low))

    def _paint_limit(self, painter: QPainter, using: Theme, box: QRectF, low: float, high: float) -> None:
        if self._limit is None:
            return
        level = box.bottom() - box.height() * (self._limit - low) / (high - low)
        pen = QPen(using.colour("redline"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), level), QPointF(box.right(), level))

    def _paint_words(self, painter: QPainter, using: Theme, box: QRectF, low: float, high: float) -> None:
        painter.setFont(using.font(12))
        painter.setPen(using.colour("text2"))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        scale = QRectF(0, box.top(), box.left() - using.px(4), box.height())
        painter.drawText(scale, right | Qt.AlignmentFlag.AlignTop, number(round(high, 2)))
        painter.drawText(scale, right | Qt.AlignmentFlag.AlignBottom, number(round(low, 2)))
        below = QRectF(box.left(), box.bottom(), box.width(), using.px(18))
        painter.drawText(below, left | Qt.AlignmentFlag.AlignVCenter, self._ends[0])
        painter.drawText(below, right | Qt.AlignmentFlag.AlignVCenter, self._ends[1])
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._unit)
