"""Shared steps of an order for one incident: teams with their task orders, goods of each store under a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from console.domain.assigning import NewAssignment
from console.domain.dispatching import GoodsOrder, Order, TeamOrder
from console.domain.needs import NeedRow
from console.domain.orders import NewOrder
from console.domain.realm import Realm
from console.domain.responses import Approved
from console.domain.stock import DocumentKind, shown
from console.domain.stock_document import NewDocument, NewLine, Step
from console.domain.task import TaskSource
from console.services import assignments, orders
from console.services.stock_documents import StockDocuments
from db.base import Base
from db.models.dispatch import Dispatch
from db.models.incidents import Incident
from db.models.ledger import StockDocument
from db.models.stores import Item, Lot, Vehicle, Warehouse
from db.models.teams import Team
from db.queries import dispatch as query
from db.store import Tx


@dataclass(frozen=True, slots=True)
class Sent:
    """A team of the order, with what it is told: where to, for what, when it is expected."""

    line: TeamOrder
    team: Team
    need: NeedRow | None
    place: str
    expected_at: datetime | None
    told: str


@dataclass(frozen=True, slots=True)
class Load:
    """Goods of a store for one place on one vehicle (None: nobody said which): one document."""

    store: Warehouse
    place: str
    lines: tuple[GoodsOrder, ...]
    vehicle: Vehicle | None
    told: str


@dataclass(frozen=True, slots=True)
class Part:
    """What an order says about one incident."""

    incident: Incident
    sent: tuple[Sent, ...]
    loads: tuple[Load, ...]
    needs: Mapping[UUID, NeedRow]

    def plain(self) -> dict[str, Any]:
        """What was decided, as a JSON value that is never rewritten."""
        return {
            "teams": [
                {
                    "team": one.team.code, "need": one.need.number if one.need else None, "place": one.place,
                    "reserved": one.line.reserved, "minutes": one.line.minutes, "reason": one.line.reason,
                    "expected_at": one.expected_at.isoformat() if one.expected_at else None,
                }
                for one in self.sent
            ],
            "goods": [
                {
                    "store": load.store.code, "place": load.place,
                    "vehicle": load.vehicle.plate if load.vehicle else None,
                    "lots": [
                        {"lot": str(lot), "quantity": f"{amount:f}"} for line in load.lines for lot, amount in line.lots
                    ],
                }
                for load in self.loads
            ],
        }  # fmt: skip


def part_of(tx: Tx, order: Order, incident: Incident, needs: Mapping[UUID, NeedRow], now: datetime) -> Part:
    """The lines about an incident with everything they name; the checks have said that all of it is there."""
    sent = [_sent(tx, line, incident, needs, now) for line in order.teams if line.incident == incident.id]
    grouped: defaultdict[tuple[UUID, str], list[GoodsOrder]] = defaultdict(list)
    for line in order.goods:
        if line.incident == incident.id:
            grouped[line.store, _place(needs.get(line.need) if line.need else None, incident)].append(line)
    loads = [
        load for (store, place), lines in grouped.items() for load in _loads(tx, store, place, lines, incident)
    ]  # fmt: skip
    return Part(incident, tuple(sent), tuple(loads), needs)


def send(tx: Tx, part: Part, row: Dispatch, now: datetime, zone: ZoneInfo, realm: Realm) -> list[Base]:
    """Each team is put on the incident; those that go at once get a task order. The rows, for the order's line."""
    going = [one for one in part.sent if not one.line.reserved]
    given = orders.Given(TaskSource.INCIDENT, part.incident.id, part.incident.id)
    wanted = [NewOrder(one.team.name, one.told, one.expected_at, person=one.team.head_a, phone=one.team.phone_a)
              for one in going]  # fmt: skip
    made = orders.give(tx, wanted, given, now, zone, realm, uuid5(row.id, "tasks")) if wanted else []
    tasks = {one.line.team: task for one, task in zip(going, made, strict=True)}
    rows: list[Base] = [*made]
    for one in part.sent:
        task = tasks.get(one.line.team)
        form = NewAssignment(
            one.line.team, part.incident.id, uuid5(row.id, str(one.line.team)), one.line.reserved, one.place,
            one.need.latitude if one.need else None, one.need.longitude if one.need else None,
            one.need.asked_by[:60] if one.need else "", one.need.phone if one.need else "",
            planned_at=one.line.planned_at, expected_at=one.expected_at, need_id=one.line.need, dispatch_id=row.id,
            task_id=task.id if task else None, who=row.commander, reason=one.line.reason,
        )  # fmt: skip
        rows += assignments.put(tx, form, now, zone, realm).rows
    return rows


def give(
    tx: Tx, part: Part, row: Dispatch, approved: Approved, now: datetime, documents: StockDocuments
) -> list[StockDocument]:
    """A document for each store and place, approved by the commander's word, its goods reserved."""
    made = []
    for load in part.loads:
        key = uuid5(row.id, f"{load.store.id}:{load.place}:{load.vehicle.plate if load.vehicle else ''}")
        document = documents.drafted(tx, _form(part, load, row, key), now)
        documents.approved_now(tx, document, approved, Step(uuid5(key, "approve")), now, word=False)
        made.append(document)
    return made


