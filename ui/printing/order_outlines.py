"""Empty papers about leaders' words, tasks, roll calls, consultations and call lists, with every field and table."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from console.domain.call_lists import CallListRow
from console.domain.consultation import ConsultationRow
from console.domain.orders import Form as Paper
from console.domain.orders import InstructionRow, OrderRow, Stage, StepKind, StepRow, Way
from console.domain.roll_call import Rates, RollCallRow
from ui.printing.call_form import KIND, call_list_form
from ui.printing.form import Form
from ui.printing.meeting_forms import consultation_form, roll_call_form
from ui.printing.order_forms import instruction_form, order_form
from ui.printing.parts import Print

_NOBODY = UUID(int=0)
_SAID = "-"
"""Stands where a field is left out when it has nothing to say."""


def order_outline(kind: str, about: Print) -> Form:
    """The paper of that kind, empty. A 催办单 has the fields of the 派单 it reminds of."""
    at = about.printed_at
    if kind == "instruction":
        return instruction_form(_instruction(at), [], about, incident=_SAID)
    if kind == "roll_call":
        return roll_call_form(_roll_call(at), (), Rates(0, 0, 0, 0, 0, 0, 0, 0), about, channel="")
    if kind == KIND:
        return call_list_form(_call_list(at), (), about, incident=_SAID)
    if kind == "consultation":
        return consultation_form(_consultation(at), [], about, incident=_SAID)
    reminder = kind == "reminder"
    row = _order(Paper.ORDER if reminder else Paper(kind), at)
    return order_form(row, [_answer(at)], about, incident=_SAID, reminder=reminder)


def _instruction(at: datetime) -> InstructionRow:
    return InstructionRow(
        id=_NOBODY, number=_SAID, incident_id=None, report_id=None, leader="", post="", said_at=at, way=Way.PHONE,
        words="", recorded_at=at, recorded_by="", read_back_at=None, read_back_by="", version=1,
    )  # fmt: skip


def _order(paper: Paper, at: datetime) -> OrderRow:
    return OrderRow(
        id=_NOBODY, number=_SAID, form=paper, stage=Stage.SENT, state="open", unit="", owner="", phone="", title="",
        detail="", source="", source_id=None, incident_id=None, batch_id=None, due_at=None, created_at=at,
        created_by="", closed_at=None, closed_by="", result=_SAID, version=1,
    )  # fmt: skip


def _answer(at: datetime) -> StepRow:
    return StepRow(
        number=1, task_id=_NOBODY, kind=StepKind.FEEDBACK, at=at, who="", text="", due_at=None, outbound_id=None,
        inbound_id=None, recorded_at=at, by_name="",
    )  # fmt: skip


def _roll_call(at: datetime) -> RollCallRow:
    return RollCallRow(
        id=_NOBODY, number=_SAID, title="", channel="", units=(), retry_minutes=0, started_at=at, ended_at=None,
        by_name="", remark=_SAID, version=1,
    )  # fmt: skip


def _call_list(at: datetime) -> CallListRow:
    return CallListRow(
        id=_NOBODY, number=_SAID, title="", incident_id=None, people=(), started_at=at, ended_at=None, by_name="",
        version=1,
    )  # fmt: skip


def _consultation(at: datetime) -> ConsultationRow:
    return ConsultationRow(
        id=_NOBODY, number=_SAID, incident_id=None, title="", held_at=at, ended_at=None, way=Way.FACE.value, chair="",
        attendance=(), minutes="", recorded_at=at, by_name="", version=1,
    )  # fmt: skip
