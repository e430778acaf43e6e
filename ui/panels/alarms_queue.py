"""告警队列: what waits in groups at the left, the chosen alarm and what can be done about it at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.alarm import AlarmQueue, AlarmRow, AlarmState
from ui import actions
from ui.jobs import Jobs
from ui.models.alarm_rows import AlarmLine, AlarmServices, Group, Shown, lines_of, severest, unseen
from ui.models.kept_words import KeptWords
from ui.panels.alarms_acts import AlarmActs
from ui.panels.alarms_card import About, AlarmCard
from ui.panels.alarms_reading import read_about
from ui.panels.list_beside import ListBeside
from ui.seat import Seat
from ui.text import Times
from ui.widgets.alarm_strip import AlarmStrip
from ui.widgets.alarm_table import AlarmTable
from ui.widgets.alert_bar import AlertShown
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton, shown_key
from ui.widgets.spoken import Word, plain_tip

STORM_MS = 200
"""News of so long become one question: a storm of a thousand keeps the reading lane free for the others."""

LED_ON_MS = 700
"""The line an act of the officer's led on to rests this long: a key hit once more than needed has not seen it."""

SOON_MS = 60
"""The chosen line rests this long before it is read about: the arrows run through a list without a question each."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The queue of the tab that was asked for; minutes of a silence, and until what was seen is looked at again."""

    shown: Shown
    queue: AlarmQueue
    minutes: int
    review: int


