"""Goods near their last day, goods to rotate with the documents for it, goods that are on the road for too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.people import Actor
from console.domain.stock import DocumentKind, Goods, normal
from console.domain.stock_document import Document, NewDocument, NewLine
from console.domain.store_lists import (
    Band,
    BandTotal,
    ExpiryRow,
    Limits,
    Road,
    Rotation,
    RotationWhy,
    road_due,
)
from console.services.settings import current
from db.queries import stock as stock_query
from db.queries import stores as query
from db.store import Store

if TYPE_CHECKING:
    from console.services.stock_documents import StockDocuments

TOLD = (Band.EXPIRED, Band.LAST, Band.NEAR, Band.FAR)
"""Bands an officer is told of, the most pressing first."""


class Expiry:
    """Use cases of dates. Quantities are what lies in the stores: a lot counts once, in its most pressing band."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], documents: Callable[[], StockDocuments]
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._zone = zone
        self._documents = documents

    def rows(
        self, asked: str = "", *, store: UUID | None = None, bands: Sequence[Band] = TOLD
    ) -> list[ExpiryRow]:  # fmt: skip
        """Lots in these bands, what expires first on top; scrapped goods are told by the write-off, not here."""
        with self._store.reading() as connection:
            found = _expiring(connection, self._clock.now(), self._today(), store)
        words = asked.split()
        return [row for row in found if row.band in bands and _says(row, words)]

    def totals(self, asked: str = "", *, store: UUID | None = None) -> list[BandTotal]:
        """How many lots lie in each band."""
        found = self.rows(asked, store=store)
        made = []
        for band in TOLD:
            own = [row for row in found if row.band is band]
            made.append(BandTotal(band, len(own), len({row.store for row in own}), len({row.item for row in own})))
        return made

    def proposals(self, *, store: UUID | None = None) -> list[Rotation]:
        """Goods that should leave: over their date, or here longer than their rhythm; what is promised stays.

        ``drafted``: an open write-off names the lot already.
        """
        zone = self._zone()
        today = self._clock.now().astimezone(zone).date()
        with self._store.reading() as connection:
            found = query.dated(connection, store=store)
            since = query.arrived_on(connection, {row.lot for row in found if row.rotate_days and row.made_on is None})
            drafted = query.being_written_off(connection)
        made = [one for row in found if (one := _proposed(row, since, drafted, zone, today)) is not None]
        return sorted(made, key=lambda one: (one.store_code, one.why, one.due_on, one.item_code, one.lot_code))

    def prepare(self, proposals: Sequence[Rotation]) -> list[NewDocument]:
        """Write-offs for these proposals, one for each store and reason; nothing is saved yet."""
        groups: dict[tuple[UUID, RotationWhy], list[Rotation]] = {}
        for one in proposals:
            if not one.drafted:
                groups.setdefault((one.store, one.why), []).append(one)
        return [
            NewDocument(
                DocumentKind.WRITE_OFF, reason=why.value, from_store=store,
                lines=tuple(NewLine(one.item, one.quantity, lot=one.lot, state=one.state) for one in own),
            )
            for (store, why), own in groups.items()
        ]  # fmt: skip

    def draft(self, proposals: Sequence[Rotation], *, by: Actor) -> list[Document]:
        """The same saved as drafts: somebody still has to approve and post them."""
        return [self._documents().draft(form, by=by) for form in self.prepare(proposals)]

    def roads(self) -> list[Road]:
        """Goods on the road, the longest first; overdue by what the document says, else by stock.transit_hours."""
        with self._store.reading() as connection:
            return roads(connection, self._clock.now())

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()


def _proposed(
    lot: Any, since: dict[UUID, datetime], drafted: set[tuple[UUID, UUID]], zone: ZoneInfo, today: date
) -> Rotation | None:  # fmt: skip
    due = _due(lot, since, zone, today)
    free = normal(lot.quantity - lot.reserved)
    if due is None or free <= 0 or lot.state == Goods.SCRAP.value:
        return None
    why, day = due
    return Rotation(
        lot.store, lot.store_code, lot.store_name, lot.item, lot.item_code, lot.item_name, lot.unit, lot.lot,
        lot.lot_code, Goods(lot.state), free, why, day, (lot.store, lot.lot) in drafted,
    )  # fmt: skip


def roads(connection: Connection, now: datetime) -> list[Road]:
    """Goods on the road, for the strip of what is due and the board too."""
    hours = int(current(connection, "stock.transit_hours", now))
    found = query.under_way(connection)
    rows = stock_query.lines(connection, [row.id for row in found])
    return [
        Road(
            row.id, row.number, row.from_name, row.to_name, stock_query.summary_of(rows.get(row.id, ())), row.driver,
            row.plate, row.phone, row.incident_id, row.since, road_due(row.since, row.due_at, hours),
        )
        for row in found
    ]  # fmt: skip


def _expiring(connection: Connection, now: datetime, today: date, store: UUID | None) -> list[ExpiryRow]:
    far, near, last = (int(current(connection, f"stock.expiry_{name}", now)) for name in ("far", "near", "last"))
    limits = Limits(far, near, last)
    return [
        ExpiryRow(
            row.store, row.store_code, row.store_name, row.item, row.item_code, row.item_name, row.spec, row.unit,
            row.lot, row.lot_code, row.expires_on, (row.expires_on - today).days, limits.band(row.expires_on, today),
            Goods(row.state), row.quantity, row.reserved, row.shelf,
        )
        for row in query.dated(connection, store=store)
        if row.expires_on is not None and row.state != Goods.SCRAP.value
    ]  # fmt: skip


def _says(row: ExpiryRow, words: Sequence[str]) -> bool:
    texts = f"{row.item_code} {row.item_name} {row.spec} {row.lot_code} {row.store_code} {row.store_name}".casefold()
    return all(word.casefold() in texts for word in words)


def _due(
    lot: Any, since: dict[UUID, datetime], zone: ZoneInfo, today: date
) -> tuple[RotationWhy, date] | None:  # fmt: skip
    """Why and since when a lot should leave; None while it may stay."""
    if lot.expires_on is not None and lot.expires_on < today:
        return RotationWhy.EXPIRED, lot.expires_on
    if lot.rotate_days is None:
        return None
    start = lot.made_on or (since[lot.lot].astimezone(zone).date() if lot.lot in since else None)
    due = None if start is None else start + timedelta(days=lot.rotate_days)
    return (RotationWhy.ROTATION, due) if due is not None and due <= today else None
