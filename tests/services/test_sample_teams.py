"""The sample county's teams and experts: as many as such a county has, all where a team could be, all made up."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.spots import SpotSense
from console.domain.teams import Nearness, TeamFilter
from console.domain.travel import Spot, distance_km
from console.services import sample, sample_teams
from console.services.sample_spots import EAST, NORTH, SOUTH, TOWNS, WEST


@pytest.fixture
def county(county_store):
    desk = bootstrap.build(county_store, StoppedClock(sample.starts_at()))
    yield desk
    desk.close()


def test_62_teams_and_48_experts_are_there_with_their_papers(county):
    teams = county.teams.rows()
    assert Counter(team.kind for team in teams) == {"grassroots": 27, "forest": 22, "social": 12, "department": 1}
    assert len(county.experts.rows()) == 48 and all(team.free and team.phone_a and team.skills for team in teams)
    assert {one.nearness for one in county.teams.expiring()} == set(Nearness)
    assert len(county.teams.rows(TeamFilter(event_type="10701"))) >= 22
    assert next(one.expert.field for one in county.experts.on_call("10402")) and county.log.verify().fault is None


def test_every_base_lies_in_the_county_and_a_drive_apart(county):
    teams = county.teams.rows()
    assert all(SOUTH < team.latitude < NORTH and WEST < team.longitude < EAST for team in teams)
    assert {county.teams.spot(team.latitude, team.longitude) for team in teams} == {SpotSense.INSIDE}
    towns = [team for team in teams if team.name.endswith("应急突击队（示例）")]
    spots = [Spot((team.code,), team.latitude, team.longitude) for team in towns]
    apart = [distance_km(one, other) for one, other in combinations(spots, 2)]
    assert len(towns) == len(TOWNS) and min(apart) > 3 and max(apart) < 60
    assert all(team.place_id is not None for team in teams)
    assert sum(team.name.startswith(team.place_name) for team in towns) == 8


def test_nobody_real_is_meant_and_it_is_the_same_every_time():
    rows = [*sample_teams.teams(), *sample_teams.experts()]
    assert rows == [*sample_teams.teams(), *sample_teams.experts()]
    said = [value for row in rows for head, value in row.items() if head.endswith(("电话", "手机"))]
    assert all(re.fullmatch(r"100-000[23]-\d{4}", number) for number in said) and len(set(said)) == len(said)
    people = [row[head] for row in rows for head in ("负责人", "副队长", "姓名") if head in row]
    assert len(people) == len(set(people)) == 62 * 2 + 48 and all("例" in name for name in people)
