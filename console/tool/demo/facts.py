"""Counts what was told by typing, and what of it was typed a second time although the program knew it by then.

A fact is a name, a telephone number, a place, a time, a quantity with its unit, or a run of words; a repeat is one
that an earlier typed text held already. A bare number says nothing by itself: what its field is gives the meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

RUN = 8
"""So many characters in the same order are the same words; shorter ones are how people speak."""

_FEWEST = 2
"""Fewer characters say nothing."""

_KINDS = {
    "name": re.compile(r"(?:欧阳|司马|尉迟|[\u4e00-\u9fff])例[一二三四五六七八九十]+"),
    "phone": re.compile(r"\d{3,4}-\d{4}-\d{4}"),
    "place": re.compile(r"样例(?:村|社区)\d+|例[东南西北溪山湾岭塘坑](?:街道|镇|乡)"),
    "time": re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)|\d{1,2}时(?:\d{1,2}分)?"),
    "quantity": re.compile(r"\d+(?:\.\d+)?\s*(?:人|户|间|台|辆|条|床|箱|公顷|万元|米|毫米|分钟|小时)"),
}
_SPEECH = re.compile(r"[\u4e00-\u9fffⅠⅡⅢⅣ]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """One text as it was typed, and at which row of the drill. ``what`` is the figure its field is for."""

    row: str
    text: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A fact that was typed again: what it is, at which rows the first and the second time."""

    kind: str
    fact: str
    first: str
    again: str


@dataclass(slots=True)
class Counted:
    """``facts`` by kind; a fact that is typed again is counted once there and stands in ``twice``."""

    facts: dict[str, int] = field(default_factory=dict)
    twice: list[Repeat] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.facts.values())


def facts_in(one: Typed) -> list[tuple[str, str]]:
    """Kind and fact of everything a text tells, each once, written alike however it was typed."""
    if one.what:
        return [("figure", f"{one.what}={one.text.strip()}")]
    found = [(kind, _alike(part)) for kind, pattern in _KINDS.items() for part in pattern.findall(one.text)]
    return list(dict.fromkeys(found))


def count(typed: Iterable[Typed]) -> Counted:
    """Facts and repeats of what was typed, in the order it was typed."""
    counted, known, before = Counted(), dict[tuple[str, str], str](), list[Typed]()
    for one in typed:
        for kind, fact in facts_in(one):
            if (kind, fact) in known:
                counted.twice.append(Repeat(kind, fact, known[kind, fact], one.row))
            else:
                known[kind, fact] = one.row
                counted.facts[kind] = counted.facts.get(kind, 0) + 1
        _count_words(one, before, counted)
        before.append(one)
    return counted


def _count_words(one: Typed, before: Sequence[Typed], counted: Counted) -> None:
    """A text that says anything in words is one fact; the same words in an earlier text make it a repeat."""
    if len(_words(one)) < _FEWEST:
        return
    for earlier in before:
        run = _same_run(_words(earlier), _words(one))
        if run:
            counted.twice.append(Repeat("words", run, earlier.row, one.row))
            return
    counted.facts["words"] = counted.facts.get("words", 0) + 1


def _words(one: Typed) -> str:
    """What a text says in words: without signs, figures, and the facts that are counted by themselves."""
    text = one.text
    for pattern in _KINDS.values():
        text = pattern.sub("", text)
    return "".join(_SPEECH.findall(text))


def _same_run(first: str, second: str) -> str:
    """The longest run of characters both hold, where it is long enough to be the same words."""
    longest = ""
    for at in range(len(second) - RUN + 1):
        length = max(RUN, len(longest) + 1)
        while at + length <= len(second) and second[at : at + length] in first:
            longest = second[at : at + length]
            length += 1
    return longest


def _alike(part: str) -> str:
    return part.replace("：", ":").replace(" ", "")
