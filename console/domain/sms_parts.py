"""How a text goes into short messages: its alphabet, its parts, and what is left of the last one.

3GPP TS 23.038 §6.2.1 (GSM 7 bit default alphabet and its extension table) and §6.2.3 (UCS2), TS 23.040 §9.2.3.24.1
(concatenation). Shared by the codec and by screens that count while somebody types.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet by code; 0x1B leads into the extension table and is no character."""

EXTENDED = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
"""Characters of the extension table: an escape and their code, so two units each."""

MOST_PARTS = 255
"""A part's number is one octet."""

_UNITS = {char: 1 for char in BASIC if char != "\x1b"} | dict.fromkeys(EXTENDED, 2)


class Alphabet(StrEnum):
    """How the characters of a message are coded. ``data`` are bytes that are no text; nothing is sent so."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"
    DATA = "data"


_SINGLE = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}
_JOINED = {Alphabet.GSM7: 153, Alphabet.UCS2: 67}
"""Units of a part that carries a header of six octets."""


@dataclass(frozen=True, slots=True)
class SmsCount:
    """What a text costs: ``units`` of its alphabet used, ``parts`` needed, ``left`` until one more part is needed."""

    alphabet: Alphabet
    units: int
    parts: int
    left: int


def alphabet_of(text: str) -> Alphabet:
    """GSM 7 bit if every character has a place in it, else UCS2."""
    return Alphabet.GSM7 if all(char in _UNITS for char in text) else Alphabet.UCS2


def split_text(text: str) -> tuple[str, ...]:
    """The parts a text is sent in, at least one.

    Split between code points: neither a surrogate pair nor an escape and its character ever crosses two parts.
    """
    alphabet = alphabet_of(text)
    if _units(text, alphabet) <= _SINGLE[alphabet]:
        return (text,)
    return tuple(_filled(text, alphabet))


def count_parts(text: str) -> SmsCount:
    """The same in figures, for the line under a field."""
    alphabet = alphabet_of(text)
    parts = split_text(text)
    limit = _SINGLE[alphabet] if len(parts) == 1 else _JOINED[alphabet]
    return SmsCount(alphabet, _units(text, alphabet), len(parts), limit - _units(parts[-1], alphabet))


def _filled(text: str, alphabet: Alphabet) -> Iterator[str]:
    limit, begun, used = _JOINED[alphabet], 0, 0
    for at, char in enumerate(text):
        size = _size(char, alphabet)
        if used + size > limit:
            yield text[begun:at]
            begun, used = at, 0
        used += size
    yield text[begun:]


def _units(text: str, alphabet: Alphabet) -> int:
    return sum(_size(char, alphabet) for char in text)


def _size(char: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM7:
        return _UNITS[char]
    return 2 if ord(char) > 0xFFFF else 1
