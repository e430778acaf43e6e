"""The GSM 7 bit default alphabet in octets: 3GPP TS 23.038 §6.1.2.1 (packing) and §6.2.1 (characters)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.domain.sms_parts import BASIC, EXTENDED

_ESCAPE = 0x1B
_CODES = {char: code for code, char in enumerate(BASIC) if code != _ESCAPE}
_EXTENSION = {code: char for char, code in EXTENDED.items()}


def septets(text: str) -> list[int]:
    """Codes of a text; ``?`` stands for what has no place in the alphabet."""
    codes: list[int] = []
    for char in text:
        if char in EXTENDED:
            codes += (_ESCAPE, EXTENDED[char])
        else:
            codes.append(_CODES.get(char, _CODES["?"]))
    return codes


def characters(codes: Iterable[int]) -> str:
    """The text of codes. An escape before a code the extension does not know leaves the basic character (§6.2.1)."""
    return "".join(_characters(codes))


def _characters(codes: Iterable[int]) -> Iterator[str]:
    escaped = False
    for code in codes:
        if escaped:
            yield _EXTENSION.get(code, BASIC[code] if code != _ESCAPE else " ")
            escaped = False
        elif code == _ESCAPE:
            escaped = True
        else:
            yield BASIC[code]


def packed(codes: Iterable[int], fill: int = 0) -> bytes:
    """Seven bits a code, the first code lowest, after ``fill`` empty bits."""
    bits, have, out = 0, fill, bytearray()
    for code in codes:
        bits |= code << have
        have += 7
        while have >= 8:
            out.append(bits & 0xFF)
            bits >>= 8
            have -= 8
    if have:
        out.append(bits)
    return bytes(out)


def unpacked(octets: bytes, count: int, fill: int = 0) -> list[int]:
    """``count`` codes out of octets, after ``fill`` bits; octets must be long enough."""
    bits = int.from_bytes(octets, "little") >> fill
    return [(bits >> (7 * at)) & 0x7F for at in range(count)]
