"""The sample county's 22 towns tile it: no gap, no overlap, every seat in its own town."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, union_all

import resources
from console.domain.geo import holds
from console.domain.geojson import read
from console.domain.tiling import cells, joined
from console.services.sample_map import FILE, county
from console.services.sample_spots import TOWNS, spot_in, town_spot

FRAME = ((28.0, 120.0), (28.0, 121.0), (29.0, 121.0), (29.0, 120.0))


@pytest.fixture(scope="module")
def shipped():
    return read(resources.path(FILE).read_text("utf-8"), None)


def test_the_shipped_file_is_what_the_program_makes() -> None:
    assert resources.path(FILE).read_text("utf-8") == county()
    assert "示意" in county()


def test_every_town_has_one_outline_and_its_seat_and_what_lies_around_it_in_it(shipped) -> None:
    towns = {one.name: one.polygons for one in shipped.features if one.kind == "town"}
    assert tuple(towns) == TOWNS and len(TOWNS) == 22
    for name, (polygon,) in towns.items():
        assert holds(polygon, *town_spot(name)), name
        assert all(holds(polygon, *spot_in(name, at)) for at in range(60)), name


def test_the_towns_tile_the_county(shipped) -> None:
    (whole,) = [Polygon(one.polygons[0][0]) for one in shipped.features if one.kind == "county"]
    towns = [Polygon(one.polygons[0][0]) for one in shipped.features if one.kind == "town"]
    assert all(one.is_valid for one in (*towns, whole))
    assert max(one.intersection(other).area for one, other in combinations(towns, 2)) == 0
    together = union_all(towns)
    assert together.geom_type == "Polygon" and not together.interiors
    assert together.symmetric_difference(whole).area == pytest.approx(0, abs=1e-12)
    assert sum(one.area for one in towns) == pytest.approx(whole.area, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.integers(1, 99)).map(lambda at: (28 + at[0] / 100, 120 + at[1] / 100)),
        min_size=1, max_size=12, unique=True,
    )
)  # fmt: skip
def test_any_spots_tile_a_frame(spots) -> None:
    made = cells({str(at): spot for at, spot in enumerate(spots)}, FRAME)
    assert sum(Polygon(ring).area for ring in made.values()) == pytest.approx(1.0, abs=1e-3)
    assert all(holds((made[str(at)],), *spot) for at, spot in enumerate(spots))


def test_what_is_joined_has_the_area_of_its_parts() -> None:
    left = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0))
    right = ((0.0, 1.0), (0.0, 2.0), (1.0, 2.0), (1.0, 1.0))
    assert Polygon(joined([left, right])).equals(Polygon([(0, 0), (0, 2), (1, 2), (1, 0)]))
