"""The SIM and its PIN: entered once, never again with the same stored PIN (TS 27.007 §8.3, §8.65).

Three wrong PINs lock a card. A PIN that was refused is not tried again by this process, whatever reconnects; after a
restart the card's own count of tries left (``AT+CPINR``) forbids it, where the modem can say it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Generator

from console.devices.drivers.at_jobs import Pause, Reply, Say, Step
from console.devices.protocols.at import error_code
from console.errors import Refused, Unavailable

READY_SECONDS = 20.0
_ALL_TRIES = 3
_BUSY = 14
_PIN = re.compile(rb'(CPIN="?)([^"\r\n]+)')


class RefusedPins:
    """PINs a card refused, by a digest that means nothing outside of this process."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(16)
        self._digests: set[bytes] = set()

    def add(self, pin: str) -> None:
        self._digests.add(self._digest(pin))

    def discard(self, pin: str) -> None:
        self._digests.discard(self._digest(pin))

    def __contains__(self, pin: str) -> bool:
        return self._digest(pin) in self._digests

    def _digest(self, pin: str) -> bytes:
        return hashlib.blake2b(pin.encode(), key=self._salt).digest()


REFUSED_PINS = RefusedPins()
"""Of this process: a session lives no longer than its link."""


def unlocked(secret: Callable[[str], str | None], refused: RefusedPins) -> Generator[Step, Reply, str]:
    """Empty when the card is ready, else what stands in the way: ``silent``, ``busy``, ``no_sim``, ``pin_missing``,
    ``pin_locked`` (it is kept and cannot be had now), ``pin_wrong``, ``pin_tried``, ``puk``."""
    reply = yield Say(b"AT+CPIN?\r", expects="+CPIN")
    asked = _asked(reply)
    if asked == "READY" or (reply.well and not asked):
        return ""
    if asked != "SIM PIN" or not reply.result:
        return _not_asking(reply, asked)
    try:
        pin = secret("pin") or ""
    except (Refused, Unavailable):
        return "pin_locked"
    hindered = yield from _enter(pin, refused)
    return hindered


def _not_asking(reply: Reply, asked: str) -> str:
    """Why the card is not ready, where no PIN would help."""
    if not reply.result:
        return "silent"
    if error_code(reply.result) == _BUSY:
        return "busy"
    return "puk" if asked.startswith("SIM PUK") else "no_sim"


def _enter(pin: str, refused: RefusedPins) -> Generator[Step, Reply, str]:
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        return "pin_missing"
    if pin in refused:
        return "pin_tried"
    left = yield Say(b'AT+CPINR="SIM PIN"\r', expects="+CPINR")
    tries = next((line.number(1) for line in left.lines if line.name == "+CPINR"), None)
    if tries is not None and tries < _ALL_TRIES:
        return "pin_tried"
    refused.add(pin)
    reply = yield Say(b'AT+CPIN="%s"\r' % pin.encode(), READY_SECONDS)
    if not reply.well:
        return "pin_wrong"
    refused.discard(pin)
    yield Pause(3.0)
    return ""


def without_pin(data: bytes) -> bytes:
    """Commands as they may be shown: stars where a PIN stands."""
    return _PIN.sub(lambda found: found[1] + b"*" * len(found[2]), data) if b"CPIN=" in data else data


def _asked(reply: Reply) -> str:
    return next((line.text.partition(":")[2].strip() for line in reply.lines if line.name == "+CPIN"), "")
