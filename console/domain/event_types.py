"""The tree of event types as a county keeps it: local codes, national codes where known, retired but never deleted.

A code begins with its parent's: limits and rules name a code and mean everything below it, so no circle can be made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from console.domain.place import Problem, name_problem

CODE = re.compile(r"[0-9A-Za-z]{1,16}")
GB_CODE_LIMIT, NAME_EN_LIMIT = 8, 80
"""Longest national code and English name, in characters; names are as long as those of places."""


@dataclass(frozen=True, slots=True)
class EventTypeRow:
    """A type as a file names it or the store has it. ``valid_to`` is the last day it may be chosen.

    ``kept`` names columns the file did not have: what the store says of them stays. ``row`` is the line of the file.
    """

    code: str
    parent: str | None
    name: str
    name_en: str = ""
    gb_code: str | None = None
    valid_to: date | None = None
    kept: frozenset[str] = frozenset()
    row: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether it may be chosen on that day."""
        return self.valid_to is None or day <= self.valid_to


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; parents stand before their children."""

    to_add: tuple[EventTypeRow, ...]
    to_update: tuple[EventTypeRow, ...]
    unchanged: tuple[EventTypeRow, ...]
    problems: tuple[Problem, ...]


def problem(row: int, column: str, name: str, /, **facts: Any) -> Problem:
    return Problem(row, column, f"event_type.problem.{name}", facts)


def planned(rows: Iterable[EventTypeRow], known: Mapping[str, EventTypeRow]) -> Plan:
    """Which rows are new, which change a type there is, which are refused; a refused parent refuses its children."""
    good: dict[str, EventTypeRow] = {}
    problems: list[Problem] = []
    for row in sorted(rows, key=lambda one: (len(one.code), one.code, one.row)):
        found = _problem(row, good, known)
        if found is None:
            good[row.code] = _completed(row, known.get(row.code))
        else:
            problems.append(found)
    to_add = tuple(one for code, one in good.items() if code not in known)
    changed = tuple(one for code, one in good.items() if code in known and _content(one) != _content(known[code]))
    same = tuple(one for code, one in good.items() if code in known and _content(one) == _content(known[code]))
    return Plan(to_add, changed, same, tuple(problems))


def _problem(row: EventTypeRow, good: Mapping[str, EventTypeRow], known: Mapping[str, EventTypeRow]) -> Problem | None:
    if not CODE.fullmatch(row.code):
        return problem(row.row, "code", "code", given=row.code[:40])
    if row.code in good:
        return problem(row.row, "code", "duplicate", code=row.code, first=good[row.code].row)
    if row.parent is not None:
        if row.parent == row.code or not row.code.startswith(row.parent):
            return problem(row.row, "parent", "parent_not_above", code=row.code, parent=row.parent[:40])
        if row.parent not in good and row.parent not in known:
            return problem(row.row, "parent", "parent_unknown", parent=row.parent)
    if (row.gb_code and len(row.gb_code) > GB_CODE_LIMIT) or len(row.name_en) > NAME_EN_LIMIT:
        return problem(row.row, "row", "too_long", limit=GB_CODE_LIMIT if row.gb_code else NAME_EN_LIMIT)
    return name_problem(row.name, row.row)


def _completed(row: EventTypeRow, before: EventTypeRow | None) -> EventTypeRow:
    """What the file does not say stays; a new type without an English name is called by its own."""
    kept = {name: getattr(before, name) for name in row.kept} if before is not None else {}
    made = replace(row, **kept)
    return made if made.name_en else replace(made, name_en=(before.name_en if before else "") or row.name)


def _content(row: EventTypeRow) -> tuple[object, ...]:
    return row.parent, row.name, row.name_en, row.gb_code, row.valid_to
