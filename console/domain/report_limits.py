"""Countdowns of an incident: which limits hold for it, when each is due, what they become when its grade changes.

A limit is a row of the county's list ``report_limits`` with its legal basis, never a constant. Every due time is
computed from stored times, so restarts, sleep and a clock that was set change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.incident import Grade, IncidentKind, IncidentRow, IncidentState
from console.domain.lists import ListItem


class LimitStep(StrEnum):
    """初报（电话）, 初报（书面）, 续报, 日报, 核报（终报）, 受灾群众基本生活救助."""

    FIRST_PHONE = "first_phone"
    FIRST_WRITTEN = "first_written"
    FOLLOW_UP = "follow_up"
    DAILY = "daily"
    FINAL = "final"
    RELIEF = "relief"


REPEATING = frozenset({LimitStep.FOLLOW_UP, LimitStep.DAILY})
"""Steps that begin again when one turn is done, as long as the incident is open."""


class CountsFrom(StrEnum):
    """接报时间, 发生时间 (接报时间 where it is unknown), 定级时间 (接报时间 before it), 处置结束."""

    RECEIVED = "received"
    OCCURRED = "occurred"
    GRADED = "graded"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of the list. ``grades`` are grades or kinds (``larger_risk``, ``hazard``); empty is every one.

    ``since`` and ``until`` are the days between which the rule holds, both included; None is open.
    """

    code: str
    name: str
    event_types: tuple[str, ...]
    grades: tuple[str, ...]
    step: LimitStep
    whom: str
    minutes: int
    counts_from: CountsFrom
    basis: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is a rule on that day, both ends included."""
        return not ((self.since and day < self.since) or (self.until and day > self.until))

    def covers(self, incident: IncidentRow, day: date) -> bool:
        """Whether it holds for that incident on that day; 非突发事件 has no limits."""
        if incident.kind is IncidentKind.NOT_INCIDENT:
            return False
        if not self.holds_on(day):
            return False
        code = incident.event_type or ""
        if self.event_types and not any(code.startswith(one) for one in self.event_types):
            return False
        return not self.grades or bool({*self.grades} & {incident.grade.value, incident.kind.value} - {"", "event"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A countdown an incident should have: what it is made from and when it is due."""

    rule: str
    ordinal: int
    step: LimitStep
    whom: str
    minutes: int
    basis: str
    counts_from: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentClockRow:
    """A countdown as it stands. ``told`` received the report or was phoned; ``done_by`` is the officer.

    ``dropped_by`` is the officer who said that it is not wanted; empty where a rule no longer asks for it.
    """

    id: UUID
    incident_id: UUID
    incident_number: str
    incident_title: str
    rule: str
    ordinal: int
    step: LimitStep
    whom: str
    minutes: int
    basis: str
    counts_from: datetime
    due_at: datetime
    done_at: datetime | None
    done_by: str
    told: str
    late_reason: str
    dropped_at: datetime | None
    drop_reason: str
    dropped_by: str
    report_id: UUID | None
    outbound_id: UUID | None
    version: int

    @property
    def running(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    @property
    def late(self) -> bool:
        """Done after its time: shown for ever, with the reason."""
        return self.done_at is not None and self.done_at > self.due_at

    def over(self, now: datetime) -> bool:
        return self.running and now > self.due_at


def limit_of(item: ListItem) -> Limit:
    """A row of the list ``report_limits`` as a limit."""
    return Limit(
        code=item.code,
        name=item.get("name"),
        event_types=item.items("event_types"),
        grades=item.items("grades"),
        step=LimitStep(item.get("step")),
        whom=item.get("whom"),
        minutes=int(item.get("minutes")),
        counts_from=CountsFrom(item.get("counts_from")),
        basis=item.get("basis"),
        since=_day(item.get("valid_from")),
        until=_day(item.get("valid_to")),
    )


def _day(text: str) -> date | None:
    """A day with its year; one that comes every year has no meaning here."""
    return date.fromisoformat(text) if len(text) == 10 else None


def wanted(
    limits: Iterable[Limit],
    incident: IncidentRow,
    zone: ZoneInfo,
    *,
    graded_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> tuple[Wanted, ...]:
    """The first turn of every countdown the incident should have, the strictest of equals only.

    Two rules for the same step and the same receiver (a national and a provincial one) give one countdown: the one
    that is due first. What counts from the end begins with the end.
    """
    day = incident.received_at.astimezone(zone).date()
    begins = {
        CountsFrom.RECEIVED: incident.received_at,
        CountsFrom.OCCURRED: incident.occurred_at or incident.received_at,
        CountsFrom.GRADED: graded_at or incident.received_at,
        CountsFrom.ENDED: ended_at,
    }
    best: dict[tuple[LimitStep, str], Wanted] = {}
    for limit in limits:
        start = begins[limit.counts_from]
        if start is None or not limit.covers(incident, day):
            continue
        made = _first(limit, start)
        held = best.get((limit.step, limit.whom))
        if held is None or made.due_at < held.due_at:
            best[limit.step, limit.whom] = made
    return tuple(sorted(best.values(), key=lambda one: (one.due_at, one.rule)))


def _first(limit: Limit, start: datetime) -> Wanted:
    due = start + timedelta(minutes=limit.minutes)
    return Wanted(limit.code, 1, limit.step, limit.whom, limit.minutes, limit.basis, start, due)


def next_turn(clock: IncidentClockRow, done_at: datetime) -> Wanted | None:
    """The next turn of a countdown that comes again: its rhythm counts from when this turn was done."""
    if clock.step not in REPEATING:
        return None
    due = done_at + timedelta(minutes=clock.minutes)
    return Wanted(clock.rule, clock.ordinal + 1, clock.step, clock.whom, clock.minutes, clock.basis, done_at, due)


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done to the countdowns: which to begin, which are no longer wanted."""

    begin: tuple[Wanted, ...]
    drop: tuple[IncidentClockRow, ...]


def difference(
    wants: Sequence[Wanted], clocks: Sequence[IncidentClockRow], resumed_at: datetime | None = None
) -> Difference:
    """From the countdowns there are to those wanted; what is done stays done, a repeating one goes on in its turn.

    A countdown of the same step and receiver that was done under another rule is not asked for again, except where
    the new rule is stricter in nothing but its rhythm. What an officer dropped is not begun again under that rule.
    ``resumed_at``: the incident was over until then, and nobody asked for a rhythm; a 核报 done before is due anew.
    """
    keyed = {(one.step, one.whom): one for one in wants}
    held = {(one.step, one.whom): one for one in clocks if one.running}
    done = {(one.step, one.whom) for one in clocks if one.done_at is not None and not _before(one, resumed_at)}
    drop = tuple(one for key, one in held.items() if key not in keyed or keyed[key].rule != one.rule)
    gone = {(one.step, one.whom) for one in drop}
    unwanted = {one.rule for one in clocks if one.dropped_by}
    begin = []
    for key, one in keyed.items():
        if key in held and key not in gone:
            continue
        if key in done and one.step not in REPEATING:
            continue
        if one.rule in unwanted:
            continue
        begin.append(_continued(one, clocks, resumed_at))
    return Difference(tuple(begin), drop)


def _before(clock: IncidentClockRow, resumed_at: datetime | None) -> bool:
    """Whether it is a 核报 of what was over before the incident was opened again."""
    if clock.step is not LimitStep.FINAL or clock.done_at is None or resumed_at is None:
        return False
    return clock.done_at <= resumed_at


def _continued(one: Wanted, clocks: Sequence[IncidentClockRow], resumed_at: datetime | None) -> Wanted:
    """Its ordinal after those this rule already had; a rhythm counts from the last turn or from when it goes on."""
    ordinal = 1 + max((held.ordinal for held in clocks if held.rule == one.rule), default=0)
    turns = [held.done_at for held in clocks if held.step is one.step and held.whom == one.whom and held.done_at]
    since = max(turns) if turns else one.counts_from
    again = one.step in REPEATING or any(_before(held, resumed_at) for held in clocks if held.step is one.step)
    start = max(since if one.step in REPEATING else one.counts_from, resumed_at or one.counts_from)
    start = start if again else one.counts_from
    due = start + timedelta(minutes=one.minutes)
    return Wanted(one.rule, ordinal, one.step, one.whom, one.minutes, one.basis, start, due)


def runs_on(state: IncidentState, step: LimitStep) -> bool:
    """Whether a countdown of that step still runs in that state: 核报 runs on after the end, a rhythm does not."""
    if state is IncidentState.CANCELLED or state is IncidentState.ARCHIVED:
        return False
    return state is not IncidentState.ENDED or step not in REPEATING


GRADES_OF_LIMITS = (
    *(grade.value for grade in Grade if grade),
    IncidentKind.LARGER_RISK.value,
    IncidentKind.HAZARD.value,
)
"""What may stand in a limit's ``grades``."""
