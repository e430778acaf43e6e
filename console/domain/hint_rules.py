"""What marks an element of a report, read from ``resources/hints.toml``: classes of words put into patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources

_CLASS = re.compile(r"<([a-z]\w{0,11})>")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one element is found: ``but`` is struck out of the text, then one of ``words`` or ``said`` looked for.

    ``asking``: clauses that ask or demand count too.
    """

    words: tuple[str, ...]
    said: re.Pattern[str]
    but: re.Pattern[str] | None
    asking: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule by element, and what marks a clause that asks for something."""

    of: Mapping[str, Rule]
    asks: re.Pattern[str]


@cache
def shipped() -> Rules:
    """The rules that ship with the program; compiled once."""
    return compiled(tomllib.loads(resources.path("hints.toml").read_text("utf-8")))


def compiled(table: Mapping[str, Any]) -> Rules:
    """Rules of a table as ``resources/hints.toml`` has it; KeyError for a class it does not know."""
    classes = {name: _words(text, table["words"]) for name, text in table["words"].items()}
    shapes = {**table["shapes"], **{name: _alternatives(words) for name, words in classes.items()}}
    named = {name: given for name, given in table.items() if name not in ("words", "shapes")}
    of = {name: _rule(given, table["words"], shapes) for name, given in named.items()}
    return Rules(of, re.compile(shapes["asking"]))


def _rule(given: Mapping[str, Any], classes: Mapping[str, str], shapes: Mapping[str, str]) -> Rule:
    words, struck = _words(given.get("words", ""), classes), given.get("but")
    but = _pattern(struck, shapes) if struck else None
    return Rule(tuple(sorted(words)), _pattern(given["said"], shapes), but, given.get("asking", True))


def _words(text: str, classes: Mapping[str, str]) -> set[str]:
    """The words of a text and of the classes it takes in."""
    found: set[str] = set()
    for word in text.split():
        taken = _CLASS.fullmatch(word)
        found |= _words(classes[taken[1]], classes) if taken else {word}
    return found


def _alternatives(words: Iterable[str]) -> str:
    """One of these, the longest first; a look at its first character spares trying each of them at each place."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    begins = "".join(sorted({re.escape(word[0]) for word in longest}))
    return f"(?=[{begins}])(?:{'|'.join(map(re.escape, longest))})"


def _pattern(parts: list[str], shapes: Mapping[str, str]) -> re.Pattern[str]:
    whole = "|".join(parts)
    while _CLASS.search(whole):
        whole = _CLASS.sub(lambda found: f"(?:{shapes[found[1]]})", whole)
    return re.compile(whole, re.MULTILINE)
