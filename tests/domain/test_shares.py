"""A share is told alike everywhere, and one missing out of many is never called all."""

from __future__ import annotations

import pytest

from console.domain.shares import percent, told


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(2, 3, 67), (1, 3, 33), (1, 2, 50), (0, 7, 0), (7, 7, 100), (999, 1000, 99), (1, 1000, 1)],
)
def test_all_is_all_and_none_is_none(part, whole, share):
    assert percent(part, whole) == share


def test_of_none_there_is_no_share():
    assert (told(2, 3), told(0, 0)) == ("2/3 (67%)", "0/0")
