"""How evenly duty lies: for everybody the shifts of the year so far and of the draft, by kind of day, stacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.planning import CountKind, Counts
from ui import theme
from ui.widgets.painted import elided
from ui.widgets.plot import Plot
from ui.widgets.spoken import Word

BAR = 0.7
"""Width of a bar where the next begins 1 further on."""

STACKED = {CountKind.WEEKDAY: "blueline", CountKind.WEEKEND: "orangeline", CountKind.HOLIDAY: "redline"}
"""Kinds on one another, with their colours; the words and figures stand above and in the description."""


@dataclass(frozen=True, slots=True)
class PersonBar:
    """One person's duty."""

    name: str
    counts: Counts


class FairnessChart(Plot):
    """``show_bars`` after the library was loaded; nothing to show is said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[PersonBar] = ()
        self._spread: Mapping[CountKind, int] = {}
        self.pieces: dict[CountKind, Any] = {}
        self.said, self.empty = Word(role="secondary"), Word("fairness.empty", role="secondary")
        for word in (self.said, self.empty):
            word.setWordWrap(True)
            self.column.addWidget(word)
        self.said.hide()

    def show_bars(self, bars: Sequence[PersonBar], spread: Mapping[CountKind, int]) -> None:
        """``spread`` is most minus least of each kind among those who stand the same posts."""
        self._bars, self._spread = bars, spread
        self.empty.setVisible(not bars)
        self.said.setVisible(bool(bars))
        if bars and self.plot is None and not self._ended:
            self._make_bars()
        if self.plot is not None:
            self.plot.setVisible(bool(bars))
            self._draw()
        self.retranslate()

    def end(self) -> None:
        super().end()
        self.pieces = {}

    def retranslate(self) -> None:
        self.said.say("fairness.spread", **{kind.value: self._spread.get(kind, 0) for kind in CountKind})
        self.setAccessibleName(words.say("fairness.name"))
        told = [
            words.say("fairness.person", name=bar.name, **{kind.value: bar.counts.of(kind) for kind in CountKind})
            for bar in self._bars
        ]
        self.setAccessibleDescription("\n".join([self.said.text(), *told]) if self._bars else self.empty.text())

    def dress(self) -> None:
        super().dress()
        using = theme.current()
        self.plot.showGrid(x=False, y=True, alpha=0.2)
        for kind, piece in self.pieces.items():
            colour = using.colour(STACKED[kind])
            pen = QPen(using.colour("field"), 1)
            pen.setCosmetic(True)
            style = Qt.BrushStyle.SolidPattern
            piece.setOpts(brush=QBrush(colour, style), pen=pen)
        self._label()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self.plot is not None:
            self._label()

    def _make_bars(self) -> None:
        import pyqtgraph

        self.make_plot({})
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for kind in STACKED:
            self.pieces[kind] = pyqtgraph.BarGraphItem(x=[0], height=[0], width=BAR)
            self.plot.addItem(self.pieces[kind])
        self.dress()

    def _draw(self) -> None:
        places, base = list(range(len(self._bars))), [0] * len(self._bars)
        for kind in STACKED:
            heights = [bar.counts.of(kind) for bar in self._bars]
            self.pieces[kind].setOpts(x=places, y0=list(base), height=heights, width=BAR)
            base = [low + height for low, height in zip(base, heights, strict=True)]
        if self._bars:
            self.plot.setXRange(-0.5, len(self._bars) - 0.5, padding=0)
            self.plot.setYRange(0, max([*base, 1]) * 1.05, padding=0)
        self._label()

    def _label(self) -> None:
        """Names below the bars as long as there is room for two characters of them."""
        using = theme.current()
        font, room = using.font(12), self.width() / max(1, len(self._bars)) * 0.9
        shown = room >= using.px(26)
        ticks = [(at, elided(font, bar.name, room)) for at, bar in enumerate(self._bars)] if shown else []
        axis = self.plot.getAxis("bottom")
        axis.setTicks([ticks])
        axis.setHeight(using.px(22 if shown else 6))
