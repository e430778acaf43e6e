"""来电: who rang in the last days and what became of it; what was missed waits here until somebody says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from console import words
from console.changes import Topic
from console.domain.call_lists import Dialled
from console.domain.people import Action as Permission
from console.domain.ringing import CallState, IncomingCall
from ui import actions, hiding
from ui.call_watch import Ringing
from ui.dialogs.call_no_need import NoNeedDialog
from ui.dialogs.ringing import Ring, RingDialog
from ui.jobs import Jobs
from ui.models.call_rows import (
    CallServices,
    CallsShown,
    call_model,
    number_of_call,
    waits,
    who_rang,
)
from ui.models.kept_words import KeptWords
from ui.panels.acting_part import ActingPart
from ui.panels.alarms_calls_card import CallCard
from ui.panels.list_beside import ListBeside
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every call of the last days."""

    rows: tuple[Ringing, ...]


class CallsPage(ListBeside, ActingPart):
    """``call_asked`` carries a call that is to be taken down."""

    topics = frozenset({Topic.DEVICES, Topic.ALARMS, Topic.INBOUND, Topic.CONTACTS, Topic.INCIDENTS, Topic.SETTINGS})

    call_asked = Signal(object)

    _ask: CallServices

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, ask: CallServices, book: KeptWords) -> None:
        self._shown = CallsShown.OPEN
        self._rows: tuple[Ringing, ...] = ()
        self._wanted: int | None = None
        self._acted: set[Any] = set()
        super().__init__(jobs, seat, times, ask, book)

    def build(self) -> None:
        self.table = RowTable(call_model(self._times), compact=True)
        self.table.call("ringing.list")
        self.empty = Empty("ringing.empty.open")
        self.list_card = Card("ringing.list", flush=True)
        self.foot = Word("ringing.foot", role="caption")
        self.card = CallCard(self._times)
        self.tabs = {shown: KeyButton(f"ringing.tab.{shown.value}", small=True) for shown in CallsShown}
        self._lay_out()
        self._connect()
        self.follow_time()
        self.restyle()
        self.permit()

    # what is read and shown

    def load(self) -> Loaded:
        ask, to = self._ask, self._seat.actor if self._seat.taken else None
        rows = ask.ringing.rows(to=to)
        return Loaded(tuple(Ringing(call, _hits(ask, call)) for call in rows))

    def present(self, result: Loaded) -> None:
        self._rows = result.rows
        self._show_rows()
        now = self._times.now()
        self.count_changed.emit(sum(row.call.overdue(now) for row in result.rows))

    def chosen_row(self) -> Ringing | None:
        row: Ringing | None = self.table.chosen_row()
        return row

    def chosen_call(self) -> Ringing | None:
        """The chosen call where it may be taken down."""
        row = self.chosen_row()
        return row if row is not None and waits(row) else None

    def go_to(self, call: int) -> None:
        """Choose that call, now or as soon as it is loaded."""
        self._wanted = call
        self._show_rows()
        self.reload_now()

    def show_tab(self, shown: CallsShown) -> None:
        self._shown = shown
        for each, tab in self.tabs.items():
            tab.setChecked(each is shown)
        self.empty.say(f"ringing.empty.{shown.value}")
        self._show_rows()

    def beat(self) -> None:
        """A second has passed: what rang too long is missed."""
        now = self._times.now()
        late = any(row.call.state is CallState.RINGING and row.call.missed_at <= now for row in self._rows)
        if late and self.isVisible():
            self.reload()

    def first_focus(self) -> QWidget:
        return self.table if self.pages.currentWidget() is self.table else self.tabs[self._shown]

    # acting

    def take(self) -> None:
        """Into a new entry, with number and name."""
        row = self.chosen_call()
        if row is not None:
            self._acted.add(row.call.key)
            self.call_asked.emit(row)

    def ring_back(self) -> None:
        """The number large, and what came of the call by one key."""
        row, by, ask = self.chosen_row(), self._seat.actor, self._ask
        if row is None or not row.call.can_be_rung:
            return
        call, hit = row.call, row.hits[0] if len(row.hits) == 1 else None
        office = " ".join((hit.organisation, hit.post)).strip() if hit is not None else ""
        name = hit.name if hit is not None else who_rang(row) or words.say("call.unknown")
        number = (Dialled("", call.phone),)
        dialog = RingDialog(name, office, number, 0, hiding.current(), self.window())

        def act(ring: Ring) -> Any:
            if hit is not None:
                return ask.call_lists.alone(hit.id, ring.phone, ring.outcome, ring.remark, by=by)
            return ask.ringing.rang_back(call.id, ring.outcome, ring.remark, by=by)

        self.put(dialog, f"call.ring {call.id}", act, partial(self._say_done, row, "rung"))

    def no_need(self) -> None:
        """Nobody has to be rung back, with the reason."""
        row, by, ringing = self.chosen_row(), self._seat.actor, self._ask.ringing
        if row is None:
            return
        about, call = hiding.seen(" ".join((number_of_call(row), who_rang(row))).strip()), row.call.id
        dialog = NoNeedDialog(about, self.window())
        self.put(
            dialog, f"call.no_need {call}", lambda reason: ringing.no_need(call, reason, by=by),
            partial(self._say_done, row, "no_need"),
        )  # fmt: skip

    def copy(self) -> None:
        """The number as it is dialled, for another program."""
        row = self.chosen_row()
        if row is not None and row.call.can_be_rung:
            QGuiApplication.clipboard().setText(row.call.phone)
            self.saved.emit(words.say("ringing.told.copied", number=hiding.seen_number(row.call.phone)))

    def show_entry(self) -> None:
        row = self.chosen_row()
        if row is not None and row.call.state is CallState.RECORDED and row.call.entry_id is not None:
            self.item_asked.emit("intake", row.call.entry_id)

    def show_incident(self) -> None:
        row = self.chosen_row()
        if row is not None and row.call.incident_id is not None:
            self.item_asked.emit("incidents", row.call.incident_id)

    def possible(self, widget: QWidget) -> bool:
        row = self.chosen_row()
        return row is not None and self._why_not(widget, row) == ""

    def permit(self) -> None:
        """A button that rests says why."""
        super().permit()
        row = self.chosen_row()
        for button in (self.card.entry, self.card.incident):
            button.setEnabled(row is not None and self._why_not(button, row) == "")
            button.setToolTip("")
        for button in (each for each in self.card.buttons() if not each.isEnabled() and not each.toolTip()):
            code = "ringing.none_chosen" if row is None else self._why_not(button, row)
            button.setToolTip(words.say(code))

    def _why_not(self, widget: QWidget, row: Ringing) -> str:
        """Code of the reason why that cannot be done with that call; empty where it can."""
        card, call = self.card, row.call
        if widget is card.take:
            return "" if waits(row) else "ringing.why_not.done"
        if widget is card.no_need:
            ringing = call.state is CallState.RINGING
            return "ringing.why_not.rings" if ringing else "" if call.open else "ringing.why_not.done"
        if widget is card.entry:
            return "" if call.state is CallState.RECORDED and call.entry_id else "ringing.why_not.no_entry"
        if widget is card.incident:
            return "" if call.incident_id is not None else "ringing.why_not.no_incident"
        if not call.can_be_rung:
            return "ringing.why_not.no_number"
        return "ringing.why_not.hidden" if "*" in call.phone else ""

    def _say_done(self, row: Ringing, what: str, _made: Any) -> None:
        self._acted.add(row.call.key)
        number = hiding.seen_number(number_of_call(row))
        self.saved.emit(words.say(f"ringing.told.{what}", number=number))

    # inside

    def _show_rows(self) -> None:
        """The chosen call stays chosen; one another seat dealt with is followed by none unasked."""
        before, everything = self.table.chosen_key(), self._shown is CallsShown.ALL
        rows = [row for row in self._rows if everything or waits(row) or row.call.id == self._wanted]
        self.table.show_rows(rows)
        self.empty.stand_for(self.table, not rows, self.pages)
        self._choose(before, rows)
        self.tabs[CallsShown.OPEN].say("ringing.tab.open", count=sum(map(waits, self._rows)))
        self.tabs[CallsShown.ALL].say("ringing.tab.all", count=len(self._rows))
        self._show_card()

    def _choose(self, before: Any, rows: list[Ringing]) -> None:
        wanted = next((row.call.key for row in rows if row.call.id == self._wanted), None)
        if wanted is not None and self.table.choose(wanted):
            if self._rows:
                self._wanted = None
        elif before is None and rows:
            self.table.choose(rows[0].call.key, scroll=False)
        elif before is not None and self.table.chosen_key() != before and before not in self._acted:
            self.table.setCurrentIndex(QModelIndex())

    def _show_card(self) -> None:
        self.card.show_call(self.chosen_row())
        self.permit()

    def _lay_out(self) -> None:
        for tab in self.tabs.values():
            tab.setCheckable(True)
            self.list_card.tools.addWidget(tab)
        self.tabs[CallsShown.OPEN].setChecked(True)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        feet = QHBoxLayout()
        feet.setContentsMargins(12, 4, 12, 4)
        feet.addWidget(self.foot, 1)
        self.list_card.body.addWidget(self.pages, 1)
        self.list_card.body.addLayout(feet)
        self.lay_beside(self.list_card, self.card)

    def _connect(self) -> None:
        card, key = self.card, actions.key_of
        self.table.chosen.connect(lambda _row: self._show_card())
        self.table.opened.connect(lambda _row: self.show_entry())
        verbs: dict[str, tuple[str, KeyButton, Callable[[], object], Permission | None]] = {
            "call_take": ("", card.take, self.take, Permission.INTAKE),
            "call_ring_back": (key("call_ring_back"), card.ring_back, self.ring_back, Permission.CALL),
            "call_no_need": (key("call_no_need"), card.no_need, self.no_need, Permission.INTAKE),
            "call_copy": (key("call_copy"), card.copy, self.copy, Permission.CALL),
            "call_entry": (key("call_entry"), card.entry, self.show_entry, None),
            "call_incident": (key("call_incident"), card.incident, self.show_incident, None),
        }
        self.bind_verbs(verbs)
        for shown, tab in self.tabs.items():
            tab.clicked.connect(lambda _checked=False, shown=shown: self.show_tab(shown))


def _hits(ask: CallServices, call: IncomingCall) -> tuple[Any, ...]:
    """Everybody of the contact book under that number; of a masked one nobody is asked."""
    return tuple(ask.contacts.by_number(call.phone)) if call.can_be_rung and "*" not in call.phone else ()
