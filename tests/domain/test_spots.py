"""Coordinates as they are typed: swapped ones are recognised, those outside the county told, never taken for others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.spots import Bounds, SpotSense, bounds_of, require_sense, ring_points, sense
from console.errors import Refused

COUNTY = Bounds(28.0, 120.4, 28.5, 121.0)
WEST = Bounds(35.0, 76.0, 36.0, 78.0)
"""A county far in the west: both of its numbers are possible latitudes."""


@pytest.mark.parametrize(
    ("latitude", "longitude", "county", "found"),
    [
        (None, None, COUNTY, SpotSense.NONE),
        (28.2, None, COUNTY, SpotSense.HALF),
        (None, 120.5, None, SpotSense.HALF),
        (28.2, 120.5, COUNTY, SpotSense.INSIDE),
        (28.2, 120.5, None, SpotSense.INSIDE),
        (29.0, 120.5, COUNTY, SpotSense.OUTSIDE),
        (120.5, 28.2, COUNTY, SpotSense.SWAPPED),
        (120.5, 28.2, None, SpotSense.SWAPPED),
        (77.0, 35.5, WEST, SpotSense.SWAPPED),
        (77.0, 35.5, None, SpotSense.INSIDE),
        (91.0, 181.0, COUNTY, SpotSense.IMPOSSIBLE),
        (float("inf"), 1.0, COUNTY, SpotSense.IMPOSSIBLE),
        (90.0, 180.0, None, SpotSense.INSIDE),
    ],
)
def test_what_a_pair_says(latitude, longitude, county, found):
    assert sense(latitude, longitude, county) is found
    if found in (SpotSense.SWAPPED, SpotSense.HALF, SpotSense.IMPOSSIBLE):
        with pytest.raises(Refused, match=f"spot_{found.value}"):
            require_sense(latitude, longitude, county)
    else:
        assert require_sense(latitude, longitude, county) is found


@given(st.floats(28.0, 28.5), st.floats(120.4, 121.0))
def test_a_place_of_the_county_is_inside_and_the_other_way_round_it_is_swapped(latitude, longitude):
    assert sense(latitude, longitude, COUNTY) is SpotSense.INSIDE
    assert sense(longitude, latitude, COUNTY) is SpotSense.SWAPPED


def test_the_rectangle_around_outlines_of_any_shape():
    ring = [[120.4, 28.0], [121.0, 28.0], [121.0, 28.5, 12.0], [120.4, 28.0]]
    many = {"type": "GeometryCollection", "geometries": [{"type": "MultiPolygon", "coordinates": [[ring]]}]}
    assert bounds_of(ring_points(many), margin=0.0) == COUNTY
    assert bounds_of([]) is None and ring_points({"type": "Polygon"}) == []
    around = bounds_of([(28.2, 120.6)])
    assert around is not None and around.holds(28.24, 120.56) and not around.holds(28.3, 120.6)
