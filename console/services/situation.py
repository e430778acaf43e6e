"""态势: one look over incidents, decisions that wait, what is moving and what is lacking. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.approvals import ApprovalRow
from console.domain.assigning import AssignmentRow
from console.domain.clock import Clock
from console.domain.due import DueState, state_of
from console.domain.grading import criterion_of, propose
from console.domain.incident_figures import Amount, newest
from console.domain.incident_report import ReportRow, ReportState
from console.domain.needs import NeedRow, NeedState, by_urgency
from console.domain.report_limits import IncidentClockRow, LimitStep
from console.domain.shelters import ShelterRow
from console.domain.situation import (
    InForce,
    Lack,
    Lacking,
    LastReport,
    Move,
    Moving,
    OpenIncident,
    People,
    Situation,
    Wait,
    Waiting,
    by_clock,
    by_gravity,
    by_press,
    is_out,
    lacks_of,
    summed,
    team_moving,
    undecided,
)
from console.domain.stock import NOTHING, normal
from console.domain.swaps import SwapRow, SwapState
from console.domain.teams import Readiness
from console.services import expiry, shelters, warning_due
from console.services.lists import current_rows
from console.services.quotas import by_place
from console.services.settings import current
from db.queries import (
    approvals,
    assignments,
    incident_clocks,
    incidents,
    orders,
    relocations,
    responses,
    roster_plans,
    tasks,
    teams,
)  # fmt: skip
from db.queries import needs as needs_query
from db.queries import situation as query
from db.store import Store

_WRITTEN = (LimitStep.FIRST_WRITTEN, LimitStep.FOLLOW_UP, LimitStep.DAILY, LimitStep.FINAL)
_RESPONSES = 50


class SituationService:
    """What a commander asks at any hour, read in one piece: figures of one page are never of two moments."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def now(self) -> Situation:
        """Everything of this moment."""
        zone = self._zone()
        with self._store.reading() as connection:
            return situation(connection, self._clock.now(), zone)


def situation(connection: Connection, now: datetime, zone: ZoneInfo) -> Situation:
    """Shared step: the page of an instant; the wall asks it in its own reading."""
    soon = timedelta(minutes=int(current(connection, "duty.due_soon", now)))
    clocks = incident_clocks.waiting(connection)
    out = [row for row in assignments.rows(connection, running=True) if is_out(row)]
    open_ones, reports = _incidents(connection, clocks, out, now)
    needs = by_urgency(needs_query.rows(connection))
    waiting = [*_approvals(connection), *_swaps(connection), *_instructions(connection, now, soon)]
    waiting += [*_grades(connection, open_ones), *_reports(clocks, reports, now, soon), *_unserved(needs)]
    waiting += _warnings(connection)
    moving = [team_moving(row, now) for row in out]
    moving += [*_goods(connection, now, soon), *_relocating(connection), *_tasks(connection, now)]
    people, low = _people(connection, open_ones, now)
    own = teams.standings(connection, now.astimezone(zone).date())
    not_ready = [one for one in own if one.readiness != Readiness.READY]
    lacking = [*lacks_of(needs, now), *low, *_stock(connection, now.astimezone(zone).date()), *_idle(not_ready)]
    return Situation(
        now, soon, tuple(open_ones), tuple(responses.rows(connection, now, limit=_RESPONSES)),
        tuple(by_press(waiting, now, soon)), tuple(by_clock(moving)), tuple(lacking), tuple(needs),
        people, len(out), len(not_ready), len(own),
        tuple(InForce(row.id, row.number, row.title, row.expires_at) for row in warning_due.holding(connection)),
    )  # fmt: skip


def _warnings(connection: Connection) -> Iterator[Waiting]:
    """What was handed in and is not out yet; no word of a leader, so it stands where warnings are."""
    for row in warning_due.waiting(connection):
        yield Waiting(
            Wait.WARNING, "warnings", row.id, row.number, row.title, row.drafted_at, about=row.state.value,
            due_at=row.overdue_at,
        )  # fmt: skip


def _incidents(
    connection: Connection, clocks: Sequence[IncidentClockRow], out: Sequence[AssignmentRow], now: datetime
) -> tuple[list[OpenIncident], dict[UUID, list[ReportRow]]]:
    rows = incidents.open_rows(connection)
    ids = [row.id for row in rows]
    told, reports = query.revisions(connection, ids), query.reports(connection, ids)
    made = [
        OpenIncident(
            row, newest(told.get(row.id, ())), _last(reports.get(row.id, ())),
            sum(one.incident_id == row.id for one in out),
            sum(clock.incident_id == row.id and clock.due_at <= now for clock in clocks),
        )
        for row in rows
    ]  # fmt: skip
    return by_gravity(made), reports


