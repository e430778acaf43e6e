"""Every column of every table of stores, teams, dispatch, shelters, the map and places, changed by hand, is found."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.assignments import TeamState
from console.domain.clock import StoppedClock
from console.domain.dispatching import GoodsOrder, Order, TeamOrder
from console.domain.experts import NewExpert
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor, Role
from console.domain.relocations import MoveState, Told
from console.domain.shelters import NewCount
from console.domain.stock import DocumentKind, Goods
from console.domain.stock_document import Arrived, NewDocument, NewLine
from console.domain.stores import AgreementForm, QuotaForm, VehicleForm
from console.domain.teams import NewCertificate
from console.services.sample_map import county as outlines
from db.base import Base
from db.models import dispatch, ledger, places, shelters, stores, teams
from tests.kit import shelters as shelter_kit
from tests.kit.stock import LEADER, came_in, settled, yard
from tests.kit.tampering import require_found
from tests.kit.teams import RESCUE

TABLES = tuple(
    sorted(
        model.__tablename__
        for module in (dispatch, ledger, places, shelters, stores, teams)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, Base) and model.__module__ == module.__name__
    )
)


def fill(desk: Desk, by: Actor, folder: DataDir) -> None:
    """Something in every table."""
    tool = Actor.tool("tester")
    county = shelter_kit.county.__wrapped__(desk, by)  # type: ignore[attr-defined]
    ground = yard(desk, by)
    desk.stores.keep(QuotaForm(ground.pump, Decimal(2), Decimal(4), ground.town), by=tool)
    supplier = AgreementForm("X1", "例县超市（示例）", Decimal(50), "瓶", 60, item_id=ground.water)
    desk.stores.keep(supplier, by=tool)
    desk.stores.keep(VehicleForm("示A·00001", "卡车", warehouse_id=ground.county), by=tool)
    came_in(desk, by, ground.county, NewLine(ground.pump, Decimal(9), lot_code="甲", expires_on=date(2033, 1, 1)))
    lot = desk.stock.on_hand()[0].lot
    broken = NewLine(ground.pump, Decimal(1), lot=lot, to_state=Goods.REPAIR)
    settled(desk, by, NewDocument(DocumentKind.STATE, (broken,), from_store=ground.county))
    team = desk.teams.add(RESCUE, [NewCertificate("潜水证", "陈例一", "Q1", date(2033, 1, 1))], by=tool)
    desk.experts.add(NewExpert("陈例一", "水文"), by=tool)
    skill = NewNeed(ground.incident, NeedKind.SKILL, Decimal(1), skill="rescue")
    goods = NewNeed(ground.incident, NeedKind.ITEM, Decimal(2), item=ground.pump)
    needs = desk.needs.record_all([skill, goods], by=by)
    order = Order(
        LEADER, (TeamOrder(ground.incident, team.id, needs[0].id, reason="急"),),
        (GoodsOrder(ground.incident, ground.county, ground.pump, ((lot, Decimal(2)),), needs[1].id),),
    )  # fmt: skip
    (made,) = desk.dispatching.confirm(order, by=by)
    (line,) = desk.assignments.of_dispatch(made.id)
    desk.assignments.step(line.id, TeamState.DEPARTED, seen=line.version, by=by)
    (document,) = desk.stock_documents.rows(dispatch=made.id)
    told = desk.stock_documents.issue(document.id, seen=document.version, by=by)
    came = [Arrived(told.lines[0].id, Decimal(1), Decimal(1))]
    desk.stock_documents.receive(document.id, came, receiver="王例二", seen=told.row.version, by=by)
    desk.shelters.open(county.centre, county.incident, who="陈例一", by=by)
    desk.shelters.count(county.centre, NewCount(9, men=4, water_days=0.5), by=by)
    row = desk.relocations.add(county.household("样例村07", "陈例四", 4, shelter=county.centre), by=by)
    desk.relocations.tell(row.id, MoveState.MOVED, Told(people=3), seen=1, by=by)
    path = folder.root / "县界.geojson"
    path.write_text(outlines(), encoding="utf-8")
    desk.map_files.import_file(path, good_rows_only=True, by=tool)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory, empty_store: DataDir) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("stores") / "store")
    shutil.copytree(empty_store.root, data.root)
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    with closing(desk):
        by = desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor
        fill(desk, by, data)
        assert desk.log.verify().fault is None
    return data


def test_a_column_changed_or_a_row_vanished_by_hand_is_found(night: DataDir) -> None:
    require_found(night, TABLES)
