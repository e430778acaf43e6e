"""What an import changed, kept row by row, and taking one back as a whole: what all lists share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Select, Table, inspect, select

from console.domain.clock import Clock
from console.domain.importing import SILENT, ImportRunRow, Progress
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.errors import Refused
from console.services import lines
from db import books, records
from db.base import Base
from db.models.contacts import ImportRun
from db.store import Store, Tx

CHUNK = 500
"""Records in one line of the audit book."""
_SHORT = 16
"""Letters of a digest that are kept of a new row: enough to see that it was changed."""


def run_text(made: Iterable[Base], before: Mapping[Base, Mapping[str, Any]], **more: Any) -> str:
    """What an import did: new rows by their digests, changed ones as they were before and after."""
    new = [[row.__tablename__, str(key_of(row)), _digest(_content(row))] for row in made]
    old = [[row.__tablename__, str(key_of(row)), was, records.row_content(row)] for row, was in before.items()]
    return _json({"new": new, "old": old, **more})


def write_about(tx: Tx, changed: Sequence[Base], name: str, at: datetime, progress: Progress = SILENT) -> None:
    """Lines of the audit book that carry the rows of an import, or of its undoing."""
    for start in range(0, len(changed), CHUNK):
        progress.step("book", start, len(changed))
        part = changed[start : start + CHUNK]
        text = f"{name}: {start + 1}–{start + len(part)} / {len(changed)}"
        lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=part)
    progress.step("book", len(changed), len(changed))


@dataclass(frozen=True, slots=True)
class Taken:
    """A run that is taken back: its new rows with their digests, changed ones as they were before and after."""

    run: ImportRun
    at: datetime
    new: list[tuple[Base, str]]
    old: list[tuple[Base, Mapping[str, Any], Mapping[str, Any]]]

    @property
    def touched(self) -> list[Base]:
        """Rows somebody changed since; how often one was saved does not count."""
        found = [row for row, digest in self.new if _digest(_content(row)) != digest]
        return found + [row for row, _, now in self.old if _content(row) != _unversioned(now)]

    @property
    def rows(self) -> list[Base]:
        return [*(row for row, _ in self.new), *(row for row, _, _ in self.old)]


class RowRuns:
    """Use cases of imports that were applied. A subclass says of which kinds, and what ending a row means."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # what a subclass says

    def kinds(self) -> Sequence[str]:
        """What such runs are called among all imports."""
        raise NotImplementedError

    def action(self, kind: str) -> Action:
        raise NotImplementedError

    def tables(self) -> Mapping[str, type[Base]]:
        """The tables such an import changes, by name."""
        raise NotImplementedError

    def told(self, kind: str) -> str:
        """What the audit book calls a list."""
        raise NotImplementedError

    def require_free(self, tx: Tx, taken: Taken) -> list[Base]:
        """Rows on which something leans that came later; refuses where a sentence of its own says more."""
        raise NotImplementedError

    def take_back(self, tx: Tx, taken: Taken) -> list[Base]:
        """End what was new, restore what was changed; every row that is different now."""
        raise NotImplementedError

    # what all share

    def newest(self, limit: int = 50, kind: str = "") -> list[ImportRunRow]:
        """Imports of these lists, or of one of them, the newest first."""
        kinds = [kind] if kind else list(self.kinds())
        with self._store.reading() as connection:
            return [ImportRunRow(**row) for row in connection.execute(newest_runs(kinds, limit)).mappings()]

    def undo(self, run_id: UUID, *, by: Actor) -> int:
        """Everything the import changed is as it was before; how many rows that were.

        What was new is marked as gone: nothing is deleted. Refuses import_changed_since where a row was changed
        since, then nothing is taken back; import_undone, no_such_import.
        """
        with self._store.reading() as connection:
            kind = connection.execute(select(ImportRun.kind).where(ImportRun.id == run_id)).scalar()
        if kind is None or kind not in self.kinds():
            raise Refused("no_such_import")
        with self._store.writing(by=by, action=self.action(kind)) as tx:
            taken = self._taken(tx, run_id)
            touched = taken.touched or self.require_free(tx, taken)
            if touched:
                raise Refused("import_changed_since", name=self.name_of(tx, touched[0]), count=len(touched))
            changed, run, more = self.take_back(tx, taken), taken.run, self.also(tx, taken)
            run.undone_at, run.undone_by, run.version = taken.at, tx.by.name, run.version + 1
            counts = f"{len(taken.new)} 条新增、{len(taken.old)} 条更新"
            text = f"撤销{self.told(kind)}导入 {run.file_name}：{counts}"
            lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=taken.at, about=[run])
            write_about(tx, changed, run.file_name, taken.at)
        return len(taken.new) + len(taken.old) + more

    def also(self, tx: Tx, taken: Taken) -> int:  # noqa: ARG002
        """What else was taken back with the rows, counted beside them."""
        return 0

    def name_of(self, tx: Tx, row: Base) -> str:
        """Who or what a row is about, for a sentence."""
        raise NotImplementedError

    def _taken(self, tx: Tx, run_id: UUID) -> Taken:
        run = tx.session.get_one(ImportRun, run_id)
        if run.undone_at is not None:
            raise Refused("import_undone")
        said = json.loads(run.changes)
        rows = self._loaded(tx, [*said["new"], *said["old"]])
        new = [(rows[key], digest) for _, key, digest in said["new"]]
        return Taken(run, self._clock.now(), new, [(rows[key], was, now) for _, key, was, now in said["old"]])

    def _loaded(self, tx: Tx, named: Iterable[Sequence[Any]]) -> dict[str, Base]:
        """The rows of a run by their keys, many at a time."""
        wanted: dict[str, list[UUID]] = {}
        for table, key, *_ in named:
            wanted.setdefault(table, []).append(UUID(key))
        found: dict[str, Base] = {}
        for table, keys in wanted.items():
            kind: Any = self.tables()[table]
            for start in range(0, len(keys), CHUNK):
                asked = select(kind).where(kind.id.in_(keys[start : start + CHUNK]))
                found |= {str(key_of(row)): row for row in tx.session.scalars(asked)}
        return found


def newest_runs(kinds: Sequence[str], limit: int) -> Select[Any]:
    """Imports of these kinds, the newest first."""
    shown = [getattr(ImportRun, name) for name in ImportRunRow.__slots__]
    return select(*shown).where(ImportRun.kind.in_(kinds)).order_by(ImportRun.at.desc(), ImportRun.id).limit(limit)


def restore(row: Base, was: Mapping[str, Any]) -> None:
    """The row says again what it said; how often it was saved goes on."""
    for column in _columns(row):
        if column.name not in {"id", "version"}:
            setattr(row, column.name, records.value_of(column, was.get(column.name)))
    if hasattr(row, "version"):
        row.version += 1


def key_of(row: Base) -> UUID:
    key: UUID = inspect(row).mapper.primary_key_from_instance(row)[0]
    return key


def _columns(row: Base) -> Iterable[Column[Any]]:
    table = row.__table__
    assert isinstance(table, Table)
    return list(table.columns)


def _content(row: Base) -> dict[str, Any]:
    return _unversioned(records.row_content(row))


def _unversioned(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "version"}


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(_json(content).encode()).hexdigest()[:_SHORT]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
