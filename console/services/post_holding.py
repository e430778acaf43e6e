"""Shared step: somebody takes a post of a unit, which is made where the unit does not have it yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from console.domain.contact_book import LIMITS, Rank
from console.domain.text import checked_text
from console.errors import Refused
from db.base import Base
from db.models.people import Organisation, Person, Post, PostHolder
from db.queries import contact_book as query
from db.store import Tx


@dataclass(frozen=True, slots=True)
class NewHolding:
    """A post by its name as it is typed, with who holds it as A or B, and from when to when."""

    unit_id: UUID
    post: str
    rank: Rank = Rank.A
    valid_from: date | None = None
    valid_to: date | None = None


def post_named(tx: Tx, unit_id: UUID, name: str) -> tuple[Post, list[Base]]:
    """The post of that name, and it again where it had to be made. Refuses no_such_contact_unit, unit_retired."""
    unit = tx.session.get(Organisation, unit_id)
    if unit is None:
        raise Refused("no_such_contact_unit")
    if unit.retired_on is not None:
        raise Refused("unit_retired", name=unit.name)
    name = " ".join(checked_text(name, limit=LIMITS["post"]).split())
    asked = select(Post).where(Post.organisation_id == unit_id, Post.name == name, Post.retired_on.is_(None))
    had = tx.session.scalars(asked).first()
    if had is not None:
        return had, []
    made = Post(id=uuid4(), organisation_id=unit_id, name=name, ordinal=0, version=1)
    tx.session.add(made)
    tx.flush()
    return made, [made]


def taken(tx: Tx, person: Person, holding: NewHolding, today: date) -> list[Base]:
    """The same by the name of a post: the rows that were made, the holding last."""
    post, made = post_named(tx, holding.unit_id, holding.post)
    row = appointed(tx, post, person, holding.rank, holding.valid_from, holding.valid_to, today)
    return [*made, row]


def appointed(
    tx: Tx, post: Post, person: Person | None, rank: Rank, valid_from: date | None, valid_to: date | None, today: date
) -> PostHolder:
    """Somebody takes a post. Refuses dates_reversed, already_held, post_retired and who has left."""
    if valid_from and valid_to and valid_to <= valid_from:
        raise Refused("dates_reversed")
    start = valid_from or today
    if post.retired_on is not None or tx.session.get_one(Organisation, post.organisation_id).retired_on is not None:
        raise Refused("post_retired", name=post.name)
    if person is None or (person.left_on is not None and person.left_on <= max(start, today)):
        raise Refused("person_not_here", name=person.name if person else "")
    holding = query.held(tx.connection, post=post.id, person=person.id)
    if any(one.counts(start) and one.rank is rank for one in holding):
        raise Refused("already_held", name=person.name, post=post.name)
    row = PostHolder(
        id=uuid4(), post_id=post.id, person_id=person.id, rank=rank.value, valid_from=valid_from, valid_to=valid_to
    )
    tx.session.add(row)
    return row
