"""Who stood a post when: computed from how the watch was taken over and from what was noted since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.domain.duty import PostLine
from console.domain.turns import Span, Stood, turns_of

EIGHT = datetime(2030, 8, 12, tzinfo=UTC)
A, B, C = "陈例一", "林例二", "曾例三"
MAIN = PostLine("主班", A, "1")


def hour(at: float) -> datetime:
    return EIGHT + timedelta(hours=at)


SPAN = Span(EIGHT, EIGHT, hour(24), None)


def noted(start: float, end: float, *, at: float = 1, absent: str = A, by: str = B, **more: Any) -> Stood:
    given = {"withdrawn_at": None, "exchanged": False, **more}
    return Stood("主班", absent, by, "2", "发热", hour(start), hour(end), hour(at), **given)


def told(taken: list[PostLine], *rows: Stood, span: Span = SPAN) -> list[tuple[str, float, float | None]]:
    """Name, from and until in hours of the watch."""
    return [
        (turn.line.name, (turn.from_at - EIGHT) / timedelta(hours=1),
         (turn.until_at - EIGHT) / timedelta(hours=1) if turn.until_at else None)
        for turn in turns_of(taken, span, rows)
    ]  # fmt: skip


def test_without_a_substitution_everybody_stands_their_post() -> None:
    assert told([MAIN, PostLine("副班", C)]) == [(A, 0, None), (C, 0, None)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([noted(6, 24)], [(A, 0, 6), (B, 6, None)]),
        ([noted(6, 48)], [(A, 0, 6), (B, 6, None)]),
        ([noted(6, 10)], [(A, 0, 6), (B, 6, 10), (A, 10, None)]),
        ([noted(6, 10), noted(10, 24, at=2, by=C)], [(A, 0, 6), (B, 6, 10), (C, 10, None)]),
        ([noted(6, 24), noted(8, 10, at=7, absent=B, by=C)], [(A, 0, 6), (B, 6, 8), (C, 8, 10), (B, 10, None)]),
        ([noted(6, 24, withdrawn_at=hour(9))], [(A, 0, 6), (B, 6, 9), (A, 9, None)]),
        ([noted(6, 24, withdrawn_at=hour(5))], [(A, 0, None)]),
        ([noted(24, 48)], [(A, 0, None)]),
        ([noted(6, 24, absent=C)], [(A, 0, None)]),
    ],
)
def test_the_substitute_stands_from_their_hour(rows: list[Stood], expected: list[Any]) -> None:
    assert told([MAIN], *rows) == expected


def test_noted_late_it_holds_from_the_hour_it_names_or_from_when_it_was_noted() -> None:
    assert told([MAIN], noted(3, 24, at=5)) == [(A, 0, 3), (B, 3, None)]
    assert told([MAIN], noted(-1, 24, at=5)) == [(A, 0, 5), (B, 5, None)], "who took the watch stood it"


def test_who_took_the_watch_as_the_substitute_gives_it_back_at_the_end() -> None:
    taken = [PostLine("主班", B, "2")]
    assert told(taken, noted(0, 10, at=-30)) == [(B, 0, 10), (A, 10, None)]
    assert turns_of(taken, SPAN, [noted(0, 10, at=-30)])[0].instead_of == A
    early = Span(hour(-0.5), EIGHT, hour(24), None)
    assert told(taken, noted(0, 10, at=-30), span=early) == [(B, -0.5, 10), (A, 10, None)]


def test_who_took_the_watch_although_somebody_was_to_stand_in_stands_it() -> None:
    assert told([MAIN], noted(-2, 24, at=-30)) == [(A, 0, None)]


def test_a_watch_that_runs_over_keeps_its_substitute_and_takes_none_of_the_next_shift() -> None:
    assert told([MAIN], noted(6, 24), noted(24, 48, at=2, absent=B, by=C)) == [(A, 0, 6), (B, 6, None)]
    assert told([MAIN], noted(25, 26, at=25)) == [(A, 0, 25), (B, 25, 26), (A, 26, None)], "noted while it runs over"


def test_a_closed_watch_ends_with_itself() -> None:
    closed = Span(EIGHT, EIGHT, hour(24), hour(20))
    assert told([MAIN], noted(6, 24), noted(21, 24, at=2, absent=B, by=C), span=closed) == [(A, 0, 6), (B, 6, 20)]


def test_a_watch_whose_posts_an_earlier_program_changed_reads_the_same() -> None:
    stored = [PostLine("主班", B, "2")]
    assert told(stored, noted(6, 24, at=6, exchanged=True)) == [(A, 0, 6), (B, 6, None)]
    back = noted(6, 24, at=6, exchanged=True, withdrawn_at=hour(9))
    assert told([MAIN], back) == [(A, 0, 6), (B, 6, 9), (A, 9, None)]


def test_nobody_stands_one_post_twice() -> None:
    taken = [MAIN, PostLine("主班", B, "2")]
    assert told(taken, noted(6, 24)) == [(A, 0, None), (B, 0, None)]


def test_a_watch_that_is_over_stays_as_it_was_signed() -> None:
    closed = Span(EIGHT, EIGHT, hour(24), hour(24))
    assert told([MAIN], noted(4, 25, at=24.5), span=closed) == [(A, 0, 24)], "noted afterwards"
    assert told([MAIN], noted(4, 25, at=24), span=closed) == [(A, 0, 24)], "noted as it ended"
    back = noted(6, 24, withdrawn_at=hour(30))
    assert told([MAIN], back, span=closed) == [(A, 0, 6), (B, 6, 24)], "taken back afterwards"
    stored = [PostLine("主班", B, "2")]
    exchanged = noted(6, 24, at=6, exchanged=True, withdrawn_at=hour(30))
    assert told(stored, exchanged, span=closed) == [(A, 0, 6), (B, 6, 24)]


def test_who_is_planned_in_their_own_right_is_not_taken_off_when_an_earlier_substitution_ends() -> None:
    taken = [PostLine("主班", B, "2")]
    assert told(taken, noted(-4, 4, at=-5, rostered=True)) == [(B, 0, None)]
    assert told(taken, noted(-4, 4, at=-5)) == [(B, 0, 4), (A, 4, None)], "for the one who is planned"
    assert told([MAIN], noted(6, 10, rostered=True)) == [(A, 0, 6), (B, 6, 10), (A, 10, None)]
