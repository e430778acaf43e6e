"""Limits of arrival: the row that says most holds; event types with those above them."""

from __future__ import annotations

import pytest

from console.domain.assigning import Circle, CircleRule, chain, circle_of

PARENTS = {"1": None, "101": "1", "10103": "101", "2": None}
RULES = (
    CircleRule((), (), Circle(None, 120, "anybody")),
    CircleRule(("forest",), (), Circle(10, 60, "forest")),
    CircleRule((), ("101",), Circle(5, 45, "flood")),
    CircleRule(("forest",), ("1",), Circle(10, 50, "forest at nature")),
    CircleRule(("forest",), ("101",), Circle(10, 55, "forest at floods")),
    CircleRule(("forest",), ("101",), Circle(10, 40, "forest at floods, shorter")),
)


@pytest.mark.parametrize(
    ("kind", "event_type", "basis"),
    [
        ("social", None, "anybody"), ("social", "2", "anybody"), ("social", "10103", "flood"),
        ("forest", "2", "forest"), ("forest", "1", "forest at nature"),
        ("forest", "10103", "forest at floods, shorter"), ("forest", None, "forest"),
    ],
)  # fmt: skip
def test_the_row_that_says_most_holds(kind, event_type, basis):
    assert circle_of(RULES, kind, chain(event_type, PARENTS)).basis == basis


def test_without_a_row_there_is_no_limit_and_a_circle_of_types_ends():
    assert circle_of(RULES[1:2], "social", ()) == Circle()
    assert chain("10103", PARENTS) == ("10103", "101", "1") and chain(None, PARENTS) == ()
    assert chain("a", {"a": "b", "b": "a"}) == ("a", "b")
