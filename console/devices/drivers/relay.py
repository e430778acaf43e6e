"""Sirens and sounders on a Modbus relay board: commanded once, believed only when the board's coils say so.

What switches something on is written once and never again by itself; what switches off may be written as often as it
takes. After every write the coils are read back, and only what was read is said. The board is switched off after
``seconds`` by us: should that fail, it is tried again and told as a fault. After the line was opened anew nothing is
switched on: what is on then and was not switched on by us is told, and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from console.devices.drivers.gathering import Gathered, both
from console.devices.drivers.modbus_master import End, Exchange, Master, Outcome
from console.devices.drivers.options import Options
from console.devices.drivers.orders_in_turn import SwitchedInTurn
from console.devices.protocols.modbus_rtu import BROADCAST, Function, Request, encode
from console.devices.session import Heard, Sending, Setting
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.signals import Signal, SignalKind

READ_TRIES = 3
OFF_TRIES = 3
OFF_AGAIN_SECONDS = 5.0
SPAN = 2_000
"""Coils one request may read."""


@dataclass(slots=True)
class _Doing:
    """An order under way: the coils it is for, what was said to the board and what it said."""

    order: Order
    coils: tuple[int, ...]
    seconds: float = 0.0
    left: list[int] = field(default_factory=list)
    asked: list[Exchange] = field(default_factory=list)
    command: bytes = b""
    answer: bytes = b""
    refused: int = 0
    denied: int = 0
    """Of its commands, so many were refused by the board itself."""

    @property
    def on(self) -> bool:
        return self.order.verb is Verb.SOUND

    @property
    def probing(self) -> bool:
        return self.order.verb is Verb.PROBE

    @property
    def began(self) -> bool:
        """Whether a byte of it may have gone out."""
        return any(exchange.sent for exchange in self.asked)


class Relay(SwitchedInTurn):
    """One board. ``coils`` are its relays in our hands; unit 0 speaks to all boards and hears none."""

    def __init__(self, setting: Setting) -> None:
        told = Options("relay", setting.options)
        self._unit = told.number("unit", BROADCAST, 255)
        self._account = str(self._unit)
        coils = told.numbers("coils", 0, 65_535)
        if not coils or coils[-1] - coils[0] >= SPAN:
            raise told.bad("coils")
        super().__init__(coils, told.number("seconds", 1, 1_800))
        self._master = Master(told.number("reply_ms", 1, 60_000) / 1000, echo=told.flag("echo"))
        self._doing: _Doing | None = None
        self._faults: set[str] = set()
        """Codes of faults that were told and have not ended."""

    def start(self, now: float) -> Heard:
        out = Gathered()
        if self._unit != BROADCAST:
            self._master.put(Exchange(self._reading(self._outputs), self._looked, READ_TRIES))
        self._master.turn(now, out)
        return out.heard()

    def feed(self, chunk: bytes, now: float) -> Heard:
        out = Gathered()
        self._master.feed(chunk, now, out)
        self._turn(now, out)
        return out.heard()

    def tick(self, now: float) -> Heard:
        out = Gathered()
        due = tuple(coil for coil, at in self._off_at.items() if now >= at)
        if due and not self._master.busy:
            self._switch_off(due, now)
        self._master.turn(now, out)
        self._turn(now, out)
        return out.heard()

    def wake_at(self) -> float | None:
        return self._master.wake_at() if self._master.busy else min(self._off_at.values(), default=None)

    def silencing(self) -> tuple[bytes, ...]:
        return tuple(encode(self._writing((coil,), False)) for coil in sorted(self._off_at))

    # orders

    def _turn(self, now: float, out: Gathered) -> None:
        while self._doing is None and self._queue:
            self._begin(self._queue.popleft(), now, out)
        self._master.turn(now, out)

    def _begin(self, order: Order, now: float, out: Gathered) -> None:
        coils, seconds = self._targets(order), self._wanted_seconds(order)
        possible = order.verb in (Verb.STOP, Verb.PROBE) or (order.verb is Verb.SOUND and seconds is not None)
        if order.verb is Verb.PROBE and self._unit == BROADCAST:
            out.receipts.append((order.id, Receipt(SendState.UNCONFIRMED, "cannot_be_known", began=False)))
        elif not possible or not coils:
            out.receipts.append((order.id, Receipt(SendState.FAILED, "not_possible", began=False)))
        else:
            self._doing = _Doing(order, coils, seconds or 0.0, list(coils))
            if self._doing.probing:
                self._read_back(self._doing)
            else:
                self._write_next(self._doing, now)

    def _write_next(self, doing: _Doing, now: float) -> None:
        """The next coil of the order; all at once where they stand side by side."""
        together = doing.left[-1] - doing.left[0] + 1 == len(doing.left)
        coils = tuple(doing.left) if together else (doing.left[0],)
        doing.left = doing.left[len(coils) :]
        # whatever becomes of the command: what it may have switched on, or not off, is switched off
        self._off_at |= dict.fromkeys(coils, now + (doing.seconds if doing.on else OFF_AGAIN_SECONDS))
        self._put(doing, self._writing(coils, doing.on), self._written, 1 if doing.on else OFF_TRIES)

    def _put(self, doing: _Doing, request: Request, done: _Done, tries: int) -> None:
        exchange = Exchange(request, partial(done, doing), tries)
        doing.asked.append(exchange)
        self._master.put(exchange)

    def _written(self, doing: _Doing, outcome: Outcome, out: Gathered) -> None:
        doing.command += outcome.command
        doing.answer += outcome.answer
        if outcome.reply is not None and outcome.end is End.REFUSED:
            doing.refused = outcome.reply.refused
            doing.denied += 1
        if doing is not self._doing:
            return
        if doing.left:
            self._write_next(doing, outcome.at)
        elif self._unit == BROADCAST:
            if not doing.on:
                self._off_at.clear()
            self._finish(SendState.UNCONFIRMED, "commanded", out)
        else:
            self._read_back(doing)

    def _read_back(self, doing: _Doing) -> None:
        self._put(doing, self._reading(doing.coils), self._was_read, READ_TRIES)

    def _was_read(self, doing: _Doing, outcome: Outcome, out: Gathered) -> None:
        if doing is not self._doing:
            return
        doing.answer += outcome.answer
        found = _found(outcome)
        if doing.probing:
            doing.command += outcome.command
            state = SendState.CONFIRMED if found else SendState.FAILED
            code = "read_back" if found else "device_refused" if outcome.end is End.REFUSED else "no_answer"
        elif not found and doing.denied == len(doing.asked) - 1:
            state, code = SendState.FAILED, "device_refused"
        elif not found:
            state, code = SendState.UNKNOWN, "not_read_back"
        elif all(found[coil] is doing.on for coil in doing.coils):
            state, code = SendState.CONFIRMED, "read_back"
        else:
            state, code = SendState.FAILED, "device_refused" if doing.refused else "read_differs"
        if doing.order.verb is Verb.STOP and state is SendState.CONFIRMED:
            self._off_at.clear()
            self._all_off(outcome, out)
        self._finish(state, code, out, {str(coil): found[coil] for coil in doing.coils if coil in found})

    def _finish(self, state: SendState, code: str, out: Gathered, coils: dict[str, bool] | None = None) -> None:
        doing, self._doing = self._doing, None
        assert doing is not None
        facts: dict[str, object] = {"coils": coils} if coils else {}
        if doing.on:
            facts["seconds"] = doing.seconds
        if doing.refused:
            facts["refused"] = doing.refused
        receipt = Receipt(state, code, doing.command, doing.answer, doing.began, facts=facts)
        out.receipts.append((doing.order.id, receipt))

    def _abandon(self, code: str, out: Gathered) -> None:
        """The order under way ends here: unknown once its first byte may have gone out."""
        if self._doing is not None:
            unknown = self._doing.began and not self._doing.probing
            self._finish(SendState.UNKNOWN if unknown else SendState.FAILED, code, out)

    def _overtaken(self, out: Gathered) -> None:
        if self._doing is None or self._doing.order.verb is not Verb.STOP:
            self._master.drop_waiting()
            self._abandon("stopped", out)

    # switching off by the clock

    def _switch_off(self, coils: tuple[int, ...], now: float) -> None:
        for coil in coils:
            self._off_at[coil] = now + OFF_AGAIN_SECONDS
            self._master.put(Exchange(self._writing((coil,), False), _ignored, OFF_TRIES))
        if self._unit == BROADCAST:
            for coil in coils:
                del self._off_at[coil]
        else:
            self._master.put(Exchange(self._reading(self._outputs), partial(self._read_off, coils), READ_TRIES))

    def _read_off(self, coils: tuple[int, ...], outcome: Outcome, out: Gathered) -> None:
        found = _found(outcome)
        for coil in coils:
            if found.get(coil) is False:
                self._off_at.pop(coil, None)
        left = [coil for coil in coils if found.get(coil) is not False]
        if not left:
            out.signals.append(self._told(SignalKind.STATUS, "off", [*coils], outcome))
            self._all_off(outcome, out)
        elif "still_on" not in self._faults:
            self._faults.add("still_on")
            out.signals.append(self._told(SignalKind.FAULT, "still_on", left, outcome))

    def _all_off(self, outcome: Outcome, out: Gathered) -> None:
        """Faults that were told end once nothing of ours is on any more."""
        found = _found(outcome)
        if not any(found.get(coil, True) for coil in self._outputs):
            out.signals += [self._told(SignalKind.RESTORE, code, [], outcome) for code in sorted(self._faults)]
            self._faults.clear()

    def _looked(self, outcome: Outcome, out: Gathered) -> None:
        """How the board stood when the line was opened."""
        found = _found(outcome)
        on = [coil for coil in self._outputs if found.get(coil) and coil not in self._off_at]
        if on:
            self._faults.add("found_on")
            out.signals.append(self._told(SignalKind.FAULT, "found_on", on, outcome))
        elif found:
            out.signals.append(Signal(SignalKind.HEARTBEAT, outcome.answer, account=str(self._unit)))

    def _told(self, kind: SignalKind, code: str, coils: list[int], outcome: Outcome) -> Signal:
        named = ", ".join(map(str, coils))
        zh, en = both("relay.back") if kind is SignalKind.RESTORE else both(f"relay.{code}", coils=named)
        raw = outcome.answer or outcome.command
        return Signal(kind, raw, str(self._unit), code, words=zh, words_en=en, facts={"coils": coils})

    # requests

    def _reading(self, coils: tuple[int, ...]) -> Request:
        return Request(self._unit, Function.READ_COILS, coils[0], coils[-1] - coils[0] + 1)

    def _writing(self, coils: tuple[int, ...], on: bool) -> Request:
        function = Function.WRITE_COIL if len(coils) == 1 else Function.WRITE_COILS
        return Request(self._unit, function, coils[0], len(coils), (on,) * len(coils))


_Done = Callable[[_Doing, Outcome, Gathered], None]


def _found(outcome: Outcome) -> dict[int, bool]:
    """Coils and how they were read; nothing where nothing was."""
    if outcome.end is not End.REPLY or outcome.reply is None:
        return {}
    first = outcome.request.first
    return dict(zip(range(first, first + outcome.request.count), outcome.reply.bits, strict=True))


def _ignored(outcome: Outcome, out: Gathered) -> None:
    """What the board says to being switched off: it is read back anyway."""


def make(setting: Setting) -> Sending:
    """A session of the ``relay`` driver."""
    return Relay(setting)
