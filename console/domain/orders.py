"""Leaders' words and what is ordered from units: 派单, 督办, 提示单, 整改单, their steps and what may follow which.

One task serves them all (``console.domain.task``): sources and forms add fields, not another table or clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from console.errors import Refused

INSTRUCTION_SERIES, CONSULTATION_SERIES, ROLL_CALL_SERIES = "PS", "HS", "DM"
LIMITS = {"leader": 60, "post": 60, "words": 20_000, "who": 60, "text": 2_000, "unit": 100, "phone": 40, "reason": 500}
"""Longest texts in characters."""


class Way(StrEnum):
    """How a leader's word arrived: 电话, 书面, 信息, 当面."""

    PHONE = "phone"
    PAPER = "paper"
    MESSAGE = "message"
    FACE = "face"


class Form(StrEnum):
    """The paper a task is handed on with: none, 派单, 督办单, 风险提示单, 整改报告单, 批示办理单."""

    NONE = ""
    ORDER = "order"
    SUPERVISION = "supervision"
    RISK_NOTE = "risk_note"
    RECTIFICATION = "rectification"
    INSTRUCTION = "instruction"


class Stage(StrEnum):
    """待签收, 办理中, 已反馈, 待核实, 退回; empty for a task without a form. Over time is computed, never stored."""

    NONE = ""
    SENT = "sent"
    WORKING = "working"
    ANSWERED = "answered"
    CLAIMED = "claimed"
    REFUSED = "refused"


class StepKind(StrEnum):
    """签收, 反馈, 办结待核实, 核实办结, 核实未过, 退回, 重新交办, 申请延期, 批准延期, 不批准延期, 催办, 报领导."""

    RECEIVED = "received"
    FEEDBACK = "feedback"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    REFUSED = "refused"
    ORDERED_AGAIN = "ordered_again"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    NOT_EXTENDED = "not_extended"
    REMINDED = "reminded"
    ESCALATED = "escalated"


_S, _K = Stage, StepKind
_ANYWHERE = (_K.REMINDED, _K.ESCALATED, _K.EXTENSION_ASKED, _K.EXTENDED, _K.NOT_EXTENDED)
_WORKED = {
    _K.FEEDBACK: _S.ANSWERED,
    _K.CLAIMED: _S.CLAIMED,
    _K.REFUSED: _S.REFUSED,
}

STEPS: dict[Stage, dict[StepKind, Stage]] = {
    _S.SENT: {_K.RECEIVED: _S.WORKING, **_WORKED, **dict.fromkeys(_ANYWHERE, _S.SENT)},
    _S.WORKING: {**_WORKED, **dict.fromkeys(_ANYWHERE, _S.WORKING)},
    _S.ANSWERED: {**_WORKED, **dict.fromkeys(_ANYWHERE, _S.ANSWERED)},
    _S.CLAIMED: {
        _K.FEEDBACK: _S.CLAIMED, _K.VERIFIED: _S.CLAIMED, _K.NOT_VERIFIED: _S.WORKING,
        **dict.fromkeys(_ANYWHERE, _S.CLAIMED),
    },
    _S.REFUSED: {_K.ORDERED_AGAIN: _S.SENT, **dict.fromkeys(_ANYWHERE, _S.REFUSED)},
}  # fmt: skip
"""Which step leads where; ``VERIFIED`` also ends the task. A task without a form takes none of them."""

OF_LEADERS = frozenset({_K.ESCALATED, _K.EXTENDED, _K.NOT_EXTENDED})
"""Steps that name a leader: who was told, who gave more time or did not (延期须经批准)."""
NEEDS_WHO = frozenset({_K.RECEIVED, _K.FEEDBACK, _K.CLAIMED, _K.REFUSED, _K.EXTENSION_ASKED}) | OF_LEADERS
"""Steps that name the person at the unit or the leader."""
NEEDS_TEXT = frozenset({_K.FEEDBACK, _K.CLAIMED, _K.REFUSED, _K.NOT_VERIFIED, _K.EXTENSION_ASKED, _K.NOT_EXTENDED})
NEEDS_TIME = frozenset({_K.EXTENSION_ASKED, _K.EXTENDED})
"""Steps that name a new time limit."""


def after(stage: Stage, kind: StepKind) -> Stage:
    """Where a step leads; refuses one that cannot be taken there."""
    found = STEPS.get(stage, {}).get(kind)
    if found is None:
        raise Refused("no_such_task_step", stage=stage.value, step=kind.value)
    return found


@dataclass(frozen=True, slots=True)
class NewInstruction:
    """A leader's word as it was said. ``id`` is made by the client, so that a repeat is recognised."""

    id: UUID
    leader: str
    post: str
    said_at: datetime
    way: Way
    words: str
    incident_id: UUID | None = None
    report_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """A leader's word as recorded. ``tasks`` and ``open_tasks`` count what was given out from it."""

    id: UUID
    number: str
    incident_id: UUID | None
    report_id: UUID | None
    leader: str
    post: str
    said_at: datetime
    way: Way
    words: str
    recorded_at: datetime
    recorded_by: str
    read_back_at: datetime | None
    read_back_by: str
    version: int
    tasks: int = 0
    open_tasks: int = 0


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What is ordered from whom by when."""

    unit: str
    text: str
    due_at: datetime | None
    form: Form = Form.ORDER
    person: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that happened to a task. ``who`` is the person there, ``by_name`` the officer who took it down."""

    number: int
    task_id: UUID
    kind: StepKind
    at: datetime
    who: str
    text: str
    due_at: datetime | None
    outbound_id: UUID | None
    inbound_id: UUID | None
    recorded_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A task with a form as boards show it. ``owner`` is the person there; the newest step says how far it is."""

    id: UUID
    number: str
    form: Form
    stage: Stage
    state: str
    unit: str
    owner: str
    phone: str
    title: str
    detail: str
    source: str
    source_id: UUID | None
    incident_id: UUID | None
    batch_id: UUID | None
    due_at: datetime | None
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    closed_by: str
    result: str
    version: int
    last_step: str = ""
    last_at: datetime | None = None

    @property
    def text(self) -> str:
        return self.detail or self.title

    def over(self, now: datetime) -> bool:
        return self.state == "open" and self.due_at is not None and now > self.due_at
