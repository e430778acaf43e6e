"""USB relays of the ``A0`` family: commanded, and never known to have done it unless a query says so.

``query`` yes asks the board with ``FF`` after each command, for boards known to answer it; without it nothing but a
command is ever written. What was switched on is switched off after ``seconds``, also where the line was lost meanwhile.
After the line was opened anew nothing is switched on by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from console.devices.drivers.gathering import Gathered, both, soonest, unreadable
from console.devices.drivers.options import Options
from console.devices.drivers.relay import KNOWN, off_at_closing, wanted_seconds
from console.devices.protocols.lc_relay import CHANNELS, QUERY, command, states
from console.devices.session import Heard, Sending, Setting
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.signals import Signal, SignalKind

ANSWER_SECONDS = 1.0
QUIET_SECONDS = 0.2
"""An answer has ended when nothing came for so long."""
ANSWER_LIMIT = 400


@dataclass(slots=True)
class _Asking:
    """A query is out: what was commanded before it, and what came so far."""

    order: Order
    channels: tuple[int, ...]
    command: bytes
    until: float
    answer: bytes = b""


class UsbRelay:
    """One board."""

    def __init__(self, setting: Setting) -> None:
        told = Options("usb_relay", setting.options)
        self._channels = told.numbers("coils", 1, CHANNELS)
        if not self._channels:
            raise told.bad("coils")
        self._seconds = told.number("seconds", 1, 1_800)
        self._query = told.flag("query")
        self._asking: _Asking | None = None
        self._queue: deque[Order] = deque()
        self._known: deque[UUID] = deque(maxlen=KNOWN)
        self._off_at: dict[int, float] = {}

    def start(self, now: float) -> Heard:
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> Heard:
        out = Gathered()
        if self._asking is None:
            out.signals.append(unreadable(chunk, "unasked"))
            return out.heard()
        self._asking.answer = (self._asking.answer + chunk)[:ANSWER_LIMIT]
        self._asking.until = min(self._asking.until, now + QUIET_SECONDS)
        return out.heard()

    def tick(self, now: float) -> Heard:
        out = Gathered()
        if self._asking is not None and now >= self._asking.until:
            self._answered(out)
        due = [channel for channel, at in self._off_at.items() if now >= at]
        for channel in due:
            del self._off_at[channel]
            out.write += command(channel, False)
        if due:
            out.signals.append(self._told(due, out.write))
        self._next(now, out)
        return out.heard()

    def wake_at(self) -> float | None:
        return soonest(self._asking.until if self._asking else None, *self._off_at.values())

    def ask(self, order: Order, now: float) -> Heard:
        out = Gathered()
        if order.id in self._known:
            return out.heard()
        self._known.append(order.id)
        if order.verb is Verb.STOP:
            self._stop(order, now, out)
        else:
            self._queue.append(order)
            self._next(now, out)
        return out.heard()

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        out = Gathered()
        self._abandon("line_lost", out)
        out.not_begun(self._queue)
        return tuple(out.receipts)

    def left_on(self) -> Mapping[int, float]:
        return dict(self._off_at)

    def take_over(self, left: Mapping[int, float]) -> None:
        self._off_at |= {channel: at for channel, at in left.items() if channel in self._channels}

    def silencing(self) -> tuple[bytes, ...]:
        return tuple(command(channel, False) for channel in sorted(self._off_at))

    def silenced(self) -> tuple[Signal, ...]:
        return off_at_closing("", sorted(self._off_at))

    def _next(self, now: float, out: Gathered) -> None:
        while self._asking is None and self._queue:
            self._begin(self._queue.popleft(), now, out)

    def _begin(self, order: Order, now: float, out: Gathered) -> None:
        channels, seconds = self._targets(order), wanted_seconds(order, self._seconds)
        if order.verb is Verb.PROBE:
            self._probe(order, now, out)
        elif order.verb is not Verb.SOUND or not channels or seconds is None:
            out.receipts.append((order.id, Receipt(SendState.FAILED, "not_possible", began=False)))
        else:
            self._off_at |= dict.fromkeys(channels, now + seconds)
            self._command(order, channels, now, out)

    def _stop(self, order: Order, now: float, out: Gathered) -> None:
        """Stop waits for nothing."""
        self._abandon("stopped", out)
        out.receipts += [(waits.id, Receipt(SendState.FAILED, "stopped", began=False)) for waits in self._queue]
        self._queue.clear()
        self._off_at.clear()
        self._command(order, self._channels, now, out)

    def _command(self, order: Order, channels: tuple[int, ...], now: float, out: Gathered) -> None:
        said = b"".join(command(channel, order.verb is Verb.SOUND) for channel in channels)
        out.write += said
        if self._query:
            out.write += QUERY
            self._asking = _Asking(order, channels, said, now + ANSWER_SECONDS)
        else:
            out.receipts.append((order.id, Receipt(SendState.UNCONFIRMED, "commanded", said)))

    def _probe(self, order: Order, now: float, out: Gathered) -> None:
        if self._query:
            out.write += QUERY
            self._asking = _Asking(order, self._channels, QUERY, now + ANSWER_SECONDS)
        else:
            out.receipts.append((order.id, Receipt(SendState.UNCONFIRMED, "cannot_be_known", began=False)))

    def _targets(self, order: Order) -> tuple[int, ...]:
        if not order.target.strip():
            return self._channels
        named = {part.strip() for part in order.target.split(",")}
        found = tuple(channel for channel in self._channels if str(channel) in named)
        return found if len(found) == len(named) else ()

    def _answered(self, out: Gathered) -> None:
        """What the query brought: only a readable answer confirms or denies."""
        asking, self._asking = self._asking, None
        assert asking is not None
        found = states(asking.answer)
        stands = {str(channel): found[channel] for channel in asking.channels if channel in found}
        on = asking.order.verb is Verb.SOUND
        if len(stands) < len(asking.channels):
            code = "cannot_be_known" if asking.order.verb is Verb.PROBE else "commanded"
            state = SendState.UNCONFIRMED
        elif asking.order.verb is Verb.PROBE or all(state is on for state in stands.values()):
            state, code = SendState.CONFIRMED, "read_back"
        else:
            state, code = SendState.FAILED, "read_differs"
        facts = {"coils": stands} if stands else {}
        out.receipts.append((asking.order.id, Receipt(state, code, asking.command, asking.answer, facts=facts)))

    def _abandon(self, code: str, out: Gathered) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            state = SendState.FAILED if asking.order.verb is Verb.PROBE else SendState.UNKNOWN
            out.receipts.append((asking.order.id, Receipt(state, code, asking.command, asking.answer)))

    @staticmethod
    def _told(channels: list[int], raw: bytes) -> Signal:
        zh, en = both("relay.off_commanded", coils=", ".join(map(str, channels)))
        return Signal(SignalKind.STATUS, raw, code="off", words=zh, words_en=en, facts={"coils": channels})


def make(setting: Setting) -> Sending:
    """A session of the ``usb_relay`` driver."""
    return UsbRelay(setting)