def _form(part: Part, load: Load, row: Dispatch, key: UUID) -> NewDocument:
    named = [part.needs[line.need] for line in load.lines if line.need is not None]
    only = {need.id for need in named} if all(line.need for line in load.lines) else set()
    first = load.vehicle
    return NewDocument(
        DocumentKind.TRANSFER, tuple(_lines(load)), "dispatch", load.store.id, incident=part.incident.id,
        need=next(iter(only)) if len(only) == 1 else None, dispatch=row.id, vehicle=first.id if first else None,
        destination=load.place, text=row.number,
        applicant=next((one.asked_by[:60] for one in named if one.asked_by), ""), keeper=load.store.keeper_a,
        driver=first.driver if first else "", plate=first.plate if first else "", phone=first.phone if first else "",
        receiver=next((one.asked_by[:60] for one in named if one.asked_by), ""),
        receiver_phone=next((one.phone for one in named if one.phone), ""),
        due_at=min((one.due_at for one in named if one.due_at), default=None), id=key,
    )  # fmt: skip


def _lines(load: Load) -> list[NewLine]:
    """Each lot for each need once: two lines of an order for the same are one."""
    sums: defaultdict[tuple[UUID, UUID, UUID | None], Decimal] = defaultdict(Decimal)
    for line in load.lines:
        for lot, amount in line.lots:
            sums[line.item, lot, line.need] += amount
    return [NewLine(item, amount, lot=lot, need=need) for (item, lot, need), amount in sums.items() if amount > 0]


def _sent(
    tx: Tx, line: TeamOrder, incident: Incident, needs: Mapping[UUID, NeedRow], now: datetime
) -> Sent:  # fmt: skip
    team = tx.session.get_one(Team, line.team)
    need = needs.get(line.need) if line.need else None
    start = now if line.planned_at is None or line.planned_at < now else line.planned_at
    expected = None if line.minutes is None else start + timedelta(minutes=max(1, line.minutes))
    place = _place(need, incident)
    what = need.what if need else incident.title
    told = f"赶赴{place}，{what}（{incident.number} {incident.title}）"
    if need is not None and (need.asked_by or need.phone):
        told += f"，现场联系 {need.asked_by} {need.phone}".rstrip()
    return Sent(line, team, need, place, expected, told)


def _loads(tx: Tx, store: UUID, place: str, lines: list[GoodsOrder], incident: Incident) -> list[Load]:
    """A store's goods for a place, shared out over the vehicles that drive there."""
    warehouse = tx.session.get_one(Warehouse, store)
    wanted = dict.fromkeys(one for line in lines for one in line.vehicles)
    vehicles = [tx.session.get_one(Vehicle, one) for one in wanted]
    made = []
    for vehicle, own in _shared(tx, lines, vehicles):
        told = "、".join(_goods(tx, line) for line in own)
        where = f"{told}，送{place}（{incident.number} {incident.title}）"
        made.append(Load(warehouse, place, tuple(own), vehicle, where))
    return made


def _shared(
    tx: Tx, lines: list[GoodsOrder], vehicles: list[Vehicle]
) -> Iterator[tuple[Vehicle | None, list[GoodsOrder]]]:
    """Each vehicle takes what it can carry, the last one the rest; one that would drive empty stays."""
    left = list(lines)
    for vehicle in vehicles[:-1]:
        taken, left = _filled(tx, left, vehicle)
        if taken:
            yield vehicle, taken
    if left:
        yield (vehicles[-1] if vehicles else None), left


def _filled(tx: Tx, lines: list[GoodsOrder], vehicle: Vehicle) -> tuple[list[GoodsOrder], list[GoodsOrder]]:
    taken, left = [], []
    rooms = [None if room is None else Decimal(room) for room in (vehicle.load_kg, vehicle.volume_l)]
    for line in lines:
        item = tx.session.get_one(Item, line.item)
        sizes = [item.weight_kg or Decimal(0), item.volume_l or Decimal(0)]
        here, rest = [], []
        for lot, amount in line.lots:
            part = min([amount, *(_fits(room, size, item.decimals) for room, size in zip(rooms, sizes, strict=True)
                                  if room is not None and size)])  # fmt: skip
            rooms = [None if room is None else room - part * size for room, size in zip(rooms, sizes, strict=True)]
            here += [(lot, part)] if part > 0 else []
            rest += [(lot, amount - part)] if amount > part else []
        taken += [replace(line, lots=tuple(here))] if here else []
        left += [replace(line, lots=tuple(rest))] if rest else []
    return taken, left


def _fits(room: Decimal, size: Decimal, decimals: int) -> Decimal:
    """How much of something of that size goes into what room is left, in whole parts of the unit."""
    return max(Decimal(0), (room / size).quantize(Decimal(1).scaleb(-decimals), ROUND_FLOOR))


def _goods(tx: Tx, line: GoodsOrder) -> str:
    item = tx.session.get_one(Item, line.item)
    lots = "、".join(f"{tx.session.get_one(Lot, lot).code} {shown(amount)}" for lot, amount in line.lots)
    return f"{item.name} {shown(line.quantity)} {item.unit}（批号 {lots}）"


def _place(need: NeedRow | None, incident: Incident) -> str:
    said = (need.place if need else "") or incident.place_text or incident.place_path or incident.title
    return said[: query.PLACE]
