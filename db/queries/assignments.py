"""Reads of teams at incidents: lines with their steps, what teams are engaged in, who is out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, func, select

from console.domain.assigning import AssignmentRow, Engaged, StepRow
from console.domain.assignments import ENDED, TeamState
from console.errors import Refused
from db.models.dispatch import Assignment, AssignmentStep
from db.models.incidents import Incident
from db.models.teams import Team

_ENDED = [state.value for state in ENDED]
_SELECT = (
    select(
        Assignment.__table__,
        Team.name.label("team"), Team.kind.label("team_kind"),
        Incident.number.label("incident_number"), Incident.title.label("incident_title"),
    )
    .join(Team, Team.id == Assignment.team_id)
    .join(Incident, Incident.id == Assignment.incident_id)
    .order_by(Assignment.made_at, Assignment.number)
)  # fmt: skip
_FIELDS = frozenset(AssignmentRow.__dataclass_fields__) - {"steps", "state"}
_RUNNING = Assignment.state.not_in(_ENDED)


def one(connection: Connection, assignment_id: UUID) -> AssignmentRow:
    """Refuses no_such_assignment."""
    found = _told(connection, _SELECT.where(Assignment.id == assignment_id))
    if not found:
        raise Refused("no_such_assignment")
    return found[0]


def rows(
    connection: Connection, incident: UUID | None = None, team: UUID | None = None, dispatch: UUID | None = None,
    *, running: bool = False,
) -> list[AssignmentRow]:  # fmt: skip
    """Those of an incident, a team or an order, the first made first; with ``running`` only what is not over."""
    asked = _SELECT
    for column, value in (
        (Assignment.incident_id, incident), (Assignment.team_id, team), (Assignment.dispatch_id, dispatch)
    ):  # fmt: skip
        asked = asked if value is None else asked.where(column == value)
    return _told(connection, asked.where(_RUNNING) if running else asked)


def engaged(connection: Connection, teams: Collection[UUID] | None = None) -> dict[UUID, list[Engaged]]:
    """What is not over, by team: of those teams, of all of them where none are named."""
    asked = (
        select(Assignment.__table__, Incident.number.label("incident_number"), Incident.title.label("incident_title"))
        .join(Incident, Incident.id == Assignment.incident_id)
        .where(_RUNNING)
        .order_by(Assignment.made_at, Assignment.number)
    )
    found: dict[UUID, list[Engaged]] = defaultdict(list)
    for row in connection.execute(asked).mappings():
        if teams is None or row["team_id"] in teams:
            found[row["team_id"]].append(_engaged(row))
    return dict(found)


def last_at(connection: Connection, assignment_id: UUID) -> Any:
    """When the newest step of a line was done; None where there is none."""
    asked = select(func.max(AssignmentStep.at)).where(AssignmentStep.assignment_id == assignment_id)
    return connection.execute(asked).scalar()


def step_known(connection: Connection, key: UUID) -> bool:
    return connection.execute(select(AssignmentStep.number).where(AssignmentStep.key == key)).first() is not None


def steps_of_incident(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    """Every step of every team at an incident, with number, team and id of its line."""
    asked = (
        select(AssignmentStep.__table__, Assignment.number.label("assignment_number"), Team.name.label("team"))
        .join(Assignment, Assignment.id == AssignmentStep.assignment_id)
        .join(Team, Team.id == Assignment.team_id)
        .where(Assignment.incident_id == incident_id)
        .order_by(AssignmentStep.number)
    )
    return connection.execute(asked).mappings().all()


def _engaged(row: RowMapping) -> Engaged:
    return Engaged(
        row["id"], row["number"], row["team_id"], row["incident_id"], row["incident_number"], row["incident_title"],
        TeamState(row["state"]), row["place"], row["planned_at"], row["made_at"],
    )  # fmt: skip


def _told(connection: Connection, statement: Any) -> list[AssignmentRow]:
    found = connection.execute(statement).mappings().all()
    steps = _steps(connection, [row["id"] for row in found])
    return [
        AssignmentRow(
            **{name: row[name] for name in _FIELDS}, state=TeamState(row["state"]), steps=tuple(steps[row["id"]])
        )
        for row in found
    ]


_AT_ONCE = 500
_STEP = [getattr(AssignmentStep, name) for name in StepRow.__dataclass_fields__]


def _steps(connection: Connection, ids: Sequence[UUID]) -> defaultdict[UUID, list[StepRow]]:
    found: defaultdict[UUID, list[StepRow]] = defaultdict(list)
    for row in _step_rows(connection, ids):
        found[row["assignment_id"]].append(StepRow(**(dict(row) | {"state": TeamState(row["state"])})))
    return found


def _step_rows(connection: Connection, ids: Sequence[UUID]) -> Iterable[RowMapping]:
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        asked = select(*_STEP).where(AssignmentStep.assignment_id.in_(part))
        yield from connection.execute(asked.order_by(AssignmentStep.number)).mappings()
