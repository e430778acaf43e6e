"""Opens a table file an officer chose, xlsx or CSV, as sheets of raw cells. What is no table is refused here."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.errors import Refused
from console.services.table_files import calculated, decoded, table_file, workbook

BYTES_LIMIT = 64 * 1024 * 1024
"""Largest file, unzipped: the sheets are held in memory because merged cells are named behind them."""
ROWS_LIMIT = 100_000
COLUMNS_LIMIT = 64

Row = list[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells by row, from row 1; ``merged`` are ranges (first row, last row, first column, last column), from 1."""

    name: str
    rows: list[Row]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets that can be seen, in order; how many cells are calculated and how many other files are linked to."""

    sheets: list[Sheet]
    digest: bytes
    formulas: int = 0
    links: int = 0


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets that can be seen, in order; refuses what is too big, damaged or of another kind."""
    return read_book(path).sheets


def read_book(path: Path) -> Book:
    """The same, with what of it is not written but calculated: only its values are read."""
    with table_file(path, BYTES_LIMIT) as (file, is_workbook):
        digest = hashlib.sha256(file.read()).digest()
        file.seek(0)
        if not is_workbook:
            return Book([Sheet("", _text_rows(file.read(), path))], digest)
        with workbook(file, BYTES_LIMIT, keep_links=False) as book:
            sheets = [sheet_of(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return Book(sheets, digest, *calculated(file))


def text_sheet(raw: bytes, path: Path) -> Sheet:
    """A text table that was read already; ``path`` names it in a refusal."""
    return Sheet("", _text_rows(raw, path))


def sheet_of(sheet: Any) -> Sheet:
    rows = _trimmed(_rows(sheet))
    merged = tuple((part.min_row, part.max_row, part.min_col, part.max_col) for part in sheet.merged_cells.ranges)
    return Sheet(sheet.title, rows, merged)


def _rows(sheet: Any) -> Iterator[Row]:
    """Rows from the cells that are there: asked for by row, openpyxl makes all cells of a sheet a million rows deep."""
    cells: dict[int, Row] = {}
    wide = min(sheet.max_column, COLUMNS_LIMIT)
    for (row, column), cell in sheet._cells.items():
        if column <= wide and cell.value is not None and cell.value != "":
            cells.setdefault(row, [None] * wide)[column - 1] = cell.value
    if len(cells) > ROWS_LIMIT or max(cells, default=0) > 2 * ROWS_LIMIT:
        raise Refused("rows_too_many", limit=ROWS_LIMIT)
    for row in range(1, max(cells, default=0) + 1):
        yield cells.get(row, [])


def _trimmed(rows: Iterator[Row]) -> list[Row]:
    """Without the empty rows at the end, of which formatted sheets may have a million."""
    kept: list[Row] = []
    empty = 0
    for row in rows:
        if all(value is None or value == "" for value in row):
            empty += 1
            continue
        kept += [[] for _ in range(empty)]
        empty = 0
        kept.append(row)
        if len(kept) > ROWS_LIMIT:
            raise Refused("rows_too_many", limit=ROWS_LIMIT)
    return kept


def _text_rows(raw: bytes, path: Path) -> list[Row]:
    if b"\0" in raw:
        raise Refused("file_kind", suffix=path.suffix or "?")
    text = decoded(raw)
    delimiter = max(",;\t", key=text[:4096].count)
    try:
        return _trimmed(list(row) for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error as broken:
        raise Refused("file_damaged") from broken
