"""Contact ID events (SIA DC-05-1999.09): qualifier, three digits of event, group, zone or user; the line's checksum.

What a receiver hands on has no checksum any more; the whole sixteen digits are seen only in captures of the
telephone line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from console.devices.protocols.scanning import Damaged


class Qualifier(StrEnum):
    """``new`` also means opened (disarmed), ``back`` restored or closed (armed), ``still`` reported once more."""

    NEW = "1"
    BACK = "3"
    STILL = "6"


LETTERS = {Qualifier.NEW: "E", Qualifier.BACK: "R", Qualifier.STILL: "P"}
"""What Sur-Gard and Ademco receivers print instead of the digits."""

_QUALIFIERS = {**{q.value: q for q in Qualifier}, **{letter: q for q, letter in LETTERS.items()}}


@dataclass(frozen=True, slots=True)
class ContactId:
    """One event: ``code`` three digits, ``group`` two (partition), ``zone`` three (zone or user number)."""

    qualifier: Qualifier
    code: str
    group: str
    zone: str

    @property
    def is_open_close(self) -> bool:
        """Whether it speaks of arming: 4xx, where the other end is *closed* and never *restored*."""
        return self.code.startswith("4")


def qualifier(letter: str) -> Qualifier:
    """E/R/P or 1/3/6; ValueError for anything else."""
    try:
        return _QUALIFIERS[letter]
    except KeyError:
        raise ValueError(f"no such qualifier: {letter!r}") from None


_WEIGHT = {digit: int(digit, 16) for digit in "123456789BCDEF"} | {"0": 10, "A": 0}


def checksum(digits: str) -> str:
    """The sixteenth digit that makes the sum of all divisible by 15: 0 counts 10; a value of 0 is sent as F."""
    value = -sum(_WEIGHT[digit] for digit in digits) % 15
    return next(digit for digit in "F123456789BCDE0" if _WEIGHT[digit] % 15 == value)


_WHOLE = re.compile(r"([0-9A-F]{4})(18|98)([136])([0-9A-F]{3})([0-9A-F]{2})([0-9A-F]{3})([0-9A-F])")


def read(digits: str) -> tuple[str, ContactId] | Damaged:
    """Account and event of sixteen digits as dialled; Damaged("format" | "checksum")."""
    found = _WHOLE.fullmatch(digits)
    if found is None:
        return Damaged(digits.encode("utf-8", "replace"), "format")
    if checksum(digits[:-1]) != digits[-1]:
        return Damaged(digits.encode(), "checksum")
    return found[1], ContactId(Qualifier(found[3]), found[4], found[5], found[6])


def encode(account: str, event: ContactId) -> str:
    """The sixteen digits a panel dials."""
    digits = f"{account:0>4}18{event.qualifier.value}{event.code}{event.group}{event.zone}"
    return digits + checksum(digits)
