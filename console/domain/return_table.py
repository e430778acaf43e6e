"""A town's returned table, however it was treated: found by its marks, its columns by code or by head, its row by name.

Renamed files, columns moved, rows and columns put in, cells joined: each is read where that is certain and told where
it is not. What is not read as a figure is kept as rows of text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from console.domain.incident_figures import Unit
from console.domain.return_cell import COLUMNS, UNKNOWN, Cell, Finding, plain, read_cell, shown, unit_named

ROWS_LIMIT = 500
"""A returned table has one row that counts; a file with more rows than this is another paper."""

_NUMBER = re.compile(r"[^\s:;,，。（）()]*HZ\d{4}-\d{4,}")
_WITH_UNIT = re.compile(r"(.*?)\(([^()]*)\)")
UNIT = "unit"
"""The code over the column of units."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One sheet as it lies in the file. ``merged``: first row, last row, first column, last column, from 1."""

    name: str
    rows: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of the handed-out table, plain (``return_cell.plain``): heads by column code, and the marks."""

    heads: Mapping[str, frozenset[str]]
    unit_heads: frozenset[str]
    last: str
    totals: frozenset[str]
    filled_for: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells. ``figures`` by column code; ``rows`` is every row of text of the file, for whoever asks."""

    number: str = ""
    unit: str = ""
    figures: Mapping[str, Cell] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class _Table:
    """A sheet with its heads understood: which column is what, and which rows stand below them."""

    sheet: Raw
    columns: dict[int, str]
    unit_at: int
    first: int
    others: dict[int, str]
    findings: list[Finding]


def read_table(
    sheets: Sequence[Raw], number: str, unit: str, units: Sequence[str], said: Wording
) -> Told:  # fmt: skip
    """``number`` and ``unit`` are what the file carries unseen, empty for nothing; ``units`` those of the round."""
    rows = tuple(tuple(map(shown, row)) for sheet in sheets for row in sheet.rows if any(map(shown, row)))
    findings: list[Finding] = []
    number = _agreed("round_marks_differ", number, _seen_number(sheets, said), findings)
    unit = _agreed("unit_marks_differ", unit, _seen_unit(sheets, said), findings)
    unit = next((one for one in units if plain(one) == plain(unit)), unit)
    base = Told(number, unit, rows=rows)
    if sum(len(sheet.rows) for sheet in sheets) > ROWS_LIMIT:
        return replace(base, rows=rows[:ROWS_LIMIT], findings=(Finding("rows_many", True, {"limit": str(ROWS_LIMIT)}),))
    tables = [table for table in (_table(_unmerged(sheet), said) for sheet in sheets) if table is not None]
    filled = [table for table in tables if _data_rows(table, said)] or tables
    if len(filled) != 1:
        code = "no_heads" if not tables else "two_sheets"
        return replace(base, findings=(*findings, Finding(code, True)))
    return _figures(base, filled[0], units, said, findings)


def _agreed(code: str, unseen: str, seen: str, findings: list[Finding]) -> str:
    if unseen and seen and plain(unseen) not in plain(seen):
        findings.append(Finding(code, True, {"unseen": unseen, "seen": seen[:60]}))
    return unseen or seen


def _seen_number(sheets: Sequence[Raw], said: Wording) -> str:
    """The one number of a round above the figures; the row of last time names an earlier one."""
    rows = [[plain(cell) for cell in row] for sheet in sheets for row in sheet.rows[:20]]
    asked = [row for row in rows if not any(text.startswith(said.last) for text in row)]
    found = {hit for row in asked for text in row for hit in _NUMBER.findall(text)}
    return found.pop() if len(found) == 1 else ""


def _seen_unit(sheets: Sequence[Raw], said: Wording) -> str:
    """What stands behind 填报单位, in the same cell or in the next that says something."""
    for sheet in sheets:
        for row in sheet.rows[:20]:
            texts = [plain(cell) for cell in row]
            at = next((at for at, text in enumerate(texts) if text.startswith(said.filled_for)), None)
            if at is not None:
                own = texts[at].removeprefix(said.filled_for).lstrip(":")
                return own or next((text for text in texts[at + 1 :] if text), "")
    return ""


