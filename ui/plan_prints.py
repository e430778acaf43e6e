"""Gathers what the prints about plans and responses say, read anew on a worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.plans import PlanText
from console.domain.responses import CardState, ResponseRow
from console.errors import Refused
from ui.printing.form import Form
from ui.printing.parts import Print
from ui.printing.plan_forms import Handed, task_cards_form, wall_form
from ui.printing.response_letters import response_letter

if TYPE_CHECKING:
    from console.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class WallPlan:
    """Asks for the one page of a plan; ``large`` for one of A3."""

    plan_id: UUID
    large: bool = False


@dataclass(frozen=True, slots=True)
class PlanCards:
    """Asks for the task cards of a level of a plan as they would be handed out."""

    plan_id: UUID
    level: str


@dataclass(frozen=True, slots=True)
class ResponseCards:
    """Asks for the task cards of a response with whom they went to; of one post, or of all."""

    response_id: UUID
    post: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Asks for the notice of a step of a response; of its newest one that is announced where none is named."""

    response_id: UUID
    step: int | None = None


Printed = WallPlan | PlanCards | ResponseCards | Notice
"""What this file makes forms of."""


def form_of(desk: Desk, item: Printed, about: Print) -> Form:
    """The form of one of them as the store holds it now."""
    if isinstance(item, WallPlan):
        return wall_form(desk.plans.text(item.plan_id), about, large=item.large)
    if isinstance(item, PlanCards):
        plan = desk.plans.text(item.plan_id)
        level = plan.at(item.level)
        if level is None:
            raise Refused("no_such_level", level=item.level)
        return task_cards_form(plan, level, about)
    if isinstance(item, ResponseCards):
        return _cards(desk, item, about)
    return response_letter(desk.response_notices.text(item.response_id, item.step), about)


def _cards(desk: Desk, item: ResponseCards, about: Print) -> Form:
    row = desk.responses.one(item.response_id)
    held = [one for one in desk.responses.board(row.id) if one.state is not CardState.CANCELLED]
    level = replace(desk.responses.level_at(row.id), cards=tuple(one.card for one in held))
    plan = PlanText(row.plan_code, row.title, "")
    handed = {one.code: Handed(one.person, one.phone, one.due_at) for one in held}
    cause = _cause(desk, row)
    return task_cards_form(plan, level, about, number=row.number, cause=cause, handed=handed, post=item.post)


def _cause(desk: Desk, row: ResponseRow) -> str:
    """The incident by name, or the words of the warning."""
    return desk.incidents.one(row.incident_id).title if row.incident_id is not None else row.cause
