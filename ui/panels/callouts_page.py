"""叫应名单: who is to be rung at the left, the row in turn at the right, all the figures above."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.changes import Topic
from console.domain.callout import MOST_CALLERS, RowState
from console.domain.callout_rows import CallRow
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions, theme
from ui.models.callout_rows import (
    Called,
    CalloutServices,
    Shown,
    by_caller,
    by_town,
    call_model,
    in_order,
    load,
    narrowed,
    next_to_call,
)
from ui.panels.acting_part import Verb
from ui.panels.callouts_band import CalloutBand
from ui.panels.callouts_card import CallCard
from ui.panels.callouts_keys import CallKeys
from ui.panels.callouts_reply import CalloutReply
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

NEW, ADD, LEAVES, ONE_MORE, END, TO_WARNING = "Alt+N", "Alt+K", "Alt+L", "Alt+A", "Alt+X", "Alt+G"
TABS = {Shown.ALL: "Alt+Q", Shown.OPEN: "Alt+W", Shown.MINE: "Alt+E", Shown.TOWN: "Alt+R"}
SECOND_MS = 1_000


class CalloutPage(CalloutReply):
    """One calling. Nothing but a key moves the selection; what others do stands in the rows as they do it."""

    topics = frozenset({Topic.WARNINGS, Topic.LISTS})

    _ask: CalloutServices

    def build(self) -> None:
        self._called: Called | None = None
        self._wanted_calling: UUID | None = None
        self._wanted_row: UUID | None = None
        self._row_id: UUID | None = None
        self._showing = False
        self._shown, self._town = Shown.ALL, ""
        self._first: dict[UUID | None, int] = {}
        self._current: dict[UUID | None, str] = {}
        self.keys = CallKeys(self)
        self.table = RowTable(call_model(self._times, self._stages, self.keys.holder), compact=True)
        self.table.call("callout.list")
        self.band, self.call_card = CalloutBand(self._times), CallCard()
        self.empty = Empty("callout.empty", "callout.new", NEW)
        self.nobody = Word("callout.nobody_here", role="secondary")
        self.which = Choice((), self._calling_word)
        self.which.call("callout.which")
        self.which.hide()  # until there is more than one to choose from
        self.tabs = {shown: KeyButton(f"callout.tab.{shown.value}", key, small=True) for shown, key in TABS.items()}
        self.new = KeyButton("callout.new", NEW, kind="primary", icon="plus")
        self.add, self.leaves = KeyButton("callout.caller_add", ADD), KeyButton("callout.caller_leaves", LEAVES)
        self.one_more = KeyButton("callout.add", ONE_MORE)
        self.end, self.to_warning = KeyButton("callout.end", END), KeyButton("callout.to_warning", TO_WARNING)
        self.paper = KeyButton("callout.print", actions.key_of("print"), icon="print")
        self._lay_out()
        self._watched = self.book.watch({"reply": self.call_card.reply}, self)
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    # what the keys ask for

    @property
    def rows(self) -> tuple[CallRow, ...]:
        return self._called.rows if self._called is not None else ()

    @property
    def times(self) -> Any:
        return self._times

    @property
    def ask(self) -> CalloutServices:
        return self._ask

    def may_act(self) -> bool:
        """Whether the calling runs and whoever sits here may call; else it is said why not."""
        look = self.look
        if look is None or not self._seat.may(Permission.CALL_OUT):
            return False
        if look.ended_at is not None:
            self.refused.emit(Refused("callout_ended", number=look.number))
        return look.ended_at is None

    # what is read and shown

    def load(self) -> Called:
        return load(self._ask, self._wanted_calling)

    def present(self, result: Called) -> None:
        other = (self.look.id if self.look is not None else None) != (result.shown.id if result.shown else None)
        self._called = result
        self._wanted_calling = result.shown.id if result.shown is not None else None
        keys = [str(one.id) for one in result.callings]
        if self.which.values() != keys:
            self.which.offer(keys)
        self.which.setVisible(len(keys) > 1)
        of_incident = result.shown is not None and result.shown.warning_id is None and result.shown.incident_id
        self.to_warning.say("callout.to_incident" if of_incident else "callout.to_warning")
        if result.shown is not None:
            self.which.choose(str(result.shown.id))
            self.which.retranslate()
        self.keys.read_anew()
        self.empty.stand_for(self._inside, result.shown is None)
        if other:
            self._leave_row()
            self._town = ""
        self._show_rows(first=other)
        self.count_changed.emit(sum(one.tally.open for one in result.callings if one.ended_at is None))
        self.permit()

    def show_hands(self) -> None:
        """Who has what in hand; nothing is read for it."""
        called, holding = self._called, self.keys.holding()
        if called is None:
            return
        short = {name: f"{row.ordinal} {row.progress.contact.name if row.progress.contact else ''}".strip()
                 for name, row in holding.items()}  # fmt: skip
        counts = dict.fromkeys((*self.names, *holding), 0) | by_caller(called.rows)
        self.band.show_called(called, counts, short)
        self.band.choose_town(self._town if self._shown is Shown.TOWN else "")
        further = len(self.callers) > len(self.call_card.callers)
        self.call_card.show_callers(self.within_reach, self.caller, short, further=further)
        row = self.table.chosen_row()
        self.call_card.show_row(row, called.shown, called.stages)
        self.table.viewport().update()
        self.permit()
        self.beat()

    def beat(self) -> None:
        """A second has passed."""
        row, now = self.table.chosen_row(), self._times.now()
        self.band.beat()
        since = self.keys.since(row) if row is not None else None
        waiting = row is not None and row.progress.state is RowState.WAITING
        self.call_card.show_ring(since, self.keys.holder(row) if row is not None else "", now, waiting=waiting)

    def show_calling(self, callout_id: UUID) -> None:
        """That calling instead of the one that is shown."""
        self._wanted_calling = callout_id
        self.reload_now()

    def town_now(self) -> str:
        row = self.table.chosen_row()
        return row.town if row is not None else ""

    def want(self, row_id: UUID) -> None:
        """Choose it as soon as it is read."""
        self._wanted_row = row_id

    def first_focus(self) -> QWidget:
        if self._inside.isVisibleTo(self):
            return self.table
        assert self.empty.button is not None
        return self.empty.button

    def show_tab(self, shown: Shown) -> None:
        """Which part of the list; 按乡镇 again is the next town."""
        towns = list(by_town(self.rows))
        if shown is Shown.TOWN and towns:
            at = towns.index(self._town) + 1 if self._shown is Shown.TOWN and self._town in towns else 0
            self._town = towns[at % len(towns)]
        self._shown = shown
        self._show_rows(first=True)

    def take_caller(self, at: int) -> None:
        """That caller speaks: what he has in hand is the chosen row, else whom to ring next."""
        name = self.within_reach[at].name if at < len(self.within_reach) else ""
        if not name or self.look is None:
            return
        self._current[self._calling()] = name
        held = self.keys.holding().get(name)
        row = self.table.chosen_row()
        if held is not None:
            if not self.table.choose(held.id):
                self.show_tab(Shown.ALL)
                self.table.choose(held.id)
        elif row is None or self.keys.holder(row) or row.progress.state is not RowState.WAITING:
            self._choose_due()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.show_hands()

    # who may, and why a button rests

    def possible(self, widget: QWidget) -> bool:
        look = self.look
        if widget in (self.new, self.empty.button):
            return True
        if widget is self.to_warning:
            return look is not None and (look.warning_id or look.incident_id) is not None
        running = look is not None and look.ended_at is None
        can = {self.paper: look is not None, self.add: running and len(self.names) < MOST_CALLERS,
               self.leaves: running and self._is_named}  # fmt: skip
        return can.get(widget, running)

    def why_not(self, widget: QWidget) -> str:
        if self.look is None:
            return "callout.why.none"
        if widget is self.to_warning:
            return "callout.why.free"
        if self.look.ended_at is not None:
            return "callout.why.ended"
        return "callout.why.nobody_named" if widget is self.leaves else "callout.why.callers"

    # inside

    def _stages(self) -> Mapping[str, Any]:
        return self._called.stages if self._called is not None else {}

    def _calling_word(self, key: str) -> str:
        callings = self._called.callings if self._called is not None else ()
        one = next((one for one in callings if str(one.id) == key), None)
        return f"{one.number}　{one.title}" if one is not None else ""

    def _show_rows(self, *, first: bool) -> None:
        """The chosen row stays the chosen one; where it has gone none is chosen instead unasked."""
        before, now = self.table.chosen_key(), self._times.now()
        rows = narrowed(in_order(self.rows), self._shown, self.caller, self._town, now)
        for shown, tab in self.tabs.items():
            tab.setChecked(shown is self._shown)
        self._showing = True
        self.table.show_rows(rows)
        if self._wanted_row is not None and self.table.choose(self._wanted_row):
            self._wanted_row = None
        elif before is not None and self.table.chosen_key() != before:
            self.table.setCurrentIndex(QModelIndex())
        self._showing = False
        self.nobody.setVisible(not rows and self.look is not None)
        if self.table.chosen_row() is None and first:
            self._choose_due()
        self._turn(self.table.chosen_row())

    def _choose_due(self) -> None:
        rows = self.table.rows_model.rows()

        rings = self.keys.ringing()
        following = next_to_call(rows, 0, lambda one: self.keys.is_taken(one, rings), self._times.now())
        row = following or next(iter(rows), None)
        if row is not None:
            self.table.choose(row.id)

    def _turn(self, row: CallRow | None) -> None:
        """Another row was chosen: its words come, those of the one before stay kept."""
        if self._showing:
            return
        if (row.id if row is not None else None) != self._row_id:
            self._turn_to(row)
        self.show_hands()

    def _show(self, told: Any) -> None:
        """Nothing is read about one row alone."""

    def _connect(self) -> None:
        verbs: dict[str, Verb] = {
            "callout_new": (NEW, self.new, self.ask_new, Permission.CALL_OUT),
            "callout_add": (ADD, self.add, self.ask_caller, Permission.CALL_OUT),
            "callout_leaves": (LEAVES, self.leaves, self.caller_leaves, Permission.CALL_OUT),
            "callout_add_one": (ONE_MORE, self.one_more, self.ask_add, Permission.CALL_OUT),
            "callout_end": (END, self.end, self.ask_end, Permission.CALL_OUT),
            "callout_print": (actions.key_of("print"), self.paper, self.print_book, Permission.PRINT),
            "callout_warning": (TO_WARNING, self.to_warning, self.go_to_warning, None),
        }
        for shown, tab in self.tabs.items():
            tab.setCheckable(True)
            verbs[f"callout_tab_{shown.value}"] = (TABS[shown], tab, partial(self.show_tab, shown), None)
        self.bind_verbs(verbs)
        self.keys.bind()
        self.open_to_all = (self.to_warning,)
        assert self.empty.button is not None
        self.guard(Permission.CALL_OUT, self.empty.button, *self.call_card.buttons())
        self.empty.asked.connect(self.ask_new)
        self.table.chosen.connect(self._turn)
        self.table.opened.connect(lambda _row: self._write_reply())
        self.call_card.reply.returnPressed.connect(self._entered)
        self.which.picked.connect(lambda key: self.show_calling(UUID(key)))
        self.band.town_asked.connect(self._narrow_to)
        self._seat.changed.connect(self.show_hands)
        self._every(SECOND_MS, self.beat)

    def _narrow_to(self, town: str) -> None:
        self._shown, self._town = (Shown.TOWN, town) if town else (Shown.ALL, "")
        self._show_rows(first=True)

    def _lay_out(self) -> None:
        self.list_card = Card("callout.list", flush=True)
        self.list_card.tools.addWidget(self.which)
        for tab in self.tabs.values():
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tab.drop_key()
            self.list_card.tools.addWidget(tab)
        self.list_card.body.addWidget(self.nobody)
        self.list_card.body.addWidget(self.table, 1)
        self._inside = QWidget()
        self._inside.setFocusProxy(self.table)
        both = QHBoxLayout()
        both.addWidget(self.list_card, 1)
        self.aside = scrolling(self.call_card)
        self.aside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both.addWidget(self.aside)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.band)
        column.addLayout(both, 1)
        self.bar = Lines()
        for button in (self.new, self.one_more, self.add, self.leaves, self.end, self.to_warning, self.paper):
            self.bar.flow.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._inside, 1)
        whole.addWidget(self.empty)
        whole.addWidget(self.bar)
        self._layouts = (both, column, whole)

    def restyle(self) -> None:
        for layout in self._layouts:
            layout.setSpacing(theme.current().px(8))
        self.which.setMaximumWidth(theme.current().px(260))
        bar = self.aside.verticalScrollBar().sizeHint().width()
        self.aside.setFixedWidth(self.call_card.wanted_width() + bar)
