"""One call, however often it rings: bells, numbers and names of one ringing come in any order and are one signal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from console.devices.drivers.gathering import soonest
from console.devices.drivers.saying import said
from console.domain.signals import Signal, SignalKind

RING_GAP = 10.0
"""Seconds without a bell after which the next one is another call (China rings 1 s in 5; ten lets one be missed)."""

NAME_WAIT = 0.5
"""Seconds a number waits for the name behind it."""

GIVEN, WITHHELD, UNAVAILABLE, SILENT = "given", "withheld", "unavailable", "silent"
"""What is known of a caller's number: given, withheld by the caller, not known to the exchange, nothing was sent."""

_WORDS = {
    GIVEN: "wire.call.given",
    WITHHELD: "wire.call.withheld",
    UNAVAILABLE: "wire.call.unavailable",
    SILENT: "wire.call.silent",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """What was said of a caller. ``at`` is the exchange's clock, aware."""

    number: str = ""
    name: str = ""
    why: str = SILENT
    at: datetime | None = None


@dataclass(slots=True)
class _Call:
    last: float
    caller: Caller = field(default_factory=Caller)
    raw: bytes = b""
    due: float | None = None
    told: Caller | None = None


class Ringing:
    """``wait`` is how long after the first bell a number may come before the call is told without one."""

    def __init__(self, wait: float) -> None:
        self._wait = wait
        self._call: _Call | None = None

    def ring(self, raw: bytes, now: float) -> list[Signal]:
        """A bell."""
        out = self.tick(now)
        call = self._current(now)
        if not call.raw:
            call.raw, call.due = raw, now + self._wait
        elif call.caller.why != SILENT and call.told != call.caller:
            out += self._tell(call)
        return out

    def caller(self, raw: bytes, caller: Caller, now: float) -> list[Signal]:
        """A number, or a name behind it. Another number in the same ringing, or none after one, is another call."""
        out = self.tick(now)
        known = self._call.caller if self._call is not None else Caller()
        if known.number and caller.why != SILENT and caller.number != known.number:
            out += self.over()
        call = self._current(now)
        merged = _merged(call.caller, caller)
        if merged != call.caller or not call.raw:
            call.raw = raw if call.caller.why == SILENT else call.raw + raw
            call.caller, call.due = merged, now + (self._wait if merged.why == SILENT else NAME_WAIT)
        return out

    def tick(self, now: float) -> list[Signal]:
        """What is due to be told."""
        call = self._call
        if call is None or call.due is None or now < call.due:
            return []
        return self._tell(call)

    def over(self) -> list[Signal]:
        """The ringing ended; what was not told yet is told now."""
        call, self._call = self._call, None
        return self._tell(call) if call is not None and call.due is not None else []

    def wake_at(self) -> float | None:
        return soonest(self._call.due if self._call is not None else None)

    def _current(self, now: float) -> _Call:
        if self._call is None or now - self._call.last > RING_GAP:
            self._call = _Call(now)
        self._call.last = now
        return self._call

    def _tell(self, call: _Call) -> list[Signal]:
        """Once; again only where a number came late, after the call was told without one."""
        call.due = None
        caller, told = call.caller, call.told
        call.told = caller
        if told is not None and (told.number == caller.number or not caller.number):
            return []
        return [_signal(call.raw, caller, late=told is not None)]


def _merged(one: Caller, other: Caller) -> Caller:
    why = other.why if other.why != SILENT and one.why != GIVEN else one.why
    return Caller(one.number or other.number, one.name or other.name, why, one.at or other.at)


def _signal(raw: bytes, caller: Caller, *, late: bool) -> Signal:
    facts = {"number": caller.why, "name": caller.name, "late": late}
    return said(
        SignalKind.CALL, raw, _WORDS[caller.why], says={"number": caller.number, "name": caller.name},
        account=caller.number[:40], sender=caller.number[:60], text=caller.name, device_at=caller.at, facts=facts,
    )  # fmt: skip
