"""Tables of one kind of list on the sheets of a workbook: columns by their heads in any order, rows by their cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from console.domain.contact_cells import CellProblem
from console.domain.contact_change import Difference
from console.domain.contact_heads import EXAMPLE, heading
from console.domain.contact_table import Finding
from console.domain.merged_cells import NOTE, TOTAL, Grid, plain

HEADER_WITHIN = 30
"""Title rows may stand above the header; it is looked for in so many rows."""
_HEAD_LETTERS = 30

T = TypeVar("T")


@dataclass(frozen=True)
class ListColumn:
    """A column: its field, the heads that mean it (the first is the template's) and the cell of the example row.

    ``aside``: read where a file has it, never written; it says again, or more closely, what another column says.
    """

    name: str
    heads: str
    example: str = ""
    aside: bool = False

    @property
    def head(self) -> str:
        return self.heads.split()[0]


@dataclass(frozen=True)
class ListTable:
    """What a list is made of. ``needs``: columns of which one set must be there, or it is no table of this kind.

    ``carried`` are columns written once above the rows they hold for.
    """

    key: str
    columns: tuple[ListColumn, ...]
    needs: tuple[frozenset[str], ...]
    carried: frozenset[str] = frozenset()

    @property
    def written(self) -> tuple[ListColumn, ...]:
        """The columns of a template and of an export."""
        return tuple(column for column in self.columns if not column.aside)

    def without(self, columns: Collection[str]) -> ListTable:
        """The same list where these columns need not be there: somebody has said what stands in them."""
        return replace(self, needs=tuple(need.difference(columns) for need in self.needs))

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The field of each head, as heads are compared."""
        return {heading(word): column.name for column in self.columns for word in column.heads.split()}


class RowRefused(Exception):  # noqa: N818 - a finding about a row, not an error of the program
    """A row that cannot be taken, and why."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.found = found


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row with the cells of the columns its table has, not read yet."""

    sheet: str
    row: int
    cells: Mapping[str, Any]

    def read(self, column: str, how: Callable[[Any], T]) -> T:
        """What the cell of a column says (None where the table has no such column); raises RowRefused."""
        try:
            return how(self.cells.get(column))
        except CellProblem as wrong:
            name = "too_many_letters" if wrong.name == "too_long" else wrong.name
            raise RowRefused(self.refused(column, name, **wrong.facts)) from wrong

    def refused(self, column: str, name: str, /, **facts: Any) -> Finding:
        """A finding that refuses the row: ``list.problem.<name>``."""
        return Finding(self.sheet, self.row, column, f"list.problem.{name}", facts)

    def warned(self, column: str, name: str, /, **facts: Any) -> Finding:
        return Finding(self.sheet, self.row, column, f"list.warning.{name}", facts, warning=True)


@dataclass(slots=True)
class ListReading:
    """What stood in the sheets: rows that can be looked at, and how many were passed over."""

    rows: list[ListLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: int = 0
    tables: int = 0
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a row would do: to ``wanted``, about ``name``; differences where something is there already."""

    line: ListLine
    name: str
    wanted: Any
    differences: tuple[Difference, ...] = ()
    known: Any = None
    """What it changes; None where it is new."""


@dataclass(slots=True)
class Compared:
    """A reading held against the store. A row that is refused is in no change."""

    changes: list[ListChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0

    def refuse(self, found: Finding) -> None:
        self.refused += 1
        self.findings.append(found)

    def take(self, change: ListChange) -> None:
        """A change that differs in nothing is none."""
        if change.known is not None and not change.differences:
            self.unchanged += 1
        else:
            self.changes.append(change)


def fill_in(reading: ListReading, usual: Mapping[str, str]) -> None:
    """What stands in columns a table does not have, told once each with how many rows that are."""
    for column, said in usual.items():
        absent = [line for line in reading.rows if column not in line.cells]
        if absent:
            reading.findings.append(absent[0].warned(column, "usual", given=said, count=len(absent)))
    reading.rows[:] = [replace(line, cells={**usual, **line.cells}) for line in reading.rows]


def read_list_sheet(
    into: ListReading, table: ListTable, name: str, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, ...]]
) -> None:
    """Add what stands on one sheet; a sheet without such a table adds nothing."""
    sheet = _Sheet(into, table, name, Grid(rows, merged))
    at = 0
    while at < len(sheet.grid.rows) and (sheet.columns or at < HEADER_WITHIN):
        at += sheet.step(at)


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, into: ListReading, table: ListTable, name: str, grid: Grid) -> None:
        self.grid = grid
        self.columns: dict[str, int] = {}
        self._into, self._table, self._name = into, table, name
        self._above: dict[str, Any] = {}

    def step(self, at: int) -> int:
        """How many rows were read: two where a head takes two."""
        columns, deep = self._heads(at)
        if columns:
            self._into.tables += not self.columns
            self._into.skipped += deep if self.columns else 0
            self.columns, self._above = columns, {}
            return deep
        if self.columns:
            self._row(at)
        return 1

    def _heads(self, at: int) -> tuple[dict[str, int], int]:
        top = self._fields(at)
        if not top:
            return {}, 1
        below = self._second(at + 1)
        if below:
            both = {**top, **below}
            # a head above several columns says what they are together; those below say each
            found = _first_of({column: name for column, name in both.items() if name})
            if self._complete(found) and (not self._complete(_first_of(top)) or len(found) >= len(_first_of(top))):
                return found, 2
        found = _first_of(top)
        return (found, 1) if self._complete(found) else ({}, 1)

    def _fields(self, at: int) -> dict[int, str]:
        """Which column holds which field by the heads of one row; a head may be merged over several."""
        cells = enumerate(self.grid.rows[at]) if at < len(self.grid.rows) else ()
        said = ((column, value) for column, value in cells if isinstance(value, str) and len(value) <= _HEAD_LETTERS)
        fields = {column: self._table.fields.get(heading(value), "") for column, value in said}
        return {column: name for column, name in fields.items() if name}

    def _second(self, at: int) -> dict[int, str]:
        """The lower row of a head: every own cell of it is a head."""
        if at >= len(self.grid.rows):
            return {}
        fields = self._fields(at)
        own = [column for column, _ in self.grid.said(at)]
        return fields if own and all(column in fields for column in own) else {}

    def _complete(self, columns: Mapping[str, int]) -> bool:
        return any(needed <= columns.keys() for needed in self._table.needs)

    def _row(self, at: int) -> None:
        row = self.grid.rows[at]
        cells = {name: row[column] if column < len(row) else None for name, column in self.columns.items()}
        if self._is_beside(at, cells):
            self._into.skipped += 1
            return
        for name in self._table.carried & cells.keys():
            cells[name] = cells[name] if plain(cells[name]) else self._above.get(name)
            self._above[name] = cells[name]
        self._into.rows.append(ListLine(self._name, at + 1, cells))

    def _is_beside(self, at: int, cells: Mapping[str, Any]) -> bool:
        """A blank row, the example, a total, a note, a line of text over the table, or the numbers of the columns."""
        said = self.grid.said(at)
        texts = ["".join(text.split()) for _, text in said]
        if not any(plain(value) for value in cells.values()) or EXAMPLE in "".join(texts):
            return True
        if texts and (TOTAL.match(texts[0]) or NOTE.match(texts[0])):
            return True
        if texts == [str(number) for number in range(1, len(texts) + 1)] and len(texts) > 2:
            return True
        return len(said) == 1 and (at, said[0][0] + 1) in self.grid.wide


def _first_of(fields: Mapping[int, str]) -> dict[str, int]:
    """The first column of each field."""
    made: dict[str, int] = {}
    for column in sorted(fields):
        made.setdefault(fields[column], column)
    return made


def difference(column: str, before: Any, after: Any) -> tuple[Difference, ...]:
    """One difference, or none where both are the same; instants are told to the minute."""
    if before == after:
        return ()
    return (Difference(column, _said(before), _said(after)),)


def _said(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else "" if value is None else str(value)
