"""What imports changed, kept row by row, and taking one back as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Table, inspect, select

from console.domain.clock import Clock
from console.domain.contact_book import written
from console.domain.importing import SILENT, ImportRunRow, Progress
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.errors import Refused
from console.services import lines
from db import books, records
from db.base import Base
from db.models.contacts import ImportRun, NumberChange
from db.models.dispatch import Assignment
from db.models.people import Organisation, Person, PhoneNumber, Post, PostHolder
from db.models.teams import Expert, Team, TeamCertificate
from db.queries import import_uses as uses
from db.store import Store, Tx

KIND = "contacts"
"""What such a run is called among all imports."""
CHUNK = 500
"""Records in one line of the audit book."""
_People = type[Organisation] | type[Post] | type[Person] | type[PostHolder] | type[PhoneNumber]
_Kind = _People | type[Team] | type[TeamCertificate] | type[Expert]
_TABLES: dict[str, _Kind] = {
    table.__tablename__: table
    for table in (Organisation, Post, Person, PostHolder, PhoneNumber, Team, TeamCertificate, Expert)
}
_LEAVE = {"teams": Action.EDIT_TEAMS, "experts": Action.EDIT_TEAMS}
"""Who may take an import back, where it is not of contacts."""
_WORDS = {"contacts": "通讯录", "teams": "队伍", "experts": "专家"}
_SHORT = 16
"""Letters of a digest that are kept of a new row: enough to see that it was changed."""


def run_text(made: Iterable[Base], before: Mapping[Base, Mapping[str, Any]], **more: Any) -> str:
    """What an import did: new rows by their digests, changed ones as they were before and after."""
    new = [[row.__tablename__, str(_key(row)), digest_of(records.row_content(row))] for row in made]
    old = [[row.__tablename__, str(_key(row)), was, records.row_content(row)] for row, was in before.items()]
    return _json({"new": new, "old": old, **more})


def write_about(tx: Tx, changed: Sequence[Base], name: str, at: datetime, progress: Progress = SILENT) -> None:
    """Lines of the audit book that carry the rows of an import, or of its undoing."""
    for start in range(0, len(changed), CHUNK):
        progress.step("book", start, len(changed))
        part = changed[start : start + CHUNK]
        text = f"{name}: {start + 1}–{start + len(part)} / {len(changed)}"
        lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=part)
    progress.step("book", len(changed), len(changed))


Undoing = Callable[[Tx, ImportRun], int]
"""Takes back one run within a transaction; answers how many rows that were."""


class ImportRuns:
    """Use cases of imports that were applied."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], others: Mapping[str, Undoing] | None = None
    ) -> None:  # fmt: skip
        """``others``: who takes back runs of other kinds than people."""
        self._store = store
        self._clock = clock
        self._zone = zone
        self._others = others or {}

    def newest(self, limit: int = 50, kind: str = KIND) -> list[ImportRunRow]:
        """Imports of one kind, of people where none is named, the newest first."""
        asked = select(*_SHOWN).where(ImportRun.kind == kind).order_by(ImportRun.at.desc(), ImportRun.id).limit(limit)
        with self._store.reading() as connection:
            return [ImportRunRow(**row) for row in connection.execute(asked).mappings()]

    def undo(self, run_id: UUID, *, by: Actor) -> int:
        """Everything the import changed is as it was before; how many rows that were.

        What was new is marked as gone: nothing is deleted. Refuses import_changed_since where a row was changed
        since, then nothing is taken back; import_undone, no_such_import.
        """
        with self._store.reading() as connection:
            kind = connection.execute(select(ImportRun.kind).where(ImportRun.id == run_id)).scalar() or "contacts"
        with self._store.writing(by=by, action=_LEAVE.get(kind, Action.EDIT_CONTACTS)) as tx:
            run = tx.session.get(ImportRun, run_id)
            if run is None or (run.kind not in _WORDS and run.kind not in self._others):
                raise Refused("no_such_import")
            if run.undone_at is not None:
                raise Refused("import_undone")
            if run.kind in self._others:
                return self._others[run.kind](tx, run)
            said, at = json.loads(run.changes), self._clock.now()
            rows = _loaded(tx, [*said["new"], *said["old"]])
            new = [(rows[key], digest) for _, key, digest in said["new"]]
            old = [(rows[key], was, now) for _, key, was, now in said["old"]]
            today = at.astimezone(self._zone()).date()
            _require_untouched(tx, new, old, today, kind)
            undoing = _Undoing(tx, today, f"撤销导入 {run.file_name}"[:200])
            changed = undoing.undo([row for row, _ in new], [(row, was) for row, was, _ in old], at)
            run.undone_at, run.undone_by, run.version = at, tx.by.name, run.version + 1
            text = f"撤销{_WORDS.get(kind, '')}导入 {run.file_name}：{len(new)} 条新增、{len(old)} 条更新"
            lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=[run])
            write_about(tx, changed, run.file_name, at)
        return len(new) + len(old)


