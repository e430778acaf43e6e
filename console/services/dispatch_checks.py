"""What stands against an order at the instant it is confirmed: every line that no longer holds, each in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.assigning import Engaged, Judged
from console.domain.assignments import Verdict
from console.domain.candidates import Holding
from console.domain.dispatching import GoodsOrder, Order, TeamOrder
from console.domain.stock import NOTHING, shown
from console.services import candidate_words, engagement
from db.queries import assignments
from db.queries import dispatch as query
from db.queries import needs as need_query


def against(connection: Connection, order: Order, today: date) -> list[str]:
    """Nothing where the order still holds whole."""
    return [
        *_needs(connection, order), *_teams(connection, order, today), *_goods(connection, order, today),
        *_vehicles(connection, order),
    ]  # fmt: skip


def _needs(connection: Connection, order: Order) -> Iterable[str]:
    lines: list[TeamOrder | GoodsOrder] = [*order.teams, *order.goods]
    named = {(line.need, line.incident) for line in lines if line.need is not None}
    rows = {row.id: row for row in need_query.of(connection, {need for need, _ in named})}
    for need, incident in sorted(named, key=str):
        row = rows.get(need)
        if row is None or row.dropped or row.incident != incident:
            yield words.say("dispatch.against.need_gone", number="" if row is None else row.number)
        elif need in order.open and row.open < min(order.open[need], _ordered(order, need)):
            yield words.say("dispatch.against.need_met", number=row.number, what=row.what, open=shown(row.open))


def _ordered(order: Order, need: UUID) -> Decimal:
    """How much the order gives a need."""
    teams = sum(line.need == need for line in order.teams)
    return sum((line.quantity for line in order.goods if line.need == need), Decimal(teams))


def _teams(connection: Connection, order: Order, today: date) -> Iterable[str]:
    wanted = [line.team for line in order.teams]
    busy = assignments.engaged(connection, set(wanted))
    names = {row["id"]: row["name"] for row in query.teams(connection)}
    judged = {one: engagement.judge(connection, one, today, set(wanted)) for one in order.incidents}
    for place, line in enumerate(order.teams):
        name = names.get(line.team)
        if name is None:
            yield words.say("dispatch.against.team_gone")
        elif line.team in wanted[:place]:
            yield words.say("dispatch.against.team_twice", team=name)
        else:
            yield from _team(line, name, judged[line.incident][line.team], busy)


def _team(line: TeamOrder, name: str, found: Judged, busy: Mapping[UUID, list[Engaged]]) -> Iterable[str]:
    for one in busy.get(line.team, ()):
        if one.assignment_id not in line.seen and one.incident_id != line.incident:
            yield words.say("dispatch.against.team_taken", team=name, incident=one.incident_number, number=one.number)
    unanswered = found.verdict is Verdict.WARN and not line.reason.strip()
    if found.verdict is Verdict.BLOCK or unanswered:
        for reason in found.reasons:
            if reason.verdict is found.verdict:
                why = candidate_words.against(reason.when, reason.verdict, reason.about)
                yield words.say("dispatch.against.team", team=name, why=why)


def _goods(connection: Connection, order: Order, today: date) -> Iterable[str]:
    items = {line.item for line in order.goods}
    held, goods = query.holdings(connection, items), query.goods(connection, items)
    stores = {row["id"]: row["name"] for row in query.stores(connection)}
    lots: defaultdict[tuple[UUID, UUID, UUID], Decimal] = defaultdict(Decimal)
    careful: dict[tuple[UUID, UUID], bool] = {}
    for line in order.goods:
        careful[line.store, line.item] = careful.get((line.store, line.item), True) and not line.into_reserve
        for lot, quantity in line.lots:
            lots[line.store, line.item, lot] += quantity
    for (store, item), spares in careful.items():
        holding = held.get((store, item), Holding(store, item))
        asked = {lot: amount for (at, of, lot), amount in lots.items() if (at, of) == (store, item)}
        name = f"{stores.get(store, '')} {goods[item].name}" if item in goods else stores.get(store, "")
        wrong = list(_lots(holding, asked, today, name))
        yield from wrong
        total = sum(asked.values(), NOTHING)
        if not wrong and spares and total > holding.spare(today):
            amounts = {"spare": shown(holding.spare(today)), "minimum": shown(holding.minimum)}
            yield words.say("dispatch.against.reserve", goods=name, wanted=shown(total), **amounts)


def _lots(holding: Holding, asked: Mapping[UUID, Decimal], today: date, name: str) -> Iterable[str]:
    there = {one.lot: one for one in holding.lots}
    for lot, wanted in asked.items():
        one = there.get(lot)
        free = NOTHING if one is None else one.free
        if one is not None and one.expired(today):
            yield words.say("dispatch.against.expired", goods=name, lot=one.code, day=one.expires_on)
        elif free < wanted:
            code = "" if one is None else one.code
            yield words.say("dispatch.against.lot_taken", goods=name, lot=code, free=shown(free), wanted=shown(wanted))


def _vehicles(connection: Connection, order: Order) -> Iterable[str]:
    free = {one.id: one.store for one in query.vehicles(connection)}
    plates = query.plates(connection, {one for line in order.goods for one in line.vehicles})
    for line in order.goods:
        yield from _driven(line, free, plates)


def _driven(line: GoodsOrder, free: Mapping[UUID, UUID], plates: Mapping[UUID, str]) -> Iterable[str]:
    for vehicle in line.vehicles:
        if free.get(vehicle) != line.store:
            yield words.say("dispatch.against.vehicle", plate=plates.get(vehicle, ""))
