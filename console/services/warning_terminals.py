"""Of a device with many terminals those that did not answer: one controller speaks for sixty loudspeakers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from console.domain.delivery import DeliveryRow
from db.queries import deliveries
from db.queries import warnings as query


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal as the ledger names it, and where it stands."""

    name: str
    place_id: UUID | None


def unheard(connection: Connection, row: DeliveryRow) -> list[Terminal]:
    """Terminals of the ledger that are not among those that answered the last attempt at ``row``, by their number;
    none where the device told nothing of terminals, or nobody answered at all: then it is the whole device."""
    tried = deliveries.attempts(connection, row.id)
    answered = {_plain(str(one)) for one in tried[-1].facts.get("answered", ())} if tried else set()
    if not answered:
        return []
    points = query.terminals_of(connection, row.device_id)
    return [Terminal(name, place) for account, name, place in points if _plain(account) not in answered]


def _plain(number: str) -> str:
    """07 and 7 are the same terminal."""
    return number.strip().lstrip("0") or "0"
