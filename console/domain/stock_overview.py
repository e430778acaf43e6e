"""The stores at one glance: each store with its mark, goods as lines with their quota, what is promised or on the road.

Everything follows from rows that were read at one instant; nothing here asks anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from console.domain.stock import NOTHING, Goods, normal
from console.domain.stock_list import StockRow
from console.domain.store_lists import Band, Limits
from console.domain.stores import ItemForm, Kept, WarehouseForm


class Sieve(StrEnum):
    """Which goods are listed: all, below a quota, near their last day (or over it), on the road."""

    ALL = "all"
    BELOW = "below"
    EXPIRING = "expiring"
    ROAD = "road"


PRESSING = frozenset({Band.EXPIRED, Band.LAST, Band.NEAR})
"""Bands that count as 临期; 远期 goods are listed by 定额效期."""


@dataclass(frozen=True, slots=True)
class QuotaOf:
    """What a store shall hold of an item."""

    minimum: Decimal
    target: Decimal


@dataclass(frozen=True, slots=True)
class UnderWay:
    """So much of a lot on the road: by which document, from where to where (stores, where they are ours)."""

    document: UUID
    number: str
    item: UUID
    lot: UUID
    source: UUID | None
    target: UUID | None
    to_name: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """So much of a lot in a store that is promised to a document."""

    document: UUID
    number: str
    lot: UUID
    store: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class StoreMark:
    """How a store stands: kinds of goods in it, items below its quotas, lots over and near their last day."""

    items: int = 0
    quotas: int = 0
    below: int = 0
    expired: int = 0
    expiring: int = 0


@dataclass(frozen=True, slots=True)
class StockLine:
    """Goods of one kind in the stores that were asked for.

    ``free`` is usable, in date and promised to nobody; ``expired`` and ``unusable`` lie there and may not be issued.
    ``short`` is what the stores together lack, each held against its own quota, ``short_stores`` how many lack it;
    ``days_left`` is to the first last day, None where nothing here ends.
    """

    item: UUID
    code: str
    name: str
    spec: str
    unit: str
    quantity: Decimal
    reserved: Decimal
    free: Decimal
    expired: Decimal
    unusable: Decimal
    minimum: Decimal
    target: Decimal
    short: Decimal
    short_stores: int
    on_road: Decimal
    band: Band | None
    days_left: int | None
    stores: int

    @property
    def below(self) -> bool:
        return self.short_stores > 0

    @property
    def pressing(self) -> bool:
        return self.band in PRESSING


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot in a store and state, with what its paper says and who it is promised to."""

    row: StockRow
    made_on: date | None
    arrived_at: datetime | None
    owner: str
    band: Band | None
    days_left: int | None
    promises: tuple[Promise, ...] = ()
    roads: tuple[UnderWay, ...] = ()

    @property
    def key(self) -> tuple[UUID, UUID, str]:
        return self.row.store, self.row.lot, str(self.row.state)


