"""A 北斗 terminal: messages in and out, the card with its rate limit, the beams' power.

The card allows one message in so many seconds (its service frequency); what is sent earlier is thrown away on the
way. So the session keeps the gap, tells how long the next must wait, and holds one that comes a little too early. The
terminal says only that it transmitted: whether it arrived nobody says.
"""

from __future__ import annotations

import hashlib
from collections import deque
from uuid import UUID

from console.devices.drivers.gathering import Gathered, soonest
from console.devices.drivers.patience import Patient
from console.devices.drivers.saying import said, unreadable
from console.devices.protocols.beidou import (
    Card,
    Mode,
    Sentence,
    SentenceReader,
    mixed,
    read_card,
    read_text,
    sentence,
    size_of,
)
from console.devices.protocols.scanning import Damaged
from console.devices.session import Heard, Sending, Setting
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.signals import Signal, SignalKind

SUPERVISE_SECONDS = 30.0
CUT_SECONDS = 2.0
ANSWER_SECONDS = 15.0
"""For ``$BDFKI``; terminals transmit at once or refuse at once."""

HOLD_SECONDS = 90.0
"""An order that must wait longer goes back to the outbox with how long."""

GAP_MARGIN = 1.0
NO_SIGNAL_POLLS = 3

OCTETS = {1: 13, 2: 45, 3: 78, 4: 106}
"""Octets of a message by the card's level (110, 360, 628 and 848 bits) [unverified: confirm with the card]."""


