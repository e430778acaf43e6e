"""Reports of all incidents in one list, and how much waits for whom."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.incident_report import ReportState
from console.domain.upward import UpwardRow
from db.queries import upward as query
from db.store import Store

SHOWN = 200
"""Reports listed at once."""


class UpwardService:
    """Reads only; reports are changed by their own services."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, asked: str = "", states: Sequence[ReportState] = (), *, limit: int = SHOWN) -> list[UpwardRow]:
        """The newest first; ``asked`` are words that must all stand in a report or in its incident's heading."""
        with self._store.reading() as connection:
            return query.rows(connection, asked.split(), states, limit)

    def waiting(self) -> dict[str, int]:
        """How many approvals wait for each person, signatures owed (补签) too."""
        with self._store.reading() as connection:
            return query.waiting(connection)
