"""Which calls probably tell of the same thing, and why: by place, time, type and words. Nothing is merged by it.

Every part gives points, for and against; what reaches ``LIKELY`` is offered with its reasons, and an officer decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import fsum, log
from unicodedata import normalize
from uuid import UUID

from console.domain.place_names import shortened

LIKELY = 1.6
"""Points from which on a pair is offered: a wrong offer costs a glance, a missed one a second report."""
_WORD = re.compile(r"[^\W_]+")
"""Letters, digits and characters in a row: what ``str.isalnum`` says is one."""
WITHIN = timedelta(hours=24)
"""Calls further apart are not compared."""
OFFERED = 5
"""So many are offered at once, the likeliest first."""


class Reason(StrEnum):
    """Why: 同一地点, 提到同一地点, 时间相近, 类型相同, 类型相近, 说法相似."""

    PLACE = "place"
    NAMED = "named"
    TIME = "time"
    TYPE = "type"
    NEAR_TYPE = "near_type"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Told:
    """What one call (or an open incident) says. ``path`` are names of the tree from large to small."""

    id: UUID
    received_at: datetime
    path: tuple[str, ...]
    place_text: str
    event_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Because:
    """One reason. ``fact`` is what it rests on: the place, the minutes between, the code, the words both have."""

    reason: Reason
    fact: str


@dataclass(frozen=True, slots=True)
class Match:
    """Another call that may be of the same thing."""

    id: UUID
    points: float
    reasons: tuple[Because, ...]


def path_of(shown: str) -> tuple[str, ...]:
    """Names of a place as records show it, from large to small; the county above all of them says nothing."""
    names = tuple(shown.split())
    return names[1:] if names and names[0].endswith(("县", "市", "区", "旗")) else names


def likely(call: Told, others: Iterable[Told], offered: int = OFFERED) -> list[Match]:
    """The others that may tell of the same thing as this call, the likeliest first, at most ``offered``.

    A place that is only named in words counts as chosen where another call has chosen it. How rare a pair of
    characters is among the calls says how much it means that two of them have it.
    """
    near = [one for one in others if one.id != call.id and abs(one.received_at - call.received_at) <= WITHIN]
    known = _known([call, *near])
    said = [_pairs(_spoken(one)) for one in (call, *near)]
    rare = _rareness(said)
    heard = [_heard(one, _placed(one, known), pairs, rare) for one, pairs in zip((call, *near), said, strict=True)]
    made = [_match(heard[0], one, rare) for one in heard[1:]]
    found = sorted((one for one in made if one.points >= LIKELY), key=lambda one: (-one.points, str(one.id)))
    texts = {one.id: one.text for one in near}
    return [_in_words(one, call.text, texts[one.id], rare) for one in found[:offered]]


def of_other_class(one: str, two: str) -> bool:
    """Whether two types are known and of two classes: a burglary is no accident."""
    return bool(one and two) and one[0] != two[0]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A call with the place its words name and their pairs of characters; weighed once, compared with hundreds."""

    told: Told
    path: tuple[str, ...]
    pairs: frozenset[str]
    weight: float
    spot: frozenset[str]
    """Pairs of what was said beside the tree."""
    spot_weight: float


def _heard(told: Told, path: tuple[str, ...], pairs: frozenset[str], rare: dict[str, float]) -> _Heard:
    spot = _pairs(told.place_text)
    return _Heard(told, path, pairs, _weight(pairs, rare), spot, _weight(spot, rare))


def _weight(pairs: Iterable[str], rare: dict[str, float]) -> float:
    return fsum(rare[pair] for pair in pairs)


def _match(call: _Heard, other: _Heard, rare: dict[str, float]) -> Match:
    parts = (
        _by_place(call.path, other.path),
        _by_spot(call, other, rare),
        _by_words(call, other, rare),
        _by_type(call.told.event_type, other.told.event_type),
        _by_time(call.told.received_at, other.told.received_at),
    )
    reasons = tuple(because for _, because in parts if because is not None)
    return Match(other.told.id, round(sum(points for points, _ in parts), 2), reasons)


Part = tuple[float, Because | None]


