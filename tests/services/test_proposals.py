"""Proposals for incidents: what is sent, why, what stays short; what people choose stands."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.needs import NeedKind, NeedRow, NewNeed
from console.domain.people import Actor
from console.domain.proposal import Choices, faults
from console.domain.proposed import Proposal
from console.domain.stock_document import NewLine
from console.errors import Refused
from console.services import proposal_words
from tests.kit.dispatch import Ground, by, ground, team

__all__ = ["by", "ground"]


def asked(desk: Desk, by: Actor, ground: Ground, quantity: int = 1, skill: str = "drainage", **more: object) -> NeedRow:
    incident = more.pop("incident", ground.incident)
    form = NewNeed(incident, NeedKind.SKILL, Decimal(quantity), skill=skill, **more)  # type: ignore[arg-type]
    return desk.needs.record(form, by=by)


def goods(desk: Desk, by: Actor, ground: Ground, quantity: int, **more: object) -> NeedRow:
    form = NewNeed(ground.incident, NeedKind.ITEM, Decimal(quantity), item=ground.water, **more)  # type: ignore[arg-type]
    return desk.needs.record(form, by=by)


def sent(proposal: Proposal) -> list[tuple[str, str]]:
    return [(line.need.number[-4:], line.found.team.code) for line in proposal.teams]


def whole(proposal: Proposal) -> str:
    words.set_language("zh")
    told = [proposal_words.head(proposal)]
    for title, reasons, lines in (
        (proposal_words.team_title, proposal_words.team, proposal.teams),
        (proposal_words.goods_title, proposal_words.goods, proposal.goods),
        (proposal_words.short_title, proposal_words.short, proposal.shorts),
    ):
        for line in lines:
            told += [title(line), *reasons(line)]  # type: ignore[operator]
    return "\n".join(told)


def test_the_first_to_arrive_goes_and_the_next_is_named_with_the_minutes_between(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    ground.add_teams(desk, by, team("D1", 20), team("D2", 4), team("D3", 1, readiness="unavailable"))
    asked(desk, by, ground)
    made = desk.proposals.make([ground.incident])
    (line,) = made.teams
    assert line.found.team.code == "D2" and line.next is not None
    assert (line.next.name, line.next.more, line.found.minutes) == ("队伍D1", 45 - 9, 19)
    assert made.proven and not made.shorts and faults(made.problem, made.solution) == []
    told = whole(made)
    assert "其次是队伍D1，多 36 分钟" in told and "已证明没有更好的方案" in told


def test_urgent_needs_of_other_incidents_are_served_before_and_it_is_told(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    ground.add_teams(desk, by, team("D1", 4), team("D2", 30))
    other = ground.another(desk, by)
    normal, urgent = asked(desk, by, ground, priority=2), asked(desk, by, ground, priority=1, incident=other)
    both = desk.proposals.make()
    assert sorted(sent(both)) == sorted([(urgent.number[-4:], "D1"), (normal.number[-4:], "D2")])
    late = next(line for line in both.teams if line.need.id == normal.id)
    assert [(one.name, one.need) for one in late.earlier] == [("队伍D1", urgent.number)]
    alone = desk.proposals.make([ground.incident])
    (only,) = alone.teams
    assert (only.elsewhere, only.wanted_by) == (30, (urgent.number,)), "first at an urgent need elsewhere: half an hour"
    assert only.found.team.code == "D1", "even so it is there earlier than the other one"
    assert f"也是 {urgent.number} 最快的队伍" in whole(alone)


def test_a_team_taken_from_elsewhere_costs_minutes_and_one_at_work_never_goes(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    ground.add_teams(desk, by, team("D1", 4), team("D2", 20), team("D3", 2))
    other = ground.another(desk, by)
    desk.assignments.assign(NewAssignment(ground.teams["D1"], other), by=by)
    asked(desk, by, ground, 3)
    made = desk.proposals.make([ground.incident])
    assert {line.found.team.code: line.elsewhere for line in made.teams} == {"D3": 0, "D2": 0, "D1": 30}


def test_what_stays_short_says_why(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D1", 4, readiness="unavailable"))
    asked(desk, by, ground)
    asked(desk, by, ground, skill="air")
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(10)))
    ground.quota(desk, by, ground.county, ground.water, 8)
    ground.agreement(desk, by, ground.water, 100, 90)
    goods(desk, by, ground, 5)
    made = desk.proposals.make([ground.incident])
    why = {short.need.what: [one.code for one in short.why] for short in made.shorts}
    assert why == {"排涝抢险": ["blocked"], "航空救援": ["no_team"], "饮用水": ["reserve"]}
    told = whole(made)
    assert "按规则不可派：队伍D1" in told and "最低留存 8 箱 未动：县库" in told
    assert "可调用例县超市（示例） 100 箱，90 分钟送达，陈例五 0577-0000-0005" in told
    (line,) = made.goods
    assert (line.quantity, line.left, line.from_reserve) == (2, 8, 0)


def test_lots_go_first_expiring_first_and_the_reserve_only_where_people_say_so(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    lots = (
        NewLine(ground.water, Decimal(6), lot_code="晚", expires_on=date(2031, 8, 1)),
        NewLine(ground.water, Decimal(4), lot_code="早", expires_on=date(2030, 12, 1)),
        NewLine(ground.water, Decimal(9), lot_code="旧", expires_on=date(2030, 8, 1)),
    )
    ground.took_in(desk, by, ground.county, *lots)
    ground.quota(desk, by, ground.county, ground.water, 3)
    goods(desk, by, ground, 8)
    (line,) = desk.proposals.make([ground.incident]).goods
    assert [(one.code, one.quantity) for one in line.lots] == [("早", 4), ("晚", 3)] and line.left == 3
    touched = desk.proposals.make([ground.incident], choices=Choices(into_reserve=frozenset({ground.county})))
    (line,) = touched.goods
    assert (line.quantity, line.from_reserve, line.left) == (8, 1, 2) and not touched.shorts
    assert "动用留存 1 箱" in whole(touched)


def test_vehicles_limit_what_a_store_can_send(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.took_in(desk, by, ground.town, NewLine(ground.water, Decimal(50)))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(10)))
    ground.vehicle(desk, by, ground.town, "示A·00001", 240)
    ground.vehicle(desk, by, ground.town, "示A·00002", 120, ready=False)
    goods(desk, by, ground, 40)
    made = desk.proposals.make([ground.incident])
    assert {line.found.store.code: line.quantity for line in made.goods} == {"K02": 20, "K01": 10}, "12 kg a box"
    near = next(line for line in made.goods if line.found.store.code == "K02")
    assert [one.plate for one in near.vehicles] == ["示A·00001"]
    (short,) = made.shorts
    assert (short.amount, [(one.code, one.amount) for one in short.why]) == (10, [("vehicles", 30)])
    assert "车辆不够：岩坦镇库" in whole(made) and "运力未核" in whole(made)


def test_what_people_force_or_forbid_stands(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D1", 4), team("D2", 20), team("D3", 30, readiness="unavailable"))
    need = asked(desk, by, ground)
    teams = ground.teams
    forced = desk.proposals.make(choices=Choices(forced_teams=frozenset({(teams["D2"], need.id)})))
    assert sent(forced) == [(need.number[-4:], "D2")]
    without = desk.proposals.make(choices=Choices(forbidden_teams=frozenset({(teams["D1"], None)})))
    assert sent(without) == [(need.number[-4:], "D2")]
    nobody = frozenset({(teams["D1"], None), (teams["D2"], need.id)})
    (short,) = desk.proposals.make(choices=Choices(forbidden_teams=nobody)).shorts
    assert {one.code for one in short.why} == {"blocked", "forbidden"}
    with pytest.raises(Refused, match="forced_impossible"):
        desk.proposals.make(choices=Choices(forced_teams=frozenset({(teams["D3"], need.id)})))


def test_without_open_needs_there_is_nothing_to_propose(desk: Desk, by: Actor, ground: Ground) -> None:
    with pytest.raises(Refused, match="nothing_needed"):
        desk.proposals.make([ground.incident])


def test_unknown_ways_are_taken_last_and_said(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D1", None), team("D2", 40))
    asked(desk, by, ground, 2)
    made = desk.proposals.make([ground.incident])
    assert [line.found.team.code for line in made.teams] == ["D2", "D1"]
    assert made.teams[1].found.minutes is None and "时间不详" in whole(made)
    asked_one = desk.proposals.make(choices=Choices(), needs=[made.needs[0].id])
    assert asked_one.worth == made.worth


def test_whoever_comes_after_the_time_that_was_asked_for_is_told(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D1", 4), team("D2", 20))
    asked(desk, by, ground, 2, due_at=desk.clock.now() + timedelta(minutes=30))
    made = desk.proposals.make([ground.incident])
    assert {line.found.team.code: line.after_due for line in made.teams} == {"D1": None, "D2": 25}
    assert "比要求的时限晚 25 分钟" in whole(made)
