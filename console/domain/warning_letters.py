"""警示函 and 约谈函: what the three-colour scheme of forest fire asks a county to write to its towns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

KINDS = ("caution", "talk")
LIMITS = {"why": 300, "when": 60, "where": 100, "to": 400}
"""Longest texts in characters."""
BAR, _COLON = "｜", "："
"""Between the parts of a letter in the history; in no part itself."""
_NAMES = {"to": "致", "why": "事由", "when": "时间", "where": "地点"}
_KIND = {"caution": "警示函", "talk": "约谈函"}
_JOIN = "、"


@dataclass(frozen=True, slots=True)
class LetterAsked:
    """A letter that is to be written: to whom, why; ``when`` and ``where`` of the talk are left to ink if empty."""

    kind: str
    to: tuple[str, ...]
    why: str
    when: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter that was written, by its number."""

    number: str
    asked: LetterAsked
    at: datetime
    by_name: str


def letter_words(number: str, asked: LetterAsked) -> str:
    """How a letter stands in the history of its warning: read by people, and by ``letter_of``."""
    told = {"to": _JOIN.join(asked.to), "why": asked.why, "when": asked.when, "where": asked.where}
    parts = [f"{_KIND[asked.kind]} {number}"]
    parts += [f"{_NAMES[name]}{_COLON}{text}" for name, text in told.items() if text]
    return BAR.join(parts)


def letter_of(words: str, at: datetime, by_name: str) -> LetterRow:
    """What ``letter_words`` wrote."""
    head, *parts = words.split(BAR)
    named, _, number = head.partition(" ")
    told = {name: text for name, _, text in (part.partition(_COLON) for part in parts)}
    kind = next(kind for kind, name in _KIND.items() if name == named)
    to, why, when, where = (told.get(name, "") for name in _NAMES.values())
    return LetterRow(number, LetterAsked(kind, tuple(to.split(_JOIN)), why, when, where), at, by_name)
