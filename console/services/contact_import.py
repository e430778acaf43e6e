"""Writes what a file of people says into the store: units, posts, persons, numbers, each change in the audit book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.domain.contact_book import kind_of, place_called, written
from console.domain.contact_cells import Phone, folded
from console.domain.contact_change import (
    Change,
    Difference,
    KnownNumber,
    KnownPerson,
    KnownPost,
    differences,
    numbers_now,
    numbers_to_end,
    old_differs,
    posts_to_add,
    posts_to_end,
)
from console.domain.contact_plan import Plan, Units, resolve
from console.domain.contact_table import Duty, Finding, Reading
from console.domain.importing import SILENT, Progress
from console.domain.log import ActKind
from console.domain.pinyin import columns
from console.services import lines
from console.services.row_runs import run_text, write_about
from db import books, records
from db.base import Base
from db.models.contacts import ImportRun, NumberChange
from db.models.people import Organisation, Person, PhoneNumber, Post, PostHolder
from db.queries import contacts as query
from db.store import Tx

Row = TypeVar("Row", Organisation, Person, PhoneNumber, PostHolder)
LINE = "通讯录导入"
"""How the audit book's line about an import of people begins."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that changes somebody who is known, and what."""

    sheet: str
    row: int
    name: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. A row that is refused leaves no trace; a warning does not refuse its row.

    ``changed`` are the differences to be seen before they are applied; ``run_id`` names what can be undone.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    skipped: int
    refused: int
    problems: tuple[Finding, ...]
    warned: tuple[Finding, ...]
    applied: bool
    changed: tuple[Changed, ...] = ()
    run_id: UUID | None = None

    @property
    def warnings(self) -> int:
        return len(self.warned)


def planned(connection: Connection, reading: Reading, today: date, progress: Progress = SILENT) -> Plan:
    """What importing this would do to the store as it stands."""
    progress.step("compare", 0, len(reading.rows))
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
        changed=tuple(
            Changed(one.row.sheet, one.row.row, one.row.name, differences(one))
            for one in sorted(plan.update, key=lambda one: (one.row.sheet, one.row.row))
        ),
    )


@dataclass(frozen=True, slots=True)
class Source:
    """The file an import came from, how it was asked for, and how many of its rows are left out."""

    name: str
    digest: bytes
    good_rows_only: bool = False
    left_out: int = 0


def apply(
    tx: Tx, plan: Plan, source: Source, at: datetime, today: date, progress: Progress = SILENT
) -> UUID | None:  # fmt: skip
    """Write the plan and what it changed, so that it can be undone; the id of the run, None where nothing changed."""
    writing = _Writing(tx, today, at, f"导入 {source.name}"[:200])
    changes = sorted((*plan.add, *plan.update), key=lambda one: (one.row.sheet, one.row.row))
    for change in progress.over("write", changes, len(changes)):
        writing.change(change)
    changed = writing.rows()
    if not changed:
        return None
    run = writing.run(plan, source)
    tx.session.add(run)
    text = f"{LINE} {source.name}：新增 {len(plan.add)}，更新 {len(plan.update)}"
    lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=[run])
    write_about(tx, changed, source.name, at, progress)
    return run.id


