"""A draft and the table change both: what was typed stays, what was arranged in the table meanwhile is not lost."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.roster_draft import Cell
from console.domain.roster_merge import beyond, caught_up

DAY = date(2030, 8, 14)
NAMES = st.sampled_from(["陈例一", "李例二", "王例三", "赵例四", "周例五"])


def seats(*names: str) -> tuple[Cell, ...]:
    """Seats of one post, in this order."""
    return tuple(Cell(DAY, "whole", "副班", at, None, name) for at, name in enumerate(names, 1))


def merged(cells: tuple[str, ...], base: tuple[str, ...], now: tuple[str, ...]) -> list[str]:
    return [cell.name for cell in caught_up(seats(*cells), seats(*base), seats(*now))]


def test_one_of_two_changed_in_the_table_and_the_other_one_in_the_draft() -> None:
    """The table counts two people of one post by name: 周 instead of 陈 stands second there."""
    assert merged(("陈例一", "赵例四"), ("陈例一", "李例二"), ("李例二", "周例五")) == ["周例五", "赵例四"]


def test_both_changed_the_same_one_what_was_typed_stays() -> None:
    assert merged(("赵例四",), ("陈例一",), ("周例五",)) == ["赵例四"]


def test_who_was_taken_off_or_put_there_meanwhile() -> None:
    assert merged(("陈例一", "李例二"), ("陈例一", "李例二"), ("李例二",)) == ["", "李例二"]
    assert merged(("陈例一", ""), ("陈例一",), ("周例五", "陈例一")) == ["陈例一", "周例五"]
    assert merged(("陈例一", ""), ("陈例一", "李例二"), ("李例二", "陈例一")) == ["陈例一", ""], "emptied in the draft"


def test_whoever_had_no_seat_takes_the_one_that_became_free() -> None:
    assert merged(("陈例一",), ("陈例一", "李例二"), ("李例二",)) == ["李例二"]


groups = st.lists(NAMES, max_size=3, unique=True).map(lambda names: tuple(sorted(names)))


@settings(max_examples=300, deadline=None)
@given(groups, groups, st.integers(1, 3))
def test_a_draft_nobody_touched_becomes_the_table(base: tuple[str, ...], now: tuple[str, ...], many: int) -> None:
    cells = (*base, "", "", "")[:many]
    made = caught_up(seats(*cells), seats(*base), seats(*now))
    full = [cell.name for cell in (*made, *beyond(made, seats(*now))) if cell.name]
    assert sorted(full) == sorted(now)


@settings(max_examples=300, deadline=None)
@given(groups, groups, st.lists(NAMES | st.just(""), min_size=2, max_size=2, unique=True))
def test_nobody_stands_twice_and_what_was_typed_stays(
    base: tuple[str, ...], now: tuple[str, ...], typed: list[str]
) -> None:
    made = caught_up(seats(*typed), seats(*base), seats(*now))
    names = [cell.name for cell in (*made, *beyond(made, seats(*now))) if cell.name]
    assert len(set(names)) == len(names)
    assert all(name in names for name in typed if name and name not in base)
