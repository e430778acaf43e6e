"""Tasks and what is due: chained in the book, on the sheet, near and over by the setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.due import DueKind, DueState
from console.domain.duty import PostLine
from console.domain.inbound import InboundState, Intake
from console.domain.people import Role
from console.domain.task import TaskSource, TaskState
from console.errors import Refused
from db import schema, sqlite

WORD = "example-duty-1"


@pytest.fixture
def officer(desk, by):
    return desk.accounts.add("陈例一", Role.OFFICER, WORD, by=by).actor


def call(desk, by, **more):
    form = Intake(uuid4(), "样例村12 山体裂缝", desk.clock.now(), caller_name="梁例五", caller_phone="100-0000-0005")
    return desk.intake.register(replace(form, call_back="waiting", **more), by=by)


def test_a_task_runs_from_order_to_result(desk, officer, clock):
    due = clock.now() + timedelta(hours=2)
    task = desk.tasks.add("派单住建：塔吊下降", due, "县住建局（示例）", TaskSource.INSTRUCTION, by=officer)
    clock.advance(hours=1)
    done = desk.tasks.close(task.id, "已下降到位", seen=task.version, by=officer)

    assert (task.number, task.assignee, task.state) == ("示例RW2030-0001", "县住建局（示例）", TaskState.OPEN)
    assert (done.state, done.closed_at, done.closed_by) == (TaskState.DONE, clock.now(), "陈例一")
    assert desk.tasks.open_tasks() == [] and desk.log.verify().fault is None
    assert [entry.text for entry in desk.log.newest(2)] == [
        "办结 示例RW2030-0001：已下降到位", "交办 示例RW2030-0001→县住建局（示例）：派单住建：塔吊下降",
    ]  # fmt: skip


def test_a_task_ends_once_and_only_as_it_was_seen(desk, officer):
    task = desk.tasks.add("清点排水泵", by=officer)
    with pytest.raises(Refused) as seen:
        desk.tasks.close(task.id, "好", seen=task.version + 1, by=officer)
    desk.tasks.cancel(task.id, "改由下一班", seen=task.version, by=officer)
    with pytest.raises(Refused) as ended:
        desk.tasks.close(task.id, "好", seen=task.version + 1, by=officer)

    assert (seen.value.code, ended.value.code) == ("changed_meanwhile", "task_ended")


def test_a_long_text_is_never_cut(desk, officer):
    text = "逐村核对" * 100
    task = desk.tasks.add(text, by=officer)

    assert len(task.title) == 200 and task.title.endswith("…") and task.detail == text


def test_a_task_changed_by_hand_is_found(desk, data, officer):
    desk.tasks.add("清点排水泵", by=officer)
    connection = sqlite.library().connect(data.store)
    for name in schema.triggers():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE task SET due_at = 1")
    connection.commit()
    connection.close()

    assert (desk.log.verify().fault.where, desk.log.verify().fault.what) == ("task", "record_changed")


def test_a_caller_to_ring_back_is_due_after_the_sites_minutes(desk, officer, clock):
    desk.settings.change("intake.call_back", "10", "示例", confirmed=True, by=officer)
    item = call(desk, officer)

    (due,) = desk.due.rows(clock.now())
    assert (due.kind, due.record_id, due.target_panel) == (DueKind.CALL_BACK, item.id, "intake")
    assert due.due_at == item.received_at + timedelta(minutes=10)
    assert due.text == "回拨核实 示例JB2030-000001 梁例五"

    again = desk.intake.called_back(item.id, True, "属实,5 户", seen=item.version, by=officer)
    assert again.call_back == "verified" and desk.due.rows(clock.now()) == [] == desk.tasks.open_tasks()
    assert desk.log.verify().fault is None
    with pytest.raises(Refused) as refused:
        desk.intake.called_back(item.id, False, "", seen=again.version, by=officer)
    assert refused.value.code == "call_back_not_waiting"


def test_a_call_back_ends_through_its_item_and_with_it(desk, officer, clock):
    item = call(desk, officer)
    (task,) = desk.tasks.open_tasks()
    with pytest.raises(Refused) as refused:
        desk.tasks.close(task.id, "好", seen=task.version, by=officer)
    assert refused.value.code == "task_by_call_back"

    desk.intake.close(item.id, InboundState.UNTRUE, "误报", seen=item.version, by=officer)
    assert desk.tasks.one(task.id).state is TaskState.CANCELLED and desk.log.verify().fault is None


def test_saving_the_form_twice_asks_for_one_call_back(desk, officer, clock):
    form = Intake(uuid4(), "样例村12 山体裂缝", clock.now(), call_back="waiting")
    desk.intake.register(form, by=officer)
    desk.intake.register(form, by=officer)

    assert len(desk.tasks.open_tasks()) == 1


def test_what_is_due_is_sorted_and_turns_near_and_over(desk, officer, clock):
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officer)
    desk.tasks.add("无时限", by=officer)
    desk.tasks.add("两小时", clock.now() + timedelta(hours=2), by=officer)
    call(desk, officer)

    def rows():
        return [item for item in desk.due.rows(clock.now()) if item.kind is not DueKind.ROUTINE]

    def seen():
        return [(item.kind, item.state) for item in rows()]

    task, ring, end = DueKind.TASK, DueKind.CALL_BACK, DueKind.SHIFT_END
    assert seen() == [(ring, DueState.NEAR), (task, DueState.LATER), (end, DueState.LATER)]
    clock.advance(minutes=15)
    assert seen() == [(ring, DueState.OVER), (task, DueState.LATER), (end, DueState.LATER)]
    clock.advance(minutes=75)
    assert seen() == [(ring, DueState.OVER), (task, DueState.NEAR), (end, DueState.LATER)]
    assert [round(item.fraction(clock.now()), 2) for item in rows()] == [1.0, 0.75, 0.06]
    clock.advance(hours=22, minutes=30)
    assert seen()[-1] == (DueKind.OVER_TIME, DueState.OVER)
    desk.duty.start_hand_over(by=officer)
    assert seen()[-1] == (DueKind.HAND_OVER, DueState.OVER)


def test_open_tasks_and_call_backs_stand_on_the_sheet_and_overdue_ones_say_so(desk, officer, clock):
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officer)
    desk.tasks.add("清点排水泵", clock.now() + timedelta(hours=1), "县库", by=officer)
    call(desk, officer)
    clock.advance(minutes=20)

    sheet = desk.duty.start_hand_over(by=officer)

    section = next(section for section in sheet.body["sections"] if section["key"] == "task")
    assert [(row["cells"][1], row["overdue"]) for row in section["rows"]] == [
        ("回拨核实 示例JB2030-000001 梁例五", True), ("清点排水泵", False),
    ]  # fmt: skip
    assert "100-0000" not in str(section)
