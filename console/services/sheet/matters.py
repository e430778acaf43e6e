"""Sections 3 and 4: incidents and items that are not closed, with the time promised next; open tasks with theirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from console.domain.assigning import TeamsOut, teams_out
from console.domain.inbound import FIGURES, InboundRow
from console.domain.incident_figures import newest
from console.domain.orders import InstructionRow
from console.domain.task import TaskRow, title_of
from console.services import clocks
from console.services.incident_figures import said_in_chinese
from console.services.sheet.part import CutOff, Row, item, section, zh
from db.chain import instant
from db.queries import assignments, incident_clocks
from db.queries import inbound as inbound_query
from db.queries import incidents as incident_query
from db.queries import orders as order_query
from db.queries import tasks as task_query


def inbound(cut: CutOff) -> Row:
    """3: open incidents, then open items; ``next`` is the nearest report, call-back, task or clock of each. Those are
    confirmed where they stand themselves, in sections 4 and 6, so nothing overdue is ticked twice."""
    promised = _promised(cut)
    rows = _incidents(cut) + [
        item(f"inbound:{row.id}", [row.number, row.place, row.summary, figures(row), promised.get(row.id, "")])
        for row in inbound_query.open_items(cut.connection)
    ]
    columns = [("number", 3), ("place", 3), ("summary", 6), ("figures", 3), ("next", 4)]
    return section(3, "inbound", columns, rows)


def _incidents(cut: CutOff) -> list[Row]:
    """Open incidents with the figures that count and the time of the next report."""
    due: dict[UUID, datetime] = {}
    for clock in incident_clocks.waiting(cut.connection):
        due[clock.incident_id] = min(clock.due_at, due.get(clock.incident_id, clock.due_at))
    rows = []
    for row in incident_query.open_rows(cut.connection):
        known = newest(incident_query.revisions(cut.connection, row.id))
        said = " ".join(said_in_chinese(key, one.amount) for key, one in known.items())
        next_at = instant(due[row.id]) if row.id in due else ""
        rows.append(item(f"incident:{row.id}", [row.number, row.place, row.title, said, next_at]))
    return rows


def tasks(cut: CutOff) -> Row:
    """4: leaders' words not handed on, then open call-backs and tasks with their time limits, then teams out."""
    rows = [_instruction(row) for row in order_query.not_handed_on(cut.connection)]
    rows += [
        item(
            f"task:{task.id}",
            [task.number, task.title, task.assignee, instant(task.due_at) if task.due_at else ""],
            overdue=task.due_at is not None and task.due_at <= cut.at,
        )
        for task in task_query.open_tasks(cut.connection)
    ]
    rows += _teams_out(cut)
    return section(4, "task", [("number", 3), ("task", 7), ("owner", 3), ("due", 4)], rows)


def _teams_out(cut: CutOff) -> list[Row]:
    """One row for each incident that has teams out: how many, and how many of them do what."""
    return [
        item(f"teams:{out.incident_id}", [out.incident_number, _counted(out), out.incident_title, ""])
        for out in teams_out(assignments.rows(cut.connection, running=True))
    ]


def _counted(out: TeamsOut) -> str:
    said = "、".join(f"{zh(f'team.state.{state.value}')} {count}" for state, count in out.states)
    return zh("sheet.teams_out", count=out.count, doing=said)


def _instruction(row: InstructionRow) -> Row:
    """The beginning of the words; the whole stands in the log."""
    said = f"{zh('instructions.not_handed_on')}：{title_of(row.words)[0]}"
    return item(f"instruction:{row.id}", [row.number, said, f"{row.leader} {row.post}".strip(), ""], notable=True)


def figures(row: InboundRow) -> str:
    """What is known of the figures, 不详 written out; what was not filled stays away."""
    known = [
        f"{zh(f'figure.{key}')}{zh('figure.unknown') if value.unknown else f' {value.value}'}"
        for key in FIGURES
        if (value := row.figures.get(key)) is not None
    ]
    return " ".join(known)


def _promised(cut: CutOff) -> dict[UUID, str]:
    """The nearest time promised for each item."""
    nearest: dict[UUID, datetime] = {}
    waiting: list[tuple[UUID, datetime]] = [(row.inbound_id, row.due_at) for row in clocks.waiting(cut.connection)]
    waiting += [_of_task(task) for task in task_query.open_tasks(cut.connection) if task.source_id and task.due_at]
    for inbound_id, due_at in waiting:
        nearest[inbound_id] = min(due_at, nearest.get(inbound_id, due_at))
    return {inbound_id: instant(due_at) for inbound_id, due_at in nearest.items()}


def _of_task(task: TaskRow) -> tuple[UUID, datetime]:
    assert task.source_id is not None and task.due_at is not None
    return task.source_id, task.due_at
