"""Leave of whoever stands duty: asked for, granted or not, withdrawn; the duties it touches are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from console import words
from console.domain.clock import YEARS, Clock
from console.domain.duty_people import LeaveKind, LeaveRow, LeaveState, Touched, could_stand, spans_overlap
from console.domain.log import ActKind
from console.domain.people import Action, Actor, may
from console.domain.settings import zone as zone_of
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.planner_ground import rules_at
from console.services.settings import current
from db import books
from db.models.planning import Leave
from db.queries import duty_people as query
from db.queries import roster as roster_query
from db.store import Store, Tx

LONGEST = timedelta(days=400)
"""Longest leave taken down at once."""

COULD = 3
"""Names told of who could stand in."""

_AROUND = timedelta(days=31)
"""Duties counted when somebody is sought who could stand in."""

_REASON = 500


@dataclass(frozen=True, slots=True)
class NewLeave:
    """What is asked for: whose, of which kind, from when to when (half open), why."""

    person_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """A decision and the duties of the table it touches: somebody must stand them."""

    leave: LeaveRow
    touched: tuple[Touched, ...]


class LeavesService:
    """Use cases of 请假."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def ask(self, wanted: NewLeave, *, by: Actor) -> Granted:
        """Somebody asks, or it is taken down for them; refuses no_such_person, leave_span, leave_overlaps."""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            row = made_leave(tx, wanted, self._clock.now())
            name = _name(tx.connection, row.person_id)
            lines.write(
                tx, books.AUDIT, ActKind.ROSTER, f"请假申请：{_told(tx, name, row)}", at=row.asked_at, about=[row]
            )
            made = row.id
        return self._granted(made)

    def grant(self, leave_id: UUID, words: str = "", *, seen: int, by: Actor) -> Granted:
        """It holds from now on, also where it touches duties: those are told, nobody is taken off silently.

        Refuses own_leave, leave_decided, changed_meanwhile.
        """
        return self._decide(leave_id, LeaveState.GRANTED, words, seen, by)

    def refuse(self, leave_id: UUID, reason: str, *, seen: int, by: Actor) -> Granted:
        """It does not hold; refuses reason_missing and as ``grant``."""
        if not reason.strip():
            raise Refused("reason_missing")
        return self._decide(leave_id, LeaveState.REFUSED, reason, seen, by)

    def withdraw(self, leave_id: UUID, reason: str = "", *, seen: int, by: Actor) -> LeaveRow:
        """Whoever it is about, or asked, or plans the roster takes it back; refuses leave_decided, not_yours."""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            row = _load(tx, leave_id, seen, {LeaveState.ASKED, LeaveState.GRANTED})
            name = _name(tx.connection, row.person_id)
            if by.name not in (name, row.asked_by) and not may(tx.by, Action.EDIT_ROSTER):
                raise Refused("not_yours", name=name)
            answer(row, LeaveState.WITHDRAWN, _words(reason), self._clock.now(), by)
            self._line(tx, f"撤回请假：{_told(tx, name, row)}", row)
        return self._granted(leave_id).leave

    def away(self, start: datetime, end: datetime) -> list[LeaveRow]:
        """Who is away within a span by leave that was granted."""
        with self._store.reading() as connection:
            return query.leaves(connection, start, end, states=(LeaveState.GRANTED,))

    def listed(self, start: datetime, end: datetime) -> list[LeaveRow]:
        """Every leave within a span, also refused and withdrawn."""
        with self._store.reading() as connection:
            return query.leaves(connection, start, end, states=tuple(LeaveState))

    def waiting(self) -> list[LeaveRow]:
        """What nobody has decided yet."""
        with self._store.reading() as connection:
            return query.waiting_leaves(connection)

    def touched(self, person_id: UUID, start: datetime, end: datetime) -> tuple[Touched, ...]:
        """Which duties of the table leave of this span would touch, and who could stand in."""
        with self._store.reading() as connection:
            return touched(connection, person_id, start, end, self._clock.now())

    def _decide(self, leave_id: UUID, state: LeaveState, words: str, seen: int, by: Actor) -> Granted:
        with self._store.writing(by=by, action=Action.DECIDE_ROSTER) as tx:
            row = _load(tx, leave_id, seen, {LeaveState.ASKED})
            name, now = _name(tx.connection, row.person_id), self._clock.now()
            if by.name == name and current(tx.connection, "report.own_approval", now) != "yes":
                raise Refused("own_leave", name=name)
            answer(row, state, _words(words), now, by)
            verb = "准假" if state is LeaveState.GRANTED else "不准假"
            self._line(tx, f"{verb}：{_told(tx, name, row)}" + (f"；{row.decision}" if row.decision else ""), row)
        return self._granted(leave_id)

    def _granted(self, leave_id: UUID) -> Granted:
        with self._store.reading() as connection:
            row = query.leave(connection, leave_id)
            assert row is not None, "it was written a moment ago and nothing deletes leave"
            holds = row.state in (LeaveState.ASKED, LeaveState.GRANTED)
            span = (row.starts_at, row.ends_at)
            found = touched(connection, row.person_id, *span, self._clock.now()) if holds else ()
            return Granted(row, found)

    def _line(self, tx: Tx, text: str, row: Leave) -> None:
        lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=self._clock.now(), about=[row])