@dataclass(frozen=True, slots=True)
class Overview:
    """All stores as they stand, or stood ``at`` an instant: then quotas are today's, and nothing is on the road."""

    tree: tuple[Kept[WarehouseForm], ...]
    items: Mapping[UUID, Kept[ItemForm]]
    rows: tuple[StockRow, ...]
    quotas: Mapping[tuple[UUID, UUID], QuotaOf]
    roads: tuple[UnderWay, ...]
    today: date
    limits: Limits
    counted: Mapping[UUID, datetime] = field(default_factory=dict)
    """When each store was last counted."""
    at: datetime | None = None

    def beneath(self, store: UUID) -> frozenset[UUID]:
        """The store with everything under it."""
        above = {row.id: row.form.parent_id for row in self.tree}
        return frozenset(key for key in above if store in _way_up(key, above))

    def marks(self) -> dict[UUID, StoreMark]:
        """How each store stands by itself."""
        kinds: dict[UUID, set[UUID]] = {}
        dated: dict[UUID, list[Band]] = {}
        for row in self.rows:
            kinds.setdefault(row.store, set()).add(row.item)
            band = self.band(row)
            if band is not None:
                dated.setdefault(row.store, []).append(band)
        below, quotas = self._below()
        return {
            row.id: StoreMark(
                len(kinds.get(row.id, ())), quotas.get(row.id, 0), below.get(row.id, 0),
                dated.get(row.id, []).count(Band.EXPIRED),
                sum(band in (Band.LAST, Band.NEAR) for band in dated.get(row.id, [])),
            )
            for row in self.tree
        }  # fmt: skip

    def lines(self, scope: frozenset[UUID] | None = None) -> list[StockLine]:
        """Goods of these stores (of all), by code; those a quota asks for stand there even where there is nothing."""
        held: dict[UUID, list[StockRow]] = {}
        for row in self.rows:
            if scope is None or row.store in scope:
                held.setdefault(row.item, []).append(row)
        coming: dict[UUID, Decimal] = {}
        for road in self.roads:
            if scope is None or road.source in scope or road.target in scope:
                coming[road.item] = coming.get(road.item, NOTHING) + road.quantity
        wanted: dict[UUID, list[tuple[UUID, QuotaOf]]] = {}
        for (store, item), quota in self.quotas.items():
            if scope is None or store in scope:
                wanted.setdefault(item, []).append((store, quota))
        found = [
            self._line(self.items[item].form, held.get(item, []), wanted.get(item, []), coming.get(item, NOTHING))
            for item in {*held, *coming, *wanted}
            if item in self.items
        ]
        return sorted(found, key=lambda line: line.code)

    def band(self, row: StockRow) -> Band | None:
        """How near its last day; None for goods that have none or were scrapped."""
        if row.expires_on is None or row.state is Goods.SCRAP:
            return None
        return self.limits.band(row.expires_on, self.today)

    def free(self, row: StockRow) -> Decimal:
        """What of a lot may be issued: usable, its last day not over, promised to nobody."""
        if row.state is not Goods.USABLE or self.band(row) is Band.EXPIRED:
            return NOTHING
        return row.free

    def lot_lines(
        self, item: UUID, scope: frozenset[UUID] | None, told: Mapping[UUID, tuple[date | None, datetime | None, str]],
        promises: Iterable[Promise],
    ) -> list[LotLine]:  # fmt: skip
        """Lots of an item, what expires first on top; ``told`` has made, arrived, owner by lot."""
        own = [row for row in self.rows if row.item == item and (scope is None or row.store in scope)]
        promised: dict[tuple[UUID, UUID], list[Promise]] = {}
        for one in promises:
            promised.setdefault((one.store, one.lot), []).append(one)
        made = [self._lot(row, told, promised) for row in own]
        return sorted(made, key=lambda one: (one.row.expires_on or date.max, one.row.lot_code, one.row.store_code))

    def _lot(
        self, row: StockRow, told: Mapping[UUID, tuple[date | None, datetime | None, str]],
        promised: Mapping[tuple[UUID, UUID], Sequence[Promise]],
    ) -> LotLine:  # fmt: skip
        made_on, arrived_at, owner = told.get(row.lot, (None, None, ""))
        roads = tuple(one for one in self.roads if one.lot == row.lot and row.store in (one.source, one.target))
        own = tuple(promised.get((row.store, row.lot), ())) if row.reserved else ()
        band = self.band(row)
        left = None if band is None or row.expires_on is None else (row.expires_on - self.today).days
        return LotLine(row, made_on, arrived_at, owner, band, left, own, roads)

    def _line(
        self, item: ItemForm, rows: Sequence[StockRow], wanted: Sequence[tuple[UUID, QuotaOf]], coming: Decimal
    ) -> StockLine:
        bands = [(row.expires_on, band) for row in rows if (band := self.band(row)) is not None and row.expires_on]
        first = min(bands, default=None)
        free: dict[UUID, Decimal] = {}
        for row in rows:
            free[row.store] = free.get(row.store, NOTHING) + self.free(row)
        lacking = [max(quota.minimum - free.get(store, NOTHING), NOTHING) for store, quota in wanted]
        quantity, reserved = _sum(row.quantity for row in rows), _sum(row.reserved for row in rows)
        expired = _sum(row.quantity for row in rows if self.band(row) is Band.EXPIRED)
        unusable = _sum(row.quantity for row in rows if row.state is not Goods.USABLE)
        return StockLine(
            item.id, item.code, item.name, item.spec, item.unit, quantity, reserved, _sum(free.values()), expired,
            unusable, _sum(quota.minimum for _, quota in wanted), _sum(quota.target for _, quota in wanted),
            _sum(lacking), sum(one > 0 for one in lacking), normal(coming),
            first[1] if first else None, (first[0] - self.today).days if first else None,
            len({row.store for row in rows}),
        )  # fmt: skip

    def _below(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """How many quotas of each store are not met, and how many it has."""
        free: dict[tuple[UUID, UUID], Decimal] = {}
        for row in self.rows:
            key = row.store, row.item
            free[key] = free.get(key, NOTHING) + self.free(row)
        below: dict[UUID, int] = {}
        every: dict[UUID, int] = {}
        for key, quota in self.quotas.items():
            every[key[0]] = every.get(key[0], 0) + 1
            below[key[0]] = below.get(key[0], 0) + (free.get(key, NOTHING) < quota.minimum)
        return below, every


def let_through(line: StockLine, sieve: Sieve) -> bool:
    """Whether a line is listed under that filter."""
    if sieve is Sieve.BELOW:
        return line.below
    if sieve is Sieve.EXPIRING:
        return line.pressing
    return line.on_road > 0 if sieve is Sieve.ROAD else True


def documents_on_road(roads: Iterable[UnderWay], scope: frozenset[UUID] | None) -> int:
    """How many documents have goods on the road from or to these stores."""
    return len({one.document for one in roads if scope is None or one.source in scope or one.target in scope})


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return normal(sum(amounts, NOTHING))


def _way_up(key: UUID, above: Mapping[UUID, UUID | None]) -> set[UUID]:
    """The store and those above it; a circle ends where it began."""
    seen: set[UUID] = set()
    at: UUID | None = key
    while at is not None and at not in seen:
        seen.add(at)
        at = above.get(at)
    return seen
