"""Shelters are opened, counted, closed and kept: what each dialog asks, and what is done with the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.incident import IncidentRow
from console.domain.shelters import NewCount, ShelterForm, ShelterRow
from console.domain.spots import SpotSense
from console.services.shelters import Counted
from ui.dialogs.duty_people import SureDialog
from ui.dialogs.shelter_acts import CloseDialog, CountDialog, Ended, OpenDialog, Opened, Stated, StateDialog
from ui.dialogs.shelter_form import ShelterDialog, ShelterLists
from ui.models.shelter_rows import ShelterServices, short_of
from ui.panels.shelters_part import form_lists, open_incidents

if TYPE_CHECKING:
    from ui.panels.shelters_places import PlacesPage


class SheltersKeeping(QObject):
    """Each act is about the shelter that is chosen, or about a new one."""

    def __init__(self, page: PlacesPage) -> None:
        super().__init__(page)
        self._page, self._seat = page, page._seat
        self._ask: ShelterServices = page._ask

    def ask_new(self) -> None:
        self._page.ask_first(partial(form_lists, self._ask), partial(self._form, None))

    def ask_edit(self) -> None:
        row = self._row()
        if row is not None:
            self._page.ask_first(partial(form_lists, self._ask), partial(self._form, row))

    def ask_open(self) -> None:
        row = self._row()
        if row is not None:
            self._page.ask_first(partial(open_incidents, self._ask), partial(self._open, row))

    def ask_attach(self) -> None:
        row = self._row()
        if row is not None:
            self._page.ask_first(partial(open_incidents, self._ask), partial(self._attach, row))

    def ask_count(self) -> None:
        row, by, ask = self._row(), self._seat.actor, self._ask.shelters
        if row is None:
            return

        def count(told: NewCount) -> Counted:
            return ask.count(row.id, told, by=by)

        self._page.put(
            CountDialog(row, self._page._times, self._page.window()), f"shelter.count {row.id}", count, self._counted
        )

    def ask_close(self) -> None:
        row, by, ask = self._row(), self._seat.actor, self._ask.shelters
        if row is None:
            return

        def close(told: Ended) -> ShelterRow:
            return ask.close(row.id, told.at, told.who, told.reason, by=by)

        dialog = CloseDialog(row, self._page._times, self._page.window())
        self._page.put(dialog, f"shelter.close {row.id}", close, self._told("shelters.told_closed"))

    def ask_state(self) -> None:
        row, by, ask = self._row(), self._seat.actor, self._ask.shelters
        if row is None:
            return

        def tell(told: Stated) -> ShelterRow:
            return ask.tell(row.id, told.state, told.reason, seen=row.version, by=by)

        dialog = StateDialog(row, self._page._times, self._page.window())
        self._page.put(dialog, f"shelter.state {row.id}", tell, self._told("shelters.told_state"))

    def ask_retire(self) -> None:
        """Nothing is deleted; one that is open stays."""
        row, by, ask = self._row(), self._seat.actor, self._ask.shelters
        if row is None:
            return
        act = ask.retire if row.active else ask.restore
        title, kind = ("shelters.retire", "danger") if row.active else ("shelters.restore", "primary")
        dialog = SureDialog(title, row.name, kind=kind, parent=self._page.window())
        said = "shelters.told_retired" if row.active else "shelters.told_restored"
        self._page.put(dialog, "", lambda _why: act(row.id, seen=row.version, by=by), self._told(said))

    # what the dialogs hand up

    def _form(self, row: ShelterRow | None, lists: ShelterLists) -> None:
        by, ask = self._seat.actor, self._ask.shelters
        dialog = ShelterDialog(lists, row, self._page._times, self._page.window())

        def spot(latitude: float | None, longitude: float | None) -> None:
            self._page._jobs.read(lambda: ask.spot(latitude, longitude), seen, self._page.failed.emit)

        def seen(found: SpotSense) -> None:
            if isValid(dialog):
                dialog.show_spot(found)

        def keep(form: ShelterForm) -> ShelterRow:
            return ask.keep(form, seen=row.version if row is not None else 0, by=by)

        def kept(after: ShelterRow) -> None:
            self._page.open_shelter(after.id, active=after.active)
            self._page.saved.emit(words.say("shelters.told_kept", number=after.form.code, name=after.name))

        dialog.spot_typed.connect(spot)
        self._page.put(dialog, f"shelter.form {row.id if row is not None else 'new'}", keep, kept)

    def _open(self, row: ShelterRow, incidents: tuple[IncidentRow, ...]) -> None:
        by, ask = self._seat.actor, self._ask.shelters

        def begin(told: Opened) -> ShelterRow:
            return ask.open(row.id, told.incident, told.at, told.who, key=told.key, by=by)

        dialog = OpenDialog(row, incidents, self._page._times, parent=self._page.window())
        self._page.put(dialog, f"shelter.open {row.id}", begin, self._told("shelters.told_open"))

    def _attach(self, row: ShelterRow, incidents: tuple[IncidentRow, ...]) -> None:
        by, ask = self._seat.actor, self._ask.shelters
        chosen = row.opening.incident_id if row.opening is not None else None
        dialog = OpenDialog(
            row, incidents, self._page._times, attach=True, chosen=chosen, parent=self._page.window()
        )  # fmt: skip

        def belongs(told: Opened) -> ShelterRow:
            assert told.incident is not None
            return ask.attach(row.id, told.incident, by=by)

        self._page.put(dialog, f"shelter.attach {row.id}", belongs, self._told("shelters.told_attached"))

    def _counted(self, made: Counted) -> None:
        """What came of it: the needs that were made, what runs short without one, how many are too many."""
        row, parts = made.shelter, []
        if made.needs:
            parts.append(words.say("shelters.told_needs", numbers=words.say("list.join").join(made.needs)))
        elif made.low:
            parts.append(short_of(made.low))
        parts += [words.say("shelters.over", count=row.over)] if row.over else []
        people = row.count.total if row.count is not None else 0
        said = words.say("shelters.told_counted", name=row.name, count=people)
        self._page.saved.emit(words.say("shelters.clause").join([said, *parts]))

    def _told(self, code: str) -> Callable[[Any], None]:
        return partial(self._say, code)

    def _say(self, code: str, after: ShelterRow) -> None:
        state = words.say(f"shelters.state.{after.state.value}")
        self._page.saved.emit(words.say(code, name=after.name, state=state))

    def _row(self) -> ShelterRow | None:
        line = self._page.chosen()
        return line.row if line is not None else None
