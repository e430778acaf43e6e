"""A call list is begun: the question who is rung, and whom that would be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from console.domain.call_lists import CallListRow
from console.domain.people import Action as Permission
from console.errors import Refused
from ui.dialogs.call_list import BeginCallsDialog, Begun, Picked, Wanted

if TYPE_CHECKING:
    from console.domain.incident import IncidentRow
    from console.services.contact_groups import GroupRow
    from ui.panels.contacts_part import ContactsPart


class Beginning(QObject):
    """Asks on ``page``; ``begun`` carries the list that was made."""

    begun = Signal(object)

    def __init__(self, page: ContactsPart) -> None:
        super().__init__(page)
        self._page = page
        self._ask, self._seat, self._jobs = page._ask, page._seat, page._jobs

    def ask(self, group: UUID | None, people: Sequence[Picked] = ()) -> None:
        """A group, people chosen before, those of an incident; with none of them there is nobody to ring."""
        if not self._seat.may(Permission.CALL):
            return

        def read() -> tuple[list[GroupRow], list[IncidentRow]]:
            return self._ask.groups.rows(), self._ask.incidents.open_rows()

        self._jobs.read(read, partial(self._open, group, people), self._page.failed.emit)

    def _open(
        self, group: UUID | None, people: Sequence[Picked], found: tuple[list[GroupRow], list[IncidentRow]]
    ) -> None:
        if not isValid(self) or not self._page.isVisible():
            return
        if not (people or found[0] or found[1]):
            self._page.refused.emit(Refused("no_group_yet"))
            return
        dialog, by = BeginCallsDialog(*found, group, people, self._page.window()), self._seat.actor
        dialog.whom_asked.connect(partial(self._ask_whom, dialog))

        def act(given: Begun) -> CallListRow:
            wanted = given.wanted
            return self._ask.calls.begin(
                given.title, group=wanted.group, people=wanted.people, incident=given.about,
                responsible=wanted.incident is not None, list_id=given.list_id, by=by,
            )  # fmt: skip

        self._page.put(dialog, "call.new", act, self.begun.emit)
        dialog.ask_whom()

    def _ask_whom(self, dialog: BeginCallsDialog, wanted: Wanted) -> None:
        self._jobs.read(
            lambda: self._ask.calls.whom(group=wanted.group, people=wanted.people, incident=wanted.incident),
            lambda whom: isValid(dialog) and dialog.show_whom(wanted, whom), self._page.failed.emit,
        )  # fmt: skip
