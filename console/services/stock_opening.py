"""Opening stock (期初库存): lots that were there before the books began, one posted receipt for each warehouse.

Many lines at once: rows are made together and written by one flush. What the ledger demands of each movement holds
here too: quantities above nought, never before the lot's last movement, balances that follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from console.domain.log import ActKind
from console.domain.realm import Realm
from console.domain.stock import NOTHING, SERIES, AccountKind, DocumentKind, DocumentState, Goods, normal
from console.errors import Refused
from console.services import lines
from console.services.stock_lots import set_right
from db import books, numbers
from db.base import Base
from db.models.ledger import StockBalance, StockDocument, StockLine, StockMovement, StockStep
from db.models.stores import Lot
from db.store import Tx

CHUNK = 10_000
"""Records in one line of the duty book."""
PART = 500


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """So much of a lot in a warehouse. A lot is known by its item and number; a new one takes these dates."""

    store: UUID
    item: UUID
    lot_code: str
    quantity: Decimal
    state: Goods = Goods.USABLE
    made_on: date | None = None
    expires_on: date | None = None
    shelf: str = ""
    owner: str = ""
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The receipts that were posted, and everything written for them."""

    documents: tuple[StockDocument, ...]
    rows: tuple[Base, ...]


def open_stock(
    tx: Tx, every: Sequence[OpeningLine], at: datetime, zone: ZoneInfo, realm: Realm, text: str
) -> Opened:  # fmt: skip
    """Write the receipts and their one line in the duty book; refuses lot_earlier, lot_differs."""
    rows: list[Base] = []
    lots = _lots(tx, every, rows)
    _require_order(tx, lots.values(), at)
    by_store: dict[UUID, list[OpeningLine]] = {}
    for line in every:
        by_store.setdefault(line.store, []).append(line)
    year = at.astimezone(zone).year
    made = [_document(tx, store, numbers.take(tx, SERIES[DocumentKind.RECEIPT], year, realm), at, text)
            for store in by_store]  # fmt: skip
    _add(tx, made, rows)
    steps = [_steps(tx, document, at) for document in made]
    _add(tx, [step for own in steps for step in own], rows)
    booked, moves = list[StockLine](), list[tuple[StockStep, StockLine, OpeningLine]]()
    for document, own, (_, _, posted) in zip(made, by_store.values(), steps, strict=True):
        for ordinal, line in enumerate(own, 1):
            booked.append(_line(document, ordinal, line, lots[line.item, line.lot_code]))
            moves.append((posted, booked[-1], line))
    _add(tx, booked, rows)
    _add(tx, [_movement(tx, *move) for move in moves], rows)
    _add(tx, _balances(tx, moves), rows)
    _say(tx, text, made, rows, at, len(every))
    return Opened(tuple(made), tuple(rows))


def _add(tx: Tx, made: Iterable[Base], rows: list[Base]) -> None:
    new = list(made)
    tx.session.add_all(new)
    tx.flush()
    rows += new


def _lots(tx: Tx, every: Sequence[OpeningLine], rows: list[Base]) -> dict[tuple[UUID, str], Lot]:
    items = list({line.item for line in every})
    known: dict[tuple[UUID, str], Lot] = {}
    for start in range(0, len(items), PART):
        asked = select(Lot).where(Lot.item_id.in_(items[start : start + PART]))
        known |= {(lot.item_id, lot.code): lot for lot in tx.session.scalars(asked)}
    new = []
    for line in every:
        key = line.item, line.lot_code
        if key not in known:
            known[key] = Lot(
                id=uuid4(), item_id=line.item, code=line.lot_code, made_on=line.made_on, expires_on=line.expires_on,
                owner=line.owner, price=line.price, remark="", version=1,
            )  # fmt: skip
            new.append(known[key])
        elif (known[key].made_on, known[key].expires_on) != (line.made_on, line.expires_on):
            if known[key] in new or not set_right(tx, known[key], line.made_on, line.expires_on):
                raise Refused("lot_differs", lot=line.lot_code, item="")
            new.append(known[key])
    _add(tx, new, rows)
    return known


