"""What the stores hold, at one glance and now or at a past instant: the tree with its marks, goods, lots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.stock_list import StockRow
from console.domain.stock_overview import LotLine, Overview, QuotaOf, StockLine
from console.domain.store_lists import Limits
from console.domain.stores import ItemForm, QuotaForm, WarehouseForm
from console.services.settings import current
from console.services.stores import in_tree, matches
from db.queries import stock_bound, stock_list
from db.queries import stores as query
from db.store import Store


class StockOverview:
    """Reads only. A past instant is read from the ledger: its quotas are today's, and nothing is on the road then."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def view(self, at: datetime | None = None) -> Overview:
        """Everything the panel of the stores shows of its stock, read in one transaction."""
        now = self._clock.now()
        with self._store.reading() as connection:
            tree = tuple(in_tree(query.kept(connection, WarehouseForm)))
            items = {row.id: row for row in query.kept(connection, ItemForm, retired=True)}
            rows = stock_list.on_hand(connection) if at is None else stock_list.at_instant(connection, at)
            roads = stock_bound.under_way(connection) if at is None else ()
            counts = stock_bound.last_counts(connection, at or now)
            day = self._day(at or now)
            quotas = _quotas(connection, {row.id for row in tree}, items)
            return Overview(tree, items, tuple(rows), quotas, roads, day, _limits(connection, now), counts, at)

    def lots(self, shown: Overview, item: UUID, scope: frozenset[UUID] | None = None) -> list[LotLine]:
        """Lots of an item in these stores, FEFO; promises and roads are those of now."""
        with self._store.reading() as connection:
            told = stock_bound.lot_papers(connection, item)
            promises = stock_bound.promises(connection, item) if shown.at is None else []
        return shown.lot_lines(item, scope, told, promises)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone()).date()


def found(shown: Overview, lines: Iterable[StockLine], rows: Iterable[StockRow], asked: str) -> list[StockLine]:
    """Lines in which every word stands: in the goods' texts, their pinyin, or the number of one of their lots."""
    words = asked.split()
    if not words:
        return list(lines)
    lots: dict[UUID, list[str]] = {}
    for row in rows:
        lots.setdefault(row.item, []).append(row.lot_code.casefold())
    return [line for line in lines if all(_says(shown, line, word, lots.get(line.item, ())) for word in words)]


def _says(shown: Overview, line: StockLine, word: str, lots: Sequence[str]) -> bool:
    return matches(shown.items[line.item], [word]) or any(word.casefold() in lot for lot in lots)


def _quotas(
    connection: Connection, stores: set[UUID], items: Mapping[UUID, object]
) -> dict[tuple[UUID, UUID], QuotaOf]:
    forms = (row.form for row in query.kept(connection, QuotaForm))
    return {
        (form.warehouse_id, form.item_id): QuotaOf(form.minimum, form.target)
        for form in forms
        if form.warehouse_id in stores and form.item_id in items
    }


def _limits(connection: Connection, now: datetime) -> Limits:
    far, near, last = (int(current(connection, f"stock.expiry_{name}", now)) for name in ("far", "near", "last"))
    return Limits(far, near, last)
