"""Opens a table file an officer chose, xlsx or CSV, as sheets of raw cells. What is no table is refused here."""

from __future__ import annotations

import csv
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from console.errors import Refused, Unavailable

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


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets that can be seen, in order; refuses what is too big, damaged or of another kind."""
    try:
        if path.is_dir():
            raise Refused("is_a_directory", path=str(path))
        _require_small(path.stat().st_size)
        with path.open("rb") as file:
            start = file.read(8)
            file.seek(0)
            if start.startswith(b"\xd0\xcf\x11\xe0"):
                raise Refused("file_kind", suffix=path.suffix or ".xls")
            if start.startswith(b"PK\x03\x04"):
                return _workbook(file)
            return [Sheet("", _text_rows(file.read(), path))]
    except FileNotFoundError as missing:
        raise Refused("no_such_file", path=str(path)) from missing
    except OSError as broken:
        raise Unavailable("file", broken, path=str(path)) from broken


def _require_small(size: int) -> None:
    if size > BYTES_LIMIT:
        raise Refused("file_too_big", size=_megabytes(size), limit=_megabytes(BYTES_LIMIT))


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"


def _workbook(file: BinaryIO) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(file) as archive:
            _require_small(sum(part.file_size for part in archive.infolist()))
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it drops; only values matter here
            warnings.simplefilter("ignore")
            book = load_workbook(file, data_only=True, keep_links=False)
        return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Refused:
        raise
    except Exception as broken:
        # a damaged workbook fails anywhere inside zipfile, the XML parser and openpyxl, each in its way
        raise Refused("file_damaged") from broken


def _sheet(sheet: Any) -> Sheet:
    rows = _trimmed(
        list(row) for row in sheet.iter_rows(values_only=True, max_col=min(sheet.max_column, COLUMNS_LIMIT))
    )
    merged = tuple((part.min_row, part.max_row, part.min_col, part.max_col) for part in sheet.merged_cells.ranges)
    return Sheet(sheet.title, rows, merged)


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
    text = _decoded(raw)
    delimiter = max(",;\t", key=text[:4096].count)
    try:
        return _trimmed(list(row) for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error as broken:
        raise Refused("file_damaged") from broken


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("file_damaged")
