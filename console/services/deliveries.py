"""The outbox: asked for, armed, taken back, stopped, decided on. Nothing here touches a device.

What would be heard is *held* until an officer armed it in two steps: says in words where it will be heard, and proves
with the password (and the device's own code, where it has one) who says so. A practice store asks nothing of a real
device: refused here at every act, again when a row is begun, and again where its channel is made.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.delivery import AttemptRow, DeliveryRow, Order, SendState, Verb
from console.domain.outbox import (
    ARM_CODE,
    MOST_AT_ONCE,
    NOTE_LIMIT,
    WAITING,
    Ask,
    Counts,
    Destination,
    NewBatch,
    area_words,
    order_of,
    said_as_shown,
)
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.sounding import Sounding
from console.domain.text import free_text, require_whole
from console.domain.warning import HOLDS, Kind, State, may_be_told
from console.errors import Refused
from console.services import delivery_lines as told
from console.services import delivery_rows as steps
from console.services import delivery_soundings
from console.services.accounts import OfficerRow
from console.services.delivery_runs import SHOWN, run_of
from console.services.delivery_stops import DeliveryStops
from console.services.settings import current
from db.queries import deliveries as query
from db.queries import warnings
from db.store import Store, Tx

DECIDED = frozenset({SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.FAILED})
"""What a person can find out about something that is *unknown*."""

AGAIN_FROM = frozenset(
    {SendState.FAILED, SendState.CANCELLED, SendState.UNCONFIRMED, SendState.CONFIRMED, SendState.SENT}
)
"""What can be asked for once more: whatever is unknown is decided on first."""

Prove = Callable[[str, str], OfficerRow]
"""Re-authentication: name and password to the officer, or Refused."""


class Secrets(Protocol):
    """Where the code of a device is kept."""

    def get(self, device: str, name: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Arming:
    """What an officer sees before arming: the rows, the area to be said as shown, whether a device wants its code,
    and for how many seconds it will hold."""

    rows: tuple[DeliveryRow, ...]
    area: str
    code_wanted: bool
    seconds: int


class DeliveriesService(DeliveryStops):
    """Use cases of the outbox as people have them; those of the outbox thread are its base."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove, secrets: Secrets
    ) -> None:
        super().__init__(store, clock, realm, zone)
        self._prove = prove
        self._secrets = secrets

    def ask(self, orders: Sequence[Ask], *, by: Actor, batch: NewBatch | None = None) -> list[DeliveryRow]:
        """Put orders into the outbox, all or none; the same order asked twice is one row.

        What would be heard is held until armed. A stop takes back what is still to sound on its device. Refuses
        no_such_device, device_stopped, practice_live_channel, channel_cannot, area_missing, validity_past,
        too_many_orders and already_asked (the same id for something else).
        """
        if not 0 < len(orders) <= MOST_AT_ONCE:
            raise Refused("too_many_orders", limit=MOST_AT_ONCE)
        with self._store.writing(by=by, action=Action.SEND_OUT) as tx:
            self._asked(tx, orders, batch)
        return self._some([asked.order.id for asked in orders])

    def put(self, tx: Tx, orders: Sequence[Ask], batch: NewBatch | None) -> None:
        """Shared step: the same within a transaction of another act, which writes no line of its own about it."""
        if not 0 < len(orders) <= MOST_AT_ONCE:
            raise Refused("too_many_orders", limit=MOST_AT_ONCE)
        self._asked(tx, orders, batch)

    def probes(self, wanted: Mapping[UUID, UUID], *, by: Actor) -> dict[UUID, DeliveryRow]:
        """Silent tests by device, with the id of each order; the same id twice is one.

        Anybody who may record may ask for them. Devices this store cannot send to are left out.
        """
        asked = [Ask(device_id, Order(order_id, Verb.PROBE), test=True) for device_id, order_id in wanted.items()]
        with self._store.reading() as connection:
            known = query.known(connection, list(wanted.values()))
        if any(one.order.id not in known for one in asked):
            with self._store.writing(by=by, action=Action.RECORD) as tx:
                asked = [one for one in asked if one.order.id in known or self._reaches(tx, one.device_id)]
                self._asked(tx, asked, None, "设备自检" if len(asked) > 1 else "")
        rows = self._some([one.order.id for one in asked])
        return {row.device_id: row for row in rows}

    def give_up_probe(self, row_id: UUID, said: str) -> DeliveryRow:
        """Nobody waits for that silent test any more: it is taken back where nobody has begun it."""
        with self._store.writing(by=Actor.program(), action=Action.RECORD) as tx:
            at = self._clock.now()
            row = steps.load(tx, row_id)
            if row.state == SendState.QUEUED.value and row.verb == Verb.PROBE.value:
                steps.move(row, SendState.CANCELLED, at, said)
                told.write(tx, told.became([row]), at, [row])
        return self.one(row_id)

    def arming(self, ids: Sequence[UUID]) -> Arming:
        """What is to be said and proved to arm these rows."""
        rows, places = self._held(ids)
        with self._store.reading() as connection:
            seconds = int(current(connection, "sending.arm_seconds", self._clock.now()))
        return Arming(tuple(rows), area_words(row.area for row in rows), bool(self._codes(places)), seconds)

    def arm(
        self, ids: Sequence[UUID], area_said: str, password: str, *, code: str = "", by: Actor
    ) -> list[DeliveryRow]:
        """The two steps before anything is heard; all rows or none. It must begin before the arming ends.

        Refuses officer_needed, not_permitted, area_differs, wrong_password, wait_password, wrong_arm_code,
        delivery_state, validity_past, device_stopped, practice_live_channel and device_changed (since it was asked for:
        the area was said of another coil); what was refused is a line too.
        """
        if by.id is None:
            raise Refused("officer_needed")
        require_whole(area_said + password + code)
        self._store.require(by, Action.SOUND)
        rows, places = self._held(ids)
        try:
            for place in places:
                steps.require_reachable(self._realm, place)
            self._require_proof(rows, places, area_said, password, code, by)
        except Refused as refusal:
            self._note_refused(rows, refusal, by)
            raise
        with self._store.writing(by=by, action=Action.SOUND) as tx:
            self._armed(tx, ids)
        return self._some(ids)

    def cancel(self, row_id: UUID, *, by: Actor, note: str = "") -> DeliveryRow:
        """Take back what nobody has begun; Refused("delivery_state") for anything else."""
        note = free_text(note, NOTE_LIMIT)
        with self._store.writing(by=by, action=Action.SEND_OUT) as tx:
            at = self._clock.now()
            row = steps.load(tx, row_id)
            steps.require_state(row, *WAITING)
            steps.move(row, SendState.CANCELLED, at, "taken_back")
            row.note = note
            told.write(tx, told.became([row], note), at, [row])
        return self.one(row_id)

    def decide(self, row_id: UUID, state: SendState, note: str, *, by: Actor) -> DeliveryRow:
        """A person says what became of something unknown, and from where they know it.

        Refuses reason_missing, bad_decision and delivery_state.
        """
        note = free_text(note, NOTE_LIMIT)
        if not note:
            raise Refused("reason_missing", field="note")
        if state not in DECIDED:
            raise Refused("bad_decision", state=state.value)
        action = Action.SOUND if self.one(row_id).audible else Action.SEND_OUT
        with self._store.writing(by=by, action=action) as tx:
            at = self._clock.now()
            row = steps.load(tx, row_id)
            steps.require_state(row, SendState.UNKNOWN)
            steps.move(row, state, at, "decided")
            row.decided_by, row.note = tx.by.name, note
            told.write(tx, told.became([row], note), at, [row])
        return self.one(row_id)

    def again(self, row_id: UUID, *, by: Actor, order_id: UUID | None = None) -> DeliveryRow:
        """The same once more, as a new row that is armed anew; what is unknown is decided on first.

        ``order_id`` makes a repeated call one row. Refuses warning_over of a warning nobody is told of any more.
        """
        order_id = order_id or uuid4()
        with self._store.writing(by=by, action=Action.SEND_OUT) as tx:
            before = query.one(tx.connection, row_id)
            until = _still_told(tx, before, self._clock.now())
            self._asked(tx, [self._same_again(before, order_id, until)], None)
        return self.one(order_id)

    def put_again(
        self, tx: Tx, rows: Mapping[UUID, UUID], *, until: datetime | None, batch: NewBatch | None
    ) -> None:  # fmt: skip
        """Shared step: ``again`` within the transaction of another act, of rows with the id of each one's new order;
        worth nothing from ``until`` on."""
        before = query.some(tx.connection, list(rows))
        self._asked(tx, [self._same_again(one, rows[one.id], until) for one in before], batch)

    def _same_again(self, before: DeliveryRow, order_id: UUID, until: datetime | None) -> Ask:
        if before.state not in AGAIN_FROM:
            raise Refused("delivery_state", number=before.number, state=before.state.value)
        valid = None
        if before.valid_until is not None:
            valid = self._clock.now() + max(before.valid_until - before.asked_at, timedelta(minutes=1))
            valid = min(valid, until) if until is not None else valid
        return Ask(
            before.device_id, replace(order_of(before), id=order_id), before.area, before.test, valid, None,
            before.subject_kind, before.subject_id, before.subject_number,
        )  # fmt: skip

    # reading

    def one(self, row_id: UUID) -> DeliveryRow:
        with self._store.reading() as connection:
            return query.one(connection, row_id)

    def rows(
        self,
        asked: str = "",
        *,
        states: Iterable[SendState] = (),
        device_id: UUID | None = None,
        batch_id: UUID | None = None,
        subject_id: UUID | None = None,
        since: datetime | None = None,
        also: Collection[UUID] = (),
        limit: int = SHOWN,
    ) -> list[DeliveryRow]:
        """Newest first; every word of ``asked`` must stand somewhere in the row.

        ``since``: asked for then or later; ``also``: rows that count as in those ``states`` whatever theirs is.
        """
        require_whole(asked)
        with self._store.reading() as connection:
            return query.newest(
                connection, asked.split(), limit, states=states, device_id=device_id, batch_id=batch_id,
                subject_id=subject_id, since=since, also=also,
            )  # fmt: skip

    def count(
        self, asked: str = "", *, states: Iterable[SendState] = (), device_id: UUID | None = None,
        since: datetime | None = None, also: Collection[UUID] = (),
    ) -> int:  # fmt: skip
        """How many ``rows`` would find without a limit."""
        require_whole(asked)
        with self._store.reading() as connection:
            return query.count(
                connection, asked.split(), states=states, device_id=device_id, since=since, also=also
            )  # fmt: skip

    def attempts(self, row_id: UUID) -> list[AttemptRow]:
        """Every attempt with what was sent and answered, and reports that came later."""
        with self._store.reading() as connection:
            return query.attempts(connection, row_id)

    def soundings(self) -> dict[UUID, Sounding]:
        """What sounds now or may, by row: with its end where that is known."""
        with self._store.reading() as connection:
            return delivery_soundings.soundings(connection, self._clock.now())

    def counts(self) -> Counts:
        """How many rows of the whole outbox stand where: ``unknown`` and ``held`` wait for a person."""
        with self._store.reading() as connection:
            return query.counts(connection)

    # shared steps

    def _some(self, ids: Sequence[UUID]) -> list[DeliveryRow]:
        with self._store.reading() as connection:
            return query.some(connection, ids)

    def _reaches(self, tx: Tx, device_id: UUID) -> bool:
        try:
            steps.require_reachable(self._realm, query.destination(tx.connection, device_id))
        except Refused:
            return False
        return True

    def _asked(self, tx: Tx, orders: Sequence[Ask], batch: NewBatch | None, title: str = "") -> None:
        at = self._clock.now()
        known = query.known(tx.connection, [asked.order.id for asked in orders])
        for asked in orders:
            if asked.order.id in known:
                _require_same(tx, asked)
        fresh = [asked for asked in orders if asked.order.id not in known]
        if len({asked.order.id for asked in fresh}) < len(fresh):
            raise ValueError("two orders of one call have the same id")
        if not fresh:
            return
        run = run_of(tx, batch, at)
        asking = steps.Asking(tx, at, self._realm, run.id if run else None)
        rows = asking.rows(fresh, self._zone)
        text = told.asked(rows, run.title if run else title)
        told.write(tx, text, at, [*([run] if run else []), *rows])
        stopped = {row.device_id for row in rows if row.verb == Verb.STOP.value}
        cleared = steps.clear_for_stop(tx, stopped, at)
        if cleared:
            told.write(tx, told.became(cleared), at, cleared)

    def _held(self, ids: Sequence[UUID]) -> tuple[list[DeliveryRow], list[Destination]]:
        if not ids:
            raise Refused("no_such_delivery")
        rows = self._some(ids)
        for row in rows:
            if row.state is not SendState.HELD:
                raise Refused("delivery_state", number=row.number, state=row.state.value)
        with self._store.reading() as connection:
            devices = dict.fromkeys(row.device_id for row in rows)
            return rows, [query.destination(connection, device_id) for device_id in devices]

    def _require_proof(
        self, rows: Sequence[DeliveryRow], places: Sequence[Destination], area_said: str, password: str, code: str,
        by: Actor,
    ) -> None:  # fmt: skip
        """First the words, then the password, then the device's own code."""
        if not said_as_shown(area_said, area_words(row.area for row in rows)):
            raise Refused("area_differs", field="area")
        if self._prove(by.name, password).id != by.id:
            raise Refused("wrong_password", name=by.name)
        for wanted in self._codes(places):
            if not hmac.compare_digest(wanted.encode(), code.encode()):
                raise Refused("wrong_arm_code", field="code")

    def _codes(self, places: Sequence[Destination]) -> list[str]:
        found = (self._secrets.get(place.code, ARM_CODE) for place in places)
        return [code for code in found if code]

    def _note_refused(self, rows: Sequence[DeliveryRow], refusal: Refused, by: Actor) -> None:
        numbers = "、".join(row.number for row in rows[:5]) + (f" 等 {len(rows)} 条" if len(rows) > 5 else "")
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            told.write(tx, f"发声授权未通过 {numbers}：{told.why(refusal)}", self._clock.now())

    def _armed(self, tx: Tx, ids: Sequence[UUID]) -> None:
        at = self._clock.now()
        rows = [steps.load(tx, row_id) for row_id in ids]
        for row in rows:
            steps.require_state(row, SendState.HELD)
            place = steps.destination_of(tx, row)
            steps.require_reachable(self._realm, place)
            if row.valid_until is not None and row.valid_until < at:
                raise Refused("validity_past")
            if row.armed_for != place.version:
                raise Refused("device_changed", number=row.number, name=place.name)
            steps.move(row, SendState.QUEUED, at)
            row.armed_at, row.armed_by = at, tx.by.name
        area = area_words(row.area for row in rows)
        text = f"授权发声（{tx.by.name}，区域：{area}）：" + "；".join(told.named(row) for row in rows)
        told.write(tx, text, at, rows)


def _still_told(tx: Tx, row: DeliveryRow, now: datetime) -> datetime | None:
    """Until when what a warning had sent may be sent once more; refuses warning_over."""
    found = warnings.one(tx.connection, row.subject_id) if row.subject_kind == "warning" and row.subject_id else None
    if found is None:
        return None
    kind, expires = Kind(found["kind"]), found["expires_at"]
    if not may_be_told(kind, State(found["state"]), expires, now):
        raise Refused("warning_over", number=found["number"])
    return expires if kind in HOLDS else None


def _require_same(tx: Tx, asked: Ask) -> None:
    """Refused("already_asked") where that id asked for something else before."""
    row = steps.load(tx, asked.order.id)
    if not steps.same(row, asked):
        raise Refused("already_asked", number=row.number)
