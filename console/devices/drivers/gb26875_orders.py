"""Asking a fire panel's transmission device: reads, 查岗, setting its clock, initialising it (GB/T 26875.3, 8.4).

One question at a time: sent, repeated three times after ten seconds, then given up. Answers are known by serial
number and addresses; the time in them is the device's own and differs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from console.devices.drivers.gathering import Gathered, both, soonest
from console.devices.protocols.gb26875 import Command, Frame, encode, pack_time
from console.devices.protocols.gb26875_units import READABLE, Item, Type, control, read_request
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.signals import Signal, SignalKind

ANSWER_SECONDS = 10.0
REPEATS = 3

DEFAULT = "device_status"

ASKED: Mapping[str, Type] = {kind.name.lower(): kind for kind in Type}
"""What an order may ask in ``facts["what"]``: ``device_status``, ``part_status``, ``set_clock``, ``duty_check`` …"""


@dataclass(slots=True)
class _Question:
    order: Order
    kind: Type
    frame: Frame
    until: float
    tries: int = 1

    @property
    def control(self) -> bool:
        return self.kind not in READABLE


@dataclass(frozen=True, slots=True)
class _DutyCheck:
    """Asked and taken by the device; a person is to answer at the panel. Its end is told as a receipt of its own."""

    order: Order
    address: int
    until: float
    answer: bytes
    reference: str

    def ended(self, state: SendState, code: str, raw: bytes) -> Signal:
        """Somebody answered, or nobody did: what the outbox is told by ``reference``."""
        zh, en = both(f"delivery.said.{code}")
        facts = {"reference": self.reference, "state": state.value, "target": self.order.target}
        return Signal(
            SignalKind.RECEIPT, raw, str(self.address), code, self.reference, words=zh, words_en=en, facts=facts
        )


class Questions:
    """Orders to one line of devices. ``local`` says the local time that goes into frames."""

    def __init__(self, local: Callable[[], datetime]) -> None:
        self._local = local
        self._serial = 0
        self._queue: deque[Order] = deque()
        self._open: _Question | None = None
        self._duty: list[_DutyCheck] = []
        self.device: int | None = None
        """Address of the device last heard, which orders without a target are for."""
        self.centre = 0
        """Our own address, as the device last called us."""

    def ask(self, order: Order, now: float, out: Gathered) -> None:
        """Begin an order, or keep it until the one before has its answer."""
        self._queue.append(order)
        self._next(now, out)

    def answered(self, frame: Frame, raw: bytes, now: float, out: Gathered) -> bool:
        """Whether a confirm, response or denial belongs to the open question; ends it."""
        asked = self._open
        if asked is None or frame.serial != asked.frame.serial or frame.source != asked.frame.destination:
            return False
        self._open = None
        if frame.command == Command.DENY:
            self._end(asked, Receipt(SendState.FAILED, "device_denied", answer=raw), out)
        elif asked.kind is Type.DUTY_CHECK:
            self._on_duty(asked, raw, now, out)
        elif asked.control:
            self._end(asked, Receipt(SendState.CONFIRMED, "device_confirmed", answer=raw), out)
        else:
            self._end(asked, Receipt(SendState.CONFIRMED, "device_answered", answer=raw), out)
        self._next(now, out)
        return True

    def duty_answered(self, address: int, raw: bytes, out: Gathered) -> None:
        """Somebody pressed the key at that device."""
        for check in [check for check in self._duty if check.address == address]:
            self._duty.remove(check)
            out.signals.append(check.ended(SendState.CONFIRMED, "duty_answered", raw))

    def tick(self, now: float, out: Gathered) -> None:
        """Repeat, give up, and end duty checks nobody answered."""
        for check in [check for check in self._duty if now >= check.until]:
            self._duty.remove(check)
            out.signals.append(check.ended(SendState.FAILED, "duty_unanswered", check.answer))
        asked = self._open
        if asked is None or now < asked.until:
            return
        if asked.tries <= REPEATS:
            asked.tries, asked.until = asked.tries + 1, now + ANSWER_SECONDS
            out.write += encode(asked.frame)
            return
        self._open = None
        state = SendState.UNKNOWN if asked.control else SendState.FAILED
        self._end(asked, Receipt(state, "no_answer"), out)
        self._next(now, out)

    def wake_at(self) -> float | None:
        return soonest(self._open.until if self._open else None, *(check.until for check in self._duty))

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        """The line is lost. Duty checks a device took stay as they are: sent, and nobody knows of an answer."""
        out = Gathered()
        if self._open is not None:
            self._end(self._open, Receipt(SendState.UNKNOWN, "line_lost"), out)
        for order in self._queue:
            out.receipts.append((order.id, Receipt(SendState.FAILED, "line_lost", began=False)))
        self._open, self._duty = None, []
        self._queue.clear()
        return tuple(out.receipts)

    def _on_duty(self, asked: _Question, raw: bytes, now: float, out: Gathered) -> None:
        address, reference = asked.frame.destination, f"{asked.frame.destination}/{asked.frame.serial}"
        self._duty.append(_DutyCheck(asked.order, address, now + 60.0 * _minutes(asked.order), raw, reference))
        self._end(asked, Receipt(SendState.SENT, "duty_asked", answer=raw, reference=reference), out)

    def _next(self, now: float, out: Gathered) -> None:
        while self._open is None and self._queue:
            order = self._queue.popleft()
            frame = self._frame(order)
            if isinstance(frame, str):
                out.receipts.append((order.id, Receipt(SendState.FAILED, frame, began=False)))
                continue
            self._serial = (self._serial + 1) & 0xFFFF
            kind = ASKED[str(order.facts.get("what", DEFAULT))]
            self._open = _Question(order, kind, frame, now + ANSWER_SECONDS)
            out.write += encode(frame)

    def _frame(self, order: Order) -> Frame | str:
        """The frame of an order; the code of why there is none."""
        kind = ASKED.get(str(order.facts.get("what", DEFAULT)))
        if order.verb is not Verb.PROBE or kind is None:
            return "not_possible"
        address = _address(order.target) if order.target else self.device
        if address is None:
            return "device_unknown"
        local = self._local()
        try:
            if kind in READABLE:
                data = read_request(kind, _item(order.facts, local), _number(order.facts, "count", 1, 255))
            else:
                data = control(kind, _minutes(order) if kind is Type.DUTY_CHECK else 0, local)
        except (ValueError, TypeError, OverflowError):
            return "not_possible"
        command = Command.REQUEST if kind in READABLE else Command.CONTROL
        return Frame(self._serial, command, self.centre, address, data, pack_time(local))

    @staticmethod
    def _end(asked: _Question, receipt: Receipt, out: Gathered) -> None:
        facts = {"tries": asked.tries, "what": asked.kind.name.lower()}
        out.receipts.append((asked.order.id, replace(receipt, command=encode(asked.frame), facts=facts)))


def _address(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) < 1 << 48 else None


def _number(facts: Mapping[str, Any], name: str, default: int, most: int) -> int:
    number = int(facts.get(name, default))
    if not 0 <= number <= most:
        raise ValueError(f"{name}: {number}")
    return number


def _minutes(order: Order) -> int:
    return max(1, _number(order.facts, "minutes", 10, 255))


def _item(facts: Mapping[str, Any], local: datetime) -> Item:
    """Which system and part is asked for: ``system``, ``system_number``, ``zone``, ``point``."""
    system = (_number(facts, "system", 1, 255), _number(facts, "system_number", 1, 255))
    part = (0, _number(facts, "zone", 0, 0xFFFF), _number(facts, "point", 0, 0xFFFF))
    return Item(system, part, at=local)
