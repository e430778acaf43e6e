"""What is looked for in the log: words, kind, part of the book; and where to jump to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from console import words
from console.domain.clock import YEARS
from ui import text as said
from ui import theme
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.painted import Painted
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

PARTS = ("all", "shift", "today", "days")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the officer asks for; ``since`` and ``until`` (not in it) count for the part ``days`` only."""

    words: str = ""
    kind: str = ""
    part: str = "all"
    since: datetime | None = None
    until: datetime | None = None


class LogFilter(Painted, Spoken, QWidget):
    """``changed`` carries what is wanted from now on, ``jump_asked`` the number or time as typed."""

    changed = Signal(object)
    jump_asked = Signal(str)

    def __init__(self, times: Times, kinds: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._words = ""
        self._silent = False
        self.search = SearchBox("log.search")
        self.kind = Choice(
            ["", *dict.fromkeys(kinds)], lambda kind: said.kind(kind) if kind else words.say("log.all_kinds")
        )
        self.part = Choice(PARTS, lambda part: words.say(f"log.part.{part}"))
        self.since, self.until = QDateEdit(), QDateEdit()
        self.to = Word("log.to", role="secondary")
        self.jump = OneLine()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def wanted(self) -> Wanted:
        days = self.part.value() == "days"
        return Wanted(
            self._words,
            self.kind.value(),
            self.part.value(),
            self._midnight(self.since.date().toPython()) if days else None,
            self._midnight(self.until.date().toPython() + timedelta(days=1)) if days else None,
        )

    def find(self) -> None:
        """The cursor into the search box, what stands there selected."""
        self.search.setFocus()
        self.search.selectAll()

    def clear(self, *, words_only: bool = False) -> None:
        """Leave nothing out; says nothing."""
        self._silent = True
        self.search.empty()
        if not words_only:
            self.kind.choose("")
            self.part.choose("all")
            self._show_days()
        self._silent = False

    def retranslate(self) -> None:
        self.kind.setAccessibleName(words.say("column.log.kind"))
        self.part.setAccessibleName(words.say("log.part"))
        self.since.setAccessibleName(words.say("log.since"))
        self.until.setAccessibleName(words.say("log.until"))
        self.jump.setPlaceholderText(words.say("log.jump"))
        self.jump.setAccessibleName(words.say("log.jump"))
        self.jump.setToolTip(words.say("log.jump_tip"))

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(8))
        self.search.setMinimumWidth(using.px(130))
        self.jump.setMinimumWidth(using.px(120))
        self.jump.setMaximumWidth(using.px(200))
        for day in (self.since, self.until):
            day.setFixedWidth(using.px(114))
        super().restyle()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.search, 3)
        for part in (self.kind, self.part, self.since, self.to, self.until):
            row.addWidget(part)
        row.addWidget(self.jump, 1)
        for choice in (self.kind, self.part):
            choice.setSizePolicy(choice.sizePolicy().Policy.Maximum, choice.sizePolicy().Policy.Fixed)
        today = self._times.local(self._times.now()).date()
        for day in (self.since, self.until):
            day.setDisplayFormat("yyyy-MM-dd")
            day.setDateRange(QDate(YEARS.start, 1, 1), QDate(YEARS.stop - 1, 12, 31))
            day.setDate(QDate(today.year, today.month, today.day))
        self._show_days()

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        self.kind.picked.connect(self._say)
        self.part.picked.connect(self._part_picked)
        self.since.dateChanged.connect(self._days_changed)
        self.until.dateChanged.connect(self._days_changed)
        self.jump.returnPressed.connect(self._jump)

    def _search(self, asked: str) -> None:
        self._words = asked
        self._say()

    def _part_picked(self) -> None:
        self._show_days()
        self._say()

    def _days_changed(self) -> None:
        """From a day to one before it is no part of a book: the other end goes along."""
        other = self.until if self.sender() is self.since else self.since
        if self.since.date() > self.until.date():
            other.blockSignals(True)
            other.setDate(self.since.date() if other is self.until else self.until.date())
            other.blockSignals(False)
        self._say()

    def _jump(self) -> None:
        if self.jump.text().strip():
            self.jump_asked.emit(self.jump.text())

    def _say(self, _value: object = None) -> None:
        if not self._silent:
            self.changed.emit(self.wanted())

    def _show_days(self) -> None:
        for part in (self.since, self.to, self.until):
            part.setVisible(self.part.value() == "days")

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._times.zone)


def _kind_word(kind: str) -> str:
    return said.kind(kind) if kind else words.say("log.all_kinds")
