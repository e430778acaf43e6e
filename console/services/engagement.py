"""Who may be sent: the county's rules held against what a team does elsewhere, says of itself, and has on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from console.domain.assigning import Circle, CircleRule, Engaged, Judged, chain, circle_of
from console.domain.assignments import Verdict, judged
from console.errors import Refused
from console.services.lists import current_rows
from db.queries import assignments as query
from db.queries import teams
from db.queries.teams import Standing

_STRICT = (Verdict.ALLOW, Verdict.WARN, Verdict.BLOCK)


def rules(connection: Connection) -> dict[str, Verdict]:
    """What the county's list says, by the code of what stands against a team; the strictest row of a code counts."""
    found: dict[str, Verdict] = {}
    for item in current_rows(connection, "engage_rules"):
        if item.active:
            said, when = Verdict(item.get("verdict")), item.get("when")
            found[when] = max(found.get(when, said), said, key=_STRICT.index)
    return found


def judge(
    connection: Connection, incident_id: UUID | None, today: date, wanted: Collection[UUID] | None = None,
    *, but: UUID | None = None,
) -> dict[UUID, Judged]:  # fmt: skip
    """The verdict over sending each of these teams (all that are kept, where none are named) to that incident.

    ``but`` is an assignment that is not held against its own team.
    """
    said = rules(connection)
    busy = query.engaged(connection, wanted)
    return {
        team.id: Judged(*judged(_against(team, busy, incident_id, today, but), said))
        for team in teams.standings(connection, today, wanted)
    }


def require(judged: Judged, team: str, reason: str) -> None:
    """Refuses team_blocked, and team_warned while nobody said why all the same; each names what stands against it."""
    if judged.verdict is Verdict.ALLOW or (judged.verdict is Verdict.WARN and reason.strip()):
        return
    first = judged.reasons[0]
    facts = {"team": team, "when": first.when, "about": first.about, "count": len(judged.reasons)}
    if judged.verdict is Verdict.BLOCK:
        raise Refused("team_blocked", **facts)
    raise Refused("team_warned", field="reason", **facts)


def circle(connection: Connection, kind: str, event_type: str | None) -> Circle:
    """The limits of leaving and arriving for a kind of team at an event of that type, as the county has them now."""
    return circle_of(circles(connection), kind, chain(event_type, teams.parents(connection)))


def circles(connection: Connection) -> list[CircleRule]:
    """The county's arrival circles, in their order."""
    return [
        CircleRule(
            item.items("team_kinds"), item.items("event_types"),
            Circle(_whole(item.get("leave")), _whole(item.get("arrive")), item.get("basis") or item.get("name")),
        )
        for item in current_rows(connection, "arrival_limits")
        if item.active
    ]  # fmt: skip


def _against(
    team: Standing, busy: Mapping[UUID, list[Engaged]], incident_id: UUID | None, today: date, but: UUID | None
) -> Iterator[tuple[str, str]]:
    for one in busy.get(team.id, ()):
        if one.assignment_id == but:
            continue
        if one.incident_id == incident_id:
            yield "same_incident", one.number
        else:
            yield one.state.value, f"{one.incident_number} {one.incident_title}"
    if team.readiness != "ready":
        yield team.readiness, team.readiness_note
    if team.insurance_until is not None and team.insurance_until < today:
        yield "insurance", team.insurance_until.isoformat()
    if team.expired:
        yield "certificate", team.expired
    if not team.registered:
        yield "unregistered", ""


def _whole(text: str) -> int | None:
    return int(text) if text else None
