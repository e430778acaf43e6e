"""北斗 short messages over a terminal's serial port: sentences of the RDSS 2.1 interface.

``$`` talker and kind, fields between commas, ``*``, two hex digits of all octets between ``$`` and ``*`` XORed, CR LF.
``CC…`` goes to the terminal, ``BD…`` comes from it. Read here from vendors' introductions and public code (21ic,
acctech; byte examples in ``tests/golden/frames/callers.toml``, every checksum right), **not from the interface
specification itself**: fields marked [unverified] are to be confirmed with the terminal at hand.

- ``$CCICA,0,00`` asks for the card; ``$BDICI,card,serial,broadcast,kind,frequency,level,E|N,users`` answers; all zeros
  without a card. ``frequency`` is the least number of seconds between two messages.
- ``$CCRMO,BSI,2,n`` asks for ``$BDBSI,response beam,difference beam,power×10`` every ``n`` seconds; powers 0–4.
- ``$CCTXA,card,1,mode,text`` sends (1: ordinary); mode 0 characters, 1 code (hex digits), 2 mixed: ``A4`` and octets.
- ``$BDFKI,TXA,Y|N,Y|N,suppressed,wait`` says what became of it; ``wait`` MMSS or HHSS [unverified; the seconds are the
  last two digits in both readings].
- ``$BDTXR,class,card,mode,time,text`` is a message: class 1 ordinary … 5; time HHMM only for classes 4 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from console.devices.protocols.scanning import Bad, Damaged, Scanner

LONGEST = 1_024
"""Octets of a sentence: a message of the highest level is 420 hex digits."""

MIXED = b"\xa4"
"""What a mixed text begins with: GB18030 and octets that are no text may follow."""

NO_CARD = "0000000"
UNSET = "2097151"
"""All ones of a card's 21 bits: a terminal that knows no number (seen with ``9999.0`` seconds)."""
_HEX = frozenset(b"0123456789ABCDEFabcdef")


class Mode(StrEnum):
    CHARACTERS = "0"
    CODE = "1"
    MIXED = "2"


@dataclass(frozen=True, slots=True)
class Sentence:
    """``kind`` is talker and kind (``BDTXR``); ``fields`` are as they came, for a text may stand in them as octets."""

    kind: str
    fields: tuple[bytes, ...]
    raw: bytes = b""

    def text(self, at: int) -> str:
        """A field as ASCII; empty where there is none."""
        return self.fields[at].decode("ascii", "replace") if at < len(self.fields) else ""

    def number(self, at: int) -> int | None:
        text = self.text(at)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@dataclass(frozen=True, slots=True)
class Card:
    """A terminal's card: its number, the seconds it must rest between two messages, its level."""

    number: str
    seconds: int | None
    level: int | None


class SentenceReader:
    """Feed it bytes in any chunking: sentences and damaged bytes come out, always the same ones."""

    def __init__(self) -> None:
        self._scanner: Scanner[Sentence] = Scanner(_start, _look)

    @property
    def waiting(self) -> int:
        return self._scanner.waiting

    def feed(self, chunk: bytes) -> list[Sentence | Damaged]:
        """What is whole now."""
        return _without_ends(self._scanner.feed(chunk))

    def idle(self) -> list[Sentence | Damaged]:
        """The line fell silent: what is begun will not be ended."""
        return _without_ends(self._scanner.idle())


def sentence(kind: str, *fields: str | bytes) -> bytes:
    """A sentence with its checksum and line end."""
    octets = (field if isinstance(field, bytes) else field.encode("ascii") for field in fields)
    body = b",".join([kind.encode("ascii"), *octets])
    return b"$%s*%02X\r\n" % (body, checksum(body))


def checksum(body: bytes) -> int:
    """All octets between ``$`` and ``*`` XORed."""
    result = 0
    for octet in body:
        result ^= octet
    return result


def mixed(text: str) -> bytes:
    """A text as ``$CCTXA`` wants it in mode 2: hex digits of A4 and GB18030."""
    return (MIXED + text.encode("gb18030", "replace")).hex().upper().encode("ascii")


def size_of(text: str) -> int:
    """Octets a text takes of a message, its A4 included."""
    return len(MIXED) + len(text.encode("gb18030", "replace"))


def read_text(mode: str, field: bytes) -> tuple[str, bool]:
    """The text of a message, and whether it is one: what is no text (positions, measurements) is its hex digits.

    Terminals give the octets as hex digits, some give characters as they are [both seen in public code].
    """
    octets = _octets(field)
    if octets is None:
        return _decoded(field, field)
    if mode == Mode.CODE:
        return field.decode("ascii").upper(), False
    return _decoded(octets.removeprefix(MIXED) if mode == Mode.MIXED else octets, field)


def read_card(one: Sentence) -> Card | None:
    """``$BDICI``: the card, or None where the terminal has none."""
    number = one.text(0)
    if not number.strip("0") or number.lstrip("0") == UNSET:
        return None
    return Card(number, one.number(4), one.number(5))


def _octets(field: bytes) -> bytes | None:
    if len(field) % 2 or not all(octet in _HEX for octet in field):
        return None
    return bytes.fromhex(field.decode("ascii"))


def _decoded(octets: bytes, field: bytes) -> tuple[str, bool]:
    try:
        text = octets.decode("gb18030")
    except UnicodeDecodeError:
        return field.hex().upper() if _octets(field) is None else field.decode("ascii").upper(), False
    if any(not char.isprintable() and char not in "\r\n\t" for char in text):
        return octets.hex().upper(), False
    return text, True


def _start(rest: bytes, at: int) -> int:
    found = rest.find(b"$", at)
    return len(rest) if found < 0 else found


def _look(rest: bytes, at: int) -> tuple[Sentence, int] | Bad | None:
    """A sentence ends at its line's end: a text given as characters may have any sign in it."""
    end = rest.find(b"\r\n", at, at + LONGEST)
    if end < 0:
        return Bad("too_long", LONGEST) if len(rest) - at > LONGEST else None
    raw = rest[at:end]
    body, star, told = raw[1:].rpartition(b"*")
    if not star or len(told) != 2 or not all(octet in _HEX for octet in told):
        return Bad("format", len(raw))
    if checksum(body) != int(told, 16):
        return Bad("checksum", len(raw))
    kind, *fields = body.split(b",")
    if not (kind.isalnum() and kind.isascii() and 3 <= len(kind) <= 8):
        return Bad("format", len(raw))
    return Sentence(kind.decode("ascii"), tuple(fields), raw), len(raw) + 2


def _without_ends(found: list[Sentence | Damaged]) -> list[Sentence | Damaged]:
    return [one for one in found if not isinstance(one, Damaged) or one.raw.strip(b"\r\n\0 ")]
