"""The plane of the map: there and back, areas, what holds a point, where a name stands, how far minutes reach."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.geo import Projection, area_km2, centred, holds, label_point, reach_km
from console.domain.spots import Bounds
from console.domain.travel import CountyTravel, Speed, Spot, distance_km

SQUARE = ((28.0, 120.0), (28.0, 120.1), (28.1, 120.1), (28.1, 120.0))
HOLE = ((28.04, 120.04), (28.04, 120.06), (28.06, 120.06), (28.06, 120.04))
HORSESHOE = (
    (28.0, 120.0), (28.0, 120.1), (28.1, 120.1), (28.1, 120.07), (28.03, 120.07), (28.03, 120.03), (28.1, 120.03),
    (28.1, 120.0),
)  # fmt: skip


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(-1, 1), st.floats(-1, 1))
def test_to_the_plane_and_back_is_the_same_place(south: float, west: float, north: float, east: float) -> None:
    plane = Projection(south, west)
    assert plane.to_degrees(*plane.to_km(south + north, west + east)) == pytest.approx((south + north, west + east))


def test_distances_of_a_county_are_true_to_a_tenth_of_a_percent() -> None:
    plane = centred(Bounds(28.04, 120.45, 28.50, 120.95))
    spots = [(28.05, 120.5), (28.5, 120.9), (28.3, 120.45), (28.1, 120.95)]
    for one in spots:
        for other in spots:
            if one != other:
                (x, y), (u, v) = plane.to_km(*one), plane.to_km(*other)
                true = distance_km(Spot((), *one), Spot((), *other))
                assert math.hypot(x - u, y - v) == pytest.approx(true, rel=2e-3)


def test_an_area_is_its_outer_ring_less_its_holes() -> None:
    whole = area_km2((SQUARE,))
    assert whole == pytest.approx(11.12 * 9.82, rel=0.01)
    assert area_km2((SQUARE, HOLE)) == pytest.approx(whole * 0.96, rel=1e-3)
    assert area_km2(()) == 0.0


def test_a_point_in_a_hole_is_outside() -> None:
    assert holds((SQUARE, HOLE), 28.02, 120.02)
    assert not holds((SQUARE, HOLE), 28.05, 120.05)
    assert not holds((SQUARE,), 28.2, 120.05)


@pytest.mark.parametrize("polygon", [(SQUARE,), (SQUARE, HOLE), (HORSESHOE,)])
def test_a_name_stands_inside_its_outline(polygon) -> None:
    spot = label_point([polygon])
    assert spot is not None and holds(polygon, *spot)


def test_a_name_stands_in_the_largest_part() -> None:
    islet = ((29.0, 121.0), (29.0, 121.01), (29.01, 121.01))
    spot = label_point([(islet,), (SQUARE,)])
    assert spot is not None and holds((SQUARE,), *spot)
    assert label_point([]) is None


@given(st.integers(1, 120), st.integers(5, 120), st.integers(100, 300))
def test_whoever_is_within_the_ring_is_there_in_that_time_and_whoever_is_beyond_is_not(
    minutes: int, speed: int, percent: int
) -> None:
    held = Speed(percent, speed)
    north = reach_km(held, minutes) / distance_km(Spot((), 0.0, 0.0), Spot((), 1.0, 0.0))
    travel, start = CountyTravel(held), Spot(("甲",), 0.0, 0.0)
    assert travel.leg(start, Spot(("乙",), north * 0.9999, 0.0)).minutes <= minutes
    assert travel.leg(start, Spot(("丙",), north * 1.0001, 0.0)).minutes > minutes
