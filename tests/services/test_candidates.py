"""Candidates: the first to arrive first, with why and whom to ring; what nobody knows is said, never nought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.assignments import Verdict
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor
from console.domain.stock_document import NewLine
from console.errors import Refused
from console.services import candidate_words
from tests.kit.dispatch import Ground, by, ground, team

__all__ = ["by", "ground"]


@pytest.fixture
def drainage(desk: Desk, by: Actor, ground: Ground) -> NewNeed:
    ground.add_teams(
        desk, by, team("D1", 30), team("D2", 5, prepare_minutes=40), team("D3", 8), team("D4", None),
        team("D5", 1, readiness="unavailable"), team("W1", 1, skills="water"),
        team("D6", 9, skills="rescue, drainage", readiness="resting"),
    )  # fmt: skip
    return NewNeed(ground.incident, NeedKind.SKILL, Decimal(2), skill="drainage")


def test_teams_stand_by_arrival_unknown_behind_forbidden_last(
    desk: Desk, by: Actor, ground: Ground, drainage: NewNeed
) -> None:
    found = desk.candidates.of(desk.needs.record(drainage, by=by).id)
    told = [(one.team.code, one.minutes) for one in found.teams]
    # hills, fair: 1.5 times the line at 40 km/h, and the preparation
    assert told == [("D3", 10 + 18), ("D6", 10 + 21), ("D2", 40 + 12), ("D1", 10 + 68), ("D4", None), ("D5", 13)]
    verdicts = {one.team.code: one.verdict for one in found.teams}
    assert (verdicts["D5"], verdicts["D6"], verdicts["D3"]) == (Verdict.BLOCK, Verdict.WARN, Verdict.ALLOW)
    assert [one.team.code for one in found.teams if one.late] == ["D1"], "an hour is the professionals' circle"


def test_the_reasons_are_told_in_words_with_numbers_to_ring(
    desk: Desk, by: Actor, ground: Ground, drainage: NewNeed
) -> None:
    found = desk.candidates.of(desk.needs.record(drainage, by=by).id)
    by_code = {one.team.code: one for one in found.teams}
    words.set_language("zh")
    first = "；".join(candidate_words.team(by_code["D3"]))
    assert (
        "路程约 12.0 公里，估算 18 分钟" in first
        and "准备 10 分钟" in first
        and "待命" in first
        and "60 分钟内" in first
    )
    assert candidate_words.people(by_code["D3"].team.base.people) == "陈例一 100-0000-0001、王例二 100-0000-0002"
    assert candidate_words.team(by_code["D4"])[0].startswith("从驻地出发，起点或现场没有坐标")
    assert candidate_words.arrival(by_code["D4"].minutes) == "时间不详"
    assert candidate_words.team(by_code["D5"])[-1].startswith("不可派")


def test_storms_are_slower_and_a_measured_way_stands_before_a_reckoned_one(
    desk: Desk, by: Actor, ground: Ground, drainage: NewNeed
) -> None:
    need = desk.needs.record(drainage, by=by).id
    admin = Actor.tool("tester")
    desk.lists.add(
        "travel_pairs", {"name": "队伍四", "from": "D4", "to": "样例村", "minutes": "7", "basis": "实测"}, by=admin
    )
    storm = {one.team.code: one for one in desk.candidates.of(need, "storm").teams}
    assert storm["D3"].minutes == 10 + 39, "1.6 times the line at 20 km/h"
    measured = storm["D4"]
    assert measured.leg is not None and measured.leg.measured and measured.minutes == 10 + 7
    with pytest.raises(Refused, match="no_such_weather"):
        desk.candidates.of(need, "hail")


def test_a_team_at_work_elsewhere_says_so_and_sets_out_from_there(
    desk: Desk, by: Actor, ground: Ground, drainage: NewNeed
) -> None:
    other = desk.incidents.one(ground.another(desk, by))
    desk.assignments.assign(NewAssignment(ground.teams["D3"], other.id), by=by)
    found = {one.team.code: one for one in desk.candidates.of(desk.needs.record(drainage, by=by).id).teams}
    (engaged,) = found["D3"].team.engaged
    assert engaged.incident_number == other.number and found["D3"].verdict is Verdict.WARN
    assert other.number in candidate_words.team(found["D3"])[-1]


def test_stores_tell_what_they_can_spare_and_what_must_stay(desk: Desk, by: Actor, ground: Ground) -> None:
    lots = (
        NewLine(ground.water, Decimal(5), lot_code="旧", expires_on=date(2030, 8, 1)),
        NewLine(ground.water, Decimal(20), lot_code="晚", expires_on=date(2031, 8, 1)),
        NewLine(ground.water, Decimal(10), lot_code="早", expires_on=date(2030, 12, 1)),
    )
    ground.took_in(desk, by, ground.county, *lots)
    ground.took_in(desk, by, ground.town, NewLine(ground.water, Decimal(8)))
    ground.quota(desk, by, ground.county, ground.water, 12)
    ground.quota(desk, by, ground.town, ground.water, 8)
    ground.vehicle(desk, by, ground.county, "示A·00001", 1_000)
    ground.agreement(desk, by, ground.water, 100, 90)
    form = NewNeed(ground.incident, NeedKind.ITEM, Decimal(40), item=ground.water)
    found = desk.candidates.of(desk.needs.record(form, by=by).id)
    assert [(one.store.code, one.spare, one.free, one.minutes) for one in found.stores] == [
        ("K01", 18, 30, 20 + 23), ("K02", 0, 8, 20 + 9)
    ]  # fmt: skip
    words.set_language("zh")
    told = "；".join(candidate_words.store(found.stores[0], "箱", desk.clock.now().date()))
    assert told.index("批号 早") < told.index("批号 晚") and "批号 旧" not in told
    assert "可调 18 箱" in told and "最低留存 12 箱" in told and "1 辆" in told
    (agreed,) = found.agreements
    assert (agreed.left, agreed.minutes) == (100, 90)
    assert "90 分钟" in "".join(candidate_words.agreement(agreed))


def test_a_scene_nobody_can_place_gives_no_minutes_at_all(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D1", 3))
    from uuid import uuid4

    from console.domain.inbound import Intake
    from console.domain.incident import NewIncident

    item = desk.intake.register(Intake(uuid4(), "某处积水", desk.clock.now()), by=by).id
    incident = desk.incidents.open(NewIncident(uuid4(), "某处积水", "积水", "101"), [item], by=by)
    need = desk.needs.record(NewNeed(incident.id, NeedKind.SKILL, Decimal(1), skill="drainage"), by=by)
    (only,) = desk.candidates.of(need.id).teams
    assert only.minutes is None and only.leg is None
