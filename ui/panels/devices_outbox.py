"""发件箱: what every channel was asked for and what truly became of it, attempt by attempt; armed, decided, stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.delivery import DeliveryRow, SendState
from console.domain.drivers import DRIVERS
from console.domain.outbox import WAITING as CAN_BE_TAKEN_BACK
from console.domain.people import Action as Permission
from console.domain.realm import Realm
from console.domain.sounding import Sounding
from console.domain.wire import DeviceRow
from console.errors import Refused, Unavailable
from console.services.deliveries import Arming
from ui import actions, theme
from ui.dialogs.delivery_acts import ArmDialog, Armed, Decided, OutcomeDialog
from ui.dialogs.delivery_new import SendDialog
from ui.dialogs.duty_people import SureDialog
from ui.models.delivery_rows import (
    ALL,
    EVERY,
    OPEN,
    PAGE,
    TODAY,
    Asked,
    Outbox,
    Told,
    is_open,
    line_words,
    load,
    outbox_model,
    state_word,
)
from ui.models.device_rows import attempt_model, outcome, verb_word
from ui.panels.acting_part import SECOND_MS, Verb
from ui.panels.devices_part import DevicesPart
from ui.text import actor_named, number
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.flow import Flow
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

ARM, DECIDE, AGAIN, CANCEL, STOP = "Alt+W", "Alt+D", "Alt+G", "Alt+X", "Alt+S"
"""Keys of this part alone."""
FACTS = (
    "delivery.fact.state", "delivery.fact.line", "delivery.fact.what", "delivery.fact.where", "delivery.fact.text",
    "delivery.fact.who",
)  # fmt: skip


class OutboxPage(DevicesPart):
    """``open_delivery`` shows one."""

    topics = frozenset({Topic.DELIVERIES, Topic.DEVICES})

    def build(self) -> None:
        self._which = OPEN
        self._asked, self._shown = Asked(), None
        self._soundings: dict[UUID, Sounding] = {}
        self._names: dict[str, str] = {}
        self.table = RowTable(outbox_model(self._times, lambda row: self._soundings.get(row.id)))
        self.table.call("delivery.list")
        self.attempts = RowTable(attempt_model(self._times), compact=True)
        self.attempts.call("delivery.attempts")
        self.no_attempts = Empty("delivery.no_attempts")
        self.search = SearchBox("delivery.search")
        self.which = Choice((OPEN, TODAY, ALL), lambda one: words.say(f"delivery.which.{one}"))
        self.which.call("delivery.which")
        self.device = Choice((EVERY,), self._device_word)
        self.device.call("delivery.which_device")
        self.device.narrow(6)
        self.facts = Facts(FACTS)
        self.empty = Empty("delivery.empty", "delivery.new", actions.key_of("new_line"))
        self._buttons()
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self._show(None)

    def _device_word(self, key: str) -> str:
        return words.say("delivery.every_device") if key == EVERY else self._names.get(key, key)

    # reading

    def load(self) -> Outbox:
        now = self._times.now()
        return load(
            self._ask, self._asked, self._wanted, keeps=self._asked == self._shown, now=now,
            since=datetime.combine(self._times.local(now).date(), time(), self._times.zone),
        )  # fmt: skip

    def present(self, result: Outbox) -> None:
        if result.asked != self._asked:
            return  # another look was asked for meanwhile
        self._read, self._shown, self._soundings = result.told, result.asked, result.soundings
        self._names = dict(result.devices)
        if self.device.values() != [EVERY, *self._names]:
            self.device.offer([EVERY, *self._names])
        filtered = result.asked != Asked(limit=result.asked.limit)
        self.empty.say("delivery.none_found" if filtered else "delivery.empty")
        self.card.caption.say("delivery.count", count=number(result.total), waiting=result.waiting)
        self.below.setVisible(len(result.rows) < result.total)
        self.more_told.say("delivery.shown", shown=number(len(result.rows)), total=number(result.total))
        self.count_changed.emit(result.waiting)
        self.show_list(result.rows, self._read)

    def _show(self, told: Told | None) -> None:
        attempts = told.attempts if told is not None else ()
        self.attempts.show_rows(attempts)
        self.no_attempts.stand_for(self.attempts, not attempts)
        if told is not None:
            self._say(told)
        self.permit()

    def _say(self, told: Told) -> None:
        row = told.row
        self.sheet.title.show_text(f"{row.number}　{row.device_name}")
        self.sheet.caption.show_text(self._times.near(row.asked_at))
        self._say_state(row)
        line = line_words(told, self._times)
        self.facts.show_text("delivery.fact.line", line)
        self.facts.show_line("delivery.fact.line", bool(line))
        self.facts.show_text("delivery.fact.what", verb_word(row))
        self.facts.show_text("delivery.fact.where", " · ".join(part for part in (row.area, row.target) if part) or "—")
        self.facts.show_text("delivery.fact.text", row.text)
        self.facts.show_line("delivery.fact.text", bool(row.text))
        who = words.say("delivery.asked_by", name=actor_named(row.asked_by))
        if row.armed_at is not None:
            who += words.say("delivery.armed_by", name=row.armed_by, at=self._times.seconds(row.armed_at))
        if row.decided_by:
            who += words.say("delivery.decided_by", name=actor_named(row.decided_by))
        self.facts.show_text("delivery.fact.who", who)

    def _say_state(self, row: DeliveryRow) -> None:
        said = [outcome(row)]
        if row.id in self._soundings:
            said.append(state_word(row, self._soundings[row.id], self._times.now()))
        self.facts.show_text("delivery.fact.state", " · ".join(dict.fromkeys(said)))

    def _tick(self) -> None:
        """What sounds is counted down beside the list too."""
        told = self.read_of_chosen()
        if told is not None and told.row.id in self._soundings:
            self._say_state(told.row)

    def open_delivery(self, row: DeliveryRow) -> None:
        self._wanted = row.id
        if not self.table.choose(row.id):
            self._words, self._which = "", OPEN if is_open(row) else ALL
            self.search.clear()
            self.which.choose(self._which)
            self.device.choose(EVERY)
            self._ask_for()
        self.reload_now()

    # acts

    def ask_new(self) -> None:
        self.ask_first(lambda: (self._channels(), self._ask.areas()), lambda found: self._show_new(*found))

    def _channels(self) -> list[DeviceRow]:
        return [
            row for row in self._ask.devices.rows() if row.form.driver in DRIVERS and DRIVERS[row.form.driver].sends
        ]

    def _show_new(self, devices: Sequence[DeviceRow], areas: Sequence[str]) -> None:
        by = self._seat.actor
        dialog = SendDialog(devices, areas=areas, parent=self.window())

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
            self.ask_first(
                lambda: (self._ask.deliveries.arming([row.id]), self._ask.devices.one(row.device_id)),
                lambda found: self._arm(row, *found),
            )

    def _arm(self, row: DeliveryRow, arming: Arming, device: DeviceRow) -> None:
        actor, practice = self._seat.actor, self._ask.realm is not Realm.LIVE
        line = line_words(Told(row, (), device), self._times)
        dialog = ArmDialog(arming, actor.name, practice=practice, line=line, parent=self.window())

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

    def ask_stop(self) -> None:
        """This device alone, at once and without a question: what is off may always be asked for."""
        row = self._chosen()
        if row is not None:
            self.stopping().stop(row.device_id)

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
        if widget is self.stop:
            return row.audible or row.id in self._soundings
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
            self.stop: "delivery.why.stop",
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
        self.stop = KeyButton("delivery.stop", STOP, kind="danger")
        self.more = KeyButton("do.more_rows", actions.key_of("more_rows"), small=True)
        self.stop_button()

    def _connect(self) -> None:
        key, out = actions.key_of, Permission.SEND_OUT
        verbs: dict[str, Verb] = {
            "delivery_new": (key("new_line"), self.new, self.ask_new, out),
            "delivery_arm": (ARM, self.arm, self.ask_arm, Permission.SOUND),
            "delivery_decide": (DECIDE, self.decide, self.ask_decide, out),
            "delivery_again": (AGAIN, self.again, self.ask_again, out),
            "delivery_cancel": (CANCEL, self.cancel, self.ask_cancel, out),
            "delivery_stop": (STOP, self.stop, self.ask_stop, Permission.RECORD),
            "more_rows": (key("more_rows"), self.more, self.show_more, None),
        }
        self.bind_verbs(verbs)
        self.listen(out, self.ask_new)
        for choice in (self.which, self.device):
            choice.picked.connect(self._look_among)
        self._every(SECOND_MS, self._tick)
        self.table.chosen.connect(lambda _row: self.permit())

    def _look_among(self, _value: object) -> None:
        self._which = self.which.value()
        self._ask_for()
        self.reload_now()

    def _look_for(self, asked: str) -> None:
        self._words = asked
        self._ask_for()
        self.reload_now()

    def _ask_for(self, limit: int = PAGE) -> None:
        """Widget values are taken here, where the widgets are."""
        self._asked = Asked(self._words, self._which, self.device.value(), limit)

    def show_more(self) -> None:
        """The next ones as well."""
        if self.below.isVisible():
            self._ask_for(self._asked.limit + PAGE)
            self._shown = self._asked  # the chosen one stays chosen
            self.reload_now()

    def _lay_out(self) -> None:
        self.card = Card("delivery.list", flush=True)
        for tool in (self.which, self.device, self.search):
            self.card.tools.addWidget(tool)
        self.card.body.addWidget(self.stack(), 1)
        self.below = QWidget()
        self._below = Flow(self.below)
        self.more_told = Word(role="secondary")
        for part in (self.more_told, self.more):
            self._below.addWidget(part)
        self.below.hide()
        self.card.body.addWidget(self.below)
        self.sheet = Card("delivery.list")
        self.sheet.wrap_title()
        self.sheet.body.addWidget(self.facts)
        self.sheet.body.addWidget(self.attempts, 1)
        self.sheet.body.addWidget(self.no_attempts, 1)
        self.bar = Lines()
        for button in (self.stop_all, self.stop, self.new, self.again, self.cancel, self.decide):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.arm)
        self.lay_beside(self.bar, 7, 6)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self.search.setFixedWidth(using.px(130))
        self.which.setFixedWidth(using.px(104))
        self.device.setFixedWidth(using.px(116))
        gap = using.px(8)
        self._below.setContentsMargins(gap, gap, gap, gap)
        self._below.setSpacing(gap)
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.attempts.setMinimumHeight(using.px(34) + 2 + 3 * using.compact_row)
