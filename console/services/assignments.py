"""Teams at incidents: sent or reserved, each step told, called back, home again; every line stands for itself alone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console import words
from console.domain.assigning import (
    LIMITS,
    PLACED,
    SERIES,
    AssignmentRow,
    Circle,
    Engaged,
    Judged,
    NewAssignment,
    TeamsOut,
    Told,
    teams_out,
)
from console.domain.assignments import Clock as TeamClock
from console.domain.assignments import Limit, TeamState, require_step
from console.domain.clock import Clock
from console.domain.due import require_near_enough
from console.domain.incident import OPEN_STATES
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.spots import require_sense
from console.domain.stated import is_before, require_past, require_since_received
from console.domain.text import one_line
from console.errors import Refused
from console.services import dispatch_tasks, engagement, lines
from console.services.county_bounds import bounds
from db import books, numbers
from db.base import Base
from db.models.dispatch import Assignment, AssignmentStep, Dispatch, Need
from db.models.inbound import Task
from db.models.incidents import Incident
from db.models.teams import Team
from db.queries import assignments as query
from db.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Put:
    """A team put on an incident: its new rows, for the line of the book, and the words of it."""

    row: Assignment
    step: AssignmentStep
    text: str

    @property
    def rows(self) -> tuple[Base, ...]:
        return self.row, self.step


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be said anew of a team that is out: where to, whom to ask for there, how many, when it is expected."""

    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contact: str = ""
    phone: str = ""
    people: int | None = None
    planned_at: datetime | None = None
    expected_at: datetime | None = None


