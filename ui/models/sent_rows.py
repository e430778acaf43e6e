"""What was sent, as its page shows it: orders, teams with time stamps, goods on the road, messages to be copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console import words
from console.domain.assigning import AssignmentRow
from console.domain.assignments import Clock, Limit, TeamState
from console.domain.dispatching import DispatchRow, Message
from console.domain.stock import DocumentState
from console.domain.stock_document import DocumentRow
from ui.models.table import Column, RowTableModel
from ui.text import Times, left
from ui.widgets.due import TEXT, DueState
from ui.widgets.due_cell import fraction

STAMPS = (
    TeamState.RESERVED, TeamState.ASSIGNED, TeamState.MUSTERING, TeamState.DEPARTED, TeamState.ARRIVED, TeamState.DONE,
    TeamState.RETURNED,
)  # fmt: skip
UNDER_WAY = (DocumentState.APPROVED, DocumentState.ISSUED)
"""Documents whose goods are promised or on the road."""
_STATES = {Clock.RUNNING: DueState.LATER, Clock.NEAR: DueState.NEAR, Clock.OVER: DueState.OVER}
_WORST = {None: 0, DueState.LATER: 1, DueState.NEAR: 2, DueState.OVER: 3}


@dataclass(frozen=True, slots=True)
class SentLine:
    """An order with what of it is not over: its running teams, its documents under way."""

    row: DispatchRow
    teams: tuple[AssignmentRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def runs(self) -> bool:
        return bool(self.teams or self.documents)


@dataclass(frozen=True, slots=True)
class Told:
    """Everything of the order that is shown."""

    line: SentLine
    teams: tuple[AssignmentRow, ...]
    documents: tuple[DocumentRow, ...]
    messages: tuple[Message, ...]

    @property
    def id(self) -> UUID:
        return self.line.id


Mark = tuple[float, DueState]


def limit_of(row: AssignmentRow) -> tuple[str, Limit]:
    """The limit that counts now, with the code of what it limits."""
    if row.leave.done is None and row.leave.due is not None:
        return "leave", row.leave
    return "arrive", row.arrive


def team_mark(row: AssignmentRow, now: datetime) -> Mark | None:
    """The pie of a limit that runs; a reserved team has one until it is to be sent."""
    if row.state is TeamState.RESERVED:
        return _planned_mark(row, now)
    limit = limit_of(row)[1]
    state = _STATES.get(limit.clock(now))
    if state is None or limit.due is None or limit.start is None:
        return None
    return fraction(limit.start, limit.due, now), state


def _planned_mark(row: AssignmentRow, now: datetime) -> Mark | None:
    if row.planned_at is None:
        return None
    state = DueState.OVER if now > row.planned_at else DueState.LATER
    return fraction(row.made_at, row.planned_at, now), state


def goods_mark(row: DocumentRow, now: datetime) -> Mark | None:
    if row.due_at is None or row.state not in UNDER_WAY:
        return None
    state = DueState.OVER if now > row.due_at else DueState.LATER
    gone = fraction(row.created_at, row.due_at, now)
    return gone, DueState.NEAR if state is DueState.LATER and gone >= _NEAR else state


_NEAR = 0.8
"""Four fifths of the time are gone."""


def line_mark(line: SentLine, now: datetime) -> Mark | None:
    """The worst of what runs."""
    marks = [one for row in line.teams if (one := team_mark(row, now))]
    marks += [one for row in line.documents if (one := goods_mark(row, now))]
    return max(marks, key=lambda one: (_WORST[one[1]], one[0]), default=None)


def team_due(row: AssignmentRow, now: datetime) -> str:
    """出动 剩 0:05:00, 到场 超 0:03:10, or how it went."""
    if row.state is TeamState.RESERVED:
        return words.say("dispatch.limit.send", left=left(row.planned_at, now)) if row.planned_at is not None else ""
    name, limit = limit_of(row)
    clock = limit.clock(now)
    if clock is Clock.NONE or limit.due is None:
        return ""
    told = left(limit.due, now) if clock in _STATES else words.say(f"dispatch.clock.{clock.value}")
    return words.say(f"dispatch.limit.{name}", left=told)


def late_now(row: AssignmentRow, state: TeamState, now: datetime) -> bool:
    """Whether this step, told now, misses a limit: the reason is asked for."""
    limits = {
        TeamState.DEPARTED: [row.leave],
        TeamState.ARRIVED: [row.arrive] if row.at(TeamState.DEPARTED) else [row.leave, row.arrive],
    }.get(state, [])
    return any(one.clock(now) is Clock.OVER for one in limits)


def sent_model(times: Times) -> RowTableModel[SentLine]:
    return RowTableModel(
        (
            Column("dispatch.order", lambda line: line.row.number, width=112),
            Column("dispatch.incident", lambda line: line.row.incident_title, stretch=True, tip=_about_incident),
            Column("dispatch.due", lambda line: _line_due(line, times.now()), width=132, stays=True,
                   ink=lambda line: _ink(line_mark(line, times.now()))),
            Column("dispatch.teams", _teams, width=108),
            Column("dispatch.goods", _goods, width=84),
            Column("dispatch.commander", lambda line: line.row.commander, width=64),
            Column("dispatch.at", lambda line: times.near(line.row.at), width=84),
        ),
        key=lambda line: line.id,
    )  # fmt: skip


def team_model(times: Times) -> RowTableModel[AssignmentRow]:
    def stamp(state: TeamState) -> Column[AssignmentRow]:
        return Column(f"dispatch.stamp.{state.value}", lambda row: _at(row.at(state), times), width=52)

    now = times.now
    return RowTableModel(
        (
            Column("dispatch.team", lambda row: row.team, stretch=True, tip=lambda row: _whole(row, times)),
            Column("dispatch.state", lambda row: words.say(f"team.state.{row.state.value}"), width=52, stays=True),
            Column("dispatch.due", lambda row: team_due(row, now()), width=132, stays=True,
                   ink=lambda row: _late_ink(row, now())),
            *(stamp(state) for state in STAMPS),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def goods_model(times: Times) -> RowTableModel[DocumentRow]:
    now = times.now
    return RowTableModel(
        (
            Column("dispatch.document", lambda row: row.number, width=112),
            Column("dispatch.what", lambda row: row.summary or row.text, stretch=True, tip=_carried),
            Column("dispatch.state", lambda row: words.say(f"stock.state.{row.state.value}"), width=60, stays=True),
            Column("dispatch.due", lambda row: _goods_due(row, now()), width=132, stays=True,
                   ink=lambda row: _ink(goods_mark(row, now()))),
            Column("dispatch.from", lambda row: row.from_name, width=92),
            Column("dispatch.plate", lambda row: row.plate, width=84),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def message_model(copied: Callable[[Message], str]) -> RowTableModel[Message]:
    """``copied`` puts into words how far it is: never that it was sent, which only the register says."""
    return RowTableModel(
        (
            Column("dispatch.whom", lambda row: row.who, width=120, tip=lambda row: f"{row.who}\n{row.people}"),
            Column("dispatch.message", lambda row: row.text, stretch=True, tip=lambda row: row.text),
            Column("dispatch.told", copied, width=96, stays=True),
        ),
        key=lambda row: (row.who, row.text),
    )  # fmt: skip


def _at(at: datetime | None, times: Times) -> str:
    return times.near(at) if at is not None else ""


def _whole(row: AssignmentRow, times: Times) -> str:
    """Everything of a team that has no room in its row."""
    steps = [f"{words.say(f'team.state.{one.state.value}')} {times.near(one.at)}" for one in row.steps]
    parts = [row.number, row.place, " ".join((row.contact, row.phone)).strip(), row.basis, row.late_reason, *steps]
    return "\n".join(part for part in parts if part)


def _late_ink(row: AssignmentRow, now: datetime) -> str | None:
    clock = limit_of(row)[1].clock(now)
    return "redtext" if clock is Clock.LATE else _ink(team_mark(row, now))


def _ink(mark: Mark | None) -> str | None:
    return TEXT[mark[1]] if mark is not None and mark[1] is not DueState.LATER else None


def _line_due(line: SentLine, now: datetime) -> str:
    """Of whichever is worst."""
    worst = line_mark(line, now)
    if worst is None:
        return "" if line.runs else words.say("dispatch.over")
    for row in line.teams:
        if team_mark(row, now) == worst:
            return team_due(row, now)
    return next((_goods_due(row, now) for row in line.documents if goods_mark(row, now) == worst), "")


def _goods_due(row: DocumentRow, now: datetime) -> str:
    if row.due_at is None or row.state not in UNDER_WAY:
        return ""
    return left(row.due_at, now)


def _teams(line: SentLine) -> str:
    """到场 2 指派 1: how far the teams are that are not back."""
    found = Counter(row.state for row in line.teams)
    return " ".join(f"{words.say(f'team.state.{state.value}')} {found[state]}" for state in TeamState if found[state])


def _goods(line: SentLine) -> str:
    found = Counter(row.state for row in line.documents)
    return " ".join(f"{words.say(f'stock.state.{state.value}')} {found[state]}" for state in UNDER_WAY if found[state])


def _about_incident(line: SentLine) -> str:
    return "\n".join(part for part in (f"{line.row.incident_number} {line.row.incident_title}", line.row.text) if part)


def _carried(row: DocumentRow) -> str:
    carrier = " ".join(part for part in (row.plate, row.driver, row.phone) if part)
    return "\n".join(part for part in (row.summary, row.destination, carrier) if part)
