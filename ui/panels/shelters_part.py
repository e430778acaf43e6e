"""What the parts of the 避灾安置 panel share: the services, what dialogs offer to choose from."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.incident import IncidentRow
from console.domain.shelters import ShelterRow, ShelterState
from ui.dialogs.relocation_form import MoveLists
from ui.dialogs.shelter_form import ShelterLists
from ui.models.shelter_rows import ShelterServices, filled
from ui.panels.record_part import RecordPart
from ui.widgets.place_tree import choices
from ui.widgets.suggest import ChoiceList


class SheltersPart(RecordPart):
    """``item_asked`` leads to the map, an incident, or another part of this panel."""

    _ask: ShelterServices

    def why_not(self, widget: QWidget) -> str:  # noqa: ARG002
        return "shelters.why.none_chosen"


def open_incidents(ask: ShelterServices) -> tuple[IncidentRow, ...]:
    """On a worker: what people may be moved for."""
    return tuple(ask.incidents.open_rows())


def form_lists(ask: ShelterServices) -> ShelterLists:
    """On a worker; thousands of places take a moment."""
    stores = {row.id: f"{row.form.code} {row.form.name}" for row in ask.stores.tree()}
    return ShelterLists(ChoiceList(choices(ask.places.everything())), stores)


def move_lists(ask: ShelterServices) -> MoveLists:
    """On a worker: open shelters first, each with who is in it; those out of use are not offered."""
    places = ask.places.everything()
    rows = [row for row in ask.shelters.rows() if row.state is not ShelterState.DISUSED]
    rows.sort(key=lambda row: (not row.running, row.form.code))
    named = {row.id: _offered(row) for row in rows}
    return MoveLists(ChoiceList(choices(places)), {place.id: place.name or place.code for place in places}, named)


def _offered(row: ShelterRow) -> str:
    return f"{row.name}　{words.say(f'shelters.state.{row.state.value}')} {filled(row)}"
