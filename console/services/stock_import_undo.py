"""An import of the stores taken back: its receipts reversed, its rows as they were; only while nothing moved since."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action
from console.domain.realm import Realm
from console.domain.stock import SERIES, DocumentKind
from console.errors import Refused
from console.services import lines, stock_drafting, stock_moving
from console.services.row_runs import RowRuns, Taken, restore
from console.services.stock_ledger import Touched
from db import books, numbers
from db.base import Base
from db.models.contacts import ImportRun
from db.models.ledger import StockDocument, StockStep
from db.models.stores import Agreement, Item, Quota, Vehicle, Warehouse
from db.queries import stock as stock_query
from db.queries import stores as query
from db.store import Store, Tx

KIND = "stock"
"""What such a run is called among all imports."""
_TABLES: dict[str, type[Base]] = {model.__tablename__: model for model in (Warehouse, Item, Quota, Agreement, Vehicle)}


class StockRuns(RowRuns):
    """Use cases of imports of the stores that were applied."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], realm: Realm
    ) -> None:  # fmt: skip
        super().__init__(store, clock, zone)
        self._realm = realm

    def kinds(self) -> Sequence[str]:
        return (KIND,)

    def action(self, kind: str) -> Action:  # noqa: ARG002
        return Action.EDIT_STORES

    def tables(self) -> Mapping[str, type[Base]]:
        return _TABLES

    def told(self, kind: str) -> str:  # noqa: ARG002
        return "物资"

    def require_free(self, tx: Tx, taken: Taken) -> list[Base]:
        """Receipts are reversed first: what they brought does not hold a store or an item then."""
        for document in _documents(tx, taken):
            _reverse(tx, document, taken.run, taken.at, self._zone(), self._realm)
        _require_unused(tx, [row for row, _ in taken.new])
        return []

    def take_back(self, tx: Tx, taken: Taken) -> list[Base]:
        new: list[Any] = [row for row, _ in taken.new]
        for row in new:
            row.active, row.version = False, row.version + 1
        for row, was, _now in taken.old:
            restore(row, was)
        tx.flush()
        return taken.rows

    def also(self, tx: Tx, taken: Taken) -> int:
        return len(_documents(tx, taken))

    def name_of(self, tx: Tx, row: Base) -> str:  # noqa: ARG002
        return _name(row)


def _documents(tx: Tx, taken: Taken) -> list[StockDocument]:
    keys = json.loads(taken.run.changes).get("documents", ())
    return [tx.session.get_one(StockDocument, UUID(key)) for key in keys]


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


def _name(row: Any) -> str:
    return str(getattr(row, "name", getattr(row, "supplier", getattr(row, "plate", ""))))
