"""The one place that writes the ledger: movements with the balances they change, and reservations.

Shared steps of documents; each runs inside the caller's transaction and returns the rows it touched, for the book.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy.orm.attributes import flag_modified

from console.domain.stock import NOTHING, Account, AccountKind, Goods, Move, Pick, normal, shown
from console.errors import Refused
from db.base import Base
from db.models.ledger import StockBalance, StockDocument, StockLine, StockMovement, StockReservation, StockStep
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
    """Write movements, in their order, and the balances they change; a move of nothing is none.

    Refuses stock_short where a store has less (scene_short at a scene), stock_reserved where what is there was
    promised to others, lot_earlier where an account would have been changed before what is known of it.
    """
    made = [move for move in moves if move.quantity != 0]
    known = _balances(tx, ((move.lot, side) for move in made for side in (move.source, move.target)))
    last = query.last_moves(tx.connection, {move.lot for move in made})
    for move in made:
        assert move.quantity > 0, "goods move forward; what goes back is a move the other way"
        _require_later(tx, move.lot, (move.source, move.target), step.at, last.get(move.lot))
        if move.source.holds:
            touched.add(_change(tx, move, move.source, -move.quantity, known))
        if move.target.holds:
            touched.add(_change(tx, move, move.target, move.quantity, known))
    start = query.newest_movement(tx.connection) + 1  # told here, rows go in by one statement
    rows = [_movement(number, step, move) for number, move in enumerate(made, start)]
    tx.session.add_all(rows)
    tx.flush()
    touched.add(*rows)


def _movement(number: int, step: StockStep, move: Move) -> StockMovement:
    return StockMovement(
        number=number, document_id=step.document_id, line_id=move.line, step=step.number, item_id=move.item,
        lot_id=move.lot,
        from_kind=str(move.source.kind), from_id=move.source.place, from_state=str(move.source.state),
        to_kind=str(move.target.kind), to_id=move.target.place, to_state=str(move.target.state),
        quantity=move.quantity, at=step.at, recorded_at=step.recorded_at, by_name=step.by_name,
    )  # fmt: skip


def reserve(
    tx: Tx, document: StockDocument, promises: Sequence[tuple[StockLine, Pick]], at: datetime, touched: Touched
) -> None:
    """Promise lots of the document's store to its lines; refuses stock_short."""
    store = document.from_warehouse_id
    accounts = [Account(AccountKind.STORE, store, Goods(line.state)) for line, _ in promises]
    known = _balances(tx, ((pick.lot, account) for (_, pick), account in zip(promises, accounts, strict=True)))
    for (line, pick), account in zip(promises, accounts, strict=True):
        balance = _balance(tx, pick.lot, line.item_id, account, known)
        if balance.quantity - balance.reserved < pick.quantity:
            raise _short(tx, pick.lot, account, balance.quantity - balance.reserved, pick.quantity)
        balance.reserved = normal(balance.reserved + pick.quantity)
        balance.version += 1
        made = StockReservation(
            id=uuid4(), document_id=document.id, line_id=line.id, item_id=line.item_id, lot_id=pick.lot,
            warehouse_id=store, quantity=pick.quantity, state="held", made_at=at, version=1,
        )  # fmt: skip
        tx.session.add(made)
        touched.add(balance, made)
    tx.flush()


def release(tx: Tx, document: StockDocument, state_of: dict[UUID, Goods], touched: Touched, *, to: str,
            only: frozenset[tuple[UUID, UUID]] | None = None) -> None:  # fmt: skip
    """Let reservations of a document go: ``to`` is ``issued`` or ``released``; ``only`` names lines and lots."""
    found = query.reservations(tx.session, document.id)
    let_go = [one for one in found if only is None or (one.line_id, one.lot_id) in only]
    accounts = [Account(AccountKind.STORE, one.warehouse_id, state_of[one.line_id]) for one in let_go]
    known = _balances(tx, ((one.lot_id, account) for one, account in zip(let_go, accounts, strict=True)))
    for one, account in zip(let_go, accounts, strict=True):
        balance = _balance(tx, one.lot_id, one.item_id, account, known)
        balance.reserved = normal(balance.reserved - one.quantity)
        balance.version += 1
        one.state, one.version = to, one.version + 1
        touched.add(balance, one)
    tx.flush()


