"""Whether a text speaks of a place of the county's own table, by its full name or as people shorten it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_KINDS = (
    "居民委员会",
    "村民委员会",
    "居委会",
    "村委会",
    "街道办事处",
    "街道",
    "社区",
    "镇",
    "乡",
    "村",
    "县",
    "市",
    "区",
)
_AFTER = re.compile(r"[那这附]|境内|方向|一带|里头|[上下]头|后山|[东西南北]|[镇乡村]")
_BEFORE = re.compile(r"[在到从去往离]$")
_BEGINS = 2
_AROUND = 2


class PlaceNames:
    """Names of places, made once for a table and asked at every key: found by their first two characters.

    A shortened one (岩头 for 岩头镇) counts only beside a word of place (岩头那边, 在岩头): 新建, 和平 are words too.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._full = frozenset(name for name in names if len(name) >= _BEGINS)
        self._short = frozenset(short for short in map(shortened, self._full) if short)
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._full | self._short:
            lengths[name[:_BEGINS]].add(len(name))
        self._lengths = dict(lengths)

    def named_in(self, text: str) -> bool:
        """Whether one of them stands in the text."""
        for at in range(len(text) - _BEGINS + 1):
            lengths = self._lengths.get(text[at : at + _BEGINS])
            if lengths and any(self._stands(text, at, at + length) for length in lengths):
                return True
        return False

    def _stands(self, text: str, at: int, end: int) -> bool:
        name = text[at:end]
        if name in self._full:
            return True
        return name in self._short and bool(_AFTER.match(text, end) or _BEFORE.search(text[max(0, at - _AROUND) : at]))


def shortened(name: str) -> str:
    """A name without the word for its kind, as people say it (岩头 for 岩头镇); empty where that is too short."""
    kind = next((kind for kind in _KINDS if name.endswith(kind)), "")
    short = name.removesuffix(kind)
    return short if kind and len(short) >= _BEGINS else ""
