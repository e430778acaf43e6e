"""Coordinates of places come with the county's list; what is wrong with them is told by its row."""

from __future__ import annotations


def kept(desk):
    return {node.code: node.spot for node in desk.places.everything()}


def test_coordinates_are_taken_changed_and_kept_where_a_file_is_silent(desk, by, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("代码,名称,纬度,经度\n990101,例县,28.3°,120.7\n990101001,例溪镇,２８．１,120.6\n", encoding="utf-8")
    assert desk.places.import_file(file, by=by).added == 2
    assert kept(desk) == {"990101": (28.3, 120.7), "990101001": (28.1, 120.6)}

    again = desk.places.import_file(file, by=by)
    assert (again.added, again.updated) == (0, 0)

    file.write_text("代码,名称\n990101,例县\n990101001,例溪新镇\n", encoding="utf-8")
    assert desk.places.import_file(file, by=by).updated == 1
    assert kept(desk)["990101001"] == (28.1, 120.6), "a file without the columns takes nothing away"

    file.write_text("代码,名称,lat,lon\n990101001,例溪新镇,28.2,120.6\n990101,例县,,\n", encoding="utf-8")
    assert desk.places.import_file(file, by=by).updated == 1
    assert kept(desk) == {"990101": (28.3, 120.7), "990101001": (28.2, 120.6)}


def test_what_is_wrong_with_coordinates_is_told_by_row_and_nothing_comes_in(desk, by, tmp_path):
    file = tmp_path / "places.csv"
    lines = (
        "990101,例县,120.7,28.3",
        "990101001,例溪镇,28.1,",
        "990101002,例山镇,北面,120.6",
        "990101003,例湾镇,28.1,120.6",
    )
    file.write_text("代码,名称,纬度,经度\n" + "\n".join(lines) + "\n", encoding="utf-8")
    told = desk.places.import_file(file, by=by)
    assert [(one.row, one.column, one.code) for one in told.problems] == [
        (2, "spot", "place.problem.spot_swapped"),
        (3, "spot", "place.problem.spot_half"),
        (4, "spot", "place.problem.spot_impossible"),
    ]
    assert not told.applied and not kept(desk)
