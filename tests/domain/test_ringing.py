"""Rings and answers in any order: every ring stands in one row, and none is open or closed by another's answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from console.domain.ringing import Answer, AnswerKind, CallState, RingEvent, rows_of

START = datetime(2030, 8, 12, tzinfo=UTC)
NUMBERS = ("0577-0000-0001", "0000-0001", "100-0000-0002", "")
MISSED = timedelta(seconds=60)

rings = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(NUMBERS), st.integers(0, 2)), max_size=25)
answers = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(AnswerKind), st.integers(0, 24)), max_size=12)


def events_of(made: list[tuple[int, str, int]]) -> list[RingEvent]:
    found = []
    for number, (after, phone, repeats) in enumerate(sorted(made), 1):
        at = START + timedelta(seconds=after)
        last = at + timedelta(seconds=30 * repeats)
        found.append(RingEvent(number, number, "box", "box", at, last, repeats, phone))
    return found


@given(rings, answers)
def test_no_ring_is_lost_and_none_counted_twice(made, given_answers):
    events = events_of(made)
    said = [
        Answer(kind, START + timedelta(seconds=after), "陈例一", event=event + 1)
        for after, kind, event in given_answers
        if event < len(events) and events[event].at <= START + timedelta(seconds=after)
    ]
    now = START + timedelta(hours=6)
    rows = rows_of(events, said, now, MISSED)
    assert sum(row.count for row in rows) == sum(1 + event.repeats for event in events)
    assert [row.last_at for row in rows] == sorted((row.last_at for row in rows), reverse=True)
    assert len({row.key for row in rows}) == len(rows), "each can be told from the others"
    for row in rows:
        ended = row.state not in (CallState.MISSED, CallState.RINGING)
        assert ended == (row.since is not None) and row.first_at <= row.last_at
        if row.since is not None:
            assert row.last_at <= row.since + timedelta(seconds=15), "what rings after the answer is another call"
    ending = [one for one in said if one.kind is not AnswerKind.TRIED]
    assert sum(row.state is not CallState.MISSED for row in rows) <= len(ending)


@given(rings)
def test_the_same_rings_in_any_order_are_the_same_rows(made):
    events, now = events_of(made), START + timedelta(hours=6)
    assert rows_of(events, (), now, MISSED) == rows_of(reversed(events), (), now, MISSED)
