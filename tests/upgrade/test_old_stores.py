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
from console.domain.incident import Grade
from console.domain.incident_figures import Amount
from console.domain.log import NewEntry
from console.domain.orders import StepKind
from console.domain.roll_call import Outcome
from db import opening, schema
from db.base import Base
from ui.models.sheet_items import lines_of
from ui.printing.sheets import handover_form

UNRELEASED = {"0004", "0005", "0006", "0007"}
"""Versions no county has a store of: they may still change, and get their store when they are given out."""
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
    } - UNRELEASED
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
    assert old.duty.on_watch().owner == "邹例八"
    assert len([task for task in old.tasks.open_tasks() if not task.form]) == 2
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


def test_incidents_reports_and_what_was_ordered_are_there(old, request):
    if request.node.callspec.params["old"].stem < "store-0003":
        assert old.incidents.open_rows() == []
        return
    (incident,) = old.incidents.open_rows()
    assert (incident.number, incident.grade, incident.items) == ("示例SJ2030-0001", Grade.ORDINARY, 1)
    missing = [one.amount for one in old.incident_figures.history(incident.id) if one.key == "missing"]
    assert missing == [Amount(1), Amount(0)]
    assert old.incident_figures.newest(incident.id)["dead"].amount.unknown
    (report,) = old.incident_reports.series(incident.id)
    assert (report.number, report.approved_by) == ("示例应急值班快报〔2030〕第1期", "林例十")
    assert report.digest and report.label == "初报" and "失联 0 人" in report.body
    assert [one.receipt_by for one in old.incident_reports.recipients(report.id) if one.outbound_id] == ["李例三"]
    (word,) = old.instructions.newest(incident_id=incident.id)
    (order,) = old.orders.rows(incident_id=incident.id)
    assert (word.words, word.open_tasks, order.unit) == ("立即转移五户十八人。", 1, "例一街道")
    assert [step.kind for step in old.orders.steps(order.id)] == [StepKind.RECEIVED]
    (called,) = old.roll_calls.running()
    assert [line.calls[0].outcome for line in old.roll_calls.grid(called.id) if line.calls] == [Outcome.NO_ANSWER]
    assert [one.title for one in old.consultations.newest(incident_id=incident.id)] == ["14:00 会商"]
    assert any(one.running for one in old.incident_clocks.of(incident.id)), "its limits run on"


def test_work_goes_on_behind_it(old, by):
    count = old.log.count()

    assert old.log.add(NewEntry(uuid4(), "升级后第一条"), by=by).number == count + 1
    assert old.accounts.sign_in("邹例八", "example-duty-2").name == "邹例八"
    assert old.log.verify().fault is None
