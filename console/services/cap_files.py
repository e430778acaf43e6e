"""CAP files: what was released as it went out, and what others sent, taken in as drafts that pass it on.

Bytes are kept as they came. What is not taken in leaves nothing but a line that says why: in the audit book where
somebody stood by, in the duty log where the program found the file alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from console import words
from console.cap.checking import Checked, bytes_of, check
from console.cap.message import Message
from console.cap.values import message_of
from console.config import DataDir
from console.domain.cap_files import Looked, Note, NotTaken, Taken
from console.domain.clock import Clock
from console.domain.files import safe_name
from console.domain.log import ActKind
from console.domain.people import Action, Actor, ActorKind
from console.domain.realm import Realm
from console.domain.warning import OUT, Kind, Origin
from console.domain.warning_form import WarningForm
from console.errors import Refused, Unavailable
from console.seat_file import SeatFile
from console.services import lines
from console.services.cap_forms import draft_of
from console.services.exporting import write_beside
from console.services.files import FilesService
from console.services.warning_ground import book_of
from console.services.warnings import WarningsService
from db import books
from db.models.warnings import CapFile, WarningMessage
from db.queries import cap_files as query
from db.queries import places
from db.queries import warnings as warnings_query
from db.store import Store, Tx

SHOWN = 200
LONGEST = 200
"""Characters of an identifier or a sender."""
KINDS = {"Alert": Kind.FIRST, "Update": Kind.CHANGE, "Cancel": Kind.LIFT}
"""Messages that warn; Ack and Error answer somebody else's."""
SUBJECT = "warning"
PRACTICE = "【演练用】"
NOT_TAKEN = "未收入预警文件 "
"""How the line about a refused file begins."""


