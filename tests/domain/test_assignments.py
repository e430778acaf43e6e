"""States of an assigned team, its clocks, the rules of who may be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.assignments import ENDED, FOLLOWS, Clock, Limit, TeamState, Verdict, judged, require_step
from console.errors import Refused

START = datetime(2030, 8, 12, 14, 35, tzinfo=UTC)


@pytest.mark.parametrize("state", TeamState)
@pytest.mark.parametrize("wanted", TeamState)
def test_only_what_follows_is_taken(state: TeamState, wanted: TeamState):
    if wanted in FOLLOWS[state]:
        require_step(state, wanted, "PQ2030-0001")
    else:
        with pytest.raises(Refused, match="assignment_state"):
            require_step(state, wanted, "PQ2030-0001")


def test_every_way_ends_and_none_goes_round():
    def ends(state: TeamState, seen: tuple[TeamState, ...]) -> bool:
        assert state not in seen
        return all(ends(one, (*seen, state)) for one in FOLLOWS[state]) if FOLLOWS[state] else state in ENDED

    assert ends(TeamState.RESERVED, ())


@pytest.mark.parametrize(
    ("minutes", "clock"),
    [(0, Clock.RUNNING), (47, Clock.RUNNING), (48, Clock.NEAR), (60, Clock.NEAR), (61, Clock.OVER)],
)
def test_a_clock_that_runs(minutes: int, clock: Clock):
    assert Limit(START, 60, None).clock(START + timedelta(minutes=minutes)) is clock


def test_a_clock_that_ended_tells_for_ever_whether_it_was_in_time():
    late = START + timedelta(minutes=175)
    assert Limit(START, 60, START + timedelta(minutes=60)).clock(late) is Clock.MET
    assert Limit(START, 60, late).clock(late) is Clock.LATE
    assert Limit(None, 60, None).clock(late) is Limit(START, None, None).clock(late) is Clock.NONE


def test_the_strictest_rule_counts_and_what_no_rule_names_is_allowed():
    rules = {"resting": Verdict.WARN, "arrived": Verdict.BLOCK, "done": Verdict.ALLOW}
    verdict, reasons = judged([("resting", "昨夜出动"), ("arrived", "SJ2030-0001"), ("done", ""), ("other", "")], rules)
    assert verdict is Verdict.BLOCK and [one.when for one in reasons] == ["arrived", "resting"]
    assert judged([], rules) == (Verdict.ALLOW, ())
