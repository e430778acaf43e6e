"""Confirming an order: all of it or nothing, once, never stale; recalling it frees what can be freed."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment, Told
from console.domain.assignments import TeamState
from console.domain.dispatching import Order, TeamOrder, order_of
from console.domain.incident import IncidentState
from console.domain.needs import NeedKind, NeedState, NewNeed
from console.domain.people import Actor, Role
from console.domain.proposed import Proposal
from console.domain.responses import Approved, Way
from console.domain.stock import DocumentState
from console.domain.stock_document import NewDocument, NewLine
from console.errors import Refused
from tests.kit.dispatch import LEADER, Ground, by, ground, team

__all__ = ["by", "ground"]


@pytest.fixture
def proposal(desk: Desk, by: Actor, ground: Ground) -> Proposal:
    """Two teams and water wanted; one team, two stores' water and a lorry are there."""
    words.set_language("zh")
    ground.add_teams(desk, by, team("D1", 8), team("D2", 20))
    ground.took_in(desk, by, ground.town, NewLine(ground.water, Decimal(10), lot_code="甲"))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(30), lot_code="乙"))
    ground.vehicle(desk, by, ground.county, "示A·00001", 1_000)
    for form in (
        NewNeed(ground.incident, NeedKind.SKILL, Decimal(2), skill="drainage", priority=1, place="样例村东",
                asked_by="王例二", phone="0577-0000-0001"),
        NewNeed(ground.incident, NeedKind.ITEM, Decimal(25), item=ground.water, place="样例村东"),
    ):  # fmt: skip
        desk.needs.record(form, by=by)
    return desk.proposals.make([ground.incident])


def test_one_word_sends_everything(desk: Desk, by: Actor, ground: Ground, proposal: Proposal) -> None:
    order = order_of(proposal, LEADER, text="先排村委会")
    (made,) = desk.dispatching.confirm(order, by=by)
    assert made.number.endswith("DD2030-0001") and (made.commander, made.way) == ("林例十", "phone")
    assert {row.what: row.state for row in desk.needs.rows()} == {
        "排涝抢险": NeedState.MET, "饮用水": NeedState.MET,
    }  # fmt: skip
    sent = desk.assignments.of_dispatch(made.id)
    assert {(row.team, row.state, row.place) for row in sent} == {
        ("队伍D1", TeamState.ASSIGNED, "样例村东"), ("队伍D2", TeamState.ASSIGNED, "样例村东")
    }  # fmt: skip
    first = next(row for row in sent if row.team == "队伍D1")
    assert first.expected_at is not None and (first.expected_at - desk.clock.now()).total_seconds() == 28 * 60
    assert (first.leave_minutes, first.arrive_minutes, first.contact) == (10, 60, "王例二")
    documents = desk.stock_documents.rows(dispatch=made.id)
    assert {(row.from_name, row.state, row.destination) for row in documents} == {
        ("县库", DocumentState.APPROVED, "样例村东"), ("岩坦镇库", DocumentState.APPROVED, "样例村东")
    }  # fmt: skip
    assert {row.plate for row in documents} == {"示A·00001", ""}
    tasks = desk.orders.rows(incident_id=ground.incident)
    assert sorted(row.unit for row in tasks) == ["队伍D1", "队伍D2"] and first.task_id in {row.id for row in tasks}
    told = desk.log.newest(1)[0].text
    for part in (made.number, "林例十", "电话", "先排村委会", "指派 队伍D1", "县库", "批号 乙", "示A·00001"):
        assert part in told
    assert all(row.number in told for row in documents)
    (owed,) = [row for row in desk.approvals.waiting() if row.subject_id == made.id]
    assert owed.owes_signature and owed.preview == told
    assert {line["team"] for line in json.loads(made.decided)["teams"]} == {"D1", "D2"}
    assert json.loads(made.proposal)["proven"] is True
    assert not desk.log.verify().faults and not desk.stock.check()


def test_confirmed_twice_it_is_one_order(desk: Desk, by: Actor, proposal: Proposal) -> None:
    order = order_of(proposal, LEADER)
    first = desk.dispatching.confirm(order, by=by)
    assert desk.dispatching.confirm(order, by=by) == first
    assert len(desk.assignments.running()) == 2 and len(desk.stock_documents.rows(dispatch=first[0].id)) == 2
    assert len(desk.dispatching.rows()) == 1