class CapFiles:
    """Use cases of CAP files."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, warnings: WarningsService, files: FilesService, data: DataDir
    ) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._warnings = warnings
        self._files = files
        self._data = data

    def folder(self) -> str:
        """The folder of this seat into which others lay files; empty for none."""
        return SeatFile(self._data.seat).read().settings.cap_folder

    def set_folder(self, folder: str, *, by: Actor) -> None:
        """Set it; empty for none. Written into the audit book.

        Refuses cap_folder_relative, cap_folder_inside (the data directory); raises Unavailable("cap_folder") where it
        is not there or cannot be read.
        """
        self._store.require(by, Action.EDIT_SETTINGS)
        if folder:
            _require_folder(Path(folder), self._data.root)
        SeatFile(self._data.seat).change(cap_folder=folder)
        with self._store.writing(by=by, action=Action.EDIT_SETTINGS) as tx:
            lines.write(tx, books.AUDIT, ActKind.SETTING, f"预警文件收件夹：{folder or '未设'}", at=self._clock.now())

    def written(self, warning_id: UUID) -> bytes:
        """The file of a warning, as it was at its release. Refuses no_such_warning, cap_not_released."""
        with self._store.reading() as connection:
            found = warnings_query.one(connection, warning_id)
        if found is None:
            raise Refused("no_such_warning")
        if not found["cap"]:
            raise Refused("cap_not_released", number=found["number"])
        return str(found["cap"]).encode()

    def export(self, warning_id: UUID, folder: Path, *, by: Actor) -> list[str]:
        """Every released message of its chain as it went out, a file each, named by its number; the names.

        A file that lies there is not written over: the same bytes are left, others get a name beside it. Written into
        the audit book. Refuses no_such_warning, cap_not_released; raises Unavailable("cannot_write_file").
        """
        self._store.require(by, Action.EXPORT)
        with self._store.reading() as connection:
            found = warnings_query.one(connection, warning_id)
            chain = warnings_query.chain(connection, found["root_id"]) if found is not None else ()
        if found is None:
            raise Refused("no_such_warning")
        files = [(safe_name(f"{row['number']}.xml"), str(row["cap"]).encode()) for row in chain if row["cap"]]
        if not files:
            raise Refused("cap_not_released", number=found["number"])
        names = [_written(folder, name, data) for name, data in files]
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出预警 {found['number']} 的文件：{'、'.join(names)}，到 {folder}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text[:2000], at=self._clock.now())
        return names

    def rows(self, limit: int = SHOWN) -> list[Taken]:
        """What was taken in, the last one first."""
        with self._store.reading() as connection:
            return [_taken(row) for row in query.newest(connection, limit)]

    def of_warning(self, warning_id: UUID) -> Taken | None:
        """The file a draft was made of; None where somebody wrote it here."""
        with self._store.reading() as connection:
            found = query.of_warning(connection, warning_id)
        return _taken(found) if found is not None else None

    def not_taken(self, limit: int = SHOWN) -> list[NotTaken]:
        """What was refused lately, the last one first, as the books have it."""
        with self._store.reading() as connection:
            return [_not_taken(row) for row in query.refused(connection, NOT_TAKEN, limit)]

    def look(self, path: Path) -> Looked:
        """What a file says and what would be refused of it; nothing is written. Raises Unavailable("file")."""
        data, name = bytes_of(path), safe_name(path.name)
        found, digest = check(data), hashlib.sha256(data).digest()
        with self._store.reading() as connection:
            known = query.by_digest(connection, digest)
            book, nodes = book_of(connection), places.everything(connection)
            notes: tuple[str, ...] = tuple(one.said() for one in found.notes)
            if not found.ok or found.root is None:
                return Looked(name, digest, tuple(one.said() for one in found.faults), notes)
            message, faults = message_of(found.root), []
            try:
                self._judged(found, name)
                self._require_new(connection, message, known)
            except Refused as refused:
                faults.append(words.sentence(refused))
        if found.signed:
            notes = (*notes, Note("signed").said())
        _form, told = draft_of(message, WarningForm(uuid4(), origin=Origin.FORWARDED), book, nodes)
        headline = message.infos[0].headline if message.infos else ""
        notes = tuple(dict.fromkeys((*notes, *(one.said() for one in told))))
        return Looked(
            name, digest, tuple(faults), notes, message.identifier, message.sender, message.kind, message.status,
            headline, known["warning_number"] or "" if known else "",
        )  # fmt: skip

    def _require_new(self, connection: Connection, message: Message, known: dict[str, Any] | None) -> None:
        """Refuses cap_other_bytes, cap_nothing_to_cancel."""
        if known is not None:
            return
        same = query.by_name(connection, message.sender, message.identifier)
        if same is not None:
            raise Refused("cap_other_bytes", identifier=message.identifier, number=same["warning_number"] or "")
        if KINDS[message.kind] is Kind.LIFT and _spoken_of(connection, message)[0] is None:
            raise Refused("cap_nothing_to_cancel", identifier=message.identifier)

    def take_file(self, path: Path, *, by: Actor, looked: bytes | None = None) -> Taken:
        """``take`` of a file. ``looked`` is the digest of what somebody read: refuses cap_changed where other bytes
        lie there by now. Raises Unavailable("file") where it cannot be read."""
        data = bytes_of(path)
        if looked is not None and hashlib.sha256(data).digest() != looked:
            raise Refused("cap_changed", name=path.name)
        return self.take(data, path.name, by=by)

    def take(self, data: bytes, name: str, *, by: Actor) -> Taken:
        """A message of somebody else becomes a draft that passes it on, or that follows the one it speaks of.

        The same bytes once more are answered with what they became (``again``). Refuses cap_faulty,
        cap_not_actual (in a live store), cap_not_warning, cap_name_long, cap_other_bytes, cap_nothing_to_cancel,
        and what a follower is refused for.
        """
        self._store.require(by, Action.INTAKE)
        name, digest = safe_name(name), hashlib.sha256(data).digest()
        with self._store.reading() as connection:
            known = query.by_digest(connection, digest)
        if known is not None:
            return _taken(known, again=True)
        try:
            found = check(data)
            return self._take(self._judged(found, name), found, name, data, by)
        except Refused as refused:
            self._note(name, digest, refused, by)
            raise

    def _judged(self, found: Checked, name: str) -> Message:
        if not found.ok or found.root is None:
            raise Refused("cap_faulty", name=name, fault=found.faults[0].said(), count=len(found.faults))
        message = message_of(found.root)
        if self._realm is Realm.LIVE and message.status != "Actual":
            raise Refused("cap_not_actual", name=name, status=message.status)
        if message.kind not in KINDS:
            raise Refused("cap_not_warning", name=name, kind=message.kind)
        if max(len(message.identifier), len(message.sender)) > LONGEST:
            raise Refused("cap_name_long", name=name, most=LONGEST)
        return message

    def _take(self, message: Message, found: Checked, name: str, data: bytes, by: Actor) -> Taken:
        digest = hashlib.sha256(data).digest()
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            known = query.by_digest(tx.connection, digest)
            if known is not None:  # another process was quicker
                return _taken(known, again=True)
            same = query.by_name(tx.connection, message.sender, message.identifier)
            if same is not None:
                raise Refused("cap_other_bytes", identifier=message.identifier, number=same["warning_number"] or "")
            draft_id, notes = self._draft(tx, message)
            if found.signed:
                notes = (Note("signed"), *notes)
            if message.scope != "Public":
                notes = (*notes, Note("scope", {"scope": message.scope}))
            kept = self._files.keep_bytes(data, name)  # only now: what is refused leaves no file behind
            self._files.join(tx, kept, name, SUBJECT, draft_id)
            self._kept(tx, message, name, digest, notes, draft_id, signed=found.signed)
            row = query.by_digest(tx.connection, digest)
            assert row is not None
            return _taken(row)

    def _draft(self, tx: Tx, message: Message) -> tuple[UUID, tuple[Note, ...]]:
        """The draft made of the message; its id and what is to be known of it."""
        book, nodes, new_id = book_of(tx.connection), places.everything(tx.connection), uuid4()
        mark = PRACTICE if self._realm is not Realm.LIVE and message.status == "Actual" else ""
        told: list[Note] = []

        def written(form: WarningForm) -> WarningForm:
            made, notes = draft_of(message, form, book, nodes, mark=mark)
            told.extend(notes)
            return made

        kind = KINDS[message.kind]
        before, sender = _spoken_of(tx.connection, message) if kind is not Kind.FIRST else (None, "")
        if before is not None:
            if sender != message.sender:  # anybody can name somebody else's message
                told.append(Note("other_sender", {"sender": message.sender, "before": sender}))
            row = tx.session.get(WarningMessage, before)
            assert row is not None
            self._warnings.put_follower(tx, row, kind, new_id, written)
            return new_id, tuple(told)
        if kind is Kind.LIFT:
            raise Refused("cap_nothing_to_cancel", identifier=message.identifier)
        if kind is Kind.CHANGE:  # an upgrade must not be lost because the first one never came
            told.append(Note("update_alone"))
        self._warnings.put_draft(tx, written(WarningForm(new_id, origin=Origin.FORWARDED)))
        return new_id, tuple(told)

    def _kept(
        self, tx: Tx, message: Message, name: str, digest: bytes, notes: tuple[Note, ...], draft_id: UUID, *,
        signed: bool,
    ) -> None:  # fmt: skip
        now = self._clock.now()
        row = CapFile(
            id=uuid4(), attachment_digest=digest, name=name, received_at=now, received_by=tx.by.name,
            identifier=message.identifier, sender=message.sender, sent_at=message.sent, status=message.status,
            kind=message.kind, headline=message.infos[0].headline if message.infos else "", signed=signed,
            notes=json.dumps([[one.code, dict(one.facts)] for one in notes], ensure_ascii=False), warning_id=draft_id,
            form=_as_made(tx, draft_id),
        )  # fmt: skip
        tx.session.add(row)
        tx.flush()
        with_signature = "，带有签名（未核验）" if signed else ""
        text = f"收入预警文件 {name}：{message.sender} {message.identifier}（指纹 {digest.hex()[:12]}）{with_signature}"
        lines.write(tx, books.DUTY, ActKind.WARNING, text, at=now, about=[row])

    def _note(self, name: str, digest: bytes, refused: Refused, by: Actor) -> None:
        book = books.DUTY if by.kind is ActorKind.PROGRAM else books.AUDIT
        why = words.sentence(refused, language="zh")
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            text = f"{NOT_TAKEN}{name}（指纹 {digest.hex()[:12]}）：{why}"
            lines.write(tx, book, ActKind.WARNING, text, at=self._clock.now())


def _not_taken(row: dict[str, Any]) -> NotTaken:
    name, _, rest = str(row["text"]).removeprefix(NOT_TAKEN).partition("（指纹 ")
    return NotTaken(name, row["at"], row["by_name"], rest.partition("）：")[2])


def _require_folder(folder: Path, data: Path) -> None:
    if not folder.is_absolute():
        raise Refused("cap_folder_relative", path=str(folder))
    try:
        next(os.scandir(folder), None)
    except OSError as error:
        raise Unavailable("cap_folder", error, path=str(folder)) from error
    root = data.resolve()
    if root in (folder.resolve(), *folder.resolve().parents):
        raise Refused("cap_folder_inside", path=str(folder))


def _written(folder: Path, name: str, data: bytes) -> str:
    """The name under which these bytes lie in the folder now."""
    target = folder / name
    for count in range(2, 1_000):
        try:
            if not target.exists():
                break
            if target.read_bytes() == data:
                return target.name
        except OSError as error:
            raise Unavailable("cannot_write_file", error, path=str(target)) from error
        target = folder / f"{Path(name).stem}-{count}.xml"

    def write(beside: Path, _rows: object) -> int:
        return beside.write_bytes(data)

    write_beside(target, (), write)
    return target.name


def _spoken_of(connection: Connection, message: Message) -> tuple[UUID | None, str]:
    """Of the warnings its references were passed on as, the one that holds now, and who had sent it."""
    for reference in reversed(message.references):
        found = query.by_name(connection, reference.sender, reference.identifier)
        if found is None or found["warning_id"] is None:
            continue
        first = warnings_query.one(connection, found["warning_id"])
        chain = warnings_query.chain(connection, first["root_id"]) if first is not None else ()
        holding = [row["id"] for row in chain if row["state"] in OUT]
        if holding:
            return holding[-1], reference.sender
    return None, ""


def _as_made(tx: Tx, draft_id: UUID | None) -> str:
    """The draft as the file made it: whoever signs is told what was changed since."""
    made = tx.session.get(WarningMessage, draft_id) if draft_id is not None else None
    return made.form if made is not None else ""


def _taken(row: dict[str, Any], *, again: bool = False) -> Taken:
    notes = tuple(Note(code, facts) for code, facts in json.loads(row["notes"]))
    return Taken(
        row["name"], bytes(row["attachment_digest"]), row["received_at"], row["received_by"], row["identifier"],
        row["sender"], row["sent_at"], row["status"], row["kind"], row["headline"], row["signed"], notes,
        row["warning_id"], row["warning_number"] or "", again,
    )  # fmt: skip
