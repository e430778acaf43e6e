"""The cells of a month sheet as a grid, from a workbook's sheet or from text: merged cells filled, values cleaned."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any, BinaryIO

from console.errors import Refused
from console.services.table_files import decoded

BYTES_LIMIT = 40 * 1024 * 1024
"""Largest workbook, unzipped; a month sheet has a few hundred kilobytes."""
ROWS_LIMIT = 2000
COLUMNS_LIMIT = 250

Grid = list[list[Any]]
Origins = dict[tuple[int, int], tuple[int, int]]


def sheet_grid(sheet: Any) -> tuple[Grid, Origins]:
    """The values row by row, merged cells filled with what they show, and where each of those comes from."""
    rows, columns = min(sheet.max_row or 0, ROWS_LIMIT), min(sheet.max_column or 0, COLUMNS_LIMIT)
    if (sheet.max_row or 0) > ROWS_LIMIT and any(
        value is not None for row in sheet.iter_rows(min_row=ROWS_LIMIT + 1, values_only=True) for value in row
    ):
        raise Refused("rows_too_many", limit=ROWS_LIMIT)
    grid = [list(values) for values in sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)] if rows else []
    origins: Origins = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        for row in range(area.min_row, min(area.max_row, rows) + 1):
            for column in range(area.min_col, min(area.max_col, columns) + 1):
                grid[row - 1][column - 1] = value
                origins[row - 1, column - 1] = (area.min_row - 1, area.min_col - 1)
    return [[_value(value) for value in row] for row in grid], origins


def text_grid(file: BinaryIO) -> Grid:
    """The values of a CSV file; refuses file_too_big, file_damaged, rows_too_many."""
    raw = file.read(BYTES_LIMIT + 1)
    if len(raw) > BYTES_LIMIT:
        raise Refused("file_too_big", size=f"{len(raw) >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
    try:
        rows = [row[:COLUMNS_LIMIT] for row in csv.reader(io.StringIO(decoded(raw), newline=""))]
    except csv.Error as broken:
        raise Refused("file_damaged") from broken
    if any(any(row) for row in rows[ROWS_LIMIT:]):
        raise Refused("rows_too_many", limit=ROWS_LIMIT)
    wide = max(map(len, rows), default=0)
    return [[_value(cell) for cell in (*row, *[""] * (wide - len(row)))] for row in rows[:ROWS_LIMIT]]


def _value(value: Any) -> Any:
    """Text without outer spaces, whole numbers without their point, dates as they are."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date):
        return value
    return str(value).strip(" \t\r\n\u3000\u00a0\ufeff\u200b")
