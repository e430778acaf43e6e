"""受理告警: an alarm becomes an incident; what the device said and the ledger knows stands in the fields already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.domain.alarm import AlarmRow
from console.domain.incident import NewIncident
from ui.dialogs.open_incident import Offered, OpenIncidentDialog
from ui.models.intake_rows import type_choices
from ui.text import Times
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

if TYPE_CHECKING:
    from ui.models.alarm_rows import AlarmServices


@dataclass(frozen=True, slots=True)
class Told:
    """An alarm in the words of an inbound item, as the form for incidents knows them."""

    id: UUID
    number: str
    summary: str
    event_type: str | None
    event_type_name: str
    place_path: str
    place_text: str
    occurred_at: datetime | None
    occurred_precision: str
    grade: str = ""
    measures: str = ""
    needs: str = ""

    @property
    def place(self) -> str:
        return self.place_path or self.place_text


@dataclass(frozen=True, slots=True)
class Accepting:
    """What stands in the dialog and what it offers, read on a worker."""

    row: AlarmRow
    draft: NewIncident
    told: Told
    offered: Offered


def read_accepting(ask: AlarmServices, row: AlarmRow) -> Accepting:
    """On a worker."""
    _intake, draft = ask.alarms.draft(row.id)
    places = ChoiceList(place_choices(ask.places.everything()))
    types = type_choices(tuple(ask.intake.event_types()), ask.intake.retired_types())
    place = places.of(draft.place_id) if draft.place_id else None
    told = Told(
        row.id, row.number, draft.summary, draft.event_type, "", place.path if place else "", draft.place_text,
        draft.occurred_at, str(draft.occurred_precision), measures=draft.measures, needs=draft.needs,
    )  # fmt: skip
    items: Any = [told]
    return Accepting(row, draft, told, Offered(items, places, types))


class AcceptDialog(OpenIncidentDialog):
    """The form for incidents, of an alarm. Nobody but a person grades: the field for the grade is empty."""

    def __init__(self, read: Accepting, times: Times, parent: QWidget | None = None) -> None:
        item: Any = read.told
        super().__init__(item, read.offered, times, parent)
        self.title.setText(read.draft.title)
        self.which.setReadOnly(True)
