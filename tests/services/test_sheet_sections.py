"""The ten sections of a hand-over sheet: what waits stands in its own, what is empty says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain import duty as rules
from console.domain.checks import CheckState
from console.domain.duty import PostLine, items_of
from console.domain.inbound import Intake
from console.domain.log import NewEntry
from console.domain.outbound import Outgoing
from console.domain.people import Actor, Role
from console.domain.responses import Cause
from console.domain.routine import Result
from console.errors import Refused
from console.services.duty import incoming_digest, standing_digest
from console.services.sheet.part import CutOff
from console.services.sheet.waiting import not_acknowledged
from tests.kit import plans

WORD = "example-duty-1"
ORDER = ["basic", "in_force", "inbound", "task", "materials", "waiting", "equipment", "keys", "notes", "differences"]


@pytest.fixture
def out(desk):
    """陈例一 stands the watch from 08:00."""
    actor = desk.accounts.add("陈例一", Role.ADMIN, WORD, by=Actor.tool("tester")).actor
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=actor)
    return actor


def sections(desk, by):
    body = desk.duty.start_hand_over(by=by).body
    return {section["key"]: section for section in body["sections"]}


def mark(desk, by, *, keep=()):
    for row in desk.checks.rows():
        if row.code not in keep:
            desk.checks.mark(row.code, CheckState.OK, "", "", by=by)


def test_the_ten_sections_stand_in_their_order_and_an_empty_one_says_so(desk, out):
    body = desk.duty.start_hand_over(by=out).body

    assert body["form"] == "handover/2"
    assert [(section["number"], section["key"]) for section in body["sections"]] == list(enumerate(ORDER, 1))
    empty = [section["key"] for section in body["sections"] if not section["rows"]]
    assert empty == ["in_force", "inbound", "task", "waiting", "notes", "differences"]
    assert {section["caption"] for section in body["sections"] if not section["rows"]} == {"无"}


def test_check_lists_nobody_marked_are_items_that_show(desk, out):
    found = sections(desk, out)

    for key in ("materials", "equipment", "keys"):
        (row,) = found[key]["rows"]
        assert (row["item"], row["cells"][1], row["notable"], row["overdue"]) == (
            f"{key}:unchecked", "未检查", True, False,
        )  # fmt: skip
    assert "UPS" in found["equipment"]["rows"][0]["cells"][2]


def test_what_is_in_order_stands_in_one_row_and_what_says_something_in_its_own(desk, out):
    mark(desk, out, keep=("keys", "ups", "fax"))
    desk.checks.mark("keys", CheckState.OK, "3 把", "", by=out)
    desk.checks.mark("ups", CheckState.FAULT, "", "电池告警", by=out)
    found = sections(desk, out)

    by_item = {row["item"]: row for section in found.values() for row in section["rows"]}
    assert by_item["check:keys"]["cells"] == ["钥匙", "正常", "3 把", "陈例一"]
    assert by_item["check:ups"]["cells"][1:3] == ["故障", "电池告警"] and by_item["check:ups"]["notable"]
    assert by_item["equipment:unchecked"]["cells"][2] == "传真"
    assert "UPS" not in by_item["equipment:ok"]["cells"][2] and "电话" in by_item["equipment:ok"]["cells"][2]


def test_a_fault_an_earlier_shift_left_is_carried_until_somebody_looks(desk, out):
    into = desk.accounts.add("邹例八", Role.OFFICER, WORD, by=out).actor
    desk.checks.mark("ups", CheckState.FAULT, "", "电池告警", by=out)
    desk.duty.emergency_take_over([PostLine("主班", "邹例八")], "示例", "邹例八", WORD)
    row = next(row for row in sections(desk, into)["equipment"]["rows"] if row["item"] == "check:ups")

    assert row["cells"][1:] == ["故障（前班所记，本班未查）", "电池告警", "陈例一"] and row["notable"]


def test_an_open_item_names_what_was_promised_next_and_is_not_ticked_for_it_twice(desk, out, clock):
    item = desk.intake.register(
        Intake(uuid4(), "样例村3 道路积水", clock.now(), call_back="waiting", caller_phone="100-0000-0131"), by=out
    )
    clock.advance(hours=1)
    found = sections(desk, out)

    (row,) = found["inbound"]["rows"]
    (task,) = found["task"]["rows"]
    assert row["item"] == f"inbound:{item.id}"
    assert row["cells"][-1] == task["cells"][-1] == "2030-08-12T00:15:00.000000Z"
    assert (row["overdue"], task["overdue"]) == (False, True)


def test_what_was_sent_and_not_received_waits(desk, out, clock):
    sent = desk.outbound.record(
        Outgoing(id=uuid4(), channel="phone", text="汛情通报", sent_at=clock.now(), to_org="示塘街道"), by=out
    )
    (row,) = sections(desk, out)["waiting"]["rows"]

    assert row["item"] == f"outbound:{sent.id}" and row["cells"][:3] == [sent.number, "回执 示塘街道", "汛情通报"]


def test_a_clock_that_runs_waits_and_is_overdue_after_its_time(desk, out, clock):
    form = Intake(uuid4(), "市局来文", clock.now(), channel="platform", kind="document", urgency="urgent")
    item = desk.intake.register(form, by=out)
    clock.advance(minutes=15)
    found = sections(desk, out)

    assert [(row["cells"][0], row["cells"][1], row["overdue"]) for row in found["waiting"]["rows"]] == [
        (item.number, "电话报告带班领导", True), (item.number, "转交并由人接收", False),
    ]  # fmt: skip
    assert found["inbound"]["rows"][0]["cells"][-1] == found["waiting"]["rows"][0]["cells"][-1]


def test_a_line_of_the_locked_screen_waits_for_a_signature(desk, out, clock):
    added = desk.gate_lines.take("桥栏冲走", clock.now())
    (row,) = sections(desk, out)["waiting"]["rows"]
    assert row["cells"][:3] == [f"日志第 {added.number} 条", "补签名", "桥栏冲走"]

    desk.duty.abandon("重来", seen=standing_digest(desk.duty.running_sheet()), by=out)
    desk.gate_lines.sign([added.number], by=out)
    assert sections(desk, out)["waiting"]["rows"] == []


def test_a_zero_report_that_is_missing_names_the_units(desk, out, clock):
    clock.set(clock.now().replace(month=10, day=1, hour=9))
    desk.lists.add("zero_units", {"name": "示塘街道"}, by=out)
    (row,) = [row for row in sections(desk, out)["waiting"]["rows"] if row["item"].startswith("zero:")]

    assert row["cells"][1:3] == ["零报告未报", "示塘街道"] and row["overdue"]


def test_routines_missed_are_confirmed_alone_and_those_done_are_not_on_it(desk, out, clock):
    clock.advance(hours=2)
    due = {row.code: row for row in desk.routine.day(clock.now())}
    desk.routine.tick("equipment_check", due["equipment_check"].due_at, Result.DONE, by=out)
    desk.routine.tick("morning_brief", due["morning_brief"].due_at, Result.NOT_DONE, "领导外出", by=out)
    rows = {row["cells"][0]: row for row in sections(desk, out)["notes"]["rows"]}

    assert "设备检查" not in rows
    assert rows["通信联络测试"]["overdue"] and rows["通信联络测试"]["cells"][1] == "逾期未做"
    assert rows["晨报"]["cells"][1:3] == ["未做", "领导外出"] and not rows["晨报"]["overdue"]


def test_standing_notices_stand_in_the_second_section(desk, out, clock):
    desk.notices.add("岩坦镇道路管制", "交警", clock.now() + timedelta(days=2), by=out)

    assert sections(desk, out)["in_force"]["rows"][0]["cells"] == [
        "交警", "岩坦镇道路管制", "2030-08-14T00:00:00.000000Z",
    ]  # fmt: skip


def test_everything_in_time_is_confirmed_together_and_nothing_overdue(desk, out, clock):
    into = desk.accounts.add("邹例八", Role.OFFICER, WORD, by=out).actor
    desk.tasks.add("报送续报", clock.now() + timedelta(minutes=5), by=out)
    desk.tasks.add("核实转移人数", clock.now() + timedelta(days=2), by=out)
    clock.advance(minutes=10)
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out).digest, "陈例一", WORD)
    together = rules.confirmable_in_sheet(sheet.body, {})
    late = [item for _, item, over in items_of(sheet.body) if over]

    assert len(late) == 1 and set(together).isdisjoint(late)
    with pytest.raises(Refused, match="overdue_alone"):
        desk.duty.confirm([*together, *late], seen=desk.duty.running_sheet().digest, by=into)
    confirmed = desk.duty.confirm(together, seen=desk.duty.running_sheet().digest, by=into).confirmations
    assert rules.unconfirmed(sheet.body, confirmed) == late


def test_every_name_of_an_item_fits_its_column(desk, out, clock):
    desk.log.add(NewEntry(uuid4(), "例行试通"), by=out)
    clock.advance(hours=23)

    assert all(len(item) <= 64 for _, item, _ in items_of(desk.duty.start_hand_over(by=out).body))


def test_a_section_can_be_gathered_of_any_shift(desk, out, clock):
    with desk.opened.store.reading() as connection:
        cut = CutOff(connection, desk.duty.on_watch(), desk.log.count(), clock.now(), desk.zone)
        assert not_acknowledged(cut)["rows"] == []


def test_what_this_shift_found_abnormal_stands_whoever_it_was_due_for(desk, out, clock):
    """A routine an earlier shift left is on no later sheet once it is done, but what was found by it is."""
    left = next(row for row in desk.routine.day(clock.now() + timedelta(days=1)) if row.state == "overdue")
    into = desk.accounts.add("邹例八", Role.OFFICER, WORD, by=out).actor
    clock.advance(hours=24)
    desk.duty.emergency_take_over([PostLine("主班", "邹例八")], "示例", "邹例八", WORD)
    clock.advance(minutes=20)
    desk.routine.tick(left.code, left.due_at, Result.ABNORMAL, "对讲机不通", by=into)
    clock.advance(hours=23, minutes=20)
    tomorrow = timedelta(days=1)
    soon = next(r for r in desk.routine.day(clock.now()) if r.due_at + tomorrow > clock.now() and r.code != left.code)
    desk.routine.tick(soon.code, soon.due_at + tomorrow, Result.ABNORMAL, "早做，信号弱", by=into)
    found = [row for row in sections(desk, into)["notes"]["rows"] if row.get("notable")]

    assert [row["cells"][2] for row in found] == ["对讲机不通", "早做，信号弱"]


def test_what_was_said_of_a_routine_between_cut_off_and_take_over_stands_on_the_next_sheet(desk, out, clock):
    into = desk.accounts.add("邹例八", Role.OFFICER, WORD, by=out).actor
    clock.advance(hours=24, minutes=5)
    left = next(row for row in desk.routine.day(clock.now()) if row.state == "overdue")
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out).digest, "陈例一", WORD)
    clock.advance(minutes=1)
    desk.routine.tick(left.code, left.due_at, Result.NOT_DONE, "截单后说明", by=out)
    clock.advance(minutes=1)
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=into)
    desk.duty.take_over([PostLine("主班", "邹例八")], "邹例八", WORD, seen=incoming_digest(sheet))
    clock.advance(hours=1)

    assert "截单后说明" in [row["cells"][2] for row in sections(desk, into)["notes"]["rows"]]


def test_responses_that_run_stand_above_the_notices_and_those_over_time_stand_out(desk, out, clock, tmp_path):
    plans.people(desk, tmp_path, out)
    desk.plans.add(plans.plan(), by=out)
    ended = plans.started(desk, out, cause=Cause(warning="暴雨黄色预警（示例）"))
    desk.responses.end(ended.id, plans.answered(desk, ended), plans.APPROVED, by=out)
    row = plans.started(desk, out)
    desk.notices.add("岩坦镇道路管制", "交警", clock.now() + timedelta(days=2), by=out)
    clock.advance(minutes=31)
    first, second = sections(desk, out)["in_force"]["rows"]

    text = f"{row.number} 《防汛应急预案（示例）》Ⅲ级响应，起因：台风黄色预警（示例），任务 0/4 项完成，超时 4 项"
    assert (first["item"], first["cells"], first["notable"]) == (f"response:{row.id}", ["应急响应", text, ""], True)
    assert second["cells"][0] == "交警"
