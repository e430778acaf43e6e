"""User information transmission devices of fire panels: GB/T 26875.3-2011 as a session.

What was sent to us is confirmed once it is stored, a heartbeat (data of length 0, practice of the trade) too. Frames
damaged on the way and commands we do not know are denied at once, so that the device repeats; a well-formed frame
whose content nobody understands is kept and confirmed, or the device would say nothing else any more; where it holds
Chinese words it waits as a fault with them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from console.devices.drivers import gb26875_signals as meaning
from console.devices.drivers.gathering import Gathered, both, unreadable
from console.devices.drivers.gb26875_orders import Questions
from console.devices.drivers.hearing import Hearing
from console.devices.protocols.gb26875 import Command, Frame, Framer, encode, header, pack_time, read_time
from console.devices.protocols.gb26875_units import Type, read_unit
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.texts import TEXT_LIMIT, clean
from console.devices.session import Heard, Sending, Setting
from console.domain.delivery import Order, Receipt
from console.domain.signals import Signal, SignalKind

CUT_SECONDS = 2.0
"""A frame that is not complete after so long a silence will not become so."""

CLOCK_SECONDS = 300
"""A device's clock further off than this is said among the facts."""

_DENIED = frozenset({"checksum", "ending", "length"})
_ANSWERS = frozenset({Command.CONFIRM, Command.RESPONSE, Command.DENY})
_DUTY_BIT = 1 << 5
_CONTROLS = re.compile(rb"(?:\x1b[!-~]|[\x00-\x1f])+")
"""Between the texts of content: lengths, numbers, the escapes of a panel's printer."""
_WORDS = re.compile("[\u4e00-\u9fff]{2}")


class Gb26875(Hearing[Frame | Damaged]):
    """A conversation with one line of devices."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(Framer(), CUT_SECONDS)
        self._setting = setting
        self._questions = Questions(self._local)

    def _timed(self, now: float, out: Gathered) -> None:
        self._questions.tick(now, out)

    def _timed_at(self) -> float | None:
        return self._questions.wake_at()

    def ask(self, order: Order, now: float) -> Heard:
        out = Gathered()
        self._questions.ask(order, now, out)
        return out.heard()

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        return self._questions.ended()

    def _local(self) -> datetime:
        return self._setting.clock.now().astimezone(self._setting.zone)

    def _take(self, found: Frame | Damaged, now: float, out: Gathered) -> None:
        if isinstance(found, Damaged):
            self._damaged(found, out)
            return
        if found.command in (Command.SEND, Command.RESPONSE):
            self._questions.device, self._questions.centre = found.source, found.destination
        if found.command == Command.SEND:
            self._sent(found, out)
        elif found.command in _ANSWERS:
            self._answered(found, now, out)
        else:
            out.signals.append(self._unread(found, "command"))
            out.write += self._reply(found, Command.DENY)

    def _damaged(self, found: Damaged, out: Gathered) -> None:
        head = header(found.raw) if found.why in _DENIED else None
        account = str(head.source) if head is not None else ""
        out.signals.append(unreadable(found.raw, found.why, account))
        if head is not None:
            out.write += self._reply(head, Command.DENY)

    def _sent(self, frame: Frame, out: Gathered) -> None:
        signals = self._signals(frame)
        confirm = self._reply(frame, Command.CONFIRM)
        out.signals += [*signals[:-1], replace(signals[-1], answer=confirm)]
        self._duty(frame, out)

    def _answered(self, frame: Frame, now: float, out: Gathered) -> None:
        ours = self._questions.answered(frame, encode(frame), now, out)
        if frame.command == Command.RESPONSE:
            out.signals += [_asked(signal) for signal in self._signals(frame)]
        elif not ours:
            out.signals.append(self._heartbeat(frame))

    def _duty(self, frame: Frame, out: Gathered) -> None:
        unit = read_unit(frame.data)
        if unit is not None and unit[0] == Type.DEVICE_OPERATION and any((o.bits or 0) & _DUTY_BIT for o in unit[1]):
            self._questions.duty_answered(frame.source, encode(frame), out)

    def _signals(self, frame: Frame) -> list[Signal]:
        """What a frame says: at least one signal."""
        if not frame.data:
            return [self._heartbeat(frame)]
        unit = read_unit(frame.data)
        if unit is None:
            return [self._unread(frame, "content")]
        origin = meaning.Origin(
            encode(frame), str(frame.source), self._device_at(frame), self._setting.zone, self._facts(frame)
        )
        return meaning.read(*unit, origin) or [self._unread(frame, "content")]

    def _heartbeat(self, frame: Frame) -> Signal:
        return Signal(
            SignalKind.HEARTBEAT,
            encode(frame),
            account=str(frame.source),
            device_at=self._device_at(frame),
            facts=self._facts(frame),
        )

    def _unread(self, frame: Frame, why: str) -> Signal:
        """A maker's own content that holds words waits as a fault, for devices send fires so; the rest is only kept."""
        beat = self._heartbeat(frame)
        unread = replace(unreadable(beat.raw, why, beat.account), device_at=beat.device_at, facts=beat.facts)
        text = _words_of(frame.data[1:]) if why == "content" and frame.command == Command.SEND else ""
        if not text:
            return unread
        zh, en = both("gb26875.private", type=frame.data[0], text=text)
        code = f"{frame.data[0]} {text}"[:40]
        return replace(unread, kind=SignalKind.FAULT, code=code, words=zh, words_en=en, text=text, damaged="")

    def _device_at(self, frame: Frame) -> datetime | None:
        local = read_time(frame.time)
        return local.replace(tzinfo=self._setting.zone) if local is not None else None

    def _facts(self, frame: Frame) -> dict[str, Any]:
        """Serial number, and how many seconds the device's clock is off where that is much."""
        facts: dict[str, Any] = {"serial": frame.serial}
        at = self._device_at(frame)
        off = round((at - self._setting.clock.now()).total_seconds()) if at is not None else None
        if off is None or abs(off) > CLOCK_SECONDS:
            facts["clock_off"] = off
        return facts

    def _reply(self, frame: Frame, command: Command) -> bytes:
        return encode(frame.answered(command, pack_time(self._local())))


def _words_of(data: bytes) -> str:
    """Chinese words in content nobody understands; empty where there are none."""
    parts = (clean(part) for part in _CONTROLS.split(data))
    return " ".join(part for part in parts if _WORDS.search(part))[:TEXT_LIMIT]


def _asked(signal: Signal) -> Signal:
    """What a device answers when it is asked is kept, and raises no second alarm beside the one it sent by itself."""
    facts = {**signal.facts, "asked": True, "meant": signal.kind.value}
    kept = signal.kind in (SignalKind.READING, SignalKind.UNREADABLE, SignalKind.HEARTBEAT)
    return replace(signal, kind=signal.kind if kept else SignalKind.STATUS, facts=facts)


def make(setting: Setting) -> Sending:
    """A session of the ``gb26875`` driver."""
    return Gb26875(setting)
