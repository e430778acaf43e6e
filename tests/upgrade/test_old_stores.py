"""Every schema that was ever released opens with today's program, whole and in order."""

from __future__ import annotations

import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.log import NewEntry
from db import opening, schema
from db.base import Base
from ui.models.sheet_items import lines_of
from ui.printing.sheets import handover_form

STORES = sorted(Path(__file__).parent.glob("store-*.zip"))


@pytest.fixture(params=STORES, ids=lambda path: path.stem)
def old(request, data, clock):
    data.make()
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(data.root)
    clock.advance(days=2)
    desk = bootstrap.build(data, StoppedClock(clock.now()))
    yield desk
    desk.close()


def test_there_is_a_store_of_every_schema_but_the_unreleased_ones():
    assert {path.stem.removeprefix("store-") for path in STORES} == {
        f"{at:04}" for at in range(1, int(opening.head()) + 1)
    }
    assert all(path.stat().st_size < 200_000 for path in STORES)


def test_it_opens_at_the_head_with_tables_and_triggers_of_today(old):
    assert opening.schema_version(old.data.store) == opening.head()
    with old.opened.store.reading() as connection:
        opts = {"include_name": lambda name, *_: "log_search" not in (name or "")}
        differences = compare_metadata(MigrationContext.configure(connection, opts=opts), Base.metadata)
        found = dict(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all())

    assert differences == [] and found == schema.triggers()


def test_what_was_recorded_is_there_and_verifies(old):
    checked = old.log.verify()
    (item,) = old.intake.open_items()
    sheet = old.duty.sheet()

    assert checked.fault is None and checked.sheets == 1 and checked.duty.count >= 10
    assert (item.number, item.event_type_name, item.figures["missing"].value) == ("示例JB2030-000001", "滑坡", 0)
    assert item.figures["dead"].unknown
    assert [signature["part"] for signature in sheet.signatures] == ["outgoing", "incoming"]
    assert old.duty.on_watch().owner == "邹例八" and len(old.tasks.open_tasks()) == 2
    assert [entry.text for entry in old.log.search("370 兆")] == ["例行试通:370 兆正常"]


def test_a_sheet_of_three_sections_is_shown_and_printed_as_it_was_signed(old, request):
    sheet = old.duty.sheet()
    if "0001" not in request.node.callspec.id:
        assert sheet.body["form"] == "handover/2" and len(sheet.body["sections"]) == 10
        return
    assert sheet.body["form"] == "handover/1"

    heads = [line.number for line in lines_of(sheet) if not line.item]
    titles = [block.title for block in handover_form(sheet.as_dict(), printed_at=old.clock.now()).blocks]
    assert heads == ["班次基本情况", "未办结接报", "未办结任务"]
    assert [title.split("、")[0] for title in titles] == ["一", "二", "三", "四", "五", "六", "七"]
    assert titles[2].endswith("未办结接报")


def test_work_goes_on_behind_it(old, by):
    count = old.log.count()

    assert old.log.add(NewEntry(uuid4(), "升级后第一条"), by=by).number == count + 1
    assert old.accounts.sign_in("邹例八", "example-duty-2").name == "邹例八"
    assert old.log.verify().fault is None
