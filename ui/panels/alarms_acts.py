"""What is done about the chosen alarm: each act is one verb of the service, told by name, refused with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.domain.alarm import AlarmKind, AlarmRow, AlarmState
from console.domain.incident import Grade, IncidentKind, Standing
from console.domain.people import Action as Permission
from console.errors import Refused
from console.services.incidents import Judgement
from ui import actions
from ui.dialogs.alarm_accept import AcceptDialog, Accepting, read_accepting
from ui.dialogs.alarm_acts import FalseDialog, SettleDialog, ShelveDialog, Shelving
from ui.dialogs.alarm_group import AcknowledgeGroupDialog
from ui.dialogs.alarm_raw import RawDialog
from ui.dialogs.join_incident import JoinDialog, Joined, incident_choice
from ui.dialogs.open_incident import Opening
from ui.models.alarm_rows import AlarmServices, said, title, unseen
from ui.panels.acting_part import ActingPart
from ui.panels.alarms_card import AlarmCard
from ui.widgets.keycap import KeyButton

FRAMES = 20
"""Newest frames of an alarm that are shown as they came."""


@dataclass(frozen=True, slots=True)
class Joinable:
    """The open incidents, the one the alarm may tell of again first, and why."""

    rows: tuple[Any, ...]
    likely: str


class AlarmActs(ActingPart):
    """``intake_asked`` carries what a new entry begins with: a message that came in by itself."""

    intake_asked = Signal(object)

    _ask: AlarmServices
    card: AlarmCard

    def chosen_alarm(self) -> AlarmRow | None:
        raise NotImplementedError

    def group_of_chosen(self) -> tuple[AlarmRow, ...]:
        raise NotImplementedError

    def rows_in_sight(self) -> Sequence[AlarmRow]:
        """Alarms whose lines can be read now."""
        raise NotImplementedError

    def seen_version(self, row: AlarmRow) -> int:
        """Of that alarm as it stands now, unless a person dealt with it meanwhile; asked on a worker, before the act.

        A storm groups alarms, time hands them on, devices restore them, somebody acknowledges them: words that are
        being written still hold.
        """
        now = self._ask.alarms.one(row.id)
        same = (now.state, now.shelved_until) == (row.state, row.shelved_until)
        return now.version if same else row.version

    def _own(self, row: AlarmRow, act: Callable[[], AlarmRow]) -> AlarmRow:
        """On a worker. The list may hear that it is gone before this officer is told that his act is done."""
        self._done_with.add(row.id)
        try:
            return act()
        except Exception:
            self._done_with.discard(row.id)
            raise

    def bind_acts(self) -> None:
        """Buttons and keys; Enter alone is the list's own."""
        card, key, may = self.card, actions.key_of, Permission.ALARMS
        self._done_with: set[UUID] = set()
        self.bind_verbs(
            {
                "alarm_seen": ("", card.acknowledge, self.acknowledge, may),
                "alarm_group": (key("alarm_group"), card.acknowledge_all, self.acknowledge_group, may),
                "alarm_accept": (key("alarm_accept"), card.accept, self.accept, may),
                "alarm_join": (key("alarm_join"), card.join, self.join, may),
                "alarm_shelve": (key("alarm_shelve"), card.shelve, self.shelve_or_back, may),
                "alarm_false": (key("alarm_false"), card.false_alarm, self.find_false, may),
                "alarm_settle": (key("alarm_settle"), card.settle, self.settle, may),
                "alarm_raw": (key("alarm_raw"), card.raw, self.show_raw, None),
                "alarm_intake": (key("alarm_intake"), card.take_over, self.take_message, Permission.INTAKE),
            }
        )
        card.unshelve.clicked.connect(lambda: self.press(card.unshelve))
        self.guard(may, card.unshelve)

    def press(self, button: KeyButton) -> None:
        """As its key would: one that cannot be pressed says why."""
        if button is self.card.unshelve:
            self.shelve_or_back()
        elif button.isEnabled():
            button.click()
        elif button.toolTip():
            self.refused.emit(Refused("not_now", act=button.text(), why=button.toolTip().rstrip("。.")))

    def acted_on(self, alarm_id: Any) -> bool:
        """Whether this officer did something with it just now: it may go, and the next line be chosen."""
        return alarm_id in self._done_with

    # the three acts, and what ends an alarm without an incident

    def acknowledge(self) -> None:
        """Seen, by name; it sounds no more and still waits."""
        row = self.chosen_alarm()
        if row is not None:
            self._acknowledge((row,))

    def acknowledge_group(self) -> None:
        """All of them at once where they can all be read; else they are shown and counted first."""
        rows = tuple(filter(unseen, self.group_of_chosen()))
        read = {row.id for row in self.rows_in_sight()}
        hidden = sum(row.id not in read for row in rows)
        if not hidden:
            self._acknowledge(rows)
            return
        actor, alarms = self._seat.actor, self._ask.alarms
        told = words.say("alarms.told.acknowledged_group", count=len(rows))
        dialog = AcknowledgeGroupDialog(rows, hidden, self._times, self.window())
        self.put(dialog, "", lambda ids: alarms.acknowledge(ids, by=actor), lambda _rows: self.saved.emit(told))

    def _acknowledge(self, rows: Sequence[AlarmRow]) -> None:
        ids, actor, alarms = [row.id for row in rows if unseen(row)], self._seat.actor, self._ask.alarms
        if not ids:
            return
        code = "alarms.told.acknowledged" if len(ids) == 1 else "alarms.told.acknowledged_group"
        told = words.say(code, numbers=rows[0].number, count=len(ids))
        self.save_once(lambda: alarms.acknowledge(ids, by=actor), lambda _rows: self.saved.emit(told))

    def accept(self) -> None:
        """A new incident: what the device and the ledger say stands in the form already."""
        row = self.chosen_alarm()
        if row is not None:
            self._first(partial(read_accepting, self._ask, row), self._show_accept)

    def _show_accept(self, read: Accepting) -> None:
        row, actor, ask = read.row, self._seat.actor, self._ask
        dialog = AcceptDialog(read, self._times, self.window())

        def act(given: Opening) -> AlarmRow:
            return self._own(row, lambda: _accept(ask, row, given, actor))

        self.put(dialog, f"alarm.accept {row.id}", act, self._accepted)

    def _accepted(self, row: AlarmRow) -> None:
        self._say_done(row, words.say("alarms.told.accepted", number=row.number, incident=row.incident_number))
        if row.incident_id is not None:
            self.item_asked.emit("incidents", row.incident_id)

    def join(self) -> None:
        """It belongs to an incident there is."""
        row = self.chosen_alarm()
        if row is not None:
            self._first(partial(self._joinable, row), partial(self._show_join, row))

    def _joinable(self, row: AlarmRow) -> Joinable:
        from ui.panels.alarms_reading import likely_of

        found, rows = likely_of(self._ask, row), self._ask.incidents.open_rows()
        if found is None:
            return Joinable(tuple(rows), "")
        because = words.say("list.join").join(self._ask.duplicates.in_words(one) for one in found.reasons)
        why = words.say("incidents.likely", number=found.number, title=found.title, reasons=because)
        return Joinable(tuple(sorted(rows, key=lambda each: each.id != found.id)), why)

    def _show_join(self, row: AlarmRow, read: Joinable) -> None:
        actor, alarms = self._seat.actor, self._ask.alarms
        dialog = JoinDialog(
            "alarms.do.join", f"{row.number} {title(row)}"[:120], "incidents.join.incident",
            [incident_choice(each) for each in read.rows], missing="no_such_incident", likely=read.likely,
            parent=self.window(),
        )  # fmt: skip

        def act(given: Joined) -> AlarmRow:
            return self._own(row, lambda: alarms.accept(row.id, None, given.id, by=actor))

        self.put(dialog, f"alarm.join {row.id}", act, self._joined)

    def _joined(self, row: AlarmRow) -> None:
        self._say_done(row, words.say("alarms.told.joined", number=row.number, incident=row.incident_number))

    def shelve_or_back(self) -> None:
        """Put aside with a reason until a time; one that is aside comes back."""
        row, actor, alarms = self.chosen_alarm(), self._seat.actor, self._ask.alarms
        if row is None:
            return
        if row.state is AlarmState.SHELVED:
            self.save_once(
                lambda: self._own(row, lambda: alarms.unshelve(row.id, seen=self.seen_version(row), by=actor)),
                lambda _row: self._say_done(row, words.say("alarms.told.back", number=row.number)),
            )
            return

        def act(given: Shelving) -> AlarmRow:
            return alarms.shelve(row.id, given.until, given.reason, seen=self.seen_version(row), by=actor)

        self._ask_words(row, ShelveDialog(row, self._times, self.window()), "shelve", act)

    def find_false(self) -> None:
        """Nothing happened there: why it is known."""
        row, actor, alarms = self.chosen_alarm(), self._seat.actor, self._ask.alarms
        if row is not None:

            def act(reason: str) -> AlarmRow:
                return alarms.false_alarm(row.id, reason, seen=self.seen_version(row), by=actor)

            self._ask_words(row, FalseDialog(row, self.window()), "false", act)

    def settle(self) -> None:
        """Dealt with and no incident: what was done."""
        row, actor, alarms = self.chosen_alarm(), self._seat.actor, self._ask.alarms
        if row is not None:

            def act(note: str) -> AlarmRow:
                return alarms.settle(row.id, note, seen=self.seen_version(row), by=actor)

            self._ask_words(row, SettleDialog(row, self.window()), "settle", act)

    def _ask_words(self, row: AlarmRow, dialog: Any, what: str, act: Callable[[Any], AlarmRow]) -> None:
        def done(_row: AlarmRow) -> None:
            self._say_done(row, words.say(f"alarms.told.{what}", number=row.number))

        self.put(dialog, f"alarm.{what} {row.id}", lambda given: self._own(row, lambda: act(given)), done)

    def take_message(self) -> None:
        """A written message becomes a half-written entry; the message waits until it is dealt with."""
        row = self.chosen_alarm()
        if row is not None and row.kind is AlarmKind.MESSAGE:
            channel = "sms" if row.driver in ("sms", "modem") else "device"
            self.intake_asked.emit({"channel": channel, "caller_phone": row.sender, "summary": said(row)})
            self._read_down(row)

    def _read_down(self, row: AlarmRow) -> None:
        """Who takes it down has read it: it need not sound while he types. It waits until somebody closes it."""
        actor, alarms = self._seat.actor, self._ask.alarms
        told = words.say("alarms.told.intake", number=row.number)
        if unseen(row) and self._seat.may(Permission.ALARMS):
            self.save_once(lambda: alarms.acknowledge([row.id], by=actor), lambda _rows: self.saved.emit(told))
        else:
            self.saved.emit(told)

    def show_raw(self) -> None:
        """What the device sent."""
        row, alarms = self.chosen_alarm(), self._ask.alarms
        if row is not None:
            self._first(lambda: alarms.events(row.id, FRAMES), lambda events: self._show_raw(row, events))

    def _show_raw(self, row: AlarmRow, events: Any) -> None:
        dialog = RawDialog(row, events, self._times, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # who may, and why a button rests

    def possible(self, widget: QWidget) -> bool:
        card, row = self.card, self.chosen_alarm()
        if widget is card.acknowledge_all:
            return any(map(unseen, self.group_of_chosen()))
        if row is None:
            return False
        if widget is card.acknowledge:
            return unseen(row)
        if widget is card.shelve or widget is card.unshelve:
            return row.state in (AlarmState.OPEN, AlarmState.SHELVED)
        if widget is card.take_over:
            return row.kind is AlarmKind.MESSAGE
        return row.state in (AlarmState.OPEN, AlarmState.SHELVED)

    def permit(self) -> None:
        super().permit()
        self.card.raw.setEnabled(self.chosen_alarm() is not None)
        self.card.raw.setToolTip("")
        for button in (each for each in self.card.buttons() if not each.isEnabled() and not each.toolTip()):
            button.setToolTip(words.say(self._why_not(button)))

    def _why_not(self, button: KeyButton) -> str:
        row = self.chosen_alarm()
        if row is None and button is not self.card.acknowledge_all:
            return "alarms.why.none"
        if button in (self.card.acknowledge, self.card.acknowledge_all):
            return "alarms.why.seen"
        return "alarms.why.done"

    def _say_done(self, row: AlarmRow, told: str) -> None:
        self._done_with.add(row.id)
        self.saved.emit(told)

    def _first(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Read what a dialog shows, once per wish."""
        if self.asked.dialog is None and not self._reading:
            self._reading = True
            self._jobs.read(work, lambda found: self._read(found, then), self._not_read)

    _reading = False

    def _read(self, found: Any, then: Callable[[Any], None]) -> None:
        if not isValid(self):
            return
        self._reading = False
        if self.isVisible() and self.asked.dialog is None:
            then(found)

    def _not_read(self, error: Exception) -> None:
        self._reading = False
        self.refused.emit(error)


def _accept(ask: AlarmServices, row: AlarmRow, given: Opening, actor: Any) -> AlarmRow:
    """On a worker: the incident, with the first judgement where one was made."""
    accepted = ask.alarms.accept(row.id, given.form, None, by=actor)
    if given.grade is Grade.NONE or accepted.incident_id is None:
        return accepted
    incident = ask.incidents.one(accepted.incident_id)
    if incident.standing is Standing.NONE:
        first = Judgement(IncidentKind.EVENT, given.grade, Standing.FIRST)
        ask.incidents.judge(incident.id, first, seen=incident.version, by=actor)
    return accepted
