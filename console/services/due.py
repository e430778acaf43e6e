"""What is due: tasks, callers to ring back, routines, zero reports, the end of the shift, emergencies to confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clocks import ClockRow
from console.domain.due import DueItem, DueKind, DueState, state_of
from console.domain.duty import EmergencyRow
from console.domain.orders import InstructionRow
from console.domain.report_limits import IncidentClockRow
from console.domain.routine import RoutineRow, waiting_of
from console.domain.settings import zone as zone_of
from console.domain.store_lists import Road
from console.domain.task import TaskRow, TaskSource
from console.domain.zero_reports import ZeroGrid, item_id
from console.services import (
    alarm_escalation,
    clocks,
    delivery_due,
    expiry,
    ringing_due,
    routine,
    team_due,
    warning_due,
    zero_reports,
)
from console.services.incident_clocks import OWN as OWN_RHYTHM
from console.services.settings import current
from db.queries import duty, emergencies, inbound, incident_clocks, orders, tasks
from db.store import Store


class DueService:
    """One question of the board and of the strip above every panel."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, now: datetime) -> list[DueItem]:
        """Everything with a time limit, the soonest first; near and over by the setting ``duty.due_soon``."""
        with self._store.reading() as connection:
            soon = timedelta(minutes=int(current(connection, "duty.due_soon", now)))
            found = _of_tasks(connection, now, soon)
            found += _of_shift(connection, now, soon)
            found += [_of_emergency(row, now, soon) for row in emergencies.waiting(connection)]
            found += _of_the_day(connection, now, soon)
            found += [_of_clock(row, now, soon) for row in clocks.waiting(connection)]
            found += [_of_report(row, now, soon) for row in incident_clocks.waiting(connection)]
            found += [_of_instruction(row, now, soon) for row in orders.not_handed_on(connection)]
            found += [_of_road(row, now, soon) for row in expiry.roads(connection, now)]
            found += team_due.of_teams(connection, now, soon)
            found += alarm_escalation.due(connection, now, soon)
            found += delivery_due.due(connection, now, soon)
            found += ringing_due.due(connection, now, soon)
            found += warning_due.due(connection, now, soon)
        return sorted(found, key=lambda item: (item.due_at, item.id))


