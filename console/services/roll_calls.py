"""Roll calls: a round of units, each call one act, the unanswered called again; the record is printed (点名记录)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.expected import expected
from console.domain.log import ActKind
from console.domain.orders import ROLL_CALL_SERIES
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.roll_call import (
    HEARD,
    LIMITS,
    CalledUnit,
    Line,
    Outcome,
    Quality,
    Rates,
    RollCallRow,
    rates,
)
from console.domain.roll_call import (
    lines as lines_of,
)
from console.domain.stated import is_before
from console.domain.text import one_line
from console.errors import Refused
from console.services import channels, lines
from console.services.incident_clocks import AHEAD
from console.services.reporting_units import checked_units, reporting_units
from db import books, numbers
from db.chain import canonical
from db.models.orders import RollCall, RollCallAnswer
from db.queries import contacts
from db.queries import roll_calls as query
from db.store import Store

SHOWN = 200
RETRY = (1, 120)
"""Minutes after which an unanswered unit is called again: from, to."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is taken down. ``at`` None is now; ``answered_at`` when they answered, if it took a while."""

    unit: str
    outcome: Outcome
    person: str = ""
    quality: Quality = Quality.NONE
    remark: str = ""
    at: datetime | None = None
    answered_at: datetime | None = None


class RollCallsService:
    """Use cases of one round."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def units(self) -> list[CalledUnit]:
        """The units a round begins with: the county's own list ``zero_units``; while it has none, its towns."""
        with self._store.reading() as connection:
            return reporting_units(connection)

    def begin(
        self, title: str, channel: str, units: Sequence[CalledUnit], retry_minutes: int = 5, *, by: Actor,
        roll_call_id: UUID | None = None,
    ) -> RollCallRow:  # fmt: skip
        """A new round; begun twice with the same id it answers the first.

        Whom each unit's duty post is held by then stands in the round from now on. Refuses title_missing, retry_bad,
        units_missing, unit_twice and bad_channel.
        """
        title = one_line(title, LIMITS["title"])
        if not title:
            raise Refused("title_missing", field="title")
        if not RETRY[0] <= retry_minutes <= RETRY[1]:
            raise Refused("retry_bad", minutes=retry_minutes)
        called = checked_units(units)
        made_id = roll_call_id or uuid4()
        with self._store.writing(by=by, action=Action.ROLL_CALL) as tx:
            at = self._clock.now()
            if query.exists(tx.connection, made_id):
                return query.one(tx.connection, made_id)
            _require_channel(tx.connection, channel)
            called = _expecting(tx.connection, called, at.astimezone(self._zone()).date())
            number = numbers.take(tx, ROLL_CALL_SERIES, at.astimezone(self._zone()).year, self._realm)
            row = RollCall(
                id=made_id, number=number, title=title, channel=channel,
                units=canonical([asdict(unit) for unit in called]).decode(), retry_minutes=retry_minutes,
                started_at=at, ended_at=None, by_name=tx.by.name, remark="", version=1,
            )  # fmt: skip
            tx.session.add(row)
            tx.flush()
            text = f"点名开始 {number} {title}：{len(called)} 个单位"
            lines.write(tx, books.DUTY, ActKind.ROLL_CALL, text, at=at, about=[row])
        return self.one(made_id)

    def call(self, roll_call_id: UUID, call: Call, *, by: Actor) -> Line:
        """What came of one call. A unit may be called again and again; every call stays.

        Refuses no_such_unit, roll_call_ended, time_future, before_begun and answered_before_called.
        """
        person, remark = one_line(call.person, LIMITS["person"]), one_line(call.remark, LIMITS["remark"])
        with self._store.writing(by=by, action=Action.ROLL_CALL) as tx:
            now = self._clock.now()
            row = query.one(tx.connection, roll_call_id)
            unit = _unit(row, call.unit)
            at = call.at or now
            self._require_times(row, at, call.answered_at, now)
            heard = call.outcome in HEARD
            answer = RollCallAnswer(
                roll_call_id=roll_call_id, unit=unit.unit, outcome=call.outcome.value,
                quality=call.quality.value if heard else "", person=person, expected=unit.expected, called_at=at,
                answered_at=(call.answered_at or at) if heard else None, remark=remark, recorded_at=now,
                by_name=tx.by.name,
            )  # fmt: skip
            tx.session.add(answer)
            tx.flush()
            said = words.say_in("zh", f"roll_call.outcome.{call.outcome.value}")
            text = f"点名 {row.number} {unit.unit}：{said}" + (f" {person}" if person else "")
            lines.write(tx, books.DUTY, ActKind.ROLL_CALL, text, at=now, about=[answer], occurred_at=at)
        return next(line for line in self.grid(roll_call_id) if line.unit.unit == unit.unit)

    def end(self, roll_call_id: UUID, remark: str = "", *, seen: int, by: Actor) -> RollCallRow:
        """The round is over; units nobody reached need a remark. Refuses roll_call_ended, units_unreached."""
        remark = one_line(remark, LIMITS["remark"])
        with self._store.writing(by=by, action=Action.ROLL_CALL) as tx:
            at = self._clock.now()
            row = tx.session.get(RollCall, roll_call_id)
            if row is None:
                raise Refused("no_such_roll_call")
            if row.ended_at is not None:
                raise Refused("roll_call_ended", number=row.number)
            if row.version != seen:
                raise Refused("changed_meanwhile", number=row.number)
            told = query.one(tx.connection, roll_call_id)
            counted = rates(told, lines_of(told, query.answers(tx.connection, roll_call_id)))
            if counted.answered < counted.units and not remark:
                raise Refused("units_unreached", count=counted.units - counted.answered)
            row.ended_at, row.remark, row.version = at, remark, row.version + 1
            text = f"点名结束 {row.number}：应答 {counted.answered}/{counted.units}" + (f"，{remark}" if remark else "")
            lines.write(tx, books.DUTY, ActKind.ROLL_CALL, text, at=at, about=[row])
        return self.one(roll_call_id)

    # reading

    def one(self, roll_call_id: UUID) -> RollCallRow:
        with self._store.reading() as connection:
            return query.one(connection, roll_call_id)

    def newest(self) -> list[RollCallRow]:
        with self._store.reading() as connection:
            return query.newest(connection, SHOWN)

    def running(self) -> list[RollCallRow]:
        with self._store.reading() as connection:
            return query.running(connection)

    def grid(self, roll_call_id: UUID) -> tuple[Line, ...]:
        """One line for each unit, with every call to it."""
        with self._store.reading() as connection:
            return lines_of(query.one(connection, roll_call_id), query.answers(connection, roll_call_id))

    def rates(self, roll_call_id: UUID) -> Rates:
        with self._store.reading() as connection:
            row = query.one(connection, roll_call_id)
            return rates(row, lines_of(row, query.answers(connection, roll_call_id)))

    def _require_times(self, row: RollCallRow, at: datetime, answered: datetime | None, now: datetime) -> None:
        if row.ended_at is not None:
            raise Refused("roll_call_ended", number=row.number)
        if max(at, answered or at) > now + AHEAD:
            raise Refused("time_future", at=f"{max(at, answered or at).astimezone(self._zone()):%Y-%m-%d %H:%M}")
        if row.started_at <= now and is_before(at, row.started_at):
            raise Refused("before_begun", field="at")
        if answered is not None and answered < at:
            raise Refused("answered_before_called", field="at")


def _unit(row: RollCallRow, name: str) -> CalledUnit:
    for unit in row.units:
        if unit.unit == name:
            return unit
    raise Refused("no_such_unit", unit=name[:60])


def _require_channel(connection: Connection, code: str) -> None:
    """One of the county's list that leads out; nobody is called by what only comes in."""
    known = channels.known(connection)
    channels.require_known(known, code)
    if known[code].get("way") == "in":
        raise Refused("bad_channel", channel=code)


def _expecting(connection: Connection, units: Sequence[CalledUnit], today: date) -> list[CalledUnit]:
    """Whom the contact book has at the duty post of each unit; who was named already stays."""
    known = contacts.watchers(connection, today)
    return [replace(unit, expected=unit.expected or expected(unit.unit, known)) for unit in units]