def _last(series: Sequence[ReportRow]) -> LastReport | None:
    """The newest approved one; where there is none yet, the newest at all."""
    approved = [row for row in series if row.approved_at is not None]
    if approved:
        row = max(approved, key=lambda one: one.approved_at or one.drafted_at)
        return LastReport(row, row.approved_at or row.drafted_at)
    return LastReport(series[-1], series[-1].drafted_at) if series else None


# what waits


def _approvals(connection: Connection) -> Iterator[Waiting]:
    for row in approvals.waiting(connection):
        yield _asked(row)


def _asked(row: ApprovalRow) -> Waiting:
    """A word that is asked for, or the signature for one that came by telephone."""
    wait = Wait.SIGNATURE if row.owes_signature else Wait.APPROVAL
    since = row.decided_at if row.owes_signature and row.decided_at else row.asked_at
    return Waiting(
        wait, "upward", row.id, row.subject_number, row.title, since, row.of_name,
        row.subject_kind.value,
    )  # fmt: skip


def _swaps(connection: Connection) -> Iterator[Waiting]:
    """What a colleague has not answered; what he accepted waits as an approval."""
    for row in roster_plans.open_swaps(connection):
        if row.state is SwapState.ASKED:
            yield Waiting(Wait.SWAP, "roster", row.id, row.number, _swap(row), row.asked_at, row.other)


def _swap(row: SwapRow) -> str:
    return f"{row.name}→{row.other} {row.day:%m-%d}"


def _instructions(connection: Connection, now: datetime, soon: timedelta) -> Iterator[Waiting]:
    """Leaders' words nothing has come of; the strip counts them from their recording too."""
    for row in orders.not_handed_on(connection):
        due = row.recorded_at + soon
        yield Waiting(
            Wait.INSTRUCTION, "orders", row.id, row.number, row.words, row.said_at, row.leader,
            due_at=due, urgent=now >= due,
        )  # fmt: skip


def _grades(connection: Connection, rows: Iterable[OpenIncident]) -> Iterator[Waiting]:
    """Where figures propose another grade than what stands."""
    rules = [criterion_of(item) for item in current_rows(connection, "grade_rules") if item.active]
    for one in rows:
        known = {key: revision.amount for key, revision in one.figures.items()}
        found = propose(rules, one.row.event_type, known)
        if undecided(one.row, found):
            since = max((revision.recorded_at for revision in one.figures.values()), default=one.row.opened_at)
            yield Waiting(
                Wait.GRADE, "incidents", one.id, one.row.number, one.row.title, since, grade=(found.kind, found.grade),
                urgent=True,
            )  # fmt: skip


def _reports(
    clocks: Iterable[IncidentClockRow], reports: dict[UUID, list[ReportRow]], now: datetime, soon: timedelta
) -> Iterator[Waiting]:
    """Written reports that are near or over and that nobody has handed in; one line an incident."""
    told: set[UUID] = set()
    for clock in clocks:
        series = reports.get(clock.incident_id, ())
        handed_in = any(row.state is ReportState.WAITING for row in series)
        near = state_of(clock.due_at, now, soon) is not DueState.LATER
        if clock.step not in _WRITTEN or not near or handed_in or clock.incident_id in told:
            continue
        told.add(clock.incident_id)
        draft = next((row for row in reversed(series) if row.state is ReportState.DRAFT), None)
        yield Waiting(
            Wait.REPORT, "upward" if draft else "incidents", draft.id if draft else clock.incident_id,
            clock.incident_number, clock.incident_title, clock.counts_from, about=clock.step.value,
            due_at=clock.due_at, urgent=True,
        )  # fmt: skip


def _unserved(needs: Iterable[NeedRow]) -> Iterator[Waiting]:
    """Needs to which nobody and nothing was sent."""
    for need in needs:
        if need.state is NeedState.OPEN and not need.by:
            what = f"{need.what} {normal(need.quantity):f} {need.unit}".rstrip()
            title = f"{what}（{need.incident_title}）"
            yield Waiting(
                Wait.NEED, "dispatch", need.id, need.number, title, need.asked_at, due_at=need.due_at,
                urgent=need.priority == 1,
            )  # fmt: skip


