"""Shared step: who of the contact book answers for an incident: its command group, owners and units of its tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from console.domain import phones
from console.domain.contact_book import Held
from console.domain.contact_cells import folded
from db.queries import contact_book, contact_groups
from db.queries import incident_people as query
from db.queries.contact_groups import GroupPerson
from db.queries.incident_people import Named


@dataclass(frozen=True, slots=True)
class Responsible:
    """Whom to ring, each once, and who of them the contact book does not have, or has more than once."""

    people: tuple[GroupPerson, ...]
    unknown: tuple[str, ...]


def responsible(connection: Connection, incident_id: UUID, today: date) -> Responsible:
    """Somebody is known by name and number, else by name and unit, else by the name if one person bears it.

    A unit without a name, or with one nobody bears, is answered for by who holds its first post, A before B.
    """
    held = [one for one in contact_book.held(connection) if one.counts(today)]
    book = _Book(connection, held, today)
    keys: list[UUID] = []
    unknown: list[str] = []
    for one in query.named(connection, incident_id):
        key = book.person(one) or book.first_of(one.unit)
        if key is not None:
            keys.append(key)
        else:
            unknown.append(" ".join(filter(None, (one.unit, one.name))))
    people = contact_groups.people(connection, list(dict.fromkeys(keys)), today)
    return Responsible(tuple(people), tuple(dict.fromkeys(unknown)))


class _Book:
    """Who is here today by name, each with units and numbers."""

    def __init__(self, connection: Connection, held: Sequence[Held], today: date) -> None:
        self._connection, self._held, self._today = connection, held, today

    def person(self, one: Named) -> UUID | None:
        if not one.name:
            return None
        found = contact_groups.people(self._connection, self._keys(one.name), self._today)
        if len(found) > 1 and one.phone:
            digits = phones.digits_of(phones.plain(one.phone))
            found = _narrowed(found, (who for who in found if any(row.digits == digits for row in who.numbers)))
        if len(found) > 1 and one.unit:
            units = {row.person_id for row in self._held if folded(row.unit) == folded(one.unit)}
            found = _narrowed(found, (who for who in found if who.person_id in units))
        return found[0].person_id if len(found) == 1 else None

    def first_of(self, unit: str) -> UUID | None:
        """Who holds the first post of a unit that one unit is called by."""
        named = [row for row in self._held if unit and folded(row.unit) == folded(unit)]
        return named[0].person_id if len({row.unit_id for row in named}) == 1 else None

    def _keys(self, name: str) -> list[UUID]:
        return contact_book.called(self._connection, name, self._today)


def _narrowed(found: list[GroupPerson], fitting: Iterable[GroupPerson]) -> list[GroupPerson]:
    """Those that fit; a number or unit that fits nobody says nothing."""
    return list(fitting) or found
