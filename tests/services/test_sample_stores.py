"""The sample county's stores: as many as the county it is like has, always the same, books that add up."""

from __future__ import annotations

from collections import Counter
from importlib.resources import as_file
from pathlib import Path

import pytest

import resources
from console.bootstrap import Desk, build
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.spots import SpotSense
from console.domain.stores import FORMS, ItemForm, WarehouseForm
from console.services import sample, sample_map, sample_stores
from console.services.map_import import MapFiles
from db import opening
from db.store import Store

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Places, the map and the stores of the sample county, nothing else."""
    by, clock = Actor.tool("tester"), StoppedClock(sample.starts_at())

    def fill(store: Store) -> None:
        from console.services.places import PlacesService

        with as_file(resources.path("sample/places.csv")) as file:
            PlacesService(store, clock).import_file(file, by=by)
        with as_file(resources.path(sample_map.FILE)) as file:
            MapFiles(store, clock).import_file(file, by=by)
        sample_stores.load(store, clock, Realm.SAMPLE, by)

    data = DataDir(tmp_path_factory.mktemp("sample") / "data")
    opening.create(data, Realm.SAMPLE, at=clock.now(), fill=fill)
    desk = build(data, clock=StoppedClock(sample.starts_at()))
    yield desk
    desk.close()


def test_as_many_as_the_county_has(county: Desk) -> None:
    assert [len(county.stores.rows(form)) for form in FORMS] == [43, 260, 900, 18, 40]
    assert len(county.stock.on_hand()) == 1800
    assert Counter(row.form.tier for row in county.stores.tree()) == {
        "county": 1, "town": 22, "village": 14, "forward": 6
    }  # fmt: skip
    assert [row.depth for row in county.stores.tree()[:4]] == [0, 1, 2, 2]


def test_its_books_add_up(county: Desk) -> None:
    assert county.stock.check() == [] and not county.log.verify().faults
    assert {row.reason for row in county.stock_documents.rows(limit=100)} == {"opening"}
    assert county.stock_documents.count() == 43 and len(county.log.newest(10)) == 1


@pytest.mark.parametrize(
    ("name", "spec", "amount"),
    [("编织袋", "60×100厘米", 20000), ("冲锋舟", "硬底", 12), ("排水泵", "大流量", 11), ("应急发电机", "5千瓦", 15),
     ("卫星电话", "", 24), ("棉被", "加厚", 1500), ("饮用水", "24瓶装", 800), ("帐篷", "12平方米", 120)],
)  # fmt: skip
def test_the_county_store_has_what_the_scripts_tell(county: Desk, name: str, spec: str, amount: int) -> None:
    rows = [row for row in county.stock.on_hand(name) if row.store_code == "KX00" and row.spec == spec]
    assert sum(row.quantity for row in rows if row.item_name == name) == amount


def test_some_goods_end_and_some_quotas_are_not_met(county: Desk) -> None:
    assert all(10 < total.lots < 100 for total in county.expiry.totals())
    assert 50 < len(county.quotas.shortages()) < 300 and county.quotas.purchase_plan()
    missing = [row for row in county.quotas.coverage() if row.item_name == "卫星电话"]
    assert len(missing) == 24 and {row.state for row in missing} == {"covered", "overdue"}
    assert 10 < len(county.expiry.proposals()) < 400


def test_every_warehouse_lies_in_the_county(county: Desk) -> None:
    for row in county.stores.rows(WarehouseForm):
        assert county.stores.spot(row.form.latitude, row.form.longitude) is SpotSense.INSIDE


def test_goods_are_told_apart(county: Desk) -> None:
    named = Counter((row.form.name, row.form.spec) for row in county.stores.rows(ItemForm))
    assert max(named.values()) == 1


def test_out_and_in_again_is_no_difference(county: Desk, tmp_path: Path) -> None:
    file = tmp_path / "全县.xlsx"
    assert county.stock_files.export(file, by=Actor.tool("tester")) == 1800
    told = county.stock_files.import_file(file, dry_run=True, by=Actor.tool("tester"))
    assert told.problems == () and told.changed == () and told.unchanged == 1800 + 43 + 260 + 900 + 18 + 40
