"""The key of the card ticks what is over its time before what is merely due."""

from __future__ import annotations

from dataclasses import replace

from console.domain.routine import RoutineState
from ui.widgets.day_card import Day


def test_what_is_over_its_time_comes_before_what_is_due(desk, clock):
    first, second, third, *_ = desk.routine.day(clock.now())
    states = (RoutineState.NOW, RoutineState.OVERDUE, RoutineState.NOW)
    rows = [replace(row, state=state) for row, state in zip((first, second, third), states, strict=True)]

    assert [row.code for row in Day(tuple(rows)).due] == [second.code, first.code, third.code]
