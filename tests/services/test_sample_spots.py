"""Where the sample county's towns lie: one layout for all who ask, inside the county, at distances a team drives."""

from __future__ import annotations

import csv
from itertools import combinations

import pytest

import resources
from console.domain.travel import Spot, distance_km
from console.services.sample_spots import EAST, NAMED_TOWNS, NORTH, SOUTH, TOWNS, WEST, spot_in, town_spot


def test_every_town_of_the_samples_places_has_its_spot_and_its_office_too():
    rows = csv.DictReader(resources.path("sample/places.csv").read_text(encoding="utf-8").splitlines())
    towns = tuple(row["名称"] for row in rows if len(row["代码"]) == 9)

    assert towns == NAMED_TOWNS == TOWNS[:8] and len(set(TOWNS)) == 22
    assert town_spot("例溪镇人民政府（示例）") == town_spot("例溪镇")
    with pytest.raises(KeyError):
        town_spot("无此镇")


def test_towns_lie_apart_as_far_as_a_team_drives_and_nothing_lies_outside():
    spots = [Spot((town,), *town_spot(town)) for town in TOWNS]
    apart = [distance_km(one, other) for one, other in combinations(spots, 2)]
    around = [spot_in(town, at) for town in TOWNS for at in range(60)]

    assert min(apart) > 3 and max(apart) < 60
    assert all(SOUTH < north < NORTH and WEST < east < EAST for north, east in around)
    assert len(set(around)) == len(around)


def test_every_place_below_the_county_lies_in_it_villages_near_their_town():
    rows = csv.DictReader(resources.path("sample/places.csv").read_text(encoding="utf-8").splitlines())
    spots = {row["代码"]: (float(row["纬度"]), float(row["经度"])) for row in rows if len(row["代码"]) > 6}

    assert all(SOUTH < north < NORTH and WEST < east < EAST for north, east in spots.values())
    for code, spot in spots.items():
        if len(code) == 12:
            assert 0 < distance_km(Spot((code,), *spot), Spot((code[:9],), *spots[code[:9]])) < 6
