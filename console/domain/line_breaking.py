"""Lines of Chinese text: none begins with a closing sign or ends with an opening one, numbers and words stay whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

NOT_FIRST = frozenset("，。、；：？！）〕》】」』”’％·～…—,.;:?!)]}%")
NOT_LAST = frozenset("（〔《【「『“‘([{")
_ATOM = re.compile(r"[A-Za-z0-9]+(?:[.,:/+-][A-Za-z0-9]+)*%?|——|……|.", re.S)
_TITLE = re.compile(r"^关于|的[^的\s]{1,4}$|[A-Za-z0-9]+(?:[.,:/+-][A-Za-z0-9]+)*%?|[（(][^）)]{1,6}[）)]|.", re.S)
_LONGEST_WORD = 20
_BACK = 8
_EXACT = 1.0001
"""Widths are sums of rounded ones."""

Run = tuple[str, str]
"""A text and what it is set in."""

Advance = Callable[[str, Any], float]
"""Width of a text in what it is set in, in the units of whoever asks."""


@dataclass(frozen=True, slots=True)
class Atom:
    """What is never broken: a character, a number, a word, a pair of dashes. ``width`` as its type has it."""

    text: str
    role: Any
    width: float

    @property
    def blank(self) -> bool:
        return self.text.isspace()


Line = tuple[Atom, ...]


def atoms(runs: Sequence[Run], advance: Advance) -> list[Atom]:
    """The atoms of a paragraph; a word too long for any line is taken character by character."""
    return [
        Atom(part, role, advance(part, role))
        for text, role in runs
        for found in _ATOM.findall(text)
        for part in _bearable(found)
    ]


def _bearable(word: str) -> Sequence[str]:
    return word if len(word) > _LONGEST_WORD else (word,)


def title_atoms(title: str, role: str, advance: Advance) -> list[Atom]:
    """As of a paragraph; 关于 and the last words (的报告) stay whole too."""
    return [Atom(part, role, advance(part, role)) for found in _TITLE.findall(title) for part in _bearable(found)]


def width_of(line: Sequence[Atom]) -> float:
    """Width of a line as its type has it, neither narrowed nor spread."""
    return sum(atom.width for atom in line)


def broken(given: Sequence[Atom], width: float, first: float = 0.0) -> list[Line]:
    """Lines no wider than ``width``, the first shorter by ``first``; blanks at the ends of lines are left out."""
    rest, made, room = list(given), [], width - first
    while rest:
        end = _fitting(rest, room)
        if end < len(rest):
            end = _allowed(rest, end)
        made.append(_stripped(rest[:end]))
        rest = rest[end:]
        while rest and rest[0].blank:
            rest = rest[1:]
        room = width
    return made or [()]


def _fitting(rest: Sequence[Atom], room: float) -> int:
    used = 0.0
    for at, atom in enumerate(rest):
        used += atom.width
        if used > room * _EXACT and at and not atom.blank:
            return at
    return len(rest)


def _allowed(rest: Sequence[Atom], end: int) -> int:
    """The last place before ``end`` where a line may break; ``end`` itself where there is none near."""
    for at in range(end, max(0, end - _BACK), -1):
        if may_break(rest[at - 1], rest[at]):
            return at
    return end


def may_break(before: Atom, after: Atom) -> bool:
    """Whether a line may end between the two."""
    return after.text[0] not in NOT_FIRST and before.text[-1] not in NOT_LAST


def _stripped(line: Sequence[Atom]) -> Line:
    kept = list(line)
    while kept and kept[-1].blank:
        kept.pop()
    return tuple(kept)


def balanced(given: Sequence[Atom], width: float) -> list[Line]:
    """A title over as few lines as it needs, all about as long; a blank is the best place to break."""
    count = len(broken(given, width))
    if count < 2:
        return broken(given, width)
    aim = width_of(given) / count
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for end in range(1, len(given) + 1):
        costs = dict(_lines_to(given, end, width, aim))
        for line in range(1, count + 1):
            ways = [(best[at, line - 1][0] + cost, at) for at, cost in costs.items() if (at, line - 1) in best]
            if ways:
                best[end, line] = min(ways)
    if (len(given), count) not in best:
        return broken(given, width)
    lines, end = [], len(given)
    for line in range(count, 0, -1):
        start = best[end, line][1]
        lines.append(_stripped(given[start + given[start].blank : end]))
        end = start
    return lines[::-1]


def _lines_to(given: Sequence[Atom], end: int, width: float, aim: float) -> Iterator[tuple[int, float]]:
    """Where a line that ends there may begin, and how badly it would look."""
    for start in range(end - 1, -1, -1):
        cost = _cost(given, start, end, width, aim)
        if cost is None:
            return
        yield start, cost


_TIED = frozenset("的了")
"""Words that belong to what stands before them: no line of a title begins with one."""


def _cost(given: Sequence[Atom], start: int, end: int, width: float, aim: float) -> float | None:
    """How badly a line of a title looks; None where it does not fit."""
    line = _stripped(given[start:end])
    used = sum(atom.width for atom in line)
    if used > width * _EXACT:
        return None
    cost = ((used - aim) / aim) ** 2
    if end < len(given):
        after = given[end]
        if not may_break(given[end - 1], after):
            cost += 10
        if after.text[0] in _TIED:
            cost += 1
        if after.blank or given[end - 1].blank:
            cost -= 0.02
    return cost
