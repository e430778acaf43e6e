"""How much was on time, late, not done or is running, as bars: one a month or a unit, its rate written below.

Colours are never alone: each outcome has its own hatching, and its word in the key above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.domain.timeliness import Outcome, Tally
from ui import theme
from ui.theme import Theme
from ui.widgets.hatching import hatched
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.plot import Plot
from ui.widgets.spoken import Spoken, Word

BAR = 0.6
"""Width of a bar where the next begins 1 further on."""

_FRAMES = {Outcome.ON_TIME: "ok", Outcome.LATE: "orangeline", Outcome.OVER: "redline", Outcome.RUNNING: "border"}
_HATCHED = {Outcome.LATE: ("orange", "orangeon"), Outcome.OVER: ("red", "redon")}
"""Ground and strokes: one way for what came late, crossed for what never came."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the word under it, and what it is made of."""

    label: str
    rate: str
    tally: Tally


class OutcomeKey(Painted, Spoken, QWidget):
    """What the colours and hatchings mean, in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        using = theme.current()
        width = sum(self._width(outcome, using) for outcome in Outcome)
        return QSize(width, using.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def retranslate(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        side, left = using.px(12), 0
        painter.setFont(using.font(12))
        for outcome in Outcome:
            painter.setPen(pen_of(outcome, using))
            painter.setBrush(brush_of(outcome, using))
            painter.drawRect(QRectF(left + 0.5, (self.height() - side) // 2 + 0.5, side, side))
            painter.setPen(using.colour("text2"))
            said = QRectF(left + side + using.px(5), 0, self._width(outcome, using), self.height())
            painter.drawText(said, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _word(outcome))
            left += self._width(outcome, using)

    def _width(self, outcome: Outcome, using: Theme) -> int:
        return using.px(12 + 5 + 12) + text_width(using.font(12), _word(outcome))


class OutcomeChart(Plot):
    """``picked`` (place of the bar, outcome or None) after a click: on a piece of a bar, or beside it for all of it."""

    picked = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self._chosen: int | None = None
        self.pieces: dict[Outcome, Any] = {}
        self._mark: Any = None
        self.empty = Word(role="secondary")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.empty, 1)

    def show_bars(self, bars: Sequence[Bar], what: str) -> None:
        """``what`` is said where none of them has anything; the library must be loaded."""
        self._bars = bars
        there = any(bar.tally.all for bar in bars)
        self.empty.say("timeliness.chart.none", measure=what)
        self.empty.setVisible(not there)
        if there and self.plot is None and not self._ended:
            self._make_bars()
        if self.plot is not None:
            self.plot.setVisible(there)
            self._draw()
        self.retranslate()

    def mark(self, at: int | None) -> None:
        """Which bar the officer looks at."""
        self._chosen = at
        if self.plot is not None:
            self._draw_mark()

    def end(self) -> None:
        super().end()
        self.pieces, self._mark = {}, None

    def hit(self, x: float, y: float) -> tuple[int, Outcome | None] | None:
        """What stands at that point of the drawing, in bars from the left and things from below."""
        at = round(x)
        if not 0 <= at < len(self._bars):
            return None
        low = 0
        for outcome in Outcome:
            high = low + self._bars[at].tally.count(outcome)
            if abs(x - at) <= BAR / 2 and low <= y < high:
                return at, outcome
            low = high
        return at, None

    def retranslate(self) -> None:
        self.setAccessibleName(words.say("timeliness.chart.name"))
        told = [
            words.say(
                "timeliness.chart.said", period=bar.label,
                **{outcome.value: bar.tally.count(outcome) for outcome in Outcome},
            )
            for bar in self._bars
        ]  # fmt: skip
        self.setAccessibleDescription("\n".join(told) if self.empty.isHidden() else self.empty.text())

    def dress(self) -> None:
        super().dress()
        self.plot.showGrid(x=False, y=True, alpha=0.2)
        self._hatch()
        self._draw_mark()
        self._label()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self.plot is not None:
            self._label()

    # drawing

    def _make_bars(self) -> None:
        import pyqtgraph

        self.make_plot({})
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.hideAxis("top")
        self._mark = pyqtgraph.BarGraphItem(x=[0], height=[0], width=1.0)
        self._mark.setZValue(-20)
        self.plot.addItem(self._mark)
        for outcome in Outcome:
            self.pieces[outcome] = pyqtgraph.BarGraphItem(x=[0], height=[0], width=BAR)
            self.plot.addItem(self.pieces[outcome])
        self.plot.getViewBox().sigResized.connect(self._hatch)
        self.plot.getViewBox().sigRangeChanged.connect(self._hatch)
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        self.dress()

    def _draw(self) -> None:
        """Pieces stand on one another in the order of the outcomes."""
        places, base = list(range(len(self._bars))), [0] * len(self._bars)
        for outcome in Outcome:
            heights = [bar.tally.count(outcome) for bar in self._bars]
            self.pieces[outcome].setOpts(x=places, y0=list(base), height=heights, width=BAR)
            base = [low + height for low, height in zip(base, heights, strict=True)]
        self.plot.setXRange(-0.5, len(self._bars) - 0.5, padding=0)
        self.plot.setYRange(0, max([*base, 1]) * 1.05, padding=0)
        self._draw_mark()
        self._label()

    def _draw_mark(self) -> None:
        shown = self._chosen is not None and self._chosen < len(self._bars)
        using = theme.current()
        tallest = max([*(bar.tally.all for bar in self._bars), 1]) * 1.05
        colour = using.colour("head" if using.name == "contrast" else "sel")
        self._mark.setOpts(
            x=[self._chosen or 0], y0=[0], height=[tallest], width=1.0, brush=QBrush(colour), pen=QPen(colour)
        )
        self._mark.setVisible(shown)

    def _label(self) -> None:
        """The word and the rate under each bar, as long as there is room for them."""
        using = theme.current()
        font, room = using.font(12), self.width() / max(1, len(self._bars)) * 0.85
        ticks = [
            (at, f"{elided(font, bar.label, room)}\n{elided(font, bar.rate, room)}")
            for at, bar in enumerate(self._bars)
        ]
        axis = self.plot.getAxis("bottom")
        axis.setTicks([ticks])
        axis.setHeight(using.px(40))

    def _hatch(self, *_range: object) -> None:
        """Hatchings are drawn in the measures of the screen, whatever the scale of the drawing."""
        using, (wide, high) = theme.current(), self.plot.getViewBox().viewPixelSize()
        for outcome, piece in self.pieces.items():
            brush = brush_of(outcome, using)
            brush.setTransform(QTransform.fromScale(wide, high))
            piece.setOpts(brush=brush, pen=pen_of(outcome, using))

    def _clicked(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at: QPointF = self.plot.getViewBox().mapSceneToView(event.scenePos())
            found = self.hit(at.x(), at.y())
            if found is not None:
                self.picked.emit(*found)


def brush_of(outcome: Outcome, using: Theme) -> QBrush:
    """How that outcome is filled: on time whole, running not at all, the others hatched."""
    if outcome is Outcome.ON_TIME:
        return QBrush(using.colour("ok"))
    if outcome not in _HATCHED:
        return QBrush(Qt.BrushStyle.NoBrush)
    return hatched(*_HATCHED[outcome], using, crossed=outcome is Outcome.OVER)


def pen_of(outcome: Outcome, using: Theme) -> QPen:
    """How that outcome is framed; always one pixel wide."""
    made = QPen(using.colour(_FRAMES[outcome]), 1)
    made.setCosmetic(True)
    return made


def _word(outcome: Outcome) -> str:
    return words.say(f"timeliness.outcome.{outcome.value}")
