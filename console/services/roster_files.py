"""Reads a county's month sheet (xlsx or CSV) into who stands which post on which day; the store is not touched.

Three shapes are known: a row per day with a column per post (also twice side by side), a row per post with a column
per day, and headers over two rows. Merged cells count in every cell they cover.
"""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from console.domain.roster_sheet import (
    could_be_post,
    day_of,
    heading_kind,
    is_skipped,
    month_in,
    phones_in,
    weekday_of,
)
from console.errors import Refused, Unavailable
from console.services.roster_grids import BYTES_LIMIT, Grid, Origins, sheet_grid, text_grid

HEADER_ROWS = 3
"""Rows a header may take."""
DAYS_IN_HEADER = 5
"""Days in one row that make it the header of a table with a column per day."""

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """Something about a cell. ``warning``: it is taken in nevertheless. ``code`` is ``roster.problem.<code>``."""

    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class SheetCell:
    """Names in a cell, the day they are for, and the headings that say post and shift, the nearest first.

    ``place`` is where the day is written: names of one post at one place belong together, at two they contradict.
    """

    sheet: str
    row: int
    column: str
    day: date
    headings: tuple[str, ...]
    text: str
    place: tuple[int, int]
    phones: tuple[str, ...] = ()


@dataclass(slots=True)
class SheetReading:
    """What stood in the workbook: cells with names, problems, rows passed over, months named."""

    cells: list[SheetCell] = field(default_factory=list)
    problems: list[SheetProblem] = field(default_factory=list)
    skipped: int = 0
    months: list[str] = field(default_factory=list)
    digest: bytes = b""


def read_roster(path: Path, today: date, month: Month | None) -> SheetReading:
    """Every table of duties in the workbook; refuses what is too big, damaged or of another kind."""
    try:
        if path.is_dir():
            raise Refused("is_a_directory", path=str(path))
        with path.open("rb") as file:
            is_book = file.read(4) == b"PK\x03\x04"
            file.seek(0)
            if not is_book and path.suffix.lower() != ".csv":
                raise Refused("file_kind", suffix=path.suffix)
            digest = hashlib.file_digest(file, "sha256").digest()
            file.seek(0)
            reading = (_read_workbook if is_book else _read_text)(file, today, month, path.stem)
            reading.digest = digest
            return reading
    except FileNotFoundError as missing:
        raise Refused("no_such_file", path=str(path)) from missing
    except OSError as broken:
        raise Unavailable("file", broken, path=str(path)) from broken


def _read_workbook(file: BinaryIO, today: date, month: Month | None, name: str) -> SheetReading:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > BYTES_LIMIT:
            raise Refused("file_too_big", size=f"{size >> 20} MB", limit=f"{BYTES_LIMIT >> 20} MB")
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it drops; only values matter here
            warnings.simplefilter("ignore")
            book = load_workbook(file, data_only=True)
        reading = SheetReading()
        for sheet in book.worksheets:
            grid, origins = sheet_grid(sheet)
            _Table(reading, sheet.title, grid, origins, today, month, name).read()
    except Refused:
        raise
    except Exception as broken:
        # a damaged workbook fails anywhere inside zipfile, the XML parser and openpyxl, each in its way
        raise Refused("file_damaged") from broken
    return _told(reading)


def _read_text(file: BinaryIO, today: date, month: Month | None, name: str) -> SheetReading:
    """One table, without merged cells."""
    reading = SheetReading()
    _Table(reading, "", text_grid(file), {}, today, month, name).read()
    return _told(reading)


def _told(reading: SheetReading) -> SheetReading:
    """A file without any table is a problem of its own."""
    if not reading.cells and not reading.problems:
        reading.problems.append(SheetProblem("", 1, "A", "no_table"))
    return reading


