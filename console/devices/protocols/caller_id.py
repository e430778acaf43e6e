"""Who rings, as serial caller-ID boxes say it: FSK messages as they are, lines of text, and DTMF digits.

*FSK*: SDMF and MDMF messages of Telcordia (Bellcore) GR-30 / SR-TSV-002476, the same as ETSI EN 300 659-3 §5: type,
length, body, and a last octet that makes the sum of all 0 (mod 256). Before them stand the octets of channel seizure
(55) and mark (FF). Published examples are in ``tests/golden/frames/callers.toml``; two widely copied ones have a wrong
checksum and must be refused.

*Lines*: ``DATE = 0124``, ``TIME = 1534``, ``NMBR = …``, ``NAME = …``, ``MESG = 80…`` and ``RING``, one a line or all in
one, as modems with ``AT+VCID=1`` and boxes built on them print.

*DTMF*: no checksum. ``A`` (caller), ``D`` (who was called first; alone: the caller), ``B`` (why there is none), each
with digits, ended by ``C`` or ``#``; also digits and ``#`` alone. Held against spandsp, a library of telephone
signals that writes all of these; which of them a county's exchange sends is **to be confirmed**.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from console.devices.protocols.scanning import Bad, Damaged, Scanner

LINE_LIMIT = 400
_SDMF, _MDMF = 0x04, 0x80
_OTHERS = frozenset({0x06, 0x82})
"""Message waiting, single and multiple data: no call."""

_SEIZURE = b"\x55\xaa\xff\x00\r\n \t"
_LONGEST = 2 + 255 + 1
_BEGINS = re.compile(rb"[\x04\x06\x80\x82!-T\x56-~]")
"""A message's type or something printed; not ``U``, which is the 55 of seizure."""

_ENDS = re.compile(rb"[\r\n]")
_DTMF = re.compile(rb"(?:[ABD*#][0-9]{1,24}(?:[ABD][0-9]{1,24}){0,2}|[0-9]{3,24}(?=#))([C#*])")
_DTMF_PART = re.compile(rb"([ABD*#]?)([0-9]+)")
_KEY = r"\b(?:DATE|TIME|NMBR|NUMBER|NAME|MESG)\s*[=:]"
_PRINTED = re.compile(rf"({_KEY})\s*(.*?)\s*(?={_KEY}|$)")
_ABSENT = {"P": "withheld", "O": "unavailable"}
_DTMF_ABSENT = {"00": "unavailable", "10": "withheld", "1": "withheld", "2": "unavailable", "3": "unavailable"}
"""``B00C``, ``B10C``; ``D1#`` restricted by the caller, ``D2#`` from abroad, ``D3#`` for technical reasons."""


class Parameter(IntEnum):
    """Parameter types of MDMF that boxes deliver (EN 300 659-3 §5.4)."""

    TIME = 0x01
    NUMBER = 0x02
    CALLED = 0x03
    NUMBER_ABSENT = 0x04
    REDIRECTED = 0x05
    QUALIFIER = 0x06
    NAME = 0x07
    NAME_ABSENT = 0x08


@dataclass(frozen=True, slots=True)
class Told:
    """What one message or line says of a caller. ``time`` is MMDDHHMM, each half may be missing in lines (``--``).

    ``why`` is empty, ``withheld`` (P) or ``unavailable`` (O). ``form`` is ``sdmf``, ``mdmf``, ``line`` or ``dtmf``.
    """

    raw: bytes
    form: str
    number: str = ""
    name: str = ""
    why: str = ""
    date: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Bell:
    """``RING``."""

    raw: bytes


Frame = Told | Bell


class CallerIdReader:
    """Feed it bytes in any chunking; frames and damaged bytes come out, always the same ones."""

    def __init__(self) -> None:
        self._scanner: Scanner[Frame | None] = Scanner(_start, _look)

    @property
    def waiting(self) -> int:
        return self._scanner.waiting

    def feed(self, chunk: bytes) -> list[Frame | Damaged]:
        """What is whole now."""
        return _heard(self._scanner.feed(chunk))

    def idle(self) -> list[Frame | Damaged]:
        """The line fell silent: what is begun will not be ended."""
        return _heard(self._scanner.idle())


def message(parameters: dict[int, bytes]) -> bytes:
    """An MDMF message (simulated box, tests)."""
    body = b"".join(bytes([kind, len(value)]) + value for kind, value in parameters.items())
    return _summed(bytes([_MDMF, len(body)]) + body)


def single(time: str, number: str) -> bytes:
    """An SDMF message (simulated box, tests): MMDDHHMM and a number, ``P`` or ``O``."""
    body = (time + number).encode("ascii")
    return _summed(bytes([_SDMF, len(body)]) + body)


def _summed(octets: bytes) -> bytes:
    return octets + bytes([-sum(octets) % 256])


def _heard(found: list[Frame | Damaged | None]) -> list[Frame | Damaged]:
    """Without what is nothing: seizure, line ends, messages that are no call."""
    return [one for one in found if one is not None and not (isinstance(one, Damaged) and not one.raw.strip(_SEIZURE))]


def _start(rest: bytes, at: int) -> int:
    found = _BEGINS.search(rest, at)
    return found.start() if found else len(rest)