def _of_tasks(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """Open tasks with a time limit; a caller to ring back goes by the number of the item, as its words do."""
    timed = [task for task in tasks.open_tasks(connection) if task.due_at is not None]
    calls = {task.source_id for task in timed if task.source is TaskSource.CALL_BACK and task.source_id is not None}
    numbers = inbound.numbers_of(connection, calls)
    found = [_of_task(task, now, soon) for task in timed]
    return [replace(item, number=numbers[item.record_id]) if item.record_id in numbers else item for item in found]


def _of_task(task: TaskRow, now: datetime, soon: timedelta) -> DueItem:
    assert task.due_at is not None
    calls = task.source is TaskSource.CALL_BACK and task.source_id is not None
    whose = f"{task.assignee} " if task.form else ""  # the same is often asked of every town
    return DueItem(
        id=f"task:{task.id}",
        kind=DueKind.CALL_BACK if calls else DueKind.TASK,
        text=f"{whose}{task.title}",
        due_at=task.due_at,
        started_at=task.created_at,
        target_panel="intake" if calls else "orders" if task.form else "board",
        state=state_of(task.due_at, now, soon),
        number=task.number,
        record_id=task.source_id if calls and task.source_id else task.id,
    )


def _of_instruction(row: InstructionRow, now: datetime, soon: timedelta) -> DueItem:
    """Words nothing has come of yet: near from the first minute, over when as long as ``soon`` has gone."""
    due_at = row.recorded_at + soon
    return DueItem(
        id=f"instruction:{row.id}",
        kind=DueKind.INSTRUCTION,
        text="",
        due_at=due_at,
        started_at=row.recorded_at,
        target_panel="orders",
        state=state_of(due_at, now, soon),
        number=row.number,
        record_id=row.id,
    )


def _of_clock(row: ClockRow, now: datetime, soon: timedelta) -> DueItem:
    """Leader phoned, passed on: until it is done, over or not."""
    return DueItem(
        id=f"clock:{row.id}",
        kind=DueKind(f"clock_{row.kind}"),
        text="",
        due_at=row.due_at,
        started_at=row.received_at,
        target_panel="intake",
        state=state_of(row.due_at, now, soon),
        number=row.inbound_number,
        record_id=row.inbound_id,
    )


def _of_report(row: IncidentClockRow, now: datetime, soon: timedelta) -> DueItem:
    """A countdown of an incident: of which one, which report to whom, in the words of both languages."""
    step, whom = f"list.report_limits.step.{row.step.value}", f"→{row.whom}" if row.whom else ""
    office = whom if row.rule != OWN_RHYTHM else ""  # whom an officer wrote down himself may be a person
    title = row.incident_title if len(row.incident_title) <= _NAMED else f"{row.incident_title[:_NAMED]}…"
    return DueItem(
        id=f"report:{row.id}",
        kind=DueKind.REPORT_CLOCK,
        text=f"{title} {words.say_in('zh', step)}{whom}",
        due_at=row.due_at,
        started_at=row.counts_from,
        target_panel="incidents",
        state=state_of(row.due_at, now, soon),
        number=row.incident_number,
        record_id=row.incident_id,
        text_en=f"{title} {words.say_in('en', step)}{whom}",
        open_text=f"{words.say_in('zh', step)}{office}",
        open_text_en=f"{words.say_in('en', step)}{office}",
    )


_NAMED = 12
"""Characters of an incident's title that tell it from the others in a strip."""


def _of_road(row: Road, now: datetime, soon: timedelta) -> DueItem:
    """Goods on the road that should have been received by then."""
    return DueItem(
        id=f"transit:{row.document}",
        kind=DueKind.TRANSIT,
        text=f"{row.from_name}→{row.to_name}",
        due_at=row.due_at,
        started_at=row.since,
        target_panel="stores",
        state=state_of(row.due_at, now, soon),
        number=row.number,
        record_id=row.document,
        text_en=f"{row.from_name}→{row.to_name}",
    )


def _of_emergency(row: EmergencyRow, now: datetime, soon: timedelta) -> DueItem:
    """Until somebody else has signed for it, however many watches later."""
    return DueItem(
        id=f"emergency:{row.shift_id}",
        kind=DueKind.EMERGENCY,
        text="",
        due_at=row.planned_to,
        started_at=row.taken_at,
        target_panel="handover",
        state=state_of(row.planned_to, now, soon),
        number=str(row.number),
        record_id=row.shift_id,
    )


def _of_shift(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """The end of the running shift; once its sheet is begun, the hand-over that has to be finished by then."""
    shift = duty.on_watch(connection)
    if shift is None:
        return []
    sheet = duty.running_sheet(connection)
    state: DueState = state_of(shift.planned_to, now, soon)
    return [
        DueItem(
            id=f"shift:{shift.id}",
            kind=DueKind.HAND_OVER if sheet else DueKind.OVER_TIME if state is DueState.OVER else DueKind.SHIFT_END,
            text="",
            due_at=shift.planned_to,
            started_at=shift.taken_at,
            target_panel="handover",
            state=state,
            number=sheet.number if sheet else str(shift.number),
            record_id=shift.id,
        )
    ]


def _of_the_day(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """Routines from their time on, zero reports from ``soon`` before theirs: the strip stays calm all day."""
    zone = zone_of(current(connection, "site.time_zone", now))
    rows = waiting_of(routine.shift_rows(connection, now, zone))
    together = len(rows.over) >= _TOGETHER
    found = [_of_routine(row, now, soon) for row in (rows.now if together else (*rows.over, *rows.now))]
    if together:
        found.append(replace(_of_routine(rows.over[0], now, soon), text="", text_en="", number=str(len(rows.over))))
    return found + [
        _of_zero_reports(grid, now, soon, zone) for grid in zero_reports.waiting(connection, now, zone, soon)
    ]


_TOGETHER = 3
"""So many missed routines are one line: a county that ticks none of them still sees what else is due."""


def _of_routine(row: RoutineRow, now: datetime, soon: timedelta) -> DueItem:
    return DueItem(
        id=f"routine:{row.id}",
        kind=DueKind.ROUTINE,
        text=row.name,
        due_at=row.until,
        started_at=row.due_at,
        target_panel="routine",
        state=state_of(row.until, now, soon),
        number="",
        record_id=row.id,
        text_en=row.name_en,
    )


def _of_zero_reports(grid: ZeroGrid, now: datetime, soon: timedelta, zone: ZoneInfo) -> DueItem:
    """One line for a day, however many units are missing."""
    return DueItem(
        id=f"zero:{grid.period}:{grid.day}",
        kind=DueKind.ZERO_REPORT,
        text="",
        due_at=grid.due_at,
        started_at=datetime.combine(grid.day, datetime.min.time(), zone),
        target_panel="routine",
        state=state_of(grid.due_at, now, soon),
        number=str(len(grid.missing)),
        record_id=item_id(grid.day),
    )
