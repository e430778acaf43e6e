"""Orders beside one another: two desks at one instant, two incidents of which one fails, many orders and recalls."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.domain.dispatching import order_of
from console.domain.incident import IncidentState
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor
from console.domain.stock import DocumentState
from console.domain.stock_document import NewLine
from console.errors import Refused
from tests.kit.dispatch import LEADER, Ground, by, ground, team

__all__ = ["by", "ground"]


def wanted(desk: Desk, by: Actor, ground: Ground, incident: object = None) -> None:
    """A team and ten boxes of water for an incident."""
    where = incident or ground.incident
    desk.needs.record(NewNeed(where, NeedKind.SKILL, Decimal(1), skill="drainage"), by=by)  # type: ignore[arg-type]
    desk.needs.record(NewNeed(where, NeedKind.ITEM, Decimal(10), item=ground.water), by=by)  # type: ignore[arg-type]


def test_two_commanders_at_the_same_instant_are_one_order(desk: Desk, by: Actor, ground: Ground) -> None:
    """Each desk over its own connection has the same proposal on its screen: one is told what was taken."""
    ground.add_teams(desk, by, team("D1", 8))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(10)))
    wanted(desk, by, ground)
    other = bootstrap.build(desk.data, desk.clock)
    together = Barrier(2)

    def confirm(seat: Desk) -> str:
        order = order_of(seat.proposals.make([ground.incident]), LEADER)
        together.wait(60)
        try:
            seat.dispatching.confirm(order, by=by)
        except Refused as refusal:
            return f"{refusal.code} {refusal.facts['count']}"
        return "sent"

    try:
        with ThreadPoolExecutor(2) as threads:
            told = sorted(threads.map(confirm, (desk, other)))
    finally:
        other.close()
    assert told[1] == "sent" and told[0].startswith("proposal_stale")
    assert len(desk.assignments.running()) == 1 and len(desk.stock_documents.rows(incident=ground.incident)) == 1
    assert not desk.stock.check() and not desk.log.verify().faults


def test_where_the_second_incident_fails_the_first_has_nothing_either(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.add_teams(desk, by, team("D1", 8), team("D2", 9))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(30)))
    other = ground.another(desk, by)
    wanted(desk, by, ground)
    wanted(desk, by, ground, other)
    order = order_of(desk.proposals.make(), LEADER)
    last = order.incidents[-1]
    incident = desk.incidents.one(last)
    desk.incidents.step(last, IncidentState.CANCELLED, "误报", seen=incident.version, by=by)
    before = desk.log.newest(1)
    with pytest.raises(Refused, match="incident_closed"):
        desk.dispatching.confirm(order, by=by)
    assert desk.log.newest(1) == before and desk.dispatching.rows() == [] and desk.assignments.running() == []
    assert desk.stock_documents.rows(incident=ground.incident) == [] and not desk.stock.check()
    left = replace(order, teams=tuple(one for one in order.teams if one.incident != last),
                   goods=tuple(one for one in order.goods if one.incident != last))  # fmt: skip
    (made,) = desk.dispatching.confirm(left, by=by)
    assert made.number.endswith("DD2030-0001"), "a number given back leaves no gap"


@pytest.mark.parametrize("seed", [1, 2])
def test_orders_and_recalls_in_any_order_keep_the_books(desk: Desk, by: Actor, ground: Ground, seed: int) -> None:
    chance = random.Random(seed)
    ground.add_teams(desk, by, *(team(f"D{n}", chance.uniform(1, 50)) for n in range(4)))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(40)))
    ground.took_in(desk, by, ground.town, NewLine(ground.water, Decimal(15)))
    for _ in range(8):
        act = chance.choice(("order", "order", "recall", "issue"))
        orders = desk.dispatching.rows()
        ready = desk.stock_documents.rows(states=[DocumentState.APPROVED])
        if act == "order":
            wanted(desk, by, ground)
            desk.dispatching.confirm(order_of(desk.proposals.make(), LEADER, reason="急需"), by=by)
        elif act == "recall" and orders:
            desk.dispatching.recall(chance.choice(orders).id, "另有安排", by=by)
        elif act == "issue" and ready:
            row = chance.choice(ready)
            desk.stock_documents.issue(row.id, seen=row.version, by=by)
    busy = [row.team_id for row in desk.assignments.running()]
    assert len(busy) == len(set(busy)), "a team is at the incident once"
    for need in desk.needs.rows():
        assert need.met <= need.quantity, "nothing is sent twice"
    assert not desk.stock.check() and not desk.log.verify().faults
