"""定额效期: what its pages list, how its counts are told, and which rows each count leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from console import words
from console.domain.stock import NOTHING, shown
from console.domain.stock_document import Document
from console.domain.store_lists import (
    Band,
    BandTotal,
    CoverageRow,
    Covered,
    ExpiryRow,
    PlanLine,
    Rotation,
    Shortage,
    Spare,
)
from ui.models.plan_rows import said_day
from ui.models.table import Align, Column, RowTableModel

SHORT, COVERAGE, EXPIRY, ROTATION = "short", "coverage", "expiry", "rotation"
PAGES = (SHORT, COVERAGE, EXPIRY, ROTATION)
EVERY = "every"
"""The line of a summary that leads to everything."""
_MISSING = (Covered.SHORT, Covered.OVERDUE, Covered.NO_QUOTA)


@dataclass(frozen=True, slots=True)
class QuotaNews:
    """Everything the part shows, read together. ``asked`` narrowed all but the counts of the buttons."""

    asked: str
    today: date
    shorts: tuple[Shortage, ...]
    coverage: tuple[CoverageRow, ...]
    expiry: tuple[ExpiryRow, ...]
    rotation: tuple[Rotation, ...]
    totals: tuple[BandTotal, ...]
    counts: dict[str, int]
    days: dict[Band, int]


def missing(rows: Iterable[CoverageRow]) -> list[CoverageRow]:
    """Villages where a key item is not, or not enough of it."""
    return [row for row in rows if row.state in _MISSING]


def village_texts(row: CoverageRow) -> tuple[str, ...]:
    """What is looked for in a line of the coverage."""
    return row.place_name, row.town_name, row.item_name


def lot_texts(row: Rotation) -> tuple[str, ...]:
    """What is looked for in a proposal."""
    return row.store_name, row.store_code, row.item_name, row.item_code, row.lot_code


def fits(texts: Iterable[str], asked: str) -> bool:
    """Every word stands in one of them."""
    told = "\n".join(texts).casefold()
    return all(word in told for word in asked.casefold().split())


def _amount(name: str, of: Callable[[Any], Decimal], *, stays: bool = True, **more: Any) -> Column[Any]:
    return Column(f"quotas.{name}", lambda row: shown(of(row)), align=Align.RIGHT, width=72, stays=stays, **more)


def _text(name: str, of: Callable[[Any], str], width: int = 80, **more: Any) -> Column[Any]:
    return Column(f"quotas.{name}", of, width=width, tip=of, **more)


def short_model(today: Callable[[], date]) -> RowTableModel[Shortage]:
    """Whose, of what, its least, its target, what is there, what is missing, by when."""
    return RowTableModel(
        (
            _text("owner", lambda row: row.owner_name, 130, stays=True),
            _text("item", lambda row: f"{row.item_name} {row.spec}".strip(), stretch=True),
            _amount("minimum", lambda row: row.minimum), _amount("target", lambda row: row.target),
            _amount("free", lambda row: row.free),
            _amount("missing", lambda row: row.short, ink=lambda _row: "redtext", strong=lambda _row: True),
            _text("unit", lambda row: row.unit, 62),
            _text(
                "due_on", lambda row: said_day(row.due_on), 92,
                ink=lambda row: "redtext" if row.overdue(today()) else None,
            ),
        ),
        key=lambda row: row.quota,
    )  # fmt: skip


def spare_model() -> RowTableModel[Spare]:
    """Which store, what it has free, what its own quota keeps, what can be given."""
    return RowTableModel(
        (
            _text("store", lambda row: row.store_name, stretch=True),
            _amount("free", lambda row: row.free), _amount("keeps", lambda row: row.minimum),
            _amount("spare", lambda row: row.spare, strong=lambda _row: True),
        ),
        key=lambda row: row.store,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemCovered:
    """A key item over all villages; that of no item is the sum. ``due_on`` is the nearest day of what is missing."""

    item: UUID | None
    name: str
    villages: int
    there: int
    overdue: int
    due_on: date | None

    @property
    def key(self) -> UUID | str:
        return self.item or EVERY

    @property
    def missing(self) -> int:
        return self.villages - self.there


def by_item(rows: Sequence[CoverageRow]) -> list[ItemCovered]:
    """All of them together, then item by item, what is missing most on top."""
    own: dict[UUID, list[CoverageRow]] = {}
    for row in rows:
        own.setdefault(row.item, []).append(row)
    made = [_covered(key, found[0].item_name, found) for key, found in own.items()]
    made.sort(key=lambda one: (-one.missing, one.name))
    return [_covered(None, "", rows), *made] if made else []


def _covered(item: UUID | None, name: str, rows: Sequence[CoverageRow]) -> ItemCovered:
    lacking = missing(rows)
    days = [row.due_on for row in lacking if row.due_on is not None]
    overdue = sum(row.state is Covered.OVERDUE for row in lacking)
    return ItemCovered(item, name, len(rows), len(rows) - len(lacking), overdue, min(days, default=None))


def covered_model() -> RowTableModel[ItemCovered]:
    """The item, in how many villages it is, in how many it is missing, how many are late, the nearest day."""
    return RowTableModel(
        (
            _text("item", lambda row: row.name or words.say("quotas.every"), stretch=True),
            _count("villages", lambda row: row.there), _count("villages_missing", lambda row: row.missing, red=True),
            _count("villages_late", lambda row: row.overdue, red=True),
            _text("due_on", lambda row: said_day(row.due_on), 92),
        ),
        key=lambda row: row.key,
    )  # fmt: skip


def _count(name: str, of: Callable[[Any], int], *, red: bool = False) -> Column[Any]:
    ink = (lambda row: "redtext" if of(row) else None) if red else None
    return Column(f"quotas.{name}", lambda row: str(of(row)), align=Align.RIGHT, width=52, stays=True, ink=ink)


def coverage_model() -> RowTableModel[CoverageRow]:
    """Village by village: what is asked, what is there, until when, how it stands."""
    return RowTableModel(
        (
            _text("town", lambda row: row.town_name, 96), _text("village", lambda row: row.place_name, stretch=True),
            _text("item", lambda row: row.item_name, 120, stays=True),
            _amount("needed", lambda row: row.needed, stays=False),
            _amount("has", lambda row: row.has, stays=False),
            _amount("missing", lambda row: max(row.needed - row.has, NOTHING), strong=lambda _row: True),
            _text("due_on", lambda row: said_day(row.due_on), 92),
            _text(
                "state", lambda row: words.say(f"stores.covered.{row.state.value}"), 96, stays=True,
                ink=lambda row: _COVERED.get(row.state),
            ),
        ),
        key=lambda row: (row.place, row.item),
    )  # fmt: skip


_COVERED = {Covered.OVERDUE: "redtext", Covered.SHORT: "orangetext", Covered.NO_QUOTA: "orangetext"}
_BAND = {Band.EXPIRED: "redtext", Band.LAST: "redtext", Band.NEAR: "orangetext"}


@dataclass(frozen=True, slots=True)
class BandLine:
    """A band and how much lies in it; ``band`` None is all of them. ``days`` is how near its last day is at most."""

    band: Band | None
    lots: int
    stores: int
    items: int
    days: int | None = None

    @property
    def key(self) -> str:
        return self.band.value if self.band else EVERY


def band_lines(totals: Sequence[BandTotal], rows: Sequence[ExpiryRow], days: dict[Band, int]) -> list[BandLine]:
    """All bands together, then band by band."""
    stores, items = len({row.store for row in rows}), len({row.item for row in rows})
    made = [BandLine(None, sum(one.lots for one in totals), stores, items)]
    return made + [BandLine(one.band, one.lots, one.stores, one.items, days.get(one.band)) for one in totals]


def band_model() -> RowTableModel[BandLine]:
    """The band, how many lots, in how many stores, of how many kinds of goods."""
    return RowTableModel(
        (
            Column("quotas.band", band_word, stretch=True, tip=band_word, ink=lambda row: _BAND.get(row.band)),
            _count("lots", lambda row: row.lots), _count("stores", lambda row: row.stores),
            _count("items", lambda row: row.items),
        ),
        key=lambda row: row.key,
    )  # fmt: skip


def band_word(row: BandLine) -> str:
    if row.band is None:
        return words.say("quotas.every")
    word = words.say(f"stores.band.{row.band.value}")
    return words.say("quotas.band_days", band=word, days=row.days) if row.days is not None else word


def expiry_model() -> RowTableModel[ExpiryRow]:
    """The lot, where it lies, how much, its last day, how many days are left."""
    return RowTableModel(
        (
            _text("store", lambda row: row.store_name, 120, stays=True),
            _text("item", lambda row: f"{row.item_name} {row.spec}".strip(), stretch=True),
            _text("lot", lambda row: row.lot_code, 110), _amount("quantity", lambda row: row.quantity),
            _text("unit", lambda row: row.unit, 62),
            _text("expires_on", lambda row: said_day(row.expires_on), 92, stays=True),
            _text("days_left", lambda row: str(row.days_left), 64, stays=True, ink=lambda row: _BAND.get(row.band)),
        ),
        key=lambda row: (row.store, row.lot, row.state),
    )  # fmt: skip


def rotation_key(row: Rotation) -> tuple[UUID, UUID, str]:
    return row.store, row.lot, row.state.value


def rotation_model(ticked: Callable[[Rotation], bool]) -> RowTableModel[Rotation]:
    """Ticked or drafted already, the lot, how much of it leaves, why and since when."""

    def mark(row: Rotation) -> str:
        return words.say("quotas.drafted") if row.drafted else "☑" if ticked(row) else "☐"

    return RowTableModel(
        (
            Column("quotas.ticked", mark, width=64, stays=True, ink=lambda row: "text3" if row.drafted else None),
            _text("store", lambda row: row.store_name, 120, stays=True),
            _text("item", lambda row: row.item_name, stretch=True), _text("lot", lambda row: row.lot_code, 110),
            _amount("quantity", lambda row: row.quantity), _text("unit", lambda row: row.unit, 62),
            _text("why", lambda row: words.say(f"stores.why.{row.why.value}"), 84, stays=True),
            _text("since", lambda row: said_day(row.due_on), 92),
        ),
        key=rotation_key,
    )  # fmt: skip


def drafts_model() -> RowTableModel[Document]:
    """Documents that were just drafted: number, store, reason, how many lines."""
    return RowTableModel(
        (
            _text("number", lambda row: row.row.number, 120, stays=True),
            _text("store", lambda row: row.row.from_name, stretch=True),
            _text("reason", lambda row: words.say(f"stores.why.{row.row.reason}"), 84, stays=True),
            _count("lines", lambda row: len(row.lines)),
        ),
        key=lambda row: row.row.id,
    )  # fmt: skip


def plan_model() -> RowTableModel[PlanLine]:
    """What to buy: the item, how much, at which price, in all."""
    return RowTableModel(
        (
            _text("code", lambda row: row.item_code, 76), _text("item", lambda row: row.item_name, stretch=True),
            _text("spec", lambda row: row.spec, 110),
            _amount("buy", lambda row: row.shortage, strong=lambda _row: True),
            _text("unit", lambda row: row.unit, 62, stays=True),
            Column("quotas.price", lambda row: _money(row.price), align=Align.RIGHT, width=90, stays=True),
            Column("quotas.total", lambda row: _money(row.total), align=Align.RIGHT, width=110, stays=True),
        ),
        key=lambda row: row.item,
    )  # fmt: skip


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def plan_sum(rows: Iterable[PlanLine]) -> str:
    """What all that has a price costs."""
    return _money(sum((row.total for row in rows if row.total is not None), NOTHING))
