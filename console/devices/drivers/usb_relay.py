"""USB relays of the ``A0`` family: commanded, and never known to have done it unless a query says so.

``query`` yes asks the board with ``FF`` after each command, for boards known to answer it; without it nothing but a
command is ever written. What was switched on is switched off after ``seconds``, also where the line was lost meanwhile.
After the line was opened anew nothing is switched on by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.devices.drivers.gathering import Gathered, both, soonest, unreadable
from console.devices.drivers.options import Options
from console.devices.drivers.orders_in_turn import SwitchedInTurn
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


class UsbRelay(SwitchedInTurn):
    """One board."""

    def __init__(self, setting: Setting) -> None:
        told = Options("usb_relay", setting.options)
        channels = told.numbers("coils", 1, CHANNELS)
        if not channels:
            raise told.bad("coils")
        super().__init__(channels, told.number("seconds", 1, 1_800))
        self._query = told.flag("query")
        self._asking: _Asking | None = None

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
        self._turn(now, out)
        return out.heard()

    def wake_at(self) -> float | None:
        return soonest(self._asking.until if self._asking else None, *self._off_at.values())

    def silencing(self) -> tuple[bytes, ...]:
        return tuple(command(channel, False) for channel in sorted(self._off_at))

    def _turn(self, now: float, out: Gathered) -> None:
        while self._asking is None and self._queue:
            self._begin(self._queue.popleft(), now, out)

    def _begin(self, order: Order, now: float, out: Gathered) -> None:
        channels, seconds = self._targets(order), self._wanted_seconds(order)
        if order.verb is Verb.PROBE:
            self._probe(order, now, out)
        elif order.verb is Verb.STOP:
            self._off_at.clear()
            self._command(order, channels, now, out)
        elif order.verb is not Verb.SOUND or not channels or seconds is None:
            out.receipts.append((order.id, Receipt(SendState.FAILED, "not_possible", began=False)))
        else:
            self._off_at |= dict.fromkeys(channels, now + seconds)
            self._command(order, channels, now, out)

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
            self._asking = _Asking(order, self._outputs, QUERY, now + ANSWER_SECONDS)
        else:
            out.receipts.append((order.id, Receipt(SendState.UNCONFIRMED, "cannot_be_known", began=False)))

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
