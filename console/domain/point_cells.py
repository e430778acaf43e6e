"""What stands in one cell of a sheet of devices or points. What cannot be read is a CellProblem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.domain.contact_cells import CellProblem, is_empty, squeezed, text_of
from console.domain.points import narrow
from console.domain.text import free_text, one_line
from console.errors import Refused

_SECONDS = re.compile(r"(\d{1,7})\s*(秒钟?|s|分钟?|min|小时|时|h)?", re.IGNORECASE | re.ASCII)
_TIMES = {"分": 60, "m": 60, "小": 3600, "时": 3600, "h": 3600}
"""Seconds of a unit, by its first letter."""
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_MINUS = str.maketrans({"−": "-", "—": "-"})
_BETWEEN = re.compile(r"[、,，;；/\n]+")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_DIGITS = re.compile(r"\+?\d[\d -]{5,18}\d", re.ASCII)
_AS_DEVICE = frozenset({"按设备", "同设备", "默认"})


def shown(value: Any) -> str:
    """A cell as it is compared with another: width of blanks does not count, lines do. Refuses cell_error."""
    return "\n".join(" ".join(line.split()) for line in text_of(value).splitlines()).strip()


def match_text(value: Any, limit: int) -> str:
    """What a point answers to: ０１５ is 015, 无 and - are nothing. Refuses too_long.

    Texts with other letters stay as they are: a printer may say a zone in full width.
    """
    return " ".join(narrow(line_text(value, limit)).split())


def line_text(value: Any, limit: int) -> str:
    """Words in one line; 无 and - are nothing. Refuses too_long and characters no text may have."""
    return _sound(value, limit, one_line)


def lines_text(value: Any, limit: int) -> str:
    """Words of several lines."""
    return _sound(value, limit, free_text)


def _sound(value: Any, limit: int, how: Any) -> str:
    text = text_of(value)
    if is_empty(text):
        return ""
    if len(text) > limit:
        raise CellProblem("too_long", length=len(text), limit=limit)
    try:
        made: str = how(text, limit)
    except Refused as wrong:
        raise CellProblem("letter_strange", char=str(wrong.facts.get("char", ""))) from wrong
    return made


def seconds_or_none(value: Any, most: int) -> int | None:
    """A time: 60, 60秒, 5分钟; None where nothing is said. Refuses count_strange."""
    text = _narrow(value)
    if is_empty(text) or text in _AS_DEVICE:
        return None
    found = _SECONDS.fullmatch(text)
    made = int(found[1]) * _TIMES.get((found[2] or "s")[0].lower(), 1) if found else -1
    if not 0 <= made <= most:
        raise CellProblem("count_strange", given=text[:40], least=0, most=most)
    return made


def limit_or_none(value: Any) -> float | None:
    """A threshold; None where none is said. Refuses figure_strange."""
    text = _narrow(value).translate(_MINUS)
    if is_empty(text):
        return None
    if not _DECIMAL.fullmatch(text):
        raise CellProblem("figure_strange", given=text[:40])
    return float(text)


def priority_of(value: Any, usual: int, said: Mapping[str, int]) -> int:
    """一级, 1级, 1; ``usual`` where nothing is said. Refuses word_strange, which names what may stand there."""
    text = _narrow(value)
    if is_empty(text):
        return usual
    plain = text.removesuffix("级")
    known = {word.removesuffix("级"): at for word, at in said.items()} | {str(at): at for at in said.values()}
    if plain not in known:
        raise CellProblem("word_strange", given=text[:40], words="、".join(said))
    return known[plain]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a cell names them. ``aside`` stood in brackets: a personnel number or a unit."""

    said: str
    name: str
    aside: str = ""
    digits: tuple[str, ...] = ()


def people_of(value: Any) -> tuple[Named, ...]:
    """Everybody of a cell in the order they are called: 陈例一（001）、林例二 100-0000-0002."""
    text = text_of(value)
    if is_empty(text):
        return ()
    found = [_named(part) for part in _BETWEEN.split(text) if part.strip() and not is_empty(part.strip())]
    return tuple({(one.name, one.aside, one.digits): one for one in found}.values())


def digits_of(value: Any) -> tuple[str, ...]:
    """The telephone numbers of a cell, digits alone."""
    found = _DIGITS.findall(unicodedata.normalize("NFKC", text_of(value)))
    return tuple("".join(char for char in one if char.isdigit()) for one in found)


def _named(part: str) -> Named:
    said = " ".join(part.split())
    digits = digits_of(part)
    without = _DIGITS.sub(" ", unicodedata.normalize("NFKC", part)) if digits else part
    aside = _BRACKETS.search(without)
    name = squeezed(_BRACKETS.sub(" ", without).strip(" :：-"))
    return Named(said, name, aside[1].strip() if aside else "", digits)


def _narrow(value: Any) -> str:
    return unicodedata.normalize("NFKC", text_of(value)).strip()