def test_what_was_taken_meanwhile_is_named_line_by_line_and_nothing_happens(
    desk: Desk, by: Actor, ground: Ground, proposal: Proposal
) -> None:
    other = desk.incidents.one(ground.another(desk, by))
    desk.assignments.assign(NewAssignment(ground.teams["D1"], other.id), by=by)
    form = NewDocument(
        ground.transfer, (NewLine(ground.water, Decimal(8)),), from_store=ground.town, destination="别处"
    )
    taken = desk.stock_documents.draft(form, by=by)
    desk.stock_documents.approve(taken.row.id, LEADER, key=uuid4(), seen=taken.row.version, by=by)
    before = desk.log.newest(1)
    with pytest.raises(Refused) as refusal:
        desk.dispatching.confirm(order_of(proposal, LEADER, reason="同意抽调"), by=by)
    assert refusal.value.code == "proposal_stale" and refusal.value.facts["count"] == 2
    told = refusal.value.facts["lines"]
    assert f"队伍D1已被 {other.number} 派用" in told and "岩坦镇库 饮用水 批号 甲：可用 2，需要 10" in told
    assert desk.log.newest(1) == before and desk.dispatching.rows() == []
    assert [row.incident_id for row in desk.assignments.running()] == [other.id]
    assert len(desk.orders.rows(incident_id=ground.incident)) == 0


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk, by: Actor, proposal: Proposal) -> None:
    with pytest.raises(Refused, match="words_missing"):
        desk.dispatching.confirm(order_of(proposal, Approved("林例十")), by=by)
    assert desk.assignments.running() == [] and desk.dispatching.rows() == [] and not desk.stock.check()
    assert all(row.state is NeedState.OPEN for row in desk.needs.rows())


def test_a_need_served_meanwhile_is_not_served_twice(desk: Desk, by: Actor, ground: Ground, proposal: Proposal) -> None:
    need = next(row for row in desk.needs.rows() if row.kind is NeedKind.SKILL)
    ground.add_teams(desk, by, team("D9", 1))
    desk.assignments.assign(NewAssignment(ground.teams["D9"], ground.incident, need_id=need.id), by=by)
    with pytest.raises(Refused) as refusal:
        desk.dispatching.confirm(order_of(proposal, LEADER), by=by)
    assert f"需求 {need.number}（排涝抢险）已另有安排，只缺 1" in refusal.value.facts["lines"]
    order = order_of(proposal, LEADER)
    (made,) = desk.dispatching.confirm(replace(order, teams=order.teams[:1]), by=by)
    assert desk.needs.one(need.id).open == 0 and made.incident == ground.incident, "one of the two still fits"


def test_rules_and_reserves_hold_for_orders_by_hand_too(
    desk: Desk, by: Actor, ground: Ground, proposal: Proposal
) -> None:
    ground.add_teams(desk, by, team("D7", 1, readiness="unavailable"), team("D8", 1, readiness="resting"))
    ground.quota(desk, by, ground.county, ground.water, 29)
    (goods,) = [line for line in order_of(proposal, LEADER).goods if line.store == ground.county]
    teams = tuple(TeamOrder(ground.incident, ground.teams[code]) for code in ("D7", "D8", "D8"))
    with pytest.raises(Refused) as refusal:
        desk.dispatching.confirm(Order(LEADER, teams, (goods,)), by=by)
    told = refusal.value.facts["lines"]
    assert refusal.value.facts["count"] == 4
    assert "队伍D7：不可派" in told and "队伍D8：须说明理由" in told and "队伍D8在本次命令中出现两次" in told
    assert "县库 饮用水 需要 15，只可调 1，最低留存 29" in told
    said = Order(LEADER, (replace(teams[1], reason="就近先去"),), (replace(goods, into_reserve=True),))
    (made,) = desk.dispatching.confirm(said, by=by)
    assert "就近先去" in desk.log.newest(1)[0].text and desk.dispatching.one(made.id) == made


def test_with_the_password_nothing_is_owed(desk: Desk, by: Actor, proposal: Proposal) -> None:
    desk.accounts.add("林例十", Role.COMMANDER, "commander of 2030", by=Actor.tool("tester"))
    word = Approved("林例十", Way.PASSWORD, password="commander of 2030")
    with pytest.raises(Refused, match="wrong_password"):
        desk.dispatching.confirm(order_of(proposal, replace(word, password="not that one")), by=by)
    (made,) = desk.dispatching.confirm(order_of(proposal, word), by=by)
    assert made.id not in {row.subject_id for row in desk.approvals.waiting("林例十")} and made.way == "password"


def test_a_reserved_team_has_no_task_yet(desk: Desk, by: Actor, ground: Ground, proposal: Proposal) -> None:
    order = order_of(proposal, LEADER, reserved=True)
    (made,) = desk.dispatching.confirm(replace(order, goods=()), by=by)
    assert {row.state for row in desk.assignments.of_dispatch(made.id)} == {TeamState.RESERVED}
    assert desk.orders.rows(incident_id=ground.incident) == []


