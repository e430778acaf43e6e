"""Numbers hidden on request, and those of sensitive people from who may not see them: screen, print, export."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from console.domain.contact_book import NumberRow
from console.domain.contacts import PersonHit
from console.domain.people import Action, Actor, may
from console.domain.phones import digits_of

HIDDEN = "*"
_LONG = 9
"""Digits from which on a number keeps its first three and last four; a shorter one only its last two."""
_EXTENSION = re.compile(r"转\S*$")
_IN_TEXT = re.compile(
    r"""(?<![A-Za-z0-9.-])(?:
        (?:(?:\+|00)?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}    # a mobile
        |\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}               # with the area code
        |[48]00[- ]?\d{3,4}[- ]?\d{3,4}                      # of a company
        |(?!(?:19|20)\d\d(?:0[1-9]|1[0-2]))[2-8]\d{6,7}       # within the area; no date
        |(?<!\w)(?!(?:19|20)\d\d-)[2-8]\d{3}-\d{4}           # the same in two parts; no number of a record
    )(?:转\d{1,6})?(?![A-Za-z0-9]|[-.]\d|[ ]?(?:元|万|人|户|亩|吨|米|立方|公里))""",
    re.VERBOSE,
)
_ALONE = re.compile(r"\d(?:[\d-]| (?=\d))*\d(?:转\d{1,6})?")
_DIGITS = re.compile(r"\d+(?:-\d+)*")
_AS_ASCII = str.maketrans(
    {chr(0xFF10 + at): str(at) for at in range(10)} | dict.fromkeys("‐‑‒–—―－ー", "-") | {"＋": "+"}
)
"""One character for one, so that places stay true."""


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


def spans(text: str, only: Collection[str] | None = None) -> list[tuple[int, int]]:
    """Where whole telephone numbers stand in words somebody wrote; with ``only`` those whose digits are in it.

    Short codes are found by their digits alone: in words they look like any other figure.
    """
    plain = text.translate(_AS_ASCII)
    found = [match.span() for match in _IN_TEXT.finditer(plain)]
    if only is None:
        return found
    whole = [(start, end) for start, end in found if digits_of(plain[start:end].partition("转")[0]) in only]
    parts = [match.span() for match in _DIGITS.finditer(plain) if digits_of(match.group()) in only]
    return whole + [(start, end) for start, end in parts if not any(a <= start < b for a, b in whole)]


def number_spans(text: str) -> list[tuple[int, int]]:
    """The same of a text that is nothing but numbers: short codes too. What is hidden in part already stays so."""
    return [] if HIDDEN in text else [match.span() for match in _ALONE.finditer(text.translate(_AS_ASCII))]


def hidden_in(text: str, where: Iterable[tuple[int, int]]) -> str:
    """The text with what stands there masked; it stays as long as it was."""
    for start, end in where:
        text = text[:start] + masked(text[start:end]) + text[end:]
    return text


def secret_digits(numbers: Iterable[str]) -> frozenset[str]:
    """Digits of numbers that are kept secret, with and without their area code."""
    every = {digits_of(number) for number in numbers}
    local = {one[area:] for one in every for area in (3, 4) if one.startswith("0") and len(one) - area in (7, 8)}
    return frozenset(every | local) - {""}
