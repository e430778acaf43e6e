"""A watch begun again from a copy: everything is made under a working name, the store bears its own last.

Killed at any moment there is either no store and the next try begins anew, or the whole one with its line.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from console.config import DataDir
from console.durable import sync_folder
from console.errors import Refused, Unavailable
from db import copying, opening
from db.copying import STORE_NAME
from db.opening import disk_trouble, fold_wal, locked

WORKING = opening.RESTORING
"""A store in the directory of this name says that the restore that worked there did not end."""

HOUSEHOLD = frozenset({"locks", "logs", "seat.toml", WORKING})
"""What a data directory may hold and still count as empty: locks and the program's log come before the store."""

_NOTE = "verified.json"
_OTHERS = (_NOTE, "copied.json")
"""Notes beside the program's log about the store that stood here before."""


def require_empty(data: DataDir) -> None:
    """Refuse a data directory in which anything of a watch lies: a restore never writes over one."""
    with disk_trouble():
        found = sorted(path.name for path in data.root.iterdir()) if data.root.exists() else []
        own = {data.attachments.name, data.backups.name} if _half_way(data) else set()
        for name in found:
            if name not in HOUSEHOLD | own and not _bare(data.root / name):
                raise Refused("restore_not_empty", path=str(data.root), name=name)


@contextmanager
def working(data: DataDir) -> Iterator[DataDir]:
    """A directory to work in, alone. What it holds gets its name when the block ends well, and goes when it does not.

    What a killed restore left is cleared first.
    """
    with locked(data, alone=True):
        require_empty(data)
        work = DataDir(data.root / WORKING)
        try:
            with disk_trouble():
                _clear(data)
                work.make()
            yield work
            _give_names(data, work)
        except BaseException:
            _clear(data)
            raise


def bring_in(work: DataDir, folder: Path, digests: Mapping[str, str]) -> None:
    """Put a copy's files into the directory in which a restore works."""
    for name, digest in digests.items():
        target = work.store if name == STORE_NAME else work.root / name
        if copying.copy_file(folder / name, target) != digest:
            raise Unavailable("copy_damaged", path=str(folder), name=name)


def _give_names(data: DataDir, work: DataDir) -> None:
    """The store last: one rename makes it a store and ends the restore."""
    fold_wal(work.store)
    with disk_trouble():
        for name in _OTHERS:
            (data.logs / name).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            (work.logs / _NOTE).replace(data.logs / _NOTE)
        for made, target in ((work.attachments, data.attachments), (work.backups, data.backups)):
            if target.exists():
                shutil.rmtree(target)
            made.rename(target)
        sync_folder(data.root)
        work.store.rename(data.store)
    # it stands: a disk that fails from here on is found by the first line written to it
    with suppress(OSError):
        sync_folder(data.root)
    shutil.rmtree(work.root, ignore_errors=True)


def _half_way(data: DataDir) -> bool:
    """Whether what lies under its name beside the working store is that of a restore that did not end."""
    return (data.root / WORKING / STORE_NAME).exists() and not (data.store.exists() or data.store.is_symlink())


def _clear(data: DataDir) -> None:
    """Take away what a restore that did not end left, its store last: until then it says whose the rest is."""
    if _half_way(data):
        (data.logs / _NOTE).unlink(missing_ok=True)
        for folder in (data.attachments, data.backups):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(exist_ok=True)
    shutil.rmtree(data.root / WORKING, ignore_errors=True)


def _bare(path: Path) -> bool:
    return path.is_dir() and not any(found.is_file() or found.is_symlink() for found in path.rglob("*"))
