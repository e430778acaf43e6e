"""What the papers of the stores say: documents with their lots, sheets to count on, labels."""

from __future__ import annotations

from uuid import UUID

from console.domain.stock_list import StockRow
from console.domain.stock_paper import Label, StockPaper
from console.errors import Refused
from db.queries import stock as query
from db.queries import stock_list, stock_paper
from db.store import Store


class StockPapers:
    """Reads for prints of the stores; nothing here changes anything."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def paper(self, document_id: UUID) -> StockPaper:
        """A document with the lots that were issued, or that are held for it."""
        with self._store.reading() as connection:
            found = query.document(connection, document_id)
            if found is None:
                raise Refused("no_such_row")
            return StockPaper(found, stock_paper.lots(connection, document_id))

    def to_count(self, store: UUID) -> tuple[str, list[StockRow]]:
        """A store's name and what the books say lies there, for a sheet to count on; refuses nothing_to_print."""
        with self._store.reading() as connection:
            rows = stock_list.on_hand(connection, store=store)
            if not rows:
                raise Refused("nothing_to_print")
            return query.store_name(connection, store), rows

    def labels(self, store: UUID | None = None, *, item: UUID | None = None, lot: UUID | None = None) -> list[Label]:
        """A label for each lot that lies in a store (in all of them where none is named), of one item or one lot."""
        with self._store.reading() as connection:
            rows = stock_list.on_hand(connection, store=store, item=item)
        seen: dict[tuple[UUID, UUID], Label] = {}
        for row in rows:
            if lot not in (None, row.lot):
                continue
            seen.setdefault(
                (row.store, row.lot),
                Label(
                    row.item_code, row.item_name, row.spec, row.unit, row.lot, row.lot_code, row.expires_on,
                    row.store_name, row.shelf,
                ),
            )  # fmt: skip
        return list(seen.values())
