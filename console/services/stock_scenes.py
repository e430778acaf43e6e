"""Goods that are out: at scenes and lent, for whoever brings them back or writes them off (退库、核销)."""

from __future__ import annotations

from uuid import UUID

from console.domain.stock_scene import Scene, SceneGoods
from db.queries import stock_scenes as query
from db.store import Store


class StockScenes:
    """Reads only; what comes back is a 退库 document."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def out(self) -> list[Scene]:
        """Where goods are that nobody has told the end of: incidents, then what was lent without one."""
        with self._store.reading() as connection:
            return query.scenes(connection)

    def goods(self, place: UUID) -> list[SceneGoods]:
        """What lies at that incident, or was lent by that document."""
        with self._store.reading() as connection:
            return query.goods(connection, place)
