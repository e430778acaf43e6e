"""A table file an officer chose, xlsx or text: what is no table, too big or damaged is refused before it is read."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from console.errors import Refused, Unavailable
from console.services.lean_workbook import SHEET_PART, lean, pieces, require_small

_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What a workbook holds that opens with a password only; a workbook of the old kind does not."""


@contextmanager
def table_file(path: Path, limit: int) -> Iterator[tuple[BinaryIO, bool]]:
    """The open file, and whether it is a workbook; anything else is text. ``limit`` in bytes."""
    try:
        if path.is_dir():
            raise Refused("is_a_directory", path=str(path))
        require_small(path.stat().st_size, limit)
        with path.open("rb") as file:
            start = file.read(8)
            file.seek(0)
            if start.startswith(b"\xd0\xcf\x11\xe0"):
                raise Refused("file_encrypted") if _LOCKED in file.read() else Refused("file_kind", suffix=".xls")
            yield file, start.startswith(b"PK\x03\x04")
    except FileNotFoundError as missing:
        raise Refused("no_such_file", path=str(path)) from missing
    except OSError as broken:
        raise Unavailable("file", broken, path=str(path)) from broken


@contextmanager
def workbook(file: BinaryIO, limit: int, **options: bool) -> Iterator[Any]:
    """Its values; ``limit`` in bytes, unzipped. ``options`` are openpyxl's."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(file) as archive:
            _require_not_huge(archive, limit)
            _require_few_merged(archive)
        file = lean(file, limit)
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it drops; only values matter here
            warnings.simplefilter("ignore")
            book = load_workbook(file, data_only=True, **options)
            try:
                yield book
            finally:
                book.close()
                _let_go(book)
    except (Refused, MemoryError):
        raise
    except Exception as broken:
        # a damaged workbook fails anywhere inside zipfile, the XML parser and openpyxl, each in its way
        raise Refused("file_damaged") from broken


def _let_go(book: Any) -> None:
    """Cells and their sheet hold each other: a hundred thousand would wait for the collector, and it for them."""
    for sheet in book.worksheets:
        getattr(sheet, "_cells", {}).clear()


FORMATTED = 4
"""How much larger sheets may be before their empty cells are taken away."""
MERGED_LIMIT = 2_000_000
"""Cells of all merged ranges together: each of them is made when the workbook is opened (openpyxl)."""
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell(?=[\s/>])")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s(?:[^<>]*?\s)?ref=[\"']([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?[\"']", re.IGNORECASE
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
"""How a part begins that is written with two bytes a letter: no program does, and nothing could be seen in it."""


def calculated(file: BinaryIO) -> tuple[int, int]:
    """How many formulas an open workbook has and to how many other files it links: only their values are taken."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        sheets = [name for name in names if SHEET_PART.fullmatch(name)]
        formulas = sum(len(_FORMULA.findall(piece)) for name in sheets for piece in pieces(archive, name))
    return formulas, sum(re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name) is not None for name in names)


def _require_not_huge(archive: zipfile.ZipFile, limit: int) -> None:
    """Sheets may be formatted far down: what they carry is counted when their empty cells are gone."""
    sizes = {True: 0, False: 0}
    for part in archive.infolist():
        sizes[SHEET_PART.fullmatch(part.filename) is not None] += part.file_size
    require_small(sizes[False], limit)
    require_small(sizes[True], FORMATTED * limit)


def _require_few_merged(archive: zipfile.ZipFile) -> None:
    """One short line of a file may merge seventeen thousand million cells; a sheet may be a part of any name."""
    merged = 0
    for name in archive.namelist():
        for at, piece in enumerate(pieces(archive, name)):
            found = _MERGED.findall(piece)
            if len(found) != len(_MERGE.findall(piece)) or (not at and piece.startswith(_WIDE)):
                raise Refused("file_damaged")
            for left, top, right, bottom in found:
                merged += (_column(right or left) - _column(left) + 1) * (int(bottom or top) - int(top) + 1)
            if merged > MERGED_LIMIT:
                raise Refused("merged_too_many")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def decoded(raw: bytes) -> str:
    """Text of a table as programs here write it: UTF-8 or GB 18030; refuses file_damaged."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("file_damaged")