def _look(rest: bytes, at: int) -> tuple[Frame | None, int] | Bad | None:
    first = rest[at]
    if first in {_SDMF, _MDMF} or first in _OTHERS:
        return _binary(rest, at)
    digits = _DTMF.match(rest, at)
    if digits:
        return _digits(digits), digits.end() - at
    return _line(rest, at)


def _binary(rest: bytes, at: int) -> tuple[Frame | None, int] | Bad | None:
    octets = rest[at : at + _LONGEST]
    if not _likely(octets):
        return Bad("noise", 1)
    size = 3 + octets[1] if len(octets) > 1 else _LONGEST
    if len(octets) < size:
        return None
    octets = octets[:size]
    if sum(octets) % 256:
        return Bad("checksum", size)
    return _read(octets), size


def _likely(octets: bytes) -> bool:
    """Whether it may be a message as far as it is there: noise must not hold up what comes behind it."""
    if octets[0] == _SDMF:
        return all(chr(octet).isdigit() for octet in octets[2:10]) and (len(octets) < 2 or 9 <= octets[1] <= 40)
    return len(octets) < 2 or octets[1] >= 3


def _read(octets: bytes) -> Told | None:
    """A message whose sum is right; None for one that is no call."""
    if octets[0] in _OTHERS:
        return None
    return _single(octets) if octets[0] == _SDMF else _multiple(octets)


def _single(octets: bytes) -> Told:
    body = octets[2:-1].decode("latin-1")
    number = body[8:]
    why = _ABSENT.get(number, "")
    return Told(octets, "sdmf", "" if why else _number(number), "", why, body[:4], body[4:8])


def _multiple(octets: bytes) -> Told:
    said = dict(_parameters(octets[2:-1]))
    time = said.get(Parameter.TIME, b"").decode("latin-1")
    absent = said.get(Parameter.NUMBER_ABSENT, b"").decode("latin-1")
    number = _number(said.get(Parameter.NUMBER, b"").decode("latin-1"))
    why = "" if number else _ABSENT.get(absent, "unavailable")
    return Told(octets, "mdmf", number, _name(said.get(Parameter.NAME, b"")), why, time[:4], time[4:8])


def _parameters(body: bytes) -> list[tuple[int, bytes]]:
    """Parameters as far as they fit; what is left over of a wrong length says nothing."""
    found, at = [], 0
    while at + 1 < len(body):
        end = at + 2 + body[at + 1]
        if end <= len(body):
            found.append((body[at], body[at + 2 : end]))
        at = end
    return found


def _digits(found: re.Match[bytes]) -> Told:
    """The caller's number, whatever stands beside it; without one, why."""
    said = {letter: digits.decode("ascii") for letter, digits in _DTMF_PART.findall(found[0])}
    absent = said.pop(b"B", "")
    digits = next((said[letter] for letter in (b"A", b"*", b"#", b"", b"D") if letter in said), absent)
    why = _DTMF_ABSENT.get(digits, "")
    return Told(found[0], "dtmf", "" if why else digits, "", why)


def _line(rest: bytes, at: int) -> tuple[Frame | None, int] | Bad | None:
    """A line of text. One that may still become DTMF digits waits like any other."""
    end = _ENDS.search(rest, at, at + LINE_LIMIT)
    if end is None:
        return Bad("too_long", LINE_LIMIT) if len(rest) - at > LINE_LIMIT else None
    raw = rest[at : end.start()]
    if raw.strip() == b"RING":
        return Bell(raw), end.end() - at
    told = _printed(raw)
    return (told, end.end() - at) if told is not None else Bad("noise", len(raw))


def _printed(raw: bytes) -> Told | None:
    text = raw.decode("gb18030", "replace")
    said = {key.rstrip(" \t=:"): value for key, value in _PRINTED.findall(text)}
    if not said:
        return None
    if said.get("MESG"):
        return _dumped(said["MESG"])
    number, why = _shown(said.get("NMBR") or said.get("NUMBER") or "")
    date, time = _figures(said.get("DATE", "")), _figures(said.get("TIME", ""))
    return Told(raw, "line", number, _printable(said.get("NAME", "")), why, date, time)


def _shown(text: str) -> tuple[str, str]:
    """A number, or why there is none: ``P``, ``O``, ``PRIVATE``, ``OUT OF AREA`` and the like."""
    number = _number(text)
    return (number, "") if number or not text else ("", _ABSENT.get(text[0].upper(), "unavailable"))


def _dumped(text: str) -> Told | None:
    """``MESG = 8016…``: an FSK message as hex digits (``AT+VCID=2``)."""
    try:
        octets = bytes.fromhex(text)
    except ValueError:
        return None
    whole = len(octets) > 3 and len(octets) == 3 + octets[1] and sum(octets) % 256 == 0
    return _read(octets) if whole and octets[0] in {_SDMF, _MDMF} else None


def _number(text: str) -> str:
    """The digits of a number; letters and signs are not dialled."""
    return "".join(char for char in text if char in "0123456789*#+")[:40]


def _figures(text: str) -> str:
    digits = "".join(char for char in text if char in "0123456789")
    return digits if len(digits) == 4 else ""


def _name(raw: bytes) -> str:
    return _printable(raw.decode("gb18030", "replace"))


def _printable(text: str) -> str:
    name = "".join(char for char in text if char.isprintable()).strip()
    return "" if name in {"O", "P", "-"} else name[:60]
