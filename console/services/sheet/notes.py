"""Sections 9 and 10: notes with what of the routine was left, and the differences the next shift will raise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from console.domain.routine import RoutineRow, RoutineState, waiting_of
from console.services import routine
from console.services.settings import current
from console.services.sheet.part import CutOff, Row, item, section, zh
from db.chain import instant
from db.models.books import LogLine

_DAY = timedelta(days=1)
"""Furthest a routine is ticked before its time, and a little more: its day."""


def notes(cut: CutOff) -> Row:
    """9: the remarks stand in the body by themselves; here routines that were missed, put off or found abnormal."""
    found = routine.shift_rows(cut.connection, cut.at, cut.zone)
    waiting = waiting_of(found)
    found += _said_of_others(cut, min(cut.shift.planned_from, cut.at), {row.id for row in found})
    rows = [made for row in sorted(found, key=lambda row: row.due_at) if (made := _routine(row))]
    told = {"count": len(waiting), "over": len(waiting.over), "others": len(rows) - len(waiting)}
    caption = zh("sheet.routines", **told) if rows else ""
    return section(9, "notes", [("routine", 5), ("state", 3), ("found", 5), ("due", 4)], rows, caption)


def _said_of_others(cut: CutOff, start: datetime, shown: Collection[UUID]) -> list[RoutineRow]:
    """What was ticked since the last cut-off of other shifts' routines: left by an earlier one, or done early."""
    first = select(LogLine.recorded_at).where(LogLine.number == cut.shift.first_number)
    since = cut.connection.execute(first).scalar_one_or_none() or cut.shift.taken_at
    back = timedelta(hours=int(current(cut.connection, "routine.look_back", cut.at))) + _DAY
    rows = routine.rows_of(cut.connection, start - back, cut.at + _DAY, cut.at, cut.zone)
    return [row for row in rows if row.tick and row.tick.at >= since and row.id not in shown]


def differences() -> Row:
    """10: empty at the cut-off; what the incoming officer raises is kept beside the body and printed under it."""
    return section(10, "differences", [("difference", 1)], [])


def _routine(row: RoutineRow) -> Row | None:
    """What was done as it should be is in the log and asks nothing of the next shift."""
    if row.state in {RoutineState.DONE, RoutineState.WAITING}:
        return None
    note = row.tick.note if row.tick else ""
    cells = [row.name, zh(f"sheet.routine.{row.state}"), note, instant(row.due_at)]
    overdue = row.state is RoutineState.OVERDUE
    return item(f"routine:{row.id}", cells, overdue=overdue, notable=row.state is RoutineState.ABNORMAL)
