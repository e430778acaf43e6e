"""Telemetry stations of rain and water: SL 651-2014 as a session, from the centre's side.

A report is acknowledged once it is stored (modes M2 and M3), with ``EOT``, or ``ESC`` where the station is to stay on
line; option ``after`` none answers nothing (M1). A frame with a wrong checksum is kept and not answered: the station
repeats it. What links are kept up with (2F) has no answer in the standard.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from console.devices.drivers import sl651_signals as meaning
from console.devices.drivers.gathering import Gathered, unreadable
from console.devices.drivers.hearing import Hearing
from console.devices.drivers.options import Options
from console.devices.drivers.sl651_packets import Lost, Missing, Packets, Whole
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sl651 import End, Frame, Framer, encode
from console.devices.protocols.sl651_body import Body, read_hex, write_head
from console.devices.protocols.sl651_letters import read_letters, write_letters_head
from console.devices.session import Session, Setting
from console.domain.signals import Signal, SignalKind

CUT_SECONDS = 5.0
"""A frame that is not complete after so long a silence (slow radio, packet data) will not become so."""
CLOCK_SECONDS = 300
HEARTBEAT = 0x2F
SETTINGS = frozenset(range(0x40, 0x52)) - {0x44, 0x46}
"""Functions whose bodies hold settings, states of valves, versions, counts: their identifiers mean another thing than
those of elements (6.6.3.2), so none of it is a reading. Stations send some unasked (41, 43, 4C to 4E)."""
FILLING = b"\x7e"
"""A lone byte of the start mark behind a frame, as captures have it: says nothing."""
STATIONS = 5_000
"""Stations whose alarms are remembered until they end."""

_ENDS = {"eot": End.EOT, "esc": End.ESC}


class Sl651(Hearing[Frame | Damaged]):
    """A conversation with every station on a line."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(Framer(), CUT_SECONDS)
        told = Options("sl651", setting.options)
        self._setting = setting
        self._end = _ENDS.get(told.text("after"))
        self._packets = Packets()
        self._active: dict[str, frozenset[str]] = {}

    def _timed(self, now: float, out: Gathered) -> None:
        for left in self._packets.tick(now):
            self._packet(left, out)

    def _timed_at(self) -> float | None:
        return self._packets.wake_at()

    def _take(self, found: Frame | Damaged, now: float, out: Gathered) -> None:
        if isinstance(found, Damaged):
            out.signals += [unreadable(found.raw, found.why)] if found.raw.strip(FILLING) else []
        elif not found.up:
            out.signals.append(unreadable(encode(found), "command", found.station))
        elif found.packet is not None:
            self._packet(self._packets.take(found, encode(found), now), out, found)
        else:
            self._report(found, encode(found), self._answer(found), out)

    def _packet(self, made: Whole | Missing | Lost | None, out: Gathered, frame: Frame | None = None) -> None:
        if isinstance(made, Whole):
            packet = made.last.packet or (1, 1)
            answer = self._answer(made.frame, packet=(packet[0], packet[0]))
            self._report(made.frame, made.raw, answer, out)
        elif isinstance(made, Missing):
            packet = made.frame.packet or (1, 1)
            out.write += self._answer(made.frame, End.NAK, (packet[0], made.number))
        elif isinstance(made, Lost):
            out.signals.append(unreadable(made.raw, "cut", made.station))
        elif frame is not None:
            out.signals.append(Signal(SignalKind.HEARTBEAT, encode(frame), frame.station))

    def _report(self, frame: Frame, raw: bytes, answer: bytes, out: Gathered) -> None:
        body = read_letters(frame.body, meaning.letters()) if frame.letters else read_hex(frame.body)
        if frame.function in SETTINGS:
            body = Body(body.serial, body.sent_at, body.station)
        origin = meaning.Origin(raw, frame.station, frame.function, self._setting.zone, self._facts(frame, body))
        if frame.function == HEARTBEAT:
            sent = meaning.moment(body.sent_at, self._setting.zone)
            facts = dict(origin.facts)
            out.signals.append(Signal(SignalKind.HEARTBEAT, raw, frame.station, device_at=sent, facts=facts))
            return
        signals = [*meaning.readings(body, origin), *self._status(body, origin), *meaning.others(body, origin)]
        signals = signals or [meaning.bare(origin)]
        out.signals += [*signals[:-1], replace(signals[-1], answer=answer)]

    def _status(self, body: Body, origin: meaning.Origin) -> list[Signal]:
        if body.status is None:
            return []
        signals, active = meaning.status(body.status, self._active.get(origin.station, frozenset()), origin)
        if active and (origin.station in self._active or len(self._active) < STATIONS):
            self._active[origin.station] = active
        elif not active:
            self._active.pop(origin.station, None)
        return signals

    def _facts(self, frame: Frame, body: Body) -> dict[str, Any]:
        """Serial number and function, and how many seconds the station's clock is off where that is much."""
        facts: dict[str, Any] = {"serial": body.serial, "function": f"{frame.function:02X}"}
        if body.kind:
            facts["class"] = body.kind
        sent = meaning.moment(body.sent_at, self._setting.zone)
        off = round((sent - self._setting.clock.now()).total_seconds()) if sent is not None else None
        if off is None or abs(off) > CLOCK_SECONDS:
            facts["clock_off"] = off
        return facts

    def _answer(self, frame: Frame, end: End | None = None, packet: tuple[int, int] | None = None) -> bytes:
        """Acknowledgement or refusal of a report: the same number back, with our time (tables 21 and 23)."""
        end = end or (End.ACK if frame.end == End.ETB else self._end)
        if end is None or frame.function == HEARTBEAT:
            return b""
        head = write_letters_head if frame.letters else write_head
        said = head(_serial(frame), self._local())
        return encode(replace(frame, body=said, up=False, end=end, packet=packet))

    def _local(self) -> datetime:
        return self._setting.clock.now().astimezone(self._setting.zone)


def _serial(frame: Frame) -> int:
    """Of several packets only the first carries it."""
    if frame.packet is not None and frame.packet[1] != 1:
        return 0
    if frame.letters:
        return read_letters(frame.body[:16], {}).serial
    return int.from_bytes(frame.body[:2], "big")


def make(setting: Setting) -> Session:
    """A session of the ``sl651`` driver."""
    return Sl651(setting)
