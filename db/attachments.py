"""Attached files: kept under their SHA-256 in ``attachments/aa/…``, told apart by content and never by name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from console.domain.faults import Collecting
from console.durable import sync_folder

_CHUNK = 1 << 20


def place_of(folder: Path, digest: bytes) -> Path:
    """Where the file of that content lies under ``attachments/``."""
    name = digest.hex()
    return folder / name[:2] / name


def check(connection: Connection, folder: Path, found: Collecting, absent: frozenset[bytes] = frozenset()) -> int:
    """How many files agree with their rows; those missing, changed or unreadable are added to ``found``.

    ``absent``: contents of files that are known not to lie there, which is no fault.
    """
    count = 0
    for digest in digests(connection):
        wrong = _wrong(place_of(folder, digest), digest)
        if wrong and not (wrong == "file_missing" and digest in absent):
            found.add("attachment", digest.hex(), wrong)
        count += not wrong
    return count


def digests(connection: Connection) -> Iterator[bytes]:
    """Of the contents the store speaks of. One that is none has no file: its record is found to be changed."""
    statement = "SELECT digest FROM attachment WHERE typeof(digest) = 'blob' AND length(digest) = 32 ORDER BY digest"
    for (digest,) in connection.exec_driver_sql(statement):
        yield bytes(digest)


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
