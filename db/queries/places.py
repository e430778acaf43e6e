"""Reads of the place tree."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from db.models.places import Place


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A place as the tree shows it."""

    id: UUID
    code: str
    parent_id: UUID | None
    name: str
    level: str
    placeholder: bool
    latitude: float | None = None
    longitude: float | None = None

    @property
    def spot(self) -> tuple[float, float] | None:
        """Degrees, where both are known."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


_COLUMNS = (
    Place.id, Place.code, Place.parent_id, Place.name, Place.level, Place.placeholder, Place.latitude, Place.longitude
)  # fmt: skip


def everything(connection: Connection) -> list[PlaceNode]:
    """All places in the order of their codes."""
    return [PlaceNode(*row) for row in connection.execute(select(*_COLUMNS).order_by(Place.code))]


def path(connection: Connection, place_id: UUID) -> str:
    """Names from big to small, without province and city: 县 镇 村. A county above that nobody named is left out:
    its code would be read to the leader and printed."""
    names: list[str] = []
    current: UUID | None = place_id
    while current is not None and len(names) < 8:
        row = connection.execute(
            select(Place.name, Place.parent_id, Place.level, Place.code).where(Place.id == current)
        ).first()
        if row is None:
            break
        if row.level not in {"province", "city"} and (row.name or row.level != "county" or not names):
            names.append(row.name or row.code)
        current = row.parent_id
    return " ".join(reversed(names))
