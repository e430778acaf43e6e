"""The release of a warning: one transaction that makes a row for each channel, the people it is for, the orders of the
devices, and ends what it follows. No device is touched: the outbox does that afterwards, what sounds only once armed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from console.domain.delivery import Order, Verb
from console.domain.lists import ListItem
from console.domain.outbox import Ask, NewBatch
from console.domain.realm import WATERMARK, Realm
from console.domain.warning import EFFECT, HOLDS, NEXT, Act, Kind, State, may_release
from console.domain.warning_form import Chosen, WarningForm
from console.domain.warning_rows import Means, Sent, Way
from console.domain.warning_verbs import verb_of
from console.errors import Refused
from console.services import warning_steps as steps
from console.services.settings import current
from console.services.warning_codec import rule_of
from console.services.warning_devices import reach_of
from console.services.warning_ground import Book
from console.services.warning_people import Listener, listeners, numbers_of
from console.services.warning_shapes import corners_of
from db.base import Base
from db.models.warnings import WarningMessage, WarningPerson, WarningSend
from db.queries import places
from db.queries import warnings as query
from db.store import Tx

SUBJECT = "warning"
"""Of the outbox's rows."""


class Outbox(Protocol):
    """Orders put into the outbox within a transaction that is open, all or none; and what waits of them taken back."""

    def put(self, tx: Tx, orders: Sequence[Ask], batch: NewBatch | None) -> None: ...

    def take_back(self, tx: Tx, subject_id: UUID, note: str) -> None: ...