def _known(connection: Connection, today: date) -> list[KnownPerson]:
    found = query.known(connection, today)
    people = {
        key: KnownPerson(key, name, staff, remark, bool(left)) for key, name, staff, remark, left in found.persons
    }
    for person, *post in found.held:
        people[person].posts.append(KnownPost(*post))
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
    """One import being written: what exists already is looked up once, and kept as it was before."""

    def __init__(self, tx: Tx, today: date, at: datetime, why: str) -> None:
        self._tx = tx
        self._today, self._at, self._why = today, at, why
        self._new, self._old = _Made(), _Made()
        self._before: dict[Base, dict[str, Any]] = {}
        self._history: list[tuple[PhoneNumber, str, str]] = []
        self._units = Units(query.units(tx.connection))
        self._places = query.places_named(tx.connection)
        self._made_units: dict[tuple[str, ...], UUID] = {}
        self._posts = {(row.organisation_id, row.name): row.id for row in tx.session.execute(_POSTS)}

    def change(self, change: Change) -> None:
        person = self._person(change)
        for post in posts_to_end(change):
            holder = self._was(PostHolder, post.id, self._old.holders)
            holder.valid_to = self._today
        for duty in posts_to_add(change):
            self._new.holders.append(self._holder(person, self._unit(duty.unit), duty))
        self._numbers(person, change)

    def rows(self) -> list[Base]:
        """Everything new is written in the order of its tables; all rows, for the book."""
        new: list[Sequence[Base]] = [self._new.units, self._new.posts, self._new.persons]
        new += [self._new.holders, self._new.numbers, self._changes()]
        for made in new:
            self._tx.session.add_all(made)
            self._tx.flush()
        old: list[Sequence[Base]] = [self._old.units, self._old.persons, self._old.holders, self._old.numbers]
        return [row for made in (*new, *old) for row in made]

    def run(self, plan: Plan, source: Source) -> ImportRun:
        """What was new and what was changed, as it was before and after."""
        made = (*self._new.units, *self._new.posts, *self._new.persons, *self._new.holders, *self._new.numbers)
        changes = run_text(made, self._before)
        return ImportRun(
            id=uuid4(), kind="contacts", mode="good" if source.good_rows_only else "all", file_name=source.name[:200],
            file_digest=source.digest, taken=len(plan.add) + len(plan.update), left_out=source.left_out,
            changes=changes, at=self._at, by_name=self._tx.by.name, undone_at=None, undone_by="", version=1,
        )  # fmt: skip

    def _was(self, table: type[Row], key: str, into: list[Row]) -> Row:
        """A row that is changed now, once, with what stood in it."""
        row = self._tx.session.get_one(table, UUID(key))
        if row not in self._before:
            self._before[row] = records.row_content(row)
            into.append(row)
        return row

    def _person(self, change: Change) -> Person:
        row = change.row
        if change.person is None:
            person = Person(id=uuid4(), version=1, staff_number="", remark="", sensitive=False)
            self._new.persons.append(person)
        else:
            person = self._was(Person, change.person.id, self._old.persons)
            person.version += 1
            person.left_on = None if change.person.left else person.left_on
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
            self._hang(orphan, path[:-1])
            found = orphan
        if found is None:
            parent = self._unit(path[:-1]) if len(path) > 1 else None
            unit = Organisation(
                id=uuid4(), parent_id=parent, place_id=self._places.get(place_called(path[-1])), name=path[-1],
                short_name="", kind=kind_of(path[-1]).value, ordinal=0, version=1,
            )  # fmt: skip
            self._new.units.append(unit)
            self._made_units[key] = unit.id
        else:
            self._made_units[key] = UUID(found)
        return self._made_units[key]

    def _hang(self, unit_id: str, above: tuple[str, ...]) -> None:
        unit = self._was(Organisation, unit_id, self._old.units)
        unit.parent_id = self._unit(above)
        unit.version += 1

    def _holder(self, person: Person, unit: UUID, duty: Duty) -> PostHolder:
        if (unit, duty.post) not in self._posts:
            post = Post(id=uuid4(), organisation_id=unit, name=duty.post, ordinal=0, version=1)
            self._new.posts.append(post)
            self._posts[(unit, duty.post)] = post.id
        return PostHolder(id=uuid4(), post_id=self._posts[(unit, duty.post)], person_id=person.id, rank=duty.rank)

    def _numbers(self, person: Person, change: Change) -> None:
        for number in numbers_to_end(change):
            ended = self._was(PhoneNumber, number.id, self._old.numbers)
            ended.valid_to = self._today
            self._history.append((ended, written(ended.number, ended.extension), ""))
        for old, phone, order in numbers_now(change):
            if old is None:
                made = _number(person, phone, order)
                self._new.numbers.append(made)
                if change.person is not None:
                    self._history.append((made, "", written(made.number, made.extension)))
            elif old_differs(old, phone, order):
                kept = self._was(PhoneNumber, old.id, self._old.numbers)
                kept.kind, kept.label, kept.dial_order = phone.kind, phone.label, order

    def _changes(self) -> list[NumberChange]:
        """Of somebody who was known: a number that is new, and one that no longer holds."""
        return [
            NumberChange(
                phone_id=row.id, before=before, after=after, why=self._why, at=self._at, by_name=self._tx.by.name
            )
            for row, before, after in self._history
        ]


def _number(person: Person, phone: Phone, order: int) -> PhoneNumber:
    return PhoneNumber(
        id=uuid4(), person_id=person.id, kind=phone.kind, number=phone.number, digits=phone.digits, dial_order=order,
        extension=phone.extension, label=phone.label,
    )  # fmt: skip


_POSTS = select(Post.organisation_id, Post.name, Post.id).where(Post.retired_on.is_(None))
