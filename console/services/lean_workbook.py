"""A workbook without what carries nothing: sheets formatted a million rows deep would be made cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from console.errors import Refused

LARGE = 2 * 1024 * 1024
"""Bytes of all sheets together below which a workbook is opened as it is."""
CELLS_LIMIT = 600_000
"""Cells that carry something: twenty thousand people in thirty columns; opening them takes seconds."""
_TAG_LIMIT = 4 * 1024 * 1024
PIECE = 512 * 1024
"""Bytes looked through at a time: the window is let in between."""

SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_PLACED = re.compile(rb'<(?:\w+:)?(?:c|row)\s(?:[^<>]*?\s)?r="')
_BLANK_CELL = re.compile(rb"<((?:\w+:)?)c(?=[\s/>])[^<>]*?(?:/>|></\1c>)")
_BLANK_ROW = re.compile(rb"<((?:\w+:)?)row(?=[\s/>])[^<>]*?(?:/>|>\s*</\1row>)")


def lean(file: BinaryIO, limit: int) -> BinaryIO:
    """The same workbook without empty cells and rows, or itself where it is small.

    Refuses cells_too_many, and file_too_big where more than ``limit`` bytes are left.
    """
    with zipfile.ZipFile(file) as archive:
        sheets = [one for one in archive.infolist() if SHEET_PART.fullmatch(one.filename)]
        if sum(one.file_size for one in sheets) <= LARGE:
            return file
        made, count, left = io.BytesIO(), 0, 0
        with zipfile.ZipFile(made, "w") as into:
            for one in archive.infolist():
                with into.open(one.filename, "w") as part:
                    for piece in pieces(archive, one.filename):
                        kept = _without_blanks(piece) if one in sheets else piece
                        if kept is None:
                            require_small(sum(one.file_size for one in sheets), limit)
                            return file  # where a cell stands is told by those before it: none may go
                        count += len(_CELL.findall(kept)) if one in sheets else 0
                        if count > CELLS_LIMIT:
                            raise Refused("cells_too_many", limit=CELLS_LIMIT)
                        left += len(kept)
                        require_small(left, limit)
                        part.write(kept)
    made.seek(0)
    return made


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the archive, a little at a time, never cut inside a tag."""
    with archive.open(name) as part:
        held = b""
        while read := part.read(PIECE):
            whole = held + read
            cut = max(whole.rfind(b"<"), 0)
            held = whole[cut:]
            if cut or len(whole) > _TAG_LIMIT:
                yield whole[:cut] or whole
                held = whole[cut:] if cut else b""
        yield held


def _without_blanks(piece: bytes) -> bytes | None:
    """None where a cell or row does not say where it stands."""
    if len(_CELL.findall(piece)) + len(_ROW.findall(piece)) != len(_PLACED.findall(piece)):
        return None
    if b"<!" in piece:
        return piece
    return _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", piece))


def require_small(size: int, limit: int) -> None:
    """Refuses file_too_big; both in bytes."""
    if size > limit:
        raise Refused("file_too_big", size=_megabytes(size), limit=_megabytes(limit))


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
