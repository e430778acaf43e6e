"""避灾安置场所: kept, opened and closed, counted with 截至; what runs short there becomes a need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain import relocations
from console.domain.clock import Clock
from console.domain.incident import OPEN_STATES
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.relocations import Totals
from console.domain.shelters import (
    GROUPS,
    LIMITS,
    CheckDue,
    CountRow,
    NewCount,
    OpeningRow,
    ShelterForm,
    ShelterRow,
    ShelterState,
    checked_count,
    checks_due,
    differences,
    named,
    require_state,
)
from console.domain.spots import SpotSense, sense
from console.domain.stated import is_before, require_past
from console.domain.text import one_line
from console.errors import Refused
from console.services import lines, shelter_writing
from console.services.county_bounds import bounds
from console.services.needs import NeedsService
from console.services.settings import current
from console.services.shelter_needs import need_of
from console.services.shelter_words import counted, said
from db import books
from db.base import Base
from db.models.incidents import Incident
from db.models.shelters import Shelter, ShelterCount, ShelterOpening
from db.queries import needs as need_query
from db.queries import relocations as moved_query
from db.queries import shelters as query
from db.store import Store, Tx

LOW_DAYS = "shelter.low_days"
CHECK_DAYS = "shelter.check_days"
"""Settings of the county: for how many days water and food shall last at least, how often a shelter is checked."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a count: the shelter as it stands, needs that were made of it, and what of it is low without one."""

    shelter: ShelterRow
    needs: tuple[str, ...] = ()
    low: tuple[str, ...] = ()


