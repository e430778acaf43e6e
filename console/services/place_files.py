"""Reads a file of places, CSV or xlsx, into rows and problems; the store is not touched."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from console.domain.place import PlaceRow, Problem, code_problem, is_code, name_problem, problem
from console.domain.spots import SpotSense, sense
from console.errors import Refused
from console.services.table_files import table_file, workbook

BYTES_LIMIT = 200 * 1024 * 1024
"""Largest file, unzipped (all villages of the country are about 40 MB)."""
ROWS_LIMIT = 500_000
SHEET_ROWS = 1_048_576
HEADER_WITHIN = 10
"""Title rows may stand above the header, which is looked for in the first ten rows."""
QUOTED_LINES = 10
"""A quoted cell that runs over more lines than this was never closed."""

_HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("code", "代码", "编码", "行政区划代码", "区划代码", "统计用区划代码", "地区代码", "地名代码"),
    "name": ("name", "名称", "地名", "地区名称", "行政区划名称", "区划名称", "单位名称"),
    "parent": ("parent", "上级", "所属"),
    "parent_code": ("parentcode", "上级代码", "上级编码", "上级区划代码", "上级行政区划代码"),
    "parent_name": ("parentname", "上级名称", "上级地名", "上级地区名称", "上级行政区划名称"),
    "street": ("streetcode", "towncode"),
    "area": ("areacode", "countycode"),
    "city": ("citycode",),
    "province": ("provincecode",),
    "latitude": ("latitude", "lat", "纬度", "北纬"),
    "longitude": ("longitude", "lon", "lng", "经度", "东经"),
}
_FIELD = {heading: field for field, headings in _HEADINGS.items() for heading in headings}
_ABOVE = ("parent_code", "street", "area", "city", "province")
"""Columns that hold the code of the parent, the nearest first."""

_COLUMN = {"code": "code", "name": "name", "latitude": "spot", "longitude": "spot"}
"""Under which column what is wrong with a field is told; all others name the parent."""
_SPOT_WRONG = {
    SpotSense.HALF: "spot_half", SpotSense.SWAPPED: "spot_swapped", SpotSense.IMPOSSIBLE: "spot_impossible"
}  # fmt: skip
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_AS_TEXT = re.compile(r"""^(?:'|="?)|"$""")
_WHOLE = re.compile(r"^\d+\.0*$")
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d{1,2}$")

Cells = Sequence[str]
Lines = Iterator[tuple[int, Cells | Problem]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What stood in the file: rows that can be read, problems of the others, and how many rows in all."""

    rows: tuple[PlaceRow, ...]
    problems: tuple[Problem, ...]
    read: int


def read_places(path: Path) -> Reading:
    """The rows and problems of that file; refuses what is too big, damaged or of another kind."""
    with table_file(path, BYTES_LIMIT) as (file, is_workbook):
        if not is_workbook:
            return _read_text(file.read())
        with workbook(file, BYTES_LIMIT, read_only=True) as book:
            return _read_sheets(book)


# --- CSV


def _read_text(raw: bytes) -> Reading:
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        return _only(problem(1, "row", "empty_file"))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _only(problem(1, "row", "undecodable"))
    lines = _split(_decoded(raw))
    for delimiter in ",;\t":
        columns = _header(islice(_records(lines, delimiter), HEADER_WITHIN))
        if columns:
            needed = max(columns[1].values()) + 1
            return _collected(_records(lines, delimiter), columns, needed)
    bad = [number for number, line in enumerate(lines[:HEADER_WITHIN], start=1) if _undecodable(line)]
    return _only(problem(bad[0], "row", "undecodable") if bad else problem(1, "row", "no_header"))


def _only(found: Problem) -> Reading:
    return Reading((), (found,), 0)


def _decoded(raw: bytes) -> str:
    """UTF-8 or GB18030; bytes that are neither stay as lone surrogates, to be found in their row."""
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            # a damaged UTF-8 file may pass as GB18030 by chance: ask its other lines first
            if encoding == "utf-8" or not _mostly_utf8(raw):
                return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8" if _mostly_utf8(raw) else "gb18030", "surrogateescape")


def _mostly_utf8(raw: bytes) -> bool:
    written = [line for line in raw.splitlines() if not line.isascii()]
    return 2 * sum(_is_utf8(line) for line in written) >= len(written)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _undecodable(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _records(lines: Sequence[str], delimiter: str) -> Lines:
    """Each record with the line it begins on; a quotation mark left open costs its own line only."""
    at = 0
    while at < len(lines):
        end = _closing_line(lines, at)
        if end is None:
            yield at + 1, problem(at + 1, "row", "quote_open")
            at += 1
            continue
        record = "\n".join(lines[at : end + 1])
        try:
            cells: Cells | Problem = next(csv.reader([record], delimiter=delimiter), [])
        except csv.Error:
            cells = problem(at + 1, "row", "quote_open")
        yield at + 1, cells
        at = end + 1


def _closing_line(lines: Sequence[str], at: int) -> int | None:
    marks = 0
    for end in range(at, min(at + QUOTED_LINES, len(lines))):
        marks += lines[end].count('"')
        if marks % 2 == 0:
            return end
    return None


# --- xlsx


def _read_sheets(book: Any) -> Reading:
    empty = True
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        top = list(islice(_sheet_rows(sheet), HEADER_WITHIN))
        empty = empty and not any(any(cells) for _, cells in top)
        columns = _header(iter(top))
        if columns:
            return _collected(_sheet_rows(sheet), columns, 0)
    return _only(problem(1, "row", "empty_file" if empty else "no_header"))


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    rows = sheet.iter_rows(values_only=True, max_col=64)
    for number, values in enumerate(islice(rows, SHEET_ROWS), start=1):
        yield number, [_cell(value) for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# --- both


def _header(
    records: Iterable[tuple[int, Cells | Problem]],
) -> tuple[int, dict[str, int]] | None:
    """The row of the header and the column of each field in it."""
    for number, cells in records:
        if isinstance(cells, Problem):
            continue
        columns: dict[str, int] = {}
        for at, cell in enumerate(cells):
            field = _FIELD.get(_heading(cell))
            if field:
                columns.setdefault(field, at)
        if "code" in columns and "name" in columns:
            return number, columns
    return None


def _heading(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell).casefold()
    return re.sub(r"\(.*?\)|[\s_*:\-\ufeff]", "", plain)


def _collected(
    records: Iterable[tuple[int, Cells | Problem]], header: tuple[int, Mapping[str, int]], needed: int
) -> Reading:
    heading_row, columns = header
    rows: list[PlaceRow] = []
    problems: list[Problem] = []
    read = 0
    for number, cells in records:
        if number <= heading_row or not (isinstance(cells, Problem) or any(map(_trimmed, cells))):
            continue
        read += 1
        if read > ROWS_LIMIT:
            raise Refused("rows_too_many", limit=ROWS_LIMIT)
        if isinstance(cells, Problem):
            problems.append(cells)
            continue
        found = _row(number, cells, columns, needed)
        if isinstance(found, PlaceRow):
            rows.append(found)
        else:
            problems.extend(found)
    if not read:
        problems.append(problem(heading_row, "row", "no_rows"))
    return Reading(tuple(rows), tuple(problems), read)


def _row(number: int, cells: Cells, columns: Mapping[str, int], needed: int) -> PlaceRow | list[Problem]:
    if any(map(_undecodable, cells)):
        return [problem(number, "row", "undecodable")]
    if len(cells) < needed:
        return [problem(number, "row", "too_few_columns", found=len(cells), needed=needed)]
    said = {field: _trimmed(cells[at]) if at < len(cells) else "" for field, at in columns.items()}
    errors = [
        problem(
            number,
            _COLUMN.get(field, "parent"),
            "cell_error",
            given=text,
        )
        for field, text in said.items()
        if text.upper() in _ERRORS
    ]
    if errors:
        return errors
    code = _code(said["code"])
    parent, parent_name = _parent(said)
    spot = _spot(said, number)
    checks = (
        _rounded(code, number, "code") or code_problem(code, number),
        name_problem(said["name"], number),
        _parent_problem(parent, number),
        spot if isinstance(spot, Problem) else None,
    )
    problems = [found for found in checks if found]
    if problems or isinstance(spot, Problem):
        return problems
    return PlaceRow(code, said["name"], parent or None, parent_name, number, spot)


def _spot(said: Mapping[str, str], number: int) -> tuple[float, float] | Problem | None:
    """Degrees as typed, None where nothing is; the other way round and half a pair are told."""
    north, east = said.get("latitude", ""), said.get("longitude", "")
    if not north and not east:
        return None
    latitude, longitude = _degrees(north), _degrees(east)
    wrong = _SPOT_WRONG.get(sense(latitude, longitude, None))
    if latitude is None or longitude is None or wrong is not None:
        return problem(number, "spot", wrong or "spot_half", given=f"{north} {east}".strip())
    return latitude, longitude


def _degrees(text: str) -> float | None:
    """NaN for what is no number, which no place has."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("°")
    try:
        return float(plain) if plain else None
    except ValueError:
        return math.nan


def _trimmed(cell: str) -> str:
    return cell.strip(" \t\r\n\u3000\u00a0\ufeff\u200b")


def _code(cell: str) -> str:
    """Digits as typed, full-width, as text, or as a spreadsheet's number (330324001.0, 3.30324001E+8)."""
    plain = _AS_TEXT.sub("", unicodedata.normalize("NFKC", cell).strip()).strip()
    if _WHOLE.match(plain):
        return plain.partition(".")[0]
    if _SCIENTIFIC.match(plain):
        mantissa, _, power = plain.lower().partition("e")
        if len(mantissa.replace(".", "")) == int(power) + 1:
            return str(int(Decimal(plain)))
    return plain


def _rounded(code: str, number: int, column: str) -> Problem | None:
    return problem(number, column, "code_rounded", given=code) if _SCIENTIFIC.match(code) else None


def _parent(said: Mapping[str, str]) -> tuple[str, str]:
    """The parent's code, or else its name: a code says more than a name."""
    for field in _ABOVE:
        if said.get(field):
            return _code(said[field]), ""
    either = said.get("parent", "")
    code = _code(either)
    if code[:1].isascii() and code[:1].isdigit():
        return code, ""
    return "", either or said.get("parent_name", "")


def _parent_problem(parent: str, number: int) -> Problem | None:
    if not parent or is_code(parent):
        return None
    return _rounded(parent, number, "parent") or problem(number, "parent", "parent_code", given=parent)
