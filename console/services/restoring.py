"""A watch begun again from a copy, in an empty data directory; nothing is ever written over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from console.config import DataDir
from console.domain.copies import ROOM, Manifest
from console.domain.health import megabytes
from console.errors import Refused, Unavailable
from console.services.copies_there import Found, find, newest_good, require_as_told, require_whole
from console.services.verified import Verified
from db import checking, copying, opening, restoring
from db.chain import instant
from db.copying import STORE_NAME


@contextmanager
def brought_in(
    data: DataDir, source: Path, *, at: datetime, known_faults: bool = False
) -> Iterator[tuple[DataDir, Found]]:
    """A copy, verified before and after, under a working name; the store gets its own when the block ends well.

    A copy with known faults only where ``known_faults`` says that somebody asked for it, and only if it shows exactly
    those; they are noted for lamp and doctor, and ``verify`` goes on finding them.
    """
    with opening.disk_trouble():
        data.make()
    restoring.require_empty(data)
    found = find(source)
    require_whole(found.folder, found.manifest)
    _require_room(data, found.manifest)
    if found.manifest.schema not in opening.known_versions():
        raise Refused("newer_schema", found=found.manifest.schema, known=opening.head())
    if found.manifest.faults and not known_faults:
        raise _not_asked_for(found)
    _require_as_told(found)
    with restoring.working(data) as work:
        restoring.bring_in(work, found.folder, found.manifest.files)
        _look_again(work, found, at)
        yield work, found


def _require_as_told(found: Found) -> None:
    """As far as this program can look into a copy as it lies; one of an older schema is looked into once upgraded."""
    store, files = found.folder / STORE_NAME, found.folder / "attachments"
    if found.manifest.schema == opening.head():
        require_as_told(copying.check(store, files, found.manifest.absent).faults, found)
    if found.manifest.faults and not copying.takes_lines(store):
        raise Unavailable("copy_closed", path=str(found.folder))


def _look_again(data: DataDir, found: Found, at: datetime) -> None:
    """What was brought in is opened as for work, an older schema upgraded, and verified once more."""
    opened = opening.open_store(data, at=at)
    try:
        with opened.store.reading() as connection:
            checked = checking.everything(connection, data.attachments, found.manifest.absent)
    finally:
        opened.close()
    require_as_told(checked.faults, found, upgraded=found.manifest.schema != opening.head())
    if checked.fault:
        noted = Verified(
            full_at=instant(at), full_number=checked.duty.count, full_fault=checked.fault.at,
            full_count=checked.faults.count, full_audit=checked.audit.count,
        )  # fmt: skip
        noted.save(data.logs)


def _require_room(data: DataDir, manifest: Manifest) -> None:
    needed = manifest.size + ROOM
    with opening.disk_trouble():
        free = shutil.disk_usage(data.root).free
    if free < needed:
        raise Refused("copy_no_room", path=str(data.root), free=megabytes(free), needed=megabytes(needed))


def _not_asked_for(found: Found) -> Refused:
    """Says which copy would be good; there may be none."""
    facts = {"folder": found.folder.name, "count": found.manifest.faults.count, "option": "--with-known-faults"}
    good = newest_good(found)
    if good is None:
        return Refused("copy_known_faults", **facts)
    return Refused("copy_known_faults_good", **facts, good=good.folder)
