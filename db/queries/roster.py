"""Reads of the shift table, substitutions and whereabouts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, or_, select

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


def people(connection: Connection, today: date) -> dict[str, list[tuple[UUID, str]]]:
    """Persons of the contacts by name, each with the number that is dialled first.

    Whoever has no number while somebody of the same name has one is left out: an account made before the contacts
    came is not a second person.
    """
    phones: dict[UUID, str] = {}
    for owner, number, extension in connection.execute(
        select(PhoneNumber.person_id, PhoneNumber.number, PhoneNumber.extension)
        .where(PhoneNumber.person_id.is_not(None), or_(PhoneNumber.valid_to.is_(None), PhoneNumber.valid_to > today))
        .order_by(PhoneNumber.dial_order, PhoneNumber.number)
    ):
        assert owner is not None, "asked for persons' numbers only"
        phones.setdefault(owner, f"{number}转{extension}" if extension else number)
    found: dict[str, list[tuple[UUID, str]]] = {}
    for person_id, name in connection.execute(select(Person.id, Person.name).order_by(Person.id)):
        found.setdefault(name, []).append((person_id, phones.get(person_id, "")))
    return {name: [one for one in persons if one[1]] or persons for name, persons in found.items()}