class AssignmentsService:
    """Use cases of teams at incidents. Status belongs to the line, never to the team."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    # looking

    def one(self, assignment_id: UUID) -> AssignmentRow:
        """Refuses no_such_assignment."""
        with self._store.reading() as connection:
            return query.one(connection, assignment_id)

    def of_incident(self, incident_id: UUID, *, running: bool = False) -> list[AssignmentRow]:
        with self._store.reading() as connection:
            return query.rows(connection, incident=incident_id, running=running)

    def of_team(self, team_id: UUID, *, running: bool = False) -> list[AssignmentRow]:
        with self._store.reading() as connection:
            return query.rows(connection, team=team_id, running=running)

    def of_dispatch(self, dispatch_id: UUID) -> list[AssignmentRow]:
        with self._store.reading() as connection:
            return query.rows(connection, dispatch=dispatch_id)

    def running(self) -> list[AssignmentRow]:
        """Every line that is not over, the first made first."""
        with self._store.reading() as connection:
            return query.rows(connection, running=True)

    def out(self) -> list[TeamsOut]:
        """How many teams are out at each incident, and how far they are."""
        with self._store.reading() as connection:
            return teams_out(query.rows(connection, running=True))

    def engaged(self, teams: Collection[UUID] | None = None) -> dict[UUID, list[Engaged]]:
        """Where teams are promised or at work now; one that is free is not in it."""
        with self._store.reading() as connection:
            return query.engaged(connection, teams)

    def verdicts(self, incident_id: UUID | None, teams: Collection[UUID] | None = None) -> dict[UUID, Judged]:
        """What the county's rules say of sending each team to that incident, with the reasons."""
        with self._store.reading() as connection:
            return engagement.judge(connection, incident_id, self._today(self._clock.now()), teams)

    def circle(self, kind: str, event_type: str | None) -> Circle:
        """The limits that would hold for a team of that kind now."""
        with self._store.reading() as connection:
            return engagement.circle(connection, kind, event_type)

    # sending

    def assign(self, form: NewAssignment, *, by: Actor) -> AssignmentRow:
        """A team is sent to an incident, or reserved for it; the same form twice is once.

        Refuses assignment_there (it is on that incident already), team_blocked, team_warned without a word why,
        team_retired, incident_closed, no_such_team, no_such_incident, time_future, clock_before, spot_*.
        """
        with self._store.writing(by=by, action=Action.DISPATCH) as tx:
            if tx.session.get(Assignment, form.id) is None:
                now = self._clock.now()
                made = put(tx, form, now, self._zone(), self._realm)
                write(tx, made, now)
        return self.one(form.id)

    def step(
        self, assignment_id: UUID, state: TeamState, told: Told | None = None, *, seen: int, by: Actor
    ) -> AssignmentRow:
        """What it did next, when, who said so; only this line changes, whatever else the team is promised to.

        Where 集结 and 到场 were is asked for unless the team's base or the place it was sent to says it. 撤回 asks
        for the reason, and so does leaving or arriving over its limit. The same key twice is once.
        Refuses assignment_state, changed_meanwhile, step_before, time_future, place_missing, reason_missing,
        assignment_late; of a reserved team that is sent also team_blocked and team_warned.
        """
        told = _clean(told or Told())
        with self._store.writing(by=by, action=Action.DISPATCH) as tx:
            if not query.step_known(tx.connection, told.key):
                self.step_now(tx, _load(tx, assignment_id, seen), state, told)
        return self.one(assignment_id)

    def recall(self, assignment_id: UUID, told: Told, *, seen: int, by: Actor) -> AssignmentRow:
        """撤回 with its reason, from whatever it was doing."""
        return self.step(assignment_id, TeamState.RECALLED, told, seen=seen, by=by)

    def change(self, assignment_id: UUID, terms: Terms, *, seen: int, by: Actor) -> AssignmentRow:
        """Where to, whom to ask for, how many, when expected; refuses assignment_state once it is over."""
        with self._store.writing(by=by, action=Action.DISPATCH) as tx:
            row, now = _load(tx, assignment_id, seen), self._clock.now()
            state = TeamState(row.state)
            if state not in _CHANGEABLE:
                raise Refused("assignment_state", number=row.number, state=row.state)
            if state is not TeamState.RESERVED and terms.planned_at != row.planned_at:
                terms = replace(terms, planned_at=row.planned_at)
            _fill(tx, row, terms, now)
            row.version += 1
            text = f"{_named(tx, row)} 改：{_terms(row, self._zone())}"
            lines.write(tx, books.DUTY, ActKind.DISPATCH, text, at=now, about=[row], place=row.place)
        return self.one(assignment_id)

    def step_now(self, tx: Tx, row: Assignment, state: TeamState, told: Told) -> None:
        """Shared step of one line or of a whole order: as ``step``, with its line in the log; its task ends with it."""
        now, zone = self._clock.now(), self._zone()
        require_step(TeamState(row.state), state, row.number)
        at = _when(tx, row, told.at, now, zone)
        team = tx.session.get_one(Team, row.team_id)
        place = _where(row, team, state, told)
        if state is TeamState.RECALLED and not told.reason:
            raise Refused("reason_missing", field="reason")
        if state is TeamState.ASSIGNED:
            _ordered(tx, row, team, told, self._today(now))
        made = _stepped(tx, row, state, told, at, now, place)
        late = self._late(tx, row, state, told)
        row.state, row.version = state.value, row.version + 1
        ended = dispatch_tasks.follow(tx, row, state, told.reason, now)
        text = _said(tx, row, state, made, late)
        lines.write(
            tx, books.DUTY, ActKind.DISPATCH, text, at=now, about=[row, made, *ended], occurred_at=at, place=place,
            person=made.who,
        )  # fmt: skip

    def _late(self, tx: Tx, row: Assignment, state: TeamState, told: Told) -> str:
        """超时 with its minutes where a limit was missed by this step; the reason is asked for, and kept."""
        tx.flush()
        line = query.one(tx.connection, row.id)
        limits = _held_to(line, state)
        over = [one for one in limits if one.done is not None and one.clock(one.done) is TeamClock.LATE]
        if not over:
            return ""
        minutes = max(int((one.done - one.due).total_seconds() // 60) for one in over if one.done and one.due)
        if not told.reason:
            raise Refused("assignment_late", field="reason", number=row.number, minutes=minutes)
        kept = "；".join(part for part in (row.late_reason, told.reason) if part)
        row.late_reason = kept if len(kept) <= LIMITS["reason"] else told.reason
        return f"（超时{minutes}分，原因：{told.reason}）"

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._zone()).date()


def put(tx: Tx, form: NewAssignment, now: datetime, zone: ZoneInfo, realm: Realm) -> Put:
    """Shared step of sending, alone or with others in one order: checked, put down, not yet written to the book."""
    form = _cleaned(form)
    incident = tx.session.get(Incident, form.incident_id)
    if incident is None:
        raise Refused("no_such_incident")
    if incident.state not in OPEN_STATES:
        raise Refused("incident_closed", number=incident.number)
    team = tx.session.get(Team, form.team_id)
    if team is None:
        raise Refused("no_such_team")
    if not team.active:
        raise Refused("team_retired", team=team.name)
    at = form.at or now
    require_past(at, now, zone, "at")
    require_since_received(at, incident.received_at, now)
    _require_linked(tx, form)
    _require_free(tx, team, incident, form.reason, now.astimezone(zone).date())
    circle = engagement.circle(tx.connection, team.kind, incident.event_type)
    row = Assignment(
        id=form.id, number=numbers.take(tx, SERIES, now.astimezone(zone).year, realm), team_id=team.id,
        incident_id=incident.id, need_id=form.need_id, dispatch_id=form.dispatch_id, task_id=form.task_id,
        state=(TeamState.RESERVED if form.reserved else TeamState.ASSIGNED).value, leave_minutes=circle.leave,
        arrive_minutes=circle.arrive, basis=circle.basis, late_reason="", made_at=now, by_name=tx.by.name, version=1,
    )  # fmt: skip
    planned = form.planned_at if form.reserved else None
    terms = Terms(form.place or _place(incident), form.latitude, form.longitude, form.contact, form.phone,
                  form.people, planned, form.expected_at)  # fmt: skip
    _fill(tx, row, terms, now)
    tx.session.add(row)
    tx.flush()
    told = Told(uuid4(), at, form.place, form.who, form.reason)
    step = _stepped(tx, row, TeamState(row.state), told, at, now, row.place)
    return Put(row, step, _said(tx, row, TeamState(row.state), step, ""))


def write(tx: Tx, made: Put, now: datetime) -> None:
    """The line of the duty log about a team that was put on an incident."""
    lines.write(
        tx, books.DUTY, ActKind.DISPATCH, made.text, at=now, about=made.rows, occurred_at=made.step.at,
        place=made.row.place, person=made.step.who,
    )  # fmt: skip


_CHANGEABLE = (
    TeamState.RESERVED, TeamState.ASSIGNED, TeamState.MUSTERING, TeamState.DEPARTED, TeamState.ARRIVED
)  # fmt: skip


def _require_free(tx: Tx, team: Team, incident: Incident, reason: str, today: date, but: UUID | None = None) -> None:
    """One running line for a team and incident; then what the county's rules say."""
    there = next((one for one in query.engaged(tx.connection, {team.id}).get(team.id, ())
                  if one.incident_id == incident.id and one.assignment_id != but), None)  # fmt: skip
    if there is not None:
        raise Refused("assignment_there", team=team.name, number=there.number)
    found = engagement.judge(tx.connection, incident.id, today, {team.id}, but=but)
    engagement.require(found[team.id], team.name, reason)


def _require_linked(tx: Tx, form: NewAssignment) -> None:
    for kind, key in ((Need, form.need_id), (Dispatch, form.dispatch_id), (Task, form.task_id)):
        row = None if key is None else tx.session.get(kind, key)
        elsewhere = isinstance(row, Need) and row.incident_id != form.incident_id
        if key is not None and (row is None or elsewhere):
            raise Refused(_MISSING[kind.__tablename__])


_MISSING = {"need": "no_such_need", "dispatch": "no_such_dispatch", "task": "no_such_task"}


def _held_to(line: AssignmentRow, state: TeamState) -> tuple[Limit, ...]:
    """The limits a step ends: that of leaving also where the team is there and nobody told that it left."""
    if state is TeamState.DEPARTED:
        return (line.leave,)
    if state is not TeamState.ARRIVED:
        return ()
    return (line.arrive,) if line.at(TeamState.DEPARTED) else (line.leave, line.arrive)


def _ordered(tx: Tx, row: Assignment, team: Team, told: Told, today: date) -> None:
    """A reserved team is sent: judged as if it were chosen now, held to the limits that hold now."""
    incident = tx.session.get_one(Incident, row.incident_id)
    if not team.active:
        raise Refused("team_retired", team=team.name)
    _require_free(tx, team, incident, told.reason, today, but=row.id)
    circle = engagement.circle(tx.connection, team.kind, incident.event_type)
    row.leave_minutes, row.arrive_minutes, row.basis = circle.leave, circle.arrive, circle.basis
    row.place = told.place or row.place


def _when(tx: Tx, row: Assignment, stated: datetime | None, now: datetime, zone: ZoneInfo) -> datetime:
    """Not in the future, not before what it did last; within the minute of that it counts as that instant."""
    before: datetime = query.last_at(tx.connection, row.id)
    if stated is None:
        return max(now, before)
    require_past(stated, now, zone, "at")
    if is_before(stated, before):
        raise Refused("step_before", field="at", at=f"{before.astimezone(zone):%m-%d %H:%M}", number=row.number)
    return max(stated, before)


def _where(row: Assignment, team: Team, state: TeamState, told: Told) -> str:
    known = {TeamState.MUSTERING: team.base, TeamState.ARRIVED: row.place}.get(state, "")
    place = told.place or known
    if state in PLACED and not place:
        raise Refused("place_missing", field="place")
    return place


def _stepped(
    tx: Tx, row: Assignment, state: TeamState, told: Told, at: datetime, now: datetime, place: str
) -> AssignmentStep:
    step = AssignmentStep(
        key=told.key, assignment_id=row.id, state=state.value, at=at, place=place, who=told.who, reason=told.reason,
        recorded_at=now, by_name=tx.by.name,
    )  # fmt: skip
    tx.session.add(step)
    tx.flush()
    return step


def _fill(tx: Tx, row: Assignment, terms: Terms, now: datetime) -> None:
    require_sense(terms.latitude, terms.longitude, bounds(tx.connection))
    if terms.people is not None and not 0 <= terms.people <= _MOST:
        raise Refused("people_bad", field="people", people=terms.people)
    for at in (terms.planned_at, terms.expected_at):
        require_near_enough(at, now)
    row.place, row.contact = one_line(terms.place, LIMITS["place"]), one_line(terms.contact, LIMITS["contact"])
    row.phone, row.people = one_line(terms.phone, LIMITS["phone"]), terms.people
    row.latitude, row.longitude = terms.latitude, terms.longitude
    row.planned_at, row.expected_at = terms.planned_at, terms.expected_at


_MOST = 100_000
"""People of one team."""


def _clean(told: Told) -> Told:
    return replace(
        told, place=one_line(told.place, LIMITS["place"]), who=one_line(told.who, LIMITS["who"]),
        reason=one_line(told.reason, LIMITS["reason"]),
    )  # fmt: skip


def _cleaned(form: NewAssignment) -> NewAssignment:
    kept = {name: one_line(getattr(form, name), LIMITS[name]) for name in ("place", "who", "reason")}
    return replace(form, **kept)  # type: ignore[arg-type]


def _load(tx: Tx, assignment_id: UUID, seen: int) -> Assignment:
    row = tx.session.get(Assignment, assignment_id)
    if row is None:
        raise Refused("no_such_assignment")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.number)
    return row


def _named(tx: Tx, row: Assignment) -> str:
    team, incident = tx.session.get_one(Team, row.team_id), tx.session.get_one(Incident, row.incident_id)
    return f"{row.number} {team.name}→{incident.number} {incident.title}"


def _said(tx: Tx, row: Assignment, state: TeamState, step: AssignmentStep, late: str) -> str:
    text = f"{_named(tx, row)}：{words.say_in('zh', f'team.state.{state.value}')}"
    told = [part for part in (step.place, step.who and f"{step.who} 报") if part]
    text += f"，{'，'.join(told)}" if told else ""
    return text + (late or (f"（{step.reason}）" if step.reason else ""))


def _terms(row: Assignment, zone: ZoneInfo) -> str:
    said = [row.place, " ".join(part for part in (row.contact, row.phone) if part)]
    said += [f"{row.people} 人" if row.people is not None else ""]
    said += [f"计划 {row.planned_at.astimezone(zone):%m-%d %H:%M}" if row.planned_at else ""]
    said += [f"预计 {row.expected_at.astimezone(zone):%m-%d %H:%M} 到" if row.expected_at else ""]
    return "，".join(part for part in said if part)


def _place(incident: Incident) -> str:
    return incident.place_text or incident.place_path
