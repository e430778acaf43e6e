"""Where a record stands, by the number somebody says."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.finding import PANEL_OF, RecordHit, said_number
from console.domain.realm import Realm
from db import numbers
from db.queries import finding as query
from db.store import Store

TITLE = 80
"""Characters of a record that are shown beside its number."""


class FindingService:
    """Asked by the palette."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def by_number(self, text: str) -> list[RecordHit]:
        """The record whose number that is; nothing for text that is none, or a number nobody was given."""
        said = said_number(text, self._clock.now().astimezone(self._zone()).year)
        if said is None:
            return []
        series = said[0]
        with self._store.reading() as connection:
            found = query.by_number(connection, series, numbers.shown(*said, self._realm))
        if found is None:
            return []
        record, number, words = found
        title = "" if series in ("JJ", "RB", "ZB", "YB") else " ".join(words.split())[:TITLE]
        return [RecordHit(record, number, title, PANEL_OF[series])]
