"""Sections 9 and 10: notes with what of the routine was left, and the differences the next shift will raise."""

from __future__ import annotations

from console.domain.routine import RoutineRow, RoutineState
from console.services import routine
from console.services.sheet.part import CutOff, Row, item, section, zh
from db.chain import instant


def notes(cut: CutOff) -> Row:
    """9: the remarks stand in the body by themselves; here routines that were missed, put off or found abnormal."""
    start = min(cut.shift.planned_from, cut.at)
    found = routine.rows_of(cut.connection, start, cut.at, cut.at, cut.zone, carried=True)
    rows = [made for row in found if (made := _routine(row))]
    return section(9, "notes", [("routine", 5), ("state", 3), ("found", 5), ("due", 4)], rows)


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
