"""Shared steps about lots: dates are of the lot for good, unless no document that holds counts on them."""

from __future__ import annotations

from datetime import date

from db.models.stores import Lot
from db.queries import stock as query
from db.store import Tx


def set_right(tx: Tx, lot: Lot, made_on: date | None, expires_on: date | None) -> bool:
    """Dates that were mistyped in a draft or an import nothing is left of are as they are told now; whether they are.

    A lot somebody took in, or that another draft names, keeps its dates.
    """
    if query.lot_in_use(tx.connection, lot.item_id, lot.id):
        return False
    lot.made_on, lot.expires_on, lot.version = made_on, expires_on, lot.version + 1
    return True
