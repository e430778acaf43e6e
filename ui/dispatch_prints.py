"""Gathers what the papers of a dispatch say, read anew on a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.assigning import AssignmentRow
from console.domain.dispatch_papers import PassAsked, SupportAsked, TeamSent
from console.domain.dispatching import DispatchRow
from console.domain.proposed import Proposal
from console.errors import Refused
from ui.printing.form import Form
from ui.printing.parts import Print

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.services.proposal_columns import Line


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """Asks for the 队伍调动单 of an order."""

    dispatch_id: UUID


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """Asks for the 任务单 of a team at an incident."""

    assignment_id: UUID


@dataclass(frozen=True, slots=True)
class ProposalSheet:
    """Asks for a proposal on paper as it would be ordered: ``ticked`` are its lines by kind, who and need."""

    proposal: Proposal
    ticked: frozenset[tuple[UUID, UUID]]


Printed = MoveOrder | TaskSheet | SupportAsked | PassAsked | ProposalSheet
"""What this file makes forms of."""


def form_of(desk: Desk, item: Printed, about: Print) -> Form:
    """The form of one of them as the store holds it now."""
    from ui.printing import dispatch_forms as forms

    if isinstance(item, MoveOrder):
        order = desk.dispatching.one(item.dispatch_id)
        teams = [_sent(desk, row, order) for row in desk.assignments.of_dispatch(order.id)]
        if not teams:
            raise Refused("nothing_to_print")
        return forms.move_form(order, teams, desk.incidents.one(order.incident), about)
    if isinstance(item, TaskSheet):
        row = desk.assignments.one(item.assignment_id)
        order = desk.dispatching.one(row.dispatch_id) if row.dispatch_id is not None else None
        return forms.task_form(_sent(desk, row, order), desk.incidents.one(row.incident_id), about)
    if isinstance(item, ProposalSheet):
        return _proposed(item, about)
    made = forms.support_form if isinstance(item, SupportAsked) else forms.pass_form
    return made(item, desk.incidents.one(item.incident), about)  # type: ignore[operator]


def _sent(desk: Desk, row: AssignmentRow, order: DispatchRow | None) -> TeamSent:
    kinds = {one.code: one.get("name") for one in desk.lists.rows("team_kinds", retired=True)}
    team = desk.teams.one(row.team_id)
    need = desk.needs.one(row.need_id) if row.need_id is not None else None
    task = desk.orders.one(row.task_id).text if row.task_id is not None else ""
    return TeamSent(row, team, need, order, task, kinds.get(team.kind, team.kind))


def _proposed(item: ProposalSheet, about: Print) -> Form:
    """What is ticked, in the words of the screen, in the language of paper."""
    from console.services import proposal_columns, proposal_words
    from ui.printing.dispatch_forms import proposal_form

    found = item.proposal
    with words.speaking(words.PRINTED):
        lines = [one for one in (*found.teams, *found.goods) if proposal_columns.key(one) in item.ticked]
        cells = [_cells(one) for one in lines]
        shorts = ["；".join((proposal_words.short_title(one), *proposal_words.short(one))) for one in found.shorts]
        subject = "、".join(dict.fromkeys(f"{one.incident_number} {one.incident_title}" for one in found.needs))
        return proposal_form(proposal_words.head(found), cells, shorts, subject, about)


def _cells(line: Line) -> tuple[str, str, str, str]:
    from console.services import proposal_columns as told

    columns = (told.sends(line), told.why(line), told.cost(line))
    sends, why, cost = ("\n".join(part) for part in columns)
    return sends, why, cost, told.arrival(line)
