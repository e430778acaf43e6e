"""Short messages and delivery reports as they come in: read from the SIM, stored, and only then deleted from it.

The modem is told to keep messages on the SIM and to say only where (``AT+CNMI=2,1,0,1,0``): what arrives while the
console is off waits there and is listed at start. Reports come directly and are acknowledged by ``AT+CNMA``. A part
of a long message stays on the SIM until the others are there, or until it is no longer waited for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace

from console.devices.drivers.at_jobs import ANSWER_WITHIN, Job, Keep, Reply, Say, Step
from console.devices.drivers.saying import said, unreadable
from console.devices.drivers.sms_reports import Awaited
from console.devices.protocols.at import Line
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sms_joining import Joined, Joining
from console.devices.protocols.sms_pdu import Deliver, Report, read_incoming
from console.domain.signals import Signal, SignalKind

ACKNOWLEDGE = b"AT+CNMA\r"
_LIST = Say(b"AT+CMGL=4\r", 60.0)
_RECEIVED = frozenset({0, 1})
"""``<stat>`` in PDU mode: received, not read or read (TS 27.005 §3.1); 2 and 3 are our own drafts."""


@dataclass(frozen=True, slots=True)
class _Lying:
    """A message with its place on the SIM; the same message has the same octets however it is asked for."""

    index: int
    octets: bytes

    @property
    def raw(self) -> bytes:
        return self.octets.hex().upper().encode("ascii")


class Inbox:
    """Turns what lies on the SIM into signals. ``acknowledges`` is whether the modem wants ``AT+CNMA``; ``unsettled``:
    something read was not stored and lies there still."""

    def __init__(self, awaited: Awaited) -> None:
        self._awaited = awaited
        self._joining: Joining[_Lying] = Joining()
        self.acknowledges = False
        self.unsettled = False

    def listed(self, now: float) -> Job:
        """Everything on the SIM: what came while nobody listened."""
        self.unsettled = False
        waiting = {lying.index for lying in self._joining.places()}
        reply = yield _LIST
        for line in reply.lines:
            index = line.number(0)
            if line.name != "+CMGL" or index is None or index in waiting or line.number(1) not in _RECEIVED:
                continue
            yield from self._stored(line, index, line.number(-1), now)
            if self.unsettled:
                return

    def read(self, index: int, now: float) -> Job:
        """One place of the SIM the modem named."""
        if index in {lying.index for lying in self._joining.places()}:
            return
        reply = yield Say(b"AT+CMGR=%d\r" % index)
        for line in reply.lines:
            if line.name == "+CMGR":
                yield from self._stored(line, index, line.number(-1), now)

    def direct(self, line: Line) -> list[Signal]:
        """A message or report the modem hands over at once; parts of long messages are then kept as they are."""
        return self._signals(read_incoming(line.body, line.number(-1)), line)

    def acknowledged(self, signals: list[Signal]) -> Job:
        """The same where the modem waits for ``AT+CNMA`` once they are stored, and says them again without it."""
        for signal in signals:
            yield from self._kept(signal, ACKNOWLEDGE)

    def overdue(self, now: float) -> list[Job]:
        """Parts whose others never came: kept with what is missing said."""
        return [self._message_kept(joined) for joined in self._joining.overdue(now)]

    def wake_at(self) -> float | None:
        return self._joining.wake_at()

    def _stored(self, line: Line, index: int, length: int | None, now: float) -> Generator[Step, Reply, None]:
        read = read_incoming(line.body, length)
        if isinstance(read, Deliver):
            for joined in self._joining.add(read, _Lying(index, line.body), now):
                yield from self._message_kept(joined)
            return
        for signal in self._signals(read, line):
            yield from self._kept(signal, _delete(index))

    def _message_kept(self, joined: Joined[_Lying]) -> Job:
        """Store a whole message; with the first of its places free, it is stored and the others may go too."""
        first, *others = joined.places
        yield from self._kept(_message(joined), _delete(first.index), [other.index for other in others])

    def _kept(self, signal: Signal, answer: bytes, others: Iterable[int] = ()) -> Generator[Step, Reply, None]:
        reply = yield Keep(replace(signal, answer=answer, answer_within=ANSWER_WITHIN))
        if not reply.result:
            self.unsettled = True
            return
        for place in others:
            yield Say(_delete(place))

    def _signals(self, read: Deliver | Report | Damaged, line: Line) -> list[Signal]:
        if isinstance(read, Damaged):
            return [unreadable(Damaged(line.raw, read.why))]
        if isinstance(read, Report):
            return [self._awaited.reported(read, line.raw)]
        part = read.part
        missing = tuple(n for n in range(1, part.total + 1) if n != part.number) if part else ()
        return [_message(Joined(read, (_Lying(0, line.body),), missing, part.total if part else 1))]


def _delete(index: int) -> bytes:
    return b"AT+CMGD=%d\r" % index


def _message(joined: Joined[_Lying]) -> Signal:
    """Sender, time and a digest of the text tell two messages apart; the same again is recognised by them."""
    message = joined.message
    at = message.at.strftime("%y%m%d%H%M%S") if message.at else ""
    digest = hashlib.blake2b(f"{at}{message.text}{joined.missing}".encode(), digest_size=4).hexdigest()
    facts = {"parts": joined.total, "missing": list(joined.missing), "alphabet": message.alphabet.value}
    code = "wire.sms.torn" if joined.missing else "wire.sms.message"
    return said(
        SignalKind.MESSAGE, b"\r\n".join(lying.raw for lying in joined.places), code,
        says={"sender": message.sender, "missing": len(joined.missing), "parts": joined.total},
        account=message.sender[:40], code="SMS", zone=f"{at}-{digest}", sender=message.sender[:60], text=message.text,
        device_at=message.at, facts=facts,
    )  # fmt: skip
