"""A GSM modem: who rings, texts in, texts out with delivery reports, signal and registration (3GPP TS 27.005, 27.007).

One session under two names: ``modem`` tells calls and texts, ``sms`` texts only. All commands go through one queue, so
that nothing is said while a message is handed over; what the modem says unasked is understood at any time.
"""

from __future__ import annotations

from collections.abc import Generator
from uuid import UUID

from console.devices.drivers.at_jobs import Job, Jobs, Reply, Say, Step, Tell
from console.devices.drivers.gathering import Gathered, soonest
from console.devices.drivers.modem_inbox import Inbox
from console.devices.drivers.modem_sim import REFUSED_PINS, RefusedPins, unlocked, without_pin
from console.devices.drivers.modem_texting import Texting, dbm, registered
from console.devices.drivers.ringing import GIVEN, UNAVAILABLE, WITHHELD, Caller, Ringing
from console.devices.drivers.saying import said, unreadable
from console.devices.drivers.sms_reports import Awaited
from console.devices.protocols.at import AtReader, Line
from console.devices.protocols.scanning import Damaged
from console.devices.session import Heard, Sending, Setting
from console.domain.delivery import Order, Receipt
from console.domain.signals import Signal, SignalKind

SUPERVISE_SECONDS = 30.0
SET_UP_SECONDS = 600.0
"""Modems restart by themselves and forget how they were set; a place named on the SIM may be missed."""

TRY_AGAIN_SECONDS, BUSY_SECONDS = 30.0, 5.0
"""After no card and no answer; after a card that is not ready yet. It is looked at with the next supervision."""

NUMBER_WAIT = 3.0
"""``+CLIP`` comes at once behind the first ``RING``."""

UNREGISTERED_POLLS = 2
_INDICATIONS = (b"2,1,0,1,0", b"2,1,0,2,0", b"1,1,0,1,0", b"2,1,0,0,0", b"1,1")
"""How messages and reports are told, the first a modem takes: kept on the card and named, reports at once or named."""

_FATAL = frozenset({"pin_missing", "pin_wrong", "pin_tried", "puk"})
_HINDERED = {
    "no_sim": "wire.modem.no_sim",
    "pin_missing": "wire.modem.pin_missing",
    "pin_locked": "wire.modem.pin_locked",
    "pin_wrong": "wire.modem.pin_wrong",
    "pin_tried": "wire.modem.pin_tried",
    "puk": "wire.modem.puk",
}
_RESTARTED = frozenset({"RDY", "SMS Ready", "Call Ready", "PB DONE", "^SYSSTART", "+PBREADY"})
"""What modems say when they are up again [vendor manuals, M]; then they are set up anew."""

_WITHHELD = 1
"""<CLI validity> of ``+CLIP`` (TS 27.007 §7.6)."""


