"""Reads of teams, their papers, and experts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from db.models.inbound import EventType
from db.models.places import Place
from db.models.teams import Expert, Team, TeamCertificate


@dataclass(frozen=True, slots=True)
class Standing:
    """What may stand against sending a team, of its own; ``expired`` names the certificate that ended first."""

    id: UUID
    name: str
    readiness: str
    readiness_note: str
    insurance_until: date | None
    registered: bool
    expired: str


def standings(connection: Connection, today: date, wanted: Collection[UUID] | None = None) -> list[Standing]:
    """Of these teams, of all that are kept where none are named."""
    ended: dict[UUID, str] = {}
    for paper in _papers(connection, today):
        ended.setdefault(paper.team_id, f"{paper.kind} {paper.expires_on.isoformat()}")
    asked = select(
        Team.id, Team.name, Team.readiness, Team.readiness_note, Team.insurance_until, Team.registered
    ).where(Team.active)
    return [
        Standing(*row, ended.get(row.id, "")) for row in connection.execute(asked) if wanted is None or row.id in wanted
    ]


def _papers(connection: Connection, today: date) -> Sequence[RowMapping]:
    asked = (
        select(TeamCertificate.team_id, TeamCertificate.kind, TeamCertificate.expires_on)
        .where(TeamCertificate.active, TeamCertificate.expires_on < today)
        .order_by(TeamCertificate.expires_on)
    )
    return connection.execute(asked).all()  # type: ignore[return-value]


def parents(connection: Connection) -> dict[str, str | None]:
    """Every event type and the one above it."""
    return {row.code: row.parent for row in connection.execute(select(EventType.code, EventType.parent))}


def rows(connection: Connection, *, retired: bool = False) -> Sequence[RowMapping]:
    """Every team with the name of its place, by code."""
    asked = select(Team.__table__, Place.name.label("place_name")).outerjoin(Place, Place.id == Team.place_id)
    asked = asked if retired else asked.where(Team.active)
    return connection.execute(asked.order_by(Team.code)).mappings().all()


def certificates(connection: Connection, *, retired: bool = False) -> dict[UUID, list[RowMapping]]:
    """Certificates by team, what ends first first; those without an end last."""
    asked = select(TeamCertificate.__table__)
    asked = asked if retired else asked.where(TeamCertificate.active)
    order = (TeamCertificate.expires_on.is_(None), TeamCertificate.expires_on, TeamCertificate.kind, TeamCertificate.id)
    found: defaultdict[UUID, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(asked.order_by(*order)).mappings():
        found[row["team_id"]].append(row)
    return dict(found)


def experts(connection: Connection, *, retired: bool = False) -> Sequence[RowMapping]:
    """Every expert, by code."""
    asked = select(Expert.__table__)
    asked = asked if retired else asked.where(Expert.active)
    return connection.execute(asked.order_by(Expert.code)).mappings().all()
