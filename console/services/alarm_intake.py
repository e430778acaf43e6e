"""What devices say, stored: one transaction for what one wake of the reader brought, before anything is acknowledged.

Each signal is an event row, or one more on the row it repeats; alarms, faults, messages and readings beyond a limit
become pending alarms with one line in the duty log each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from console.domain.clock import Clock
from console.domain.people import Actor, ActorKind
from console.domain.realm import Realm
from console.domain.signals import Arrived, SignalKind, Stored
from console.errors import Refused, Unavailable
from console.services.alarm_batch import Batch
from db.store import Store

log = logging.getLogger(__name__)

Reported = Callable[[Arrived], object]
"""How a receipt for something we sent reaches the outbox, after it is stored."""

_WIRE = Actor(ActorKind.DEVICE, "wire")


class AlarmIntake:
    """The one way into the store for what is read from a wire."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, reported: Reported | None = None) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._reported = reported

    def receive(self, arrived: Sequence[Arrived]) -> list[Stored]:
        """Store all of them or none, in order; when this returns they may be acknowledged.

        A heartbeat is not stored and answers number 0. Raises Unavailable when the store cannot be written.
        """
        heard = [one for one in arrived if one.signal.kind is not SignalKind.HEARTBEAT]
        if not heard:
            return [Stored(0, one) for one in arrived]
        with self._store.writing(by=_WIRE) as tx:
            batch = Batch(tx, self._clock.now(), self._realm)
            stored = batch.store(arrived)
            batch.end()
        self._hand_on(heard)
        return stored

    def _hand_on(self, heard: Sequence[Arrived]) -> None:
        """Receipts go to the outbox after they are stored; a repeated one tells it what it knows already."""
        for one in heard:
            if self._reported is not None and one.signal.kind is SignalKind.RECEIPT:
                try:
                    self._reported(one)
                except (Refused, Unavailable) as trouble:
                    # the event stands in the store and is acknowledged; what it says of a sending waits to be decided
                    log.warning("a receipt of %s could not be handed on: %s", one.device_key, trouble)
