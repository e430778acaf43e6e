"""What lies inside an area that was drawn: figures held against shapely done by hand, places by name."""

from __future__ import annotations

import json
from math import cos, radians

import pytest
from shapely.geometry import shape

from console import bootstrap, words
from console.domain.warning_form import Drawn
from console.services.warning_covered import Covered, drawn_said
from db.queries import maps
from tests.kit.warning import county


def test_what_lies_inside(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    ground, warnings = county(desk), desk.warnings
    with desk.opened.store.reading() as connection:
        towns = [row for row in maps.outlines(connection) if row.kind == "town" and row.place_id is not None]
    one = towns[0]
    west, south, east, north = shape(json.loads(one.geometry)).bounds
    around = Drawn(((south, west), (south, east), (north, east), (north, west)))
    found = warnings.covered((around,))
    assert one.place_id in found.place_ids and found.towns >= 1 and found.crossing == (False,)
    middle = (south + north) / 2
    flat = (north - south) * (east - west) * 111.195**2 * cos(radians(middle))
    assert found.km2 == pytest.approx(flat, rel=0.01)
    places = desk.places.everything()
    villages = [node for node in places if node.level == "village" and node.parent_id == one.place_id]
    assert found.villages >= len(villages)
    small = shape(json.loads(one.geometry)).representative_point()
    tiny = warnings.covered((Drawn(((small.y, small.x),), 0.1),))
    assert tiny.towns == 1 and tiny.place_ids == (one.place_id,) and tiny.villages == 0
    bow = Drawn(((28.0, 120.0), (28.1, 120.1), (28.1, 120.0), (28.0, 120.1)))
    assert warnings.covered((bow,)) == Covered((None,), (True,))
    assert warnings.covered(()) == Covered()
    for language in words.LANGUAGES:
        assert "3.1" in drawn_said((Drawn(((28.3, 120.7),), 1.0),), Covered(km2=3.14), language)
    text = warnings.preview(ground.form(drawn=(around,)))
    assert f"图上区域：多边形 4 点，约 {found.km2:.0f} 平方公里，涉及 {found.towns} 乡镇 {found.villages} 村" in text
    desk.close()
