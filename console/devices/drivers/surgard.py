"""A Sur-Gard receiver (or one in Ademco 685 mode): each report is acknowledged once it is stored, a heartbeat at once.

The receiver sends a report, waits four seconds, resends it three times and then buffers; it goes on with the next
heartbeat that is acknowledged. NAK is for damaged frames only: a frame that is well formed but unknown is kept and
acknowledged, or everything behind it would wait. For the same reason bytes that arrive damaged in the same way four
times are no noise: they are kept and acknowledged too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from console.devices.coded_events import of_contact_id, of_sia
from console.devices.drivers.gathering import Gathered, unreadable
from console.devices.drivers.hearing import Hearing
from console.devices.drivers.saying import said
from console.devices.protocols import ademco685, surgard
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.surgard import ACK, NAK, Report, Sort
from console.devices.session import Heard, Setting
from console.domain.signals import Signal, SignalKind

PATIENCE = 3.0
"""Seconds after which half a frame is given up; the receiver sends it again after four."""

ANSWER_SECONDS = 3.0
"""An acknowledgement later than this is not written: after four seconds it would pass for another frame's."""

SENDINGS = 4
"""A report and its three repetitions."""


class SurGardSession(Hearing[Report | Damaged]):
    """Listens; says nothing unless it is spoken to."""

    def __init__(self, setting: Setting) -> None:
        other = setting.options.get("format") == "685"
        super().__init__(ademco685.Codec() if other else surgard.Codec(), PATIENCE)
        self._end = b"\r" if other else surgard.DC4
        self._zone = setting.zone
        self._bad, self._times = b"", 0

    def _take(self, found: Report | Damaged, now: float, out: Gathered) -> None:
        del now
        heard = self._hear(found, waiting=bool(out.signals))
        out.signals += heard.signals
        out.write += heard.write

    def _hear(self, found: Report | Damaged, *, waiting: bool) -> Heard:
        if isinstance(found, Damaged):
            return self._damage(found)
        if found.sort is Sort.HEARTBEAT:
            return _heartbeat(found, waiting=waiting)
        self._bad, self._times = b"", 0
        signals = self._signals(found)
        return Heard((*signals[:-1], _acknowledged(signals[-1])))

    def _damage(self, found: Damaged) -> Heard:
        signal = unreadable(found.raw, found.why)
        if not found.raw.endswith(self._end):
            return Heard((signal,))
        self._times = self._times + 1 if found.raw == self._bad else 1
        self._bad = found.raw
        if self._times < SENDINGS:
            return Heard((signal,), NAK)
        self._bad, self._times = b"", 0
        return Heard((_acknowledged(signal),))

    def _signals(self, report: Report) -> list[Signal]:
        """At least one for each report."""
        facts = {"receiver": report.receiver, "line": report.line}
        if report.event is not None:
            return [of_contact_id(report.raw, report.account, report.event, facts)]
        if report.block is not None:
            found = of_sia(report.raw, report.account, report.block, facts, self._zone)
            return found or _OTHERS.get(report.sort, _other)(report, facts)
        return _OTHERS.get(report.sort, _other)(report, facts)


def _heartbeat(report: Report, *, waiting: bool) -> Heard:
    """Acknowledged at once; behind a report of the same moment only after it, or the byte would pass for its answer."""
    signal = Signal(SignalKind.HEARTBEAT, report.raw, facts={"receiver": report.receiver, "line": report.line})
    return Heard((_acknowledged(signal),)) if waiting else Heard((signal,), ACK)


def _acknowledged(signal: Signal) -> Signal:
    return replace(signal, answer=ACK, answer_within=ANSWER_SECONDS)


_LETTERS = {"R": SignalKind.RESTORE, "T": SignalKind.FAULT, "O": SignalKind.STATUS, "C": SignalKind.STATUS}
"""Event codes of pulse formats that receivers agree on; any other is an alarm."""


def _basic(report: Report, facts: Mapping[str, Any]) -> list[Signal]:
    kind = _LETTERS.get(report.code, SignalKind.ALARM)
    says = {"code": report.code, "zone": report.zone}
    parts = {"account": report.account, "code": report.code, "zone": report.zone}
    return [said(kind, report.raw, "device.surgard.basic", says=says, **parts, facts={**facts, "group": report.area})]


_CHANNEL = {
    "0": (SignalKind.FAULT, "trouble"),
    "1": (SignalKind.ALARM, "new"),
    "2": (SignalKind.STATUS, "opening"),
    "3": (SignalKind.RESTORE, "restored"),
    "4": (SignalKind.STATUS, "closing"),
    "6": (SignalKind.ALARM, "previous"),
}
"""What a channel of Ademco high speed says; 5 is normal, and anything else is kept as a status."""


def _high_speed(report: Report, facts: Mapping[str, Any]) -> list[Signal]:
    """A signal for each channel that has something to say; the ninth digit stands beside them as a fact."""
    facts = {**facts, "ninth": report.channels[8:].strip()}
    parts = {"account": report.account, "code": "HS"}
    signals = []
    for number, state in enumerate(report.channels[:8], 1):
        if state not in "5 ":
            kind, word = _CHANNEL.get(state, (SignalKind.STATUS, "other"))
            code, says = f"device.high_speed.{word}", {"channel": number, "state": state}
            signals.append(said(kind, report.raw, code, says=says, **parts, zone=str(number), facts=facts))
    return signals or [
        said(SignalKind.STATUS, report.raw, "device.high_speed.normal", says=facts, **parts, facts=facts)
    ]


def _caller(report: Report, facts: Mapping[str, Any]) -> list[Signal]:
    """Who called the receiver; it belongs to the report beside it and rings nowhere."""
    parts = {"account": report.account, "code": "4", "sender": report.phone}
    code = "device.surgard.caller"
    return [said(SignalKind.STATUS, report.raw, code, says={"phone": report.phone}, **parts, facts=facts)]


def _receiver(report: Report, facts: Mapping[str, Any]) -> list[Signal]:
    """What the receiver says of itself; two different texts are two faults, so the text is part of the code."""
    says = {**facts, "text": report.text}
    parts = {"code": f"0 {report.text}".strip()[:40], "zone": report.receiver + report.line, "text": report.text}
    return [said(SignalKind.FAULT, report.raw, "device.surgard.receiver", says=says, **parts, facts=facts)]


def _other(report: Report, facts: Mapping[str, Any]) -> list[Signal]:
    """A format nobody reads here: digits are formats of alarms, letters of access and video, but S is of alarms too."""
    kind = SignalKind.STATUS if report.code.isalpha() and report.code != "S" else SignalKind.ALARM
    says = {"code": report.code, "text": report.text}
    code = f"{report.code} {report.text}".strip()[:40]
    parts = {"account": report.account, "code": code, "text": report.text}
    return [said(kind, report.raw, "device.surgard.other", says=says, **parts, facts=facts)]


_OTHERS: Mapping[Sort, Callable[[Report, Mapping[str, Any]], list[Signal]]] = {
    Sort.BASIC: _basic,
    Sort.HIGH_SPEED: _high_speed,
    Sort.CALLER: _caller,
    Sort.RECEIVER: _receiver,
}


def make(setting: Setting) -> SurGardSession:
    """The session of a receiver; option ``format`` 685 reads Ademco 685 instead (not verified on a wire)."""
    return SurGardSession(setting)