def test_a_recall_calls_back_what_is_under_way_and_frees_what_is_still_there(
    desk: Desk, by: Actor, ground: Ground, proposal: Proposal
) -> None:
    (made,) = desk.dispatching.confirm(order_of(proposal, LEADER), by=by)
    county = next(row for row in desk.stock_documents.rows(dispatch=made.id) if row.from_name == "县库")
    desk.stock_documents.issue(county.id, seen=county.version, by=by)
    with pytest.raises(Refused, match="reason_missing"):
        desk.dispatching.recall(made.id, " ", by=by)
    assert desk.dispatching.recall(made.id, "险情解除", by=by) == [county.number]
    assert {row.state for row in desk.assignments.of_dispatch(made.id)} == {TeamState.RECALLED}
    states = {row.from_name: row.state for row in desk.stock_documents.rows(dispatch=made.id)}
    assert states == {"县库": DocumentState.ISSUED, "岩坦镇库": DocumentState.VOID}
    assert desk.orders.rows(incident_id=ground.incident) == [], "their task orders are cancelled"
    assert "险情解除" in desk.log.newest(1)[0].text and county.number in desk.log.newest(1)[0].text
    last = desk.log.newest(1)
    assert desk.dispatching.recall(made.id, "险情解除", by=by) == [county.number] and desk.log.newest(1) == last
    assert not desk.stock.check() and not desk.log.verify().faults


def test_the_task_of_a_team_ends_with_its_work(desk: Desk, by: Actor, ground: Ground, proposal: Proposal) -> None:
    (made,) = desk.dispatching.confirm(order_of(proposal, LEADER), by=by)
    row = desk.assignments.of_dispatch(made.id)[0]
    for state in (TeamState.ARRIVED, TeamState.DONE):
        row = desk.assignments.step(row.id, state, Told(), seen=row.version, by=by)
    assert len(desk.orders.rows(incident_id=ground.incident)) == 1
    assert row.task_id is not None and "完成" in desk.orders.one(row.task_id).result
    need = next(one for one in desk.needs.rows() if one.kind is NeedKind.SKILL)
    assert need.state is NeedState.MET, "a team that did its work has met its need"


def test_each_team_and_keeper_has_a_message_with_numbers(desk: Desk, by: Actor, proposal: Proposal) -> None:
    (made,) = desk.dispatching.confirm(order_of(proposal, LEADER), by=by)
    told = {one.who: one for one in desk.dispatching.messages(made.id)}
    assert set(told) == {"队伍D1", "队伍D2", "县库", "岩坦镇库"}
    assert f"批准人 {made.commander}。" in told["队伍D1"].text, "who gave his word need not be the 指挥长"
    assert "样例村东" in told["队伍D1"].text and "王例二 0577-0000-0001" in told["队伍D1"].text
    assert told["队伍D1"].people == "陈例一 100-0000-0001、王例二 100-0000-0002"
    assert "饮用水 15 箱" in told["县库"].text and told["县库"].people == "吴例三 0577-0000-0003"


def test_an_empty_order_is_none(desk: Desk, by: Actor) -> None:
    with pytest.raises(Refused, match="nothing_ordered"):
        desk.dispatching.confirm(Order(LEADER), by=by)


def test_one_word_for_all_open_incidents_is_one_order_each(
    desk: Desk, by: Actor, ground: Ground, proposal: Proposal
) -> None:
    other = ground.another(desk, by)
    ground.add_teams(desk, by, team("W1", 3, skills="water"))
    desk.needs.record(NewNeed(other, NeedKind.SKILL, Decimal(1), skill="water"), by=by)
    made = desk.dispatching.confirm(order_of(desk.proposals.make(), LEADER), by=by)
    assert {row.incident for row in made} == {ground.incident, other} and len({row.number for row in made}) == 2
    assert all(row.state is NeedState.MET for row in desk.needs.rows())


def test_a_load_for_two_vehicles_is_two_documents_and_neither_vehicle_is_offered_again(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(100), lot_code="甲"))
    for plate in ("示A·00001", "示A·00002"):
        ground.vehicle(desk, by, ground.county, plate, 600)
    need = desk.needs.record(NewNeed(ground.incident, NeedKind.ITEM, Decimal(80), item=ground.water), by=by)
    proposal = desk.proposals.make([ground.incident])
    (made,) = desk.dispatching.confirm(order_of(proposal, LEADER), by=by)
    documents = desk.stock_documents.rows(dispatch=made.id)
    assert {row.plate: desk.stock_documents.one(row.id).lines[0].asked for row in documents} == {
        "示A·00001": 50, "示A·00002": 30
    }  # fmt: skip
    assert desk.needs.one(need.id).state is NeedState.MET
    desk.needs.record(NewNeed(ground.incident, NeedKind.ITEM, Decimal(5), item=ground.water), by=by)
    again = desk.proposals.make([ground.incident])
    assert not again.goods and [why.code for why in again.shorts[0].why] == ["vehicles"]


def test_nothing_goes_to_an_incident_that_is_over(desk: Desk, by: Actor, ground: Ground, proposal: Proposal) -> None:
    incident = desk.incidents.one(ground.incident)
    desk.incidents.step(incident.id, IncidentState.CANCELLED, "误报", seen=incident.version, by=by)
    order = order_of(proposal, LEADER)
    with pytest.raises(Refused, match="incident_closed"):
        desk.dispatching.confirm(replace(order, teams=()), by=by)
