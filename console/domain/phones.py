"""Telephone numbers as people write them, and as they are compared: digits only."""

from __future__ import annotations

import re
import unicodedata

_NOT_DIGITS = re.compile(r"\D")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|-{2,})\s*:?\s*(\d{1,6})\s*$|(?<=\d{7})-(\d{1,6})\s*$", re.IGNORECASE)


def plain(text: str) -> str:
    """Full-width digits, dashes and brackets as ASCII, dashes of every kind as one."""
    return re.sub("[‐‑‒–—―−－ー~]", "-", unicodedata.normalize("NFKC", text))


def without_extension(text: str) -> tuple[str, str]:
    """A number and the extension behind it, which may be empty."""
    found = _EXTENSION.search(text)
    if not found:
        return text, ""
    return text[: found.start()].rstrip(" -,("), found.group(1) or found.group(2)


def digits_of(text: str) -> str:
    """The digits, without the country code of China; ``+86 577 …`` gets the zero that is dialled inside."""
    written = plain(text).strip()
    digits = _NOT_DIGITS.sub("", written)
    abroad = next((code for code in ("0086", "86") if digits.startswith(code)), "")
    rest = digits[len(abroad) :]
    if not abroad or not (written.startswith("+") or abroad == "0086" or len(rest) in {10, 11, 12}):
        return digits
    mobile = len(rest) == 11 and rest.startswith("1")
    return rest if mobile or rest.startswith("0") else f"0{rest}"


def same_line(one: str, other: str) -> bool:
    """Whether two rows of digits are one number: equal, or one of them without its area code."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    area = long[: len(long) - len(short)]
    return len(short) in {7, 8} and len(area) in {3, 4} and area.startswith("0") and long.endswith(short)
