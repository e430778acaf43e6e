"""What is no more in the contact book, of all kinds, and one of it back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.people import Action as Permission
from console.errors import Refused
from ui.dialogs.contact_restore import RestoreDialog

if TYPE_CHECKING:
    from console.services.contact_retired import RetiredRow
    from ui.panels.contacts_part import ContactsPart


class Restoring(QObject):
    """Asks on ``page``."""

    def __init__(self, page: ContactsPart) -> None:
        super().__init__(page)
        self._page = page
        self._ask, self._seat = page._ask, page._seat

    def restore(self) -> None:
        """Read beside everything else: of a large county these are many."""
        if self._seat.may(Permission.EDIT_CONTACTS):
            self._page._jobs.run(self._ask.retired.rows, self._open, self._page.refused.emit)  # type: ignore[attr-defined]

    def _open(self, rows: list[RetiredRow]) -> None:
        if not isValid(self) or not self._page.isVisible():
            return
        if not rows:
            self._page.refused.emit(Refused("nothing_retired"))
            return
        by, dialog = self._seat.actor, RestoreDialog(rows, self._page.window())

        def act(row: RetiredRow) -> RetiredRow:
            self._ask.retired.restore(row, by=by)
            return row

        self._page.put(
            dialog, "contacts.restore", act,
            lambda row: self._page.saved.emit(words.say("contacts.told_restored", name=row.name)),
        )  # fmt: skip
