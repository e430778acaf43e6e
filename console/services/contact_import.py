"""Writes what a file of people says into the store: units, posts, persons, numbers, each change in the audit book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.domain.contact_cells import Phone, folded
from console.domain.contact_plan import (
    Change,
    KnownNumber,
    KnownPerson,
    KnownPost,
    Plan,
    Units,
    numbers_now,
    numbers_to_end,
    old_differs,
    post_to_add,
    posts_to_end,
    resolve,
)
from console.domain.contact_table import ContactRow, Finding, Reading
from console.domain.log import ActKind
from console.domain.pinyin import columns
from console.services import lines
from db import books
from db.base import Base
from db.models.people import Organisation, Person, PhoneNumber, Post, PostHolder
from db.queries import contacts as query
from db.store import Tx

LINE = "通讯录导入"
"""How the audit book's line about an import of people begins."""
CHUNK = 500
"""Records in one line of the audit book."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. A row that is refused leaves no trace; a warning does not refuse its row."""

    read: int
    added: int
    updated: int
    unchanged: int
    skipped: int
    refused: int
    problems: tuple[Finding, ...]
    warned: tuple[Finding, ...]
    applied: bool

    @property
    def warnings(self) -> int:
        return len(self.warned)


def planned(connection: Connection, reading: Reading, today: date) -> Plan:
    """What importing this would do to the store as it stands."""
    return resolve(reading.rows, _known(connection, today), Units(query.units(connection)))


def told(reading: Reading, plan: Plan, *, applied: bool) -> Imported:
    """Counts and findings of both steps, in the order of the file."""
    findings = sorted((*reading.findings, *plan.findings), key=lambda found: (found.sheet, found.row, found.column))
    return Imported(
        read=reading.read,
        added=len(plan.add),
        updated=len(plan.update),
        unchanged=plan.unchanged,
        skipped=reading.skipped,
        refused=reading.refused + plan.refused,
        problems=tuple(found for found in findings if not found.warning),
        warned=tuple(found for found in findings if found.warning),
        applied=applied,
    )


def apply(tx: Tx, plan: Plan, name: str, at: datetime, today: date) -> None:
    """Write the plan; ``name`` is the file's, for the lines about it."""
    writing = _Writing(tx, today)
    for change in sorted((*plan.add, *plan.update), key=lambda one: (one.row.sheet, one.row.row)):
        writing.change(change)
    changed = writing.rows()
    if changed:
        text = f"{LINE} {name}：新增 {len(plan.add)}，更新 {len(plan.update)}"
        lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at)
    for start in range(0, len(changed), CHUNK):
        part = changed[start : start + CHUNK]
        text = f"{name}: {start + 1}–{start + len(part)} / {len(changed)}"
        lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=part)


def _known(connection: Connection, today: date) -> list[KnownPerson]:
    found = query.known(connection, today)
    people = {key: KnownPerson(key, name, staff, remark) for key, name, staff, remark in found.persons}
    for person, key, organisation, title, rank in found.held:
        people[person].posts.append(KnownPost(key, organisation, title, rank))
    for person, *number in found.numbers:
        people[person].numbers.append(KnownNumber(*number))
    return list(people.values())


@dataclass(slots=True)
class _Made:
    """New and changed rows, tables in the order in which they may be written."""

    units: list[Organisation] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    holders: list[PostHolder] = field(default_factory=list)
    numbers: list[PhoneNumber] = field(default_factory=list)


