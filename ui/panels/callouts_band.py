"""What stands above the list: how many have answered, which warning, how long it goes on, towns and callers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console import words
from ui import text, theme
from ui.models.callout_rows import Called, Count, by_town, elapsed, stage_word, still_open
from ui.models.warning_rows import colour_of
from ui.text import Times
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.warning_level import LevelBadge

_FIGURE = 34


class Reached(Painted, QWidget):
    """31 / 36, large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.text = ""

    def show_count(self, count: Count) -> None:
        self.text = f"{count.reached} / {count.rows}"
        self.setAccessibleName(self.text)
        self.restyle()

    def restyle(self) -> None:
        font = theme.current().font(_FIGURE, bold=True)
        self.setFixedSize(QFontMetrics(font).horizontalAdvance(self.text) + 4, theme.current().px(_FIGURE + 10))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.setFont(using.font(_FIGURE, bold=True))
        painter.setPen(using.colour("text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text)


class Share(Painted, QWidget):
    """Green as far as they have answered, red for the rest that was rung, hollow for who was not rung yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._reached = self._silent = 0.0
        self.restyle()

    def show_shares(self, reached: float, silent: float) -> None:
        self._reached, self._silent = reached, silent
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme.current().px(8))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter, wide = theme.current(), QPainter(self), self.width()
        painter.fillRect(self.rect(), using.colour("border"))
        green, red = round(wide * self._reached), round(wide * self._silent)
        painter.fillRect(0, 0, green, self.height(), using.colour("oktext"))
        painter.fillRect(green, 0, red, self.height(), using.colour("redline"))


class CalloutBand(Painted, Spoken, QFrame):
    """``town_asked`` carries the town whose box was pressed."""

    town_asked = Signal(str)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self._times = times
        self._called: Called | None = None
        self._town = ""
        self.reached, self.share, self.badge = Reached(), Share(), LevelBadge()
        self.open, self.target, self.title = Word(role="strong"), Word(role="secondary"), Word(role="title")
        self.callers, self.clock = Word(role="secondary"), Word(role="strong")
        self.towns = Lines()
        self.boxes: dict[str, KeyButton] = {}
        head = Lines()
        for part in (self.badge, self.title, self.clock, self.target, self.callers):
            head.flow.addWidget(part)
        right = QVBoxLayout()
        right.addWidget(head)
        right.addWidget(self.share)
        right.addWidget(self.towns)
        left = QVBoxLayout()
        left.addWidget(self.reached)
        left.addWidget(self.open)
        left.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addLayout(left)
        self._row.addLayout(right, 1)
        self._columns = (left, right)
        self.restyle()

    def show_called(self, called: Called, callers: Mapping[str, int], holding: Mapping[str, str]) -> None:
        """``callers`` with how many each reached, ``holding`` what each has in hand now."""
        look, rows = called.shown, called.rows
        self._called = called
        self.setVisible(look is not None)
        if look is None:
            return
        tally = look.tally
        self.reached.show_count(Count(tally.reached, tally.rows))
        self._show_open(called)
        whole = max(1, tally.rows)
        tried = sum(bool(row.tries) and row.progress.reached is None for row in rows)
        self.share.show_shares(tally.reached / whole, tried / whole)
        warning = called.warning
        self.badge.setVisible(warning is not None)
        if warning is not None:
            item = called.levels.get(warning.level)
            said = item.name(words.language()) if item is not None else warning.level
            self.badge.show_level(f"{said} {warning.number}", colour_of(called.levels, warning.level))
        self.title.show_text(f"{look.number}　{look.title}")
        parts = [
            words.say("callout.caller_has", name=name, count=count, row=holding[name])
            if holding.get(name)
            else words.say("callout.caller_count", name=name, count=count)
            for name, count in callers.items()
        ]
        self.callers.show_text("　".join(parts))
        self._show_towns(by_town(rows))
        self.beat()

    def choose_town(self, town: str) -> None:
        """The box of the town the list is narrowed to; empty for none."""
        self._town = town
        for name, box in self.boxes.items():
            box.setChecked(name == town)

    def beat(self) -> None:
        """A second has passed."""
        look = self._called.shown if self._called is not None else None
        if look is None:
            return
        now = self._times.now()
        started = self._times.seconds(look.tally.started_at)
        code = "callout.ended" if look.ended_at is not None else "callout.running"
        self.clock.say(code, start=started, span=text.span(elapsed(look, now)))
        kept = look.tally.in_time(look.ended_at or now)
        code = "callout.target" if kept else "callout.target_missed"
        self.target.say(code, minutes=look.tally.target_minutes, rows=look.tally.rows)
        _dress(self.target, "secondary" if kept else "error")

    def retranslate(self) -> None:
        """Its words come with ``show_called``, which the page does again in the next language."""

    def restyle(self) -> None:
        using = theme.current()
        self._row.setContentsMargins(using.px(12), using.px(6), using.px(12), using.px(6))
        self._row.setSpacing(using.px(16))
        for column in self._columns:
            column.setSpacing(using.px(4))
        super().restyle()

    def _show_open(self, called: Called) -> None:
        assert called.shown is not None
        open_rows = called.shown.tally.open
        parts = [f"{stage_word(called.stages, stage)} {count}" for stage, count in still_open(called.rows).items()]
        self.open.say(
            "callout.open",
            count=open_rows,
            stages=words.say("callout.stages", stages="，".join(parts)) if parts else "",
        )
        _dress(self.open, "error" if open_rows else "strong")

    def _show_towns(self, counts: Mapping[str, Count]) -> None:
        if list(counts) != list(self.boxes):
            for box in self.boxes.values():
                self.towns.flow.removeWidget(box)
                box.hide()
                box.deleteLater()
            self.boxes = {}
            for town in counts:
                box = KeyButton("callout.town", small=True)
                box.setCheckable(True)
                box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                box.clicked.connect(partial(self._ask_town, town))
                self.towns.flow.addWidget(box)
                self.boxes[town] = box
        for town, count in counts.items():
            self.boxes[town].say("callout.town", town=town, reached=count.reached, rows=count.rows)
        self.choose_town(self._town)

    def _ask_town(self, town: str, _checked: bool = False) -> None:
        self.town_asked.emit("" if town == self._town else town)


def _dress(word: Word, role: str) -> None:
    if word.property("role") != role:
        word.setProperty("role", role)
        word.style().unpolish(word)
        word.style().polish(word)
