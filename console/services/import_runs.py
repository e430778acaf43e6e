"""What imports of people changed, and taking one back as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from console.domain.contact_book import written
from console.domain.people import Action
from console.services.row_runs import RowRuns, Taken, key_of, restore
from db.base import Base
from db.models.contacts import NumberChange
from db.models.people import Organisation, Person, PhoneNumber, Post, PostHolder
from db.queries import import_uses as uses
from db.store import Tx

KIND = "contacts"
"""What such a run is called among all imports."""
_TABLES: dict[str, type[Base]] = {
    table.__tablename__: table for table in (Organisation, Post, Person, PostHolder, PhoneNumber)
}


class ImportRuns(RowRuns):
    """Use cases of imports of people that were applied."""

    def kinds(self) -> Sequence[str]:
        return (KIND,)

    def action(self, kind: str) -> Action:  # noqa: ARG002
        return Action.EDIT_CONTACTS

    def tables(self) -> Mapping[str, type[Base]]:
        return _TABLES

    def told(self, kind: str) -> str:  # noqa: ARG002
        return "通讯录"

    def require_free(self, tx: Tx, taken: Taken) -> list[Base]:
        """What leans on what the import made, or needs what is gone since."""
        made, today = {key_of(row) for row, _ in taken.new}, self._today(taken)
        under = [*tx.connection.execute(select(PostHolder.id, PostHolder.post_id))]
        under += tx.connection.execute(select(Organisation.id, Organisation.parent_id))
        under += tx.connection.execute(select(Post.id, Post.organisation_id))
        used = {above for key, above in under if key not in made} | uses.leaned_on(tx.connection, today)
        back = [row for row, was, _ in taken.old if isinstance(row, PostHolder) and was.get("valid_to") is None]
        kept = uses.posts_kept(tx.connection, [row.post_id for row in back])
        found: list[Base] = [row for row in back if row.post_id not in kept]
        return found + [row for row, _ in taken.new if key_of(row) in used]

    def take_back(self, tx: Tx, taken: Taken) -> list[Base]:
        undoing = _Undoing(tx, self._today(taken), f"撤销导入 {taken.run.file_name}"[:200])
        return undoing.undo([row for row, _ in taken.new], [(row, was) for row, was, _ in taken.old], taken.at)

    def name_of(self, tx: Tx, row: Base) -> str:
        owner = getattr(row, "person_id", None)
        if owner is not None:
            return tx.session.get_one(Person, owner).name
        return str(getattr(row, "name", ""))

    def _today(self, taken: Taken) -> date:
        return taken.at.astimezone(self._zone()).date()


class _Undoing:
    """One import being taken back."""

    def __init__(self, tx: Tx, today: date, why: str) -> None:
        self._tx = tx
        self._today = today
        self._why = why
        self._history: list[tuple[PhoneNumber, str, str]] = []

    def undo(self, new: list[Base], old: list[tuple[Base, Mapping[str, Any]]], at: datetime) -> list[Base]:
        for row in new:
            self._end(row)
        for row, was in old:
            self._restore(row, was)
        made = [
            NumberChange(phone_id=row.id, before=before, after=after, why=self._why, at=at, by_name=self._tx.by.name)
            for row, before, after in self._history
        ]
        self._tx.session.add_all(made)
        self._tx.flush()
        return [*new, *(row for row, _ in old), *made]

    def _end(self, row: Base) -> None:
        """A row that was new holds no longer."""
        if isinstance(row, Person):
            row.left_on, row.version = self._today, row.version + 1
        elif isinstance(row, Organisation | Post):
            row.retired_on, row.version = self._today, row.version + 1
        elif isinstance(row, PostHolder):
            row.valid_to = self._today
        elif isinstance(row, PhoneNumber):
            row.valid_to = self._today
            self._history.append((row, written(row.number, row.extension), ""))

    def _restore(self, row: Base, was: Mapping[str, Any]) -> None:
        ended = getattr(row, "valid_to", None)
        restore(row, was)
        if isinstance(row, PhoneNumber) and ended is not None and row.valid_to is None:
            self._history.append((row, "", written(row.number, row.extension)))
