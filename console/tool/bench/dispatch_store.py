"""A county on a bad night as a store: thirty incidents with their needs, 62 teams, 43 stores, 1 800 lots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import uuid4

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.log import ActKind
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.services import lines
from db import books
from db.base import Base
from db.models.ledger import StockBalance
from db.models.stores import Item, Lot, Quota, Vehicle, Warehouse
from db.models.teams import Team

SKILLS = ("rescue", "water", "mountain", "forest", "drainage", "embankment", "geology", "medical", "power", "comms")
_SOUTH, _WEST = 28.1, 120.4
_PASSWORD = "bench of dispatch"  # of an exercise store that is thrown away


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is."""

    incidents: int = 30
    teams: int = 62
    stores: int = 43
    items: int = 260
    lots: int = 1_800


WHOLE = Size()


def county(place: Path, size: Size = WHOLE) -> Desk:
    """An open desk on such a store. Balances stand without documents: what is measured only reads them."""
    data = DataDir(place / "dispatch")
    bootstrap.create(data, Realm.EXERCISE)
    desk, chance = bootstrap.build(data), Random(16)
    by = desk.accounts.add("陈例一", Role.OFFICER, _PASSWORD, by=bootstrap.tool_actor()).actor
    rows = list(_rows(chance, size))
    with desk.opened.store.writing(by=by) as tx:
        for kind in (Team, Warehouse, Item, Vehicle, Quota, Lot, StockBalance):
            tx.session.add_all(row for row in rows if isinstance(row, kind))
            tx.flush()
        kept = [row for row in rows if not isinstance(row, Lot | StockBalance)]
        lines.write(tx, books.AUDIT, ActKind.STOCK, "测量用的县", at=desk.clock.now(), about=kept)
    _incidents(desk, by, chance, size, [row for row in rows if isinstance(row, Item)])
    return desk


def _rows(chance: Random, size: Size) -> Iterator[Base]:
    for n in range(size.teams):
        yield Team(
            id=uuid4(), code=f"D{n:03d}", name=f"例{n}队", kind="professional", head_a="陈例一",
            phone_a="100-0000-0001", skills=",".join(chance.sample(SKILLS, 3)), prepare_minutes=chance.randint(2, 30),
            readiness="ready", registered=True, version=1, **_spot(chance),
        )  # fmt: skip
    stores = [
        Warehouse(id=uuid4(), code=f"K{n:02d}", name=f"例{n}库", tier="town", kind="own", version=1, **_spot(chance))
        for n in range(size.stores)
    ]
    items = [
        Item(id=uuid4(), code=f"W{n:03d}", name=f"例物{n}", unit="件", weight_kg=chance.randint(1, 15), version=1)
        for n in range(size.items)
    ]
    yield from stores
    yield from items
    for n, store in enumerate(stores):
        yield Vehicle(id=uuid4(), plate=f"示A·{n:05d}", kind="卡车", load_kg=5_000, warehouse_id=store.id, version=1)
    kept: set[tuple[int, int]] = set()
    for n in range(size.lots):
        at, of = chance.randrange(size.stores), chance.randrange(size.items)
        lot = Lot(id=uuid4(), item_id=items[of].id, code=f"L{n}", expires_on=date(2040, 1 + n % 12, 1), version=1)
        yield lot
        yield StockBalance(lot_id=lot.id, kind="store", place_id=stores[at].id, state="usable", item_id=items[of].id,
                           quantity=Decimal(chance.randint(10, 800)), reserved=Decimal(0), version=1)  # fmt: skip
        if (at, of) not in kept:
            kept.add((at, of))
            yield Quota(id=uuid4(), warehouse_id=stores[at].id, item_id=items[of].id, minimum=Decimal(10),
                        target=Decimal(50), version=1)  # fmt: skip


def _spot(chance: Random) -> dict[str, float]:
    return {"latitude": _SOUTH + chance.random() * 0.5, "longitude": _WEST + chance.random() * 0.6}


def _incidents(desk: Desk, by: Actor, chance: Random, size: Size, items: list[Item]) -> None:
    """Each with three needs of teams and three of goods, at a place of its own."""
    for n in range(size.incidents):
        call = desk.intake.register(Intake(uuid4(), f"例村{n} 险情", desk.clock.now()), by=by)
        incident = desk.incidents.open(NewIncident(uuid4(), f"例村{n} 险情", "险情", "101"), [call.id], by=by)
        spot = tuple(_spot(chance).values())
        needs = [
            NewNeed(incident.id, NeedKind.SKILL, Decimal(chance.randint(1, 2)), skill=skill,
                    priority=chance.randint(1, 3), latitude=spot[0], longitude=spot[1])
            for skill in chance.sample(SKILLS, 3)
        ]  # fmt: skip
        needs += [
            NewNeed(incident.id, NeedKind.ITEM, Decimal(chance.randint(20, 400)), item=item.id,
                    priority=chance.randint(1, 3), latitude=spot[0], longitude=spot[1])
            for item in chance.sample(items, 3)
        ]  # fmt: skip
        desk.needs.record_all(needs, by=by)
