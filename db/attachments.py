"""Attached files: kept under their SHA-256 in ``attachments/aa/…``, told apart by content and never by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from db.books import Fault
from db.models.inbound import Attachment

_CHUNK = 1 << 20


def place_of(folder: Path, digest: bytes) -> Path:
    """Where the file of that content lies under ``attachments/``."""
    name = digest.hex()
    return folder / name[:2] / name


def check(connection: Connection, folder: Path) -> tuple[int, Fault | None]:
    """How many files agree with their rows, and the first that is missing, changed or cannot be read."""
    count = 0
    for digest in _digests(connection):
        wrong = _wrong(place_of(folder, digest), digest)
        if wrong:
            return count, Fault("attachment", digest.hex(), wrong)
        count += 1
    return count, None


def _digests(connection: Connection) -> Iterator[bytes]:
    for row in connection.execute(select(Attachment.digest).order_by(Attachment.added_at, Attachment.digest)):
        yield bytes(row.digest)


def _wrong(path: Path, digest: bytes) -> str | None:
    made = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                made.update(chunk)
    except FileNotFoundError:
        return "file_missing"
    except OSError:
        return "file_unreadable"
    return None if made.digest() == digest else "file_changed"