def _unmerged(sheet: Raw) -> Raw:
    """What stands in joined cells of one column stands in each of them."""
    rows = [list(row) for row in sheet.rows]
    for top, bottom, left, right in sheet.merged:
        if left == right and top <= len(rows) and left <= len(rows[top - 1]):
            for at in range(top, min(bottom, len(rows))):
                rows[at] += [None] * (left - len(rows[at]))
                rows[at][left - 1] = rows[top - 1][left - 1]
    return Raw(sheet.name, rows, sheet.merged)


def _table(sheet: Raw, said: Wording) -> _Table | None:
    """The heads of a sheet: the row of codes where it is still there, else that of words; None where none is found."""
    by_head = {word: code for code, heads in said.heads.items() for word in heads}
    coded = max(enumerate(map(_codes, sheet.rows)), key=lambda one: len(one[1]), default=(0, {}))
    worded = max(
        enumerate(_heads(row, by_head, said) for row in sheet.rows),
        key=lambda one: len(one[1][0]),
        default=(0, ({}, [])),
    )
    if len(coded[1]) < 2 and len(worded[1][0]) < 2:
        return None
    heads, findings = worded[1]
    use = coded[1] if len(coded[1]) >= 2 else heads
    findings = [*findings, *_disagreeing(coded[1], heads), *_twice(use)]
    unit_at = next((at for at, code in use.items() if code == UNIT), -1)
    rows = [at for at, found in ((coded[0], coded[1]), (worded[0], heads)) if len(found) >= 2]
    names = {at: code for at, code in use.items() if code != UNIT}
    head = sheet.rows[worded[0]] if len(heads) >= 2 else ()
    others = {at: shown(text) for at, text in enumerate(head) if at not in use and plain(text)}
    return _Table(sheet, names, unit_at, max(rows) + 1, others, findings)


def _codes(row: Sequence[Any]) -> dict[int, str]:
    return {at: text for at, text in enumerate(map(plain, row)) if text in COLUMNS or text == UNIT}


def _heads(row: Sequence[Any], by_head: Mapping[str, str], said: Wording) -> tuple[dict[int, str], list[Finding]]:
    """Columns by their words; a head that names another unit than the column's is told and blocks."""
    found: dict[int, str] = {}
    findings = []
    for at, cell in enumerate(row):
        text = plain(cell)
        if text in said.unit_heads:
            found[at] = UNIT
            continue
        split = _WITH_UNIT.fullmatch(text)
        code = by_head.get(text) or (by_head.get(split[1]) if split else None)
        if code is None:
            continue
        found[at] = code
        findings += _unit_of_head(code, split[2] if split and text not in by_head else "", shown(cell))
    return found, findings


def _unit_of_head(code: str, unit: str, head: str) -> list[Finding]:
    column = COLUMNS[code]
    if unit and unit_named(unit) is not column.unit:
        return [Finding("head_unit", True, {"item": code, "text": head[:60]})]
    if not unit and column.unit in (Unit.TEN_THOUSAND_YUAN, Unit.HECTARE):
        return [Finding("head_no_unit", facts={"item": code})]
    return []


def _disagreeing(coded: Mapping[int, str], heads: Mapping[int, str]) -> list[Finding]:
    """A head typed over another column's code: which of the two is meant nobody knows."""
    if len(coded) < 2 or len(heads) < 2:
        return []
    wrong = [(heads[at], code) for at, code in coded.items() if at in heads and heads[at] != code]
    return [
        Finding("head_code", True, {"item": item, "other": other}) for item, other in wrong if UNIT not in (item, other)
    ]


def _twice(columns: Mapping[int, str]) -> list[Finding]:
    codes = [code for code in columns.values() if code != UNIT]
    return [Finding("column_twice", True, {"item": code}) for code in sorted(set(codes)) if codes.count(code) > 1]


# rows


