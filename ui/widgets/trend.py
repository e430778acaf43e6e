"""Readings of one series as a curve over time: station time below, gaps left open, nothing that moves by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.briefs import ReadingRow
from ui import theme
from ui.widgets.plot import Plot
from ui.widgets.spoken import Word

STEPS = (1, 2, 3, 6, 12, 24, 48, 168)
"""Hours between two marks of the time axis."""

LONGEST_GAP = 3.0
"""Values further apart than this many usual distances are not joined."""


class Trend(Plot):
    """``show_readings`` shows a series; before that, and where there is nothing, a sentence stands here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = ZoneInfo("UTC")
        self._rows: Sequence[ReadingRow] = ()
        self.curve: Any = None
        self.empty = Word("trend.empty", role="secondary")
        self.empty.setWordWrap(True)
        self.said = Word(role="secondary")
        self.said.setWordWrap(True)
        self.column.addWidget(self.said)
        self.column.addWidget(self.empty, 1)
        self.said.hide()

    def show_readings(self, rows: Sequence[ReadingRow], start: datetime, end: datetime, zone: ZoneInfo) -> None:
        """Values of one series within [start, end); the library must be loaded."""
        self._rows, self._zone = rows, zone
        self.empty.setVisible(not rows)
        if rows and self.plot is None and not self._ended:
            self._make_curve()
        if self.plot is not None:
            self.plot.setVisible(bool(rows))
            self._draw(start, end)
        self.retranslate()

    def end(self) -> None:
        super().end()
        self.curve = None

    def lines(self) -> list[list[tuple[float, float]]]:
        """The curve as stretches without a gap: seconds since 1970 and value."""
        return stretches([(row.at.timestamp(), float(row.number)) for row in self._rows])

    def retranslate(self) -> None:
        self.said.setVisible(bool(self._rows))
        if self._rows:
            low, high = (pick(self._rows, key=lambda row: row.number) for pick in (min, max))
            last = self._rows[-1]
            self.said.say(
                "trend.said", series=last.series, unit=last.unit, count=len(self._rows), low=low.value, high=high.value,
                last=last.value, at=f"{last.at.astimezone(self._zone):%m-%d %H:%M}",
            )  # fmt: skip
        self.setAccessibleName(words.say("trend.name"))
        self.setAccessibleDescription(self.said.text() if self._rows else self.empty.text())

    def _make_curve(self) -> None:
        import pyqtgraph

        self.make_plot({"bottom": _time_axis(pyqtgraph, lambda: self._zone)})
        self.curve = self.plot.plot(connect="finite")
        self.dress()

    def _draw(self, start: datetime, end: datetime) -> None:
        """Stretches in one curve, an undefined value between two of them."""
        import numpy

        points: list[tuple[float, float]] = []
        for stretch in self.lines():
            points += [*stretch, (stretch[-1][0] + 1.0, numpy.nan)]
        self.curve.setData([x for x, _ in points], [y for _, y in points])
        self.plot.setXRange(start.timestamp(), end.timestamp(), padding=0.01)
        self.plot.enableAutoRange("y", True)
        self.plot.setLabel("left", self._rows[-1].unit if self._rows else "")

    def dress(self) -> None:
        import pyqtgraph

        super().dress()
        using = theme.current()
        self.plot.showGrid(x=True, y=True, alpha=0.2)
        colour = using.colour("accent" if using.name != "contrast" else "text")
        self.curve.setPen(pyqtgraph.mkPen(colour, width=2))
        self.curve.setSymbol("o")
        self.curve.setSymbolSize(using.px(6))
        self.curve.setSymbolBrush(colour)
        self.curve.setSymbolPen(None)


def stretches(points: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Points cut where two are much further apart than usual: what nobody measured is no straight line."""
    steps = [after[0] - before[0] for before, after in pairwise(points)]
    if not steps:
        return [list(points)] if points else []
    most = median(steps) * LONGEST_GAP
    made = [[points[0]]]
    for step, point in zip(steps, points[1:], strict=True):
        if step > most:
            made.append([])
        made[-1].append(point)
    return made


def marks(start: float, end: float, most: int, zone: ZoneInfo) -> list[float]:
    """Whole hours or days of the station's clock between two instants, so many at the most."""
    hours = next((step for step in STEPS if (end - start) / 3600 / step <= most), STEPS[-1])
    local = datetime.fromtimestamp(start, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    made = []
    while local.timestamp() <= end:
        if local.timestamp() >= start:
            made.append(local.timestamp())
        # steps on the wall clock: a day of 23 or 25 hours keeps its midnight
        local = (local.replace(tzinfo=None) + timedelta(hours=hours)).replace(tzinfo=zone)
    return made


def mark_text(at: float, zone: ZoneInfo) -> str:
    """Midnight is told by its date, other hours by the clock."""
    local = datetime.fromtimestamp(at, zone)
    return f"{local:%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%H:%M}"


def _time_axis(pyqtgraph: Any, zone: Any) -> Any:
    class TimeAxis(pyqtgraph.AxisItem):
        """Marks on the station's hours; the library's own axis knows no summer time."""

        def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
            most = max(2, int(size // theme.current().px(64)))
            return [(3600.0, marks(low, high, most, zone()))]

        def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002
            return [mark_text(value, zone()) for value in values]

    return TimeAxis(orientation="bottom")
