"""What stands in the codes on labels and papers, and what a scanner's reading means.

A scanner is a keyboard to the program: the code must come through a Chinese input method unharmed, so that it is
plain ASCII without spaces, and ends with Enter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

_LOT = re.compile(r"^([!-)+-~]{1,40})\*([!-)+-~]{1,60})$")
_ID = re.compile(r"^~([0-9A-F]{12})$")

LONGEST = 18
"""Characters whose bars a label of 64 mm holds so that a printer of 203 dots an inch draws each with two dots."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read: an item and its lot by their numbers, a lot by the first twelve digits of its id, or words."""

    item: str = ""
    lot: str = ""
    lot_id: str = ""
    words: str = ""


def lot_code(item: str, lot: str, lot_id: UUID) -> str:
    """The code of a lot: item*lot where both are plain and short, else the first twelve digits of the lot's id."""
    plain = f"{item}*{lot}"
    return plain if len(plain) <= LONGEST and _LOT.match(plain) else f"~{lot_id.hex[:12].upper()}"


def read(text: str) -> Scanned:
    """What a scanner (or a person) put into a field; full-width characters of an input method count as plain ones."""
    plain = text.strip().translate(_WIDE)
    by_id = _ID.match(plain.upper())
    if by_id:
        return Scanned(lot_id=by_id[1].lower())
    lot = _LOT.match(plain)
    return Scanned(lot[1], lot[2]) if lot else Scanned(words=text.strip())


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x00B7: 0x7E, 0x2014: 0x2D}
"""Full-width forms to ASCII, and what Chinese input methods make of ~ and -."""
