"""What a forwarded warning says otherwise than the message it passes on, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from console.domain.warning_form import WarningForm

FIELDS = ("title", "issuer", "full", "guide", "area_words")
"""What a message of somebody else has words for; its short message and its speech are made here."""
_WORDS = re.compile(r"\d+(?:[.:]\d+)*|[A-Za-z]+|\s+|.", re.DOTALL)
_APART = 2
"""Words that stay the same between two changes and are told as part of one."""
_AROUND = 4
_MOST = 1_000_000
"""Pairs of words compared one by one."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Source:
    """The message it passes on, by field. ``number`` is that of an earlier message here; empty: it came as a file."""

    texts: Mapping[str, str]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place: ``was`` in the source, ``now`` here; one of them empty where something was left out or added.
    ``after`` are the words before it."""

    field: str
    was: str
    now: str
    after: str = ""


def source_of(form: WarningForm, number: str = "") -> Source:
    return Source({name: getattr(form, name) for name in FIELDS}, number)


def differences(form: WarningForm, source: Source) -> list[Difference]:
    """Every place, field by field; fields the source says nothing in are nobody's to compare."""
    made: list[Difference] = []
    for name in FIELDS:
        was, now = source.texts.get(name, ""), str(getattr(form, name))
        if was.strip() and _plain(was) != _plain(now):
            made += _places(name, _WORDS.findall(_plain(was)), _WORDS.findall(_plain(now)))
    return made


def _places(name: str, was: list[str], now: list[str]) -> Iterable[Difference]:
    spans: list[list[int]] = []
    for a, b, c, d in _changes(was, now):
        if spans and a - spans[-1][1] <= _APART:
            spans[-1][1], spans[-1][3] = b, d
        else:
            spans.append([a, b, c, d])
    for a, b, c, d in spans:
        after = "".join(was[max(0, a - _AROUND) : a])
        yield Difference(name, _cut("".join(was[a:b])), _cut("".join(now[c:d])), after)


def _changes(was: list[str], now: list[str]) -> Iterable[tuple[int, int, int, int]]:
    """What is the same at the beginning is not looked through, in long texts not at the end either; of what lies
    between, frequent words no more than needed."""
    start = 0
    while start < min(len(was), len(now)) and was[start] == now[start]:
        start += 1
    end = 0
    long = (len(was) - start) * (len(now) - start) > _MOST
    while long and end < min(len(was), len(now)) - start and was[-1 - end] == now[-1 - end]:
        end += 1
    mine, other = was[start : len(was) - end], now[start : len(now) - end]
    found = SequenceMatcher(None, mine, other, autojunk=len(mine) * len(other) > _MOST)
    for tag, a, b, c, d in found.get_opcodes():
        if tag != "equal":
            yield a + start, b + start, c + start, d + start


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _plain(text: str) -> str:
    """Ends of lines and blanks at the edges are nobody's words."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
