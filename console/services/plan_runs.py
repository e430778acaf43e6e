"""What imports of plans changed, kept row by row, and taking one back as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, select

from console.domain.clock import Clock
from console.domain.importing import ImportRunRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.plan_table import ImportSource
from console.errors import Refused
from console.services import lines
from db import books, records
from db.base import Base
from db.models.contacts import ImportRun
from db.models.plans import Plan, PlanLevel, PlanTask
from db.queries import responses
from db.store import Store, Tx

KIND = "plans"
"""What such a run is called among all imports."""
_Row = Plan | PlanLevel | PlanTask
_Content = dict[str, Any]
_Standing = dict[tuple[str, str], _Content]


def standing(tx: Tx, plan_id: UUID) -> _Standing:
    """Every row of a plan as it is, by table and key; how often a row was saved does not count."""
    return _stand(_rows(tx, plan_id))


@dataclass(slots=True)
class Run:
    """One import while it is written: what each plan was before and is after it."""

    plans: dict[str, str] = field(default_factory=dict)
    new: list[tuple[str, str]] = field(default_factory=list)
    old: list[tuple[str, str, _Content]] = field(default_factory=list)

    def note(self, plan_id: UUID, before: _Standing, after: _Standing) -> None:
        """What one plan was and is; nothing is kept of one that did not change."""
        if before == after:
            return
        self.plans[str(plan_id)] = _digest(after)
        self.new += [key for key in after if key not in before]
        self.old += [(*key, was) for key, was in before.items() if after[key] != was]

    def row(self, source: ImportSource, refused: int, at: datetime, by: str) -> ImportRun:
        changes = {"plans": self.plans, "new": self.new, "old": self.old}
        return ImportRun(
            id=uuid4(), kind=KIND, mode="good" if source.good_rows_only else "all", file_name=source.name[:200],
            file_digest=source.digest, taken=len(self.plans), left_out=refused, changes=_json(changes), at=at,
            by_name=by, undone_at=None, undone_by="", version=1,
        )  # fmt: skip


class PlanRuns:
    """Use cases of imports of plans that were applied."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def newest(self, limit: int = 50) -> list[ImportRunRow]:
        """Imports of plans, the newest first."""
        asked = select(*_SHOWN).where(ImportRun.kind == KIND).order_by(ImportRun.at.desc(), ImportRun.id).limit(limit)
        with self._store.reading() as connection:
            return [ImportRunRow(**row) for row in connection.execute(asked).mappings()]

    def undo(self, run_id: UUID, *, by: Actor) -> int:
        """Plans the import changed read as before; how many those were. One that was new no longer holds.

        Refuses import_started_since where a response read one of them since, import_changed_since where one was
        changed since (then nothing is taken back); import_undone, no_such_import.
        """
        with self._store.writing(by=by, action=Action.EDIT_PLANS) as tx:
            run = tx.session.get(ImportRun, run_id)
            if run is None or run.kind != KIND:
                raise Refused("no_such_import")
            if run.undone_at is not None:
                raise Refused("import_undone")
            said, at = json.loads(run.changes), self._clock.now()
            plans = {UUID(key): digest for key, digest in said["plans"].items()}
            _require_unused(tx, plans, run.at)
            held = {plan_id: _rows(tx, plan_id) for plan_id in plans}
            _require_untouched(plans, held)
            known = {_key(row): row for rows in held.values() for row in rows}
            changed = {id(row) for row in (*_ended(known, said["new"]), *_restored(known, said["old"]))}
            run.undone_at, run.undone_by, run.version = at, tx.by.name, run.version + 1
            text = f"撤销预案导入 {run.file_name}：{len(plans)} 个预案"
            lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=[run])
            for rows in held.values():
                _write(tx, rows, changed, run.file_name, at)
        return len(plans)


def _require_unused(tx: Tx, plans: Iterable[UUID], since: datetime) -> None:
    """Nothing was started from these plans since, and no response changed its level by them."""
    for plan_id in plans:
        number = responses.read_since(tx.connection, plan_id, since)
        if number is not None:
            raise Refused("import_started_since", title=tx.session.get_one(Plan, plan_id).title, number=number)


def _require_untouched(plans: Mapping[UUID, str], held: Mapping[UUID, Sequence[_Row]]) -> None:
    touched = [plan_id for plan_id, digest in plans.items() if _digest(_stand(held[plan_id])) != digest]
    if touched:
        raise Refused("import_changed_since", name=_plan(held[touched[0]]).title, count=len(touched))


def _ended(known: Mapping[tuple[str, str], _Row], new: Iterable[tuple[str, str]]) -> Iterator[_Row]:
    """Rows that were new hold no longer; nothing is deleted."""
    for table, key in new:
        row = known[table, key]
        row.active, row.version = False, row.version + 1
        yield row


def _restored(known: Mapping[tuple[str, str], _Row], old: Iterable[tuple[str, str, _Content]]) -> Iterator[_Row]:
    for table, key, was in old:
        row = known[table, key]
        for column in _columns(row):
            if column.name not in {"id", "version"}:
                setattr(row, column.name, records.value_of(column, was.get(column.name)))
        row.version += 1
        yield row


def _write(tx: Tx, rows: Sequence[_Row], changed: Collection[int], name: str, at: datetime) -> None:
    """The line of one plan, about its own rows: its history says that the import was taken back."""
    plan = _plan(rows)
    if id(plan) not in changed:
        plan.version += 1
    about: list[Base] = [plan, *(row for row in rows if id(row) in changed and row is not plan)]
    lines.write(tx, books.AUDIT, ActKind.PLAN, f"预案 {plan.code}《{plan.title}》撤销导入 {name}", at=at, about=about)


def _plan(rows: Sequence[_Row]) -> Plan:
    plan = rows[0]
    assert isinstance(plan, Plan)
    return plan


def _rows(tx: Tx, plan_id: UUID) -> list[_Row]:
    """The plan first, then its levels and cards, also those that hold no longer."""
    tx.flush()
    levels = list(tx.session.scalars(select(PlanLevel).where(PlanLevel.plan_id == plan_id)))
    cards = tx.session.scalars(select(PlanTask).where(PlanTask.level_id.in_([level.id for level in levels])))
    return [tx.session.get_one(Plan, plan_id), *levels, *cards]


def _stand(rows: Iterable[_Row]) -> _Standing:
    return {_key(row): _content(row) for row in rows}


def _key(row: _Row) -> tuple[str, str]:
    return row.__tablename__, str(row.id)


def _content(row: _Row) -> _Content:
    return {name: value for name, value in records.row_content(row).items() if name != "version"}


def _columns(row: _Row) -> list[Any]:
    table = row.__table__
    assert isinstance(table, Table)
    return list(table.columns)


def _digest(stand: _Standing) -> str:
    """Of the plan and what holds of it: rows that were ended by an undo of a later import do not count."""
    holds = {key: content for key, content in stand.items() if key[0] == Plan.__tablename__ or content["active"]}
    said = sorted(("/".join(key), content) for key, content in holds.items())
    return hashlib.sha256(_json(said).encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


_SHOWN = (
    ImportRun.id, ImportRun.kind, ImportRun.mode, ImportRun.file_name, ImportRun.taken, ImportRun.left_out,
    ImportRun.at, ImportRun.by_name, ImportRun.undone_at, ImportRun.undone_by,
)  # fmt: skip
