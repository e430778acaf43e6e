"""How evenly duty lies: for everybody the shifts of the year so far and of the draft, by kind of day, stacked.

Colours are never alone: each kind has its own hatching, and its word in the key above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.domain.evenness import Evenness
from console.domain.planning import CountKind, Counts
from ui import theme
from ui.theme import Theme
from ui.widgets.flow import Flow
from ui.widgets.hatching import hatched
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.plot import Plot
from ui.widgets.spoken import Spoken, Word

BAR = 0.7
"""Width of a bar where the next begins 1 further on."""

STACKED = (CountKind.WEEKDAY, CountKind.WEEKEND, CountKind.HOLIDAY)
"""Kinds on one another; a night is counted by its day already and told in words."""

_FRAMES = {CountKind.WEEKDAY: "blueline", CountKind.WEEKEND: "orangeline", CountKind.HOLIDAY: "redline"}
_HATCHED = {CountKind.WEEKEND: ("orange", "orangeon"), CountKind.HOLIDAY: ("red", "redon")}
"""Ground and strokes: one way for weekends, crossed for holidays; weekdays are plain."""


@dataclass(frozen=True, slots=True)
class PersonBar:
    """One person's duty."""

    name: str
    counts: Counts


class KindKey(Painted, Spoken, QWidget):
    """A piece of one kind as the bars show it, and its word."""

    def __init__(self, kind: CountKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setAccessibleName(self.word())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(using.px(14 + 6 + 8) + text_width(using.font(), self.word()), using.px(22))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def word(self) -> str:
        """The kind in words."""
        return words.say(f"fairness.kind.{self._kind.value}")

    def retranslate(self) -> None:
        self.setAccessibleName(self.word())
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        side = using.px(14)
        painter.setPen(pen_of(self._kind, using))
        painter.setBrush(brush_of(self._kind, using))
        painter.drawRect(QRectF(0.5, (self.height() - side) // 2 + 0.5, side, side))
        painter.setPen(using.colour("text"))
        painter.setFont(using.font())
        said = QRectF(side + using.px(6), 0, self.width(), self.height())
        painter.drawText(said, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.word())


class FairnessChart(Plot):
    """``show_bars`` after the library was loaded; nothing to show is said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[PersonBar] = ()
        self._even: Sequence[Evenness] = ()
        self.pieces: dict[CountKind, Any] = {}
        self.keys = [KindKey(kind) for kind in STACKED]
        key_row = Flow()
        for key in self.keys:
            key_row.addWidget(key)
        self.column.addLayout(key_row)
        self.said, self.empty = Word(role="secondary"), Word("fairness.empty", role="secondary")
        for word in (self.said, self.empty):
            word.setWordWrap(True)
            self.column.addWidget(word)
        for part in (self.said, *self.keys):
            part.hide()

    def show_bars(self, bars: Sequence[PersonBar], even: Sequence[Evenness]) -> None:
        """``even`` is the widest gap of each kind among those who stand the same posts."""
        self._bars, self._even = bars, even
        self.empty.setVisible(not bars)
        for part in (self.said, *self.keys):
            part.setVisible(bool(bars))
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
        wide = {one.kind: one.spread for one in self._even}
        self.said.say("fairness.spread", **{kind.value: wide.get(kind, 0) for kind in CountKind})
        self.setAccessibleName(words.say("fairness.name"))
        told = [
            words.say("fairness.person", name=bar.name, **{kind.value: bar.counts.of(kind) for kind in CountKind})
            for bar in self._bars
        ]
        self.setAccessibleDescription("\n".join([self.said.text(), *told]) if self._bars else self.empty.text())

    def dress(self) -> None:
        super().dress()
        self.plot.showGrid(x=False, y=True, alpha=0.2)
        self._hatch()
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
        self.plot.getViewBox().sigResized.connect(self._hatch)
        self.plot.getViewBox().sigRangeChanged.connect(self._hatch)
        self.dress()

    def _hatch(self, *_range: object) -> None:
        """Hatchings are drawn in the measures of the screen, whatever the scale of the drawing."""
        using, (wide, high) = theme.current(), self.plot.getViewBox().viewPixelSize()
        for kind, piece in self.pieces.items():
            brush = brush_of(kind, using)
            brush.setTransform(QTransform.fromScale(wide, high))
            piece.setOpts(brush=brush, pen=pen_of(kind, using))

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


def brush_of(kind: CountKind, using: Theme) -> QBrush:
    """How that kind is filled: weekdays plain, weekends one way, holidays crossed."""
    if kind not in _HATCHED:
        return QBrush(using.colour(_FRAMES[kind]))
    return hatched(*_HATCHED[kind], using, crossed=kind is CountKind.HOLIDAY)


def pen_of(kind: CountKind, using: Theme) -> QPen:
    """How that kind is framed; always one pixel wide."""
    made = QPen(using.colour(_FRAMES[kind]), 1)
    made.setCosmetic(True)
    return made
