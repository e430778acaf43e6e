"""Places and stores as cells of a workbook say them, and what a cell means: villages of many towns share a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.contact_cells import folded
from db.models.places import Place
from db.models.stores import Warehouse


@dataclass(slots=True)
class Said:
    """``said`` is what tells each from all others: its name, with what it lies in, or its code."""

    said: dict[UUID, str] = field(default_factory=dict)
    _meant: dict[str, list[UUID]] = field(default_factory=dict)

    def of(self, key: UUID | None) -> str:
        return "" if key is None else self.said.get(key, "")

    def meant(self, given: str) -> list[UUID]:
        """Everything a cell may mean; a code means one only."""
        return self._meant.get(folded(given), [])

    def take(self, rows: Iterable[tuple[UUID, tuple[str, ...]]]) -> Said:
        """Rows with the words for each, the shortest first."""
        every = list(rows)
        count = Counter(folded(word) for _, words in every for word in dict.fromkeys(words) if word)
        for key, words in every:
            self.said[key] = next((word for word in words if word and count[folded(word)] == 1), words[-1])
            for word in dict.fromkeys(folded(one) for one in words if one):
                self._meant.setdefault(word, []).append(key)
        return self


def places(connection: Connection) -> Said:
    """By name, by the town and the name, by code."""
    found = {row.id: row for row in connection.execute(select(Place.id, Place.parent_id, Place.name, Place.code))}
    above = {key: found[row.parent_id].name if row.parent_id in found else "" for key, row in found.items()}
    return Said().take((key, (row.name, f"{above[key]}{row.name}", row.code)) for key, row in found.items())


def stores(connection: Connection) -> Said:
    """Those that are kept by name or code, those that are kept no more by their code."""
    asked = select(Warehouse.id, Warehouse.name, Warehouse.code, Warehouse.active)
    rows = connection.execute(asked)
    return Said().take((row.id, (row.name, row.code) if row.active else (row.code,)) for row in rows)