class AlarmQueuePage(ListBeside, AlarmActs):
    """``silence_asked`` quietens the sound and nothing else; ``intake_asked`` carries what a new entry begins with."""

    topics = frozenset({Topic.ALARMS, Topic.DEVICES, Topic.SETTINGS, Topic.INCIDENTS})

    silence_asked = Signal()

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, ask: AlarmServices, book: KeptWords) -> None:
        self._shown = Shown.OPEN
        self._shut, self._opened = frozenset[Group](), frozenset[UUID]()
        self._queue: AlarmQueue | None = None
        self._about: About | None = None
        self._wanted: UUID | None = None
        self._led_to: UUID | None = None
        """What another page led to: it stands in the list though nothing waits in it any more, until the tab turns."""
        self._came = False
        super().__init__(jobs, seat, times, ask, book)

    def build(self) -> None:
        self.table = AlarmTable(self._times)
        self.strip = AlarmStrip()
        self.empty = Empty("alarms.empty.open")
        self.queue_card = Card("alarms.queue", flush=True)
        key = shown_key(actions.key_of("panel.alarms"))
        self.foot, self.sums = Word("alarms.order", role="caption", key=key), Word(role="caption")
        self.card = AlarmCard(self._times)
        self.tabs = {shown: KeyButton(f"alarms.tab.{shown.value}", small=True) for shown in Shown}
        self._read_soon = QTimer(self)
        self._read_soon.setSingleShot(True)
        self._read_soon.setInterval(SOON_MS)
        self._read_soon.timeout.connect(self._read_about)
        self._led_on = QTimer(self)
        self._led_on.setSingleShot(True)
        self._led_on.setInterval(LED_ON_MS)
        self._soon.setInterval(STORM_MS)
        self._lay_out()
        self._connect()
        self.bind_acts()
        self.restyle()
        self.permit()

    # what is read and shown

    def load(self) -> Loaded:
        shown, ask = self._shown, self._ask
        queue = ask.alarms.queue(shelved=shown is not Shown.OPEN, all_today=shown is Shown.TODAY)
        if shown is Shown.SHELVED:
            queue = replace(queue, rows=tuple(row for row in queue.rows if row.state is AlarmState.SHELVED))
        led_to = self._led_to
        if led_to is not None and all(row.id != led_to for row in queue.rows):
            queue = replace(queue, rows=(*queue.rows, ask.alarms.one(led_to)))
        return Loaded(shown, queue, ask.settings.whole("alert.silence"), ask.settings.whole("alarm.review"))

    def present(self, result: Loaded) -> None:
        if result.shown is not self._shown:
            return  # of the tab before
        self._queue = result.queue
        self._show_lines()
        self._show_sums(result.queue)
        self._wanted = None
        self.card.show_seat(result.minutes, self._seat.name, result.review)
        self._read_soon.start()

    def chosen_alarm(self) -> AlarmRow | None:
        """The alarm of the chosen line; a head is none."""
        line: AlarmLine | None = self.table.chosen_row()
        return line.row if line is not None else None

    def group_of_chosen(self) -> tuple[AlarmRow, ...]:
        """Unseen alarms that stand under the same head as the chosen line; of a storm those of its cause."""
        line: AlarmLine | None = self.table.chosen_row()
        rows = self._queue.rows if self._queue is not None else ()
        if line is None:
            return ()
        if line.group is Group.STORM and line.row is not None:
            cause = line.row.cause_id if line.depth else line.row.id
            return tuple(row for row in rows if unseen(row) and cause in (row.id, row.cause_id))
        every = lines_of(rows, opened=frozenset(row.id for row in rows))
        under = [each.row for each in every if each.group is line.group and each.row is not None]
        return tuple(filter(unseen, under))

    def likely(self) -> Any:
        """The open incident the chosen alarm may tell of again."""
        about = self._about_chosen()
        return about.likely if about is not None else None

    def unseen_in_sight(self) -> Sequence[AlarmRow]:
        """What sounds and stands within the part of the list that is seen."""
        return severest(self.rows_in_sight())

    def rows_in_sight(self) -> Sequence[AlarmRow]:
        if not self.table.isVisible():
            return ()
        last = self.table.rowAt(self.table.viewport().height() - 1)
        end = last + 1 if last >= 0 else self.table.rows_model.rowCount()
        lines = self.table.rows_model.rows()[max(0, self.table.rowAt(0)) : end]
        return [line.row for line in lines if line.row is not None]

    def acknowledge_group(self) -> None:
        if not self._led_on.isActive():
            super().acknowledge_group()

    def show_alert(self, shown: AlertShown) -> None:
        self.strip.show_alert(shown, self._times.now())
        self.card.show_sound(sounding=shown.wanted and shown.state == "sounding", until=shown.until)

    def beat(self) -> None:
        """How long things last goes on."""
        if self.isVisible():
            self.strip.beat(self._times.now())
            self.table.viewport().update()

    def go_to(self, alarm_id: UUID) -> None:
        """Choose that alarm, now or as soon as it is loaded; a fold that hides it opens."""
        alarms = self._ask.alarms
        self._jobs.read(lambda: alarms.one(alarm_id), self._led, self.refused.emit)

    def go_to_gravest(self) -> None:
        """Choose the alarm that should be looked at first: of the gravest nobody has seen the oldest."""
        self._jobs.read(self._ask.alarms.queue, self._told_gravest, self.refused.emit)

    def _told_gravest(self, queue: AlarmQueue) -> None:
        if not isValid(self):
            return
        first = next(iter(severest(queue.rows)), None)
        if first is None:
            self.saved.emit(words.say("alarms.told.none_unseen"))
        else:
            self._choose_soon(first.id)

    def _led(self, row: AlarmRow) -> None:
        if isValid(self):
            self._led_to = row.id
            self._choose_soon(row.id)

    def _choose_soon(self, alarm_id: UUID) -> None:
        self._wanted = alarm_id
        if self._shown is not Shown.OPEN:
            self._ask_for(Shown.OPEN)
            return
        self._show_lines()
        if self._wanted is not None:
            self.reload_now()

    def show_tab(self, shown: Shown) -> None:
        """Another question: nothing is chosen in its answer until the officer chooses."""
        self._led_to = None
        self._ask_for(shown)

    def _ask_for(self, shown: Shown) -> None:
        for each, tab in self.tabs.items():
            tab.setChecked(each is shown)
        if shown is not self._shown:
            self._shown = shown
            self.empty.say(f"alarms.empty.{shown.value}")
            self.table.show_rows(())
            self.reload_now()

    def first_focus(self) -> KeyButton | AlarmTable:
        return self.table if self.pages.currentWidget() is self.table else self.tabs[self._shown]

    def leave(self) -> bool:
        self.book.flush()
        return True

    # inside

    def _show_lines(self) -> None:
        """The chosen alarm stays the chosen one; where it has gone, none is chosen instead of it unasked."""
        if self._queue is None:
            return
        rows, before = self._queue.rows, self.table.chosen_key()
        self._open_for(self._wanted)
        lines = lines_of(rows, self._shut, self._opened, before)
        self.table.show_rows(lines)
        self.empty.stand_for(self.table, not lines, self.pages)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        elif before is not None and self.table.chosen_key() != before and not self.acted_on(before):
            self.table.setCurrentIndex(QModelIndex())
        elif before is not None and self.table.chosen_key() != before:
            self._lead_on(lines)
        elif before is None and lines:
            self._choose_first(lines)
        self._show_card(gone=before is not None and self.table.chosen_row() is None)

    def _lead_on(self, lines: Sequence[AlarmLine]) -> None:
        """After an act of the officer's the next alarm is chosen, not the head of a group; behind the last the one
        before it.
        """
        self._led_on.start()
        at = self.table.currentIndex().row()
        after = [line for line in lines[max(0, at) :] if line.row is not None]
        before = [line for line in lines[: max(0, at)] if line.row is not None]
        led_to = (after or before[::-1] or [None])[0]
        if led_to is not None and led_to.key != self.table.chosen_key():
            self.table.choose(led_to.key)
            self._led_on.start()

    def _choose_first(self, lines: Sequence[AlarmLine]) -> None:
        """Where the officer comes to the list: the first alarm, unless one was chosen and has gone."""
        first = next((line for line in lines if line.row is not None), None)
        if first is not None and not self._came:
            self._came = True
            self.table.choose(first.key, scroll=False)

    def _open_for(self, alarm_id: UUID | None) -> None:
        row = next((row for row in self._queue.rows if row.id == alarm_id), None) if self._queue is not None else None
        if row is not None:
            self._shut = frozenset()
            self._opened |= {row.cause_id} if row.cause_id is not None else set()

    def _show_sums(self, queue: AlarmQueue) -> None:
        counts = {Shown.OPEN: queue.open, Shown.SHELVED: queue.shelved, Shown.TODAY: queue.today}
        for shown, count in counts.items():
            self.tabs[shown].say(f"alarms.tab.{shown.value}", count=count)
            self.tabs[shown].setToolTip(plain_tip(words.say(f"alarms.count.{shown.value}")))
        useful = max(0, queue.today - queue.grouped)
        self.sums.setToolTip(plain_tip(words.say("alarms.count.today")))
        self.sums.say("alarms.sums", today=queue.today, useful=useful, grouped=queue.grouped)
        self.count_changed.emit(queue.open)

    def _say_done(self, row: AlarmRow, told: str) -> None:
        if row.id == self._led_to:
            self._led_to = None  # the officer has done with it what it was shown for
        super()._say_done(row, told)

    def _show_card(self, *, gone: bool = False) -> None:
        self.card.show_alarm(self.chosen_alarm(), self._about_chosen(), gone=gone)
        self.permit()

    def _about_chosen(self) -> About | None:
        """What was read about the chosen alarm; None while it is another's."""
        row, about = self.chosen_alarm(), self._about
        return about if row is not None and about is not None and about.row.id == row.id else None

    def _seen(self) -> None:
        if not self._led_on.isActive():
            self.press(self.card.acknowledge)

    def _turned(self) -> None:
        self._led_on.stop()
        self._show_card()
        self._read_soon.start()

    def _read_about(self) -> None:
        row = self.chosen_alarm()
        if row is None or not self.isVisible():
            return
        ask = self._ask
        self._jobs.read(lambda: read_about(ask, row), self._told_about, self.refused.emit)

    def _told_about(self, about: About) -> None:
        if not isValid(self):
            return
        row = self.chosen_alarm()
        if row is not None and row.id == about.row.id:
            self._about = about
            self._show_card()

    def _fold(self, line: AlarmLine, folded: bool) -> None:
        if line.row is None:
            self._shut = self._shut | {line.group} if folded else self._shut - {line.group}
        else:
            self._opened = self._opened - {line.row.id} if folded else self._opened | {line.row.id}
        self._show_lines()

    def _lay_out(self) -> None:
        for tab in self.tabs.values():
            tab.setCheckable(True)
            self.queue_card.tools.addWidget(tab)
        self.tabs[Shown.OPEN].setChecked(True)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        feet = QHBoxLayout()
        feet.setContentsMargins(12, 4, 12, 4)
        feet.addWidget(self.foot)
        feet.addStretch(1)
        feet.addWidget(self.sums)
        self.queue_card.body.addWidget(self.strip)
        self.queue_card.body.addWidget(self.pages, 1)
        self.queue_card.body.addLayout(feet)
        self.queue_card.body.setSpacing(0)
        self.lay_beside(self.queue_card, self.card)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _line: self._turned())
        self.table.seen_asked.connect(self._seen)
        self.table.fold_asked.connect(self._fold)
        self.card.silence.clicked.connect(self.silence_asked)
        for shown, tab in self.tabs.items():
            tab.clicked.connect(lambda _checked=False, shown=shown: self.show_tab(shown))