class Beidou:
    """A conversation with one terminal."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._line = Patient(SentenceReader(), CUT_SECONDS)
        self._card: Card | None = None
        self._powers: tuple[int, ...] = ()
        self._asked_card = False
        self._missing = ""
        self._dark = 0
        self._waiting: deque[Order] = deque()
        self._current: tuple[Order, bytes] | None = None
        self._answer_by = self._poll_at = 0.0
        self._card_by: float | None = None
        self._next_at: float | None = None

    def start(self, now: float) -> Heard:
        """Until it is known when the last message went, the first one waits a whole gap only if it is refused."""
        self._poll_at = now
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> Heard:
        out = Gathered()
        for found in self._line.feed(chunk, now):
            self._take(found, now, out)
        return self._go_on(now, out)

    def tick(self, now: float) -> Heard:
        out = Gathered()
        for found in self._line.due(now):
            self._take(found, now, out)
        if now >= self._poll_at:
            self._poll_at = now + SUPERVISE_SECONDS
            out.write += sentence("CCICA", "0", "00") + sentence("CCRMO", "BSI", "2", "0")
        if self._current is not None and now >= self._answer_by:
            self._end(Receipt(SendState.UNKNOWN, "no_answer", self._current[1]), out)
        if self._card_by is not None and now >= self._card_by:
            self._card_by = None
            unanswered = Receipt(SendState.FAILED, "no_answer", began=False)
            out.receipts += [(order.id, unanswered) for order in self._waiting]
            self._waiting.clear()
        return self._go_on(now, out)

    def wake_at(self) -> float | None:
        answer = self._answer_by if self._current is not None else None
        gap = self._next_at if self._waiting and self._current is None else None
        return soonest(self._line.wake_at(), self._poll_at, self._card_by, answer, gap)

    def ask(self, order: Order, now: float) -> Heard:
        """One at a time; the same order twice is one."""
        known = [*(one.id for one in self._waiting), *([self._current[0].id] if self._current else [])]
        if order.id not in known:
            self._waiting.append(order)
            if not self._asked_card and self._card_by is None:
                self._card_by = now + ANSWER_SECONDS
        return self._go_on(now, Gathered())

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        left = [(order.id, Receipt(SendState.FAILED, "line_lost", began=False)) for order in self._waiting]
        if self._current is not None:
            left.insert(0, (self._current[0].id, Receipt(SendState.UNKNOWN, "line_lost", self._current[1])))
        self._waiting.clear()
        self._current = None
        return tuple(left)

    @property
    def gap(self) -> float:
        """Seconds between two messages: the card's, else as configured."""
        configured = self._setting.options.get("gap_s", "60")
        usual = float(configured) if configured.isascii() and configured.isdigit() else 60.0
        seconds = self._card.seconds if self._card is not None else None
        return float(seconds) if seconds else usual

    def _facts(self, now: float) -> dict[str, object]:
        """What a screen shows: the card, its limits, how long the next message must wait."""
        wait = max(0.0, self._next_at - now) if self._next_at is not None else 0.0
        card = self._card
        return {
            "card": card.number if card else "", "gap_s": self.gap, "wait_s": round(wait),
            "octets": _octets_of(card), "powers": list(self._powers),
        }  # fmt: skip

    def _take(self, found: Sentence | Damaged, now: float, out: Gathered) -> None:
        if isinstance(found, Damaged):
            out.signals.append(unreadable(found))
        elif found.kind == "BDICI":
            self._card_told(found, now, out)
        elif found.kind == "BDBSI":
            self._power_told(found, now, out)
        elif found.kind == "BDFKI":
            self._answered(found, now, out)
        elif found.kind == "BDTXR":
            out.signals.append(self._message(found))

    def _card_told(self, one: Sentence, now: float, out: Gathered) -> None:
        self._card, self._asked_card, self._card_by = read_card(one), True, None
        if self._card is None:
            out.signals += self._trouble("no_card", one.raw)
        elif self._missing == "no_card":
            out.signals += self._trouble("", one.raw)
        out.signals.append(Signal(SignalKind.HEARTBEAT, one.raw, facts=self._facts(now)))

    def _power_told(self, one: Sentence, now: float, out: Gathered) -> None:
        """Beams are numbered from 1; a power of 0 hears nothing."""
        self._powers = tuple(one.number(at) or 0 for at in range(2, min(len(one.fields), 12)))
        self._dark = 0 if any(self._powers) else self._dark + 1
        best = float(max(self._powers, default=0))
        out.signals.append(Signal(SignalKind.HEARTBEAT, one.raw, value=best, facts=self._facts(now)))
        if self._dark == NO_SIGNAL_POLLS and not self._missing:
            out.signals += self._trouble("no_signal", one.raw)
        elif not self._dark and self._missing == "no_signal":
            out.signals += self._trouble("", one.raw)

    def _trouble(self, why: str, raw: bytes) -> list[Signal]:
        """A fault once, and its end."""
        if why == self._missing:
            return []
        before, self._missing = self._missing, why
        if why:
            code = "wire.beidou.no_card" if why == "no_card" else "wire.beidou.no_signal"
            return [said(SignalKind.FAULT, raw, code, code=why)]
        return [said(SignalKind.RESTORE, raw, "wire.beidou.well", code=before)]

    def _message(self, one: Sentence) -> Signal:
        text, readable = read_text(one.text(2), one.fields[4] if len(one.fields) > 4 else b"")
        sender = one.text(1)[:40]
        digest = hashlib.blake2b(one.raw, digest_size=4).hexdigest()
        facts = {"class": one.text(0), "mode": one.text(2), "sent": one.text(3), "readable": readable}
        return said(
            SignalKind.MESSAGE, one.raw, "wire.beidou.message" if readable else "wire.beidou.data",
            says={"sender": sender}, account=sender, code="BDTXR", zone=digest,
            sender=sender, text=text, facts=facts,
        )  # fmt: skip

    def _go_on(self, now: float, out: Gathered) -> Heard:
        """Begin the next order when it may go."""
        while self._waiting and self._current is None and self._asked_card:
            refused = self._refused(self._waiting[0], now)
            if refused is None and self._must_wait(now):
                break
            order = self._waiting.popleft()
            if refused is not None:
                out.receipts.append((order.id, refused))
            else:
                self._send(order, now, out)
        return out.heard()

    def _must_wait(self, now: float) -> bool:
        return self._next_at is not None and now < self._next_at

    def _refused(self, order: Order, now: float) -> Receipt | None:
        """What ends an order before a byte of it goes out; the silent test always ends so."""
        facts = self._facts(now)
        if order.verb is Verb.PROBE:
            return self._probed(facts)
        wrong = _wrong(order, self._card)
        if wrong:
            return Receipt(SendState.FAILED, wrong, facts={**facts, "size": size_of(order.text)})
        if self._card is None:
            return Receipt(SendState.FAILED, "no_card", began=False, facts=facts)
        if self._next_at is not None and self._next_at - now > HOLD_SECONDS:
            return Receipt(SendState.QUEUED, "gap", began=False, facts=facts)
        return None

    def _probed(self, facts: dict[str, object]) -> Receipt:
        if self._card is None:
            return Receipt(SendState.FAILED, "no_card", facts=facts)
        if self._powers and not any(self._powers):
            return Receipt(SendState.FAILED, "no_signal", facts=facts)
        return Receipt(SendState.CONFIRMED, "probed", facts=facts)

    def _send(self, order: Order, now: float, out: Gathered) -> None:
        command = sentence("CCTXA", _target(order), "1", Mode.MIXED.value, mixed(order.text))
        self._current = (order, command)
        self._answer_by = now + ANSWER_SECONDS
        self._next_at = now + self.gap + GAP_MARGIN
        out.write += command

    def _answered(self, one: Sentence, now: float, out: Gathered) -> None:
        """``$BDFKI,TXA,Y,…``: transmitted; ``N``: it was not, and how long the terminal wants to wait."""
        if self._current is None or one.text(0) != "TXA":
            return
        command, facts = self._current[1], self._facts(now)
        if one.text(1) == "Y":
            self._end(Receipt(SendState.UNCONFIRMED, "transmitted", command, one.raw, facts=facts), out)
            return
        wait = _wait_of(one.text(4))
        self._next_at = now + (wait if wait else self.gap) + GAP_MARGIN
        facts = {**self._facts(now), "suppressed": one.text(3)}
        self._end(Receipt(SendState.FAILED, "not_transmitted", command, one.raw, began=False, facts=facts), out)

    def _end(self, receipt: Receipt, out: Gathered) -> None:
        if self._current is not None:
            out.receipts.append((self._current[0].id, receipt))
            self._current = None


def _wrong(order: Order, card: Card | None) -> str:
    """What no waiting will mend, as a code; empty for an order that can be sent."""
    if order.verb is not Verb.TEXT:
        return "not_possible"
    if not order.text.strip():
        return "no_text"
    if not _target(order):
        return "bad_number"
    return "too_long" if size_of(order.text) > _octets_of(card) else ""


def _target(order: Order) -> str:
    """A card's number as seven digits; empty where it is none."""
    digits = order.target.strip()
    return digits.zfill(7) if digits.isascii() and digits.isdigit() and len(digits) <= 7 else ""


def _octets_of(card: Card | None) -> int:
    return OCTETS.get(card.level or 3, OCTETS[3]) if card is not None else OCTETS[3]


def _wait_of(text: str) -> float:
    """The seconds of ``0040``: the last two digits, and the first two as minutes if they are few [unverified]."""
    if len(text) != 4 or not (text.isascii() and text.isdigit()):
        return 0.0
    return min(600.0, int(text[:2]) * 60.0 + int(text[2:]))


def make(setting: Setting) -> Sending:
    """A session of the ``beidou`` driver."""
    return Beidou(setting)
