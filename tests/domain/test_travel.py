"""Ways reckoned and measured."""

import pytest

from console.domain.travel import CountyTravel, Speed, Spot, distance_km

COUNTY = Spot(("K01", "县库"), 28.15, 120.69)
TOWN = Spot(("K02", "岩坦镇库"), 28.45, 120.70)


def test_a_degree_of_latitude_is_what_the_earth_says():
    assert distance_km(Spot((), 28.0, 120.0), Spot((), 29.0, 120.0)) == pytest.approx(111.195, abs=0.01)


def test_the_road_is_longer_than_the_line_and_minutes_are_rounded_up():
    leg = CountyTravel(Speed(150, 40)).leg(COUNTY, TOWN)
    assert leg is not None and leg.road_km == pytest.approx(50.1, abs=0.2) and leg.minutes == 76 and not leg.measured


def test_a_measured_pair_holds_both_ways_by_any_name():
    travel = CountyTravel(Speed(150, 40), {frozenset({"县库", "K02"}): (55, "实测")})
    for start, end in ((COUNTY, TOWN), (TOWN, COUNTY)):
        leg = travel.leg(start, end)
        assert leg is not None and (leg.minutes, leg.measured, leg.basis) == (55, True, "实测")


def test_nobody_knows_the_way_to_a_place_without_coordinates():
    assert CountyTravel(Speed(150, 40)).leg(COUNTY, Spot(("样例村",))) is None
