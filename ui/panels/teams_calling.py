"""The heads of a team are rung, or their numbers copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console import words
from console.domain.call_lists import Attempt
from ui.dialogs.ringing import Ring, outcome_word

if TYPE_CHECKING:
    from ui.panels.teams_list import TeamsPage


class TeamsCalling(QObject):
    """Head A first; N in the dialog shows the number of head B."""

    def __init__(self, page: TeamsPage) -> None:
        super().__init__(page)
        self._page = page

    def dial(self) -> None:
        line = self._page.chosen()
        if line is None:
            return
        row, by, teams = line.row, self._page._seat.actor, self._page._ask.teams
        numbers = tuple(number for number in (row.phone_a, row.phone_b) if number)
        about = words.say("list.join").join(name for name in (row.head_a, row.head_b) if name)

        def called(ring: Ring) -> Attempt:
            return teams.called(row.id, ring.phone, ring.outcome, ring.remark, by=by)

        def told(attempt: Attempt) -> None:
            said = words.say("contacts.told_rung", name=attempt.name, outcome=outcome_word(attempt.outcome))
            self._page.saved.emit(said)

        self._page.ring(row.name, about, numbers, f"team.call {row.id}", called, told)

    def copy_a(self) -> None:
        line = self._page.chosen()
        if line is not None:
            self._page.copy(line.row.head_a or line.row.name, line.row.phone_a)

    def copy_b(self) -> None:
        line = self._page.chosen()
        if line is not None:
            self._page.copy(line.row.head_b or line.row.name, line.row.phone_b)
