"""发件箱: what every channel was asked for and what truly became of it, attempt by attempt; armed, decided, stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.delivery import AttemptRow, DeliveryRow, SendState
from console.domain.drivers import DRIVERS
from console.domain.outbox import WAITING as CAN_BE_TAKEN_BACK
from console.domain.people import Action as Permission
from console.domain.realm import Realm
from console.domain.wire import DeviceRow
from console.errors import Refused, Unavailable
from console.services.deliveries import Arming
from ui import actions, theme
from ui.dialogs.delivery_acts import ArmDialog, Armed, Decided, OutcomeDialog
from ui.dialogs.delivery_new import SendDialog
from ui.dialogs.duty_people import SureDialog
from ui.models.device_rows import attempt_model, delivery_model, outcome, verb_word
from ui.panels.acting_part import Verb
from ui.panels.devices_part import DevicesPart
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

ARM, DECIDE, AGAIN, CANCEL = "Alt+W", "Alt+D", "Alt+G", "Alt+X"
"""Keys of this part alone."""
MOST = 300
"""Rows that are listed at most, the newest."""
OPEN, ALL = "open", "all"
FACTS = ("delivery.fact.state", "delivery.fact.what", "delivery.fact.where", "delivery.fact.text", "delivery.fact.who")


@dataclass(frozen=True, slots=True)
class Told:
    """One row with its attempts."""

    row: DeliveryRow
    attempts: tuple[AttemptRow, ...]

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Outbox:
    rows: tuple[DeliveryRow, ...]
    told: Told | None
    waiting: int
    among: tuple[str, str]
    """The words and the choice it answers."""


class OutboxPage(DevicesPart):
    """``open_delivery`` shows one."""

    topics = frozenset({Topic.DELIVERIES, Topic.DEVICES})

    def build(self) -> None:
        self._which = OPEN
        self._among: tuple[str, str] | None = None
        self.table = RowTable(delivery_model(self._times))
        self.table.call("delivery.list")
        self.attempts = RowTable(attempt_model(self._times), compact=True)
        self.attempts.call("delivery.attempts")
        self.no_attempts = Empty("delivery.no_attempts")
        self.search = SearchBox("delivery.search")
        self.which = Choice((OPEN, ALL), lambda one: words.say(f"delivery.which.{one}"))
        self.which.call("delivery.which")
        self.facts = Facts(FACTS)
        self.empty = Empty("delivery.empty", "delivery.new", actions.key_of("new_line"))
        self._buttons()
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self._show(None)

    # reading

    def load(self) -> Outbox:
        states = _OPEN if self._which == OPEN else ()
        among = (self._words, self._which)
        listed = self._ask.deliveries.rows(self._words, states=states, limit=MOST)
        if among == self._among and all(row.id != self._wanted for row in listed):
            listed = self._with_chosen(listed)
        counts = self._ask.deliveries.counts()
        chosen = next((row for row in listed if row.id == self._wanted), next(iter(listed), None))
        told = Told(chosen, tuple(self._ask.deliveries.attempts(chosen.id))) if chosen is not None else None
        return Outbox(tuple(listed), told, counts.held + counts.unknown, among)

    def _with_chosen(self, listed: list[DeliveryRow]) -> list[DeliveryRow]:
        """What the officer chose stays where it was though it went well meanwhile: news choose no other line."""
        if self._wanted is None:
            return listed
        try:
            chosen = self._ask.deliveries.one(self._wanted)
        except Refused:
            return listed
        return sorted([*listed, chosen], key=lambda row: (row.asked_at, row.number), reverse=True)

    def present(self, result: Outbox) -> None:
        self._read, self._among = result.told, result.among
        self.empty.say("delivery.none_found" if self._words else "delivery.empty")
        self.card.caption.say("delivery.count", count=len(result.rows), waiting=result.waiting)
        self.count_changed.emit(result.waiting)
        self.show_list(result.rows, self._read)

    def _show(self, told: Told | None) -> None:
        attempts = told.attempts if told is not None else ()
        self.attempts.show_rows(attempts)
        self.no_attempts.stand_for(self.attempts, not attempts)
        if told is not None:
            self._say(told.row)
        self.permit()

    def _say(self, row: DeliveryRow) -> None:
        self.sheet.title.show_text(f"{row.number}　{row.device_name}")
        self.sheet.caption.show_text(self._times.near(row.asked_at))
        self.facts.show_text("delivery.fact.state", outcome(row))
        self.facts.show_text("delivery.fact.what", verb_word(row))
        self.facts.show_text("delivery.fact.where", " · ".join(part for part in (row.area, row.target) if part) or "—")
        self.facts.show_text("delivery.fact.text", row.text)
        self.facts.show_line("delivery.fact.text", bool(row.text))
        who = words.say("delivery.asked_by", name=row.asked_by)
        if row.armed_at is not None:
            who += words.say("delivery.armed_by", name=row.armed_by, at=self._times.seconds(row.armed_at))
        if row.decided_by:
            who += words.say("delivery.decided_by", name=row.decided_by)
        self.facts.show_text("delivery.fact.who", who)

    def open_delivery(self, row: DeliveryRow) -> None:
        self._wanted = row.id
        if not self.table.choose(row.id):
            self._words, self._which = "", OPEN if is_open(row) else ALL
            self.search.clear()
            self.which.choose(self._which)
        self.reload_now()

    # acts

    def ask_new(self) -> None:
        self.ask_first(self._channels, self._show_new)

    def _channels(self) -> list[DeviceRow]:
        return [
            row for row in self._ask.devices.rows() if row.form.driver in DRIVERS and DRIVERS[row.form.driver].sends
        ]

    def _show_new(self, devices: Sequence[DeviceRow]) -> None:
        by = self._seat.actor
        dialog = SendDialog(devices, parent=self.window())

        dialog.listen_asked.connect(partial(self._listen, dialog))

        def asked(rows: Sequence[DeliveryRow]) -> None:
            self.open_delivery(rows[0])
            held = rows[0].state is SendState.HELD
            code = "delivery.told_held" if held else "delivery.told_queued"
            self.saved.emit(words.say(code, number=rows[0].number, name=rows[0].device_name))

        self.put(dialog, "delivery.new", lambda ask: self._ask.deliveries.ask([ask], by=by), asked)

    def _listen(self, dialog: SendDialog, device_id: UUID, text: str) -> None:
        """Heard here first; a machine that cannot speak says so in the dialog."""

        def heard(spoken: Any) -> None:
            if isValid(dialog):
                dialog.show_heard(text, spoken.digest)

        def failed(error: Exception) -> None:
            if isValid(dialog) and isinstance(error, Refused | Unavailable):
                dialog.show_unheard(words.sentence(error))
            else:
                self.refused.emit(error)

        self._jobs.run(lambda: self._ask.listen(device_id, text), heard, failed)

    def ask_arm(self) -> None:
        row = self._chosen()
        if row is not None:
            self.ask_first(lambda: self._ask.deliveries.arming([row.id]), lambda found: self._arm(row, found))

    def _arm(self, row: DeliveryRow, arming: Arming) -> None:
        actor, practice = self._seat.actor, self._ask.realm is not Realm.LIVE
        dialog = ArmDialog(arming, actor.name, practice=practice, parent=self.window())

        def arm(said: Armed) -> Any:
            return self._ask.deliveries.arm([row.id], said.area, said.password, code=said.code, by=actor)

        self.put(
            dialog, f"delivery.arm {row.id}", arm,
            lambda _rows: self.saved.emit(words.say("delivery.told_armed", number=row.number, area=row.area)),
        )  # fmt: skip

    def ask_decide(self) -> None:
        row, by = self._chosen(), self._seat.actor
        if row is None:
            return

        def decide(said: Decided) -> DeliveryRow:
            return self._ask.deliveries.decide(row.id, said.state, said.note, by=by)

        self.put(
            OutcomeDialog(row, self.window()), f"delivery.decide {row.id}", decide,
            lambda _row: self.saved.emit(words.say("delivery.told_decided", number=row.number)),
        )  # fmt: skip

    def ask_again(self) -> None:
        """A new row: what became of the first stays as it is."""
        row, by = self._chosen(), self._seat.actor
        if row is None:
            return
        dialog = SureDialog(
            "delivery.again", f"{row.device_name}　{verb_word(row)}", kind="primary", parent=self.window()
        )
        self.put(dialog, "", lambda _none: self._ask.deliveries.again(row.id, by=by), self._made_again)

    def _made_again(self, row: DeliveryRow) -> None:
        self.open_delivery(row)
        code = "delivery.told_held" if row.state is SendState.HELD else "delivery.told_queued"
        self.saved.emit(words.say(code, number=row.number, name=row.device_name))

    def ask_cancel(self) -> None:
        row, by = self._chosen(), self._seat.actor
        if row is not None:
            dialog = SureDialog("delivery.cancel", f"{row.number}　{row.device_name}", parent=self.window())
            self.put(
                dialog, "", lambda _none: self._ask.deliveries.cancel(row.id, by=by),
                lambda _row: self.saved.emit(words.say("delivery.told_cancelled", number=row.number)),
            )  # fmt: skip

    def _chosen(self) -> DeliveryRow | None:
        row: DeliveryRow | None = self.table.chosen_row()
        return row

    def possible(self, widget: QWidget) -> bool:
        if widget in (self.new, self.stop_all, self.empty.button):
            return True
        row = self._chosen()
        if row is None:
            return False
        if widget is self.again:
            return row.state in (SendState.FAILED, SendState.UNCONFIRMED, SendState.CANCELLED, SendState.CONFIRMED)
        states = {self.arm: (SendState.HELD,), self.decide: (SendState.UNKNOWN,), self.cancel: CAN_BE_TAKEN_BACK}
        return row.state in states.get(widget, tuple(SendState))  # type: ignore[call-overload]

    def why_not(self, widget: QWidget) -> str:
        if self._chosen() is None:
            return "delivery.why.none_chosen"
        return {
            self.arm: "delivery.why.arm",
            self.decide: "delivery.why.decide",
            self.cancel: "delivery.why.cancel",
        }.get(
            widget,
            "delivery.why.again",  # type: ignore[call-overload]
        )

    # the rest of a page

    def _buttons(self) -> None:
        self.new = KeyButton("delivery.new", actions.key_of("new_line"), icon="plus")
        self.arm = KeyButton("delivery.arm", ARM, kind="danger")
        self.decide = KeyButton("delivery.decide", DECIDE)
        self.again = KeyButton("delivery.again", AGAIN)
        self.cancel = KeyButton("delivery.cancel", CANCEL)
        self.stop_button()

    def _connect(self) -> None:
        key, out = actions.key_of, Permission.SEND_OUT
        verbs: dict[str, Verb] = {
            "delivery_new": (key("new_line"), self.new, self.ask_new, out),
            "delivery_arm": (ARM, self.arm, self.ask_arm, Permission.SOUND),
            "delivery_decide": (DECIDE, self.decide, self.ask_decide, out),
            "delivery_again": (AGAIN, self.again, self.ask_again, out),
            "delivery_cancel": (CANCEL, self.cancel, self.ask_cancel, out),
        }
        self.bind_verbs(verbs)
        self.listen(out, self.ask_new)
        self.which.picked.connect(self._look_among)
        self.table.chosen.connect(lambda _row: self.permit())

    def _look_among(self, which: str) -> None:
        self._which = which
        self.reload_now()

    def _lay_out(self) -> None:
        self.card = Card("delivery.list", flush=True)
        for tool in (self.which, self.search):
            self.card.tools.addWidget(tool)
        self.card.body.addWidget(self.stack(), 1)
        self.sheet = Card("delivery.list")
        self.sheet.wrap_title()
        self.sheet.body.addWidget(self.facts)
        self.sheet.body.addWidget(self.attempts, 1)
        self.sheet.body.addWidget(self.no_attempts, 1)
        self.bar = Lines()
        for button in (self.stop_all, self.new, self.again, self.cancel, self.decide):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.arm)
        self.lay_beside(self.bar, 7, 6)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self.search.setFixedWidth(using.px(130))
        self.which.setFixedWidth(using.px(120))
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.attempts.setMinimumHeight(using.px(34) + 2 + 3 * using.compact_row)


_OPEN = frozenset(
    {SendState.HELD, SendState.QUEUED, SendState.SENDING, SendState.SENT, SendState.UNKNOWN, SendState.FAILED}
)


def is_open(row: DeliveryRow) -> bool:
    """What is under way or wants to be looked at; what went well is not."""
    return row.state in _OPEN
