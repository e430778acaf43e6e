"""Workbooks of the towns' returns: written with marks by which they are found again, read however they come back."""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.domain.incident_figures import Amount
from console.domain.return_cell import FORMULA_WITHOUT_VALUE, Finding
from console.domain.return_table import UNIT, Raw, Told, read_table
from console.domain.town_returns import ReadFile, ReturnRow, RoundRow
from console.errors import Refused
from console.services.cells import escaped
from console.services.return_words import column, figure, head, wording
from console.services.table_files import workbook
from console.services.workbooks import sheet_of, text_sheet

BYTES_LIMIT = 32 * 1024 * 1024
"""Largest file, unzipped."""
NAME_LIMIT = 200
"""Characters of a file's name that are kept."""
_UNIT_IN_NAME = 60
"""Characters of a unit in its file's name: a name has 255 bytes."""
FILES_LIMIT = 500
"""Most files of one act: a whole disk may be dropped by mistake."""

ROUND_NAME, UNIT_NAME = "DUTY_ROUND", "DUTY_UNIT"
"""Names in the workbook that nobody sees and no renaming changes."""

_TEXTS = (".csv", ".txt", ".tsv")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TROUBLES = {
    "file_damaged": "damaged",
    "file_too_big": "too_big",
    "file_kind": "not_a_table",
    "rows_too_many": "too_big",
}


class _NoTableError(Exception):
    """The code of the finding about a file that cannot be read as a table."""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files meant: folders stand for what lies in them, without what programs leave there.

    Refuses too_many_files.
    """
    found: list[Path] = []
    for path in paths:
        found += sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    found = [one for one in found if not one.name.startswith(("~$", "."))]
    if len(found) > FILES_LIMIT:
        raise Refused("too_many_files", count=len(found), limit=FILES_LIMIT)
    return found


# reading


def shown_name(name: str) -> str:
    """A file's name as a text may hold it."""
    return "".join(char if char.isprintable() else "?" for char in name)[:NAME_LIMIT]


def read_file(path: Path, row: RoundRow) -> ReadFile:
    """What a file tells for that round; whatever is wrong with it is its ``trouble``, never an error."""
    name = shown_name(path.name)
    try:
        if path.stat().st_size > BYTES_LIMIT:
            return ReadFile(name, b"", Told(), Finding("too_big", True))
        raw = path.read_bytes()
    except OSError:
        return ReadFile(name, b"", Told(), Finding("unreadable", True))
    digest = hashlib.sha256(raw).digest()
    try:
        return ReadFile(name, digest, _told(raw, path, row))
    except _NoTableError as broken:
        return ReadFile(name, digest, Told(), Finding(str(broken), True))
    except Refused as refused:
        return ReadFile(name, digest, Told(), Finding(_TROUBLES.get(refused.code, refused.code), True))


def _told(raw: bytes, path: Path, row: RoundRow) -> Told:
    """Raises _NoTableError, or Refused where a reader of all tables refuses."""
    if not raw:
        raise _NoTableError("empty_file")
    if raw.startswith(_OLE):
        raise _NoTableError("password" if _ENCRYPTED in raw else "old_workbook")
    if not raw.startswith(_ZIP):
        if path.suffix.lower() not in _TEXTS:
            raise _NoTableError("not_a_table")
        sheet = text_sheet(raw, path)
        return read_table([Raw("", sheet.rows)], "", "", row.names, wording())
    uncounted = _require_workbook(raw)
    with workbook(io.BytesIO(raw), BYTES_LIMIT, keep_links=False) as book:
        number, unit = (_named(book, name) for name in (ROUND_NAME, UNIT_NAME))
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = [sheet_of(sheet) for sheet in seen]
    if uncounted:
        _mark_formulas(raw, {sheet.title: one.rows for sheet, one in zip(seen, sheets, strict=True)})
    return read_table([Raw(one.name, one.rows, one.merged) for one in sheets], number, unit, row.names, wording())


