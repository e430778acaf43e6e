"""Reads of what is no more: retired units, posts and groups, and who has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from db.models.contacts import ContactGroup
from db.models.people import Organisation, Person, Post, PostHolder
from db.queries import contact_book


@dataclass(frozen=True, slots=True)
class Row:
    """One of them: where it was (the path of the unit, the posts somebody held), and since when it is no more."""

    id: UUID
    version: int
    name: str
    where: str
    day: date | None


def units(connection: Connection) -> list[Row]:
    found = contact_book.units(connection, retired=True)
    return [
        Row(one.id, one.version, one.name, " / ".join(one.path[:-1]), one.retired_on) for one in found if one.retired_on
    ]


def posts(connection: Connection) -> list[Row]:
    asked = (
        select(Post.id, Post.version, Post.name, Organisation.name, Post.retired_on)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.retired_on.is_not(None))
    )
    return [Row(*row) for row in connection.execute(asked)]


def groups(connection: Connection) -> list[Row]:
    asked = select(ContactGroup.id, ContactGroup.version, ContactGroup.name).where(ContactGroup.active.is_(False))
    return [Row(row[0], row[1], row[2], "", None) for row in connection.execute(asked)]


def people(connection: Connection) -> list[Row]:
    """Who has left or will leave, with the units and posts they were last named for."""
    asked = select(Person.id, Person.version, Person.name, Person.left_on).where(Person.left_on.is_not(None))
    found = connection.execute(asked).all()
    held = (
        select(PostHolder.person_id, Organisation.name, Post.name)
        .join(Post, Post.id == PostHolder.post_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .join(Person, Person.id == PostHolder.person_id)
        .where(Person.left_on.is_not(None))
        .order_by(PostHolder.valid_from)
    )
    where = {key: f"{unit} {post}" for key, unit, post in connection.execute(held)}
    return [Row(key, version, name, where.get(key, ""), day) for key, version, name, day in found]
