"""One computation of what of the routine waits: strip, rail, page of the day, F7 and sheet say the same numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console import words
from console.domain.due import DueKind
from console.domain.duty import PostLine
from console.domain.people import Role
from console.domain.routine import Result, RoutineState
from tests.kit.station import at


@pytest.fixture
def officer(desk, by):
    """陈例一 on watch since Monday 2030-08-12 08:00."""
    who = desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=by).actor
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=who)
    return who


def _on_the_strip(desk, now):
    """Missed and waiting, as the strip counts them."""
    rows = [item for item in desk.due.rows(now) if item.kind is DueKind.ROUTINE]
    together = sum(int(item.number) for item in rows if item.number)
    single = [item for item in rows if not item.number]
    over = together + sum(item.due_at <= now for item in single)
    return over, sum(item.due_at > now for item in single)


def _on_the_sheet(body):
    notes = next(section for section in body["sections"] if section["key"] == "notes")
    said = {state: words.say_in("zh", f"sheet.routine.{state}") for state in ("overdue", "now")}
    states = [row["cells"][1] for row in notes["rows"]]
    assert sum(row["overdue"] for row in notes["rows"]) == states.count(said["overdue"])
    return (states.count(said["overdue"]), states.count(said["now"])), notes["caption"]


@pytest.mark.parametrize(
    "now",
    [
        at(12, 8, 15),  # the very time of one: due here is due there
        at(12, 9),  # the very end of a window
        at(12, 10, 30),
        at(12, 23, 59),
        at(13, 8),  # the end of the shift
        at(13, 11),  # a watch over its time
    ],
)
def test_strip_page_f7_and_sheet_count_what_is_missed_alike(desk, officer, clock, now):
    clock.set(now)
    page = desk.routine.day(now)
    over = sum(row.state is RoutineState.OVERDUE for row in page)
    waiting = sum(row.state is RoutineState.NOW for row in page)
    points = desk.duty.open_points()
    sheet, caption = _on_the_sheet(desk.duty.start_hand_over(by=officer).body)
    assert over + waiting > 0
    assert (over, waiting) == _on_the_strip(desk, now) == sheet
    assert (points.routines_over, points.routines) == (over, over + waiting)
    assert caption == words.say_in("zh", "sheet.routines", count=over + waiting, over=over, others=0)


def test_what_was_ticked_or_left_by_another_shift_counts_alike_too(desk, officer, clock):
    clock.set(at(12, 16))
    due = {row.code: row for row in desk.routine.day(clock.now())}
    desk.routine.tick("comms_test", due["comms_test"].due_at, Result.ABNORMAL, "传真不通", by=officer)
    desk.routine.tick("roll_call", due["roll_call"].due_at, Result.NOT_DONE, "停电", by=officer)
    desk.routine.tick("equipment_check", due["equipment_check"].due_at, Result.DONE, by=officer)
    over = sum(row.state is RoutineState.OVERDUE for row in desk.routine.day(clock.now()))
    points = desk.duty.open_points()
    sheet, caption = _on_the_sheet(desk.duty.start_hand_over(by=officer).body)
    assert over and (over, 0) == _on_the_strip(desk, clock.now()) == sheet
    assert (points.routines_over, points.routines) == (over, over)
    assert caption == words.say_in("zh", "sheet.routines", count=over, over=over, others=2)
    assert timedelta(0) < clock.now() - due["comms_test"].until
