"""Places by their national division code: the level follows from its length, the parent from its prefix."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

NAME_LIMIT = 60
"""Longest name of a place in characters (house rule; the longest real ones have about 25)."""


class Level(StrEnum):
    """Storeys of the tree; their words are ``place.level.<value>``."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


LEVELS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWN, 12: Level.VILLAGE}
"""Level by the number of digits of the code."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as a file names it, or as a plan wants it stored. ``row`` is its line or sheet row."""

    code: str
    name: str
    parent_code: str | None = None
    parent_name: str = ""
    row: int = 0
    spot: tuple[float, float] | None = None
    """Latitude and longitude in degrees (WGS 84); None where the file does not say, which changes nothing."""

    @property
    def level(self) -> Level:
        return LEVELS[len(self.code)]


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place that stands in the store already; a placeholder still waits for its name."""

    code: str
    name: str
    parent_code: str | None = None
    placeholder: bool = False
    spot: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused. ``column`` is code, name, parent, spot or row; ``code`` is a word of the catalogue."""

    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; parents come before their children in every list."""

    to_add: tuple[PlaceRow, ...] = ()
    to_update: tuple[PlaceRow, ...] = ()
    unchanged: tuple[PlaceRow, ...] = ()
    placeholders: tuple[PlaceRow, ...] = ()
    adopted: tuple[PlaceRow, ...] = ()
    """Places of the store, named in no row, whose parent comes only now."""
    problems: tuple[Problem, ...] = ()


def problem(row: int, column: str, name: str, /, **facts: Any) -> Problem:
    return Problem(row, column, f"place.problem.{name}", facts)


def refused_rows(problems: Iterable[Problem]) -> int:
    """How many rows were refused: a row with two problems counts once."""
    return len({found.row for found in problems})


def is_code(text: str) -> bool:
    return len(text) in LEVELS and text.isascii() and text.isdigit()


def code_problem(code: str, row: int) -> Problem | None:
    """What is wrong with a code, if anything."""
    if not code:
        return problem(row, "code", "missing_code")
    if not (code.isascii() and code.isdigit()):
        return problem(row, "code", "code_not_digits", given=code)
    if len(code) not in LEVELS:
        return problem(row, "code", "code_length", given=code)
    return None


def name_problem(name: str, row: int) -> Problem | None:
    """What is wrong with a name, if anything."""
    if not name:
        return problem(row, "name", "missing_name")
    for char in name:
        if unicodedata.category(char) in {"Cc", "Cs"}:
            return problem(row, "name", "name_control", char=f"U+{ord(char):04X}")
    if len(name) > NAME_LIMIT:
        return problem(row, "name", "name_too_long", length=len(name), limit=NAME_LIMIT)
    return None


def resolve(rows: Sequence[PlaceRow], known: Mapping[str, KnownPlace]) -> Plan:
    """Give every row its parent and compare it with the store; the order of rows does not matter."""
    first, problems = _first_of_each(_canonical(rows, known))
    named = _codes_by_name(first, known) if any(row.parent_name for row in first.values()) else {}
    accepted: dict[str, PlaceRow] = {}
    for row in first.values():
        parent = _parent_of(row, first, known, named)
        if isinstance(parent, Problem):
            problems.append(parent)
        else:
            accepted[row.code] = replace(row, parent_code=parent, parent_name="")
    placeholders = _placeholders(accepted, known)
    add, update, same = _compared(accepted, known)
    return Plan(
        to_add=_ordered(add),
        to_update=_ordered(update),
        unchanged=_ordered(same),
        placeholders=_ordered(placeholders.values()),
        adopted=_ordered(_adopted(accepted, placeholders, known)),
        problems=tuple(sorted(problems, key=lambda found: (found.row, found.column, found.code))),
    )


def _ordered(rows: Iterable[PlaceRow]) -> tuple[PlaceRow, ...]:
    return tuple(sorted(rows, key=lambda row: (len(row.code), row.code)))


def _canonical(rows: Sequence[PlaceRow], known: Mapping[str, KnownPlace]) -> list[PlaceRow]:
    """Rows in their own order, codes without the zeros some lists fill them up with.

    The statistics office writes a town as 330324001000, GB/T 2260 a city as 330300. But 441900 is also
    the county code of a city without counties (Dongguan): it stays when towns hang under it.
    """
    counties = {row.code for row in rows if row.parent_code and row.parent_code == row.code[:4]}
    for row in rows:
        lower = (_without_filling(code) for code in (row.code, row.parent_code or ""))
        counties.update(code[:6] for code in lower if len(code) > 6)

    def short(code: str) -> str:
        code = _without_filling(code)
        if len(code) != 6 or not code.endswith("00") or code in counties or code in known:
            return code
        return code[:2] if code.endswith("0000") else code[:4]

    ordered = sorted(rows, key=lambda row: (row.row, row.code, row.name, row.parent_code or "", row.parent_name))
    return [
        replace(row, code=short(row.code), parent_code=short(row.parent_code) if row.parent_code else None)
        for row in ordered
    ]


def _without_filling(code: str) -> str:
    for full, kept in ((12, 9), (9, 6)):
        if len(code) == full and code.endswith("000"):
            code = code[:kept]
    return code


def _first_of_each(rows: Sequence[PlaceRow]) -> tuple[dict[str, PlaceRow], list[Problem]]:
    first: dict[str, PlaceRow] = {}
    problems: list[Problem] = []
    for row in rows:
        wrong = code_problem(row.code, row.row)
        if wrong:
            problems.append(wrong)
            continue
        before = first.setdefault(row.code, row)
        if before is row:
            continue
        if replace(before, row=row.row) == row:
            problems.append(problem(row.row, "code", "duplicate", code=row.code, first=before.row))
        else:
            other = problem(row.row, "code", "duplicate_other", code=row.code, first=before.row, name=before.name)
            problems.append(other)
    return first, problems


def _codes_by_name(first: Mapping[str, PlaceRow], known: Mapping[str, KnownPlace]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place in known.values():
        if place.code not in first:
            found.setdefault(place.name, set()).add(place.code)
    for row in first.values():
        found.setdefault(row.name, set()).add(row.code)
    return found


def _parent_of(
    row: PlaceRow,
    first: Mapping[str, PlaceRow],
    known: Mapping[str, KnownPlace],
    named: Mapping[str, set[str]],
) -> str | Problem | None:
    if row.parent_code:
        return _checked_parent(row, row.parent_code)
    if row.parent_name:
        return _parent_by_name(row, named.get(row.parent_name, set()))
    before = known.get(row.code)
    if before and before.parent_code:
        return before.parent_code
    return _parent_by_prefix(row.code, first, known)


def _checked_parent(row: PlaceRow, parent: str) -> str | Problem:
    """A parent stands above by its code, so a circle of parents cannot pass either."""
    if not is_code(parent):
        return problem(row.row, "parent", "parent_code", given=parent)
    if parent == row.code:
        return problem(row.row, "parent", "parent_self")
    if not row.code.startswith(parent):
        return problem(row.row, "parent", "parent_not_above", given=parent, code=row.code)
    return parent


def _parent_by_name(row: PlaceRow, codes: set[str]) -> str | Problem:
    """The one place of that name; of several, the one above by its code."""
    above = [code for code in codes if code != row.code and row.code.startswith(code)]
    if len(above) == 1:
        return above[0]
    if not codes:
        return problem(row.row, "parent", "parent_unknown", given=row.parent_name)
    if len(codes) == 1:
        return _checked_parent(row, next(iter(codes)))
    return problem(row.row, "parent", "parent_ambiguous", given=row.parent_name, count=len(codes))


def _parent_by_prefix(code: str, *there: Mapping[str, object]) -> str | None:
    """Towns and villages always hang somewhere; a county stands alone until its city is known."""
    if len(code) > 6:
        return code[: 9 if len(code) == 12 else 6]
    for kept in (4, 2):
        if kept < len(code) and any(code[:kept] in places for places in there):
            return code[:kept]
    return None


def _placeholders(accepted: Mapping[str, PlaceRow], known: Mapping[str, KnownPlace]) -> dict[str, PlaceRow]:
    parents = {row.parent_code for row in accepted.values() if row.parent_code}
    parents |= {code[:6] for code in parents if len(code) == 9 and code not in accepted and code not in known}
    missing = {code: PlaceRow(code, "") for code in parents if code not in accepted and code not in known}
    return {
        code: replace(row, parent_code=_parent_by_prefix(code, accepted, known, missing))
        for code, row in missing.items()
    }


def _compared(
    accepted: Mapping[str, PlaceRow], known: Mapping[str, KnownPlace]
) -> tuple[list[PlaceRow], list[PlaceRow], list[PlaceRow]]:
    add: list[PlaceRow] = []
    update: list[PlaceRow] = []
    same: list[PlaceRow] = []
    for row in accepted.values():
        before = known.get(row.code)
        if before is None:
            add.append(row)
        elif before.placeholder or _differs(row, before):
            update.append(row)
        else:
            same.append(row)
    return add, update, same


def _differs(row: PlaceRow, before: KnownPlace) -> bool:
    named = (before.name, before.parent_code) != (row.name, row.parent_code)
    return named or row.spot not in (None, before.spot)


def _adopted(
    accepted: Mapping[str, PlaceRow], placeholders: Mapping[str, PlaceRow], known: Mapping[str, KnownPlace]
) -> list[PlaceRow]:
    new = {code for code in (*accepted, *placeholders) if len(code) < 6 and code not in known}
    if not new:
        return []
    alone = (place for place in known.values() if not place.parent_code and place.code not in accepted)
    found = ((place, _parent_by_prefix(place.code, accepted, placeholders)) for place in alone)
    return [PlaceRow(place.code, place.name, parent) for place, parent in found if parent in new]
