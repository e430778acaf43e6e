"""Units in their tree, the posts of each, and who holds them as A or B from when to when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
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
    PostLook,
    PostRow,
    PostUse,
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
from console.services import lines, post_holding, post_uses
from console.services.post_holding import NewHolding
from db import books
from db.base import Base
from db.models.people import Organisation, Person, Post, PostHolder
from db.models.places import Place
from db.queries import contact_book as query
from db.store import Store, Tx

_NAMED = 5
"""More names than that are no sentence."""

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

    def uses(self, unit_id: UUID) -> tuple[PostUse, ...]:
        """Task cards of plans that name the unit."""
        with self._store.reading() as connection:
            return post_uses.uses_of_unit(connection, unit_id)

    def change(
        self, unit_id: UUID, unit: Unit, *, told: Collection[PostUse] = (), seen: int, by: Actor
    ) -> UnitRow:  # fmt: skip
        """Everything about a unit as it is now typed; under another parent it moves with all beneath it.

        Refuses post_named where cards beyond those ``told`` name it in a way it is not called any more.
        """
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Organisation, unit_id, seen)
            require_no_circle(unit_id, unit.parent_id, query.parents(tx.connection))
            above = tx.session.get(Organisation, unit.parent_id) if unit.parent_id else None
            called = _line(unit.name, "unit"), unit.short_name.strip(), above.name if above else ""
            _require_told(row.name, post_uses.uses_of_unit(tx.connection, unit_id, *called), told)
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
            _require_kept(tx, parent_id)
            row.parent_id, row.version = parent_id, row.version + 1
            self._line(tx, f"单位 {row.name} 调整上级", [row])
        return self.one(unit_id)

    def retire(self, unit_id: UUID, *, told: Collection[PostUse] = (), seen: int, by: Actor) -> None:
        """The unit is no more. Refuses unit_in_use while units hang below it or somebody holds a post there.

        Refuses post_named where cards beyond those ``told`` name it.
        """
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Organisation, unit_id, seen)
            under = [one for one in query.units(tx.connection) if one.parent_id == unit_id]
            holding = [one for one in query.held(tx.connection, units=[unit_id]) if one.counts(self._today())]
            if under or holding:
                raise Refused("unit_in_use", name=row.name, units=len(under), people=len(holding))
            _require_told(row.name, post_uses.uses_of_unit(tx.connection, unit_id), told)
            row.retired_on, row.version = self._today(), row.version + 1
            self._line(tx, f"撤销单位 {row.name}", [row])

    def restore(self, unit_id: UUID, *, seen: int, by: Actor) -> UnitRow:
        """A unit that was retired by mistake. Refuses a name taken since, and unit_retired of the one above it."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Organisation, unit_id, seen)
            _require_free(tx, row.name, row.parent_id, row.id)
            _require_kept(tx, row.parent_id)
            row.retired_on, row.version = None, row.version + 1
            self._line(tx, f"恢复单位 {row.name}", [row])
        return self.one(unit_id)

    # posts

    def posts(self, unit_id: UUID) -> list[PostRow]:
        with self._store.reading() as connection:
            return query.posts(connection, unit_id)

    def add_post(self, unit_id: UUID, name: str, ordinal: int = 0, *, by: Actor) -> PostRow:
        """A new post. Refuses one of that name in the unit, and unit_retired."""
        name = _line(name, "post")
        made = Post(id=uuid4(), organisation_id=unit_id, name=name, ordinal=ordinal, version=1)
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            _require_kept(tx, unit_id)
            _require_free_post(tx, unit_id, name, made.id)
            tx.session.add(made)
            self._line(tx, f"新增岗位 {name}", [made])
        return PostRow(made.id, unit_id, name, ordinal, 1, None)

    def look_at_posts(self, unit_id: UUID) -> list[PostLook]:
        """The posts of a unit, each with who holds it today and what names it."""
        with self._store.reading() as connection:
            at, today = self._clock.now(), self._today()
            held = [one for one in query.held(connection, units=[unit_id]) if one.counts(today)]
            return [
                PostLook(
                    row, tuple(one for one in held if one.post_id == row.id), post_uses.uses(connection, row.id, at)
                )
                for row in query.posts(connection, unit_id)
            ]

    def rename_post(
        self, post_id: UUID, name: str, ordinal: int | None = None, *, told: Collection[PostUse] = (), seen: int,
        by: Actor,
    ) -> None:  # fmt: skip
        """Another name for a post; who holds it holds it still.

        ``told`` is what was on the screen of what names the post: what is more is refused as post_named, because it
        would find nobody from then on without a word.
        """
        name = _line(name, "post")
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Post, post_id, seen)
            _require_free_post(tx, row.organisation_id, name, post_id)
            _require_told(row.name, post_uses.uses(tx.connection, row.id, self._clock.now(), name), told)
            before, row.name, row.version = row.name, name, row.version + 1
            row.ordinal = row.ordinal if ordinal is None else ordinal
            self._line(tx, f"岗位 {before} 改为 {name}", [row])

    def retire_post(self, post_id: UUID, *, told: Collection[PostUse] = (), seen: int, by: Actor) -> None:
        """The post is no more. Refuses post_held while somebody holds or will hold it, and post_named as above."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Post, post_id, seen)
            today = self._today()
            holding = [one for one in query.held(tx.connection, post=post_id) if (one.valid_to or date.max) > today]
            if holding:
                raise Refused("post_held", name=row.name, people="、".join(one.person for one in holding[:5]))
            _require_told(row.name, post_uses.uses(tx.connection, row.id, self._clock.now()), told)
            row.retired_on, row.version = self._today(), row.version + 1
            self._line(tx, f"撤销岗位 {row.name}", [row])

    def restore_post(self, post_id: UUID, *, seen: int, by: Actor) -> None:
        """A post that was retired by mistake. Refuses a name taken since, and unit_retired."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, Post, post_id, seen)
            _require_kept(tx, row.organisation_id)
            _require_free_post(tx, row.organisation_id, row.name, row.id)
            row.retired_on, row.version = None, row.version + 1
            self._line(tx, f"恢复岗位 {row.name}", [row])

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
        """Somebody takes a post, as A or B. Refuses dates_reversed, already_held, post_retired and who has left."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            post, person = _get(tx, Post, post_id), tx.session.get(Person, person_id)
            made = post_holding.appointed(tx, post, person, rank, valid_from, valid_to, self._today())
            self._took(tx, made, [])
        return next(one for one in self._held(person_id) if one.id == made.id)

    def appoint_named(self, person_id: UUID, holding: NewHolding, *, by: Actor) -> Held:
        """The same by the name of a post, which is made where the unit does not have it: one act."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            post, new = post_holding.post_named(tx, holding.unit_id, holding.post)
            person, days = tx.session.get(Person, person_id), (holding.valid_from, holding.valid_to)
            made = post_holding.appointed(tx, post, person, holding.rank, *days, self._today())
            self._took(tx, made, new)
        return next(one for one in self._held(person_id) if one.id == made.id)

    def _took(self, tx: Tx, made: PostHolder, new: list[Base]) -> None:
        person, post = tx.session.get_one(Person, made.person_id), tx.session.get_one(Post, made.post_id)
        person.version += 1
        self._line(tx, f"{person.name} 任 {post.name}（{made.rank}岗）", [*new, made, person])

    def end_holding(self, holding_id: UUID, on: date | None = None, *, by: Actor) -> None:
        """Somebody no longer holds a post from that day on (today unless said). Refuses holding_ended.

        One that was to begin later than that never begins.
        """
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row, day = _get(tx, PostHolder, holding_id), on or self._today()
            if row.valid_to is not None and row.valid_to <= self._today():
                raise Refused("holding_ended")
            person, post = tx.session.get_one(Person, row.person_id), tx.session.get_one(Post, row.post_id)
            row.valid_to, person.version = max(day, row.valid_from or day), person.version + 1
            self._line(tx, f"{person.name} 不再任 {post.name}", [row, person])

    def _held(self, person_id: UUID) -> list[Held]:
        with self._store.reading() as connection:
            return query.held(connection, person=person_id)

    def _fill(self, tx: Tx, row: Organisation, unit: Unit) -> None:
        name = _line(unit.name, "unit")
        _require_free(tx, name, unit.parent_id, row.id)
        if unit.parent_id != row.parent_id:
            _require_kept(tx, unit.parent_id)
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


def _require_told(name: str, uses: Iterable[PostUse], told: Collection[PostUse]) -> None:
    """Refuse post_named: what was not on the screen would find nobody from then on without a word."""
    more = [one for one in uses if one not in told]
    if more:
        what = "、".join(one.name for one in more[:_NAMED])
        raise Refused("post_named", name=name, count=len(more), what=what)


def _require_free_post(tx: Tx, unit: UUID, name: str, own: UUID) -> None:
    if any(post.name == name and post.id != own for post in query.posts(tx.connection, unit)):
        raise Refused("contact_name_taken", name=name)


def _require_kept(tx: Tx, unit_id: UUID | None) -> None:
    """What hangs under a unit that is no more would be seen in no tree."""
    unit = _get(tx, Organisation, unit_id) if unit_id is not None else None
    if unit is not None and unit.retired_on is not None:
        raise Refused("unit_retired", name=unit.name)


def _line(text: str, what: str) -> str:
    return " ".join(checked_text(text, limit=LIMITS[what]).split())