class _Writing:
    """One import being written: what exists already is looked up once."""

    def __init__(self, tx: Tx, today: date) -> None:
        self._tx = tx
        self._today = today
        self._new, self._old = _Made(), _Made()
        self._units = Units(query.units(tx.connection))
        self._made_units: dict[tuple[str, ...], UUID] = {}
        self._posts = {(row.organisation_id, row.name): row.id for row in tx.session.execute(_POSTS)}

    def change(self, change: Change) -> None:
        row = change.row
        person = self._person(change)
        unit = self._unit(row.unit) if row.unit else None
        for post in posts_to_end(change):
            holder = self._tx.session.get_one(PostHolder, UUID(post.id))
            holder.valid_to = self._today
            self._old.holders.append(holder)
        if unit and post_to_add(change):
            self._new.holders.append(self._holder(person, unit, row))
        self._numbers(person, change)

    def rows(self) -> list[Base]:
        """Everything new is written in the order of its tables; all rows, for the book."""
        new: list[Sequence[Base]] = [self._new.units, self._new.posts, self._new.persons]
        new += [self._new.holders, self._new.numbers]
        for made in new:
            self._tx.session.add_all(made)
            self._tx.flush()
        old: list[Sequence[Base]] = [self._old.units, self._old.persons, self._old.holders, self._old.numbers]
        return [row for made in (*new, *old) for row in made]

    def _person(self, change: Change) -> Person:
        row = change.row
        if change.person is None:
            person = Person(id=uuid4(), version=1, staff_number="", remark="", sensitive=False)
            self._new.persons.append(person)
        else:
            person = self._tx.session.get_one(Person, UUID(change.person.id))
            person.version += 1
            self._old.persons.append(person)
        person.name = row.name
        person.pinyin, person.initials = columns(row.name)
        person.staff_number = row.staff_number or person.staff_number
        person.remark = row.remark if "remark" in row.fields else person.remark
        return person

    def _unit(self, path: tuple[str, ...]) -> UUID:
        """The unit of that path, made with those above it where they are missing."""
        key = tuple(map(folded, path))
        if key in self._made_units:
            return self._made_units[key]
        found = self._units.find(path)
        if found is None and (orphan := self._units.orphan(path)):
            self._hang(UUID(orphan), path[:-1])
            found = orphan
        if found is None:
            parent = self._unit(path[:-1]) if len(path) > 1 else None
            unit = Organisation(
                id=uuid4(), parent_id=parent, name=path[-1], short_name="", kind="", ordinal=0, version=1
            )
            self._new.units.append(unit)
            self._made_units[key] = unit.id
        else:
            self._made_units[key] = UUID(found)
        return self._made_units[key]

    def _hang(self, unit_id: UUID, above: tuple[str, ...]) -> None:
        unit = self._tx.session.get_one(Organisation, unit_id)
        unit.parent_id = self._unit(above)
        unit.version += 1
        self._old.units.append(unit)

    def _holder(self, person: Person, unit: UUID, row: ContactRow) -> PostHolder:
        if (unit, row.post) not in self._posts:
            post = Post(id=uuid4(), organisation_id=unit, name=row.post, ordinal=0, version=1)
            self._new.posts.append(post)
            self._posts[(unit, row.post)] = post.id
        return PostHolder(id=uuid4(), post_id=self._posts[(unit, row.post)], person_id=person.id, rank=row.rank)

    def _numbers(self, person: Person, change: Change) -> None:
        for number in numbers_to_end(change):
            ended = self._tx.session.get_one(PhoneNumber, UUID(number.id))
            ended.valid_to = self._today
            self._old.numbers.append(ended)
        for old, phone, order in numbers_now(change):
            if old is None:
                self._new.numbers.append(_number(person, phone, order))
            elif old_differs(old, phone, order):
                kept = self._tx.session.get_one(PhoneNumber, UUID(old.id))
                kept.kind, kept.number, kept.label, kept.dial_order = phone.kind, phone.number, phone.label, order
                self._old.numbers.append(kept)


def _number(person: Person, phone: Phone, order: int) -> PhoneNumber:
    return PhoneNumber(
        id=uuid4(), person_id=person.id, kind=phone.kind, number=phone.number, digits=phone.digits, dial_order=order,
        extension=phone.extension, label=phone.label,
    )  # fmt: skip


_POSTS = select(Post.organisation_id, Post.name, Post.id)
