"""What the 交办 panel asks, and how its lists say tasks with a form, their steps and leaders' words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.due import state_of
from console.domain.escalation import Level
from console.domain.orders import InstructionRow, OrderRow, StepRow
from console.domain.task import TaskState
from ui import text
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT, DueState
from ui.widgets.due_cell import fraction
from ui.widgets.marked_cell import SIDE

if TYPE_CHECKING:
    from datetime import timedelta

    from console.services.consultations import ConsultationsService
    from console.services.contacts import ContactsService
    from console.services.incidents import IncidentsService
    from console.services.instructions import InstructionsService
    from console.services.lists import ListsService
    from console.services.orders import OrdersService
    from console.services.roll_calls import RollCallsService
    from console.services.roster import RosterService
    from console.services.settings import SettingsService

Soon = Callable[[], "timedelta"]


@dataclass(frozen=True, slots=True)
class OrderServices:
    """Everything the panel asks."""

    orders: OrdersService
    instructions: InstructionsService
    roll_calls: RollCallsService
    incidents: IncidentsService
    contacts: ContactsService
    roster: RosterService
    lists: ListsService
    settings: SettingsService
    consultations: ConsultationsService


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A task and how loud it has become; None while it is calm."""

    row: OrderRow
    level: Level | None = None

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def open(self) -> bool:
        return self.row.state == TaskState.OPEN


def due_state(line: OrderLine, times: Times, soon: Soon) -> DueState:
    """How near its limit is; one that has none, or is ended, is not."""
    if line.row.due_at is None or not line.open:
        return DueState.LATER
    return DueState(state_of(line.row.due_at, times.now(), soon()).value)


def due_mark(line: OrderLine, times: Times, soon: Soon) -> tuple[float, DueState] | None:
    """The pie of a limit that runs."""
    if line.row.due_at is None or not line.open:
        return None
    return fraction(line.row.created_at, line.row.due_at, times.now()), due_state(line, times, soon)


def level_text(level: Level | None) -> str:
    return words.say(f"list.escalations.level.{level.value}") if level else ""


def stage_text(row: OrderRow) -> str:
    """待签收 … while it is open, then how it ended."""
    open_still = row.state == TaskState.OPEN
    return words.say(f"order.stage.{row.stage.value}" if open_still else f"orders.state.{row.state}")


def order_model(times: Times, soon: Soon) -> RowTableModel[OrderLine]:
    """Number, form, unit, person, text, stage, what is left of the time, how loud it is, the last step."""

    def left(line: OrderLine) -> str:
        return text.left(line.row.due_at, times.now()) if line.row.due_at and line.open else ""

    def due_tip(line: OrderLine) -> str:
        return f"{times.minute(line.row.due_at)} {left(line)}".strip() if line.row.due_at else ""

    def last(line: OrderLine) -> str:
        row = line.row
        if row.last_at is None:
            return f"{words.say('orders.given')} {times.near(row.created_at)}"
        return f"{words.say(f'order.step.{row.last_step}')} {times.near(row.last_at)}"

    def near(line: OrderLine) -> DueState:
        return due_state(line, times, soon)

    return RowTableModel(
        [
            Column("number", lambda line: line.row.number, width=132, tip=_whole),
            Column("form", lambda line: words.say(f"order.form.{line.row.form.value}"), width=92),
            Column("orders.unit", lambda line: line.row.unit, width=118),
            Column("orders.person", lambda line: line.row.owner, width=76, tip=_person),
            Column("text", lambda line: line.row.title, stretch=True, tip=_whole),
            Column("orders.stage", lambda line: stage_text(line.row), width=84, ink=_quiet, stays=True),
            Column(
                "orders.due", left, width=112, picture=SIDE, tip=due_tip, ink=lambda line: TEXT[near(line)],
                strong=lambda line: near(line) is not DueState.LATER, stays=True,
            ),
            Column(
                "orders.level", lambda line: level_text(line.level), width=104, picture=SIDE, ink=_level_ink,
                strong=lambda line: line.level is not None, stays=True,
            ),
            Column("orders.last", last, width=136),
        ],
        key=lambda line: line.row.id,
        tint=lambda line: TINT[near(line)],
    )  # fmt: skip


def step_model(times: Times) -> RowTableModel[StepRow]:
    """When, what, who there, in which words, the new limit, who took it down."""

    def due(row: StepRow) -> str:
        return times.near(row.due_at) if row.due_at else ""

    return RowTableModel(
        [
            Column("at", lambda row: times.near(row.at), width=112),
            Column("orders.step", lambda row: words.say(f"order.step.{row.kind.value}"), width=96),
            Column("orders.whom", lambda row: row.who, width=110),
            Column("text", lambda row: " ".join(row.text.split()), stretch=True, tip=lambda row: row.text),
            Column("orders.new_due", due, width=112),
            Column("by", lambda row: row.by_name, width=96),
        ],
        key=lambda row: row.number,
    )


def instruction_model(times: Times) -> RowTableModel[InstructionRow]:
    """Number, when, whose words, the words, how they came, whether they were read back and handed on."""

    def whose(row: InstructionRow) -> str:
        return f"{row.leader} {row.post}".strip()

    def read_back(row: InstructionRow) -> str:
        return times.near(row.read_back_at) if row.read_back_at else words.say("instructions.not_read_back")

    return RowTableModel(
        [
            Column("number", lambda row: row.number, width=132),
            Column("instructions.said_at", lambda row: times.near(row.said_at), width=112),
            Column("instructions.leader", whose, width=150),
            Column("instructions.words", _said, stretch=True, tip=lambda row: row.words),
            Column("instructions.way", lambda row: words.say(f"instruction.way.{row.way.value}"), width=64),
            Column(
                "instructions.read_back", read_back, width=112,
                ink=lambda row: None if row.read_back_at else "orangetext",
            ),
            Column(
                "instructions.handed_on", handed_on, width=150, ink=lambda row: None if row.tasks else "redtext",
                strong=lambda row: not row.tasks, stays=True,
            ),
        ],
        key=lambda row: row.id,
        tint=lambda row: None if row.tasks else "redtint",
    )  # fmt: skip


def handed_on(row: InstructionRow) -> str:
    """未转办, or to how many units and how many of them have not finished."""
    if not row.tasks:
        return words.say("instructions.not_handed_on")
    code = "instructions.handed_open" if row.open_tasks else "instructions.handed_done"
    return words.say(code, count=row.tasks, open=row.open_tasks)


def _said(row: InstructionRow) -> str:
    return " ".join(row.words.split())


def _whole(line: OrderLine) -> str:
    return f"{line.row.number} {line.row.unit}\n{line.row.text}"


def _person(line: OrderLine) -> str:
    return f"{line.row.owner} {line.row.phone}".strip()


def _quiet(line: OrderLine) -> str | None:
    return None if line.open else "text3"


def _level_ink(line: OrderLine) -> str | None:
    if line.level is None:
        return None
    return "orangetext" if line.level is Level.REMIND else "redtext"
