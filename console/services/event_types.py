"""Event types as data of the county: read from a CSV file, written to one, retired by a day and never deleted."""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from unicodedata import normalize

from sqlalchemy import select

from console.domain.clock import Clock
from console.domain.event_types import EventTypeRow, Plan, planned, problem
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.place import Problem, refused_rows
from console.errors import Refused
from console.services import lines
from console.services.exporting import write_beside, writer_for
from console.services.places import Imported
from console.services.table_files import decoded, table_file
from db import books
from db.models.inbound import EventType
from db.queries import event_types as query
from db.store import Store, Tx

BYTES_LIMIT = 4 * 1024 * 1024
"""Largest file; a tree of a thousand types is about 0.1 MB."""
CHUNK = 200
"""Types in one line of the audit book."""
COLUMNS = ("code", "parent", "name", "name_en", "gb_code", "valid_to")
_HEADINGS = {
    "code": ("code", "代码", "编码"),
    "parent": ("parent", "上级", "上级代码"),
    "name": ("name", "名称"),
    "name_en": ("name_en", "英文名", "英文名称"),
    "gb_code": ("gb_code", "国标代码", "国家代码"),
    "valid_to": ("valid_to", "失效日期", "停用日期"),
}
_COLUMN = {heading: column for column, headings in _HEADINGS.items() for heading in headings}


class EventTypesService:
    """Use cases of the tree."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self, day: date | None = None) -> list[EventTypeRow]:
        """The tree in order; with ``day`` only what may be chosen then."""
        with self._store.reading() as connection:
            return [row for row in query.everything(connection) if day is None or row.holds_on(day)]

    def export(self, target: Path, *, by: Actor) -> int:
        """Write the tree as csv, xlsx or json, to be changed and read in again; the audit book says who did."""
        self._store.require(by, Action.EXPORT)
        writer = writer_for(target, COLUMNS)
        count = write_beside(
            target, ({name: getattr(row, name) or "" for name in COLUMNS} for row in self.rows()), writer
        )
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出事件类型：{count} 条，{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count

    def import_file(self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, by: Actor) -> Imported:
        """All or nothing unless ``good_rows_only``; types the file does not name stay as they are."""
        self._store.require(by, Action.EDIT_LISTS)
        rows, unread, read = _read(path)
        if dry_run:
            with self._store.reading() as connection:
                plan = planned(rows, {row.code: row for row in query.everything(connection)})
            return _told(read, plan, unread, applied=False)
        with self._store.writing(by=by, action=Action.EDIT_LISTS) as tx:
            plan = planned(rows, {row.code: row for row in query.everything(tx.connection)})
            told = _told(read, plan, unread, applied=True)
            if told.refused and not good_rows_only:
                return _told(read, plan, unread, applied=False)
            self._apply(tx, plan, path.name)
        return told

    def _apply(self, tx: Tx, plan: Plan, name: str) -> None:
        order = sorted((row.code, row.ordinal) for row in tx.session.execute(select(EventType.code, EventType.ordinal)))
        for row in plan.to_add:
            # the order of the tree is that of its codes: after the one before, equal ordinals go by code
            at = bisect_left(order, (row.code,))
            before = order[at - 1][1] if at else 0
            tx.session.add(EventType(code=row.code, ordinal=before, valid_from=None, **_content(row)))
        tx.flush()
        held = {row.code: row for row in tx.session.scalars(select(EventType))} if plan.to_update else {}
        for row in plan.to_update:
            for column, value in _content(row).items():
                setattr(held[row.code], column, value)
        tx.flush()
        changed = (*plan.to_add, *plan.to_update)
        for start in range(0, len(changed), CHUNK):
            part = changed[start : start + CHUNK]
            text = f"事件类型 {name}: {start + 1}–{start + len(part)} / {len(changed)}"
            told = {row.code: {key: str(value or "") for key, value in _content(row).items()} for row in part}
            lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=self._clock.now(), event_types=told)


def _content(row: EventTypeRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in COLUMNS if name != "code"}


def _told(read: int, plan: Plan, unread: Sequence[Problem], *, applied: bool) -> Imported:
    problems = tuple(sorted((*plan.problems, *unread), key=lambda found: (found.row, found.column)))
    return Imported(read, len(plan.to_add), len(plan.to_update), refused_rows(problems), problems, applied)


def _read(path: Path) -> tuple[list[EventTypeRow], list[Problem], int]:
    """Rows, problems of rows that cannot be read, and how many rows there were; UTF-8 or GB18030."""
    with table_file(path, BYTES_LIMIT) as (file, is_workbook):
        if is_workbook:
            raise Refused("file_kind", suffix=path.suffix)
        text = decoded(file.read())
    records = ((number, cells) for number, cells in _records(text) if any(cell.strip() for cell in cells))
    head = next(records, (1, []))
    columns = {_COLUMN[name]: at for at, cell in enumerate(head[1]) if (name := _heading(cell)) in _COLUMN}
    if not {"code", "name"} <= columns.keys():
        return [], [problem(head[0], "row", "no_header")], 0
    rows: list[EventTypeRow] = []
    problems: list[Problem] = []
    read = 0
    for number, cells in records:
        read += 1
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        found = _row(number, said)
        if isinstance(found, EventTypeRow):
            rows.append(found)
        else:
            problems.append(found)
    return rows, problems, read


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)  # what its heading is parted by: spreadsheets save all three as text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise Refused("file_damaged") from None


def _row(number: int, said: dict[str, str]) -> EventTypeRow | Problem:
    day = said.get("valid_to", "").replace("/", "-")
    try:
        valid_to = date(*map(int, day.split("-"))) if day else None
    except (TypeError, ValueError):
        return problem(number, "valid_to", "day", given=day[:40])
    kept = frozenset({"parent", "name_en", "gb_code", "valid_to"} - said.keys())
    return EventTypeRow(
        normalize("NFKC", said["code"]), normalize("NFKC", said.get("parent", "")) or None, said["name"],
        said.get("name_en", ""), said.get("gb_code", "") or None, valid_to, kept, number,
    )  # fmt: skip


def _heading(cell: str) -> str:
    return normalize("NFKC", cell).strip().casefold()
