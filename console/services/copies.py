"""A second place: copies of store and attachments, verified by opening them."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from console import __version__
from console.config import DataDir
from console.domain import copies
from console.domain.clock import Clock
from console.domain.copies import MANIFEST, ROOM, CopyRow, Manifest
from console.domain.faults import NO_FAULTS, Fault, Faults
from console.domain.health import megabytes
from console.domain.log import ActKind, EntryKind, NewEntry
from console.domain.people import Action, Actor
from console.errors import Refused, Unavailable
from console.seat_file import SeatFile
from console.services import copy_note, fault_words, lines
from console.services.copies_there import MAKING, Found, listed, read_manifest, require_as_written, site_of
from console.services.copy_note import CopyNote
from console.services.settings import current
from db import attachments, books, copying, opening
from db.copying import STORE_NAME
from db.store import Store

_ABANDONED_S = 86_400
"""Nobody makes a copy for a day."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made: where, as of when, how far the log goes in it, its bytes, attachments that were not there
    or no longer what they were, older copies that went."""

    folder: Path
    made_at: datetime
    number: int
    size: int
    missing: int
    dropped: int
    faults: Faults = NO_FAULTS
    """What is wrong in the store itself, and so in the copy."""


class CopiesService:
    """Use cases of the second place. Everything here takes seconds: never ask on the window's thread."""

    def __init__(self, data: DataDir, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._data = data
        self._store = store
        self._clock = clock
        self._zone = zone
        self._one = threading.Lock()

    def place(self) -> str:
        """The second place of this seat; empty where none is set."""
        return SeatFile(self._data.seat).read().settings.backup_place

    def set_place(self, place: str, *, by: Actor) -> None:
        """Set the folder of the second place; empty for none. Refuses what cannot be one."""
        self._store.require(by, Action.EDIT_SETTINGS)
        if place:
            self._require_place(Path(place))
        SeatFile(self._data.seat).change(backup_place=place)
        with self._store.writing(by=by, action=Action.EDIT_SETTINGS) as tx:
            text = f"第二备份位置：{place or '未设'}"
            lines.write(tx, books.AUDIT, ActKind.SETTING, text, at=self._clock.now())

    def make_at_place(self, *, by: Actor) -> Copied | None:
        """A copy at the seat's second place; None where none is set."""
        place = self.place()
        return self.make(Path(place), by=by) if place else None

    def make(self, place: Path, *, by: Actor) -> Copied:
        """A verified copy below that folder, older ones beyond the site's number taken away.

        Where the store itself disagrees with its books the copy says so, and never takes the place of the newest good
        one. Unavailable("copy_store_damaged") where SQLite finds the file itself broken: of that no copy is made.
        """
        self._store.require(by, Action.EXPORT)
        with self._one, self._noting(place):
            self._require_place(place)
            self._require_room(place)
            made = self._make(place)
            # noted before anything old goes: a stick pulled out meanwhile has this copy on it
            copy_note.save(self._data.logs, _note(place, made))
            dropped = self._drop(place, made)
        with self._store.writing(by=by) as tx:
            text = f"第二备份：{made.folder.name}，至第 {made.number} 号{_with(made.faults)}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return replace(made, dropped=dropped)

    def listed(self, place: Path) -> list[CopyRow]:
        """Copies of any store that lie there, the newest first."""
        return listed(place)

    def last(self) -> CopyNote:
        """The last copy and what went wrong since; reads a small file of this machine only."""
        return copy_note.load(self._data.logs)

    def note_restored(self, found: Found, *, by: Actor) -> None:
        """The line a log begins again with after a restore."""
        number, made = found.manifest.duty[0], found.manifest.made_at.astimezone(self._zone())
        text = f"由第二备份恢复：{found.folder.name}，备份于 {made:%Y-%m-%d %H:%M}，至第 {number} 号"
        text += _with(found.manifest.faults)
        with self._store.writing(by=by) as tx:
            books.append(tx, books.DUTY, NewEntry(uuid4(), text, EntryKind.SYSTEM), at=self._clock.now())

    # steps

    def _require_place(self, place: Path) -> None:
        """It must be there already: making it would fill the local disk where a USB stick is not mounted."""
        if not place.is_absolute():
            raise Refused("copy_place_relative", path=str(place))
        if not place.is_dir():
            raise Unavailable("copy_place", path=str(place))
        root = self._data.root.resolve()
        if root in (place.resolve(), *place.resolve().parents):
            raise Refused("copy_place_inside", path=str(place))

    def _require_room(self, place: Path) -> None:
        files = [*self._data.root.glob(f"{self._data.store.name}*"), *self._data.attachments.rglob("*")]
        needed = sum(map(_size, files)) + ROOM
        with opening.disk_trouble():
            free = shutil.disk_usage(place).free
        if free < needed:
            raise Refused("copy_no_room", path=str(place), free=megabytes(free), needed=megabytes(needed))

    def _make(self, place: Path) -> Copied:
        at = self._clock.now()
        with self._store.reading() as connection:
            site = current(connection, "site.name", at)
        name = copies.folder_name(site, at.astimezone(self._zone()))
        beside = place / f"{MAKING}{os.getpid()}-{name}"
        try:
            with opening.disk_trouble():
                beside.mkdir(mode=0o700)
            manifest = self._fill(beside, at)
            self._verify(beside, manifest)
            folder = _free_name(place / name)
            with opening.disk_trouble():
                beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return _copied(folder, manifest)

    def _fill(self, beside: Path, at: datetime) -> Manifest:
        store = beside / STORE_NAME
        copying.copy_store(self._store.path, store)
        if (told := copying.integrity(store)) != "ok":
            raise Unavailable("copy_store_damaged", told)
        files = self._take_files_along(beside)
        heads, (store_id, realm) = copying.heads_of(store), copying.identity(store)
        size = sum((beside / name).stat().st_size for name in files)
        rows, noted = listed(beside.parent), self.last().sequence
        # attachments that are gone are found missing here like everything else that is wrong
        known = copying.check(store, beside / "attachments").faults
        manifest = Manifest(
            at, __version__, copying.schema(store), site_of(store, at), realm, store_id, heads.duty, heads.audit, size,
            files, faults=known, sequence=copies.next_sequence(rows, store_id, heads.audit[0], noted),
            zone=str(self._zone()),
        )  # fmt: skip
        with opening.disk_trouble(), (beside / MANIFEST).open("x", encoding="utf-8") as file:
            file.write(copies.written(manifest))
            file.flush()
            os.fsync(file.fileno())
        return manifest

    def _take_files_along(self, beside: Path) -> dict[str, str]:
        """Digests by name of what lies in the copy: all attachments that are still what they were."""
        store = beside / STORE_NAME
        files = {STORE_NAME: copying.digest_of(store)}
        for digest in copying.files_of(store):
            source = attachments.place_of(self._data.attachments, digest)
            name = source.relative_to(self._data.root).as_posix()
            if source.is_file() and copying.copy_file(source, beside / name) == digest.hex():
                files[name] = digest.hex()
            else:
                # changed by hand or by the disk: taken along it would make the whole copy one that cannot be restored
                (beside / name).unlink(missing_ok=True)
        return files

    def _verify(self, beside: Path, manifest: Manifest) -> None:
        """Read back what was written: is it all there, and does it end where the live store went through?"""
        require_as_written(beside, manifest)
        heads = copying.Heads(manifest.duty, manifest.audit)
        with self._store.reading() as connection:
            if not copying.heads_agree(connection, heads):
                raise Unavailable("copy_damaged", path=str(beside), name=STORE_NAME)

    def _drop(self, place: Path, made: Copied) -> int:
        now = self._clock.now()
        with self._store.reading() as connection:
            keep = int(current(connection, "backup.keep", now))
        manifest = read_manifest(made.folder)
        gone = copies.superfluous(listed(place), made.folder.name, manifest.store, keep)
        for folder in [place / row.folder for row in gone] + _left_over(place):
            shutil.rmtree(folder, ignore_errors=True)
        return len(gone)

    @contextmanager
    def _noting(self, place: Path) -> Iterator[None]:
        """A try that failed is noted, so that the lamp says it until one succeeds."""
        try:
            yield
        except (Refused, Unavailable) as error:
            code = f"refused.{error.code}" if isinstance(error, Refused) else f"unavailable.{error.what}"
            copy_note.save(self._data.logs, replace(self.last(), place=str(place), fault=code))
            raise


def _copied(folder: Path, manifest: Manifest) -> Copied:
    lost = len(copying.files_of(folder / STORE_NAME)) - len(manifest.contents)
    return Copied(folder, manifest.made_at, manifest.duty[0], manifest.size, lost, 0, manifest.faults)


def _note(place: Path, made: Copied) -> CopyNote:
    manifest, first = read_manifest(made.folder), made.faults.first or Fault("", "", "")
    note = CopyNote(str(place), made.made_at, made.folder.name, made.number, audit=manifest.audit[0])
    known = replace(note, known=made.faults.count, where=first.where, at=first.at, what=first.what)
    return replace(known, sequence=manifest.sequence)


def _with(faults: Faults) -> str:
    """What a line about a copy says of its faults."""
    return f"，带有 {faults.count} 处已知不一致：{fault_words.line(faults)}" if faults else ""


def _size(path: Path) -> int:
    """Bytes of a file; none for a folder, and for a WAL that was folded in just now."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0


def _left_over(place: Path) -> list[Path]:
    """Half-made copies of programs that were killed; one a neighbour may just be making is left alone."""
    with opening.disk_trouble():
        newest = max(path.stat().st_mtime for path in place.iterdir())
        return [path for path in place.glob(f"{MAKING}*") if newest - path.stat().st_mtime > _ABANDONED_S]


def _free_name(folder: Path) -> Path:
    """Two copies within a second stand side by side."""
    count, free = 2, folder
    while free.exists():
        free, count = folder.with_name(f"{folder.name}-{count}"), count + 1
    return free