class CapText(Protocol):
    """The message as a CAP file, made once at its release."""

    def __call__(self, tx: Tx, row: WarningMessage, form: WarningForm, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What the channels of one release have in common."""

    row: WarningMessage
    form: WarningForm
    people: Sequence[Listener]
    area: str
    at: datetime


class Release:
    """Shared steps of the release; used by the warnings' service in its transaction."""

    def __init__(self, realm: Realm, zone: Callable[[], ZoneInfo], outbox: Outbox, cap: CapText) -> None:
        self._realm = realm
        self._zone = zone
        self._outbox = outbox
        self._cap = cap

    def release(self, tx: Tx, row: WarningMessage, form: WarningForm, book: Book, now: datetime) -> None:
        """Everything or nothing. Refuses unsigned, and what the outbox refuses."""
        rule, hands = rule_of(row.rule), steps.hands(row)
        if not may_release(rule, hands) or not steps.has_signed(tx, row, hands):
            raise Refused("unsigned", number=row.number)
        row.released_at, row.released_by = now, tx.by.name
        row.cap = self._cap(tx, row, form)
        today = now.astimezone(self._zone()).date()
        found = listeners(tx.connection, form.groups, form.places, today)
        people = [_person(row.id, nth, one) for nth, one in enumerate(found, 1)]
        tx.session.add_all(people)
        area = form.area_words or "、".join(places.path(tx.connection, one) for one in form.places)
        told = Told(row, form, found, area, now)
        sends: list[WarningSend] = []
        for nth, chosen in enumerate(form.channels, 1):
            item = book.channels.get(chosen.channel)
            if item is None:
                raise Refused("no_such_channel", name=chosen.channel)
            sends += self._channel(tx, told, chosen, item, nth)
        tx.session.add_all(sends)
        before = self._previous(tx, row, form, now)
        about: list[Base] = [*sends, *people]
        steps.do(tx, row, Act.RELEASE, now, about=about)
        if before is not None:
            self._end(tx, before, form.kind, row.number, now)

    def _previous(self, tx: Tx, row: WarningMessage, form: WarningForm, now: datetime) -> WarningMessage | None:
        """What this one follows; refuses follow_not_now where it ended since the draft."""
        if row.previous_id is None:
            return None
        before = steps.seen(tx, row.previous_id)
        act = EFFECT[form.kind]
        if act is not None and (State(before.state), act) not in NEXT:
            raise Refused("follow_not_now", number=before.number, state=before.state)
        before.ended_at = before.ended_at or now
        return before

    def _end(self, tx: Tx, before: WarningMessage, kind: Kind, number: str, now: datetime) -> None:
        """What it follows ends, and nothing of it that has not begun goes out behind it: a run of two thousand numbers
        takes an hour, and a siren may wait for its arming."""
        act = EFFECT[kind]
        if act is not None:
            steps.do(tx, before, act, now, means=Means.PROGRAM, words=number)
            self._outbox.take_back(tx, before.id, number)

    def _channel(
        self, tx: Tx, told: Told, chosen: Chosen, item: ListItem, ordinal: int
    ) -> Iterable[WarningSend]:  # fmt: skip
        manual = item.get("way") == Way.MANUAL
        text = self._text(told, item)
        named = item.get("people") == "yes"
        send = WarningSend(
            id=uuid5(told.row.id, f"{chosen.channel} {chosen.target}"), warning_id=told.row.id, ordinal=ordinal,
            channel=chosen.channel, name=item.name("zh"), way=Way.MANUAL.value if manual else Way.DEVICE.value,
            target=chosen.target or item.get("target"), text=text, people=len(told.people) if named else 0,
            state=(Sent.TODO if manual else Sent.DOING).value,
            due_at=told.at + timedelta(minutes=int(item.get("minutes"))), batch_id=None, done_at=None, done_by="",
            reached=None, reference="", proof="", note="", version=1,
        )  # fmt: skip
        if not manual:
            self._orders(tx, told, chosen, item, send)
        return [send]

    def _orders(self, tx: Tx, told: Told, chosen: Chosen, item: ListItem, send: WarningSend) -> None:
        """What the devices of a channel are asked. Refuses no_device where the channel reaches none."""
        orders: list[Ask] = []
        until = told.form.expires if told.form.kind in HOLDS else None
        named = item.get("people") == "yes"
        reach = reach_of(tx.connection, item, told.form)
        picked = [one for one in dict.fromkeys(chosen.device_ids) if one in reach.usable]
        found = picked if chosen.device_ids else list(reach.near)
        for nth, device_id in enumerate(found):
            # people share the devices: nobody is told twice, and the last one sooner
            targets = numbers_of(told.people)[nth :: len(found)] if named else [chosen.target]
            orders += self._asks(tx, told, targets, item, send, device_id, until)
        if not orders:
            raise Refused("no_device", name=item.name("zh"))
        title = f"{told.row.number} {send.name}"
        self._outbox.put(tx, orders, NewBatch(send.id, title))
        send.batch_id = send.id

    def _asks(
        self, tx: Tx, told: Told, targets: Sequence[str], item: ListItem, send: WarningSend, device_id: UUID,
        until: datetime | None,
    ) -> Iterable[Ask]:  # fmt: skip
        how = query.described(tx.connection, [device_id]).get(device_id)
        verb = verb_of(*how, item.get("text")) if how is not None else None
        if verb is None:
            raise Refused("channel_cannot", name=item.name("zh"), verb="")
        facts, valid = _facts(told, item, verb), _valid(tx, told, until)
        for target in targets:
            order = Order(uuid5(send.id, f"{device_id} {target}"), verb, target, send.text, facts)
            yield Ask(
                device_id, order, told.area[:400], valid_until=valid, subject_kind=SUBJECT,
                subject_id=told.row.id, subject_number=told.row.number,
            )  # fmt: skip

    def _text(self, told: Told, item: ListItem) -> str:
        """What the channel carries; practice says so before everything else."""
        which, form = item.get("text"), told.form
        if which == "cap":
            return told.row.cap
        text = form.title if which == "title" else str(getattr(form, which))
        mark = WATERMARK[self._realm]
        return f"【{mark}】{text}" if mark else text


def _valid(tx: Tx, told: Told, until: datetime | None) -> datetime:
    """An order that did not begin in time is worth nothing, or worse: at most the county's minutes, never past the
    warning's own end."""
    limit = told.at + timedelta(minutes=int(current(tx.connection, "warning.send_minutes", told.at)))
    return limit if until is None else min(limit, until)


def _facts(told: Told, item: ListItem, verb: Verb) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if item.get("play"):
        facts["class"] = item.get("play")
    if verb is Verb.DROP:
        facts["name"] = f"{told.row.number}.xml"
        facts["polygons"] = [list(map(list, corners_of(one))) for one in told.form.drawn]
    return facts


def _person(warning_id: UUID, ordinal: int, one: Listener) -> WarningPerson:
    return WarningPerson(
        id=uuid4(), warning_id=warning_id, ordinal=ordinal, person_id=one.person_id, name=one.name, unit=one.unit,
        post=one.post, place=one.place[:100], phone=one.mobile, groups="、".join(one.groups)[:400],
    )  # fmt: skip
