"""A small county for dispatch: an incident, stores with goods, teams; where they lie is told in kilometres."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.log import ActKind
from console.domain.people import Actor, Role
from console.domain.responses import Approved
from console.domain.stock import DocumentKind
from console.domain.stock_document import Document, NewDocument, NewLine
from console.services import lines
from db import books
from db.base import Base
from db.models.places import Place
from db.models.stores import Agreement, Item, Quota, Vehicle, Warehouse
from db.models.teams import Team

LEADER = Approved("林例十", words="同意")
DEGREES = 1 / 111.2
"""Degrees of latitude of a kilometre, a hair less: minutes are rounded up."""
NORTH, EAST = 28.3, 120.7


def add(desk: Desk, by: Actor, *rows: Base) -> None:
    """Rows of the audit book as they are, with their line."""
    with desk.opened.store.writing(by=by) as tx:
        tx.session.add_all(rows)
        tx.flush()
        lines.write(tx, books.AUDIT, ActKind.STOCK, "基础数据", at=desk.clock.now(), about=rows)


def team(code: str, km: float | None, skills: str = "drainage", **more: Any) -> Team:
    """A team so many kilometres north of the scene; None: nobody knows where."""
    values: dict[str, Any] = {
        "id": uuid4(), "code": code, "name": f"队伍{code}", "kind": "professional", "skills": skills,
        "head_a": "陈例一", "phone_a": "100-0000-0001", "head_b": "王例二", "phone_b": "100-0000-0002",
        "people": 12, "prepare_minutes": 10, "readiness": "ready", "registered": True, "version": 1,
        "latitude": None if km is None else NORTH + km * DEGREES, "longitude": None if km is None else EAST,
    }  # fmt: skip
    return Team(**(values | more))


def warehouse(code: str, name: str, km: float | None, **more: Any) -> Warehouse:
    values: dict[str, Any] = {
        "id": uuid4(), "code": code, "name": name, "tier": "county", "kind": "own", "keeper_a": "吴例三",
        "phone_a": "0577-0000-0003", "version": 1,
        "latitude": None if km is None else NORTH + km * DEGREES, "longitude": None if km is None else EAST,
    }  # fmt: skip
    return Warehouse(**(values | more))


@dataclass
class Ground:
    """Ids of what is there: the incident lies at NORTH, EAST (its place says so)."""

    incident: UUID
    call: UUID
    place: UUID
    pump: UUID
    water: UUID
    county: UUID
    town: UUID
    transfer: DocumentKind = DocumentKind.TRANSFER
    teams: dict[str, UUID] = field(default_factory=dict)

    def took_in(self, desk: Desk, by: Actor, store: UUID, *rows: NewLine) -> Document:
        """Goods come into a store."""
        made = desk.stock_documents.draft(NewDocument(DocumentKind.RECEIPT, rows, to_store=store), by=by)
        made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
        return desk.stock_documents.post(made.row.id, seen=made.row.version, by=by)

    def add_teams(self, desk: Desk, by: Actor, *rows: Team) -> None:
        add(desk, by, *rows)
        self.teams |= {row.code: row.id for row in rows}

    def quota(self, desk: Desk, by: Actor, store: UUID, item: UUID, minimum: int, target: int | None = None) -> None:
        add(desk, by, Quota(id=uuid4(), warehouse_id=store, item_id=item, minimum=minimum,
                            target=target or minimum, version=1))  # fmt: skip

    def vehicle(self, desk: Desk, by: Actor, store: UUID, plate: str, load_kg: int | None, **more: Any) -> None:
        values: dict[str, Any] = {"kind": "卡车", "driver": "陈例四", "phone": "100-0000-0004", "ready": True}
        row = Vehicle(id=uuid4(), plate=plate, load_kg=load_kg, warehouse_id=store, version=1, **(values | more))
        add(desk, by, row)

    def agreement(self, desk: Desk, by: Actor, item: UUID, quantity: int, minutes: int, **more: Any) -> UUID:
        row = Agreement(id=uuid4(), code=f"X{quantity}", supplier="例县超市（示例）", mode="agreement", item_id=item,
                        quantity=quantity, unit="箱", lead_minutes=minutes, contact_a="陈例五",
                        phone_a="0577-0000-0005", version=1, **more)  # fmt: skip
        add(desk, by, row)
        return row.id

    def another(self, desk: Desk, by: Actor, title: str = "另一处内涝") -> UUID:
        """One more open incident at the same place."""
        item = desk.intake.register(Intake(uuid4(), title, desk.clock.now()), by=by).id
        form = NewIncident(uuid4(), title, title, "101", place_id=self.place)
        return desk.incidents.open(form, [item], by=by).id


@pytest.fixture
def by(desk: Desk) -> Actor:
    """陈例一 on duty: the tool records no needs."""
    return desk.accounts.add("陈例一", Role.OFFICER, "dispatch of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def ground(desk: Desk, by: Actor) -> Ground:
    return county(desk, by)


def county(desk: Desk, by: Actor) -> Ground:
    """A flooded village, a county store 10 km away, a town's store 4 km away, two kinds of goods."""
    place = Place(
        id=uuid4(), code="330324101201", name="样例村", level="village", latitude=NORTH, longitude=EAST, version=1
    )
    county, town = warehouse("K01", "县库", 10), warehouse("K02", "岩坦镇库", 4, tier="town")
    pump = Item(
        id=uuid4(), code="W01", name="排水泵", unit="台", returnable=True, weight_kg=100, volume_l=500, version=1
    )
    water = Item(id=uuid4(), code="W02", name="饮用水", unit="箱", weight_kg=12, volume_l=15, version=1)
    add(desk, by, place, county, town, pump, water)
    call = Intake(uuid4(), "村里进水，求助排水泵", desk.clock.now(), caller_name="陈例一", caller_org="岩坦镇",
                  caller_phone="0577-0000-0001")  # fmt: skip
    item = desk.intake.register(call, by=by).id
    form = NewIncident(uuid4(), "样例村内涝", "村里进水", "101", place_id=place.id)
    incident = desk.incidents.open(form, [item], by=by)
    return Ground(incident.id, item, place.id, pump.id, water.id, county.id, town.id)
