"""Reads of the contact book as it is kept: units, posts, who holds them, persons with their numbers, changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from console.domain.contact_book import (
    Held,
    NumberChangeRow,
    NumberRow,
    PostRow,
    Rank,
    UnitKind,
    UnitRow,
    paths,
    written,
)
from console.domain.group_rule import Candidate
from db.models.contacts import ContactGroup, ContactGroupMember, NumberChange
from db.models.people import Officer, Organisation, Person, PhoneNumber, Post, PostHolder
from db.models.places import Place
from db.models.roster import RosterLine

_DIALLED = (PhoneNumber.valid_to.is_not(None), PhoneNumber.dial_order, text("phone_number.rowid"))
"""Numbers as they are dialled, those that no longer hold after them; of two in one place the older first."""


def units(connection: Connection, *, retired: bool = False) -> list[UnitRow]:
    """Every unit with its path, parents before children where the county ordered them so."""
    asked = select(Organisation.__table__).order_by(Organisation.ordinal, Organisation.name)
    rows = connection.execute(asked).mappings().all()
    named = paths((row["id"], row["parent_id"], row["name"]) for row in rows)
    return [
        UnitRow(
            row["id"], row["parent_id"], row["place_id"], row["name"], row["short_name"], _kind(row["kind"]),
            row["ordinal"], row["version"], row["retired_on"], named[row["id"]],
        )
        for row in rows
        if retired or row["retired_on"] is None
    ]  # fmt: skip


def parents(connection: Connection) -> dict[UUID, UUID | None]:
    rows = connection.execute(select(Organisation.id, Organisation.parent_id))
    return {row.id: row.parent_id for row in rows}


def posts(connection: Connection, unit_id: UUID) -> list[PostRow]:
    """The posts of a unit that are kept up."""
    asked = select(Post.__table__).where(Post.organisation_id == unit_id, Post.retired_on.is_(None))
    return [
        PostRow(row.id, row.organisation_id, row.name, row.ordinal, row.version, row.retired_on)
        for row in connection.execute(asked.order_by(Post.ordinal, Post.name))
    ]


def held(
    connection: Connection, *, person: UUID | None = None, post: UUID | None = None, units: Sequence[UUID] = ()
) -> list[Held]:
    """Who holds or held what: of a person, of a post, or in units; A before B."""
    asked = _HELD
    if person is not None:
        asked = asked.where(PostHolder.person_id == person)
    if post is not None:
        asked = asked.where(PostHolder.post_id == post)
    if units:
        asked = asked.where(Organisation.id.in_(units))
    return [
        Held(
            row.id, row.post_id, row.person_id, row.person, row.unit_id, row.unit, row.post, Rank(row.rank),
            row.valid_from, row.valid_to,
        )
        for row in connection.execute(asked)
    ]  # fmt: skip


def numbers(connection: Connection, owner: UUID, *, of: str = "person", on: date | None = None) -> list[NumberRow]:
    """Numbers of a person, post or unit in dial order; on a day only those that count then."""
    column = {"person": PhoneNumber.person_id, "post": PhoneNumber.post_id, "unit": PhoneNumber.organisation_id}[of]
    asked = select(PhoneNumber.__table__).where(column == owner).order_by(*_DIALLED)
    if on is not None:
        asked = asked.where(current(PhoneNumber.valid_to, on))
    return [_number(row) for row in connection.execute(asked).mappings()]


def numbers_of(connection: Connection, people: Sequence[UUID], on: date) -> dict[UUID, list[NumberRow]]:
    """Numbers that count on that day of many persons, in dial order."""
    made: dict[UUID, list[NumberRow]] = {key: [] for key in people}
    asked = select(PhoneNumber.__table__).where(PhoneNumber.person_id.is_not(None), current(PhoneNumber.valid_to, on))
    if len(people) <= 500:
        asked = asked.where(PhoneNumber.person_id.in_(people))
    for row in connection.execute(asked.order_by(*_DIALLED)).mappings():
        if row["person_id"] in made:
            made[row["person_id"]].append(_number(row))
    return made


def changes(connection: Connection, person: UUID) -> list[NumberChangeRow]:
    """Every change of this person's numbers, the newest first."""
    asked = (
        select(NumberChange.__table__)
        .join(PhoneNumber, PhoneNumber.id == NumberChange.phone_id)
        .where(PhoneNumber.person_id == person)
        .order_by(NumberChange.number.desc())
    )
    return [
        NumberChangeRow(row.phone_id, row.before, row.after, row.why, row.at, row.by_name)
        for row in connection.execute(asked)
    ]


def candidates(connection: Connection, on: date) -> list[Candidate]:
    """Who holds which post on that day, in the order of the tree: units, posts, A before B."""
    effective = _places_of_units(connection)
    asked = (
        select(PostHolder.person_id, Post.organisation_id, Organisation.kind, Post.name, PostHolder.rank)
        .join(Post, Post.id == PostHolder.post_id)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .join(Person, Person.id == PostHolder.person_id)
        .where(holds_on(on), here_on(on), Organisation.retired_on.is_(None), Post.retired_on.is_(None))
        .order_by(Organisation.ordinal, Organisation.name, Post.ordinal, Post.name, PostHolder.rank, Person.pinyin)
    )
    return [
        Candidate(row[0], row[1], effective.get(row[1]), _kind(row[2]), row[3], Rank(row[4]))
        for row in connection.execute(asked)
    ]


