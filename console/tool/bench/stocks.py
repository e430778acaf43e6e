"""X6: a million movements: what the stock list, a past instant, cards, quotas and the check of the books cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.stores import ItemForm, QuotaForm, WarehouseForm
from console.services.store_book import StoreBook, write
from console.tool.bench.figures import Figure, spread
from db.store import Tx, driver
from db.types import to_micros

STORES, ITEMS, LOTS, LINES = 43, 260, 6_000, 10
"""Warehouses and goods of the county; lots that were ever there; lines of a document."""
ROUNDS, BATCH = 7, 50_000
NOW = datetime(2030, 8, 12, tzinfo=UTC)
YEARS = 5
LIMITS = {
    "x6_list": 0.5, "x6_store": 0.1, "x6_word": 0.5, "x6_totals": 0.5, "x6_item_card": 0.5, "x6_lot_card": 0.1,
    "x6_store_card": 0.3, "x6_documents": 0.3, "x6_expiry": 0.5, "x6_short": 0.5, "x6_past": 5.0,
    "x6_past_store": 5.0, "x6_check": 20.0,
}  # fmt: skip
"""Seconds. What a person waits for at a panel, what is asked for once beside it, and the whole ledger added up."""
_ONCE = frozenset({"x6_past", "x6_past_store", "x6_check"})

_DOCUMENT = (
    "INSERT INTO stock_document (id, number, kind, reason, state, to_warehouse_id, other_side, destination, text, "
    "applicant, approver, way, keeper, driver, plate, phone, receiver, receiver_phone, created_at, created_by, "
    "settled_at, version) VALUES (?, ?, 'receipt', 'purchase', 'posted', ?, '', '', '', '', '', '', '', '', '', '', "
    "'', '', ?, 'bench', ?, 1)"
)
_STEP = (
    "INSERT INTO stock_step (number, key, document_id, kind, who, way, text, at, recorded_at, by_name) "
    "VALUES (?, ?, ?, 'post', '', '', '', ?, ?, 'bench')"
)
_LINE = (
    "INSERT INTO stock_line (id, document_id, ordinal, item_id, lot_id, state, to_state, asked, issued, received, "
    "short, damaged, shelf, remark, dropped, version) VALUES (?, ?, ?, ?, ?, 'usable', 'usable', ?, ?, ?, 0, 0, '', "
    "'', 0, 1)"
)
_MOVE = (
    "INSERT INTO stock_movement (number, document_id, line_id, step, item_id, lot_id, from_kind, from_id, from_state, "
    "to_kind, to_id, to_state, quantity, at, recorded_at, by_name) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'usable', ?, ?, 'usable', ?, ?, ?, 'bench')"
)
_LOT = (
    "INSERT INTO lot (id, item_id, code, made_on, expires_on, owner, price, remark, version) "
    "VALUES (?, ?, ?, NULL, ?, '', NULL, '', 1)"
)
_BALANCE = (
    "INSERT INTO stock_balance (lot_id, kind, place_id, state, item_id, quantity, reserved, shelf, version) "
    "VALUES (?, 'store', ?, 'usable', ?, ?, 0, '', 1)"
)


def x6(place: Path, entries: int) -> list[Figure]:
    """Each question in seconds of the processor beside what the clock said; whether the books add up."""
    data = DataDir(place / f"stock-{entries}")
    if not data.store.exists():
        bootstrap.create(data, Realm.EXERCISE)
        fill(data, entries)
    desk = bootstrap.build(data, clock=StoppedClock(NOW))
    try:
        figures = [_figure(name, ask) for name, ask in questions(desk).items()]
        return [*figures, Figure("X6", "x6_wrong", len(desk.stock.check()), 0)]
    finally:
        desk.close()


def questions(desk: Desk) -> dict[str, Callable[[], Any]]:
    """What panels and the tool ask."""
    some = desk.stock.on_hand()[0]
    store, item, lot, past = some.store, some.item, some.lot, NOW - timedelta(days=400)
    return {
        "x6_list": desk.stock.on_hand,
        "x6_store": lambda: desk.stock.on_hand(store=store),
        "x6_word": lambda: desk.stock.on_hand("查无此词"),
        "x6_totals": desk.stock.totals,
        "x6_item_card": lambda: desk.stock.card(item),
        "x6_store_card": lambda: desk.stock.card(item, store=store),
        "x6_lot_card": lambda: desk.stock.card(item, lot=lot),
        "x6_documents": desk.stock_documents.rows,
        "x6_expiry": desk.expiry.rows,
        "x6_short": desk.quotas.shortages,
        "x6_past": lambda: desk.stock.on_hand(at=past),
        "x6_past_store": lambda: desk.stock.on_hand(store=store, at=past),
        "x6_check": desk.stock.check,
    }


def _figure(name: str, ask: Callable[[], Any]) -> Figure:
    seconds, worked = list[float](), list[float]()
    if name not in _ONCE:
        ask()
    for _ in range(1 if name in _ONCE else ROUNDS):
        begun, work = time.perf_counter(), time.thread_time()
        ask()
        worked.append(time.thread_time() - work)
        seconds.append(time.perf_counter() - begun)
    return Figure("X6", name, sorted(worked)[len(worked) // 2], LIMITS[name], ours=spread(seconds))


def fill(data: DataDir, count: int) -> None:
    """So many movements over five years, ten of a document: goods that come and go. Rows only: no line of a book."""
    desk = bootstrap.build(data)
    try:
        with desk.opened.store.writing(by=Actor.tool("bench")) as tx:
            stores, items = _master(tx)
            ledger = _Ledger(count, stores, items)
            run = driver(tx.connection)
            run.executemany(_LOT, ledger.lots())
            for rows in ledger.batches():
                for statement, made in rows.items():
                    run.executemany(statement, made)
            run.executemany(_BALANCE, ledger.balances())
            tx.run("ANALYZE")
    finally:
        desk.close()


def _master(tx: Tx) -> tuple[list[UUID], list[UUID]]:
    pick, book = Random(17), StoreBook(tx.connection)
    stores = [WarehouseForm(f"K{at:02d}", f"例库{at:02d}", id=_id(pick)) for at in range(STORES)]
    items = [ItemForm(f"W{at:03d}", f"例物资{at:03d}", "件", id=_id(pick)) for at in range(ITEMS)]
    quotas = [
        QuotaForm(items[at // STORES].id, Decimal(500), Decimal(900), warehouse_id=stores[at % STORES].id)
        for at in range(900)
    ]
    forms: list[Any] = [*stores, *items, *quotas]
    write(tx, [change for form in forms if (change := book.accept(form)) is not None])
    return [form.id for form in stores], [form.id for form in items]


def _id(pick: Random) -> UUID:
    return UUID(int=pick.getrandbits(128), version=4)


class _Ledger:
    """Rows of the ledger as they are stored: quantities in thousandths, instants in microseconds.

    Documents and lines have ids in their order: a million random ones take ten times as long to fill in.
    """

    def __init__(self, count: int, stores: list[UUID], items: list[UUID]) -> None:
        self._count = count
        self._pick = Random(71)
        self._stores = stores
        self._lots = [
            (_id(self._pick).hex, items[at % ITEMS].hex, stores[at // ITEMS % len(stores)].hex)
            for at in range(min(LOTS, max(1, count)))
        ]
        self._held = [0] * len(self._lots)

    def lots(self) -> Iterator[tuple[Any, ...]]:
        for at, (lot, item, _) in enumerate(self._lots):
            expires = (NOW + timedelta(days=at % 900 - 100)).date().isoformat() if at % 3 == 0 else None
            yield lot, item, f"{at:05d}", expires

    def batches(self) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
        """Documents with their lines and movements, so many at a time."""
        numbers = iter(range(0, self._count, LINES))
        while part := list(islice(numbers, BATCH // LINES)):
            made: dict[str, list[tuple[Any, ...]]] = {_DOCUMENT: [], _STEP: [], _LINE: [], _MOVE: []}
            for first in part:
                self._document(made, first)
            yield made

    def balances(self) -> Iterator[tuple[Any, ...]]:
        for (lot, item, store), held in zip(self._lots, self._held, strict=True):
            yield lot, store, item, held

    def _document(self, made: dict[str, list[tuple[Any, ...]]], first: int) -> None:
        document, step = f"{first:032x}", first // LINES + 1
        back = timedelta(days=YEARS * 365 * (1 - first / self._count))
        at = to_micros(NOW - back)
        made[_DOCUMENT].append((document, f"RK{step:07d}", self._stores[step % len(self._stores)].hex, at, at))
        made[_STEP].append((step, document, document, at, at))
        for ordinal in range(min(LINES, self._count - first)):
            self._line(made, first + ordinal + 1, ordinal + 1, document, step, at)

    def _line(
        self, made: dict[str, list[tuple[Any, ...]]], number: int, ordinal: int, document: str, step: int, at: int
    ) -> None:  # fmt: skip
        of = number * 7919 % len(self._lots)
        (lot, item, store), line = self._lots[of], f"{number:032x}"
        held = self._held[of]
        goes = held > 0 and self._pick.random() < 0.5
        amount = self._pick.randrange(1, held // 1000 + 1) * 1000 if goes else self._pick.randrange(1, 40) * 1000
        self._held[of] += -amount if goes else amount
        sides = ("store", store, "used", None) if goes else ("outside", None, "store", store)
        made[_LINE].append((line, document, ordinal, item, lot, amount, amount, amount))
        made[_MOVE].append((number, document, line, step, item, lot, *sides, amount, at, at))
