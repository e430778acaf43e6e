"""Reads of the shift table, substitutions and whereabouts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select

from console.domain.roster import RosterLineRow, SubstitutionRow, WhereaboutsRow
from db.models.people import Person, PhoneNumber
from db.models.roster import RosterLine, Substitution, Whereabouts

_LINE = tuple(getattr(RosterLine, name) for name in RosterLineRow.__slots__)
_SUBSTITUTION = tuple(getattr(Substitution, name) for name in SubstitutionRow.__slots__)
_WHEREABOUTS = tuple(getattr(Whereabouts, name) for name in WhereaboutsRow.__slots__)


def lines_of_days(connection: Connection, first: date, last: date) -> list[RosterLineRow]:
    """The lines that hold for the days from ``first`` to ``last``."""
    found = connection.execute(
        select(*_LINE)
        .where(RosterLine.active, RosterLine.day >= first, RosterLine.day <= last)
        .order_by(RosterLine.starts_at, RosterLine.post, RosterLine.name)
    )
    return [RosterLineRow(*row) for row in found]


def substitutions(connection: Connection, start: datetime, end: datetime) -> list[SubstitutionRow]:
    """Substitutions that run within a span and were not taken back, in the order they were made."""
    found = connection.execute(
        select(*_SUBSTITUTION)
        .where(Substitution.withdrawn_at.is_(None), Substitution.starts_at < end, Substitution.ends_at > start)
        .order_by(Substitution.at, Substitution.id)
    )
    return [SubstitutionRow(*row) for row in found]


def whereabouts(connection: Connection, start: datetime, end: datetime) -> list[WhereaboutsRow]:
    """Where leaders are within a span, the nearest end first."""
    found = connection.execute(
        select(*_WHEREABOUTS)
        .where(
            Whereabouts.ended_at.is_(None),
            Whereabouts.from_at < end,
            or_(Whereabouts.until_at.is_(None), Whereabouts.until_at > start),
        )
        .order_by(Whereabouts.from_at, Whereabouts.name)
    )
    return [WhereaboutsRow(*row) for row in found]


def people(
    connection: Connection, today: date, names: Collection[str] | None = None
) -> dict[str, list[tuple[UUID, str]]]:
    """Persons of the contacts by name, each with the number that is dialled first; all, or those of these names.

    Whoever has no number while somebody of the same name has one is left out: an account made before the contacts
    came is not a second person. Who has left is nobody to be called.
    """
    here = or_(Person.left_on.is_(None), Person.left_on > today)
    holds = or_(PhoneNumber.valid_to.is_(None), PhoneNumber.valid_to > today)
    asked = (
        select(Person.id, Person.name, PhoneNumber.number, PhoneNumber.extension)
        .join_from(Person, PhoneNumber, and_(PhoneNumber.person_id == Person.id, holds), isouter=True)
        .where(here)
        .order_by(Person.id, PhoneNumber.dial_order, PhoneNumber.number)
    )
    found: dict[str, dict[UUID, str]] = {}
    for person_id, name, number, extension in connection.execute(
        asked if names is None else asked.where(Person.name.in_(names))
    ):
        found.setdefault(name, {}).setdefault(person_id, f"{number}转{extension}" if extension else number or "")
    listed = {name: list(persons.items()) for name, persons in found.items()}
    return {name: [one for one in persons if one[1]] or persons for name, persons in listed.items()}