def _require_order(tx: Tx, lots: Iterable[Lot], at: datetime) -> None:
    keys = [lot.id for lot in lots]
    for start in range(0, len(keys), PART):
        moved = select(StockMovement.lot_id, func.max(StockMovement.at)).group_by(StockMovement.lot_id)
        for lot, last in tx.connection.execute(moved.where(StockMovement.lot_id.in_(keys[start : start + PART]))):
            if at < last:
                raise Refused("lot_earlier", lot=tx.session.get_one(Lot, lot).code)


def _document(tx: Tx, store: UUID, number: str, at: datetime, text: str) -> StockDocument:
    return StockDocument(
        id=uuid4(), number=number, kind=DocumentKind.RECEIPT.value, reason="opening",
        state=DocumentState.POSTED.value, to_warehouse_id=store, text=text[:500], approver=tx.by.name[:60], way="",
        created_at=at, created_by=tx.by.name, settled_at=at, version=1, other_side="", destination="", applicant="",
        keeper="", driver="", plate="", phone="", receiver="", receiver_phone="",
    )  # fmt: skip


def _steps(tx: Tx, document: StockDocument, at: datetime) -> tuple[StockStep, StockStep, StockStep]:
    def step(kind: str) -> StockStep:
        return StockStep(
            key=uuid4(), document_id=document.id, kind=kind, who=tx.by.name[:60], way="", text="", at=at,
            recorded_at=at, by_name=tx.by.name,
        )  # fmt: skip

    return step("draft"), step("approve"), step("post")


def _line(document: StockDocument, ordinal: int, line: OpeningLine, lot: Lot) -> StockLine:
    return StockLine(
        id=uuid4(), document_id=document.id, ordinal=ordinal, item_id=line.item, lot_id=lot.id, state="usable",
        to_state=str(line.state), asked=line.quantity, booked=None, issued=line.quantity, received=line.quantity,
        short=NOTHING, damaged=NOTHING, price=line.price, shelf=line.shelf, remark="", dropped=False, version=1,
    )  # fmt: skip


def _movement(tx: Tx, step: StockStep, made: StockLine, line: OpeningLine) -> StockMovement:
    return StockMovement(
        document_id=step.document_id, line_id=made.id, step=step.number, item_id=line.item, lot_id=made.lot_id,
        from_kind=AccountKind.OUTSIDE.value, from_id=None, from_state=Goods.USABLE.value,
        to_kind=AccountKind.STORE.value, to_id=line.store, to_state=str(line.state), quantity=line.quantity,
        at=step.at, recorded_at=step.recorded_at, by_name=tx.by.name,
    )  # fmt: skip


def _balances(tx: Tx, moves: Sequence[tuple[StockStep, StockLine, OpeningLine]]) -> list[StockBalance]:
    lots = list({made.lot_id for _, made, _ in moves})
    there: dict[tuple[UUID | None, UUID, str], StockBalance] = {}
    for start in range(0, len(lots), PART):
        asked = select(StockBalance).where(
            StockBalance.kind == AccountKind.STORE.value, StockBalance.lot_id.in_(lots[start : start + PART])
        )
        there |= {(one.lot_id, one.place_id, one.state): one for one in tx.session.scalars(asked)}
    changed: dict[tuple[UUID | None, UUID, str], StockBalance] = {}
    for _, made, line in moves:
        key = made.lot_id, line.store, str(line.state)
        row = there.get(key) or StockBalance(
            lot_id=made.lot_id, kind=AccountKind.STORE.value, place_id=line.store, state=str(line.state),
            item_id=line.item, quantity=NOTHING, reserved=NOTHING, shelf="", version=0,
        )  # fmt: skip
        row.quantity, row.version = normal(row.quantity + line.quantity), row.version + 1
        row.shelf = line.shelf or row.shelf
        there[key] = changed[key] = row
    return list(changed.values())


def _say(
    tx: Tx, text: str, made: Sequence[StockDocument], rows: Sequence[Base], at: datetime, count: int
) -> None:  # fmt: skip
    first, last = made[0].number, made[-1].number
    named = first if first == last else f"{first}～{last}"
    told = f"{text}：入库单 {named} 过账，{len(made)} 个仓库、{count} 批"
    parts = range(0, len(rows), CHUNK)
    for number, start in enumerate(parts, 1):
        part = f"（{number}/{len(parts)}）" if len(parts) > 1 else ""
        lines.write(tx, books.DUTY, ActKind.STOCK, told + part, at=at, about=rows[start : start + CHUNK])
