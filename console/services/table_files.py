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


@contextmanager
def table_file(path: Path, limit: int) -> Iterator[tuple[BinaryIO, bool]]:
    """The open file, and whether it is a workbook; anything else is text. ``limit`` in bytes."""
    try:
        if path.is_dir():
            raise Refused("is_a_directory", path=str(path))
        _require_small(path.stat().st_size, limit)
        with path.open("rb") as file:
            start = file.read(8)
            file.seek(0)
            if start.startswith(b"\xd0\xcf\x11\xe0"):
                raise Refused("file_kind", suffix=path.suffix or ".xls")
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
            _require_small(sum(part.file_size for part in archive.infolist()), limit)
            _require_few_merged(archive)
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it drops; only values matter here
            warnings.simplefilter("ignore")
            book = load_workbook(file, data_only=True, **options)
            try:
                yield book
            finally:
                book.close()
                _let_go(book)
    except Refused:
        raise
    except Exception as broken:
        # a damaged workbook fails anywhere inside zipfile, the XML parser and openpyxl, each in its way
        raise Refused("file_damaged") from broken


def _let_go(book: Any) -> None:
    """Cells and their sheet hold each other: a hundred thousand would wait for the collector, and it for them."""
    for sheet in book.worksheets:
        getattr(sheet, "_cells", {}).clear()


MERGED_LIMIT = 2_000_000
"""Cells of all merged ranges together: each of them is made when the workbook is opened (openpyxl)."""
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def calculated(file: BinaryIO) -> tuple[int, int]:
    """How many formulas an open workbook has and to how many other files it links: only their values are taken."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        formulas = sum(len(_FORMULA.findall(archive.read(name))) for name in names if _SHEET_PART.fullmatch(name))
    return formulas, sum(re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name) is not None for name in names)


def _require_few_merged(archive: zipfile.ZipFile) -> None:
    """One short line of a file may merge seventeen thousand million cells."""
    merged = 0
    for name in archive.namelist():
        if not _SHEET_PART.fullmatch(name):
            continue
        for left, top, right, bottom in _MERGED.findall(archive.read(name)):
            merged += (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)
        if merged > MERGED_LIMIT:
            raise Refused("merged_too_many")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
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


def _require_small(size: int, limit: int) -> None:
    if size > limit:
        raise Refused("file_too_big", size=_megabytes(size), limit=_megabytes(limit))


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
