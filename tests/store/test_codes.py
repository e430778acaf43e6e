"""Event types: a tree of our own codes that every new store has, with a source for each line."""

from __future__ import annotations

import csv
from uuid import uuid4

import pytest

import resources
from console import bootstrap
from console.domain.inbound import Intake
from console.domain.realm import Realm
from db import codes


@pytest.mark.parametrize("realm", Realm)
def test_every_new_store_has_the_tree(data, realm):
    bootstrap.create(data, realm)
    desk = bootstrap.build(data)
    tree = desk.intake.event_types()
    desk.close()

    assert [name for _, parent, name, _ in tree if parent is None] == [
        "自然灾害", "事故灾难", "公共卫生事件", "社会安全事件", "其他事项",
    ]  # fmt: skip
    seen: set[str | None] = {None}
    for code, parent, name, english in tree:
        assert parent in seen and code not in seen and name and english
        seen.add(code)
    assert {"台风", "滑坡", "燃气事故", "溺水", "误报"} <= {name for _, _, name, _ in tree}


def test_loading_again_adds_nothing_and_keeps_what_the_county_changed(desk, by):
    with desk.opened.store.writing(by=by) as tx:
        tx.connection.exec_driver_sql("UPDATE event_type SET name = '台风(热带气旋)' WHERE code = '10201'")
        assert codes.load(tx.connection) == 0
        tx.connection.exec_driver_sql("DELETE FROM event_type WHERE code = '905'")
        assert codes.load(tx.connection) == 1

    names = {code: name for code, _, name, _ in desk.intake.event_types()}
    assert names["10201"] == "台风(热带气旋)" and names["905"] == "误报"


def test_every_line_names_its_source_and_claims_no_national_code():
    with resources.path("event_types.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows and all(row["source"] and None not in row and not row["gb_code"] for row in rows)


def test_an_item_shows_the_name_of_its_type(desk, by, clock):
    row = desk.intake.register(Intake(uuid4(), "裂缝", clock.now(), event_type="10402"), by=by)

    assert row.event_type_name == "滑坡"