@dataclass(frozen=True, slots=True)
class _Row:
    at: int
    name: str
    cells: Sequence[Any]
    filled: bool


def _data_rows(table: _Table, said: Wording) -> list[_Row]:
    """Rows below the heads that tell a figure; the row of last time is none."""
    made = []
    for at, row in enumerate(table.sheet.rows[table.first :], table.first):
        name = plain(row[table.unit_at]) if 0 <= table.unit_at < len(row) else ""
        if any(plain(cell).startswith(said.last) for cell in row[: table.unit_at + 2]):
            continue
        filled = any(at < len(row) and (plain(row[at]) or shown_as_formula(row[at])) for at in table.columns)
        if filled:
            made.append(_Row(at, name, row, filled))
    return made


def shown_as_formula(value: Any) -> bool:
    """Whether a cell holds something that cannot be shown: a formula nobody worked out."""
    return value is not None and not isinstance(value, str) and not shown(value)


def _figures(base: Told, table: _Table, units: Sequence[str], said: Wording, findings: list[Finding]) -> Told:
    findings = [*findings, *table.findings]
    row = _row_of(base.unit, _data_rows(table, said), units, said, findings)
    if row is None:
        return replace(base, findings=tuple(findings))
    unit = base.unit or next((one for one in units if plain(one) == row.name), "")
    findings += _joined(table, row)
    figures = {}
    for at, code in table.columns.items():
        cell, odd = read_cell(COLUMNS[code], row.cells[at]) if at < len(row.cells) else (UNKNOWN, ())
        figures[code] = cell
        findings += odd
    extra = [head for at, head in table.others.items() if at < len(row.cells) and plain(row.cells[at])]
    if extra:
        findings.append(Finding("extra_columns", facts={"text": "、".join(extra)[:120]}))
    figures = {code: figures[code] for code in COLUMNS if code in figures}
    return replace(base, unit=unit, figures=figures, findings=tuple(findings))


def _row_of(
    unit: str, rows: Sequence[_Row], units: Sequence[str], said: Wording, findings: list[Finding]
) -> _Row | None:  # fmt: skip
    """The one row that counts, or None with a finding that says why there is none."""
    known = {plain(one): one for one in units}
    wanted = plain(unit)
    own = [row for row in rows if row.name == wanted or (not wanted and row.name in known)]
    others = sorted({known[row.name] for row in rows if row.name in known and row.name != wanted and row not in own})
    rest = [row for row in rows if row not in own and row.name not in known and row.name not in said.totals]
    if len(own) > 1:
        code = "row_twice" if len({row.name for row in own}) == 1 else "two_units"
        return _blocked(findings, code, text="、".join(dict.fromkeys(known.get(row.name, row.name) for row in own)))
    if others:
        code = "two_units" if own else "other_unit_row"
        return _blocked(findings, code, text="、".join([*([unit] if own and unit else []), *others])[:120])
    if own:
        if rest:
            findings.append(Finding("extra_rows", facts={"count": str(len(rest))}))
        return own[0]
    if wanted and len(rest) == 1:
        if rest[0].name:
            findings.append(Finding("row_named", facts={"text": rest[0].name[:60]}))
        return rest[0]
    return _blocked(findings, "no_row" if rest else "nothing_filled", count=str(len(rest)))


def _blocked(findings: list[Finding], code: str, **facts: str) -> _Row | None:
    findings.append(Finding(code, True, facts))
    return None


def _joined(table: _Table, row: _Row) -> list[Finding]:
    """Cells of several figures joined into one: for which of them the number stands nobody knows."""
    found = []
    for top, bottom, left, right in table.sheet.merged:
        over = [table.columns[at] for at in range(left - 1, right) if at in table.columns]
        if top <= row.at + 1 <= bottom and len(over) > 1:
            found.append(Finding("joined", True, {"item": over[0], "other": over[-1]}))
        elif top < row.at + 1 <= bottom and over and top > table.first:
            found.append(Finding("joined_rows", True, {"item": over[0]}))
    return found
