"""Consultations: recorded with who came, their minutes amended while the watch runs, tasks given out from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.consultation import LIMITS, Attendant, ConsultationRow
from console.domain.log import ActKind
from console.domain.orders import CONSULTATION_SERIES, NewOrder, OrderRow, Way
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.task import TaskSource
from console.domain.text import free_text, one_line
from console.errors import Refused
from console.services import lines, orders
from db import books, numbers
from db.chain import canonical
from db.models.incidents import Incident
from db.models.orders import Consultation
from db.queries import consultations as query
from db.queries import orders as order_query
from db.store import Store, Tx

SHOWN = 200
"""Consultations listed at once."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is recorded about one. A planned one has no minutes yet; times are aware UTC."""

    title: str
    held_at: datetime
    chair: str
    attendance: tuple[Attendant, ...]
    way: Way = Way.FACE
    minutes: str = ""
    ended_at: datetime | None = None
    incident_id: UUID | None = None


class ConsultationsService:
    """Use cases of one consultation."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def record(self, held: Held, *, by: Actor, consultation_id: UUID | None = None) -> ConsultationRow:
        """A new one; recorded twice under one id it answers the first. Refuses title_missing, units_missing."""
        held = _checked(held)
        made_id = consultation_id or uuid4()
        with self._store.writing(by=by, action=Action.INSTRUCTIONS) as tx:
            at = self._clock.now()
            if query.there_is(tx.connection, made_id):
                return query.one(tx.connection, made_id)
            if held.incident_id is not None and tx.session.get(Incident, held.incident_id) is None:
                raise Refused("no_such_incident")
            number = numbers.take(tx, CONSULTATION_SERIES, at.astimezone(self._zone()).year, self._realm)
            row = Consultation(id=made_id, number=number, recorded_at=at, by_name=tx.by.name, version=1)
            _fill(row, held)
            tx.session.add(row)
            tx.flush()
            _say(tx, row, "会商", held, at)
        return self.one(made_id)

    def amend(self, consultation_id: UUID, held: Held, *, seen: int, by: Actor) -> ConsultationRow:
        """Who came after all, what was said; every version stands in the book. Refuses consultation_changed."""
        held = _checked(held)
        with self._store.writing(by=by, action=Action.INSTRUCTIONS) as tx:
            row = tx.session.get(Consultation, consultation_id)
            if row is None:
                raise Refused("no_such_consultation")
            if row.version != seen:
                raise Refused("consultation_changed", number=row.number)
            _fill(row, held)
            row.version += 1
            _say(tx, row, "会商更新", held, self._clock.now())
        return self.one(consultation_id)

    def give(
        self, consultation_id: UUID, wanted: Sequence[NewOrder], *, by: Actor, batch_id: UUID | None = None
    ) -> list[OrderRow]:
        """Tasks that came of it (风险提示单, 整改报告单), all in one transaction; refuses orders_missing.

        ``batch_id`` is made by the client: given out twice under one, the first stands.
        """
        if not wanted:
            raise Refused("orders_missing")
        with self._store.writing(by=by, action=Action.TASKS) as tx:
            if earlier := order_query.of_batch(tx.connection, batch_id):
                return earlier
            at = self._clock.now()
            row = tx.session.get(Consultation, consultation_id)
            if row is None:
                raise Refused("no_such_consultation")
            given = orders.Given(TaskSource.CONSULTATION, row.id, row.incident_id)
            made = orders.give(tx, wanted, given, at, self._zone(), self._realm, batch_id)
            text = f"会商交办 {row.number}→{'、'.join(task.unit for task in made)}：{made[0].title}"
            lines.write(tx, books.DUTY, ActKind.CONSULTATION, text, at=at, about=made)
            found = [task.id for task in made]
        with self._store.reading() as connection:
            return [order_query.order(connection, task_id) for task_id in found]

    def one(self, consultation_id: UUID) -> ConsultationRow:
        with self._store.reading() as connection:
            return query.one(connection, consultation_id)

    def newest(self, asked: str = "", incident_id: UUID | None = None, *, limit: int = SHOWN) -> list[ConsultationRow]:
        with self._store.reading() as connection:
            return query.newest(connection, asked.split(), incident_id, limit)

    def count_without_minutes(self) -> int:
        """Those whose minutes are still to be written, listed or not."""
        with self._store.reading() as connection:
            return query.count_without_minutes(connection)


def _fill(row: Consultation, held: Held) -> None:
    row.title, row.held_at, row.ended_at, row.way = held.title, held.held_at, held.ended_at, held.way.value
    row.chair, row.minutes, row.incident_id = held.chair, held.minutes, held.incident_id
    row.attendance = canonical([asdict(one) for one in held.attendance]).decode()


def _say(tx: Tx, row: Consultation, verb: str, held: Held, at: datetime) -> None:
    came = sum(one.came for one in held.attendance)
    text = f"{verb} {row.number} {row.title}：到会 {came}/{len(held.attendance)}，主持 {row.chair}"
    lines.write(tx, books.DUTY, ActKind.CONSULTATION, text, at=at, about=[row], occurred_at=row.held_at)


def _checked(held: Held) -> Held:
    title, chair = one_line(held.title, LIMITS["title"]), one_line(held.chair, LIMITS["chair"])
    if not title:
        raise Refused("title_missing", field="title")
    if not chair:
        raise Refused("leader_missing", field="chair")
    if not held.attendance:
        raise Refused("units_missing")
    if held.ended_at is not None and held.ended_at < held.held_at:
        raise Refused("ended_before_held", field="ended_at")
    return Held(
        title, held.held_at, chair, _attendants(held.attendance), Way(held.way),
        free_text(held.minutes, LIMITS["minutes"]), held.ended_at, held.incident_id,
    )  # fmt: skip


def _attendants(told: Sequence[Attendant]) -> tuple[Attendant, ...]:
    made: list[Attendant] = []
    for one in told:
        unit = one_line(one.unit, LIMITS["unit"])
        if not unit:
            raise Refused("unit_missing", field="unit")
        if any(unit == other.unit for other in made):
            raise Refused("unit_twice", unit=unit)
        made.append(Attendant(unit, one.came, one_line(one.person, LIMITS["person"]), one.in_time, one.material))
    return tuple(made)
