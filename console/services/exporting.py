"""Export of rows to JSON, CSV and Excel: written beside the target, then renamed."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from console.errors import Refused, Unavailable
from console.services.cells import cells_of

Row = dict[str, Any]
Writer = Callable[[Path, Iterable[Row]], int]

COLUMNS = ("id", "number", "occurred_at", "recorded_at", "kind", "text", "by", "corrects")
SHEET_ROWS = 1_000_000
"""Rows of one Excel sheet before the next is begun (the format ends at 1 048 576)."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Full-width signs too: a Chinese Excel takes them for the narrow ones."""


def writer_for(
    target: Path, columns: Sequence[str] = COLUMNS, heads: Sequence[str] = (), title: str = "log",
    besides: Sequence[str] = (),
) -> Writer:  # fmt: skip
    """The writer for the file's ending; ``heads`` are the words over the columns, their names unless given.

    ``title`` begins the names of a workbook's sheets; ``besides`` are endings the caller writes itself.
    """
    writers: dict[str, Writer] = {
        ".json": write_json,
        ".csv": partial(write_csv, columns=columns, heads=heads),
        ".xlsx": partial(write_xlsx, columns=columns, heads=heads, title=title),
    }
    try:
        return writers[target.suffix.lower()]
    except KeyError:
        raise Refused("bad_export_ending", name=target.name, endings=" ".join((*writers, *besides))) from None


def write_beside(target: Path, rows: Iterable[Row], writer: Writer) -> int:
    """Write next to the target and rename, so that a half-written file never stands under the name."""
    # not named after the target: a long name must not become too long
    beside = target.with_name(f".{uuid4().hex}.part")
    try:
        count = writer(beside, rows)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(target)
        return count
    except OSError as error:
        raise Unavailable("cannot_write_file", error, path=str(target)) from error
    finally:
        with suppress(OSError):  # where nothing could be made there is nothing to take away
            beside.unlink(missing_ok=True)


def write_json(path: Path, rows: Iterable[Row]) -> int:
    """One array, a row a line."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for row in rows:
            file.write((",\n" if count else "\n") + json.dumps(row, ensure_ascii=False))
            count += 1
        file.write("\n]\n")
    return count


def write_csv(path: Path, rows: Iterable[Row], columns: Sequence[str] = COLUMNS, heads: Sequence[str] = ()) -> int:
    """UTF-8 with a mark so that Excel reads it; formulas neutralised."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads or columns)
        for row in rows:
            writer.writerow([_tame(row[name]) for name in columns])
            count += 1
    return count


def write_xlsx(
    path: Path, rows: Iterable[Row], columns: Sequence[str] = COLUMNS, heads: Sequence[str] = (), title: str = "log"
) -> int:  # fmt: skip
    """Excel, as many sheets as needed; texts are cells of type text, so nothing is taken for a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet, count = None, 0
    for row in rows:
        if sheet is None or count % SHEET_ROWS == 0:
            sheet = book.create_sheet(f"{title}{count // SHEET_ROWS + 1}")
            sheet.append(list(heads or columns))
        sheet.append(_cells(sheet, row, columns))
        count += 1
    if sheet is None:
        book.create_sheet(f"{title}1").append(list(heads or columns))
    book.save(path)
    return count


def _cells(sheet: Any, row: Row, columns: Sequence[str]) -> list[Any]:
    """The row's cells; what a cell cannot hold of the text stands behind the last column."""
    from openpyxl.utils import get_column_letter

    made: list[Any] = []
    rest = ""
    for name in columns:
        value = row[name]
        if name == "text":
            value, rest = cells_of(value, get_column_letter(len(columns) + 1))
        made.append(_text_cell(sheet, value) if isinstance(value, str) else value)
    return [*made, _text_cell(sheet, rest)] if rest else made


def _text_cell(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def _tame(value: Any) -> Any:
    """A text a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
