"""Notices are composed from the record: what was approved, in the county's own words, with nobody's number in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console import words
from console.domain.response_notice import composed
from console.errors import Refused
from tests.kit import plans as kit


@pytest.fixture
def me(desk, by, tmp_path):
    kit.people(desk, tmp_path, by)
    cards = (kit.card("A1"), kit.card("A2", after="M1", due_minutes=120))
    levels = (kit.level("IV", cards=cards, organisation="防指办牵头"), *kit.plan().levels[1:])
    desk.plans.add(kit.plan(levels=levels), by=by)
    return kit.officer(desk, by)


def test_a_start(desk, me):
    row = kit.started(desk, me, "IV")
    told = desk.response_notices.text(row.id)
    assert told.title == "关于启动《防汛应急预案（示例）》Ⅳ级应急响应的通知"
    assert told.body.split("\n") == [
        "因台风黄色预警（示例），根据《防汛应急预案（示例）》，经吴例十三批准，决定自2030年8月12日8时00分起启动Ⅳ级应急响应。",
        "",
        "一、组织指挥",
        "防指办牵头",
        "二、任务分工",
        "1. 例县水利局（示例）水旱灾害防御科：办理A1（启动后30分钟内）。",
        "2. 例县水利局（示例）水旱灾害防御科：办理A2（人员转移到位后2小时内）。",
        "三、工作要求",
        "各单位接到通知后立即落实，按时限反馈办理情况，重大情况随时报告。",
    ]
    assert told.to == (kit.OFFICE,) and told.number == "示例XY2030-0001-1" and "100-" not in told.body


def test_each_step_has_its_own_notice_however_it_went_on(desk, by, me):
    row = kit.started(desk, me, "IV")
    desk.clock.advance(minutes=30)
    seen = desk.responses.difference(row.id, "III")
    desk.responses.raise_to(row.id, "III", kit.APPROVED, digest=seen.digest, by=me)
    raised = desk.response_notices.text(row.id)
    assert raised.title == "关于将《防汛应急预案（示例）》应急响应由Ⅳ级提升至Ⅲ级的通知"
    assert raised.body.split("\n")[2:] == [
        "一、新增任务",
        "1. 例县水利局（示例）水旱灾害防御科：办理B1（启动后30分钟内）。",
        "2. 例县水利局（示例）水旱灾害防御科：办理B2（启动后30分钟内）。",
        "二、继续执行的任务",
        "1. 例县水利局（示例）水旱灾害防御科：办理A1。",
        "2. 例县水利局（示例）水旱灾害防御科：办理A2。",
    ], "headings without anything under them fall away"
    desk.responses.reach(row.id, "M1", by=me)
    seen = desk.responses.difference(row.id, "IV")
    desk.responses.lower_to(row.id, "IV", kit.APPROVED, digest=seen.digest, by=me)
    lowered = desk.response_notices.text(row.id)
    assert "三、不再执行的任务\n1. 例县水利局（示例）水旱灾害防御科：办理B1。" in lowered.body
    plan = desk.plans.by_code("YA-01")
    less = replace(desk.plans.text(plan.id), levels=(kit.level("IV", cards=(kit.card("Z9"),)),))
    desk.plans.change(plan.id, less, seen=plan.version, by=by)
    second = desk.responses.steps(row.id)[1]
    assert desk.response_notices.text(row.id, second.number).body == raised.body, "a changed plan changes no record"


def test_an_end(desk, me):
    row = kit.started(desk, me, "IV")
    desk.clock.advance(minutes=90)
    desk.responses.end(row.id, kit.answered(desk, row), kit.APPROVED, "台风远离", by=me)
    told = desk.response_notices.text(row.id)
    assert told.body.startswith(
        "经吴例十三批准，决定自2030年8月12日9时30分起终止2030年8月12日8时00分启动的Ⅳ级应急响应。"
    )
    assert "一、终止原因\n台风远离\n二、核对情况\n1. 人员返回：是\n2. 队伍归队：是\n" in told.body


def test_the_county_has_its_own_words(desk, by, me):
    row = kit.started(desk, me, "IV")
    first = next(item for item in desk.lists.rows("notice_templates") if item.get("kind") == "start")
    own = {**first.values, "title": "启动{等级}级响应", "text": "{事由}，{批准人}。"}
    changed = desk.lists.change("notice_templates", first.code, own, seen=first.version, by=by)
    assert desk.response_notices.text(row.id).body == "台风黄色预警（示例），吴例十三。"
    for text, code in (("{姓名}", "template_field_unknown"), ("{事由", "template_brace")):
        with pytest.raises(Refused, match=code):
            desk.lists.change("notice_templates", first.code, {**own, "text": text}, seen=changed.version, by=by)
    desk.lists.retire("notice_templates", first.code, seen=changed.version, by=by)
    with pytest.raises(Refused) as refused:
        desk.response_notices.text(row.id)
    assert "没有这种响应通知的模板" in words.sentence(refused.value, language="zh")
    with pytest.raises(Refused, match="no_such_notice"):
        desk.response_notices.text(row.id, 99)


def test_a_line_of_empty_fields_leaves_no_gap_in_the_numbers():
    assert composed("一、甲\n{新增}\n二、乙\n{保留}", {"保留": "x"}) == "一、乙\nx"
    assert composed("{等级}级", {}) == ""
