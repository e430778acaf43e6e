"""Contacts behind Modbus RTU: push buttons, flood probes, a UPS; polled, with debounce.

A change that lasts ``debounce`` polls is an alarm, its end the restoral. What is active at the first reading is told
as well. A unit that does not answer three times, or refuses, is a fault of its own where others share the line; where
it is the only one the link falls silent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from console import words
from console.devices.drivers.gathering import Gathered, both, soonest
from console.devices.drivers.modbus_master import End, Exchange, Master, Outcome
from console.devices.drivers.options import Options
from console.devices.protocols.modbus_rtu import Function, Reply, Request
from console.devices.session import Heard, Session, Setting
from console.domain.signals import Signal, SignalKind

MISSES = 3
HEARTBEAT_SECONDS = 2.0
"""So often a line that answers is said to live."""
FIRST, LAST = 1, 247
INPUT_LIMIT = 65_535
SPAN = 2_000
"""Bits one request may read."""


@dataclass(slots=True)
class _Contact:
    """``active`` is what was told; ``seen`` readings in a row said otherwise."""

    active: bool = False
    seen: int = 0


@dataclass(slots=True)
class _Unit:
    number: int
    contacts: dict[int, _Contact] = field(default_factory=dict)
    missed: int = 0
    trouble: str = ""
    """Code of the fault that was told: ``silent``, ``refused`` or none."""


class Modbus:
    """Polls the units of a line in turn."""

    def __init__(self, setting: Setting) -> None:
        told = Options("modbus", setting.options)
        inputs = told.numbers("inputs", 0, INPUT_LIMIT)
        units = told.numbers("unit", FIRST, LAST)
        if not inputs or not units or inputs[-1] - inputs[0] >= SPAN:
            raise told.bad("inputs")
        self._inputs = inputs
        self._units = [_Unit(unit, {number: _Contact() for number in inputs}) for unit in units]
        self._function = Function.READ_COILS if told.text("table") == "coils" else Function.READ_INPUTS
        self._every = told.number("poll_ms", 1, 3_600_000) / 1000
        self._debounce = told.number("debounce", 1, 100)
        self._names = told.named("names")
        self._inverted = frozenset(told.numbers("inverted", 0, INPUT_LIMIT))
        self._master = Master(told.number("reply_ms", 1, 60_000) / 1000, echo=told.flag("echo"))
        self._poll_at = 0.0
        self._beat_at = 0.0

    def start(self, now: float) -> Heard:
        self._poll_at = self._beat_at = now
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> Heard:
        out = Gathered()
        self._master.feed(chunk, now, out)
        return out.heard()

    def tick(self, now: float) -> Heard:
        out = Gathered()
        if now >= self._poll_at and not self._master.busy:
            self._poll_at = now + self._every
            for unit in self._units:
                self._master.put(Exchange(self._request(unit), self._polled))
        self._master.turn(now, out)
        return out.heard()

    def wake_at(self) -> float | None:
        return soonest(self._master.wake_at(), None if self._master.busy else self._poll_at)

    def _request(self, unit: _Unit) -> Request:
        return Request(unit.number, self._function, self._inputs[0], self._inputs[-1] - self._inputs[0] + 1)

    def _polled(self, outcome: Outcome, out: Gathered) -> None:
        unit = next(unit for unit in self._units if unit.number == outcome.request.unit)
        if outcome.end is End.SILENT:
            unit.missed += 1
            if unit.missed == MISSES and len(self._units) > 1:
                self._trouble(unit, "silent", outcome, out)
            return
        unit.missed = 0
        assert outcome.reply is not None
        if outcome.end is End.REFUSED:
            self._trouble(unit, "refused", outcome, out)
            return
        self._back(unit, outcome, out)
        self._read(unit, outcome.reply, out)
        if outcome.at >= self._beat_at:
            self._beat_at = outcome.at + HEARTBEAT_SECONDS
            out.signals.append(Signal(SignalKind.HEARTBEAT, outcome.answer, account=str(unit.number)))

    def _read(self, unit: _Unit, reply: Reply, out: Gathered) -> None:
        for number, contact in unit.contacts.items():
            on = reply.bits[number - self._inputs[0]] is not (number in self._inverted)
            contact.seen = contact.seen + 1 if on is not contact.active else 0
            if contact.seen >= self._debounce:
                contact.active, contact.seen = on, 0
                out.signals.append(self._changed(unit, number, on, reply))

    def _changed(self, unit: _Unit, number: int, on: bool, reply: Reply) -> Signal:
        name = self._names.get(f"{unit.number}:{number}", self._names.get(str(number), ""))
        zh, en = (name, name) if name else both("modbus.contact", unit=unit.number, number=number)
        state = "on" if on else "off"
        return Signal(
            SignalKind.ALARM if on else SignalKind.RESTORE,
            reply.raw,
            account=str(unit.number),
            code="input",
            zone=str(number),
            words=words.say_in("zh", f"modbus.contact.{state}", name=zh),
            words_en=words.say_in("en", f"modbus.contact.{state}", name=en),
            facts={"name": name},
        )

    def _trouble(self, unit: _Unit, code: str, outcome: Outcome, out: Gathered) -> None:
        if unit.trouble == code:
            return
        self._back(unit, outcome, out)
        unit.trouble = code
        facts = {"refused": outcome.reply.refused} if outcome.reply is not None else {"missed": unit.missed}
        out.signals.append(self._about(unit, SignalKind.FAULT, code, outcome, facts))

    def _back(self, unit: _Unit, outcome: Outcome, out: Gathered) -> None:
        code, unit.trouble = unit.trouble, ""
        if code:
            out.signals.append(self._about(unit, SignalKind.RESTORE, code, outcome, {}))

    @staticmethod
    def _about(unit: _Unit, kind: SignalKind, code: str, outcome: Outcome, facts: dict[str, Any]) -> Signal:
        group = "back" if kind is SignalKind.RESTORE else code
        zh, en = both(f"modbus.unit.{group}", unit=unit.number, **facts)
        raw = outcome.answer or outcome.command
        return Signal(kind, raw, str(unit.number), code, words=zh, words_en=en, facts=facts)


def make(setting: Setting) -> Session:
    """A session of the ``modbus`` driver."""
    return Modbus(setting)
