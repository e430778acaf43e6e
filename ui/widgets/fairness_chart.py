"""How evenly duty lies: everybody's shifts of the month or of the year with the draft, by kind of day, in one bar.

Colours are never alone: each kind has its own hatching, and its word in the key above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from console import words
from console.domain.evenness import Evenness
from console.domain.planning import CountKind, Counts
from ui import text, theme
from ui.hiding import seen
from ui.theme import Theme
from ui.widgets.flow import Flow
from ui.widgets.hatching import hatched
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.plot import Plot
from ui.widgets.spoken import Spoken, Word

BAR = 0.62
"""Thickness of a bar where the next begins 1 further down."""

_ROW, _NAME = 21, 84
"""Height of a line, and the most a name has of its width."""

_HERE = "▶"
"""Before whoever stands the chosen seat."""

STACKED = (CountKind.WEEKDAY, CountKind.WEEKEND, CountKind.HOLIDAY)
"""Kinds on one another; a night is counted by its day already and told in words."""

_FRAMES = {CountKind.WEEKDAY: "blueline", CountKind.WEEKEND: "orangeline", CountKind.HOLIDAY: "redline"}
_HATCHED = {CountKind.WEEKEND: ("orange", "orangeon"), CountKind.HOLIDAY: ("red", "redon")}
"""Ground and strokes: one way for weekends, crossed for holidays; weekdays are plain."""


MONTH, YEAR = "month", "year"
"""What is counted."""


@dataclass(frozen=True, slots=True)
class PersonBar:
    """One person's duty of the year and of the month, with the posts they stand."""

    name: str
    year: Counts
    month: Counts
    posts: tuple[str, ...]
    person_id: UUID

    def of(self, basis: str) -> Counts:
        """What is counted for that basis."""
        return self.month if basis == MONTH else self.year


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
    """``show_bars`` after the library was loaded; people stand below the posts they share, each with their figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[PersonBar] = ()
        self._rows: list[PersonBar | tuple[str, ...]] = []
        self._chosen: UUID | None = None
        self._heads: list[GroupHead] = []
        self._mark: Any = None
        self.basis = MONTH
        self.spreads: dict[str, Sequence[Evenness]] = {MONTH: (), YEAR: ()}
        self.pieces: dict[CountKind, Any] = {}
        self.keys = [KindKey(kind) for kind in STACKED]
        key_row = Flow()
        for key in self.keys:
            key_row.addWidget(key)
        self.area = QScrollArea()
        self.area.setProperty("part", "plot")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column.addLayout(key_row)
        self.column.addWidget(self.area, 1)
        self.said = {MONTH: Word(role="secondary"), YEAR: Word(role="secondary")}
        self.empty = Word("fairness.empty", role="secondary")
        for word in (*self.said.values(), self.empty):
            word.setWordWrap(True)
            self.column.addWidget(word)
        self.column.addStretch(0)
        for part in self._parts():
            part.hide()

    def _parts(self) -> list[QWidget]:
        return [self.area, *self.keys, *self.said.values()]

    def show_bars(self, bars: Sequence[PersonBar], month: Sequence[Evenness], year: Sequence[Evenness]) -> None:
        """``month`` and ``year`` are the widest gaps of each kind among those who share duty."""
        self._bars, self.spreads = bars, {MONTH: month, YEAR: year}
        self._rows = _grouped(bars)
        self.empty.setVisible(not bars)
        for part in self._parts():
            part.setVisible(bool(bars))
        if bars and self.plot is None and not self._ended:
            self._make_bars()
        if self.plot is not None:
            self._draw()
        self.retranslate()

    def count_by(self, basis: str) -> None:
        """Show the month or the year."""
        self.basis = basis
        if self.plot is not None:
            self._draw()
        self.retranslate()

    def mark(self, person_id: UUID | None) -> None:
        """Whose duty the officer looks at; it is brought into sight."""
        if person_id == self._chosen:
            return
        self._chosen = person_id
        if self.plot is not None:
            self._draw_mark()
            self._label()
            at = self._place()
            if at is not None:
                high = theme.current().px(_ROW)
                self.area.ensureVisible(0, at * high + high // 2, 0, high)

    def names_shown(self) -> list[str]:
        """The names beside the bars, from the top."""
        return [row.name for row in self._rows if isinstance(row, PersonBar)]

    def figures(self, bar: PersonBar) -> str:
        """Weekdays, weekends and holidays of somebody."""
        return "·".join(str(bar.of(self.basis).of(kind)) for kind in STACKED)

    def end(self) -> None:
        if self.plot is not None:
            self.area.takeWidget()
        super().end()
        self.pieces, self._heads, self._mark = {}, [], None

    def retranslate(self) -> None:
        for basis, word in self.said.items():
            wide = {one.kind.value: one.spread for one in self.spreads[basis]}
            word.say(f"fairness.spread_{basis}", **{kind.value: wide.get(kind.value, 0) for kind in CountKind})
            word.setToolTip("\n".join(map(_gap_word, self.spreads[basis])))
        self.setAccessibleName(words.say("fairness.name"))
        self.area.setAccessibleName(words.say("fairness.name"))
        told = [
            words.say(
                "fairness.person", name=bar.name,
                **{kind.value: bar.of(self.basis).of(kind) for kind in CountKind},
            )
            for bar in self._bars
        ]  # fmt: skip
        said = [f"{word.text()}\n{word.toolTip()}" for word in self.said.values()]
        described = "\n".join([*said, *told]) if self._bars else self.empty.text()
        self.setAccessibleDescription(described)
        self.area.setAccessibleDescription(described)
        if self.plot is not None:
            self._label()

    def dress(self) -> None:
        super().dress()
        self._hatch()
        self._label()
        self._draw_mark()

    def _make_bars(self) -> None:
        import pyqtgraph

        self.make_plot({})
        self.column.removeWidget(self.plot)
        self.area.setWidget(self.plot)
        self.plot.setFrameShape(QFrame.Shape.NoFrame)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
        self.plot.invertY(True)
        self.plot.hideAxis("bottom")
        self.plot.showAxis("right")
        self._mark = pyqtgraph.BarGraphItem(x0=[0], y=[0], width=[0], height=1)
        self._mark.setZValue(-20)
        self.plot.addItem(self._mark)
        for kind in STACKED:
            self.pieces[kind] = pyqtgraph.BarGraphItem(x0=[0], y=[0], width=[0], height=BAR)
            self.plot.addItem(self.pieces[kind])
        self.plot.getViewBox().sigResized.connect(self._hatch)
        self.plot.getViewBox().sigResized.connect(lambda *_: self._show_heads())
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
        places = [at for at, row in enumerate(self._rows) if isinstance(row, PersonBar)]
        shown = [row.of(self.basis) for row in self._rows if isinstance(row, PersonBar)]
        base = [0] * len(shown)
        for kind in STACKED:
            lengths = [counts.of(kind) for counts in shown]
            self.pieces[kind].setOpts(x0=list(base), y=places, width=lengths, height=BAR)
            base = [low + length for low, length in zip(base, lengths, strict=True)]
        self.plot.setXRange(0, self._longest() * 1.02, padding=0)
        self.plot.setYRange(-0.5, len(self._rows) - 0.5, padding=0)
        self._draw_mark()
        self._label()

    def _longest(self) -> int:
        return max([bar.of(self.basis).shifts for bar in self._bars] + [1])

    def _place(self) -> int | None:
        """The line of the person the officer looks at."""
        people = ((at, row) for at, row in enumerate(self._rows) if isinstance(row, PersonBar))
        return next((at for at, row in people if row.person_id == self._chosen), None)

    def _draw_mark(self) -> None:
        using, at = theme.current(), self._place()
        colour = using.colour("head" if using.name == "contrast" else "sel")
        self._mark.setOpts(
            x0=[0],
            y=[at or 0],
            width=[self._longest() * 1.02],
            height=1,
            brush=QBrush(colour),
            pen=QPen(Qt.PenStyle.NoPen),
        )
        self._mark.setVisible(at is not None and self._chosen is not None)

    def _label(self) -> None:
        """Names at the left, figures at the right, the posts above those who share them."""
        if not self._rows or self.plot is None:
            return
        using, chosen = theme.current(), self._place()
        people = [(at, row) for at, row in enumerate(self._rows) if isinstance(row, PersonBar)]
        names = [(at, f"{_HERE if at == chosen else ''}{seen(row.name)}") for at, row in people]
        self._axis("left", [(at, elided(using.font(12), name, using.px(_NAME))) for at, name in names])
        self._axis("right", [(at, self.figures(row)) for at, row in people])
        self.plot.setFixedHeight(len(self._rows) * using.px(_ROW) + 2)
        self._show_heads()

    def _axis(self, side: str, ticks: list[tuple[int, str]]) -> None:
        using, axis = theme.current(), self.plot.getAxis(side)
        axis.setStyle(tickFont=using.font(12), tickLength=0, tickTextOffset=using.px(4), hideOverlappingLabels=False)
        axis.setPen(QPen(Qt.PenStyle.NoPen))
        axis.setTextPen(QPen(using.colour("text")))
        axis.setTicks([ticks])
        widest = max(text_width(using.font(12), said) for _, said in ticks)
        if side == "left":
            widest = max(widest, text_width(using.font(12), f"{_HERE}陈例一"))
        axis.setWidth(widest + using.px(8))

    def _show_heads(self) -> None:
        """A line across the drawing above those who share posts."""
        if self.plot is None:
            return
        groups = [(at, row) for at, row in enumerate(self._rows) if not isinstance(row, PersonBar)]
        while len(self._heads) < len(groups):
            self._heads.append(GroupHead(self.plot))
        high, wide = theme.current().px(_ROW), self.plot.width()
        for head in self._heads[len(groups) :]:
            head.hide()
        for head, (at, posts) in zip(self._heads, groups, strict=False):
            head.say(posts)
            head.setGeometry(0, at * high + 1, wide, high - 1)
            head.show()


class GroupHead(Painted, QWidget):
    """The posts some people share."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._said = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, posts: tuple[str, ...]) -> None:
        """Their words, now; said again in the next language."""
        self._said = words.say("list.join").join(text.post(post) for post in posts)
        self.setAccessibleName(self._said)
        self.setToolTip(self._said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), using.colour("head"))
        painter.setPen(using.colour("text"))
        painter.setFont(using.font(12, bold=True))
        inside = self.rect().adjusted(using.px(6), 0, -using.px(6), 0)
        side = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(inside, side, elided(painter.font(), self._said, inside.width()))


def _grouped(bars: Sequence[PersonBar]) -> list[PersonBar | tuple[str, ...]]:
    """Who stands the same posts together, below these posts."""
    groups: dict[tuple[str, ...], list[PersonBar]] = {}
    for bar in bars:
        groups.setdefault(bar.posts, []).append(bar)
    return [row for posts, those in groups.items() for row in (posts, *those)]


def _gap_word(one: Evenness) -> str:
    """Who has most of a kind, and who least."""
    join = words.say("list.join").join
    return words.say(
        "fairness.gap", kind=words.say(f"fairness.kind.{one.kind.value}"), most=one.most, least=one.least,
        highest=join(one.highest), lowest=join(one.lowest),
    )  # fmt: skip


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