def _require_workbook(raw: bytes) -> bool:
    """Whether it holds formulas; refuses a zip that is something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise _NoTableError("old_workbook" if "xl/workbook.bin" in names else "not_a_table")
            if sum(part.file_size for part in archive.infolist()) > BYTES_LIMIT:
                raise _NoTableError("too_big")
            parts = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            texts = [archive.read(name) for name in parts]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as broken:
        raise _NoTableError("damaged") from broken
    return any(b"<f>" in text or b"<f " in text for text in texts)


def _named(book: Any, name: str) -> str:
    """A constant of the workbook: ="示例HZ2030-0001"."""
    found = book.defined_names.get(name)
    return str(found.value or "").strip('"') if found is not None else ""


def _mark_formulas(raw: bytes, rows: dict[str, list[list[Any]]]) -> None:
    """A formula nobody worked out has no value, and must not read as an empty cell."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(raw), data_only=False, keep_links=False)
    for sheet in book.worksheets:
        for line, cells in zip(rows.get(sheet.title, ()), sheet.iter_rows(), strict=False):
            for at, cell in enumerate(cells[: len(line)]):
                if cell.data_type == "f" and line[at] is None:
                    line[at] = FORMULA_WITHOUT_VALUE
    book.close()


# writing


def free_path(folder: Path, row: RoundRow, unit: str) -> Path:
    """Where a unit's workbook is written: nothing that lies there is written over."""
    kept = "".join(char if char.isprintable() and char not in '\\/:*?"<>|' else "_" for char in unit)
    named = f"{row.number} {kept[:_UNIT_IN_NAME]}"
    found, again = folder / f"{named}.xlsx", 1
    while found.exists():
        again += 1
        found = folder / f"{named} ({again}).xlsx"
    return found


def write_file(path: Path, row: RoundRow, unit: str, last: ReturnRow | None, last_number: str, zone: ZoneInfo) -> None:
    """One unit's workbook: what is asked, empty, and below it what the unit said last."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    for name, text in ((ROUND_NAME, row.number), (UNIT_NAME, unit)):
        book.defined_names[name] = DefinedName(name, attr_text=f'"{text.replace(chr(34), chr(34) * 2)}"', hidden=True)
    sheet = book.active
    assert sheet is not None
    sheet.title = words.say_in("zh", "returns.sheet")
    rows = [*_head(row, unit, zone), *_table(row, unit, last, last_number)]
    _fill(sheet, rows, len(row.columns) + 2)
    book.save(path)


def _head(row: RoundRow, unit: str, zone: ZoneInfo) -> list[list[str]]:
    as_of, due = (f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (row.as_of, row.due_at))
    return [
        [words.say_in("zh", "returns.sheet.title", title=row.title)],
        [
            f"{words.say_in('zh', 'returns.sheet.number')}：{row.number}　"
            f"{words.say_in('zh', 'returns.sheet.as_of')}：{as_of}　{words.say_in('zh', 'returns.sheet.due')}：{due}"
        ],
        [f"{words.say_in('zh', 'returns.sheet.unit')}：{unit}"],
        [words.say_in("zh", "returns.sheet.how")],
    ]


def _table(row: RoundRow, unit: str, last: ReturnRow | None, last_number: str) -> list[list[str]]:
    remark = words.say_in("zh", "returns.sheet.remark")
    rows = [
        [UNIT, *row.columns, ""],
        [column(UNIT, "zh"), *map(head, row.columns), remark],
        [unit, *([""] * len(row.columns)), ""],
    ]
    if last is not None:
        told: list[Amount | None] = [last.amount(code) if code in last.figures else None for code in row.columns]
        before = [figure(code, one, "zh") for code, one in zip(row.columns, told, strict=True)]
        rows.append([words.say_in("zh", "returns.sheet.last"), *before, last_number])
    rows.append([words.say_in("zh", "returns.sheet.signed")])
    return rows


def _fill(sheet: Any, rows: Sequence[Sequence[str]], width: int) -> None:
    """Heads break into lines, the row of codes is hidden, the row to fill is framed."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    thin, grey = Side(style="thin"), PatternFill("solid", fgColor="EEEEEE")
    for at, row in enumerate(rows, 1):
        for across, text in enumerate(row, 1):
            cell = sheet.cell(at, across)
            if text:
                cell.value, cell.data_type = escaped(text), "s"
            cell.alignment = Alignment(wrap_text=at > 5, vertical="center")
            if at > 5 and len(row) > 1:
                cell.border = Border(thin, thin, thin, thin)
            if at > 7 and len(row) > 1:
                cell.fill, cell.font = grey, Font(color="777777")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.row_dimensions[5].hidden = True
    sheet.row_dimensions[6].height, sheet.row_dimensions[7].height = 48, 28
    for across in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(across)].width = 16 if across == 1 else 12
    sheet.freeze_panes = "B7"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