class Modem:
    """A conversation with one modem. ``calls`` False leaves what rings alone."""

    def __init__(self, setting: Setting, *, calls: bool = True, refused: RefusedPins = REFUSED_PINS) -> None:
        self._setting = setting
        self._calls = calls
        self._refused = refused
        self._reader = AtReader()
        self._jobs = Jobs()
        awaited = Awaited()
        self._inbox = Inbox(awaited)
        self._texting = Texting(awaited, self._jobs.add, lambda: self._now)
        self._ringing = Ringing(NUMBER_WAIT)
        self._now = 0.0
        self._supervise_at: float | None = None
        self._set_up_at = 0.0
        self._ready = self._setting_up = False
        self._told = ""
        self._unregistered = 0

    @staticmethod
    def hidden(data: bytes) -> bytes:
        """The PIN is shown to nobody: not in the byte view, not in a capture."""
        return without_pin(data)

    def start(self, now: float) -> Heard:
        self._jobs.add(self._set_up())
        self._supervise_at, self._set_up_at = now + SUPERVISE_SECONDS, now + SET_UP_SECONDS
        return self._done(now, Gathered())

    def feed(self, chunk: bytes, now: float) -> Heard:
        out, self._now = Gathered(), now
        for found in self._reader.feed(chunk):
            if isinstance(found, Damaged):
                out.signals.append(unreadable(found))
            elif not self._jobs.line(found, now, out):
                self._unasked(found, now, out)
        return self._done(now, out)

    def tick(self, now: float) -> Heard:
        out = Gathered()
        out.signals += self._ringing.tick(now)
        for job in self._inbox.overdue(now):
            self._jobs.add(job)
        if self._supervise_at is not None and now >= self._supervise_at and self._jobs.idle:
            self._jobs.add(self._supervise(now))
            self._supervise_at = now + SUPERVISE_SECONDS
        return self._done(now, out)

    def wake_at(self) -> float | None:
        supervise = self._supervise_at if self._jobs.idle else None
        return soonest(self._ringing.wake_at(), self._inbox.wake_at(), self._jobs.wake_at(), supervise)

    def ask(self, order: Order, now: float) -> Heard:
        self._now = now
        self._texting.ask(order)
        return self._done(now, Gathered())

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        return self._texting.ended()

    def _done(self, now: float, out: Gathered) -> Heard:
        self._now = now
        self._jobs.go_on(now, out)
        self._texting.results(out)
        return out.heard()

    def _unasked(self, line: Line, now: float, out: Gathered) -> None:
        """What nobody asked for: a bell, a number, a place of the SIM, a message, a restart."""
        name, first = line.name, line.number(0)
        if name in {"RING", "+CRING"} and self._calls:
            out.signals += self._ringing.ring(line.raw, now)
        elif name == "+CLIP" and self._calls:
            out.signals += self._ringing.caller(line.raw, _caller(line), now)
        elif line.text == "NO CARRIER":
            out.signals += self._ringing.over()
        elif name in {"+CMTI", "+CDSI"} and line.number(1) is not None:
            self._jobs.add(self._inbox.read(line.number(1) or 0, now))
        elif name in {"+CMT", "+CDS"} and line.body:
            self._handed_over(line, out)
        elif name in {"+CREG", "+CEREG"} and len(line.fields) == 1 and first is not None:
            out.signals += self._network(first in {1, 5}, line.raw, sure=first in {1, 3, 5})
        elif line.text in _RESTARTED and self._ready:
            self._ready = False
            self._jobs.add(self._set_up(), first=True)

    def _handed_over(self, line: Line, out: Gathered) -> None:
        signals = self._inbox.direct(line)
        if self._inbox.acknowledges:
            self._jobs.add(self._inbox.acknowledged(signals), first=True)
        else:
            out.signals += signals

    def _set_up(self) -> Job:
        """Say how we talk, open the card, tell where messages go, and read what lies there."""
        self._ready, self._setting_up = False, True
        for command in (b"AT\r", b"ATE0\r", b"AT+CMEE=1\r"):
            yield Say(command)
        hindered = yield from unlocked(self._setting.secret, self._refused)
        yield from self._hindered(hindered)
        if hindered:
            if hindered != "silent":
                yield from self._state()
            self._setting_up = False
            if hindered not in _FATAL:
                self._set_up_at = self._now + (BUSY_SECONDS if hindered == "busy" else TRY_AGAIN_SECONDS)
            return
        yield from self._configure()
        self._ready, self._setting_up = True, False
        yield from self._state()
        yield from self._inbox.listed(self._now)

    def _configure(self) -> Generator[Step, Reply, None]:
        if self._calls:
            yield Say(b"AT+CLIP=1\r")
        yield Say(b"AT+CREG=1\r")
        phase = yield Say(b"AT+CSMS=1\r")
        self._inbox.acknowledges = phase.well
        yield Say(b"AT+CMGF=0\r")
        storage = yield Say(b'AT+CPMS="SM","SM","SM"\r')
        if storage.result and not storage.well:
            yield Say(b'AT+CPMS="ME","ME","ME"\r')
        for told in _INDICATIONS:
            reply = yield Say(b"AT+CNMI=%s\r" % told)
            if reply.well or not reply.result:
                return

    def _hindered(self, why: str) -> Generator[Step, Reply, None]:
        """A fault of its own, once; its end when it is over."""
        self._texting.hindered = why if why in _HINDERED else ""
        if why in _HINDERED and why != self._told:
            self._told = why
            yield Tell(said(SignalKind.FAULT, b"", _HINDERED[why], code="SIM", facts={"why": why}))
        elif not why and self._told:
            self._told = ""
            yield Tell(said(SignalKind.RESTORE, b"", "wire.modem.sim_well", code="SIM"))

    def _supervise(self, now: float) -> Job:
        if now >= self._set_up_at and not self._setting_up and self._told not in _FATAL:
            self._set_up_at = now + SET_UP_SECONDS
            yield from self._set_up()
            return
        yield from self._state()
        if self._inbox.unsettled and self._ready:
            yield from self._inbox.listed(now)

    def _state(self) -> Generator[Step, Reply, None]:
        """Signal strength and registration: the proof that it lives."""
        signal = yield Say(b"AT+CSQ\r")
        network = yield Say(b"AT+CREG?\r", expects="+CREG")
        if not signal.result and not network.result:
            return
        raw = b"\r\n".join(line.raw for line in (*signal.lines, *network.lines))
        home = registered(network)
        strength = dbm(signal)
        yield Tell(
            Signal(
                SignalKind.HEARTBEAT, raw, value=strength, unit="dBm" if strength is not None else "",
                facts={"registered": home},
            )
        )  # fmt: skip
        if self._ready and home is not None:
            for one in self._network(home, raw, sure=False):
                yield Tell(one)

    def _network(self, home: bool, raw: bytes, *, sure: bool) -> list[Signal]:
        """Without a network for two polls, or refused by it, is a fault; back in it ends that."""
        before = self._unregistered
        if home:
            self._unregistered = 0
            over = before >= UNREGISTERED_POLLS
            return [said(SignalKind.RESTORE, raw, "wire.modem.registered", code="REG")] if over else []
        self._unregistered = UNREGISTERED_POLLS if sure else before + 1
        fault = before < UNREGISTERED_POLLS <= self._unregistered
        return [said(SignalKind.FAULT, raw, "wire.modem.unregistered", code="REG")] if fault else []


def _caller(line: Line) -> Caller:
    """``+CLIP: <number>,<type>,<subaddr>,<satype>,<alpha>,<validity>``; fields behind the type may be missing."""
    fields = line.fields
    number = "".join(char for char in fields[0] if char in "+0123456789*#") if fields else ""
    if number:
        plus = "+" if line.number(1) == 145 and not number.startswith("+") else ""
        return Caller(plus + number, fields[4] if len(fields) > 4 else "", GIVEN)
    return Caller(why=WITHHELD if line.number(5) == _WITHHELD else UNAVAILABLE)


def make(setting: Setting) -> Sending:
    """A session of the ``modem`` driver."""
    return Modem(setting)