class SheltersService:
    """Use cases of shelters. Nothing is deleted: a shelter that is no more is retired."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], needs: NeedsService) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._needs = needs

    # looking

    def rows(self, asked: str = "", *, retired: bool = False) -> list[ShelterRow]:
        """By code, or where something is asked the best first: name, pinyin, code, number, address, manager."""
        with self._store.reading() as connection:
            found = query.rows(connection, retired=retired)
        if not asked.strip():
            return found
        return named(found, asked, max(len(found), 1))

    def one(self, shelter_id: UUID) -> ShelterRow:
        """Refuses no_such_shelter."""
        with self._store.reading() as connection:
            return _one(connection, shelter_id)

    def openings(self, shelter_id: UUID) -> list[OpeningRow]:
        """When it was open, the newest first."""
        with self._store.reading() as connection:
            return query.openings(connection, shelter=shelter_id)

    def counts(self, opening_id: UUID) -> list[CountRow]:
        with self._store.reading() as connection:
            return query.counts(connection, opening_id)

    def low_days(self) -> float:
        """For fewer days than that water or food is low."""
        with self._store.reading() as connection:
            return self._low_days(connection)

    def checks_due(self) -> list[CheckDue]:
        """Shelters whose safety check is over the county's time, or that were never checked."""
        with self._store.reading() as connection:
            now = self._clock.now()
            days, today = int(current(connection, CHECK_DAYS, now)), now.astimezone(self._zone()).date()
            return checks_due(query.rows(connection), today, days)

    def totals(self, incident: UUID | None = None) -> Totals:
        """People brought away and people in shelters: of one incident, or of every open incident and open shelter."""
        with self._store.reading() as connection:
            return totals(connection, incident)

    def spot(self, latitude: float | None, longitude: float | None) -> SpotSense:
        """What typed coordinates say: in the county, outside of it, swapped …"""
        with self._store.reading() as connection:
            return sense(latitude, longitude, bounds(connection))

    # keeping

    def keep(self, form: ShelterForm, *, seen: int = 0, by: Actor) -> ShelterRow:
        """A new shelter (``seen`` 0) or a change of the version that was seen; the same form again changes nothing.

        Refuses what ``shelter_writing.sound`` does, changed_meanwhile, no_such_shelter.
        """
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row = tx.session.get(Shelter, form.id)
            if row is None and seen:
                raise Refused("no_such_shelter")
            before = None if row is None else query.form_of(row)
            lists = shelter_writing.known(tx.connection)
            form = shelter_writing.sound(form, lists, before)
            if row is None or before is None:
                row = Shelter(id=form.id, state=ShelterState.CLOSED.value, active=True, version=1)
                shelter_writing.put(row, form)
                tx.session.add(row)
                self._audit(tx, f"新增避灾安置场所 {row.code} {row.name}", row)
            elif form != before:
                _require_version(row, seen)
                changed = "、".join(
                    f"{words.say_in('zh', f'shelters.column.{name}')} {was or '空'}→{now or '空'}"
                    for name, was, now in differences(before, form, partial(said, named=lists.named))
                )
                shelter_writing.put(row, form)
                row.version += 1
                self._audit(tx, f"修改避灾安置场所 {row.code} {row.name}：{changed}", row)
        return self.one(form.id)

    def retire(self, shelter_id: UUID, *, seen: int, by: Actor) -> ShelterRow:
        """It is no longer kept; refuses shelter_running while it is open or people are said to be in it."""
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row = _seen(tx, shelter_id, seen)
            there = _one(tx.connection, shelter_id)
            if there.running or there.moved:
                raise Refused("shelter_running", name=row.name, people=there.people.value or there.moved)
            row.active, row.version = False, row.version + 1
            self._audit(tx, f"撤除避灾安置场所 {row.code} {row.name}", row)
        return self.one(shelter_id)

    def restore(self, shelter_id: UUID, *, seen: int, by: Actor) -> ShelterRow:
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row = _seen(tx, shelter_id, seen)
            row.active, row.version = True, row.version + 1
            self._audit(tx, f"恢复避灾安置场所 {row.code} {row.name}", row)
        return self.one(shelter_id)

    def tell(self, shelter_id: UUID, state: ShelterState, reason: str = "", *, seen: int, by: Actor) -> ShelterRow:
        """关闭, 准备, 停用 while nobody is taken in; 满员 and 开放 again while it is open. 停用 asks for its reason.

        Refuses shelter_state, reason_missing, changed_meanwhile.
        """
        reason = one_line(reason, LIMITS["reason"])
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row = _seen(tx, shelter_id, seen)
            running = _running(tx, shelter_id) is not None
            require_state(ShelterState(row.state), state, row.name, running=running)
            if state is ShelterState.DISUSED and not reason:
                raise Refused("reason_missing", field="reason")
            self._state(tx, row, state, reason)
        return self.one(shelter_id)

    # open

    def open(
        self, shelter_id: UUID, incident: UUID | None = None, at: datetime | None = None, who: str = "",
        *, key: UUID | None = None, by: Actor,
    ) -> ShelterRow:  # fmt: skip
        """It takes people in, since when, told by whom; the same ``key`` twice is once.

        Refuses shelter_open (it is already), shelter_disused, incident_closed, no_such_incident, time_future,
        shelter_before where it was open still.
        """
        who = one_line(who, LIMITS["who"])
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            if key is None or tx.session.get(ShelterOpening, key) is None:
                row, now = _there(tx, shelter_id), self._clock.now()
                if _running(tx, shelter_id) is not None:
                    raise Refused("shelter_open", name=row.name)
                if row.state == ShelterState.DISUSED or not row.active:
                    raise Refused("shelter_disused", name=row.name)
                since = self._after_the_last(tx, shelter_id, at, now)
                number = _incident(tx, incident)
                made = ShelterOpening(
                    id=key or uuid4(), shelter_id=row.id, incident_id=incident, opened_at=since, opened_by=who,
                    closed_at=None, closed_by="", recorded_at=now, by_name=tx.by.name, version=1,
                )  # fmt: skip
                tx.session.add(made)
                self._duty(tx, f"{row.name} 开放（容量 {row.capacity} 人{number and f'，{number}'}）", made, since, who)
                self._state(tx, row, ShelterState.OPEN)
        return self.one(shelter_id)

    def attach(self, shelter_id: UUID, incident: UUID, *, by: Actor) -> ShelterRow:
        """The running opening is for that incident: people are often taken in before one is opened.

        What runs short by its newest count becomes a need now. Refuses shelter_not_open, incident_closed.
        """
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row, opening = _there(tx, shelter_id), _require_running(tx, shelter_id)
            if opening.incident_id != incident:
                number = _incident(tx, incident)
                opening.incident_id, opening.version = incident, opening.version + 1
                now = self._clock.now()
                self._duty(tx, f"{row.name} 开放归入 {number}", opening, now, "")
                tx.flush()
                newest = query.newest(tx.connection).get(opening.id)
                if newest is not None:
                    self._short(tx, row, opening, newest, newest.low(self._low_days(tx.connection)), now)
        return self.one(shelter_id)

    def close(
        self, shelter_id: UUID, at: datetime | None = None, who: str = "", reason: str = "", *, by: Actor
    ) -> ShelterRow:  # fmt: skip
        """It takes nobody in any longer. Where the newest count or the lists have people in it a reason is asked for.

        Refuses shelter_not_open, shelter_people_in, time_future, shelter_before.
        """
        who, reason = one_line(who, LIMITS["who"]), one_line(reason, LIMITS["reason"])
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row, opening, now = _there(tx, shelter_id), _require_running(tx, shelter_id), self._clock.now()
            there = _one(tx.connection, shelter_id)
            people = max(there.people.value or 0, there.moved)
            if people and not reason:
                raise Refused("shelter_people_in", field="reason", name=row.name, people=people)
            last = there.count.at if there.count is not None else opening.opened_at
            self._require_since(at or now, max(last, opening.opened_at), now)
            opening.closed_at, opening.closed_by, opening.version = at or now, who, opening.version + 1
            left = f"，尚有 {people} 人：{reason}" if people else f"：{reason}" if reason else ""
            self._duty(tx, f"{row.name} 关闭{left}", opening, at or now, who)
            self._state(tx, row, ShelterState.CLOSED)
        return self.one(shelter_id)

    def count(self, shelter_id: UUID, count: NewCount, *, by: Actor) -> Counted:
        """Who is there as of when; what lasts for too few days becomes a need of its incident, each once.

        More people than there is room for are told, never refused. The same count twice is once. Refuses
        shelter_not_open, count_bad, count_groups, days_bad, time_future, shelter_before.
        """
        count = checked_count(count)
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row, opening, now = _there(tx, shelter_id), _require_running(tx, shelter_id), self._clock.now()
            at = count.at or now
            self._require_since(at, opening.opened_at, now)
            made = self._counted(tx, row, opening, count, max(at, opening.opened_at), now)
            low: tuple[str, ...] = ()
            needs: list[str] = []
            if made is not None:
                tx.flush()
                newest = query.newest(tx.connection)[opening.id]
                low = newest.low(self._low_days(tx.connection)) if newest.number == made.number else ()
                needs = self._short(tx, row, opening, newest, low, now)
        return Counted(self.one(shelter_id), tuple(needs), tuple(low))

    def _counted(
        self, tx: Tx, row: Shelter, opening: ShelterOpening, count: NewCount, at: datetime, now: datetime
    ) -> ShelterCount | None:
        """None where exactly that was told already."""
        names = ("total", *GROUPS, "water_days", "food_days", "who", "remark")
        values = {name: getattr(count, name) for name in names}
        told = [one for one in query.counts(tx.connection, opening.id) if one.at == at]
        if told and all(getattr(told[-1], name) == value for name, value in values.items()):
            return None
        made = ShelterCount(opening_id=opening.id, at=at, recorded_at=now, by_name=tx.by.name, **values)
        tx.session.add(made)
        over = max(count.total - row.capacity, 0)
        when = f"{at.astimezone(self._zone()):%m-%d %H:%M}"
        text = f"{row.name} 截至 {when}：{counted(count)}" + (f"，超容量 {over} 人" if over else "")
        self._duty(tx, text, made, at, count.who)
        return made

    def _short(
        self, tx: Tx, row: Shelter, opening: ShelterOpening, count: CountRow, low: Iterable[str], now: datetime
    ) -> list[str]:
        """Numbers of the needs that are made of what is low; one that was made before is the people's to change."""
        incident = tx.session.get(Incident, opening.incident_id) if opening.incident_id else None
        if incident is None or incident.state not in OPEN_STATES:
            return []
        made = []
        for what in low:
            form = need_of(row, incident.id, count, what, self._low_days(tx.connection))
            if need_query.from_source(tx.session, form) is None:
                made.append(self._needs.entered(tx, form, now).number)
        return made

    def _low_days(self, connection: Connection) -> float:
        return float(current(connection, LOW_DAYS, self._clock.now()))

    def _require_since(self, at: datetime, since: datetime, now: datetime) -> None:
        require_past(at, now, self._zone(), "at")
        if is_before(at, since):
            raise Refused("shelter_before", field="at", at=f"{since.astimezone(self._zone()):%m-%d %H:%M}")

    def _after_the_last(self, tx: Tx, shelter_id: UUID, at: datetime | None, now: datetime) -> datetime:
        """When an opening began: as stated, else now; never while the one before it ran."""
        closed = [one.closed_at for one in query.openings(tx.connection, shelter=shelter_id) if one.closed_at]
        last = max(closed, default=at or now)
        if at is not None:
            self._require_since(at, last, now)
        return max(at or now, last)

    def _state(self, tx: Tx, row: Shelter, state: ShelterState, reason: str = "") -> None:
        row.state, row.version = state.value, row.version + 1
        said = words.say_in("zh", f"shelters.state.{state.value}")
        self._audit(tx, f"避灾安置场所 {row.code} {row.name} {said}" + (f"：{reason}" if reason else ""), row)

    def _audit(self, tx: Tx, text: str, row: Shelter) -> None:
        lines.write(tx, books.AUDIT, ActKind.SHELTER, text, at=self._clock.now(), about=[row])

    def _duty(self, tx: Tx, text: str, row: Base, at: datetime, who: str) -> None:
        now = self._clock.now()
        lines.write(tx, books.DUTY, ActKind.SHELTER, text, at=now, about=[row], occurred_at=at, person=who)


