"""Gathers what the prints about leaders' words, tasks, roll calls and consultations say, read anew on a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.consultation import ConsultationRow
from console.domain.orders import InstructionRow, OrderRow
from console.domain.roll_call import RollCallRow
from ui.printing.call_form import call_list_form
from ui.printing.form import Form
from ui.printing.meeting_forms import consultation_form, roll_call_form
from ui.printing.order_forms import instruction_form, order_form
from ui.printing.parts import Print

if TYPE_CHECKING:
    from console.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Reminder:
    """Asks for the 催办单 of a task."""

    order: OrderRow


@dataclass(frozen=True, slots=True)
class CallPaper:
    """Asks for the 呼叫记录 of a call list; ``mask`` hides every number, else only those of sensitive people are."""

    list_id: UUID
    mask: bool = False


Printed = InstructionRow | OrderRow | Reminder | RollCallRow | ConsultationRow | CallPaper
"""What this file makes forms of."""


def form_of(desk: Desk, item: Printed, about: Print) -> Form:
    """The form of one of them as the store holds it now."""
    if isinstance(item, InstructionRow):
        row = desk.instructions.one(item.id)
        tasks = desk.orders.rows(open_only=False, source_id=row.id)
        return instruction_form(row, tasks, about, incident=_incident(desk, row.incident_id))
    if isinstance(item, RollCallRow):
        return _roll_call(desk, item, about)
    if isinstance(item, CallPaper):
        return _call_list(desk, item, about)
    if isinstance(item, ConsultationRow):
        held = desk.consultations.one(item.id)
        tasks = desk.orders.rows(open_only=False, source_id=held.id)
        return consultation_form(held, tasks, about, incident=_incident(desk, held.incident_id))
    order = item.order if isinstance(item, Reminder) else item
    now = desk.orders.one(order.id)
    named = _incident(desk, now.incident_id)
    reminder = isinstance(item, Reminder)
    return order_form(now, desk.orders.steps(now.id), about, incident=named, reminder=reminder)


def _call_list(desk: Desk, item: CallPaper, about: Print) -> Form:
    row = desk.call_lists.one(item.list_id)
    grid = desk.call_lists.listing(row.id, to=None, mask=item.mask)
    return call_list_form(row, grid, about, incident=_incident(desk, row.incident_id))


def _roll_call(desk: Desk, item: RollCallRow, about: Print) -> Form:
    row = desk.roll_calls.one(item.id)
    names = {one.code: one.get("name") for one in desk.lists.rows("channels", retired=True)}
    channel = names.get(row.channel, row.channel)
    return roll_call_form(row, desk.roll_calls.grid(row.id), desk.roll_calls.rates(row.id), about, channel=channel)


def _incident(desk: Desk, incident_id: UUID | None) -> str:
    if incident_id is None:
        return ""
    row = desk.incidents.one(incident_id)
    return f"{row.number}　{row.title}"
