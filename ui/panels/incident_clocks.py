"""Countdowns of an incident: each with its basis and receiver; done by an act that names who was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.orders import InstructionRow
from console.domain.people import Action as Permission
from console.domain.report_limits import IncidentClockRow
from console.domain.stated_rhythm import minutes_in
from console.errors import Refused
from console.services.incident_clocks import REASON_LIMIT, WHOM_LIMIT
from ui import actions
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.told import ToldDialog
from ui.models.incident_rows import clock_model, due_mark, step_text
from ui.panels.incident_part import IncidentTable
from ui.widgets.card import Card
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

LEFT = 3
_TIME = 40


class ClocksPage(IncidentTable):
    """Late is shown for ever, with its reason."""

    topics = frozenset({Topic.INCIDENTS, Topic.SETTINGS, Topic.LISTS, Topic.TASKS})

    def build(self) -> None:
        self._near = timedelta(minutes=30)
        self._asked_for: dict[str, str] = {}
        """A rhythm the newest words of a leader ask for, as the dialog has it."""
        self.card = Card("incidents.clocks", flush=True)
        self.table = RowTable(clock_model(self._times, lambda: self._near))
        self.table.call("incidents.clocks")
        marked = DueCell(lambda row: due_mark(row, self._times, lambda: self._near), self.table)
        self.table.setItemDelegateForColumn(LEFT, marked)
        self.empty = Empty("incidents.clocks.empty")
        self.done = KeyButton("incidents.do.clock_done", actions.key_of("clock_done"), kind="primary")
        self.drop = KeyButton("incidents.do.clock_drop", actions.key_of("clock_drop"))
        self.own = KeyButton("incidents.do.rhythm", actions.key_of("clock_rhythm"))
        self.lay_out([self.drop, self.own, self.done])
        self.tick(self.table)
        self.guard(Permission.REPORT_UP, self.done, self.drop, self.own)
        self.table.opened.connect(lambda _row: self.ask_done())
        self.done.clicked.connect(self.ask_done)
        self.drop.clicked.connect(self.ask_drop)
        self.own.clicked.connect(self.ask_rhythm)
        self.bind_keys({"clock_done": self.ask_done, "clock_drop": self.ask_drop, "clock_rhythm": self.ask_rhythm})

    def read(self, incident_id: UUID) -> Any:
        clocks = self._ask.clocks.of(incident_id)
        soon = timedelta(minutes=self._ask.settings.whole("duty.due_soon"))
        ask = self._ask.instructions
        said = ask.newest(incident_id=incident_id) if ask is not None else []
        return sorted(clocks, key=lambda row: (not row.running, row.due_at)), soon, asked_for(said)

    def show_incident(self, row: IncidentRow, more: Any) -> None:
        clocks, self._near, self._asked_for = more
        self.show_rows(clocks)
        running = sum(clock.running for clock in clocks)
        late = sum(clock.late or clock.over(self._times.now()) for clock in clocks)
        self.card.caption.say(
            "incidents.clocks.count", running=running, late=late, at=self._times.near(row.received_at)
        )

    def possible(self, widget: QWidget) -> bool:
        if widget is self.own:
            return self.row is not None
        return self._running() is not None

    def ask_done(self) -> None:
        """It was done: who was told, when, and why late where it is."""
        clock = self._chosen()
        if clock is None:
            return
        over = clock.over(self._times.now())
        fields = [
            Asks("told", "incidents.told_whom", required=True, limit=WHOM_LIMIT),
            Asks("at", "incidents.done_at", limit=_TIME, hint="incidents.now_hint"),
            Asks("late", "incidents.late_reason", required=over, limit=REASON_LIMIT),
        ]
        about = f"{step_text(clock)} {clock.whom} {self._times.minute(clock.due_at)}"
        dialog = ToldDialog("incidents.do.clock_done", about, fields, {"told": clock.whom}, parent=self.window())
        by, ask, times = self._seat.actor, self._ask.clocks, self._times

        def act(said: dict[str, str]) -> object:
            at = times.read(said["at"]) if said["at"].strip() else None
            return ask.done(clock.id, said["told"], at, said["late"], by=by)

        self.ask(dialog, f"incident.clock.done {clock.id}", act, "incidents.told.clock_done")

    def ask_drop(self) -> None:
        """It is not wanted here, with the reason."""
        clock = self._chosen()
        if clock is None:
            return
        by, ask = self._seat.actor, self._ask.clocks
        dialog = FindingDialog(
            "incidents.do.clock_drop", f"{step_text(clock)} {clock.whom}",
            [Asks("reason", "incidents.reason", required=True, limit=REASON_LIMIT)], parent=self.window(),
        )  # fmt: skip
        self.ask(
            dialog, f"incident.clock.drop {clock.id}", lambda said: ask.drop(clock.id, said["reason"], by=by),
            "incidents.told.clock_dropped",
        )  # fmt: skip

    def ask_rhythm(self) -> None:
        """A rhythm of its own: every so many minutes, on whose word."""
        row = self.row
        if row is None or not self._seat.may(Permission.REPORT_UP):
            return
        by, ask, clock = self._seat.actor, self._ask.clocks, self._running()
        fields = [
            Asks("minutes", "incidents.rhythm.minutes", required=True, limit=5),
            Asks("whom", "incidents.rhythm.whom", limit=WHOM_LIMIT),
            Asks("basis", "incidents.rhythm.basis", required=True, limit=REASON_LIMIT),
        ]
        given = {"whom": clock.whom if clock is not None else "", **self._asked_for}
        dialog = FindingDialog("incidents.do.rhythm", f"{row.number} {row.title}", fields, given, parent=self.window())

        def act(said: dict[str, str]) -> object:
            typed = said["minutes"].strip()
            if not (typed.isascii() and typed.isdecimal()):
                raise Refused("minutes_bad", minutes=typed)
            return ask.rhythm(row.id, int(typed), said["whom"], said["basis"], by=by)

        self.ask(dialog, "incident.rhythm", act, "incidents.told.rhythm")

    def _running(self) -> IncidentClockRow | None:
        clock: IncidentClockRow | None = self.table.chosen_row()
        return clock if clock is not None and clock.running and self.row is not None else None

    def _chosen(self) -> IncidentClockRow | None:
        return self._running() if self._seat.may(Permission.REPORT_UP) else None


def asked_for(said: Sequence[InstructionRow]) -> dict[str, str]:
    """The rhythm the newest words of a leader ask for, and on whose word; nothing where they ask for none."""
    for one in said:
        minutes = minutes_in(one.words)
        if minutes is not None:
            basis = words.say_in("zh", "incidents.rhythm.on_word", leader=one.leader, number=one.number)
            return {"minutes": str(minutes), "basis": basis}
    return {}
