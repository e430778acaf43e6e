"""Outlines from a file: looked at, taken in as a whole, matched with places, kept in the audit book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import resources
from console import words
from console.domain.geo import area_km2, holds
from console.domain.map_marks import OutlineKind
from console.domain.people import Role
from console.errors import Refused
from console.services import map_import, map_shapes
from console.services.sample_map import FILE, county
from console.services.sample_spots import town_spot


@pytest.fixture
def places(desk, by, tmp_path):
    rows = [
        "代码,名称",
        "990101,例县",
        "990101001,例东街道",
        "990101002,例南街道",
        "990101003,例溪镇",
        "990101004,无图乡",
    ]
    file = tmp_path / "places.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    desk.places.import_file(file, by=by)


def ring(south, west, size=0.1):
    return [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]


def feature(*rings, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


def write(path: Path, *features) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


@pytest.fixture
def sample(tmp_path):
    file = tmp_path / "county.geojson"
    file.write_text(county(), encoding="utf-8")
    return file


def test_the_sample_comes_in_whole_and_a_second_time_changes_nothing(desk, by, places, sample) -> None:
    seen = desk.map_files.import_file(sample, dry_run=True, by=by)
    assert not desk.maps.has_outline() and not seen.applied
    told = desk.map_files.import_file(sample, by=by)
    again = desk.map_files.import_file(sample, by=by)
    assert (seen.read, seen.added, seen.refused, seen.matched) == (23, 23, 0, 4)
    assert seen.towns_missing == ("无图乡",)
    assert (told.added, told.applied, told.kinds) == (23, True, {OutlineKind.COUNTY: 1, OutlineKind.TOWN: 22})
    assert (again.added, again.updated, again.unchanged, again.retired) == (0, 0, 23, 0)
    outlines = desk.maps.view().outlines
    assert [one.kind for one in outlines] == [OutlineKind.COUNTY] + [OutlineKind.TOWN] * 22
    town = next(one for one in outlines if one.name == "例溪镇")
    assert town.place_id and holds(town.polygons[0], *town_spot("例溪镇")) and holds(town.polygons[0], *town.label)


def test_another_file_replaces_everything_and_the_books_agree(desk, by, places, sample, tmp_path) -> None:
    desk.map_files.import_file(sample, by=by)
    told = desk.map_files.import_file(write(tmp_path / "新.geojson", feature(ring(28.1, 120.5), name="例溪镇")), by=by)
    assert (told.added, told.updated, told.unchanged, told.retired) == (0, 1, 0, 22)
    assert [one.name for one in desk.maps.view().outlines] == ["例溪镇"]
    assert not desk.log.verify().faults


def test_places_are_found_by_code_before_name_with_filling_zeros_or_without(desk, by, places, tmp_path) -> None:
    file = write(
        tmp_path / "a.geojson",
        feature(ring(28.1, 120.5), name="别名", XZQDM="990101001000"),
        feature(ring(28.2, 120.5), name=" 例南 街道"),
        feature(ring(28.3, 120.5), name="谁也不是", kind="town"),
        feature(ring(28.4, 120.5), name="水库"),
    )
    desk.map_files.import_file(file, by=by)
    found = {one.name: (one.kind, one.place_id is not None) for one in desk.maps.view().outlines}
    assert found == {
        "别名": (OutlineKind.TOWN, True), "例南 街道": (OutlineKind.TOWN, True),
        "谁也不是": (OutlineKind.TOWN, False), "水库": (OutlineKind.AREA, False),
    }  # fmt: skip


def test_two_outlines_of_one_place_are_told_and_the_first_has_it(desk, by, places, tmp_path) -> None:
    file = write(
        tmp_path / "a.geojson", feature(ring(28.1, 120.5), name="例溪镇"), feature(ring(28.2, 120.5), name="例溪镇")
    )
    told = desk.map_files.import_file(file, by=by)
    assert [one.code for one in told.warned] == ["map.problem.twice"] and told.applied and told.added == 2
    assert [one.place_id is not None for one in desk.maps.view().outlines].count(True) == 1


def test_a_ring_that_crosses_itself_is_told_with_its_place_and_taken_apart(desk, by, tmp_path) -> None:
    bow = [[120.5, 28.1], [120.6, 28.2], [120.6, 28.1], [120.5, 28.2], [120.5, 28.1]]
    told = desk.map_files.import_file(write(tmp_path / "a.geojson", feature(bow, name="例溪镇")), by=by)
    (found,) = told.warned
    assert found.code == "map.problem.crossing"
    assert found.facts == {"latitude": "28.1500", "longitude": "120.5500"}
    (outline,) = desk.maps.view().outlines
    assert len(outline.polygons) == 2 and all(area_km2(part) > 20 for part in outline.polygons)


def test_a_file_with_a_bad_feature_changes_nothing_unless_the_good_ones_alone_are_wanted(desk, by, tmp_path) -> None:
    line = [[120.5, 28.1], [120.6, 28.1], [120.7, 28.1], [120.5, 28.1]]
    file = write(tmp_path / "a.geojson", feature(line, name="例塘乡"), feature(ring(28.2, 120.5), name="例溪镇"))
    told = desk.map_files.import_file(file, by=by)
    assert (told.applied, told.refused, [one.code for one in told.problems]) == (False, 1, ["map.problem.no_area"])
    assert not desk.maps.has_outline()
    good = desk.map_files.import_file(file, good_rows_only=True, by=by)
    assert (good.applied, good.added) == (True, 1)


def test_a_file_of_nothing_is_told_and_never_empties_the_map(desk, by, sample, tmp_path) -> None:
    desk.map_files.import_file(sample, by=by)
    told = desk.map_files.import_file(write(tmp_path / "a.geojson"), good_rows_only=True, by=by)
    assert not told.applied and [one.code for one in told.problems] == ["map.problem.nothing"]
    assert len(desk.maps.view().outlines) == 23


def test_swapped_and_foreign_files_are_told(county_store, clock, by, tmp_path) -> None:
    from console import bootstrap

    desk = bootstrap.build(county_store, clock)
    try:
        turned = [pair[::-1] for pair in ring(28.1, 120.5)]
        told = desk.map_files.import_file(write(tmp_path / "a.geojson", feature(turned)), dry_run=True, by=by)
        assert told.swapped and "map.problem.swapped" in [one.code for one in told.warned]
    finally:
        desk.close()


def test_an_outline_where_nothing_of_the_county_lies_is_told(desk, by, tmp_path) -> None:
    with desk.opened.store.writing(by=by) as tx:
        from uuid import uuid4

        from console.domain.log import ActKind
        from console.services import lines
        from db import books
        from db.models.places import Place

        place = Place(
            id=uuid4(), code="990101009", name="例岛乡", level="town", latitude=28.2, longitude=120.7, version=1
        )
        tx.session.add(place)
        lines.write(tx, books.AUDIT, ActKind.IMPORT, "地点", at=desk.clock.now(), about=[place])
    far = desk.map_files.import_file(write(tmp_path / "a.geojson", feature(ring(30.1, 110.5))), dry_run=True, by=by)
    near = desk.map_files.import_file(write(tmp_path / "b.geojson", feature(ring(28.15, 120.65))), dry_run=True, by=by)
    assert [one.code for one in far.warned] == ["map.problem.elsewhere"] and (far.beside, far.spots) == (1, 1)
    assert near.warned == () and near.beside == 0


def test_too_many_points_are_thinned_and_neighbours_still_meet(desk, by, tmp_path, monkeypatch) -> None:
    from shapely import Polygon

    monkeypatch.setattr(map_shapes, "KEPT_POINTS", 100)
    monkeypatch.setattr(map_shapes.thinned, "__defaults__", (100,))
    border = [[120.6 + (at % 7) * 1e-5, 28.1 + at * 1e-3] for at in range(101)]
    left = [[120.5, 28.1], *border, [120.5, 28.2], [120.5, 28.1]]
    right = [[120.7, 28.2], *border[::-1], [120.7, 28.1], [120.7, 28.2]]
    told = desk.map_files.import_file(
        write(tmp_path / "a.geojson", feature(left, name="甲镇"), feature(right, name="乙镇")), by=by
    )
    assert told.kept <= 100 < told.points and [one.code for one in told.warned] == ["map.problem.thinned"]
    one, other = (Polygon(outline.polygons[0][0]) for outline in desk.maps.view().outlines)
    assert one.intersection(other).area < 1e-12
    assert one.union(other).area == pytest.approx(0.02, rel=1e-6)


def test_a_huge_file_is_refused_before_it_is_read(desk, by, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(map_import, "BYTES_LIMIT", 10)
    with pytest.raises(Refused, match="file_too_big"):
        desk.map_files.import_file(write(tmp_path / "a.geojson", feature(ring(28.1, 120.5))), by=by)


def test_gb18030_is_read_and_what_is_no_file_is_refused(desk, by, tmp_path) -> None:
    text = json.dumps(
        {"type": "FeatureCollection", "features": [feature(ring(28.1, 120.5), name="例溪镇")]}, ensure_ascii=False
    )
    file = tmp_path / "a.json"
    file.write_bytes(text.encode("gb18030"))
    desk.map_files.import_file(file, by=by)
    assert desk.maps.view().outlines[0].name == "例溪镇"
    for bad, code in ((tmp_path / "没有.json", "no_such_file"), (tmp_path, "is_a_directory")):
        with pytest.raises(Refused, match=code):
            desk.map_files.import_file(bad, by=by)


def test_who_may_only_look_imports_nothing(desk, by, sample) -> None:
    desk.accounts.add("陈例一", Role.ADMIN, "panels of 2030", by=by)
    viewer = desk.accounts.add("查例九", Role.VIEWER, "panels of 2030", by=by).actor
    with pytest.raises(Refused, match="not_permitted"):
        desk.map_files.import_file(sample, by=viewer)


def test_every_finding_has_words_in_both_languages() -> None:
    facts = {"latitude": 1, "longitude": 2, "place": "甲", "first": 1, "points": 9, "kept": 3, "count": 2, "kind": "x"}
    names = ("crossing", "twice", "thinned", "swapped", "elsewhere", "nothing", "no_area", "no_feature")
    for language in words.LANGUAGES:
        assert all("{" not in words.say_in(language, f"map.problem.{name}", **facts) for name in names)


def test_the_sample_county_has_its_map(county_store, clock) -> None:
    from console import bootstrap

    desk = bootstrap.build(county_store, clock)
    try:
        view = desk.maps.view()
    finally:
        desk.close()
    assert len(view.outlines) == 23 and resources.path(FILE).is_file()
    assert sum(one.place_id is not None for one in view.outlines) == 9


def test_lines_are_thinned_with_the_borders(desk, by, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(map_shapes.thinned, "__defaults__", (60,))
    river = [[120.5 + at * 1e-4, 28.15 + (at % 3) * 1e-6] for at in range(500)]
    line = {"type": "Feature", "properties": {"name": "例溪"}, "geometry": {"type": "LineString", "coordinates": river}}
    told = desk.map_files.import_file(write(tmp_path / "a.geojson", line, feature(ring(28.1, 120.5))), by=by)
    assert told.kept <= 60 < told.points and told.kinds[OutlineKind.LINE] == 1
    drawn = next(one for one in desk.maps.view().outlines if one.kind is OutlineKind.LINE)
    assert drawn.lines[0][0] == (28.15, 120.5) and len(drawn.lines[0]) < 20
