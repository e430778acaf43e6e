"""What is no more in the contact book, in one list, and each of it taken back by one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.people import Actor
from db.queries import contact_retired as query
from db.store import Store

if TYPE_CHECKING:
    from console.services.contact_groups import ContactGroups
    from console.services.contact_people import ContactPeople
    from console.services.contact_units import ContactUnits


class RetiredKind(StrEnum):
    UNIT = "unit"
    POST = "post"
    GROUP = "group"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class RetiredRow:
    """One of them; ``day`` is since when, None for a group, of which no day is kept."""

    kind: RetiredKind
    id: UUID
    version: int
    name: str
    where: str
    day: date | None


class ContactRetired:
    """Use cases of what was retired by mistake, or is needed again."""

    def __init__(self, store: Store, units: ContactUnits, groups: ContactGroups, people: ContactPeople) -> None:
        self._store = store
        self._units = units
        self._groups = groups
        self._people = people

    def rows(self) -> list[RetiredRow]:
        """Units, posts, groups and persons, the last to go first; groups, of which no day is kept, behind them."""
        read = {
            RetiredKind.UNIT: query.units, RetiredKind.POST: query.posts, RetiredKind.PERSON: query.people,
            RetiredKind.GROUP: query.groups,
        }  # fmt: skip
        with self._store.reading() as connection:
            found = [
                RetiredRow(kind, row.id, row.version, row.name, row.where, row.day)
                for kind, rows in read.items()
                for row in rows(connection)
            ]
        return sorted(found, key=lambda row: (row.day is None, -(row.day or date.min).toordinal(), row.where, row.name))

    def restore(self, row: RetiredRow, *, by: Actor) -> None:
        """It is there again. Refuses changed_meanwhile, a name taken since, and a unit whose own unit is no more."""
        if row.kind is RetiredKind.UNIT:
            self._units.restore(row.id, seen=row.version, by=by)
        elif row.kind is RetiredKind.POST:
            self._units.restore_post(row.id, seen=row.version, by=by)
        elif row.kind is RetiredKind.GROUP:
            self._groups.restore(row.id, seen=row.version, by=by)
        else:
            self._people.come_back(row.id, seen=row.version, by=by)