def _known(told: Iterable[Told]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every place some call has chosen, the smallest first, with the words for each of its names."""
    paths = {one.path[: at + 1] for one in told for at in range(len(one.path))}
    ordered = sorted(paths, key=lambda path: (-len(path), path))
    return [(path, tuple(shortened(name) or name for name in path)) for path in ordered]


def _placed(told: Told, known: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> tuple[str, ...]:
    """The smallest known place the call has chosen or names; one that contradicts what was chosen is none."""
    words = _spoken(told)
    named = [path for path, said in known if _names(told.path, path, said, words)]
    deepest = [path for path in named if len(path) == len(named[0])]
    return deepest[0] if len(deepest) == 1 else told.path


def _names(chosen: tuple[str, ...], path: tuple[str, ...], said: tuple[str, ...], words: str) -> bool:
    """Whether the words name that place, and it lies below the chosen one."""
    return len(path) > len(chosen) and path[: len(chosen)] == chosen and said[-1] in words


def _by_place(call: tuple[str, ...], other: tuple[str, ...]) -> Part:
    """Two places of the tree agree, contain one another or contradict."""
    same = 0
    for mine, theirs in zip(call, other, strict=False):
        if mine != theirs:
            return (_OTHER_TOWN if same == 0 else _OTHER_VILLAGE), None
        same += 1
    if not same:
        return 0.0, None
    smallest = same > 1 and len(call) == len(other)
    return (_SAME_PLACE if smallest else _SAME_TOWN), Because(Reason.PLACE, call[same - 1])


_SAME_PLACE, _SAME_TOWN, _OTHER_VILLAGE, _OTHER_TOWN = 2.0, 1.0, -4.0, -6.0


def _by_spot(call: _Heard, other: _Heard, rare: dict[str, float]) -> Part:
    """What was said beside the tree (示例大桥): named by the other too, or another spot than the other's."""
    best = 0.0
    for one, two in ((call, other), (other, call)):
        if one.spot_weight:
            best = max(best, _weight(one.spot & two.pairs, rare) / one.spot_weight)
    both = bool(call.told.place_text and other.told.place_text)
    if best >= _SPOT_NAMED:
        return _SAME_SPOT, Because(Reason.NAMED, call.told.place_text or other.told.place_text)
    return (_OTHER_SPOT if both and best < _SPOT_OTHER else 0.0), None


_SAME_SPOT, _OTHER_SPOT, _SPOT_NAMED, _SPOT_OTHER = 1.0, -1.0, 0.7, 0.5


def _by_words(call: _Heard, other: _Heard, rare: dict[str, float]) -> Part:
    """How much of what the shorter one says stands in the longer one too, weighed by how rare it is."""
    both = call.pairs & other.pairs
    least = min(call.weight, other.weight)
    if not both or not least:
        return _NOTHING_ALIKE, None
    shared = _weight(both, rare) / least
    points = _NOTHING_ALIKE + (_ALIKE - _NOTHING_ALIKE) * min(1.0, shared / _MUCH)
    if shared < _SOME:
        return points, None
    return points, Because(Reason.WORDS, "")  # which words those are is asked of those alone that are offered


_NOTHING_ALIKE, _ALIKE, _MUCH, _SOME = -1.0, 3.0, 0.5, 0.1


def _by_type(one: str, two: str) -> Part:
    """Types that agree or stand under one heading; a fire and a flood speak against each other."""
    if not one or not two:
        return 0.0, None
    if one.startswith(two) or two.startswith(one):
        return _SAME_TYPE, Because(Reason.TYPE, max(one, two, key=len))
    if one[:_GROUP] == two[:_GROUP]:
        return _NEAR_TYPE, Because(Reason.NEAR_TYPE, one[:_GROUP])
    return (_OTHER_CLASS if of_other_class(one, two) else _OTHER_GROUP), None


_SAME_TYPE, _NEAR_TYPE, _OTHER_GROUP, _OTHER_CLASS = 1.2, 0.8, -0.5, -1.2
_GROUP = 3
"""Digits of a code that name its group: 104 地质灾害."""


def _by_time(one: datetime, two: datetime) -> Part:
    minutes = round(abs(one - two).total_seconds() / 60)
    for within, points in _SOONER:
        if minutes <= within:
            return points, Because(Reason.TIME, str(minutes)) if points > 0 else None
    return _MUCH_LATER, None


_SOONER = ((30, 1.0), (90, 0.5), (180, 0.0), (360, -0.7))
_MUCH_LATER = -1.5


def _spoken(told: Told) -> str:
    return f"{told.place_text} {told.text}"


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a text, without signs and spaces."""
    words = _WORD.findall(_plain(text))
    return frozenset(one + two for word in words for one, two in pairwise(word))


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _in_words(match: Match, one: str, two: str, rare: dict[str, float]) -> Match:
    """With the words both have, the most telling first; what has none in common but bits of words says nothing."""
    told = sorted(_shared(_plain(one), _plain(two)), key=lambda words: (-_weight(_pairs(words), rare), words))
    alone = [words for at, words in enumerate(told) if not any(words in other for other in told[:at])]
    because = Because(Reason.WORDS, "、".join(alone[:_WORDS_TOLD]))
    reasons = (because if one.reason is Reason.WORDS else one for one in match.reasons)
    return replace(match, reasons=tuple(one for one in reasons if one.reason is not Reason.WORDS or one.fact))


_WORDS_TOLD = 3


def _shared(one: str, two: str) -> set[str]:
    """The longest stretches of a text that stand in the other too; of words and numbers in letters whole ones alone."""
    found = set()
    whole = {word for run in _WORD.findall(two) for word in _PARTS.findall(run)}
    for run in _WORD.findall(one):
        start = 0
        while start < len(run) - 1:
            end = start + 1
            while end < len(run) and run[start : end + 1] in two:
                end += 1
            found.add(_whole(run, start, end, whole))
            start = end if end > start + 1 else start + 1
    return {words for words in found if len(words) > 1}


_PARTS = re.compile(r"[0-9]+|[^\W\d_\u3400-\u9fff]+")
"""A number, or a word in letters."""


def _whole(run: str, start: int, end: int, known: set[str]) -> str:
    """A stretch without the numbers and words it cuts: of 12 and 15 a 1 is nothing they have in common."""
    for part in _PARTS.finditer(run):
        if (
            start < part.end()
            and part.start() < end
            and (part.start() < start or part.end() > end or part[0] not in known)
        ):
            if part.start() <= start:
                start = min(part.end(), end)
            else:
                end = max(start, part.start())
    return run[start:end]


def _rareness(told: Sequence[frozenset[str]]) -> dict[str, float]:
    counted: Counter[str] = Counter()
    for pairs in told:
        counted.update(pairs)
    return {pair: log(1 + len(told) / count) for pair, count in counted.items()}
