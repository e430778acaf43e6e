"""Reads for planning rosters: A and B of posts, who left, who is called how."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, or_, select

from db.models.people import Person, Post, PostHolder


def holders(connection: Connection, first: date, last: date) -> list[tuple[UUID, str, UUID, str, str]]:
    """Post, its name, person, their name and rank of all posts held at some time of a span, A before B."""
    found = connection.execute(
        select(Post.id, Post.name, Person.id, Person.name, PostHolder.rank)
        .join_from(PostHolder, Post, Post.id == PostHolder.post_id)
        .join(Person, Person.id == PostHolder.person_id)
        .where(
            or_(PostHolder.valid_from.is_(None), PostHolder.valid_from <= last),
            or_(PostHolder.valid_to.is_(None), PostHolder.valid_to > first),
        )
        .order_by(PostHolder.rank, Post.ordinal, Post.name, Person.name, Person.id)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in found]


def held(
    connection: Connection, first: date, last: date
) -> list[tuple[UUID, str, UUID, str, date | None, date | None]]:
    """Post, its name, person, rank, first day and first day no more, of all posts held at some time of a span."""
    asked = (
        select(Post.id, Post.name, PostHolder.person_id, PostHolder.rank, PostHolder.valid_from, PostHolder.valid_to)
        .join_from(PostHolder, Post, Post.id == PostHolder.post_id)
        .where(
            or_(PostHolder.valid_from.is_(None), PostHolder.valid_from <= last),
            or_(PostHolder.valid_to.is_(None), PostHolder.valid_to > first),
        )
        .order_by(Post.ordinal, Post.name, Post.id, PostHolder.rank, PostHolder.valid_from, PostHolder.person_id)
    )
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in connection.execute(asked)]


def left(connection: Connection) -> dict[UUID, date]:
    """Persons who left, and when."""
    found = connection.execute(select(Person.id, Person.left_on).where(Person.left_on.is_not(None)))
    return {key: day for key, day in found if day is not None}


def persons_named(connection: Connection) -> dict[str, list[UUID]]:
    """Everybody of the contacts by name."""
    made: defaultdict[str, list[UUID]] = defaultdict(list)
    for key, name in connection.execute(select(Person.id, Person.name).order_by(Person.id)):
        made[name].append(key)
    return dict(made)
