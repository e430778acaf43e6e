"""The one place that writes the ledger: movements with the balances they change, and reservations.

Shared steps of documents; each runs inside the caller's transaction and returns the rows it touched, for the book.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from console.domain.stock import NOTHING, Account, AccountKind, Goods, Move, Pick, normal, shown
from console.errors import Refused
from db.base import Base
from db.models.ledger import StockBalance, StockDocument, StockMovement, StockReservation, StockStep
from db.models.stores import Item, Lot, Warehouse
from db.queries import stock as query
from db.store import Tx


@dataclass(slots=True)
class Touched:
    """Rows an act changed, each once: a lot that moves in three lines has one balance."""

    rows: list[Base] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def add(self, *rows: Base) -> None:
        for row in rows:
            if id(row) not in self._seen:
                self._seen.add(id(row))
                self.rows.append(row)


def post(tx: Tx, step: StockStep, moves: Iterable[Move], touched: Touched) -> None:
    """Write movements and the balances they change.

    Refuses stock_short where an account has less, stock_reserved where what is there was promised to others,
    lot_earlier where goods would have moved before they came.
    """
    for move in moves:
        if move.quantity <= 0:
            continue
        _require_order(tx, move, step.at)
        row = StockMovement(
            document_id=step.document_id, line_id=move.line, step=step.number, item_id=move.item, lot_id=move.lot,
            from_kind=str(move.source.kind), from_id=move.source.place, from_state=str(move.source.state),
            to_kind=str(move.target.kind), to_id=move.target.place, to_state=str(move.target.state),
            quantity=move.quantity, at=step.at, recorded_at=step.recorded_at, by_name=step.by_name,
        )  # fmt: skip
        tx.session.add(row)
        if move.source.holds:
            touched.add(_change(tx, move.lot, move.item, move.source, -move.quantity))
        if move.target.holds:
            touched.add(_change(tx, move.lot, move.item, move.target, move.quantity))
        tx.flush()
        touched.add(row)


def reserve(tx: Tx, document: StockDocument, line: UUID, item: UUID, picks: Sequence[Pick], state: Goods,
            at: datetime, touched: Touched) -> None:  # fmt: skip
    """Promise lots of the document's store to one of its lines; refuses stock_short."""
    store = document.from_warehouse_id
    assert store is not None, "only documents that take goods out of a store reserve"
    for one in picks:
        balance = _balance(tx, one.lot, item, Account(AccountKind.STORE, store, state))
        if balance.quantity - balance.reserved < one.quantity:
            raise _short(tx, one.lot, store, balance.quantity - balance.reserved, one.quantity)
        balance.reserved = normal(balance.reserved + one.quantity)
        balance.version += 1
        made = StockReservation(
            id=uuid4(), document_id=document.id, line_id=line, item_id=item, lot_id=one.lot, warehouse_id=store,
            quantity=one.quantity, state="held", made_at=at, version=1,
        )  # fmt: skip
        tx.session.add(made)
        tx.flush()
        touched.add(balance, made)


def release(tx: Tx, document: StockDocument, state_of: dict[UUID, Goods], touched: Touched, *, to: str,
            lines: frozenset[UUID] | None = None) -> list[StockReservation]:  # fmt: skip
    """Let reservations of a document (of some of its lines) go: ``to`` is ``issued`` or ``released``."""
    found = query.reservations(tx.session, document.id)
    let_go = [one for one in found if lines is None or one.line_id in lines]
    for one in let_go:
        account = Account(AccountKind.STORE, one.warehouse_id, state_of[one.line_id])
        balance = _balance(tx, one.lot_id, one.item_id, account)
        balance.reserved = normal(balance.reserved - one.quantity)
        balance.version += 1
        one.state, one.version = to, one.version + 1
        tx.flush()
        touched.add(balance, one)
    return let_go


def _change(tx: Tx, lot: UUID, item: UUID, account: Account, by: Decimal) -> StockBalance:
    assert account.place is not None, "an account that holds goods has a place"
    balance = _balance(tx, lot, item, account)
    after = balance.quantity + by
    if after < 0:
        raise _short(tx, lot, account.place, balance.quantity, -by)
    if after < balance.reserved:
        raise Refused(
            "stock_reserved", lot=_lot(tx, lot), store=_place(tx, account), wanted=shown(-by),
            free=shown(balance.quantity - balance.reserved),
            documents=query.promised_to(tx.connection, lot, account.place),
        )  # fmt: skip
    balance.quantity = normal(after)
    balance.version += 1
    return balance


def _balance(tx: Tx, lot: UUID, item: UUID, account: Account) -> StockBalance:
    key = (lot, str(account.kind), account.place, str(account.state))
    row = tx.session.get(StockBalance, key)
    if row is None:
        row = StockBalance(
            lot_id=lot, kind=str(account.kind), place_id=account.place, state=str(account.state), item_id=item,
            quantity=NOTHING, reserved=NOTHING, shelf="", version=0,
        )  # fmt: skip
        tx.session.add(row)
    return row


def _require_order(tx: Tx, move: Move, at: datetime) -> None:
    last = query.last_moved(tx.connection, move.lot)
    if last is not None and at < last:
        raise Refused("lot_earlier", lot=_lot(tx, move.lot))


def _short(tx: Tx, lot: UUID, place: UUID, has: Decimal, wanted: Decimal) -> Refused:
    store = tx.session.get(Warehouse, place)
    return Refused(
        "stock_short", lot=_lot(tx, lot), store=store.name if store else "", has=shown(has), wanted=shown(wanted)
    )


def _lot(tx: Tx, lot_id: UUID) -> str:
    lot = tx.session.get(Lot, lot_id)
    item = None if lot is None else tx.session.get(Item, lot.item_id)
    return f"{item.name if item else ''} {lot.code if lot else ''}".strip()


def _place(tx: Tx, account: Account) -> str:
    store = tx.session.get(Warehouse, account.place)
    return "" if store is None else store.name