def totals(connection: Connection, incident: UUID | None = None) -> Totals:
    """Shared step of boards, sheets and prints: as ``SheltersService.totals``."""
    shelters = [
        row
        for row in query.rows(connection, retired=True)
        if row.opening is not None and incident in (None, row.opening.incident_id)
    ]
    return relocations.totals(moved_query.rows(connection, incident), shelters)


def _one(connection: Connection, shelter_id: UUID) -> ShelterRow:
    found = query.rows(connection, [shelter_id])
    if not found:
        raise Refused("no_such_shelter")
    return found[0]


def _there(tx: Tx, shelter_id: UUID) -> Shelter:
    row = tx.session.get(Shelter, shelter_id)
    if row is None:
        raise Refused("no_such_shelter")
    return row


def _seen(tx: Tx, shelter_id: UUID, seen: int) -> Shelter:
    row = _there(tx, shelter_id)
    _require_version(row, seen)
    return row


def _require_version(row: Shelter, seen: int) -> None:
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)


def _running(tx: Tx, shelter_id: UUID) -> ShelterOpening | None:
    found = query.openings(tx.connection, running=True, shelter=shelter_id)
    return tx.session.get(ShelterOpening, found[0].id) if found else None


def _require_running(tx: Tx, shelter_id: UUID) -> ShelterOpening:
    opening = _running(tx, shelter_id)
    if opening is None:
        raise Refused("shelter_not_open", name=_there(tx, shelter_id).name)
    return opening


def _incident(tx: Tx, incident_id: UUID | None) -> str:
    """Its number; nothing for none. Refuses no_such_incident, incident_closed."""
    if incident_id is None:
        return ""
    incident = tx.session.get(Incident, incident_id)
    if incident is None:
        raise Refused("no_such_incident")
    if incident.state not in OPEN_STATES:
        raise Refused("incident_closed", number=incident.number)
    return incident.number
