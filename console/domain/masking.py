"""Numbers hidden on request, and those of sensitive people from who may not see them: screen, print, export."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from console.domain.contact_book import NumberRow
from console.domain.contacts import PersonHit
from console.domain.people import Action, Actor, may

HIDDEN = "*"
_LONG = 9
"""Digits from which on a number keeps its first three and last four; a shorter one only its last two."""
_EXTENSION = re.compile(r"转\S*$")


def masked(number: str) -> str:
    """``100-0000-0001`` as ``100-****-0001``: enough to be recognised by who knows it, not to be dialled."""
    behind = _EXTENSION.search(number)
    line = number[: behind.start()] if behind else number
    places = [at for at, char in enumerate(line) if char.isalnum()]
    first, last = (3, 4) if len(places) >= _LONG else (0, 2)
    hidden = set(places[first : len(places) - last]) if len(places) > last else set(places)
    shown = "".join(HIDDEN if at in hidden else char for at, char in enumerate(line))
    return shown + (f"转{HIDDEN * (behind.end() - behind.start() - 1)}" if behind else "")


def shown(numbers: Iterable[str], *, sensitive: bool, to: Actor | None, mask: bool = False) -> tuple[str, ...]:
    """The numbers as ``to`` may see them; ``mask`` is the request to hide them, None somebody nobody knows."""
    hide = mask or (sensitive and (to is None or not may(to, Action.SEE_NUMBERS)))
    return tuple(masked(number) if hide else number for number in numbers)


def shown_row(row: NumberRow, *, sensitive: bool, to: Actor | None, mask: bool = False) -> NumberRow:
    """The same for a row of a card: what is hidden is hidden wherever it stands in it."""
    (seen,) = shown([row.shown], sensitive=sensitive, to=to, mask=mask)
    return row if seen == row.shown else replace(row, shown=seen, number=seen, digits="", extension="")


def shown_hit(hit: PersonHit, *, to: Actor | None, mask: bool = False) -> PersonHit:
    """The same for somebody who was found."""
    seen = shown(hit.numbers, sensitive=hit.sensitive, to=to, mask=mask)
    return hit if seen == hit.numbers else replace(hit, numbers=seen)