_Key = tuple[UUID, str, UUID | None, str]


def _balances(tx: Tx, wanted: Iterable[tuple[UUID, Account]]) -> dict[_Key, StockBalance]:
    """What stands of these lots in these places, read at once: what is not among it is not there yet."""
    tx.flush()
    every = [(lot, account.place) for lot, account in wanted if account.holds]
    found = query.balances(tx.session, {lot for lot, _ in every}, {place for _, place in every})
    return {(row.lot_id, row.kind, row.place_id, row.state): row for row in found}


def _change(tx: Tx, move: Move, account: Account, by: Decimal, known: dict[_Key, StockBalance]) -> StockBalance:
    assert account.place is not None, "an account that holds goods has a place"
    lot, balance = move.lot, _balance(tx, move.lot, move.item, account, known)
    after = balance.quantity + by
    if after < 0:
        raise _short(tx, lot, account, balance.quantity, -by)
    if after < balance.reserved:
        raise Refused(
            "stock_reserved", lot=_lot(tx, lot), store=_place(tx, account), wanted=shown(-by),
            free=shown(balance.quantity - balance.reserved),
            documents=query.promised_to(tx.connection, lot, account.place),
        )  # fmt: skip
    balance.quantity = normal(after)
    flag_modified(balance, "quantity")  # goods that only pass through: rows alike go in by one statement
    balance.version += 1
    return balance


def _balance(tx: Tx, lot: UUID, item: UUID, account: Account, known: dict[_Key, StockBalance]) -> StockBalance:
    key = (lot, str(account.kind), account.place, str(account.state))
    row = known.get(key)
    if row is None:
        row = StockBalance(
            lot_id=lot, kind=str(account.kind), place_id=account.place, state=str(account.state), item_id=item,
            quantity=NOTHING, reserved=NOTHING, shelf="", version=0,
        )  # fmt: skip
        tx.session.add(row)
        known[key] = row
    return row


def require_since(tx: Tx, accounts: Iterable[tuple[UUID, Account]], at: datetime) -> None:
    """Refuses lot_earlier where what these accounts hold of a lot is not what they held at that time."""
    every = list(accounts)
    last = query.last_moves(tx.connection, {lot for lot, _ in every})
    for lot, account in every:
        _require_later(tx, lot, (account,), at, last.get(lot))


def _require_later(tx: Tx, lot: UUID, sides: Iterable[Account], at: datetime, last: datetime | None) -> None:
    """An account changes in the order of time, so that it was never less than nothing at any past instant.

    A lot that lies in several stores does not hold one of them to the hours of another.
    """
    if last is None or at >= last:
        return
    for side in sides:
        here = query.last_moved(tx.connection, lot, side.place) if side.holds else None
        if here is not None and at < here:
            raise Refused("lot_earlier", lot=_lot(tx, lot))


def _short(tx: Tx, lot: UUID, account: Account, has: Decimal, wanted: Decimal) -> Refused:
    if account.kind is AccountKind.SITE:
        return Refused("scene_short", item=_lot(tx, lot), has=shown(has), wanted=shown(wanted))
    return Refused("stock_short", lot=_lot(tx, lot), store=_place(tx, account), has=shown(has), wanted=shown(wanted))


def _lot(tx: Tx, lot_id: UUID) -> str:
    lot = tx.session.get(Lot, lot_id)
    item = None if lot is None else tx.session.get(Item, lot.item_id)
    return f"{item.name if item else ''} {lot.code if lot else ''}".strip()


def _place(tx: Tx, account: Account) -> str:
    store = tx.session.get(Warehouse, account.place)
    return "" if store is None else store.name
