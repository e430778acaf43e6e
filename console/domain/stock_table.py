"""A workbook of the stores read row by row: master data and opening stock, and what is wrong with each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.domain.plan_heads import text_of
from console.domain.plan_table import Finding, Row
from console.domain.stock_heads import EXAMPLE, read_cell, table_of

HEADER_WITHIN = 20
"""Rows of a sheet in which its heads are looked for: titles and notes may stand above."""
_TOTALS = ("合计", "总计", "小计", "共计")

Merged = Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with its cells as they are meant; only columns its table has."""

    table: str
    where: Row
    values: Mapping[str, Any]


@dataclass(slots=True)
class Reading:
    """What a file holds. ``read`` counts every row under a head, refused ones too; ``skipped`` examples and sums."""

    rows: dict[str, list[ReadRow]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    read: int = 0
    refused: int = 0
    skipped: int = 0
    digest: bytes = b""

    def refuse(self, finding: Finding) -> None:
        self.findings.append(finding)
        self.refused += 1


def read_sheet(found: Reading, name: str, rows: Sequence[Sequence[Any]], merged: Merged, tables: set[str]) -> bool:
    """Take the rows of one sheet; False for one without heads of these tables: it is left alone."""
    filled = _filled(rows, merged)
    for at, cells in enumerate(filled[:HEADER_WITHIN]):
        headed = table_of(cells)
        if headed is None or headed[0] not in tables:
            continue
        table, columns = headed
        found.rows.setdefault(table, [])
        for row in _rows(name, filled, at + 1, columns):
            if _shows_how(row):
                found.skipped += 1
                continue
            found.read += 1
            values = _values(found, table, row)
            if values is not None:
                found.rows[table].append(ReadRow(table, row, values))
        return True
    return False


def _rows(sheet: str, rows: Sequence[Sequence[Any]], first: int, columns: Mapping[int, str]) -> Iterator[Row]:
    for number, cells in enumerate(rows[first:], first + 1):
        values = {name: cells[at] if at < len(cells) else None for at, name in columns.items()}
        if any(text_of(value) for value in values.values()):
            yield Row(sheet, number, values)


def _shows_how(row: Row) -> bool:
    """An example of the template, or a line of sums."""
    begins = next(filter(None, map(text_of, row.values.values())), "")
    return begins.startswith(EXAMPLE) or begins in _TOTALS


def _values(found: Reading, table: str, row: Row) -> dict[str, Any] | None:
    """Cells as they are meant; None where one of them cannot be read, with a finding."""
    made: dict[str, Any] = {}
    for name, value in row.values.items():
        try:
            made[name] = read_cell(table, name, value)
        except ValueError:
            found.refuse(row.problem("stores.problem.unreadable", name, value=text_of(value)[:80]))
            return None
    return made


def _filled(rows: Sequence[Sequence[Any]], merged: Merged) -> list[list[Any]]:
    """What a merged cell says counts for every row it spans: one warehouse over all its lots."""
    made = [list(row) for row in rows]
    for top, bottom, left, right in merged:
        if left != right or top > len(made) or left > len(made[top - 1]):
            continue
        value = made[top - 1][left - 1]
        for below in range(top, min(bottom, len(made))):
            made[below] += [None] * (left - len(made[below]))
            made[below][left - 1] = value
    return made
