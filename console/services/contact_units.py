"""Units in their tree, the posts of each, and who holds them as A or B from when to when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from console.domain.clock import Clock
from console.domain.contact_book import (
    LIMITS,
    Held,
    PostRow,
    Rank,
    UnitKind,
    UnitRow,
    below,
    kind_of,
    require_no_circle,
)
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books
from db.base import Base
from db.models.people import Organisation, Person, Post, PostHolder
from db.models.places import Place
from db.queries import contact_book as query
from db.store import Store, Tx

Row = TypeVar("Row", Organisation, Post, PostHolder)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is typed. Without a kind its name says what it is."""

    name: str
    parent_id: UUID | None = None
    kind: UnitKind | None = None
    short_name: str = ""
    place_id: UUID | None = None
    ordinal: int = 0


class ContactUnits:
    """Use cases of the tree. Nothing is deleted: what is gone is retired, with the day."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # units

    def tree(self, *, retired: bool = False) -> list[UnitRow]:
        """Every unit in the order of the county; ``parent_id`` makes the tree."""
        with self._store.reading() as connection:
            return query.units(connection, retired=retired)

    def one(self, unit_id: UUID) -> UnitRow:
        """Refuses no_such_contact_unit."""
        return _one(self.tree(retired=True), unit_id)

    def add(self, unit: Unit, *, by: Actor) -> UnitRow:
        """A new unit. Refuses a name its parent has already."""
        made = Organisation(id=uuid4(), version=1, ordinal=unit.ordinal)
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            self._fill(tx, made, unit)
            tx.session.add(made)
            self._line(tx, f"新增单位 {made.name}", [made])
        return self.one(made.id)

    def change(self, unit_id: UUID, unit: Unit, *, seen: int, by: Actor) -> UnitRow:
        """Everything about a unit as it is now typed; under another parent it moves with all beneath it."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Organisation, unit_id, seen)
            require_no_circle(unit_id, unit.parent_id, query.parents(tx.connection))
            self._fill(tx, row, unit)
            row.ordinal, row.version = unit.ordinal, row.version + 1
            self._line(tx, f"修改单位 {row.name}", [row])
        return self.one(unit_id)

    def move(self, unit_id: UUID, parent_id: UUID | None, *, seen: int, by: Actor) -> UnitRow:
        """The unit with all beneath it under another one. Refuses unit_circle."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Organisation, unit_id, seen)
            require_no_circle(unit_id, parent_id, query.parents(tx.connection))
            _require_free(tx, row.name, parent_id, unit_id)
            row.parent_id, row.version = parent_id, row.version + 1
            self._line(tx, f"单位 {row.name} 调整上级", [row])
        return self.one(unit_id)

    def retire(self, unit_id: UUID, *, seen: int, by: Actor) -> None:
        """The unit is no more. Refuses unit_in_use while units hang below it or somebody holds a post there."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Organisation, unit_id, seen)
            under = [one for one in query.units(tx.connection) if one.parent_id == unit_id]
            holding = [one for one in query.held(tx.connection, units=[unit_id]) if one.counts(self._today())]
            if under or holding:
                raise Refused("unit_in_use", name=row.name, units=len(under), people=len(holding))
            row.retired_on, row.version = self._today(), row.version + 1
            self._line(tx, f"撤销单位 {row.name}", [row])

    def restore(self, unit_id: UUID, *, seen: int, by: Actor) -> UnitRow:
        """A unit that was retired by mistake."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Organisation, unit_id, seen)
            row.retired_on, row.version = None, row.version + 1
            self._line(tx, f"恢复单位 {row.name}", [row])
        return self.one(unit_id)

    # posts

    def posts(self, unit_id: UUID) -> list[PostRow]:
        with self._store.reading() as connection:
            return query.posts(connection, unit_id)

    def add_post(self, unit_id: UUID, name: str, ordinal: int = 0, *, by: Actor) -> PostRow:
        """A new post. Refuses one of that name in the unit."""
        name = _line(name, "post")
        made = Post(id=uuid4(), organisation_id=unit_id, name=name, ordinal=ordinal, version=1)
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            _get(tx, Organisation, unit_id)
            if any(post.name == name for post in query.posts(tx.connection, unit_id)):
                raise Refused("contact_name_taken", name=name)
            tx.session.add(made)
            self._line(tx, f"新增岗位 {name}", [made])
        return PostRow(made.id, unit_id, name, ordinal, 1, None)

    def rename_post(self, post_id: UUID, name: str, ordinal: int = 0, *, seen: int, by: Actor) -> None:
        name = _line(name, "post")
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Post, post_id, seen)
            before, row.name, row.ordinal, row.version = row.name, name, ordinal, row.version + 1
            self._line(tx, f"岗位 {before} 改为 {name}", [row])

    def retire_post(self, post_id: UUID, *, seen: int, by: Actor) -> None:
        """The post is no more. Refuses post_held while somebody holds it."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Post, post_id, seen)
            holding = [one for one in query.held(tx.connection, post=post_id) if one.counts(self._today())]
            if holding:
                raise Refused("post_held", name=row.name, people="、".join(one.person for one in holding[:5]))
            row.retired_on, row.version = self._today(), row.version + 1
            self._line(tx, f"撤销岗位 {row.name}", [row])

    # who holds them

    def holders(self, unit_ids: Iterable[UUID], *, below_too: bool = False, former: bool = False) -> list[Held]:
        """Who holds posts in these units, A before B; with ``former`` also who did."""
        with self._store.reading() as connection:
            wanted = set(unit_ids)
            if below_too:
                parents = query.parents(connection)
                wanted = {found for one in wanted for found in below(one, parents)}
            today = self._today()
            return [one for one in query.held(connection, units=list(wanted)) if former or one.counts(today)]

    def appoint(
        self, post_id: UUID, person_id: UUID, rank: Rank = Rank.A, valid_from: date | None = None,
        valid_to: date | None = None, *, by: Actor,
    ) -> Held:  # fmt: skip
        """Somebody takes a post, as A or B. Refuses dates_reversed, already_held and who has left."""
        if valid_from and valid_to and valid_to <= valid_from:
            raise Refused("dates_reversed")
        made = PostHolder(
            id=uuid4(), post_id=post_id, person_id=person_id, rank=rank.value, valid_from=valid_from, valid_to=valid_to
        )
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            post, person = _get(tx, Post, post_id), tx.session.get(Person, person_id)
            if person is None or person.left_on is not None:
                raise Refused("person_not_here", name=person.name if person else "")
            start = valid_from or self._today()
            holding = query.held(tx.connection, post=post_id, person=person_id)
            if any(one.counts(start) and one.rank is rank for one in holding):
                raise Refused("already_held", name=person.name, post=post.name)
            tx.session.add(made)
            person.version += 1
            self._line(tx, f"{person.name} 任 {post.name}（{rank.value}岗）", [made, person])
        return next(one for one in self._held(person_id) if one.id == made.id)

    def end_holding(self, holding_id: UUID, on: date | None = None, *, by: Actor) -> None:
        """Somebody no longer holds a post from that day on (today unless said). Refuses holding_ended."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row, day = _get(tx, PostHolder, holding_id), on or self._today()
            if row.valid_to is not None and row.valid_to <= self._today():
                raise Refused("holding_ended")
            person, post = tx.session.get_one(Person, row.person_id), tx.session.get_one(Post, row.post_id)
            row.valid_to, person.version = day, person.version + 1
            self._line(tx, f"{person.name} 不再任 {post.name}", [row, person])

    def _held(self, person_id: UUID) -> list[Held]:
        with self._store.reading() as connection:
            return query.held(connection, person=person_id)

    def _fill(self, tx: Tx, row: Organisation, unit: Unit) -> None:
        name = _line(unit.name, "unit")
        _require_free(tx, name, unit.parent_id, row.id)
        if unit.parent_id is not None:
            _get(tx, Organisation, unit.parent_id)
        if unit.place_id is not None and tx.session.get(Place, unit.place_id) is None:
            raise Refused("no_such_item")
        row.name, row.parent_id, row.place_id = name, unit.parent_id, unit.place_id
        row.kind = (kind_of(name) if unit.kind is None else unit.kind).value
        row.short_name = _line(unit.short_name, "short_name") if unit.short_name.strip() else ""

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()

    def _line(self, tx: Tx, text: str, about: Iterable[Base]) -> None:
        lines.write(tx, books.AUDIT, ActKind.CONTACT, text, at=self._clock.now(), about=about)


def _one(rows: Iterable[UnitRow], unit_id: UUID) -> UnitRow:
    for row in rows:
        if row.id == unit_id:
            return row
    raise Refused("no_such_contact_unit")


def _get(tx: Tx, table: type[Row], key: UUID) -> Row:
    row = tx.session.get(table, key)
    if row is None:
        raise Refused("no_such_contact_unit" if table is Organisation else "no_such_item")
    return row


def _seen(tx: Tx, table: type[Row], key: UUID, seen: int) -> Row:
    row = _get(tx, table, key)
    if isinstance(row, Organisation | Post) and row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)
    return row


def _require_free(tx: Tx, name: str, parent: UUID | None, own: UUID) -> None:
    """Two units of one parent would not be told apart."""
    above = Organisation.parent_id.is_(None) if parent is None else Organisation.parent_id == parent
    free = Organisation.id != own, Organisation.retired_on.is_(None)
    asked = select(Organisation.id).where(Organisation.name == name, above, *free)
    if tx.connection.execute(asked).first() is not None:
        raise Refused("contact_name_taken", name=name)


def _line(text: str, what: str) -> str:
    return " ".join(checked_text(text, limit=LIMITS[what]).split())
