"""Reads of the stock: lots in stores now or at a past instant, cards, totals by item, the check against the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, case, func, literal, or_, select, union_all

from console.domain.stock import AccountKind, Goods
from console.domain.stock_list import CardRow, CheckRow, Fault, ItemTotal, StockRow
from db.models.ledger import StockBalance, StockDocument, StockLine, StockMovement, StockReservation, StockStep
from db.models.stores import Item, Lot, Quota, Warehouse
from db.types import from_thousandths

_STORE = AccountKind.STORE.value
_HELD = ("store", "transit", "site")
_USABLE = Goods.USABLE.value


def _named(amounts: Any) -> Any:
    return (
        select(
            Warehouse.id, Warehouse.code, Warehouse.name, Item.id, Item.code, Item.name, Item.spec, Item.unit, Lot.id,
            Lot.code, Lot.expires_on, amounts.c.state, amounts.c.quantity, amounts.c.reserved, amounts.c.shelf,
        )
        .select_from(amounts)
        .join(Warehouse, Warehouse.id == amounts.c.place_id)
        .join(Lot, Lot.id == amounts.c.lot_id)
        .join(Item, Item.id == amounts.c.item_id)
        .order_by(Warehouse.code, Item.code, Lot.expires_on.is_(None), Lot.expires_on, Lot.code, amounts.c.state)
    )  # fmt: skip


def on_hand(
    connection: Connection, *, store: UUID | None = None, item: UUID | None = None, words: Sequence[str] = (),
    nought: bool = False,
) -> list[StockRow]:  # fmt: skip
    """What lies in the stores now; ``nought`` shows lots that are used up too."""
    balance = StockBalance
    asked = select(
        balance.place_id, balance.lot_id, balance.item_id, balance.state, balance.quantity, balance.reserved,
        balance.shelf,
    ).where(balance.kind == _STORE)  # fmt: skip
    asked = asked if nought else asked.where(balance.quantity > 0)
    asked = asked if store is None else asked.where(balance.place_id == store)
    asked = asked if item is None else asked.where(balance.item_id == item)
    return [_stock(row) for row in connection.execute(_worded(_named(asked.subquery()), words))]


def at_instant(
    connection: Connection, at: datetime, *, store: UUID | None = None, item: UUID | None = None,
    words: Sequence[str] = (),
) -> list[StockRow]:  # fmt: skip
    """What lay in the stores at an instant, from the ledger, and what of it was promised then."""
    sums = _sums(at=at, kinds=(_STORE,), store=store, item=item).subquery()
    asked = select(
        sums.c.place_id, sums.c.lot_id, sums.c.item_id, sums.c.state, sums.c.amount.label("quantity"),
        literal(0).label("reserved"), literal("").label("shelf"),
    ).where(sums.c.amount != 0)  # fmt: skip
    rows = connection.execute(_worded(_named(asked.subquery()), words))
    promised = _promised_at(connection, at)
    return [
        _stock(
            [
                *row[:12],
                from_thousandths(row[12]),
                from_thousandths(promised.get((row[0], row[8], row[11]), 0)),
                row[14],
            ]
        )
        for row in rows
    ]


def _promised_at(connection: Connection, at: datetime) -> dict[tuple[Any, ...], int]:
    """What was promised at an instant, by store, lot and state: made by then, neither issued nor let go by then."""
    row, ended = StockReservation, StockStep
    over = select(ended.number).where(
        ended.document_id == row.document_id, ended.kind.in_(("issue", "post", "void")), ended.at <= at
    )
    asked = (
        select(row.warehouse_id, row.lot_id, StockLine.state, func.sum(_raw(row.quantity)))
        .join(StockLine, StockLine.id == row.line_id)
        .where(row.made_at <= at, ~over.exists())
        .group_by(row.warehouse_id, row.lot_id, StockLine.state)
    )
    return {(one[0], one[1], one[2]): one[3] for one in connection.execute(asked)}


def lot_of(connection: Connection, item: UUID, code: str) -> UUID | None:
    """The lot of an item by its number."""
    return connection.scalar(select(Lot.id).where(Lot.item_id == item, Lot.code == code))


def _worded(asked: Select[Any], words: Sequence[str]) -> Select[Any]:
    for word in words:
        texts = (Item.name, Item.code, Item.spec, Lot.code, Warehouse.name)
        asked = asked.where(or_(*(text.contains(word, autoescape=True) for text in texts)))
    return asked


def _stock(row: Any) -> StockRow:
    values = list(row)
    values[11] = Goods(values[11])
    return StockRow(*values)


def _sums(
    *, at: datetime | None = None, kinds: Sequence[str] = _HELD, store: UUID | None = None, item: UUID | None = None
) -> Select[Any]:
    """Sums of the ledger by account, lot and state, in thousandths: what came in less what went out."""
    move = StockMovement
    sides = []
    for kind, place, state, sign in (
        (move.to_kind, move.to_id, move.to_state, 1),
        (move.from_kind, move.from_id, move.from_state, -1),
    ):
        side = select(
            kind.label("kind"), place.label("place_id"), state.label("state"), move.lot_id, move.item_id,
            (_raw(move.quantity) * sign).label("amount"),
        ).where(kind.in_(kinds))  # fmt: skip
        side = side if at is None else side.where(move.at <= at)
        side = side if store is None else side.where(place == store)
        sides.append(side if item is None else side.where(move.item_id == item))
    both = union_all(*sides).subquery()
    return select(
        both.c.kind, both.c.place_id, both.c.state, both.c.lot_id, both.c.item_id,
        func.sum(both.c.amount).label("amount"),
    ).group_by(both.c.kind, both.c.place_id, both.c.state, both.c.lot_id, both.c.item_id)  # fmt: skip


def _raw(column: Any) -> Any:
    """The stored thousandths: the database adds integers, never fractions."""
    from sqlalchemy import BigInteger, type_coerce

    return type_coerce(column, BigInteger)


def card(
    connection: Connection, item: UUID, *, lot: UUID | None = None, stores: Collection[UUID] | None = None,
    until: datetime | None = None,
) -> Iterator[CardRow]:  # fmt: skip
    """Every line of the ledger that changed what the stores (or some of them) hold of an item or a lot, oldest first.

    What went from one of these stores to another goes out of the one and comes into the other.
    """
    move = StockMovement
    asked = (
        select(
            move.number, move.at, move.document_id, StockDocument.number, StockDocument.kind, Lot.code, move.from_kind,
            move.from_id, move.from_state, move.to_kind, move.to_id, move.to_state, move.quantity, move.by_name,
        )
        .join(StockDocument, StockDocument.id == move.document_id)
        .join(Lot, Lot.id == move.lot_id)
        .where(move.item_id == item, or_(move.from_kind == _STORE, move.to_kind == _STORE))
        .order_by(move.at, move.number)
    )  # fmt: skip
    asked = asked if lot is None else asked.where(move.lot_id == lot)
    asked = asked if stores is None else asked.where(or_(move.from_id.in_(stores), move.to_id.in_(stores)))
    asked = asked if until is None else asked.where(move.at <= until)
    names = store_names(connection)
    balance = Decimal(0)
    for row in connection.execute(asked):
        for came in (False, True):
            kind, place, state = (row[9], row[10], row[11]) if came else (row[6], row[7], row[8])
            if kind != _STORE or (stores is not None and place not in stores):
                continue
            change = row[12] if came else -row[12]
            balance += change
            other_kind, other = (row[6], row[7]) if came else (row[9], row[10])
            yield CardRow(
                row[0], row[1], row[2], row[3], row[4], row[5], names.get(place, ""), Goods(state), change, balance,
                AccountKind(other_kind), names.get(other, ""), row[13], place, other,
            )  # fmt: skip


def store_names(connection: Connection) -> dict[UUID | None, str]:
    return {row[0]: row[1] for row in connection.execute(select(Warehouse.id, Warehouse.name))}


def check(connection: Connection) -> list[CheckRow]:
    """Every balance that is not the sum of the ledger, and every promise that is not the sum of the reservations."""
    should = {tuple(row[:4]): row[5] for row in connection.execute(_sums()) if row[5]}
    promised = _promised(connection)
    balance = StockBalance
    stored = connection.execute(
        select(
            balance.kind, balance.place_id, balance.state, balance.lot_id, _raw(balance.quantity),
            _raw(balance.reserved),
        )
    )  # fmt: skip
    found: list[tuple[Fault, tuple[Any, ...], int, int]] = []
    for row in stored:
        key = tuple(row[:4])
        wanted, held = should.pop(key, 0), promised.pop(key, 0)
        if row[4] != wanted:
            found.append((Fault.QUANTITY, key, row[4], wanted))
        if row[5] != held:
            found.append((Fault.RESERVED, key, row[5], held))
        if wanted < 0:
            found.append((Fault.NEGATIVE, key, row[4], wanted))
    found += [(Fault.QUANTITY, key, 0, wanted) for key, wanted in should.items()]
    found += [(Fault.RESERVED, key, 0, wanted) for key, wanted in promised.items()]
    return [_told(connection, *one) for one in found]


def _promised(connection: Connection) -> dict[tuple[Any, ...], int]:
    row = StockReservation
    asked = (
        select(row.warehouse_id, StockLine.state, row.lot_id, func.sum(_raw(row.quantity)))
        .join(StockLine, StockLine.id == row.line_id)
        .where(row.state == "held")
        .group_by(row.warehouse_id, StockLine.state, row.lot_id)
    )
    return {(_STORE, one[0], one[1], one[2]): one[3] for one in connection.execute(asked)}


def _told(connection: Connection, fault: Fault, key: tuple[Any, ...], stored: int, wanted: int) -> CheckRow:
    kind, place, state, lot = key
    asked = select(Item.code, Item.name, Lot.code).join(Lot, Lot.item_id == Item.id).where(Lot.id == lot)
    item = connection.execute(asked).first() or ("", "", "")
    name = store_names(connection).get(place, "")
    return CheckRow(
        fault, AccountKind(kind), place, name, item[0], item[1], lot, item[2], state, from_thousandths(stored),
        from_thousandths(wanted),
    )  # fmt: skip


def totals(connection: Connection, words: Sequence[str] = (), *, store: UUID | None = None) -> list[ItemTotal]:
    """Every active item with its sums over all stores (or one of them) and what the stores' quotas want of it."""
    balance = StockBalance
    inside = balance.kind == _STORE
    here = and_(inside, balance.place_id == store) if store is not None else inside
    amount, promised = _raw(balance.quantity), _raw(balance.reserved)
    sums = (
        select(
            balance.item_id,
            func.sum(case((here, amount), else_=0)).label("quantity"),
            func.sum(case((here, promised), else_=0)).label("reserved"),
            func.sum(case((and_(here, balance.state != _USABLE), amount), else_=0)).label("unusable"),
            func.sum(case((balance.kind == "transit", amount), else_=0)).label("road"),
            func.sum(case((balance.kind == "site", amount), else_=0)).label("scenes"),
            func.min(case((and_(here, balance.quantity > 0), Lot.expires_on), else_=None)).label("expires"),
        )
        .join(Lot, Lot.id == balance.lot_id)
        .group_by(balance.item_id)
        .subquery()
    )
    quota = select(
        Quota.item_id, func.sum(_raw(Quota.minimum)).label("minimum"), func.sum(_raw(Quota.target)).label("target")
    ).where(Quota.active.is_(True), Quota.warehouse_id.is_not(None))
    quota = quota if store is None else quota.where(Quota.warehouse_id == store)
    wanted = quota.group_by(Quota.item_id).subquery()
    asked = (
        select(
            Item.id, Item.code, Item.name, Item.category, Item.spec, Item.unit,
            *(func.coalesce(one, 0) for one in (
                sums.c.quantity, sums.c.reserved, sums.c.unusable, sums.c.road, sums.c.scenes, wanted.c.minimum,
                wanted.c.target,
            )),
            sums.c.expires,
        )
        .outerjoin(sums, sums.c.item_id == Item.id)
        .outerjoin(wanted, wanted.c.item_id == Item.id)
        .where(or_(Item.active.is_(True), sums.c.quantity > 0))
        .order_by(Item.code)
    )  # fmt: skip
    if store is not None:
        asked = asked.where(or_(sums.c.quantity > 0, wanted.c.target > 0))
    for word in words:
        asked = asked.where(
            or_(*(text.contains(word, autoescape=True) for text in (Item.name, Item.code, Item.spec, Item.category)))
        )
    return [_total(row) for row in connection.execute(asked)]


def _total(row: Any) -> ItemTotal:
    values: list[Any] = list(row)
    values[6:13] = [from_thousandths(one) for one in values[6:13]]
    return ItemTotal(*values)
