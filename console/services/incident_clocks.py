"""Countdowns of incidents: begun by the county's limits, ended by one act that names who was told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console import words
from console.domain.clock import Clock
from console.domain.escalation import Rung, reached, rung_of
from console.domain.incident import IncidentRow, IncidentState
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.report_limits import (
    REPEATING,
    CountsFrom,
    IncidentClockRow,
    Limit,
    LimitStep,
    Wanted,
    difference,
    limit_of,
    next_turn,
    runs_on,
    wanted,
)
from console.domain.settings import zone as zone_of
from console.domain.stated import is_before
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.lists import current_rows
from console.services.settings import current
from db import books
from db.base import Base
from db.models.incidents import Incident, IncidentClock
from db.queries import incident_clocks as query
from db.queries import incidents
from db.store import Store, Tx

AHEAD = timedelta(minutes=2)
"""So far may a stated time lie ahead of this machine's clock."""

WHOM_LIMIT = 100
REASON_LIMIT = 500
"""Longest name and longest reason, in characters."""


class IncidentClocksService:
    """Use cases of the countdowns of one incident; those that run stand on the due strip."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def of(self, incident_id: UUID) -> list[IncidentClockRow]:
        """All countdowns of an incident, the soonest due first; those no longer wanted too."""
        with self._store.reading() as connection:
            return query.of(connection, incident_id)

    def waiting(self) -> list[IncidentClockRow]:
        """Those that still run, of every incident, the soonest due first."""
        with self._store.reading() as connection:
            return query.waiting(connection)

    def done(
        self, clock_id: UUID, told: str, at: datetime | None = None, late_reason: str = "", *, by: Actor
    ) -> IncidentClockRow:
        """It was done: who was told or received it, and when (None is now).

        A repeating one begins its next turn at once. Refuses whom_missing, late_reason_missing, clock_stopped,
        clock_dropped, clock_before and time_future.
        """
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            now = self._clock.now()
            row = _load(tx, clock_id)
            ended = finish(tx, row, told, at or now, late_reason, now=now)
            incident = tx.session.get_one(Incident, row.incident_id)
            lines.write(tx, books.DUTY, ActKind.CLOCK, _done_words(incident, row), at=now, about=ended, occurred_at=at)
        return self._one(clock_id)

    def drop(self, clock_id: UUID, reason: str, *, by: Actor) -> IncidentClockRow:
        """This countdown is not wanted here, with the reason; it stays to be seen.

        Where a rhythm of its own ends so, the county's towards that receiver runs again.
        """
        reason = checked_text(reason, limit=REASON_LIMIT).strip() if reason.strip() else ""
        if not reason:
            raise Refused("reason_missing")
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            at = self._clock.now()
            row = _load(tx, clock_id)
            incident = tx.session.get_one(Incident, row.incident_id)
            _drop(row, reason, at, tx.by.name)
            text = f"{incident.number} {_named(row)}不再计时：{reason}"
            again = refreshed(tx, incident, self._zone(), at) if row.rule == OWN else []
            lines.write(tx, books.DUTY, ActKind.CLOCK, text, at=at, about=[row, *again])
        return self._one(clock_id)

    def rhythm(self, incident_id: UUID, minutes: int, whom: str, basis: str, *, by: Actor) -> IncidentClockRow:
        """A rhythm of its own (每小时一报, a leader's word): one report every so many minutes from now on.

        It takes the place of the running rhythm towards the same receiver. Refuses minutes_bad, basis_missing and
        incident_not_open.
        """
        whom = " ".join(checked_text(whom, limit=WHOM_LIMIT).split()) if whom.strip() else ""
        basis = checked_text(basis, limit=REASON_LIMIT).strip() if basis.strip() else ""
        if not basis:
            raise Refused("basis_missing")
        if not 5 <= minutes <= 7 * 1440:
            raise Refused("minutes_bad", minutes=minutes)
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            at = self._clock.now()
            incident = tx.session.get(Incident, incident_id)
            if incident is None:
                raise Refused("no_such_incident")
            if not runs_on(IncidentState(incident.state), LimitStep.FOLLOW_UP):
                raise Refused("incident_not_open", number=incident.number)
            dropped = self._other_rhythms(tx, incident, whom, at)
            due = at + timedelta(minutes=minutes)
            made = Wanted(OWN, _turns(tx, incident, OWN) + 1, LimitStep.FOLLOW_UP, whom, minutes, basis, at, due)
            row = _begin(tx, incident, made)
            text = f"{incident.number} 续报改为每 {minutes} 分钟一次" + (f"（{whom}）" if whom else "") + f"：{basis}"
            lines.write(tx, books.DUTY, ActKind.CLOCK, text, at=at, about=[*dropped, row])
            made_id = row.id
        return self._one(made_id)

    def _other_rhythms(self, tx: Tx, incident: Incident, whom: str, at: datetime) -> list[IncidentClock]:
        asked = select(IncidentClock).where(
            IncidentClock.incident_id == incident.id, IncidentClock.step == LimitStep.FOLLOW_UP.value,
            IncidentClock.whom == whom, IncidentClock.done_at.is_(None), IncidentClock.dropped_at.is_(None),
        )  # fmt: skip
        found = list(tx.session.execute(asked).scalars())
        for row in found:
            _drop(row, "另定续报间隔", at)
        return found

    def escalation(self, row: IncidentClockRow, now: datetime) -> tuple[Rung, ...]:
        """The rungs a countdown that runs has reached by then, the lowest first; computed from stored times alone."""
        if not row.running:
            return ()
        with self._store.reading() as connection:
            rungs = [rung_of(item) for item in current_rows(connection, "escalations") if item.active]
        return reached(rungs, "report", row.counts_from, row.due_at, now)

    def _one(self, clock_id: UUID) -> IncidentClockRow:
        with self._store.reading() as connection:
            return query.one(connection, clock_id)


OWN = "own"
"""Rule of a rhythm that was set for one incident."""


def limits(connection: Connection) -> list[Limit]:
    """The county's limits as they count now."""
    return [limit_of(item) for item in current_rows(connection, "report_limits") if item.active]


def refreshed(tx: Tx, incident: Incident, zone: ZoneInfo, at: datetime) -> list[Base]:
    """Shared step after every change of an incident: begin the countdowns now wanted, drop those no longer wanted.

    What was done stays done; due times move where 接报时间 moved. Answers the rows that changed.
    """
    tx.flush()
    row = incidents.one(tx.connection, incident.id)
    held = query.of(tx.connection, incident.id)
    state = IncidentState(incident.state)
    ruled_by = limits(tx.connection)
    wants = [
        want
        for want in wanted(
            ruled_by, row, zone,
            graded_at=incidents.graded_at(tx.connection, incident.id),
            ended_at=incidents.ended_at(tx.connection, incident.id) if state is IncidentState.ENDED else None,
        )
        if runs_on(state, want.step)
    ]  # fmt: skip
    ruled = [clock for clock in held if clock.rule != OWN or not runs_on(state, clock.step)]
    own = {clock.whom for clock in held if clock.rule == OWN and clock.running}
    wants = [want for want in wants if not (want.step is LimitStep.FOLLOW_UP and want.whom in own)]
    resumed = incidents.resumed_at(tx.connection, incident.id)
    told = difference(wants, ruled, resumed)
    # what is due anew counts from when the incident was opened again, whatever call is joined
    changed: list[Base] = _moved(tx, wants, [clock for clock in held if clock.counts_from != resumed])
    for gone in told.drop:
        dropped = tx.session.get_one(IncidentClock, gone.id)
        _drop(dropped, _why(row, gone, ruled_by, zone), at)
        changed.append(dropped)
    tx.flush()
    changed += [_begin(tx, incident, want) for want in told.begin]
    return changed


def finish(
    tx: Tx, row: IncidentClock, told: str, done_at: datetime, late_reason: str = "", *, now: datetime,
    report_id: UUID | None = None, outbound_id: UUID | None = None,
) -> list[IncidentClock]:  # fmt: skip
    """Shared step: a running countdown ends; a repeating one begins its next turn. The caller writes the line."""
    told = checked_text(told, limit=WHOM_LIMIT).strip() if told.strip() else ""
    late_reason = checked_text(late_reason, limit=REASON_LIMIT).strip() if late_reason.strip() else ""
    _require_possible(tx, row, told, done_at, late_reason, now)
    row.done_at, row.done_by, row.told, row.late_reason = done_at, tx.by.name, told, late_reason
    row.report_id, row.outbound_id, row.version = report_id, outbound_id, row.version + 1
    tx.flush()
    incident = tx.session.get_one(Incident, row.incident_id)
    turn = next_turn(query.one(tx.connection, row.id), done_at)
    if turn is None or not runs_on(IncidentState(incident.state), turn.step):
        return [row]
    # towards another receiver the same rule may be turns ahead
    ordinal = _turns(tx, incident, turn.rule) + 1
    return [row, _begin(tx, incident, replace(turn, ordinal=ordinal))]


def running(tx: Tx, incident_id: UUID, steps: Sequence[LimitStep], whom: str | None = None) -> list[IncidentClock]:
    """Shared step: countdowns of these steps that run, towards that receiver only where one is named."""
    asked = select(IncidentClock).where(
        IncidentClock.incident_id == incident_id, IncidentClock.step.in_([step.value for step in steps]),
        IncidentClock.done_at.is_(None), IncidentClock.dropped_at.is_(None),
    ).order_by(IncidentClock.due_at)  # fmt: skip
    found = tx.session.execute(asked).scalars()
    return [row for row in found if whom is None or row.whom in ("", whom)]


def ended_by(tx: Tx, report_id: UUID) -> set[tuple[str, str]]:
    """Shared step: rule and receiver of the countdowns a report has ended."""
    asked = select(IncidentClock.rule, IncidentClock.whom).where(IncidentClock.report_id == report_id)
    return {(row.rule, row.whom) for row in tx.connection.execute(asked)}


def require_come(tx: Tx, stated: datetime, now: datetime) -> None:
    """Refuse a stated time that has not come yet: time_future, told in the station's time."""
    if stated > now + AHEAD:
        local = stated.astimezone(zone_of(current(tx.connection, "site.time_zone", now)))
        raise Refused("time_future", at=f"{local:%Y-%m-%d %H:%M}")


def _load(tx: Tx, clock_id: UUID) -> IncidentClock:
    row = tx.session.get(IncidentClock, clock_id)
    if row is None:
        raise Refused("no_such_clock")
    return row


def _require_possible(
    tx: Tx, row: IncidentClock, told: str, done_at: datetime, late_reason: str, now: datetime
) -> None:
    _require_running(row)
    if not told:
        raise Refused("whom_missing", field="told")
    require_come(tx, done_at, now)
    if row.counts_from <= now and is_before(done_at, row.counts_from):
        raise Refused("clock_before", field="done_at")
    if done_at > row.due_at and not late_reason:
        raise Refused("late_reason_missing", field="late_reason")


def _begin(tx: Tx, incident: Incident, want: Wanted) -> IncidentClock:
    row = IncidentClock(
        id=uuid4(), incident_id=incident.id, rule=want.rule, ordinal=want.ordinal, step=want.step.value,
        whom=want.whom, minutes=want.minutes, basis=want.basis, counts_from=want.counts_from, due_at=want.due_at,
        done_at=None, done_by="", told="", late_reason="", dropped_at=None, drop_reason="", dropped_by="",
        report_id=None, outbound_id=None, version=1,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def _moved(tx: Tx, wants: Sequence[Wanted], held: Sequence[IncidentClockRow]) -> list[Base]:
    """First turns that run and whose beginning moved: an earlier call was joined, the time of the event was learnt."""
    by_rule = {want.rule: want for want in wants}
    changed: list[Base] = []
    for clock in held:
        want = by_rule.get(clock.rule)
        later_turn = clock.step in REPEATING and clock.ordinal != 1
        if want is None or not clock.running or later_turn or clock.counts_from == want.counts_from:
            continue
        row = tx.session.get_one(IncidentClock, clock.id)
        row.counts_from, row.due_at = want.counts_from, want.counts_from + timedelta(minutes=row.minutes)
        row.version += 1
        changed.append(row)
    return changed


def _drop(row: IncidentClock, reason: str, at: datetime, by_name: str = "") -> None:
    _require_running(row)
    row.dropped_at, row.drop_reason, row.dropped_by, row.version = at, reason, by_name, row.version + 1


def _require_running(row: IncidentClock) -> None:
    if row.done_at is not None:
        raise Refused("clock_stopped", whom=row.told)
    if row.dropped_at is not None:
        raise Refused("clock_dropped", reason=row.drop_reason)


def _why(incident: IncidentRow, gone: IncidentClockRow, limits: Sequence[Limit], zone: ZoneInfo) -> str:
    """Why the rules no longer ask for it: another state, the rule is none any more, a stricter one, another type."""
    if not runs_on(incident.state, gone.step):
        return words.say_in("zh", f"incident.state.{incident.state.value}")
    day = incident.received_at.astimezone(zone).date()
    rule = next((one for one in limits if one.code == gone.rule and one.holds_on(day)), None)
    if rule is None:
        return "时限规定变更"
    if rule.counts_from is CountsFrom.ENDED:
        return words.say_in("zh", f"incident.state.{incident.state.value}")
    return "由更严的时限代替" if rule.covers(incident, day) else "类型或级别变更"


def _turns(tx: Tx, incident: Incident, rule: str) -> int:
    return max((clock.ordinal for clock in query.of(tx.connection, incident.id) if clock.rule == rule), default=0)


def _named(row: IncidentClock) -> str:
    step = words.say_in("zh", f"list.report_limits.step.{row.step}")
    return f"{step}→{row.whom}" if row.whom else step


def _done_words(incident: Incident, row: IncidentClock) -> str:
    late = f"（超时，原因：{row.late_reason}）" if row.late_reason else ""
    return f"{incident.number} {_named(row)}：{row.told}{late}"
