"""批示办理单, 派单与反馈单, 督办单, 催办单, 提示单, 整改单, 点名记录, 会商纪要: everything of the record."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.consultation import Attendant
from console.domain.orders import Form, NewInstruction, NewOrder, StepKind, Way
from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit, Outcome, Quality
from console.services.consultations import Held
from console.services.orders import Step
from console.services.roll_calls import Call
from ui import prints
from ui.order_prints import Reminder
from ui.printing.meeting_forms import part
from ui.printing.output import to_pdf

WORDS = "全力搜救，每小时一报。\n注意次生灾害！"


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "orders of 2030", by=Actor.tool("tester")).actor


def printed(desk, item, read, tmp_path):
    form = prints.form_of(desk, item)
    to_pdf(form, tmp_path / "a.pdf")
    return form, "".join(read(tmp_path / "a.pdf"))


def has(text: str, *wanted: str) -> None:
    missing = [one for one in wanted if "".join(one.split()) not in text]
    assert not missing, missing


def ordered(desk, by, clock, form=Form.ORDER):
    order = NewOrder("县住建局", "核查工地塔吊", clock.now() + timedelta(hours=2), form, "周例五", "100-0000-0001")
    return desk.orders.give([order], by=by)[0]


def test_a_leaders_words_are_printed_as_said_with_what_came_of_them(desk, by, clock, read, tmp_path):
    said = NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, WORDS)
    row = desk.instructions.record(said, by=by)
    due = clock.now() + timedelta(hours=1)
    desk.instructions.hand_on(row.id, [NewOrder("样例镇", "全力搜救", due, Form.INSTRUCTION)], by=by)

    form, text = printed(desk, row, read, tmp_path)
    assert (form.kind, form.number, form.counted, form.watermark) == ("instruction", row.number, True, "示例")
    has(
        text,
        "领导批示办理单",
        "林例十",
        "县长",
        "电话",
        WORDS,
        "样例镇",
        "待签收",
        "09:00",
        "未复诵",
        "批示领导阅",
    )
    desk.instructions.read_back(row.id, seen=desk.instructions.one(row.id).version, by=by)
    has(printed(desk, row, read, tmp_path)[1], "2030-08-12 08:00 陈例一")


@pytest.mark.parametrize(
    ("paper", "kind", "title"),
    [
        (Form.ORDER, "order", "任务交办单（派单）暨反馈单"),
        (Form.SUPERVISION, "supervision", "督办单"),
        (Form.RISK_NOTE, "risk_note", "风险提示单"),
        (Form.RECTIFICATION, "rectification", "整改报告单"),
        (Form.INSTRUCTION, "order", "任务交办单（派单）暨反馈单"),
    ],
)
def test_every_paper_of_a_task_has_its_title_and_room_for_the_answer(
    desk, by, clock, read, tmp_path, paper, kind, title
):
    row = ordered(desk, by, clock, paper)
    form, text = printed(desk, row, read, tmp_path)
    assert (form.kind, form.title, form.number) == (kind, title, row.number)
    has(
        text,
        title,
        "县住建局",
        "周例五",
        "核查工地塔吊",
        "2030-08-12 10:00",
        "承办单位签收",
        "办理反馈",
        "第1页",
    )
    assert "100-0000-0001" not in text, "nobody's telephone number goes on paper"


def test_steps_and_answers_stand_on_the_paper(desk, by, clock, read, tmp_path):
    row = ordered(desk, by, clock)
    row = desk.orders.take_down(row.id, Step(StepKind.RECEIVED, "周例五"), seen=row.version, by=by)
    row = desk.orders.take_down(row.id, Step(StepKind.FEEDBACK, "周例五", "塔吊已下降"), seen=row.version, by=by)
    later = row.due_at + timedelta(hours=1)
    asked = Step(StepKind.EXTENSION_ASKED, "周例五", "等待吊车", due_at=later)
    row = desk.orders.take_down(row.id, asked, seen=row.version, by=by)
    text = printed(desk, row, read, tmp_path)[1]
    has(text, "签收", "周例五：塔吊已下降", "申请延期", "新的时限 2030-08-12 11:00", "已反馈")


def test_a_reminder_is_a_paper_of_its_own(desk, by, clock, read, tmp_path):
    row = ordered(desk, by, clock)
    form, text = printed(desk, Reminder(row), read, tmp_path)
    assert (form.kind, form.title) == ("reminder", "催办单")
    has(text, "催办单", "核查工地塔吊")


def test_a_closed_task_says_so_and_one_without_limit_too(desk, by, clock, read, tmp_path):
    row = desk.orders.give([NewOrder("县住建局", "核查", None)], by=by)[0]
    has(printed(desk, row, read, tmp_path)[1], "未定", "待签收")
    for kind in (StepKind.CLAIMED, StepKind.VERIFIED):
        row = desk.orders.take_down(row.id, Step(kind, "周例五", "已完成"), seen=row.version, by=by)
    has(printed(desk, row, read, tmp_path)[1], "已办结", "核实办结")


def test_a_roll_call_shows_every_call_and_the_rates_over_all_units(desk, by, clock, read, tmp_path):
    units = [CalledUnit("样溪镇", "", "周例五", True), CalledUnit("界坑乡"), CalledUnit("例东乡")]
    row = desk.roll_calls.begin("早点名", "phone", units, by=by)
    desk.roll_calls.call(row.id, Call("样溪镇", Outcome.ANSWERED, "周例五", Quality.GOOD), by=by)
    desk.roll_calls.call(row.id, Call("界坑乡", Outcome.NO_ANSWER), by=by)
    clock.advance(minutes=40)
    desk.roll_calls.call(row.id, Call("界坑乡", Outcome.STOOD_IN, "仇例六", Quality.BROKEN), by=by)

    form, text = printed(desk, row, read, tmp_path)
    assert (form.kind, form.number) == ("roll_call", row.number)
    has(text, "点名记录", "样溪镇（抽中）", "无人接", "代接", "未呼叫")
    has(text, "应答率2/3（67%）", "30 分钟响应率1/3（33%）", "质量达标率1/3（33%）")
    assert text.count("界坑乡") == 2, "every call stays"


def test_a_consultation_shows_who_came_and_what_was_ordered(desk, by, clock, read, tmp_path):
    units = tuple(Attendant(f"县例{at}局", came=at < 9, in_time=at != 3, material=at < 5) for at in range(10))
    held = Held("14:00 会商", clock.now(), "林例十", units, minutes="一、加密会商。\n二、转移低洼处人员。")
    row = desk.consultations.record(held, by=by)
    due = clock.now() + timedelta(hours=3)
    desk.consultations.give(row.id, [NewOrder("样例镇", "加密巡查山塘", due, Form.RISK_NOTE)], by=by)

    form, text = printed(desk, row, read, tmp_path)
    assert (form.kind, form.number) == ("consultation", row.number)
    has(text, "会商纪要", "到会率9/10（90%）", "准时率8/10（80%）", "材料提交率5/10（50%）")
    has(text, "二、转移低洼处人员。", "风险提示单", "县例9局", "方式当面")


def test_a_share_of_nothing_is_no_share():
    assert part(0, 0) == "0/0" and part(1, 3) == "1/3（33%）"
