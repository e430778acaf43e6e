"""Shared steps of keeping and importing teams: what is typed held against the county's lists and against each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.domain.spots import Bounds, require_sense
from console.domain.teams import NewCertificate, NewTeam, checked, checked_certificate
from console.errors import Refused
from console.services.county_bounds import bounds
from console.services.lists import current_rows
from db.models.inbound import EventType
from db.models.people import Organisation
from db.models.places import Place
from db.models.teams import Team, TeamCertificate
from db.store import Tx

CODE = "DW"
"""What a number the program gives begins with (队伍)."""


@dataclass(slots=True)
class Known:
    """What a team is held against: codes and words of the lists, numbers and names that are taken, where the county is.

    ``codes`` are of every team, ``names`` of those that are kept; both by whose they are.
    """

    kinds: dict[str, str]
    skills: dict[str, str]
    types: dict[str, str]
    places: dict[UUID, str]
    units: frozenset[UUID]
    codes: dict[str, UUID]
    names: dict[str, UUID]
    county: Bounds | None

    def taken(self, team_id: UUID, code: str, name: str) -> None:
        """From now on that number and name are of that team."""
        self.codes[code], self.names[name] = team_id, team_id

    def next_code(self) -> str:
        """The number a new team gets where nobody gave it one."""
        return next_code(CODE, self.codes)

    def code_of(self, name: str) -> str:
        return next((code for code, owner in self.codes.items() if owner == self.names.get(name)), "")


def known(connection: Connection) -> Known:
    """As the store stands."""
    teams = connection.execute(select(Team.id, Team.code, Team.name, Team.active)).all()
    return Known(
        {item.code: item.get("name") for item in current_rows(connection, "team_kinds") if item.active},
        {item.code: item.get("name") for item in current_rows(connection, "skills") if item.active},
        types(connection),
        {row.id: row.name for row in connection.execute(select(Place.id, Place.name))},
        frozenset(connection.execute(select(Organisation.id)).scalars()),
        {row.code: row.id for row in teams},
        {row.name: row.id for row in teams if row.active},
        bounds(connection),
    )  # fmt: skip


def types(connection: Connection) -> dict[str, str]:
    """Codes of event types to their names."""
    return {row.code: row.name for row in connection.execute(select(EventType.code, EventType.name))}


def sound(team: NewTeam, team_id: UUID, lists: Known, before: NewTeam | None = None) -> NewTeam:
    """What would be stored, with its number; ``before`` is what the team had: that it may keep.

    Refuses team_name_missing, team_code_taken, team_name_taken, team_kind_unknown, skill_unknown,
    no_such_event_type, bad_phone, people_bad, prepare_bad, people_ready_more, spot_swapped, spot_half,
    spot_impossible, no_such_place, no_such_contact_unit.
    """
    said = checked(team)
    had = before or NewTeam("", "")
    if said.kind not in lists.kinds and said.kind != had.kind:
        raise Refused("team_kind_unknown", field="kind", value=said.kind)
    for skill in said.skills:
        if skill not in lists.skills and skill not in had.skills:
            raise Refused("skill_unknown", field="skills", value=skill)
    require_types(said.event_types, lists.types)
    require_sense(said.latitude, said.longitude, lists.county)
    if said.place_id is not None and said.place_id not in lists.places:
        raise Refused("no_such_place")
    if said.organisation_id is not None and said.organisation_id not in lists.units:
        raise Refused("no_such_contact_unit")
    said = replace(said, code=said.code or had.code or lists.next_code())
    if lists.codes.get(said.code, team_id) != team_id:
        raise Refused("team_code_taken", field="code", number=said.code)
    require_own_name(said.name, team_id, lists)
    return said


def require_own_name(name: str, team_id: UUID, lists: Known) -> None:
    """Two teams of one name would be taken for each other on the telephone: refuses team_name_taken."""
    if lists.names.get(name, team_id) != team_id:
        raise Refused("team_name_taken", field="name", name=name, number=lists.code_of(name))


def require_types(wanted: Collection[str], known_types: Collection[str]) -> None:
    """Refuses no_such_event_type."""
    for code in wanted:
        if code not in known_types:
            raise Refused("no_such_event_type", field="event_types", type=code[:20])


def put(row: Team, said: NewTeam) -> None:
    """A sound team goes into its row."""
    for one in fields(NewTeam):
        value = getattr(said, one.name)
        setattr(row, one.name, ",".join(value) if isinstance(value, tuple) else value)


def fill(tx: Tx, row: Team, team: NewTeam) -> None:
    """What was typed, checked, goes into the row; refuses what ``sound`` does."""
    put(row, sound(team, row.id, known(tx.connection), stored(row) if row.code else None))


def stored(row: Team) -> NewTeam:
    """What stands in a row, as it would be typed."""
    told = {one.name: getattr(row, one.name) for one in fields(NewTeam)}
    return NewTeam(**(told | {name: codes(told[name]) for name in ("skills", "event_types")}))


def certificate(team_id: UUID, paper: NewCertificate) -> TeamCertificate:
    """A new certificate of a team."""
    said = checked_certificate(paper)
    return TeamCertificate(
        id=uuid4(), team_id=team_id, kind=said.kind, holder=said.holder, number=said.number,
        expires_on=said.expires_on, active=True, version=1,
    )  # fmt: skip


def codes(text: str) -> tuple[str, ...]:
    """Codes of a stored list."""
    return tuple(part for part in text.split(",") if part)


def next_code(prefix: str, taken: Collection[str]) -> str:
    """The first number behind all that begin so: DW063."""
    numbers = [
        int(code[len(prefix) :]) for code in taken if code.startswith(prefix) and code[len(prefix) :].isdecimal()
    ]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"
