"""The rhythm a leader's words ask for: 每小时一报, 每半小时报告一次, 每30分钟一报."""

from __future__ import annotations

import re

_EVERY = re.compile(
    r"每(?:隔)?\s?(?:(?P<half>半)个?小时|(?P<count>\d{1,3}|[一二三四五六七八九十两])?\s?个?(?P<unit>小时|分钟))"
)
_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}


def minutes_in(text: str) -> int | None:
    """Minutes between two reports, where the text names them; None where it does not."""
    found = _EVERY.search(text)
    if found is None:
        return None
    if found["half"]:
        return 30
    said = found["count"] or "1"
    count = int(said) if said.isdecimal() else _NUMBERS[said]
    return count * (60 if found["unit"] == "小时" else 1) or None
