"""The county's own .docx for a print: looked at on loading, kept by content, and never in the way of a print."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, select

from console.domain.clock import Clock
from console.domain.files import safe_name
from console.domain.forms import FORMS, LIMIT, Filling, FormRow, FormSpec, Looked, against
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.errors import Refused, Unavailable
from console.services import lines
from console.services.exporting import write_beside
from console.services.files import FilesService
from db import books
from db.models.reports import FormFile
from db.store import Store, Tx


class FormsService:
    """Use cases of own forms. ``specs`` are the fields of each print as they are today."""

    def __init__(self, store: Store, clock: Clock, files: FilesService) -> None:
        self._store = store
        self._clock = clock
        self._files = files

    def rows(self) -> dict[str, FormRow]:
        """The own form of each print that has one; a file that is gone or was changed says so."""
        with self._store.reading() as connection:
            found = _active(connection)
        return {form: self._looked_after(row) for form, row in found.items()}

    def check(self, data: bytes, spec: FormSpec) -> Looked:
        """What a file would be as a form of that print; nothing is kept."""
        from console.services import docx_fields

        found = docx_fields.look(data)
        if found:
            return Looked(tuple(found))
        names, wrong = docx_fields.names(data)
        return Looked((*wrong, *against(spec, names)))

    def load(self, source: Path, spec: FormSpec, *, by: Actor) -> Looked:
        """Look at a file and, unless it has a fault, make it the county's form of that print from now on."""
        self._store.require(by, Action.EDIT_FORMS)
        if spec.form not in FORMS:
            raise Refused("no_such_form", form=spec.form)
        data = _read(source)
        looked = self.check(data, spec)
        if not looked.usable:
            return looked
        key, name = uuid4(), safe_name(source.name)
        kept = self._files.add(data, name, "form", key, by=by)
        with self._store.writing(by=by, action=Action.EDIT_FORMS) as tx:
            at = self._clock.now()
            before = _retire(tx, spec.form)
            row = FormFile(
                id=key, form=spec.form, digest=kept.digest, name=name, active=True, at=at, by_name=by.name, version=1
            )
            tx.session.add(row)
            tx.flush()
            text = f"本地表单 {spec.form}：{name}（{kept.digest.hex()[:12]}）"
            lines.write(tx, books.AUDIT, ActKind.FORM, text, at=at, about=[*before, row])
        return Looked(looked.findings, taken=True)

    def stop(self, form: str, *, by: Actor) -> None:
        """The program's own form is used again; the file stays."""
        with self._store.writing(by=by, action=Action.EDIT_FORMS) as tx:
            at = self._clock.now()
            before = _retire(tx, form)
            if not before:
                raise Refused("no_own_form")
            lines.write(tx, books.AUDIT, ActKind.FORM, f"停用本地表单 {form}", at=at, about=before)

    def write(self, form: str, filling: Filling, target: Path) -> None:
        """The county's form with its values, written beside ``target`` and renamed.

        Raises Unavailable("own_form") where the file is missing or damaged: then the program's form is to be used.
        """
        from console.services import docx_fields

        row = self.rows().get(form)
        if row is None:
            raise Refused("no_own_form")
        if row.trouble:
            raise Unavailable("own_form", row.trouble, name=row.name)
        data = docx_fields.filled(self._files.open_path(row.digest).read_bytes(), filling)
        write_beside(target, (), lambda beside, _rows: beside.write_bytes(data))

    def write_sample(
        self, title: str, values: tuple[str, ...], columns: Mapping[str, tuple[str, ...]], target: Path
    ) -> None:
        """A .docx that uses every field of a print once, to make the county's own from."""
        from console.services import docx_fields

        data = docx_fields.sample(title, values, columns)
        write_beside(target, (), lambda beside, _rows: beside.write_bytes(data))

    def _looked_after(self, row: FormRow) -> FormRow:
        try:
            data = self._files.open_path(row.digest).read_bytes()
        except (OSError, Unavailable):
            return _with(row, "missing")
        return row if hashlib.sha256(data).digest() == row.digest else _with(row, "damaged")


def _with(row: FormRow, trouble: str) -> FormRow:
    return FormRow(row.form, row.name, row.digest, row.at, row.by_name, trouble)


def _read(source: Path) -> bytes:
    """The file's bytes; no more of a file that is too large than shows that it is."""
    try:
        with source.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as error:
        raise Refused("file_unreadable", name=source.name, cause=str(error.strerror or error)) from error


def _retire(tx: Tx, form: str) -> list[FormFile]:
    found = list(tx.session.execute(select(FormFile).where(FormFile.form == form, FormFile.active)).scalars())
    for row in found:
        row.active, row.version = False, row.version + 1
    return found


def _active(connection: Connection) -> dict[str, FormRow]:
    found = connection.execute(select(FormFile.__table__).where(FormFile.active).order_by(FormFile.at)).mappings()
    return {
        row["form"]: FormRow(row["form"], row["name"], bytes(row["digest"]), row["at"], row["by_name"]) for row in found
    }
