"""Orders for one device: each done once, one after the other, a stop before all that waits; and outputs that are
switched off by our clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from uuid import UUID

from console.devices.drivers.gathering import Gathered, both
from console.devices.session import Heard
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.signals import Signal, SignalKind

KNOWN = 200
"""Ids of orders that are remembered, so that none is done twice."""


class OrdersInTurn:
    """What of a session takes orders. Whoever builds on it begins them in ``_turn``, from the left of ``_queue``."""

    def __init__(self) -> None:
        self._queue: deque[Order] = deque()
        self._known: deque[UUID] = deque(maxlen=KNOWN)

    def ask(self, order: Order, now: float) -> Heard:
        out = Gathered()
        if order.id not in self._known:
            self._known.append(order.id)
            if order.verb is Verb.STOP:
                self._make_way(out)
            self._queue.append(order)
            self._turn(now, out)
        return out.heard()

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        out = Gathered()
        self._abandon("line_lost", out)
        out.not_begun(self._queue)
        return tuple(out.receipts)

    def _make_way(self, out: Gathered) -> None:
        """Stop comes before everything: what waits is not done, what is under way is not known."""
        self._overtaken(out)
        dropped = [order for order in self._queue if order.verb is not Verb.STOP]
        out.receipts += [(order.id, Receipt(SendState.FAILED, "stopped", began=False)) for order in dropped]
        self._queue = deque(order for order in self._queue if order.verb is Verb.STOP)

    def _overtaken(self, out: Gathered) -> None:
        """A stop came: what it means for the order under way."""
        self._abandon("stopped", out)

    def _turn(self, now: float, out: Gathered) -> None:
        """Begin what waits, if nothing is under way."""
        raise NotImplementedError

    def _abandon(self, code: str, out: Gathered) -> None:
        """The order under way, if there is one, ends here: unknown once its first byte may have gone out."""
        raise NotImplementedError


class SwitchedInTurn(OrdersInTurn):
    """The same of a board with outputs that sound: ``_off_at`` are those we switched on, and when they are to be off.
    At most ``most`` seconds each."""

    _account = ""
    """Which board of its line it is."""

    def __init__(self, outputs: tuple[int, ...], most: int) -> None:
        super().__init__()
        self._outputs = outputs
        self._most = most
        self._off_at: dict[int, float] = {}

    def left_on(self) -> Mapping[int, float]:
        return dict(self._off_at)

    def take_over(self, left: Mapping[int, float]) -> None:
        self._off_at |= {output: at for output, at in left.items() if output in self._outputs}

    def silenced(self) -> tuple[Signal, ...]:
        """Nobody reads back what was switched off because its port is closed."""
        coils = sorted(self._off_at)
        zh, en = both("relay.off_at_closing", coils=", ".join(map(str, coils)))
        return (Signal(SignalKind.STATUS, b"", self._account, "off", words=zh, words_en=en, facts={"coils": coils}),)

    def _targets(self, order: Order) -> tuple[int, ...]:
        """Outputs of an order: those of its target, all where it has none. Stop is always for all."""
        if order.verb is Verb.STOP or not order.target.strip():
            return self._outputs
        named = {part.strip() for part in order.target.split(",")}
        found = tuple(output for output in self._outputs if str(output) in named)
        return found if len(found) == len(named) else ()

    def _wanted_seconds(self, order: Order) -> float | None:
        """How long it is to sound, never longer than the device may; None for what is no such time."""
        try:
            seconds = float(order.facts.get("seconds", self._most))
        except (TypeError, ValueError):
            return None
        return min(seconds, self._most) if seconds > 0 else None
