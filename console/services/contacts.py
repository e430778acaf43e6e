"""People: finding somebody in three keystrokes, and who is behind a number."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain import typed
from console.domain.clock import Clock
from console.domain.contacts import Card, Index, PersonHit
from console.domain.importing import SILENT, Progress
from console.domain.log import ActKind
from console.domain.masking import secret_digits
from console.domain.people import Action, Actor
from console.domain.pinyin import columns
from console.services import lines
from console.services.contact_export import HEADS, rows
from console.services.contact_files import TEMPLATE, read_contacts
from console.services.contact_import import LINE, Imported, Source, apply, planned, told
from console.services.exporting import write_beside, writer_for
from console.services.table_template import write_template
from db import books
from db.queries import contacts as query
from db.queries.people import standing
from db.store import Store


@dataclass(frozen=True, slots=True)
class LastImport:
    """An import of people: ``text`` names the file and says what it did."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How many stand in the contact book today."""

    persons: int
    organisations: int
    numbers: int
    last: LastImport | None


class ContactsService:
    """Use cases of the contact book. Lookups answer from an index in memory that is as new as the store."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._index = Index(())
        self._made_of: tuple[Any, ...] = ()
        self._head = -1
        self._guard = threading.Lock()

    def find(self, text: str, limit: int = 8) -> list[PersonHit]:
        """Persons by characters of the name, pinyin, initials, digits of a number or where they work; best first."""
        return self._current().find(text, limit)

    def by_number(self, text: str) -> list[PersonHit]:
        """Who is reached under that number, however it is written; a line of a whole office gives several."""
        return self._current().by_number(text)

    def sensitive_digits(self) -> frozenset[str]:
        """Digits of the numbers of sensitive people, with and without area code: for who may not see them."""
        with self._store.reading() as connection:
            return secret_digits(query.sensitive_digits(connection, self._today()))

    def import_file(
        self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, progress: Progress = SILENT,
        by: Actor,
    ) -> Imported:  # fmt: skip
        """All or nothing unless ``good_rows_only``; the file is read before anything is locked.

        Refuses import_stopped when ``progress`` says so: then nothing was changed.
        """
        self._store.require(by, Action.EDIT_CONTACTS)
        reading = read_contacts(path, progress)
        if dry_run:
            with self._store.reading() as connection:
                return told(reading, planned(connection, reading, self._today(), progress), applied=False)
        today = self._today()
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            plan = planned(tx.connection, reading, today, progress)
            done = told(reading, plan, applied=True)
            if done.refused and not good_rows_only:
                return replace(done, applied=False)
            source = Source(path.name, reading.digest, good_rows_only, done.refused)
            run = apply(tx, plan, source, self._clock.now(), today, progress)
        return replace(done, run_id=run)

    def summary(self) -> Summary:
        """How much stands in the contact book, and the import it was last changed by."""
        with self._store.reading() as connection:
            newest = query.newest_import(connection, LINE)
            last = LastImport(newest[0], newest[1], newest[2].removeprefix(LINE).strip()) if newest else None
            return Summary(*query.counts(connection, self._today()), last)

    def export(self, target: Path, *, mask: bool = False, by: Actor) -> int:
        """Write the contact book as csv, xlsx or json under the heads the import reads; how many rows that are.

        ``mask`` hides every number; those of sensitive people are hidden from who may not see them in any case.
        """
        self._store.require(by, Action.EXPORT)
        writer = writer_for(target, HEADS, title=words.say_in("zh", "contacts.template_sheet"))
        with self._store.reading() as connection:
            to = standing(connection, by)
            count = write_beside(target, rows(connection, self._today(), to=to, mask=mask), writer)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出通讯录：{count} 行，{'号码隐去' if mask else '含号码'}，{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count

    def save_template(self, path: Path) -> Path:
        """Write a workbook to fill in; ``Unavailable`` when it cannot be written."""
        return write_template(path, words.say_in("zh", "contacts.template_sheet"), TEMPLATE)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()

    def _current(self) -> Index:
        today = self._today()
        with self._guard, self._store.reading() as connection:
            head = query.audit_head(connection)
            if (head, today) == (self._head, self._made_of[-1] if self._made_of else None):
                return self._index
            made_of = (*query.state(connection), today)
            if made_of != self._made_of:
                self._index, self._made_of = _index(connection, today), made_of
            self._head = head
            return self._index


def _index(connection: Connection, today: date) -> Index:
    rows = query.people(connection, today)
    held: dict[str, list[tuple[str, str]]] = {}
    for person, organisation, post, _ in rows.held:
        held.setdefault(person, []).append((organisation, post))
    numbers: dict[str, list[tuple[str, str, str, str]]] = {}
    for person, kind, number, digits, extension in rows.numbers:
        numbers.setdefault(person, []).append((kind, number, digits, extension))
    cards = [_card(row, held.get(row[0]) or [("", "")], numbers.get(row[0], [])) for row in rows.persons]
    return Index(sorted(cards, key=lambda card: (card.hit.name, card.hit.organisation, card.hit.id.int)))


def _card(
    row: tuple[str, str, str, str, int], held: list[tuple[str, str]], numbers: list[tuple[str, str, str, str]]
) -> Card:  # fmt: skip
    key, name, pinyin, staff_number, sensitive = row
    said = tuple(f"{number}转{extension}" if extension else number for _, number, _, extension in numbers)
    hit = PersonHit(UUID(key), name, *held[0], said, bool(sensitive))
    digits = tuple((digits, extension) for _, _, digits, extension in numbers if digits)
    more = [staff_number, *(number for kind, number, _, _ in numbers if kind == "radio")]
    also = tuple(f"{organisation} {post}" for organisation, post in held[1:])
    return Card(hit, pinyin or columns(name)[0], digits, tuple(typed.key(one) for one in more if one), also)
