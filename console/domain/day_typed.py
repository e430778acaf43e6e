"""A day as people write it: 2030-08-12, 2030.8.12, 8-12, 8/12, 8月12日, 20300812, 今天, 明天."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from console.domain.clock import YEARS

_DAY = re.compile(r"(?:(\d{4})\s*[-/.。年]\s*)?(\d{1,2})\s*[-/.。月]\s*(\d{1,2})\s*[日号]?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SAID = {
    "前天": -2, "昨天": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip


def day_typed(text: str, near: date) -> date:
    """The day meant; without a year the one nearest to ``near``. ValueError for what is no day."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _SAID:
        return near + timedelta(days=_SAID[plain])
    found = _DAY.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    meant = date(year, month, day) if year else _nearest(month, day, near)
    if meant.year not in YEARS:
        raise ValueError(text)
    return meant


def _nearest(month: int, day: int, near: date) -> date:
    """29 February is looked for in the leap years around."""
    made = []
    for year in range(near.year - 4, near.year + 5):
        try:
            made.append(date(year, month, day))
        except ValueError:
            continue
    if not made:
        raise ValueError((month, day))
    return min(made, key=lambda one: abs(one - near))
