"""Teams, goods, shelters and needs of a long night: every page of relief has rows, with words as long as they come."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from console.bootstrap import Desk
from console.domain.assigning import NewAssignment, Told
from console.domain.assignments import TeamState
from console.domain.clock import StoppedClock
from console.domain.experts import NewExpert
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor
from console.domain.relocations import NewRelocation
from console.domain.shelters import NewCount, ShelterForm
from console.domain.stock_document import NewDocument, NewLine
from tests.kit import dispatch
from tests.kit.dispatch import Ground
from tests.kit.night import ORG, SUMMARY

PHONE, DESK = "100-0000-0021", "0577-0000-0021"


def fill(desk: Desk, clock: StoppedClock, *, by: Actor) -> Ground:
    """An incident that lacks things, with a team on its way, goods on the road and people in a shelter."""
    ground = dispatch.county(desk, by)
    _needs(desk, ground, by)
    _goods(desk, ground, by)
    _people(desk, ground, by)
    ground.add_teams(
        desk, by, dispatch.team("D1", 8, name=f"{ORG}机动抢险队", phone_a=PHONE, base=ORG),
        dispatch.team("D2", 30, readiness="resting", readiness_note=SUMMARY, phone_a=DESK),
        dispatch.team("D3", 12, skills="medical", registered=False),
    )  # fmt: skip
    form = NewAssignment(
        ground.teams["D1"], ground.incident, place="样例村12 村道桥头", contact="欧阳例十一", phone=DESK
    )
    sent = desk.assignments.assign(form, by=by)
    clock.advance(minutes=5)
    desk.assignments.step(sent.id, TeamState.DEPARTED, Told(), seen=sent.version, by=by)
    desk.experts.add(
        NewExpert("仇例六", "地质灾害防治", unit=ORG, title="高级工程师", phone=PHONE, phone_b=DESK), by=by
    )
    clock.advance(minutes=55)
    return ground


def _needs(desk: Desk, ground: Ground, by: Actor) -> None:
    pumps = NewNeed(ground.incident, NeedKind.ITEM, Decimal(4), item=ground.pump, place="样例村12 村道桥头",
                    due_at=desk.clock.now() + timedelta(minutes=30), asked_by="欧阳例十一", phone=DESK)  # fmt: skip
    desk.needs.record(pumps, by=by)
    teams = NewNeed(ground.incident, NeedKind.SKILL, Decimal(2), skill="drainage", priority=1, asked_by="欧阳例十一",
                    phone=PHONE, place=ORG)  # fmt: skip
    desk.needs.record(teams, by=by)


def _goods(desk: Desk, ground: Ground, by: Actor) -> None:
    """Water on the road, pumps that wait for a word, a quota that is not met, a lorry and an agreement."""
    rows = (NewLine(ground.water, Decimal(120), lot_code="2030-A-0001"), NewLine(ground.pump, Decimal(2)))
    ground.took_in(desk, by, ground.county, *rows)
    ground.quota(desk, by, ground.town, ground.water, 500)
    ground.vehicle(desk, by, ground.county, "示C-00001", 2000, phone=PHONE)
    ground.agreement(desk, by, ground.water, 300, 90)
    form = NewDocument(
        ground.transfer, (NewLine(ground.water, Decimal(40)),), from_store=ground.county, to_store=ground.town,
        incident=ground.incident, driver="司马例十二", plate="示C-00001", phone=PHONE, receiver="欧阳例十一",
        receiver_phone=DESK, text=SUMMARY,
    )  # fmt: skip
    made = desk.stock_documents.draft(form, by=by)
    made = desk.stock_documents.approve(made.row.id, dispatch.LEADER, key=uuid4(), seen=made.row.version, by=by)
    desk.stock_documents.issue(made.row.id, seen=made.row.version, by=by)
    waiting = NewDocument(
        ground.transfer, (NewLine(ground.pump, Decimal(1)),), from_store=ground.county, to_store=ground.town
    )
    made = desk.stock_documents.draft(waiting, by=by)
    desk.stock_documents.ask(made.row.id, dispatch.LEADER.name, seen=made.row.version, by=by)


def _people(desk: Desk, ground: Ground, by: Actor) -> None:
    shelter = desk.shelters.keep(
        ShelterForm(f"{ORG}避灾安置中心", 300, place_id=ground.place, manager_a="欧阳例十一", phone_a=DESK,
                    manager_b="司马例十二", phone_b=PHONE, managed_by=ORG, remark=SUMMARY), by=by)  # fmt: skip
    desk.shelters.keep(ShelterForm("样例村12文化礼堂（示例）", 60, place_id=ground.place), by=by)
    desk.shelters.open(shelter.id, ground.incident, by=by)
    desk.shelters.count(shelter.id, NewCount(312, men=100, children=40, water_days=0.5, food_days=0.5), by=by)
    household = NewRelocation(ground.incident, "样例村12", 5, "欧阳例十一", ground.place, PHONE)
    desk.relocations.add_all(
        [household, NewRelocation(ground.incident, "样例村12", 12345, place_id=ground.place)], by=by
    )
