"""Which links have news to be told: states at once, figures every few seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from console.domain.wire import LinkStatus

COUNTS_SECONDS = 5.0
"""How often figures of links are told while their states stay the same."""


class LinkNews:
    """``changed`` are keys whose state is another, ``moved``: figures are; ``at`` is when they are told."""

    def __init__(self) -> None:
        self.changed: set[str] = set()
        self.moved = False
        self.at = inf
        self._told: dict[str, LinkStatus] = {}

    def due(self, now: float, keys: Iterable[str]) -> list[str]:
        """Links to be told about now."""
        if self.moved and self.at == inf:
            self.moved, self.at = False, now + COUNTS_SECONDS
        if now >= self.at:
            self.at = inf
            self.changed.clear()
            return list(keys)
        if not self.changed:
            return []
        told = [key for key in keys if key in self.changed]
        self.changed.clear()
        return told

    def fresh(self, statuses: Sequence[LinkStatus]) -> list[LinkStatus]:
        """Those that are not as they were last told."""
        news = [status for status in statuses if self._told.get(status.device_key) != status]
        self._told.update({status.device_key: status for status in news})
        return news

    def forget(self, key: str) -> None:
        self.changed.discard(key)
        self._told.pop(key, None)
