"""Texts as an Excel cell takes them: at most 32 767 UTF-16 units, nothing XML cannot carry, nothing cut."""

from __future__ import annotations

import re

from console import words

UNITS = 32_767
"""Most UTF-16 units of one cell (the file format's own limit); an emoji is two of them."""

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def cells_of(text: str, column: str) -> tuple[str, str]:
    """The text and, where it is longer than a cell, its rest for that column; the first part then names the column."""
    text = escaped(text)
    if units(text) <= UNITS:
        return text, ""
    mark = words.say("export.continued", column=column)
    room, head = UNITS - units(mark), 0
    for head, char in enumerate(text):  # noqa: B007 - where the room ends is what is asked
        room -= units(char)
        if room < 0:
            break
    return text[:head] + mark, text[head:]


def escaped(text: str) -> str:
    """``_xHHHH_`` is how the format writes what XML cannot: such characters, and texts that look like it."""
    kept = _ESCAPED.sub("_x005F_", text)
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", kept)


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)