class _Undoing:
    """One import being taken back."""

    def __init__(self, tx: Tx, today: date, why: str) -> None:
        self._tx = tx
        self._today = today
        self._why = why
        self._history: list[tuple[PhoneNumber, str, str]] = []

    def undo(self, new: list[Base], old: list[tuple[Base, Mapping[str, Any]]], at: datetime) -> list[Base]:
        for row in new:
            self._end(row)
        for row, was in old:
            self._restore(row, was)
        made = [
            NumberChange(phone_id=row.id, before=before, after=after, why=self._why, at=at, by_name=self._tx.by.name)
            for row, before, after in self._history
        ]
        self._tx.session.add_all(made)
        self._tx.flush()
        return [*new, *(row for row, _ in old), *made]

    def _end(self, row: Base) -> None:
        """A row that was new holds no longer."""
        if isinstance(row, Person):
            row.left_on, row.version = self._today, row.version + 1
        elif isinstance(row, Organisation | Post):
            row.retired_on, row.version = self._today, row.version + 1
        elif isinstance(row, Team | TeamCertificate | Expert):
            row.active, row.version = False, row.version + 1
        elif isinstance(row, PostHolder):
            row.valid_to = self._today
        elif isinstance(row, PhoneNumber):
            row.valid_to = self._today
            self._history.append((row, written(row.number, row.extension), ""))

    def _restore(self, row: Base, was: Mapping[str, Any]) -> None:
        ended = getattr(row, "valid_to", None)
        for column in _columns(row):
            if column.name not in {"id", "version"}:
                setattr(row, column.name, records.value_of(column, was.get(column.name)))
        if hasattr(row, "version"):
            row.version += 1
        if isinstance(row, PhoneNumber) and ended is not None and row.valid_to is None:
            self._history.append((row, "", written(row.number, row.extension)))


def _require_untouched(
    tx: Tx, new: Iterable[tuple[Base, str]], old: Iterable[tuple[Base, Mapping[str, Any], Mapping[str, Any]]],
    today: date, kind: str,
) -> None:  # fmt: skip
    """Nobody changed any of it since, and nothing leans on what the import made or needs what is gone since."""
    touched = [row for row, digest in new if digest_of(records.row_content(row)) != digest]
    touched += [row for row, _, now in old if records.row_content(row) != now]
    made = {_key(row) for row, _ in new}
    under = [row for asked in _UNDER.get(kind, ()) for row in tx.connection.execute(asked)]
    used = {above for key, above in under if key not in made}
    if kind == KIND:
        used |= uses.leaned_on(tx.connection, today)
    back = [row for row, was, _ in old if isinstance(row, PostHolder) and was.get("valid_to") is None]
    kept = uses.posts_kept(tx.connection, [row.post_id for row in back])
    touched += [row for row in back if row.post_id not in kept]
    touched += [row for row, _ in new if _key(row) in used]
    if touched:
        raise Refused("import_changed_since", name=_name(tx, touched[0]), count=len(touched))


_UNDER: dict[str, tuple[Any, ...]] = {
    "contacts": (
        select(PostHolder.id, PostHolder.post_id),
        select(Organisation.id, Organisation.parent_id),
        select(Post.id, Post.organisation_id),
    ),
    "teams": (select(Assignment.id, Assignment.team_id), select(TeamCertificate.id, TeamCertificate.team_id)),
}
"""Rows that stand under what an import made, by its kind: their keys and the keys they stand under."""


def _loaded(tx: Tx, named: Iterable[Sequence[Any]]) -> dict[str, Base]:
    """The rows of a run by their keys, many at a time."""
    wanted: dict[str, list[UUID]] = {}
    for table, key, *_ in named:
        wanted.setdefault(table, []).append(UUID(key))
    found: dict[str, Base] = {}
    for table, keys in wanted.items():
        kind = _TABLES[table]
        for start in range(0, len(keys), CHUNK):
            asked = select(kind).where(kind.id.in_(keys[start : start + CHUNK]))
            found |= {str(_key(row)): row for row in tx.session.scalars(asked)}
    return found


def _columns(row: Base) -> Iterable[Column[Any]]:
    table = row.__table__
    assert isinstance(table, Table)
    return list(table.columns)


def _key(row: Base) -> UUID:
    key: UUID = inspect(row).mapper.primary_key_from_instance(row)[0]
    return key


def digest_of(content: Mapping[str, Any]) -> str:
    """Enough of a row to see later that somebody changed it."""
    return hashlib.sha256(_json(content).encode()).hexdigest()[:_SHORT]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _name(tx: Tx, row: Base) -> str:
    """Who or what a row is about, for a sentence."""
    owner = getattr(row, "person_id", None)
    if owner is not None:
        return tx.session.get_one(Person, owner).name
    return str(getattr(row, "name", ""))


_SHOWN = (
    ImportRun.id, ImportRun.kind, ImportRun.mode, ImportRun.file_name, ImportRun.taken, ImportRun.left_out,
    ImportRun.at, ImportRun.by_name, ImportRun.undone_at, ImportRun.undone_by,
)  # fmt: skip
