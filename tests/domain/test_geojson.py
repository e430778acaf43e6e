"""GeoJSON as counties have it, and everything that is wrong with a file said as a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import words
from console.domain import geojson
from console.domain.geojson import Turn, read
from console.domain.spots import Bounds
from console.errors import Refused
from console.services.map_shapes import mended

COUNTY = Bounds(28.0, 120.0, 29.0, 121.0)
RING = [[120.1, 28.1], [120.2, 28.1], [120.2, 28.2], [120.1, 28.1]]


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def whole(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False)


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def test_polygons_lines_and_collections_come_in_with_name_code_and_latitude_first() -> None:
    line = {"type": "LineString", "coordinates": [[120.1, 28.1, 5.0], [120.2, 28.2]]}
    both = {
        "type": "GeometryCollection",
        "geometries": [{"type": "MultiPolygon", "coordinates": [[RING], [RING]]}, line],
    }
    found = read(whole(feature(polygon(RING), XZQMC="例溪镇", XZQDM=990101003), feature(line), feature(both)), COUNTY)
    town, river, mixed = found.features
    assert (town.name, town.code, town.polygons) == (
        "例溪镇", "990101003", ((((28.1, 120.1), (28.1, 120.2), (28.2, 120.2)),),)
    )  # fmt: skip
    assert river.lines == (((28.1, 120.1), (28.2, 120.2)),) and not river.polygons
    assert len(mixed.polygons) == 2 and len(mixed.lines) == 1
    assert (found.read, found.turn, found.findings) == (3, Turn.RIGHT, ())


@pytest.mark.parametrize("text", [json.dumps(polygon(RING)), json.dumps(feature(polygon(RING)))])
def test_a_bare_geometry_or_feature_is_a_file_of_one(text: str) -> None:
    assert len(read(text, None).features) == 1


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "no_geometry"),
        ({"type": "Point", "coordinates": [120, 28]}, "point"),
        ({"type": "Blob"}, "geometry_kind"),
        ("例", "geometry_kind"),
        (polygon(), "no_geometry"),
        (polygon([[120, 28], [120, 28], [120, 28], [120, 28]]), "short_ring"),
        (polygon([[120, 28], ["甲", 29], [121, 29]]), "bad_point"),
        (polygon([[120, 28], [True, 29], [121, 29]]), "bad_point"),
        (polygon([[120, 28], [120], [121, 29]]), "bad_point"),
        ({"type": "Polygon", "coordinates": 7}, "bad_point"),
        ({"type": "MultiPolygon", "coordinates": [7]}, "bad_point"),
        ({"type": "LineString", "coordinates": [[120, 28]]}, "short_line"),
    ],
)
def test_a_bad_feature_is_told_and_the_others_come_in(geometry, code: str) -> None:
    found = read(whole(feature(geometry, name="例山镇"), feature(polygon(RING))), None)
    (told,) = found.findings
    assert (told.number, told.name, told.code) == (1, "例山镇", f"map.problem.{code}")
    assert [one.number for one in found.features] == [2]
    for language in words.LANGUAGES:
        assert "{" not in words.say_in(language, told.code, **told.facts)


def test_what_is_no_feature_is_told() -> None:
    assert [one.code for one in read(whole(7, {"type": "Blob"}), None).findings] == ["map.problem.no_feature"] * 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "geojson_broken"),
        ('{"type":"FeatureCollection",\n"features":[', "geojson_broken"),
        ("[" * 100_000, "geojson_deep"),
        ("[]", "geojson_kind"),
        ("7", "geojson_kind"),
        ('{"type":"Topology"}', "geojson_kind"),
        ('{"type":"FeatureCollection","features":7}', "geojson_kind"),
        ('{"type":"Polygon","coordinates":[[[NaN,1],[2,3],[4,5]]]}', "geojson_numbers"),
        ('{"type":"Polygon","coordinates":[[[' + "1" * 5000 + ",1]]]}", "geojson_numbers"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(text: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        read(text, None)
    assert told.value.code == code
    for language in words.LANGUAGES:
        assert "{" not in words.sentence(told.value, language=language)


def test_numbers_beyond_all_bounds_are_no_points() -> None:
    text = '{"type":"Polygon","coordinates":[[[1e999,1],[2,3],[4,5]]]}'
    assert [one.code for one in read(text, None).findings] == ["map.problem.bad_point"]


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "POINTS_LIMIT", 5)
    with pytest.raises(Refused, match="geojson_big"):
        read(whole(feature(polygon(RING)), feature(polygon(RING))), None)


def test_too_many_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "FEATURES_LIMIT", 1)
    with pytest.raises(Refused, match="geojson_big"):
        read(whole(feature(polygon(RING)), feature(polygon(RING))), None)


def swapped(ring):
    return [pair[::-1] for pair in ring]


def test_latitude_first_is_turned_round_where_it_cannot_be_otherwise() -> None:
    found = read(whole(feature(polygon(swapped(RING)))), None)
    assert found.turn is Turn.SWAPPED
    assert found.features[0].polygons[0][0][0] == (28.1, 120.1)


def test_latitude_first_is_known_by_where_the_county_lies() -> None:
    """Far in the west both orders are degrees."""
    ring = [[40.1, 80.1], [40.2, 80.1], [40.2, 80.2]]
    assert read(whole(feature(polygon(ring))), Bounds(40, 80, 41, 81)).turn is Turn.SWAPPED
    assert read(whole(feature(polygon(swapped(ring)))), Bounds(40, 80, 41, 81)).turn is Turn.RIGHT
    assert read(whole(feature(polygon(ring))), None).turn is Turn.RIGHT


@pytest.mark.parametrize("ring", [[[40_512_345, 3_101_234], [40_512_999, 3_101_234], [40_512_999, 3_101_999]],
                                  [[120.1, 28.1], [28.2, 120.2], [120.2, 28.3]]])  # fmt: skip
def test_metres_and_mixed_pairs_are_refused(ring) -> None:
    with pytest.raises(Refused, match="map_not_degrees"):
        read(whole(feature(polygon(ring))), None)


def test_a_name_is_one_plain_line() -> None:
    text = whole(feature(polygon(RING), name="例\n溪\ud800镇\x07" + "长" * 200)).replace("\ud800", "\\ud800")
    assert read(text, None).features[0].name == "例溪镇" + "长" * 97


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
    | st.sampled_from(["FeatureCollection", "Feature", "Polygon", "MultiPolygon", "LineString", "GeometryCollection"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["type", "features", "geometry", "geometries", "coordinates", "properties", "name"]),
        inner, max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(ANY_JSON)
def test_whatever_stands_in_a_file_it_is_read_or_refused(whole_file) -> None:
    try:
        found = read(json.dumps(whole_file), COUNTY)
    except Refused as told:
        assert told.code.startswith(("geojson_", "map_"))
    else:
        assert found.read >= len(found.features) + len(found.findings)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(120.1, 120.9), st.floats(28.1, 28.9)), min_size=3, max_size=12).filter(
            lambda ring: len(set(ring)) > 3
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_rings_however_tangled_are_mended_into_areas_that_can_be_drawn(rings) -> None:
    from shapely import Polygon

    found = read(whole(*(feature(polygon([list(point) for point in ring])) for ring in rings)), COUNTY)
    sound, told = mended(found.features)
    assert len(sound) + sum(not one.warning for one in told) == len(rings)
    for one in sound:
        assert one.polygons and all(Polygon(part[0]).area > 0 for part in one.polygons)
