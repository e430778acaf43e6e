"""Diallers that speak SIA DC-09: Contact ID, SIA blocks and supervision, each answered with its own number.

ACK goes out once the event is stored, at once for supervision (NULL). A bad checksum or length is not answered at all,
as the standard wants, and kept. What is understood as a frame but not in its meaning (another ID, encrypted) is stored
as a fault somebody must look at, and answered DUH. A clock that is wrong is noted; with option ``time_check`` on it is
answered NAK with our time, and the sender repeats.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.devices.coded_events import of_contact_id, of_sia
from console.devices.drivers.gathering import Gathered, unreadable
from console.devices.drivers.hearing import Hearing
from console.devices.drivers.saying import said
from console.devices.protocols import dc09, sia
from console.devices.protocols.dc09 import Dc09
from console.devices.protocols.scanning import Damaged
from console.devices.session import Heard, Setting
from console.domain.signals import Signal, SignalKind

PATIENCE = 5.0
"""Seconds after which half a frame is given up; diallers repeat after some twenty."""

SLOW, FAST = timedelta(seconds=20), timedelta(seconds=40)
"""How far a sender's clock may be behind or ahead where it is checked."""


class Dc09Session(Hearing[Dc09 | Damaged]):
    """Listens; says nothing unless it is spoken to."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(dc09.Codec(), PATIENCE)
        self._clock, self._zone = setting.clock, setting.zone
        self._checks_time = setting.options.get("time_check") == "on"

    def _take(self, found: Dc09 | Damaged, now: float, out: Gathered) -> None:
        del now
        heard = self._hear(found)
        out.signals += heard.signals
        out.write += heard.write

    def _hear(self, found: Dc09 | Damaged) -> Heard:
        if isinstance(found, Damaged):
            return Heard((unreadable(found.raw, found.why),))
        if found.id in {dc09.ACK, dc09.NAK, dc09.DUH, dc09.RSP}:
            return Heard((unreadable(found.raw, "command", found.account),))
        if self._is_late(found):
            return Heard((_clock_wrong(found, self._facts(found)),), dc09.refusal(self._clock.now()))
        if found.id == dc09.NULL and not found.encrypted:
            signal = Signal(
                SignalKind.HEARTBEAT, found.raw, found.account, device_at=found.at, facts=self._facts(found)
            )
            return Heard((signal,), dc09.answer(found, dc09.ACK))
        signals = self._signals(found)
        word = dc09.DUH if signals is None else dc09.ACK
        signals = signals or [_not_read(found, self._facts(found))]
        signals = [replace(one, device_at=one.device_at or found.at) for one in signals]
        return Heard((*signals[:-1], replace(signals[-1], answer=dc09.answer(found, word))))

    def _signals(self, frame: Dc09) -> list[Signal] | None:
        """What the events of a frame mean; None where it cannot be read."""
        if frame.encrypted or not frame.whole:
            return None
        facts = self._facts(frame)
        if frame.id == dc09.CONTACT_ID and (event := dc09.contact_id_of(frame.data)) is not None:
            return [of_contact_id(frame.raw, frame.account, event, facts)]
        if frame.id == dc09.SIA:
            block = sia.read_block(dc09.block_of(frame.data))
            return of_sia(frame.raw, frame.account, block, facts, self._zone) or None
        return None

    def _is_late(self, frame: Dc09) -> bool:
        if not self._checks_time or frame.at is None:
            return False
        return not -SLOW <= frame.at - self._clock.now() <= FAST

    def _facts(self, frame: Dc09) -> dict[str, Any]:
        told: dict[str, Any] = {"sequence": frame.sequence, "receiver": frame.receiver or "", "line": frame.line or ""}
        if frame.extended:
            told["extended"] = list(frame.extended)
        if frame.at is not None and not -SLOW <= (off := frame.at - self._clock.now()) <= FAST:
            told["clock_off"] = round(off.total_seconds())
        return told


def _not_read(frame: Dc09, facts: dict[str, Any]) -> Signal:
    """A whole frame whose meaning we do not know: it may have been an alarm, so somebody looks at it."""
    code = "device.dc09.encrypted" if frame.encrypted else "device.dc09.not_read"
    says = {"id": frame.id, "data": frame.data, "account": frame.account}
    name = f"*{frame.id}" if frame.encrypted else f"{frame.id} {frame.data}".strip()[:40]
    return said(SignalKind.FAULT, frame.raw, code, says=says, account=frame.account, code=name, facts=facts)


def _clock_wrong(frame: Dc09, facts: dict[str, Any]) -> Signal:
    says = {"seconds": facts["clock_off"], "account": frame.account}
    parts = {"account": frame.account, "code": dc09.NAK, "device_at": frame.at, "facts": facts}
    return said(SignalKind.STATUS, frame.raw, "device.dc09.clock", says=says, **parts)


def make(setting: Setting) -> Dc09Session:
    return Dc09Session(setting)
