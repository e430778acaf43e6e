"""Needs of incidents: recorded once, met by what is sent, changed, dropped; suggested by packages and cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.incident import Grade, IncidentKind, IncidentState, Standing, Unsettled
from console.domain.need_words import Known, read
from console.domain.needs import NeedKind, NeedSource, NeedState, NewNeed
from console.domain.people import Actor, Role
from console.domain.responses import Cause
from console.domain.stock import DocumentKind
from console.domain.stock_document import Arrived, NewDocument, NewLine
from console.errors import Refused
from console.services.incidents import Judgement
from tests.kit import plans
from tests.kit.dispatch import LEADER, Ground, by, ground

__all__ = ["by", "ground"]


def pumps(ground: Ground, quantity: int = 3, **more: object) -> NewNeed:
    return NewNeed(ground.incident, NeedKind.ITEM, Decimal(quantity), item=ground.pump, place="样例村", **more)  # type: ignore[arg-type]


def test_a_need_is_told_with_who_asked_and_once_for_one_form(desk: Desk, by: Actor, ground: Ground) -> None:
    form = pumps(ground, priority=1, asked_by="王例二", phone="0577-0000-0001")
    first, again = desk.needs.record(form, by=by), desk.needs.record(form, by=by)
    assert first == again and first.number.endswith("XQ2030-0001")
    assert (first.state, first.open, first.unit, first.what) == (NeedState.OPEN, 3, "台", "排水泵")
    told = desk.log.newest(1)[0].text
    assert "排水泵 3 台" in told and "王例二 0577-0000-0001" in told and "紧急" in told
    assert not desk.log.verify().faults


def test_goods_that_are_promised_or_under_way_meet_it_and_what_is_void_does_not(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    need = desk.needs.record(pumps(ground), by=by)
    ground.took_in(desk, by, ground.county, NewLine(ground.pump, Decimal(5)))
    form = NewDocument(
        ground.transfer, (NewLine(ground.pump, Decimal(2), need=need.id),), from_store=ground.county,
        incident=ground.incident,
    )  # fmt: skip
    made = desk.stock_documents.draft(form, by=by)
    assert desk.needs.one(need.id).open == 3
    made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
    row = desk.needs.one(need.id)
    assert (row.met, row.open, row.by[0].who, row.by[0].number) == (2, 1, "县库", made.row.number)
    with pytest.raises(Refused) as refusal:
        desk.needs.change(need.id, replace(pumps(ground), item=ground.water), seen=row.version, by=by)
    assert refusal.value.code == "need_served"
    less = desk.needs.change(need.id, pumps(ground, 2), seen=row.version, by=by)
    assert less.state is NeedState.MET
    desk.stock_documents.void(made.row.id, "另有安排", key=uuid4(), seen=made.row.version, by=by)
    assert desk.needs.one(need.id).state is NeedState.OPEN


def test_a_call_tells_who_asked(desk: Desk, by: Actor, ground: Ground) -> None:
    made = desk.needs.from_call(ground.call, pumps(ground), by=by)
    assert (made.source, made.source_id, made.asked_by, made.phone) == (
        NeedSource.CALL, ground.call, "岩坦镇 陈例一", "0577-0000-0001",
    )  # fmt: skip


def test_what_nobody_can_mean_is_refused(desk: Desk, by: Actor, ground: Ground, clock: StoppedClock) -> None:
    wrong = {
        "amount_fraction": replace(pumps(ground), quantity=Decimal("1.5")),
        "amount_negative": replace(pumps(ground), quantity=Decimal(-1)),
        "need_item": replace(pumps(ground), item=None),
        "need_skill": NewNeed(ground.incident, NeedKind.SKILL, Decimal(1), skill="unheard"),
        "need_what": NewNeed(ground.incident, NeedKind.OTHER, Decimal(1)),
        "need_priority": pumps(ground, priority=9),
        "spot_swapped": pumps(ground, latitude=120.7, longitude=28.3),
        "due_past": pumps(ground, due_at=clock.now() - timedelta(hours=1)),
        "no_such_incident": replace(pumps(ground), incident=uuid4()),
    }
    for code, form in wrong.items():
        with pytest.raises(Refused) as refusal:
            desk.needs.record(form, by=by)
        assert refusal.value.code == code
    assert desk.needs.rows() == []


def test_a_dropped_need_asks_for_the_reason_and_stays(desk: Desk, by: Actor, ground: Ground) -> None:
    row = desk.needs.record(pumps(ground), by=by)
    with pytest.raises(Refused, match="reason_missing"):
        desk.needs.drop(row.id, " ", seen=row.version, by=by)
    dropped = desk.needs.drop(row.id, "水已退", seen=row.version, by=by)
    assert (dropped.state, dropped.open, dropped.closed_reason) == (NeedState.DROPPED, 0, "水已退")
    with pytest.raises(Refused, match="need_dropped"):
        desk.needs.change(row.id, pumps(ground), seen=dropped.version, by=by)


def test_a_package_is_taken_over_line_by_line_each_once(desk: Desk, by: Actor, ground: Ground) -> None:
    small = desk.packages.of(ground.incident)
    incident = desk.incidents.one(ground.incident)
    judged = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST)
    desk.incidents.judge(incident.id, judged, seen=incident.version, by=by)
    large = desk.packages.of(ground.incident)
    assert {one.form.skill for one in small} == {"water", "drainage"} and len(large) > len(small)
    assert all(one.form.source is NeedSource.PACKAGE and not one.taken for one in large)
    first = desk.needs.record(large[0].form, by=by)
    later = desk.packages.of(ground.incident)
    assert (later[0].taken, later[1].taken) == (first.number, "")
    assert desk.needs.record(later[0].form, by=by).id == first.id, "another form of the same line is the same need"
    assert desk.needs.record_all([one.form for one in later], by=by)[0].number == first.number
    assert len(desk.needs.rows(ground.incident)) == len(later)


def test_what_a_running_plans_card_needs_is_suggested(desk: Desk, by: Actor, ground: Ground) -> None:
    cards = (plans.card("T1", needs="排水泵 2 台、排涝抢险 1 支，编织袋若干"), plans.card("T2"))
    desk.plans.add(plans.plan(levels=(plans.level("IV", cards=cards),)), by=by)
    desk.accounts.add(plans.LEADER, Role.COMMANDER, "panels of 2030", by=by)
    plans.started(desk, by, "IV", cause=Cause(incident_id=ground.incident))
    found = [one.form for one in desk.packages.of(ground.incident) if one.form.source is NeedSource.PLAN]
    assert [(one.kind, one.quantity) for one in found] == [
        (NeedKind.ITEM, 2), (NeedKind.SKILL, 1), (NeedKind.OTHER, 1)
    ]  # fmt: skip
    assert found[0].item == ground.pump and found[1].skill == "drainage" and found[2].what == "编织袋若干"


def test_a_sentence_is_read_by_the_longest_name_and_never_in_parts_the_unit_has_not() -> None:
    known = [Known(NeedKind.ITEM, "W1", "泵"), Known(NeedKind.ITEM, "W2", "排水泵"), Known(NeedKind.SKILL, "s", "救援")]
    told = read("大型排水泵2台；救援队 3支\n水泵 1.5 台", known)
    assert [(one.known.code if one.known else "", one.quantity) for one in told] == [
        ("W2", 2), ("s", 3), ("", 1)
    ]  # fmt: skip


def test_needs_are_read_urgent_first(desk: Desk, by: Actor, ground: Ground) -> None:
    for priority in (3, 1, 2):
        desk.needs.record(pumps(ground, priority=priority), by=by)
    assert [row.priority for row in desk.needs.rows(ground.incident)] == [1, 2, 3]
    assert len(desk.needs.rows()) == 3


def test_an_incident_with_goods_out_does_not_close_without_a_word_why(desk: Desk, by: Actor, ground: Ground) -> None:
    came = ground.took_in(desk, by, ground.county, NewLine(ground.pump, Decimal(2)))
    form = NewDocument(
        ground.transfer, (NewLine(ground.pump, Decimal(2)),), from_store=ground.county, incident=ground.incident
    )
    made = desk.stock_documents.draft(form, by=by)
    assert Unsettled.GOODS not in desk.incidents.unsettled(ground.incident, IncidentState.ENDED)
    made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
    made = desk.stock_documents.issue(made.row.id, seen=made.row.version, by=by)
    line = made.lines[0].id
    desk.stock_documents.receive(
        made.row.id, [Arrived(line, Decimal(2))], receiver="王例二", seen=made.row.version, by=by
    )
    incident = desk.incidents.one(ground.incident)
    for state in (IncidentState.HANDLING, IncidentState.CONTROLLED):
        incident = desk.incidents.step(incident.id, state, seen=incident.version, by=by)
    assert desk.incidents.unsettled(incident.id, IncidentState.ENDED)[0] is Unsettled.GOODS
    with pytest.raises(Refused) as refusal:
        desk.incidents.step(incident.id, IncidentState.ENDED, seen=incident.version, by=by)
    assert (refusal.value.code, refusal.value.facts["left"]) == ("incident_unsettled", "goods")
    row = made.lines[0]
    used = NewLine(row.item, Decimal(2), lot=came.lines[0].lot, used=Decimal(2))
    back = NewDocument(DocumentKind.RETURN, (used,), to_store=ground.county, incident=incident.id)
    told = desk.stock_documents.draft(back, by=by)
    told = desk.stock_documents.approve(told.row.id, LEADER, key=uuid4(), seen=told.row.version, by=by)
    desk.stock_documents.post(told.row.id, seen=told.row.version, by=by)
    assert Unsettled.GOODS not in desk.incidents.unsettled(incident.id, IncidentState.ENDED)
