"""A loudspeaker, a folder or a web address of practice: nothing leaves, and every receipt says that it is simulated."""

from __future__ import annotations

from console.domain.delivery import Order, Receipt, SendState

ANSWERS = {"webhook": SendState.CONFIRMED, "speaker": SendState.UNCONFIRMED, "file": SendState.UNCONFIRMED}
"""How far the real one could be known to have done it."""


class SimulatedChannel:
    limit = 1.0

    def __init__(self, driver: str) -> None:
        self._state = ANSWERS[driver]

    def send(self, order: Order) -> Receipt:
        return Receipt(self._state, "simulated", f"{order.verb} {order.target}".strip().encode())
