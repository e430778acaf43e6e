"""A clerk's way to write a day is read; what is no day is not."""

from __future__ import annotations

from datetime import date

import pytest

from console.domain.day_typed import day_typed

TODAY = date(2030, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "2030-12-05", "2030.12.5", "2030/12/5", "2030年12月5日", "20301205", "12-05", "12-5", "12.5", "12/5",
        "12月5日", "12月5号", " １２．５ ", "12 月 5 日",
    ],
)  # fmt: skip
def test_the_ways_a_day_is_written(typed):
    assert day_typed(typed, TODAY) == date(2030, 12, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1-15", date(2031, 1, 15)), ("8.20", date(2030, 8, 20)), ("今天", TODAY), ("明天", date(2030, 11, 24)),
        ("Tomorrow", date(2030, 11, 24)), ("2-29", date(2032, 2, 29)),
    ],
)  # fmt: skip
def test_without_a_year_the_nearest_is_meant(typed, day):
    assert day_typed(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed", ["", "5", "12", "13-01", "2-30", "2030-02-29", "12-05-08", "0812", "9999-01-01", "下周"]
)
def test_what_is_no_day(typed):
    with pytest.raises(ValueError):
        day_typed(typed, TODAY)
