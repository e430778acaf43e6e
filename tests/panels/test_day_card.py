"""The key of the card ticks what is over its time before what is merely due."""

from __future__ import annotations

from datetime import timedelta

from console.domain.routine import RoutineState
from ui.widgets.day_card import Day


def test_what_is_over_its_time_comes_before_what_is_due(desk, clock):
    clock.advance(minutes=65)
    for _ in range(40):
        due = Day(tuple(desk.routine.day(clock.now()))).due
        states = [row.state for row in due]
        if len(set(states)) == 2:
            break
        clock.advance(minutes=5)
    over = states.count(RoutineState.OVERDUE)

    assert 0 < over < len(states) and set(states[:over]) == {RoutineState.OVERDUE}
    assert [row.until for row in due[over:]] == sorted(row.until for row in due[over:])
    assert clock.now() - due[0].until > timedelta()
