"""Reads of groups: what there is, who is in a fixed one, how people of a group are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, func, select

from console.domain.contact_book import NumberRow
from db.models.contacts import ContactGroup, ContactGroupMember
from db.models.people import Person
from db.queries import contact_book as book


@dataclass(frozen=True, slots=True)
class GroupPerson:
    """Somebody of a group with the post they are called for and their numbers in dial order."""

    person_id: UUID
    name: str
    unit: str
    post: str
    rank: str
    numbers: tuple[NumberRow, ...]
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """A group as it is stored; ``members`` counts those of a fixed one."""

    id: UUID
    name: str
    kind: str
    rule: str
    note: str
    active: bool
    version: int
    members: int


def groups(connection: Connection) -> list[Stored]:
    """Every group by name, retired ones too."""
    counted = (
        select(ContactGroupMember.group_id, func.count().label("members"))
        .where(ContactGroupMember.removed_at.is_(None))
        .group_by(ContactGroupMember.group_id)
        .subquery()
    )
    asked = (
        select(ContactGroup.__table__, func.coalesce(counted.c.members, 0).label("members"))
        .outerjoin(counted, counted.c.group_id == ContactGroup.id)
        .order_by(ContactGroup.name)
    )
    return [
        Stored(row.id, row.name, row.kind, row.rule, row.note, row.active, row.version, row.members)
        for row in connection.execute(asked)
    ]


def members(connection: Connection, group_id: UUID) -> list[UUID]:
    """Persons of a fixed group in their order."""
    asked = (
        select(ContactGroupMember.person_id)
        .where(ContactGroupMember.group_id == group_id, ContactGroupMember.removed_at.is_(None))
        .order_by(ContactGroupMember.ordinal)
    )
    return list(connection.execute(asked).scalars())


def people(connection: Connection, wanted: Sequence[UUID], on: date) -> list[GroupPerson]:
    """These persons as far as they are here on that day, in the order asked for, each with the post shown first."""
    asked = select(Person.id, Person.name, Person.sensitive).where(book.here_on(on))
    if len(wanted) <= 500:
        asked = asked.where(Person.id.in_(wanted))
    known = {row.id: row for row in connection.execute(asked)}
    first: dict[UUID, tuple[str, str, str]] = {}
    for one in book.held(connection):
        if one.counts(on):
            first.setdefault(one.person_id, (one.unit, one.post, one.rank.value))
    numbers = book.numbers_of(connection, wanted, on)
    return [
        GroupPerson(key, known[key].name, *first.get(key, ("", "", "")), tuple(numbers[key]), known[key].sensitive)
        for key in dict.fromkeys(wanted)
        if key in known
    ]