def made_leave(tx: Tx, wanted: NewLeave, at: datetime) -> Leave:
    """Shared step: leave that is asked for, not decided; refuses as ``ask``."""
    start, end = wanted.starts_at, wanted.ends_at
    if end <= start or end - start > LONGEST or start.year not in YEARS or end.year not in YEARS:
        raise Refused("leave_span")
    name = _name(tx.connection, wanted.person_id)
    clash = spans_overlap(start, end, query.leaves(tx.connection, start, end, wanted.person_id))
    if clash is not None:
        raise Refused("leave_overlaps", name=name, span=_span(tx.connection, clash.starts_at, clash.ends_at))
    row = Leave(
        id=uuid4(), person_id=wanted.person_id, kind=LeaveKind(wanted.kind).value, starts_at=start, ends_at=end,
        reason=_words(wanted.reason), state=LeaveState.ASKED.value, asked_at=at,
        asked_by=tx.by.name, decided_at=None, decided_by="", decision="", version=1,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def touched(
    connection: Connection, person_id: UUID, start: datetime, end: datetime, now: datetime
) -> tuple[Touched, ...]:
    """Shared step: duties of the table that are not over and fall into a span, with who could stand them."""
    zone = zone_of(current(connection, "site.time_zone", now))
    days = [at.astimezone(zone).date() for at in (start - _AROUND, end + _AROUND)]
    around = roster_query.lines_of_days(connection, *days)
    name = query.person_names(connection, [person_id]).get(person_id, "")
    own = [one for one in around if one.person_id == person_id or (one.person_id is None and one.name == name)]
    staff, rules, found = query.staff(connection), rules_at(connection, now), list[Touched]()
    for line in own:
        if line.ends_at > max(start, now) and line.starts_at < end:
            away = {row.person_id for row in query.leaves(connection, line.starts_at, line.ends_at)}
            found.append(Touched(line, could_stand(line, staff, away | {person_id}, around, rules, COULD)))
    return tuple(found)


def _load(tx: Tx, leave_id: UUID, seen: int, states: set[LeaveState]) -> Leave:
    row = tx.session.get(Leave, leave_id)
    if row is None:
        raise Refused("no_such_row")
    if row.state not in states:
        raise Refused("leave_decided", state=row.state)
    if row.version != seen:
        raise Refused("changed_meanwhile", number="")
    return row


def answer(row: Leave, state: LeaveState, words: str, at: datetime, by: Actor, *, again: bool = True) -> None:
    """Shared step: what was decided about it; ``again`` where the row was written before."""
    row.state, row.decided_at, row.decided_by, row.decision = state.value, at, by.name, words
    row.version += int(again)


def _name(connection: Connection, person_id: UUID) -> str:
    name = query.person_names(connection, [person_id]).get(person_id)
    if name is None:
        raise Refused("no_such_person")
    return name


def _told(tx: Tx, name: str, row: Leave) -> str:
    kind = words.say_in("zh", f"leave.kind.{row.kind}")
    return f"{name} {kind} {_span(tx.connection, row.starts_at, row.ends_at)}"


def _span(connection: Connection, start: datetime, end: datetime) -> str:
    zone = zone_of(current(connection, "site.time_zone", start))
    return f"{start.astimezone(zone):%Y-%m-%d %H:%M} 至 {end.astimezone(zone):%Y-%m-%d %H:%M}"


def _words(text: str) -> str:
    return checked_text(text, limit=_REASON).strip() if text.strip() else ""
