"""An import of the stores taken back: its receipts reversed, its rows as they were; only while nothing moved since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from console.domain.log import ActKind
from console.domain.people import Action, require
from console.domain.realm import Realm
from console.domain.stock import SERIES, DocumentKind
from console.errors import Refused
from console.services import lines, stock_drafting, stock_moving
from console.services.import_runs import digest_of, write_about
from console.services.stock_ledger import Touched
from db import books, numbers, records
from db.base import Base
from db.models.contacts import ImportRun
from db.models.ledger import StockDocument, StockStep
from db.models.stores import Agreement, Item, Quota, Vehicle, Warehouse
from db.queries import stock as stock_query
from db.queries import stores as query
from db.store import Tx

_TABLES: dict[str, Any] = {model.__tablename__: model for model in (Warehouse, Item, Quota, Agreement, Vehicle)}


def undone(tx: Tx, run: ImportRun, at: datetime, zone: ZoneInfo, realm: Realm) -> int:
    """How many rows and receipts were taken back; refuses import_changed_since, then nothing is."""
    require(tx.by, Action.EDIT_STORES)
    said = json.loads(run.changes)
    new = [(_row(tx, table, key), digest) for table, key, digest in said["new"]]
    old = [(_row(tx, table, key), was, now) for table, key, was, now in said["old"]]
    documents = [tx.session.get_one(StockDocument, UUID(key)) for key in said.get("documents", ())]
    _require_untouched(new, old)
    for document in documents:
        _reverse(tx, document, run, at, zone, realm)
    _require_unused(tx, [row for row, _ in new])
    for row, _ in new:
        row.active, row.version = False, row.version + 1
    for row, was, _ in old:
        _restore(row, was)
    tx.flush()
    run.undone_at, run.undone_by, run.version = at, tx.by.name, run.version + 1
    told = f"撤销物资导入 {run.file_name}：{len(new)} 条新增、{len(old)} 条更新、{len(documents)} 张入库单"
    lines.write(tx, books.AUDIT, ActKind.IMPORT, told, at=at, about=[run])
    write_about(tx, [*(row for row, _ in new), *(row for row, _, _ in old)], run.file_name, at)
    return len(new) + len(old) + len(documents)


def _row(tx: Tx, table: str, key: str) -> Any:
    return tx.session.get_one(_TABLES[table], UUID(key))


def _require_untouched(
    new: Sequence[tuple[Any, str]], old: Sequence[tuple[Any, Mapping[str, Any], Mapping[str, Any]]]
) -> None:
    touched = [row for row, digest in new if digest_of(records.row_content(row)) != digest]
    touched += [row for row, _, now in old if records.row_content(row) != now]
    if touched:
        raise Refused("import_changed_since", name=_name(touched[0]), count=len(touched))


def _reverse(tx: Tx, document: StockDocument, run: ImportRun, at: datetime, zone: ZoneInfo, realm: Realm) -> None:
    """A receipt and its goods go back the way they came; refuses import_changed_since where they moved on."""
    if stock_query.countered(tx.connection, document.id) or query.moved_since(tx.connection, document.id):
        raise Refused("import_changed_since", name=document.number, count=1)
    number = numbers.take(tx, SERIES[DocumentKind.COUNTER], at.astimezone(zone).year, realm)
    own, reason = stock_query.own_lines(tx.session, document.id), f"撤销导入 {run.file_name}"[:500]
    row, answers = stock_drafting.counter(tx, document, own, number, reason, at)
    row.approver = tx.by.name[:60]
    step = StockStep(
        key=uuid4(), document_id=row.id, kind="post", who=tx.by.name[:60], way="", text=reason, at=at,
        recorded_at=at, by_name=tx.by.name,
    )  # fmt: skip
    tx.session.add(step)
    tx.flush()
    touched = Touched()
    try:
        stock_moving.turn_round(tx, document, answers, step, touched)
    except Refused as trouble:
        raise Refused("import_changed_since", name=document.number, count=1) from trouble
    document.version += 1
    tx.flush()
    made: list[Base] = [step, row, document, *stock_query.own_lines(tx.session, row.id), *touched.rows]
    told = f"冲销单 {number} 冲销 {document.number}：{reason}"
    lines.write(tx, books.DUTY, ActKind.STOCK, told, at=at, about=made)


def _require_unused(tx: Tx, new: Sequence[Any]) -> None:
    """Nothing somebody entered since points at what the import made."""
    made = {row.id for row in new}
    for row in new:
        asked = {Warehouse: "store", Item: "item", Vehicle: "vehicle", Agreement: "agreement"}.get(type(row))
        used = query.open_documents(tx.connection, **{asked: row.id}) if asked else []
        held = isinstance(row, Item) and query.held_in(tx.connection, item=row.id) > 0
        held = held or (isinstance(row, Warehouse) and query.held_in(tx.connection, store=row.id) > 0)
        if used or held or query.pointing(tx.connection, row.id) - made:
            raise Refused("import_changed_since", name=_name(row), count=1)


def _restore(row: Any, was: Mapping[str, Any]) -> None:
    table = row.__table__
    assert isinstance(table, Table)
    for column in table.columns:
        if column.name not in {"id", "version"}:
            setattr(row, column.name, records.value_of(column, was.get(column.name)))
    row.version += 1


def _name(row: Any) -> str:
    return str(getattr(row, "name", getattr(row, "supplier", getattr(row, "plate", ""))))
