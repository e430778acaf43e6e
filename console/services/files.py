"""Attachments: a file is kept by its content, joined to a record by a line of the duty book."""

from __future__ import annotations

import errno
import mimetypes
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.config import DataDir
from console.domain.clock import Clock
from console.domain.files import MEGABYTE, FileRow, KeptFile, safe_name, shown_size
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.durable import sync_folder
from console.errors import Refused, Unavailable
from console.services import lines
from console.services.settings import current
from db import attachments, books
from db.models.inbound import Attachment, Inbound
from db.models.outbound import AttachmentLink
from db.queries import files as query
from db.store import Store, Tx

_DISK = {errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EROFS: "disk_read_only"}


class FilesService:
    """Use cases of attachments. What waits beside a draft is nobody's record yet."""

    def __init__(self, store: Store, clock: Clock, data: DataDir) -> None:
        self._store = store
        self._clock = clock
        self._folder = data.attachments
        self._drafts = data.draft_files

    def add(self, source: bytes | Path, name: str, subject_kind: str, subject_id: UUID, *, by: Actor) -> FileRow:
        """Keep a file and join it to a record; the same content joined again answers the first.

        Refuses ``file_empty``, ``file_too_large`` (setting ``attachment.max_megabytes``) and ``file_unreadable``.
        """
        self._store.require(by, Action.RECORD)
        name = safe_name(name)
        digest, size = self._put(source, name, self._folder)
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            if not query.linked(tx.connection, digest, subject_id):
                self._join(tx, digest, size, name, subject_kind, subject_id)
        return next(row for row in self.of(subject_id) if row.digest == digest)

    def keep_bytes(self, data: bytes, name: str) -> tuple[bytes, int]:
        """Lay down bytes that a transaction is about to ``join``; digest and size. Refuses as ``add`` does."""
        return self._put(data, safe_name(name), self._folder)

    def join(self, tx: Tx, kept: tuple[bytes, int], name: str, subject_kind: str, subject_id: UUID) -> None:
        """``add`` within a transaction that is open, of what ``keep_bytes`` laid down."""
        self._join(tx, *kept, safe_name(name), subject_kind, subject_id)

    def of(self, subject_id: UUID) -> list[FileRow]:
        """Files of a record, in the order they came."""
        with self._store.reading() as connection:
            return query.of(connection, subject_id)

    def open_path(self, digest: bytes) -> Path:
        """Where the content lies, for reading only. Raises Unavailable("file") when it is gone."""
        path = attachments.place_of(self._folder, digest)
        if not path.is_file():
            raise Unavailable("file", "file_missing", path=path.name[:12])
        return path

    def save_copy(self, digest: bytes, target: Path) -> None:
        """A copy where the officer wants it."""
        source = self.open_path(digest)
        try:
            shutil.copyfile(source, target)
        except OSError as error:
            raise Unavailable("cannot_write_file", error, path=str(target)) from error

    # beside a draft

    def keep(self, draft_id: UUID, source: bytes | Path, name: str) -> list[KeptFile]:
        """Lay a file beside a half-written entry, durably; answers all of them."""
        folder = self._drafts / draft_id.hex
        name = safe_name(name)
        digest, _ = self._put(source, name, folder)
        whole = attachments.place_of(folder, digest)
        kept = self.kept(draft_id)
        number = max((_number(each.path) for each in kept), default=0) + 1
        with _on_disk():
            whole.replace(folder / f"{number:03d}-{name}")
            whole.parent.rmdir()
            sync_folder(folder)
        return self.kept(draft_id)

    def kept(self, draft_id: UUID) -> list[KeptFile]:
        """What lies beside a half-written entry, in the order it came."""
        folder = self._drafts / draft_id.hex
        if not folder.is_dir():
            return []
        found = sorted((path for path in folder.iterdir() if path.is_file() and _number(path)), key=_number)
        return [KeptFile(path, path.name.partition("-")[2], path.stat().st_size) for path in found]

    def drop(self, draft_id: UUID, path: Path) -> list[KeptFile]:
        """Take one away again; what is a record's already stays there."""
        if path.parent == self._drafts / draft_id.hex:
            path.unlink(missing_ok=True)
        return self.kept(draft_id)

    def join_kept(self, draft_id: UUID, subject_kind: str, *, by: Actor) -> list[FileRow]:
        """The entry is saved under the draft's id: its files become the record's. Safe to do again after a kill."""
        for each in self.kept(draft_id):
            self.add(each.path, each.name, subject_kind, draft_id, by=by)
            each.path.unlink(missing_ok=True)
        self.forget(draft_id)
        return self.of(draft_id)

    def forget(self, draft_id: UUID) -> None:
        """The draft ended: nothing of it waits any more."""
        folder = self._drafts / draft_id.hex
        if folder.is_dir():
            with _on_disk():
                shutil.rmtree(folder)

    def _put(self, source: bytes | Path, name: str, folder: Path) -> tuple[bytes, int]:
        with self._store.reading() as connection:
            most = _most(connection, self._clock)
        chunks = (source,) if isinstance(source, bytes) else _read(source, name)
        try:
            with _on_disk():
                digest, size = attachments.put(folder, _some(chunks, name), most * MEGABYTE)
        except attachments.TooLarge:
            raise Refused("file_too_large", name=name, megabytes=most) from None
        return digest, size

    def _join(self, tx: Tx, digest: bytes, size: int, name: str, subject_kind: str, subject_id: UUID) -> None:
        at, about = self._clock.now(), []
        if tx.session.get(Attachment, digest) is None:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            about.append(
                Attachment(
                    digest=digest, name=name, media_type=kind, size=size, subject_id=subject_id, added_at=at,
                    by_name=tx.by.name,
                )
            )  # fmt: skip
            tx.session.add(about[0])
            tx.flush()
        link = AttachmentLink(
            id=uuid4(), digest=digest, subject_kind=subject_kind, subject_id=subject_id, name=name, at=at,
            by_name=tx.by.name,
        )  # fmt: skip
        tx.session.add(link)
        tx.flush()
        text = f"{_number_of(tx, subject_id)}附件 {name}（{shown_size(size)}，指纹 {digest.hex()[:12]}）"
        lines.write(tx, books.DUTY, ActKind.ATTACHMENT, text, at=at, about=[*about, link])


def _most(connection: Connection, clock: Clock) -> int:
    return int(current(connection, "attachment.max_megabytes", clock.now()))


def _number(path: Path) -> int:
    """The place in the order a kept file's name begins with; 0 where it is none of ours."""
    front, dash, _ = path.name.partition("-")
    return int(front) if dash and len(front) >= 3 and front.isascii() and front.isdigit() else 0


def _number_of(tx: Tx, subject_id: UUID) -> str:
    number = tx.session.scalars(select(Inbound.number).where(Inbound.id == subject_id)).first()
    return f"{number} " if number else ""


def _read(path: Path, name: str) -> Iterator[bytes]:
    """The file's bytes; one that cannot be read is the officer's to choose anew."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refused("file_unreadable", name=name, cause=str(error.strerror or error)) from error
    with file:
        while True:
            try:
                chunk = file.read(MEGABYTE)
            except OSError as error:
                raise Refused("file_unreadable", name=name, cause=str(error.strerror or error)) from error
            if not chunk:
                return
            yield chunk


def _some(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The chunks; refuses a file without a byte in it."""
    empty = True
    for chunk in chunks:
        empty = empty and not chunk
        yield chunk
    if empty:
        raise Refused("file_empty", name=name)


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(_DISK.get(error.errno or 0, "disk_error"), str(error)) from error
