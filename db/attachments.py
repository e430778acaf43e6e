"""Attached files: kept under their SHA-256 in ``attachments/aa/…``, told apart by content and never by name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

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


class TooLarge(Exception):  # noqa: N818
    """More bytes came than a file may have."""


def put(folder: Path, chunks: Iterable[bytes], limit: int) -> tuple[bytes, int]:
    """Keep the content durably under its digest; digest and size in bytes. The same content lies there once.

    Written beside, synchronised, then renamed: a file under its digest is always whole. Raises TooLarge, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"new-{uuid4().hex}"
    made, size = hashlib.sha256(), 0
    try:
        with beside.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                made.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _settle(beside, place_of(folder, made.digest()), made.digest())
    finally:
        beside.unlink(missing_ok=True)
    return made.digest(), size


def _settle(beside: Path, place: Path, digest: bytes) -> None:
    """Give it its name, unless that very content is there; one that was changed by hand is put right."""
    if place.exists() and _wrong(place, digest) is None:
        return
    place.parent.mkdir(exist_ok=True)
    beside.replace(place)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
