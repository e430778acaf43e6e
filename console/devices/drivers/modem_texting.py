"""Texts on their way out through a modem (3GPP TS 27.005 §3.5.1), one order at a time, part by part.

A part counts as taken only when the network's number for it came. Errors before the message was handed over, and
those by which the network says that it took nothing (38, 42, 331), leave it surely unsent: the outbox may try again.
332 (time-out) and 500 (unknown) after it was handed over leave it *unknown*.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from console.devices.drivers.at_jobs import Job, Pause, Reply, Say, Step
from console.devices.drivers.gathering import Gathered
from console.devices.drivers.sms_reports import UNNUMBERED, Awaited, Text
from console.devices.protocols.at import error_code
from console.devices.protocols.sms_fields import PduError
from console.devices.protocols.sms_pdu import Submit, submits, write_submit
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.phones import plain

SENT_SECONDS = 120.0
"""How long the network may take over one part (seen: 60)."""

GAP_SECONDS = 2.0
"""Between two messages: networks throttle."""

ORDER_SECONDS = 90.0
"""No part is begun later than this after the order: whoever waits for its receipt waits four minutes."""

MOST_PARTS_AT_ONCE = 10
USUAL_VALID_MINUTES = 24 * 60

PASSING = frozenset({38, 42, 331, 332, 500})
"""+CMS ERROR that pass by themselves: network out of order, congestion, no network, time-out, unknown."""

REFUSED = frozenset({38, 42, 331})
"""Those among them after which nothing can have been sent."""


@dataclass(slots=True)
class _Doing:
    """An order as far as it is: what was handed over and which parts were taken."""

    order: Order
    until: float
    begun: bool = False
    commands: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    text: Text | None = None

    @property
    def taken(self) -> int:
        """Parts the network took."""
        return len(self.text.references) if self.text is not None else 0

    def receipt(self, state: SendState, code: str, *, began: bool = True, **facts: Any) -> Receipt:
        return Receipt(
            state, code, b"\r\n".join(self.commands), "\r\n".join(self.answers).encode("ascii", "replace"), began,
            facts=facts,
        )  # fmt: skip


class Texting:
    """Orders waiting and the one being done. ``hindered`` is why nothing can be sent (``delivery.said.<code>``)."""

    def __init__(self, awaited: Awaited, add: Callable[[Job], None], now: Callable[[], float]) -> None:
        self._awaited = awaited
        self._add = add
        self._now = now
        self._waiting: deque[_Doing] = deque()
        self._current: _Doing | None = None
        self._working = False
        self._reference = 0
        self._results: list[tuple[UUID, Receipt]] = []
        self.hindered = ""

    def ask(self, order: Order) -> None:
        """Put an order behind the others; the same one twice is one."""
        if self._current is not None and self._current.order.id == order.id:
            return
        if all(doing.order.id != order.id for doing in self._waiting):
            self._waiting.append(_Doing(order, self._now() + ORDER_SECONDS))
            if not self._working:
                self._working = True
                self._add(self._work())

    def results(self, out: Gathered) -> None:
        """Receipts that are due."""
        out.receipts += self._results
        self._results = []

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        """The link is lost: what was handed over may have been sent."""
        left = [*([self._current] if self._current else []), *self._waiting]
        self._waiting.clear()
        self._current = None
        results = [*self._results, *((doing.order.id, _lost(doing)) for doing in left)]
        self._results = []
        return tuple(results)

    def _work(self) -> Job:
        """One order after the other: also while one pauses between its parts."""
        while self._waiting:
            doing = self._current = self._waiting.popleft()
            work = self._probe(doing) if doing.order.verb is Verb.PROBE else self._text(doing)
            receipt = yield from work
            self._results.append((doing.order.id, receipt))
            self._current = None
        self._working = False

    def _text(self, doing: _Doing) -> Generator[Step, Reply, Receipt]:
        parts = self._parts(doing)
        if isinstance(parts, Receipt):
            return parts
        if self.hindered:
            return doing.receipt(SendState.FAILED, self.hindered, began=False)
        mode = yield Say(b"AT+CMGF=0\r")
        if not mode.well:
            return doing.receipt(SendState.FAILED, "no_answer_before", began=False)
        doing.text = Text(doing.order.target, len(parts))
        for at, part in enumerate(parts):
            if at:
                yield Pause(GAP_SECONDS)
            failed = yield from self._part(doing, part)
            if failed is not None:
                return failed
        return replace(doing.receipt(SendState.SENT, "accepted", parts=len(parts)), reference=doing.text.reference)

    def _parts(self, doing: _Doing) -> tuple[Submit, ...] | Receipt:
        order = doing.order
        if order.verb is not Verb.TEXT:
            return doing.receipt(SendState.FAILED, "not_possible")
        if not order.text.strip():
            return doing.receipt(SendState.FAILED, "no_text")
        number = "".join(char for char in plain(order.target) if char in "+0123456789*#")
        self._reference = (self._reference + 1) % 256
        try:
            minutes = int(order.facts.get("validity_minutes", USUAL_VALID_MINUTES))
            parts = submits(number, order.text, reference=self._reference, valid=max(5, minutes))
        except (PduError, ValueError, TypeError):
            return doing.receipt(SendState.FAILED, "bad_number")
        if len(parts) > MOST_PARTS_AT_ONCE:
            return doing.receipt(SendState.FAILED, "too_long", parts=len(parts), most=MOST_PARTS_AT_ONCE)
        return parts

    def _part(self, doing: _Doing, part: Submit) -> Generator[Step, Reply, Receipt | None]:
        """Hand one part over; None when it was taken, else what became of the order."""
        if self._now() > doing.until:
            return self._failed(doing, "line_busy", None, began=bool(doing.taken))
        octets, length = write_submit(part)
        command = b"AT+CMGS=%d\r" % length
        doing.commands.append(command)
        reply = yield Say(command, prompt=True)
        if not reply.prompted:
            return self._before(doing, reply)
        doing.begun = True
        message = octets.hex().upper().encode() + b"\x1a"
        doing.commands.append(message)
        reply = yield Say(message, SENT_SECONDS)
        return self._after(doing, reply)

    def _before(self, doing: _Doing, reply: Reply) -> Receipt:
        """It was not handed over: surely nothing of this part was sent."""
        doing.answers.append(reply.result)
        code = error_code(reply.result)
        if reply.result and code not in PASSING:
            return self._failed(doing, "refused", code)
        again = not doing.taken
        return self._failed(doing, "no_prompt" if code is None else "network", code, began=not again)

    def _after(self, doing: _Doing, reply: Reply) -> Receipt | None:
        doing.answers += [*(line.text for line in reply.lines), reply.result]
        if reply.well:
            numbers = [line.number(0) for line in reply.lines if line.name == "+CMGS"]
            if doing.text is not None:
                self._awaited.taken(doing.text, next((one for one in numbers if one is not None), UNNUMBERED))
            doing.begun = False
            return None
        code = error_code(reply.result)
        if not reply.result:
            return doing.receipt(SendState.UNKNOWN, "no_answer", parts=doing.taken)
        if code in PASSING and code not in REFUSED:
            return doing.receipt(SendState.UNKNOWN, "network_unsure", error=code, parts=doing.taken)
        doing.begun = False
        if code in REFUSED:
            return self._failed(doing, "network", code, began=bool(doing.taken))
        return self._failed(doing, "refused", code)

    def _failed(self, doing: _Doing, code: str, error: int | None, *, began: bool = True) -> Receipt:
        """Not sent as a whole; where parts of it were taken, that is said and nothing is tried again by itself."""
        said = "partly" if doing.taken else code
        return doing.receipt(SendState.FAILED, said, began=began, error=error, parts=doing.taken)

    def _probe(self, doing: _Doing) -> Generator[Step, Reply, Receipt]:
        """The silent test: signal strength and registration, nothing sent."""
        signal = yield Say(b"AT+CSQ\r")
        network = yield Say(b"AT+CREG?\r", expects="+CREG")
        doing.commands += [b"AT+CSQ\r", b"AT+CREG?\r"]
        doing.answers += [line.text for line in (*signal.lines, *network.lines)]
        facts: dict[str, Any] = {"dbm": dbm(signal), "registered": registered(network)}
        if not signal.result:
            return doing.receipt(SendState.FAILED, "no_answer_before", **facts)
        if self.hindered:
            return doing.receipt(SendState.FAILED, self.hindered, **facts)
        if not facts["registered"]:
            return doing.receipt(SendState.FAILED, "not_registered", **facts)
        return doing.receipt(SendState.CONFIRMED, "probed", **facts)


def dbm(reply: Reply) -> int | None:
    """Signal strength out of ``+CSQ`` (TS 27.007 §8.5): −113…−51 dBm; None where it is not known."""
    level = next((line.number(0) for line in reply.lines if line.name == "+CSQ"), None)
    return None if level is None or level > 31 else -113 + 2 * level


def registered(reply: Reply) -> bool | None:
    """Whether ``+CREG: <n>,<stat>`` says at home (1) or roaming (5) (TS 27.007 §7.2); None where nothing was said."""
    states = [line.number(1) for line in reply.lines if line.name in {"+CREG", "+CEREG"}]
    return states[0] in {1, 5} if states and states[0] is not None else None


def _lost(doing: _Doing) -> Receipt:
    if doing.begun or doing.taken:
        return doing.receipt(SendState.UNKNOWN, "line_lost", parts=doing.taken)
    return doing.receipt(SendState.FAILED, "line_lost", began=False)