def places_below(connection: Connection, place: UUID) -> frozenset[UUID]:
    """The place and all that lie in it."""
    start = select(Place.id).where(Place.id == place).cte("within", recursive=True)
    within = start.union_all(select(Place.id).join(start, Place.parent_id == start.c.id))
    return frozenset(connection.execute(select(within.c.id)).scalars())


def unverified(connection: Connection, before: date, today: date) -> list[tuple[NumberRow, UUID, str, bool]]:
    """Numbers of persons who are here that nobody has tried since that day; the longest untried first."""
    asked = (
        select(PhoneNumber.__table__, Person.name.label("person_name"), Person.sensitive)
        .join(Person, Person.id == PhoneNumber.person_id)
        .where(*_untried(before, today))
        .order_by(func.coalesce(PhoneNumber.verified_on, date.min), Person.pinyin, PhoneNumber.dial_order)
    )
    return [
        (_number(row), row["person_id"], row["person_name"], row["sensitive"])
        for row in connection.execute(asked).mappings()
    ]


def count_unverified(connection: Connection, before: date, today: date) -> int:
    asked = select(func.count()).select_from(PhoneNumber).join(Person, Person.id == PhoneNumber.person_id)
    return connection.execute(asked.where(*_untried(before, today))).scalar_one()


def _untried(before: date, today: date) -> tuple[ColumnElement[bool], ...]:
    since = or_(PhoneNumber.verified_on.is_(None), PhoneNumber.verified_on < before)
    return current(PhoneNumber.valid_to, today), here_on(today), since


def called(connection: Connection, name: str, on: date) -> list[UUID]:
    """Everybody of that name who is here on that day."""
    asked = select(Person.id).where(Person.name == name, here_on(on)).order_by(Person.pinyin, Person.id)
    return list(connection.execute(asked).scalars())


def groups_of(connection: Connection, person: UUID) -> list[str]:
    """Fixed groups somebody is in."""
    asked = (
        select(ContactGroup.name)
        .join(ContactGroupMember, ContactGroupMember.group_id == ContactGroup.id)
        .where(ContactGroup.active, ContactGroupMember.person_id == person, ContactGroupMember.removed_at.is_(None))
        .order_by(ContactGroup.name)
    )
    return list(connection.execute(asked).scalars())


def accounts_of(connection: Connection, person: UUID) -> list[str]:
    return list(connection.execute(select(Officer.name).where(Officer.person_id == person, Officer.active)).scalars())


def duties_of(connection: Connection, person: UUID, since: date) -> list[date]:
    """Days from then on for which somebody is on the shift table."""
    asked = (
        select(RosterLine.day)
        .where(RosterLine.person_id == person, RosterLine.day >= since, RosterLine.active)
        .distinct()
        .order_by(RosterLine.day)
    )
    return list(connection.execute(asked).scalars())


def current(column: InstrumentedAttribute[date | None], on: date) -> ColumnElement[bool]:
    """Holds on that day: no end, or one that is still to come."""
    return or_(column.is_(None), column > on)


def holds_on(on: date) -> ColumnElement[bool]:
    return and_(
        or_(PostHolder.valid_from.is_(None), PostHolder.valid_from <= on),
        or_(PostHolder.valid_to.is_(None), PostHolder.valid_to > on),
    )


def here_on(on: date) -> ColumnElement[bool]:
    """Has not left."""
    return or_(Person.left_on.is_(None), Person.left_on > on)


_HELD = (
    select(
        PostHolder.id,
        PostHolder.post_id,
        PostHolder.person_id,
        Person.name.label("person"),
        Organisation.id.label("unit_id"),
        Organisation.name.label("unit"),
        Post.name.label("post"),
        PostHolder.rank,
        PostHolder.valid_from,
        PostHolder.valid_to,
    )
    .join(Post, Post.id == PostHolder.post_id)
    .join(Organisation, Organisation.id == Post.organisation_id)
    .join(Person, Person.id == PostHolder.person_id)
    .order_by(Organisation.ordinal, Organisation.name, Post.ordinal, Post.name, PostHolder.rank, Person.pinyin)
)


def _number(row: RowMapping) -> NumberRow:
    return NumberRow(
        row["id"], row["kind"], row["number"], row["digits"], row["extension"], row["label"], row["dial_order"],
        row["verified_on"], row["valid_to"], written(row["number"], row["extension"]), row["verified_by"],
        row["verified_how"],
    )  # fmt: skip


def _kind(stored: str) -> UnitKind:
    return UnitKind(stored) if stored in set(UnitKind) else UnitKind.OTHER


def _places_of_units(connection: Connection) -> dict[UUID, UUID]:
    """The place of every unit, its own or that of the nearest unit above."""
    rows = connection.execute(select(Organisation.id, Organisation.parent_id, Organisation.place_id)).all()
    own = {row.id: row.place_id for row in rows}
    above = {row.id: row.parent_id for row in rows}
    made: dict[UUID, UUID] = {}
    for key in own:
        at: UUID | None = key
        seen: set[UUID] = set()
        while at is not None and at not in seen and own.get(at) is None:
            seen.add(at)
            at = above.get(at)
        place = own.get(at) if at is not None else None
        if place is not None:
            made[key] = place
    return made
