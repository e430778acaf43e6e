"""Makes an incident of an inbound item, or joins the item to one that is open, from wherever the officer stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.bootstrap import Desk
from console.domain.inbound import InboundRow
from console.domain.incident import Grade, IncidentKind, IncidentRow, Standing
from console.domain.people import Action, Actor
from console.services.duplicates import Likely
from console.services.incidents import Judgement
from ui.dialogs.asked import Asked
from ui.dialogs.join_incident import JoinDialog, Joined, incident_choice
from ui.dialogs.open_incident import Offered, OpenIncidentDialog, Opening
from ui.jobs import Jobs
from ui.models.intake_rows import type_choices
from ui.models.kept_words import KeptWords
from ui.seat import Seat
from ui.text import Times
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

OFFERED = 200
"""Newest inbound items that are offered to begin an incident with."""


class IncidentOpening(QObject):
    """``told`` and ``refused`` are for the message strip; ``opened`` carries the id of the incident to be shown."""

    told = Signal(str)
    refused = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, seat: Seat, times: Times, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._seat, self._times, self._window = desk, jobs, seat, times, window
        self._book = KeptWords(jobs, seat, times, desk.drafts, self)
        self._book.failed.connect(self.refused)
        self._book.handed_over.connect(self._drop)
        self.asked = Asked(jobs, self.refused.emit, self._book, self)
        self._waiting = False

    def open(self, item_id: UUID | None = None) -> None:
        """The officer wants an incident: of that item, or of one to be chosen."""
        self._ask(item_id, lambda: self._prepare(item_id), self._show_open)

    def join(self, item_id: UUID) -> None:
        """The officer says the item belongs to an incident there is."""
        self._ask(item_id, lambda: self._joinable(item_id), self._show_join)

    def _ask(self, item_id: UUID | None, prepare: Any, show: Any) -> None:
        """Once per wish; an item that belongs to an incident leads there."""
        if self.asked.dialog is not None or self._waiting or not self._may():
            return
        self._waiting = True

        def look() -> Any:
            held = self._desk.incident_items.incident_of(item_id) if item_id is not None else None
            return held if held is not None else prepare()

        self._jobs.read(look, lambda found: self._found(found, show), self._failed)

    def _found(self, found: Any, show: Any) -> None:
        self._waiting = False
        if isinstance(found, IncidentRow):
            self.told.emit(words.say("incidents.told.belongs", number=found.number))
            self.opened.emit(found.id)
        elif self.asked.dialog is None and self._may():
            show(*found)

    def _failed(self, error: Exception) -> None:
        self._waiting = False
        self.refused.emit(error)

    def _prepare(self, item_id: UUID | None) -> tuple[InboundRow | None, Offered]:
        """On a worker: what stands in the dialog and what it offers."""
        desk = self._desk
        item = self._item(item_id) if item_id is not None else None
        held = desk.incident_items
        newest = [item] if item else [row for row in desk.intake.newest(OFFERED) if held.incident_of(row.id) is None]
        places = ChoiceList(place_choices(desk.places.everything()))
        types = type_choices(tuple(desk.intake.event_types()), desk.intake.retired_types())
        likely = self._why(self._likely(item_id)) if item_id is not None else ""
        return item, Offered(newest, places, types, likely)

    def _joinable(self, item_id: UUID) -> tuple[InboundRow, list[IncidentRow], str]:
        """On a worker: the item, the open incidents with those first that are like it, and why."""
        rows, found = self._desk.incidents.open_rows(), self._likely(item_id)
        rank = {one.id: at for at, one in enumerate(found)}
        return self._item(item_id), sorted(rows, key=lambda row: rank.get(row.id, len(rank))), self._why(found)

    def _likely(self, item_id: UUID) -> list[Likely]:
        """Open incidents the item may tell of again."""
        return [one for one in self._desk.duplicates.of(item_id) if one.is_incident]

    def _why(self, found: list[Likely]) -> str:
        if not found:
            return ""
        reasons = words.say("list.join").join(self._desk.duplicates.in_words(one) for one in found[0].reasons)
        return words.say("incidents.likely", number=found[0].number, title=found[0].title, reasons=reasons)

    def _item(self, item_id: UUID) -> InboundRow:
        return self._desk.intake.one(item_id)

    def _show_open(self, item: InboundRow | None, offered: Offered) -> None:
        dialog, by = OpenIncidentDialog(item, offered, self._times, self._window), self._seat.actor
        about = f"incident.open {item.id if item else ''}".strip()
        self.asked.open(dialog, lambda said: open_from(self._desk, said, by), self._done_open, about=about)

    def _show_join(self, item: InboundRow, offered: list[IncidentRow], likely: str) -> None:
        by, about = self._seat.actor, f"{item.number} {item.summary[:80]}"
        dialog = JoinDialog(
            "do.incident_join", about, "incidents.join.incident", [incident_choice(row) for row in offered],
            missing="no_such_incident", likely=likely, parent=self._window,
        )  # fmt: skip

        def act(said: Joined) -> IncidentRow:
            return self._desk.incident_items.join(said.id, item.id, said.kind, by=by)

        self.asked.open(dialog, act, self._done_join, about=f"incident.join item {item.id}")

    def _done_open(self, incident: IncidentRow) -> None:
        self.told.emit(words.say("incidents.told.opened", number=incident.number))
        self.opened.emit(incident.id)

    def _done_join(self, incident: IncidentRow) -> None:
        self.told.emit(words.say("incidents.told.joined", number=incident.number))

    def _may(self) -> bool:
        return self._seat.taken and not self._seat.locked and self._seat.may(Action.INCIDENTS)

    def _drop(self) -> None:
        self.asked.drop()


def open_from(desk: Desk, said: Opening, by: Actor) -> IncidentRow:
    """On a worker: the incident, with the figures its item told and the first judgement made when it was taken in.

    Done again after a failure in the middle it goes on where it was: the same form opens one incident.
    """
    incident = desk.incidents.open(said.form, [said.inbound_id], by=by)
    desk.incident_figures.take_over(incident.id, said.inbound_id, by=by)
    if said.grade is Grade.NONE or incident.standing is not Standing.NONE:
        return incident
    first = Judgement(IncidentKind.EVENT, said.grade, Standing.FIRST)
    return desk.incidents.judge(incident.id, first, seen=incident.version, by=by)
