"""What the 避灾安置 panel wants on paper: a register, the sums, the list of people, a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from ui.printing.form import Form
    from ui.printing.parts import Print


@dataclass(frozen=True, slots=True)
class ShelterRegister:
    """Asks for the 避灾安置登记表 of a shelter: what is known of it, and lines for whoever comes."""

    shelter_id: UUID


@dataclass(frozen=True, slots=True)
class ShelterSums:
    """Asks for the 避灾安置汇总表 of an incident, of everything that is open where None."""

    incident_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RelocationList:
    """Asks for the 人员转移清册 of an incident."""

    incident_id: UUID


@dataclass(frozen=True, slots=True)
class RefusalRecord:
    """Asks for the 劝离记录 of a household."""

    relocation_id: UUID


Printed = ShelterRegister | ShelterSums | RelocationList | RefusalRecord
"""What this file makes forms of."""


def form_of(desk: Desk, item: Printed, about: Print) -> Form:
    """One of them as the store holds it now: what a screen hides stands on paper."""
    from ui.printing import shelter_forms

    if isinstance(item, ShelterRegister):
        brought = [row for row in desk.relocations.rows() if row.shelter_id == item.shelter_id and row.state == "moved"]
        return shelter_forms.register_form(desk.shelters.one(item.shelter_id), brought, about)
    if isinstance(item, RefusalRecord):
        row = desk.relocations.one(item.relocation_id)
        return shelter_forms.refusal_form(row, desk.incidents.one(row.incident_id).title, about)
    if isinstance(item, RelocationList):
        incident = desk.incidents.one(item.incident_id)
        return shelter_forms.people_form(incident.number, incident.title, desk.relocations.rows(incident.id), about)
    title = desk.incidents.one(item.incident_id).title if item.incident_id is not None else ""
    return shelter_forms.sums_form(title, desk.shelters.totals(item.incident_id), about)
