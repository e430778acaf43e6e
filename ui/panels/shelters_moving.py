"""People are listed and brought away: what each key asks, and what is done with the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from console import words
from console.domain.relocations import STEPS, MoveState, NewRelocation, RelocationRow, Told
from console.services.shelter_words import who
from ui.dialogs.relocation_form import MoveDialog, MoveLists, Phoned, RelocationDialog, VillageLine, VillagesDialog
from ui.models.shelter_rows import ShelterServices, move_word
from ui.panels.shelters_part import move_lists

if TYPE_CHECKING:
    from ui.panels.shelters_people import PeoplePage


class SheltersMoving(QObject):
    """Each act is about the line that is chosen, or about new ones of the incident that is looked at."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(page)
        self._page, self._seat = page, page._seat
        self._ask: ShelterServices = page._ask

    def follows(self, row: RelocationRow) -> frozenset[MoveState]:
        """What may be told of a line next."""
        return STEPS[row.state]

    def tick_moved(self) -> None:
        """All of the line by one key; a household that does not say where to is asked for that."""
        row = self._page.chosen()
        if row is None:
            return
        if row.household and row.shelter_id is None and not row.destination:
            self.ask(MoveState.MOVED)
        else:
            self._tick(row, MoveState.MOVED)

    def tick_returned(self) -> None:
        row = self._page.chosen()
        if row is not None:
            self._tick(row, MoveState.RETURNED)

    def ask(self, state: MoveState) -> None:
        """How many of the line, where to or why, and when."""
        row = self._page.chosen()
        if row is not None:
            self._page.ask_first(partial(move_lists, self._ask), partial(self._tell, row, state))

    def ask_new(self) -> None:
        self._page.ask_first(partial(move_lists, self._ask), partial(self._form, None))

    def ask_edit(self) -> None:
        row = self._page.chosen()
        if row is not None:
            self._page.ask_first(partial(move_lists, self._ask), partial(self._form, row))

    def ask_villages(self) -> None:
        """A line per village of the list, and one for a village nobody listed."""
        incident = self._page.incident_id()
        if incident is not None:
            self._page.ask_first(partial(self._read_villages, incident), partial(self._villages, incident))

    # what the dialogs hand up

    def _tick(self, row: RelocationRow, state: MoveState) -> None:
        by, ask = self._seat.actor, self._ask.relocations
        self._page.save_once(lambda: ask.tell(row.id, state, seen=row.version, by=by), self._told)

    def _tell(self, row: RelocationRow, state: MoveState, lists: MoveLists) -> None:
        by, ask = self._seat.actor, self._ask.relocations
        dialog = MoveDialog(row, state, lists, self._page._times, self._page.window())

        def tell(told: Told) -> RelocationRow:
            return ask.tell(row.id, state, told, seen=row.version, by=by)

        self._page.put(dialog, f"relocation.{state.value} {row.id}", tell, self._told)

    def _form(self, row: RelocationRow | None, lists: MoveLists) -> None:
        incident = row.incident_id if row is not None else self._page.incident_id()
        if incident is None:
            return
        by, ask = self._seat.actor, self._ask.relocations
        dialog = RelocationDialog(incident, lists, row, self._page.window())

        def keep(form: NewRelocation) -> RelocationRow:
            if row is None:
                return ask.add(form, by=by)
            return ask.change(row.id, form, seen=row.version, by=by)

        def kept(after: RelocationRow) -> None:
            self._page.open_line(after)
            self._told(after)

        self._page.put(dialog, f"relocation.form {row.id if row is not None else incident}", keep, kept)

    def _read_villages(self, incident: UUID) -> tuple[MoveLists, tuple[VillageLine, ...]]:
        """On a worker."""
        sums = self._ask.shelters.totals(incident)
        rows = self._ask.relocations.rows(incident)
        places = {row.village: row.place_id for row in rows}
        lines = tuple(
            VillageLine(one.village, places.get(one.village), one.figures.planned, one.figures.moved)
            for one in sums.by_village
        )
        return move_lists(self._ask), lines

    def _villages(self, incident: UUID, found: tuple[MoveLists, tuple[VillageLine, ...]]) -> None:
        if incident != self._page.incident_id():
            return  # the officer looks at another one by now
        by, ask = self._seat.actor, self._ask.relocations
        lists, lines = found
        dialog = VillagesDialog(lines, lists, self._page._times, self._page.window())

        def tell(told: Phoned) -> Any:
            return ask.told_by_villages(incident, told.figures, told.at, told.source, told.shelter, by=by)

        def done(_rows: Any) -> None:
            self._page.saved.emit(words.say("relocation.told_villages"))

        self._page.put(dialog, f"relocation.villages {incident}", tell, done)

    def _told(self, after: RelocationRow) -> None:
        said = words.say("relocation.told", who=who(after.village, after.household), count=after.people,
                         state=move_word(after.state))  # fmt: skip
        self._page.saved.emit(said)
