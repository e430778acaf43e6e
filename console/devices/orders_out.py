"""Orders under way: whoever asked waits on a thread of its own, the wire tells what became of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from functools import partial
from typing import Protocol
from uuid import UUID

from console.domain.delivery import Order, Receipt, SendState

log = logging.getLogger(__name__)


class Asked(Protocol):
    """A link, as far as orders go: its receipt comes by ``OrdersOut.done``."""

    def ask(self, order: Order) -> None: ...


class OrdersOut:
    """``request`` has something done on the wire's thread."""

    def __init__(self, request: Callable[[Callable[[], None]], None]) -> None:
        self._request = request
        self._waiting: dict[UUID, Future[Receipt]] = {}

    def perform(self, order: Order, limit: float, find: Callable[[], Asked | None]) -> Receipt:
        """Any thread. What was begun and did not answer in time is unknown, never failed."""
        waiting: Future[Receipt] = Future()
        self._request(partial(self._begin, order, waiting, find))
        try:
            return waiting.result(limit)
        except FutureTimeout:
            if waiting.cancel():
                return Receipt(SendState.FAILED, "wire_busy", began=False)
            return self._too_late(order, waiting)

    def _too_late(self, order: Order, waiting: Future[Receipt]) -> Receipt:
        """It was handed to the device in the very moment, or the device does not answer."""
        with suppress(FutureTimeout):
            return waiting.result(0)
        self._request(lambda: self._forget(order.id))
        return Receipt(SendState.UNKNOWN, "no_answer")

    # on the wire's thread

    def _begin(self, order: Order, waiting: Future[Receipt], find: Callable[[], Asked | None]) -> None:
        if not waiting.set_running_or_notify_cancel():
            return
        self._waiting[order.id] = waiting
        link = find()
        if link is None:
            self.done(order.id, Receipt(SendState.FAILED, "port_closed", began=False))
        else:
            link.ask(order)

    def _forget(self, order: UUID) -> None:
        self._waiting.pop(order, None)

    def done(self, order: UUID, receipt: Receipt) -> None:
        """What became of it."""
        waiting = self._waiting.pop(order, None)
        if waiting is None:
            log.info("a receipt nobody waits for any more: %s %s %s", order, receipt.state, receipt.code)
        elif not waiting.done():
            waiting.set_result(receipt)

    def over(self) -> None:
        """The wire ends: nobody will know of those under way."""
        for order in list(self._waiting):
            self.done(order, Receipt(SendState.UNKNOWN, "line_lost"))