# what moves


def _goods(connection: Connection, now: datetime, soon: timedelta) -> Iterator[Moving]:
    for road in expiry.roads(connection, now):
        near = state_of(road.due_at, now, soon)
        yield Moving(
            Move.GOODS, "stores", road.document, road.number, road.summary, road.to_name, "situation.on_road",
            road.since, road.due_at, near,
        )  # fmt: skip


def _tasks(connection: Connection, now: datetime) -> Iterator[Moving]:
    """Tasks that are over their time; the others are on the board."""
    for task in tasks.open_tasks(connection):
        if task.due_at is not None and task.due_at <= now:
            panel = "orders" if task.form else "board"
            yield Moving(
                Move.TASK, panel, task.id, task.number, task.title, task.assignee, "situation.task_over",
                task.created_at, task.due_at, DueState.OVER,
            )  # fmt: skip


# what lacks


def _stock(connection: Connection, today: date) -> list[Lacking]:
    """Key goods below their minimum, one line an item over all stores and places that miss it."""
    quotas = query.key_quotas(connection)
    if not quotas:
        return []
    free = query.key_goods(connection, today)
    here = by_place(connection, free) if any(quota.place for quota in quotas) else {}
    made: dict[UUID, Lacking] = {}
    owners: dict[UUID, list[str]] = {}
    for quota in quotas:
        owner = quota.store or quota.place
        has = (free if quota.store else here).get((owner, quota.item), NOTHING) if owner else NOTHING
        short = normal(max(quota.minimum - has, NOTHING))
        if short <= 0:
            continue
        owners.setdefault(quota.item, []).append(quota.owner)
        before = made.get(quota.item)
        amount = short + (before.what[0][1] if before else NOTHING)
        what = ((quota.name, normal(amount), quota.unit),)
        made[quota.item] = (
            replace(before, what=what) if before
            else Lacking(Lack.STOCK, "stores", quota.item, quota.code, "", what)
        )  # fmt: skip
    return [
        replace(one, where="、".join(owners[key][:_NAMED]), note=str(len(owners[key]))) for key, one in made.items()
    ]


_NAMED = 3


def _idle(rows: Sequence[teams.Standing]) -> Iterator[Lacking]:
    for one in rows:
        yield Lacking(
            Lack.TEAM, "teams", one.id, one.name, one.name, ((one.readiness, Decimal(1), ""),), note=one.readiness_note
        )


def _people(connection: Connection, rows: Sequence[OpenIncident], now: datetime) -> tuple[People, list[Lacking]]:
    """By lists and counts where there are any, else by what incidents told; and the shelters that run short."""
    known = shelters.totals(connection)
    moved, moved_at = summed(rows, "evacuated")
    taken, taken_at = summed(rows, "resettled")
    times = [at for at in (moved_at, taken_at) if at is not None]
    people = People(moved, None, taken, None, min(times, default=None))
    if known.planned or known.open_shelters:
        as_of = known.oldest or known.as_of or people.as_of
        brought = Amount(known.away) if known.planned else moved
        people = People(
            brought, known.waiting, known.sheltered if known.open_shelters else taken, known.open_shelters, as_of
        )
    return people, _low(connection, known.by_shelter, now)


def _low(connection: Connection, rows: Iterable[ShelterRow], now: datetime) -> list[Lacking]:
    """Shelters whose water or food does not last as long as the county wants."""
    days = float(current(connection, shelters.LOW_DAYS, now))
    made = []
    for row in rows:
        low = row.count.low(days) if row.count is not None else ()
        left = {"water": row.count.water_days, "food": row.count.food_days} if row.count is not None else {}
        if low:
            what = tuple((name, Decimal(str(left[name])), "") for name in low)
            made.append(Lacking(Lack.SHELTER, "shelters", row.id, row.form.code, row.name, what, urgent=True))
    return made


def _relocating(connection: Connection) -> Iterator[Moving]:
    """People on the lists who are neither away nor refusing, incident by incident."""
    for row in relocations.waiting(connection):
        yield Moving(
            Move.PEOPLE, "shelters", row["first"], row["number"], "", row["title"], "situation.to_move", row["at"],
            None, DueState.LATER, row["people"],
        )  # fmt: skip
