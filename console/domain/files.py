"""Files joined to records, and files of an entry that is not saved yet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

MEGABYTE = 1_000_000

NAME_LIMIT = 60
"""Longest name kept, in characters: three bytes each, it fits every file system."""

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a record: told apart by content (``digest``, SHA-256), known by ``name``; ``size`` in bytes."""

    digest: bytes
    name: str
    media_type: str
    size: int
    subject_kind: str
    subject_id: UUID
    at: datetime
    by_name: str

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a half-written entry, waiting beside its draft."""

    path: Path
    name: str
    size: int


def safe_name(name: str) -> str:
    """A name every file system takes: no folders, no control characters, not too long; the ending stays.

    Nothing that is not seen either: turned writing direction would show ``exe.jpg`` where the ending is another.
    """
    whole = _UNSAFE.sub("_", unicodedata.normalize("NFC", name).strip())
    plain = "".join(char for char in whole if char == " " or char.isprintable()).strip(". ") or "附件"
    if len(plain) <= NAME_LIMIT:
        return plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return plain[:NAME_LIMIT]
    return f"{stem[: NAME_LIMIT - len(ending) - 1]}.{ending}"


def shown_size(size: int) -> str:
    """12 KB, 3.4 MB: thousands, as file lists show them."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / MEGABYTE:.1f} MB"