class _Table:
    """One sheet's way through the shapes; a sheet without a table of duties leaves nothing behind."""

    def __init__(
        self,
        reading: SheetReading,
        sheet: str,
        grid: Grid,
        origins: Origins,
        today: date,
        wanted: Month | None,
        name: str,
    ) -> None:
        self._reading = reading
        self._sheet = sheet
        self._grid = grid
        self._origins = origins
        self._today = today
        self._wanted = wanted
        self._name = name
        self._month: Month | None = None
        self._weekday_told = False

    def read(self) -> None:
        for at, row in enumerate(self._grid):
            if self._is_day_header(row):
                if self._of_wanted_month(at):
                    self._read_posts_by_rows(at)
                return
            if self._is_post_header(at):
                if self._of_wanted_month(at):
                    self._read_days_by_rows(at)
                return

    # which month

    def _of_wanted_month(self, header: int) -> bool:
        """The month of the titles above, else of the sheet's or the file's name; another than asked for is no table."""
        titles = [str(value) for row in self._grid[:header] for value in row if value]
        named = (month_in(text, self._today) for text in (*titles, self._sheet, self._name))
        title = next((month for month in named if month), None)
        own = next((month for month in (month_in(text, self._today) for text in titles) if month), None)
        if self._wanted and own and own != self._wanted:
            return False
        self._month = self._wanted or title
        return True

    def _note_month(self, day: date) -> None:
        month = f"{day:%Y-%m}"
        if month not in self._reading.months:
            self._reading.months.append(month)

    # a column per day

    def _is_day_header(self, row: Sequence[Any]) -> bool:
        return len(self._days(row)) >= DAYS_IN_HEADER

    def _days(self, row: Sequence[Any]) -> dict[int, Any]:
        """Columns that name days in rising order; the month does not matter for that."""
        found: dict[int, Any] = {}
        last: date | None = None
        for column, value in enumerate(row):
            day = day_of(value, (2000, 1)) if not isinstance(value, str) or len(value) <= 12 else None
            if isinstance(day, date) and (last is None or day >= last):
                found[column], last = value, day
        return found if len({str(value) for value in found.values()}) >= DAYS_IN_HEADER else {}

    def _read_posts_by_rows(self, header: int) -> None:
        columns, at_days, above = self._days(self._grid[header]), header, None
        first = min(columns)
        for at in range(header + 1, len(self._grid)):
            row = self._grid[at]
            if self._is_day_header(row):
                columns, at_days = self._days(row), at
                first = min(columns)
                continue
            labels = tuple(dict.fromkeys(str(value) for value in reversed(row[:first]) if value))
            if self._is_passed(at, labels, columns):
                continue
            if labels and heading_kind(labels[0]) == "phone" and above is not None:
                self._give_phones(row, above)
                continue
            above = len(self._reading.cells)
            self._read_post_row(at, at_days, labels, columns)

    def _is_passed(self, at: int, labels: Sequence[str], columns: Mapping[int, Any]) -> bool:
        """Blank rows, weekdays, totals and notes."""
        row = self._grid[at]
        if not any(row):
            return True
        told = [weekday_of(str(row[column])) for column in columns if row[column]]
        if told and all(told):
            self._check_weekdays(at, columns)
            return True
        noted = bool(labels) and is_skipped(labels[-1])
        if noted or not any(row[column] for column in columns):
            self._reading.skipped += 1
            return True
        return False

    def _check_weekdays(self, at: int, columns: Mapping[int, Any]) -> None:
        for column, named in columns.items():
            day = day_of(named, self._month)
            if isinstance(day, date):
                self._check_weekday(at, column, day, str(self._grid[at][column]))

    def _read_post_row(self, at: int, header: int, labels: tuple[str, ...], columns: Mapping[int, Any]) -> None:
        row = self._grid[at]
        for column, named in columns.items():
            if not row[column]:
                continue
            day = day_of(named, self._month)
            if isinstance(day, date):
                self._add(at, column, day, labels or ("",), (header, column))
            else:
                self._problem(at, column, day or "no_day", given=str(named))

    def _give_phones(self, row: Sequence[Any], above: int) -> None:
        """A row of telephones under a row of names."""
        for index in range(above, len(self._reading.cells)):
            cell = self._reading.cells[index]
            text = str(row[_number(cell.column)])
            self._reading.cells[index] = _with_phones(cell, text)

    # a row per day

    def _is_post_header(self, at: int) -> bool:
        heads = [heading_kind(str(value)) for value in self._grid[at]]
        if "day" not in heads:
            return False
        below = [value for row in self._grid[at : at + HEADER_ROWS] for value in row]
        return any(could_be_post(str(value)) for value in below)

    def _read_days_by_rows(self, header: int) -> None:
        starts = [c for c, value in enumerate(self._grid[header]) if heading_kind(str(value)) == "day"]
        starts = [c for at, c in enumerate(starts) if not at or c != starts[at - 1] + 1]
        body = self._first_row(header, starts[0])
        for start, end in zip(starts, [*starts[1:], len(self._grid[header])], strict=True):
            block = _Block(start, end, [self._heads(header, body, column) for column in range(end)])
            for at in range(body, len(self._grid)):
                self._read_day_row(at, block, count=start == starts[0])

    def _first_row(self, header: int, column: int) -> int:
        """Where the header ends: at the first row that names a day, or that has no headings."""
        at = header + 1
        while at < min(header + HEADER_ROWS, len(self._grid)):
            row = self._grid[at]
            heads = any(could_be_post(str(value)) or heading_kind(str(value)) for value in row)
            if day_of(row[column], (2000, 1)) is not None or not heads:
                break
            at += 1
        return at

    def _heads(self, header: int, body: int, column: int) -> tuple[str, ...]:
        """The headings of a column, the lowest first."""
        said = [str(self._grid[at][column]) for at in range(body - 1, header - 1, -1)]
        return tuple(dict.fromkeys(text for text in said if text))

    def _read_day_row(self, at: int, block: _Block, *, count: bool) -> None:
        row = self._grid[at]
        filled = [column for column in block.posts() if row[column]]
        said = next((str(value) for value in row[block.start : block.end] if value), "")
        day = day_of(row[block.start], self._month)
        if not isinstance(day, date) and (not filled or is_skipped(said) or weekday_of(said)):
            self._reading.skipped += int(count and any(row))
            return
        if not isinstance(day, date):
            self._problem(at, block.start, day or "no_day", given=str(row[block.start]))
            return
        self._check_row_weekday(at, block, day)
        shifts = tuple(str(row[column]) for column in block.of_kind("shift") if row[column])
        for column in filled:
            phone = block.phone_of(column)
            text = str(row[phone]) if phone is not None else ""
            self._add(at, column, day, (*block.heads[column], *shifts), (at, block.start), text)

    def _check_row_weekday(self, at: int, block: _Block, day: date) -> None:
        for column in block.of_kind("weekday"):
            self._check_weekday(at, column, day, str(self._grid[at][column]))

    # what is found

    def _check_weekday(self, at: int, column: int, day: date, said: str) -> None:
        """A wrong weekday is said once a sheet: it tells a wrong month or year."""
        named = weekday_of(said)
        if named is not None and named != day.isoweekday() and not self._weekday_told:
            self._weekday_told = True
            self._problem(at, column, "weekday_differs", warning=True, day=day.isoformat(), given=said)

    def _add(
        self, at: int, column: int, day: date, headings: tuple[str, ...], place: tuple[int, int], phones: str = ""
    ) -> None:
        self._note_month(day)
        text, place = str(self._grid[at][column]), self._origins.get(place, place)
        cell = SheetCell(self._sheet, at + 1, _letters(column), day, headings, text, place)
        self._reading.cells.append(_with_phones(cell, phones))

    def _problem(self, at: int, column: int, code: str, *, warning: bool = False, **facts: Any) -> None:
        self._reading.problems.append(SheetProblem(self._sheet, at + 1, _letters(column), code, facts, warning))


@dataclass(frozen=True, slots=True)
class _Block:
    """The columns of one table with a row per day: from its 日期 up to the next one's."""

    start: int
    end: int
    heads: Sequence[tuple[str, ...]]

    def posts(self) -> Iterator[int]:
        """Columns that hold names: whatever is not a day, weekday, telephone, shift or remark."""
        for column in range(self.start + 1, self.end):
            if self.heads[column] and not heading_kind(self.heads[column][0]):
                yield column

    def of_kind(self, kind: str) -> list[int]:
        found = range(self.start + 1, self.end)
        return [column for column in found if self.heads[column] and heading_kind(self.heads[column][0]) == kind]

    def phone_of(self, column: int) -> int | None:
        """The telephone column right of a column of names."""
        return column + 1 if column + 1 in self.of_kind("phone") else None


def _with_phones(cell: SheetCell, text: str) -> SheetCell:
    phones = tuple(phones_in(text))
    return replace(cell, phones=phones)


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _number(letters: str) -> int:
    from openpyxl.utils import column_index_from_string

    return int(column_index_from_string(letters)) - 1
