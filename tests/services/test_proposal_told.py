"""What a proposal tells of itself against what is worked out anew from the books, without any of its own steps."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from console.bootstrap import Desk
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor
from console.domain.proposal import Choices
from console.domain.proposed import Proposal
from console.domain.stock_document import NewLine
from tests.kit.dispatch import Ground, by, ground, team

__all__ = ["by", "ground"]

TODAY = date(2030, 8, 12)
SKILLS = ("drainage", "water", "rescue")
TERMS = {1: 9, 2: 3, 3: 1}


@pytest.fixture(params=(1, 2))
def night(request: pytest.FixtureRequest, desk: Desk, by: Actor, ground: Ground) -> Proposal:
    """Three incidents, nine teams, two stores with lots of both goods, one lorry; everything by chance."""
    chance = random.Random(request.param)
    ground.add_teams(desk, by, *(
        team(f"D{n}", chance.uniform(1, 60), ",".join(chance.sample(SKILLS, 2)), prepare_minutes=chance.randint(0, 30))
        for n in range(9)
    ))  # fmt: skip
    for name, store in (("甲", ground.county), ("乙", ground.town)):
        lots = []
        for item in (ground.water, ground.pump):
            for n in range(3):
                day = date(2030, chance.randint(7, 12), 20)
                lots.append(NewLine(item, Decimal(chance.randint(3, 30)), lot_code=f"{name}{n}", expires_on=day))
        ground.took_in(desk, by, store, *lots)
        ground.quota(desk, by, store, ground.water, chance.randint(0, 20))
    ground.vehicle(desk, by, ground.town, "示A·00001", 600)
    for incident in (ground.incident, ground.another(desk, by, "二"), ground.another(desk, by, "三")):
        for skill in chance.sample(SKILLS, 2):
            desk.needs.record(NewNeed(incident, NeedKind.SKILL, Decimal(chance.randint(1, 3)), skill=skill,
                                      priority=chance.randint(1, 3)), by=by)  # fmt: skip
        desk.needs.record(NewNeed(incident, NeedKind.ITEM, Decimal(chance.randint(5, 40)), item=ground.water,
                                  priority=chance.randint(1, 3)), by=by)  # fmt: skip
    return desk.proposals.make()


def minutes_are_the_way_from_the_base_and_the_preparation(desk: Desk, night: Proposal) -> None:
    bases = {row.id: row for row in desk.teams.rows()}
    assert night.teams
    for line in night.teams:
        row = bases[line.found.team.id]
        assert row.latitude is not None
        line_km = 6371.0088 * math.radians(abs(row.latitude - 28.3))
        travel = math.ceil(line_km * 1.5 / 40 * 60)
        assert line.found.minutes == row.prepare_minutes + travel


def test_every_figure_follows_from_the_books(desk: Desk, ground: Ground, night: Proposal) -> None:
    minutes_are_the_way_from_the_base_and_the_preparation(desk, night)
    what_stays_short_and_what_is_left_follow_from_the_books(desk, ground, night)
    the_figures_are_those_of_the_lines(night)


def test_who_is_named_next_is_who_goes_when_the_first_may_not(desk: Desk, night: Proposal) -> None:
    """Every other team stays where the proposal has it; only this one is taken away."""
    sent = {line.found.team.id: line.need.id for line in night.teams}
    checked = 0
    for line in night.teams:
        stay = frozenset((team_id, need) for team_id, need in sent.items() if team_id != line.found.team.id)
        choices = Choices(forced_teams=stay, forbidden_teams=frozenset({(line.found.team.id, None)}))
        again = desk.proposals.make(choices=choices)
        instead = [one for one in again.teams if one.need.id == line.need.id and one.found.team.id not in sent]
        if line.next is None:
            assert instead == []
            continue
        if instead:
            checked += 1
            (other,) = instead
            assert other.found.minutes is not None and line.found.minutes is not None
            assert (other.found.team.name, other.found.minutes - line.found.minutes) == (line.next.name, line.next.more)
    assert checked or all(line.next is None for line in night.teams)


def what_stays_short_and_what_is_left_follow_from_the_books(desk: Desk, ground: Ground, night: Proposal) -> None:
    got: defaultdict[UUID, Decimal] = defaultdict(Decimal)
    taken: defaultdict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    for line in night.teams:
        got[line.need.id] += 1
    for goods in night.goods:
        got[goods.need.id] += goods.quantity
        assert sum(part.quantity for part in goods.lots) == goods.quantity
        for part in goods.lots:
            taken[goods.found.store.id, part.lot] += part.quantity
    assert {short.need.id: short.amount for short in night.shorts} == {
        need.id: need.quantity - got[need.id] for need in night.needs if need.quantity > got[need.id]
    }
    quotas = {(row.store, row.item): row.minimum for row in _quotas(desk, ground)}
    for goods in night.goods:
        store, item = goods.found.store.id, goods.found.holding.item
        rows = [
            row for row in desk.stock.on_hand(store=store, item=item) if not row.expires_on or row.expires_on >= TODAY
        ]
        left = sum(row.quantity - row.reserved - taken[store, row.lot] for row in rows)
        assert goods.left == left >= min(quotas.get((store, item), Decimal(0)), left)
        assert left >= quotas.get((store, item), Decimal(0)), "the reserve stays"
        used = [row for row in rows if taken[store, row.lot]]
        spared = [row for row in rows if row.quantity - row.reserved > taken[store, row.lot]]
        assert max(row.expires_on or date.max for row in used) <= min(
            (row.expires_on or date.max for row in spared), default=date.max
        ), "what expires first goes first"


def the_figures_are_those_of_the_lines(night: Proposal) -> None:
    got: defaultdict[UUID, Decimal] = defaultdict(Decimal)
    cost = 0
    for line in night.teams:
        got[line.need.id] += 1
        assert line.found.minutes is not None
        share = round(10**6 / int(line.need.quantity))
        cost += TERMS[line.need.priority] * (line.found.minutes + line.elsewhere) * share
    for goods in night.goods:
        got[goods.need.id] += goods.quantity
        assert goods.found.minutes is not None
        cost += (
            TERMS[goods.need.priority]
            * goods.found.minutes
            * round(10**6 / int(goods.need.quantity))
            * int(goods.quantity)
        )
    scenes = {(goods.found.store.id, goods.need.incident) for goods in night.goods}
    lorries = {(goods.need.incident, one.id) for goods in night.goods for one in goods.vehicles}
    cost += 5 * 10**6 * len(scenes) + 10**6 * len(lorries)
    short = sum(
        TERMS[need.priority] * round(10**9 / int(need.quantity)) * int(need.quantity - got[need.id])
        for need in night.needs
    )
    assert (night.worth.short, night.worth.cost) == (short, cost)


def _quotas(desk: Desk, ground: Ground) -> list[object]:
    from sqlalchemy import select

    from db.models.stores import Quota

    with desk.opened.store.reading() as connection:
        return list(connection.execute(
            select(Quota.warehouse_id.label("store"), Quota.item_id.label("item"), Quota.minimum)
        ))  # fmt: skip
