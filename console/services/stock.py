"""Reading the stores: what there is now or was at a past instant, how it came, whether the books add up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from console.domain.stock_list import CardRow, CheckRow, ItemTotal, StockRow
from console.errors import Refused
from db.queries import stock_list as query
from db.store import Store


class StockService:
    """Use cases of everybody who asks what there is. Nothing here changes anything."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def on_hand(
        self, asked: str = "", *, store: UUID | None = None, item: UUID | None = None, at: datetime | None = None
    ) -> list[StockRow]:
        """Lots in the stores, now or at a past instant; every word must stand in the goods, the lot or the store."""
        with self._store.reading() as connection:
            words = asked.split()
            if at is None:
                return query.on_hand(connection, store=store, item=item, words=words)
            return query.at_instant(connection, at, store=store, item=item, words=words)

    def totals(self, asked: str = "", *, store: UUID | None = None) -> list[ItemTotal]:
        """Every item with its sums, also those of which there is nothing."""
        with self._store.reading() as connection:
            return query.totals(connection, asked.split(), store=store)

    def card(
        self, item: UUID, *, lot: UUID | None = None, store: UUID | None = None,
        stores: Collection[UUID] | None = None, until: datetime | None = None,
    ) -> list[CardRow]:  # fmt: skip
        """The stock card of an item or a lot, of all stores, one or some, up to an instant; oldest first."""
        among = stores if store is None else (store,)
        with self._store.reading() as connection:
            return list(query.card(connection, item, lot=lot, stores=among, until=until))

    def lot_of(self, item: UUID, code: str) -> UUID:
        """The lot of an item by its number; refuses no_such_lot."""
        with self._store.reading() as connection:
            found = query.lot_of(connection, item, code)
        if found is None:
            raise Refused("no_such_lot", lot=code[:60])
        return found

    def check(self) -> list[CheckRow]:
        """Recompute every balance and promise from the ledger; what differs, nothing when the books add up."""
        with self._store.reading() as connection:
            return query.check(connection)
