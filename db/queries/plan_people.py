"""Reads of who holds which post: for cards of plans and for what is stale in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.orm import aliased

from db.models.people import Organisation, Person, PhoneNumber, Post, PostHolder
from db.models.planning import Leave


@dataclass(frozen=True, slots=True)
class Number:
    """A number that counts today."""

    number: str
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody at a post, also one whose time is over; ``numbers`` in the order they are dialled.

    ``kept`` says that the post and its unit are not retired.
    """

    unit_id: UUID
    kept: bool
    unit: str
    short_name: str
    above: str
    post: str
    rank: str
    person_id: UUID
    name: str
    left_on: date | None
    valid_from: date | None
    valid_to: date | None
    numbers: tuple[Number, ...]

    def gone(self, today: date) -> bool:
        return (self.left_on is not None and self.left_on <= today) or (
            self.valid_to is not None and self.valid_to <= today
        )

    def holds(self, today: date) -> bool:
        return not self.gone(today) and (self.valid_from is None or self.valid_from <= today)


def holders(connection: Connection, posts: Collection[str], today: date) -> list[Holder]:
    """Everybody ever named for posts of these names, A before B, in the order of units."""
    upper = aliased(Organisation)
    asked = (
        select(Organisation.id, and_(Organisation.retired_on.is_(None), Post.retired_on.is_(None)),
               Organisation.name, Organisation.short_name, upper.name, Post.name, PostHolder.rank,
               Person.id.label("person_id"), Person.name, Person.left_on, PostHolder.valid_from, PostHolder.valid_to)
        .join_from(PostHolder, Post, Post.id == PostHolder.post_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .outerjoin(upper, upper.id == Organisation.parent_id)
        .join(Person, Person.id == PostHolder.person_id)
        .where(Post.name.in_(posts))
        .order_by(PostHolder.rank, Organisation.ordinal, Post.ordinal, Organisation.name, Person.name, Person.id)
    )  # fmt: skip
    found = connection.execute(asked).all()
    numbers = _numbers(connection, {row.person_id for row in found}, today)
    return [
        Holder(
            row[0], row[1], row[2], row[3], row[4] or "", row[5], row[6], row[7], row[8], row[9], row[10], row[11],
            tuple(numbers[row.person_id]),
        )
        for row in found
    ]  # fmt: skip


def units(connection: Connection) -> list[tuple[str, str]]:
    """Name and short name of every unit."""
    return [(name, short) for name, short in connection.execute(select(Organisation.name, Organisation.short_name))]


def away(connection: Connection, at: datetime) -> set[UUID]:
    """Persons on granted leave at that instant."""
    asked = select(Leave.person_id).where(Leave.state == "granted", Leave.starts_at <= at, Leave.ends_at > at)
    return set(connection.execute(asked).scalars())


def _numbers(connection: Connection, people: Collection[UUID], today: date) -> dict[UUID, list[Number]]:
    holds = or_(PhoneNumber.valid_to.is_(None), PhoneNumber.valid_to > today)
    asked = (
        select(PhoneNumber.person_id, PhoneNumber.number, PhoneNumber.extension, PhoneNumber.verified_on)
        .where(PhoneNumber.person_id.in_(people), holds)
        .order_by(PhoneNumber.dial_order, PhoneNumber.number)
    )
    made: dict[UUID, list[Number]] = defaultdict(list)
    for person_id, number, extension, verified_on in connection.execute(asked):
        if person_id is not None:
            made[person_id].append(Number(f"{number}转{extension}" if extension else number, verified_on))
    return made
