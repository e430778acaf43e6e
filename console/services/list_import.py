"""Workbooks of the planner's and the contacts' lists: taken in, given out under the same heads, a template to fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.contact_heads import EXAMPLE
from console.domain.contact_table import Finding
from console.domain.importing import SILENT, Progress
from console.domain.list_table import Compared, ListReading, ListTable, fill_in, read_list_sheet
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.services import lines
from console.services.contact_files import told_of_book
from console.services.contact_import import Changed, Imported
from console.services.exporting import write_beside, writer_for
from console.services.list_kinds import Ground, ListKind, Written
from console.services.row_runs import run_text, write_about
from console.services.table_template import write_template
from console.services.workbooks import read_book
from db import books
from db.models.contacts import ImportRun
from db.store import Store, Tx


@dataclass(frozen=True, slots=True)
class _Source:
    """The file, and how it was asked for."""

    name: str
    digest: bytes
    good_rows_only: bool


def read_list(table: ListTable, path: Path, progress: Progress = SILENT) -> ListReading:
    """The rows and findings of that file; refuses what is too big, damaged or of another kind."""
    progress.step("read", 0, 1)
    book = read_book(path)
    found = ListReading(digest=book.digest)
    for sheet in progress.over("read", book.sheets, len(book.sheets)):
        read_list_sheet(found, table, sheet.name, sheet.rows, sheet.merged)
    found.findings += told_of_book(book)
    if not found.tables:
        heads = "、".join(column.head for column in table.columns if column.name in table.needs[0])
        empty = not any(sheet.rows for sheet in book.sheets)
        code = "contact.problem.empty_file" if empty else "list.problem.no_header"
        found.findings.append(Finding("", 1, "row", code, {} if empty else {"heads": heads}))
    elif not found.rows and not found.skipped:
        found.findings.append(Finding("", 1, "row", "contact.problem.no_rows"))
    return found


class ListImports:
    """Use cases of workbooks of lists, each named by its key: leave, staff, wishes, groups, holidays …"""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], kinds: Mapping[str, ListKind]
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._zone = zone
        self._kinds = kinds

    def import_file(
        self, key: str, path: Path, *, dry_run: bool = False, good_rows_only: bool = False,
        usual: Mapping[str, str] = MappingProxyType({}), progress: Progress = SILENT, by: Actor,
    ) -> Imported:  # fmt: skip
        """All or nothing unless ``good_rows_only``; the file is read before anything is locked.

        ``usual`` is what stands in columns the file does not have: whose points they are, where it does not say.
        Refuses what a table file is refused for, and import_stopped when ``progress`` says so: nothing was changed.
        """
        kind = self._kinds[key]
        self._store.require(by, kind.action)
        reading = read_list(kind.table.without(usual), path, progress)
        fill_in(reading, usual)
        if dry_run:
            with self._store.reading() as connection:
                return _told(reading, kind.compare(self._ground(connection), reading.rows, progress), applied=False)
        with self._store.writing(by=by, action=kind.action) as tx:
            ground = self._ground(tx.connection)
            found = kind.compare(ground, reading.rows, progress)
            told = _told(reading, found, applied=True)
            if told.refused and not good_rows_only:
                return replace(told, applied=False)
            source = _Source(path.name, reading.digest, good_rows_only)
            run = _written(tx, kind, found, source, told.refused, ground.now, progress)
        return replace(told, run_id=run)

    def save_template(self, key: str, path: Path) -> Path:
        """A workbook with the heads and an example row, which the import skips."""
        columns = [(column.head, column.example) for column in self._kinds[key].table.written]
        if all(EXAMPLE not in example for _, example in columns):
            columns[-1] = (columns[-1][0], EXAMPLE)
        return write_template(path, words.say_in("zh", f"list.sheet.{key}"), columns)

    def export(self, key: str, target: Path, *, by: Actor) -> int:
        """The list as csv, xlsx or json under the heads the import reads; how many rows."""
        self._store.require(by, Action.EXPORT)
        kind = self._kinds[key]
        columns, title = kind.table.written, words.say_in("zh", f"list.sheet.{key}")
        names, heads = [column.name for column in columns], [column.head for column in columns]
        with self._store.reading() as connection:
            rows = _full(kind, self._ground(connection), names)
            count = write_beside(target, rows, writer_for(target, names, heads, title))
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出{kind.book}：{count} 行，{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count

    def _ground(self, connection: Connection) -> Ground:
        return Ground(connection, self._clock.now(), self._zone())


def _full(kind: ListKind, ground: Ground, names: list[str]) -> Iterator[dict[str, str]]:
    for row in kind.rows(ground):
        yield {name: row.get(name, "") for name in names}


def _written(
    tx: Tx, kind: ListKind, found: Compared, source: _Source, left_out: int, at: datetime, progress: Progress
) -> UUID | None:  # fmt: skip
    """The id of the run; None where nothing changed."""
    written = Written(at, source.name)
    for change in progress.over("write", found.changes, len(found.changes)):
        kind.write(tx, change, written)
    if not written.rows:
        return None
    tx.flush()
    run = ImportRun(
        id=uuid4(), kind=kind.table.key, mode="good" if source.good_rows_only else "all", file_name=source.name[:200],
        file_digest=source.digest, taken=len(found.changes), left_out=left_out,
        changes=run_text(written.new, written.before), at=at, by_name=tx.by.name, undone_at=None, undone_by="",
        version=1,
    )  # fmt: skip
    tx.session.add(run)
    new = sum(change.known is None for change in found.changes)
    text = f"导入{kind.book} {source.name}：新增 {new}，更新 {len(found.changes) - new}"
    lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=[run])
    write_about(tx, written.rows, source.name, at, progress)
    return run.id


def _told(reading: ListReading, found: Compared, *, applied: bool) -> Imported:
    findings = sorted((*reading.findings, *found.findings), key=lambda one: (one.sheet, one.row, one.column))
    problems = tuple(one for one in findings if not one.warning)
    of_file = sum(not one.warning for one in reading.findings)
    known = [change for change in found.changes if change.known is not None]
    return Imported(
        read=len(reading.rows) + reading.skipped + of_file, added=len(found.changes) - len(known), updated=len(known),
        unchanged=found.unchanged, skipped=reading.skipped, refused=found.refused + of_file, problems=problems,
        warned=tuple(one for one in findings if one.warning), applied=applied,
        changed=tuple(Changed(one.line.sheet, one.line.row, one.name, one.differences) for one in known),
    )  # fmt: skip
