"""A device that hangs on a link: its session does the order, and this waits for the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from console.domain.delivery import Order, Receipt

LIMITS: Mapping[str, float] = {"modem": 240.0, "sms": 240.0, "beidou": 120.0, "gb26875": 45.0}
"""Seconds an order may take where the network is slow: a text in two parts, 120 s each (3GPP TS 27.005 §3.5.1)."""

LIMIT = 30.0


class WireChannel:
    """``limit`` is longer than any time-out of the session: it knows best what became of an order."""

    def __init__(self, key: str, driver: str, perform: Callable[[str, Order, float], Receipt]) -> None:
        self.limit = LIMITS.get(driver, LIMIT)
        self._key = key
        self._perform = perform

    def send(self, order: Order) -> Receipt:
        return self._perform(self._key, order, self.limit)
