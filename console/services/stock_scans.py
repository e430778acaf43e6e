"""A code that was scanned or typed into a field: which lot or item it is, and whether the field may take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain import scanning
from console.domain.clock import Clock
from console.domain.scanned import ANYTHING, Found, Lying, Wanted
from console.errors import Refused
from db.queries import stock_bound, stock_list
from db.store import Store

_TOLD = 60


class StockScans:
    """Reads only; what a field does with what was found is its own."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def find(self, text: str, wanted: Wanted = ANYTHING) -> Found:
        """The lot or item of a code: of a label (item*lot, ~id), a lot's number alone, an item's code.

        Refuses scan_unknown, scan_document (a paper's number), scan_several (a number several goods have),
        scan_item (an item where a lot is wanted), scan_foreign (not among the items), scan_elsewhere or
        scan_nowhere (it does not lie in the store), scan_expired.
        """
        today = self._clock.now().astimezone(self._zone()).date()
        with self._store.reading() as connection:
            found = _resolved(connection, text, wanted, today)
        _require(found, wanted)
        return found

    def is_document(self, record_id: UUID) -> bool:
        """Whether an id is a document's, not that of a store, an item or a lot."""
        with self._store.reading() as connection:
            return stock_bound.is_document(connection, record_id)


def _resolved(connection: Connection, text: str, wanted: Wanted, today: date) -> Found:
    told = scanning.read(text)
    if told.lot_id:
        lots = stock_bound.lots_like(connection, lot_id=told.lot_id)
    elif told.lot:
        lots = stock_bound.lots_like(connection, item=told.item, lot=told.lot)
    else:
        return _by_words(connection, told.words, text, wanted, today)
    if not lots:
        raise Refused("scan_unknown", text=_short(text))
    return _lot(connection, _only(_exact(lots, told.lot), text, wanted), text, today)


def _by_words(connection: Connection, plain: str, text: str, wanted: Wanted, today: date) -> Found:
    """A number without its item: an item's code, else a lot's number that one item has; item*lot in Chinese too."""
    item, star, lot = plain.partition("*")
    if star and (lots := stock_bound.lots_like(connection, item=item.strip(), lot=lot.strip())):
        return _lot(connection, _only(_exact(lots, lot.strip()), text, wanted), text, today)
    items = stock_bound.item_like(connection, plain) if plain else ()
    lots = stock_bound.lots_like(connection, lot=plain) if plain else ()
    if items and not (wanted.lots and lots):
        return _item(connection, items[0], text)
    if lots:
        return _lot(connection, _only(_exact(lots, plain), text, wanted), text, today)
    document = stock_bound.document_like(connection, plain) if plain else None
    if document is not None:
        raise Refused("scan_document", number=document[1])
    raise Refused("scan_unknown", text=_short(text))


def _exact(lots: Sequence[Any], code: str) -> Sequence[Any]:
    """Those written exactly so; all where none is: a scanner with Caps Lock turns the letters over."""
    return [row for row in lots if row.code == code] or lots


def _only(lots: Sequence[Any], text: str, wanted: Wanted) -> Any:
    fitting = [row for row in lots if row.item in wanted.items] if wanted.items else list(lots)
    if len(fitting) > 1:
        goods = "、".join(row.name for row in fitting[:3])
        raise Refused("scan_several", text=_short(text), count=len(fitting), goods=goods)
    return fitting[0] if fitting else lots[0]


def _lot(connection: Connection, row: Any, text: str, today: date) -> Found:
    over = row.expires_on is not None and row.expires_on < today
    lying = [one for one in stock_list.on_hand(connection, item=row.item) if one.lot == row.id]
    return Found(
        text, row.item, row.item_code, row.name, row.spec, row.unit, row.decimals, row.id, row.code, row.expires_on,
        over, _lying(lying),
    )  # fmt: skip


def _item(connection: Connection, row: Any, text: str) -> Found:
    lying = _lying(stock_list.on_hand(connection, item=row.id))
    return Found(text, row.id, row.code, row.name, row.spec, row.unit, row.decimals, lying=lying)


def _lying(rows: Sequence[Any]) -> tuple[Lying, ...]:
    return tuple(Lying(row.store, row.store_name, row.state, row.quantity, row.free) for row in rows)


def _require(found: Found, wanted: Wanted) -> None:
    if wanted.items and found.item not in wanted.items:
        raise Refused("scan_foreign", goods=found.item_name, lot=found.lot_code)
    if wanted.lots and found.lot is None:
        raise Refused("scan_item", goods=found.item_name)
    if found.expired and not wanted.expired:
        day = found.expires_on.isoformat() if found.expires_on else ""
        raise Refused("scan_expired", goods=found.item_name, lot=found.lot_code, day=day)
    if wanted.store is not None and not _lies_in(found, wanted.store):
        where = "、".join(dict.fromkeys(one.store_name for one in found.lying))
        if not where:
            raise Refused("scan_nowhere", goods=found.item_name, lot=found.lot_code)
        raise Refused("scan_elsewhere", goods=found.item_name, lot=found.lot_code, where=where,
                      store=wanted.store_name)  # fmt: skip


def _lies_in(found: Found, store: UUID) -> bool:
    return any(one.store == store for one in found.lying)


def _short(text: str) -> str:
    return text.strip()[:_TOLD]
