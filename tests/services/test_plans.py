"""The plan library: plans are kept whole, compared and retired; what cannot be carried out is refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from console import words
from console.domain.plans import START, Card, Level, Milestone, PlanText
from console.errors import Refused
from tests.kit import plans as kit


def test_a_plan_comes_back_as_it_was_typed(desk, by):
    text = kit.plan(
        issued_on=date(2030, 5, 6), filed_on=date(2030, 5, 20), filing_number="备〔2030〕1号", owner="县防指办"
    )
    row = desk.plans.add(text, by=by)
    kept = desk.plans.text(row.id)
    assert set(kept.levels) == set(text.levels) and replace(kept, levels=()) == replace(text, levels=())
    assert [level.level for level in kept.levels] == ["II", "III", "IV"], "the highest first"
    assert (row.levels, row.cards, row.structured) == (("II", "III", "IV"), 11, True)
    assert desk.log.verify().fault is None


def test_a_change_touches_only_what_differs_and_stands_in_the_history(desk, by):
    row = desk.plans.add(kit.plan(), by=by)
    text = desk.plans.text(row.id)
    third = text.at("III")
    cards = (replace(third.cards[0], action="改为夜间巡查"), *third.cards[2:])
    levels = tuple(replace(one, cards=cards) if one is third else one for one in text.levels if one.level != "IV")
    changed = desk.plans.change(row.id, replace(text, levels=levels), seen=row.version, by=by)
    assert (changed.version, changed.levels, changed.cards) == (2, ("II", "III"), 8)
    assert [card.action for card in desk.plans.text(row.id).at("III").cards] == ["改为夜间巡查", "办理B1", "办理B2"]
    newest, first = desk.plans.history(row.id)
    assert "修改，响应等级 1 个，任务卡 4 张" in newest.text and "新增，响应等级 3 个，任务卡 11 张" in first.text
    assert desk.log.verify().fault is None


def test_nothing_changed_writes_nothing(desk, by):
    row = desk.plans.add(kit.plan(), by=by)
    assert desk.plans.change(row.id, desk.plans.text(row.id), seen=row.version, by=by).version == row.version
    assert len(desk.plans.history(row.id)) == 1


def test_what_was_taken_out_comes_back_as_the_same_card(desk, by):
    row = desk.plans.add(kit.plan(), by=by)
    text = desk.plans.text(row.id)
    less = desk.plans.change(row.id, replace(text, levels=text.levels[:1]), seen=row.version, by=by)
    desk.plans.change(row.id, text, seen=less.version, by=by)
    assert desk.plans.text(row.id) == text and desk.log.verify().fault is None


def test_two_who_change_one_plan(desk, by):
    row = desk.plans.add(kit.plan(), by=by)
    desk.plans.change(row.id, replace(desk.plans.text(row.id), owner="县水利局"), seen=row.version, by=by)
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.plans.change(row.id, kit.plan(), seen=row.version, by=by)


def test_a_retired_plan_is_not_listed_and_not_started(desk, by):
    row = desk.plans.add(kit.plan(), by=by)
    with pytest.raises(Refused, match="reason_missing"):
        desk.plans.retire(row.id, " ", seen=row.version, by=by)
    retired = desk.plans.retire(row.id, "由新版代替", seen=row.version, by=by)
    assert desk.plans.rows() == [] and desk.plans.rows(retired=True) == [retired]
    with pytest.raises(Refused, match="plan_retired"):
        desk.responses.preview(row.id, "III", kit.WARNING)
    assert desk.plans.restore(row.id, seen=retired.version, by=by).active


def test_found_by_words_and_kind(desk, by):
    desk.plans.add(kit.plan("YA-01"), by=by)
    desk.plans.add(kit.plan("YA-02", title="森林火灾应急预案（示例）", kind="department", owner="县资规局"), by=by)
    assert [row.code for row in desk.plans.rows("森林 资规")] == ["YA-02"]
    assert [row.code for row in desk.plans.rows(kind="special")] == ["YA-01"]
    assert desk.plans.rows("100%_") == []


def test_coverage_filing_and_review(desk, by):
    today = desk.plans.today()
    desk.plans.add(kit.plan("YA-01", issued_on=date(2030, 8, 1), review_on=date(2030, 8, 11)), by=by)
    desk.plans.add(kit.plan("YA-02", levels=(), issued_on=date(2030, 7, 1)), by=by)
    desk.plans.add(kit.plan("YA-03", issued_on=date(2030, 7, 1), filed_on=date(2030, 7, 9), review_on=today), by=by)
    desk.plans.add(kit.plan("YA-04", levels=(kit.level("IV", cards=()),)), by=by)
    found = desk.plans.coverage()
    assert (found.plans, found.structured) == (4, 2)
    late, soon = desk.plans.not_filed()
    assert (late.code, late.file_by) == ("YA-02", date(2030, 7, 29)) and soon.code == "YA-01"
    assert [row.code for row in desk.plans.review_overdue()] == ["YA-01"], "the day itself is not over yet"


@pytest.mark.parametrize(
    ("issued", "last", "plain"),
    [
        (date(2024, 9, 20), date(2024, 10, 23), False),  # 国庆 with its swapped days: 20 days that were worked
        (date(2030, 8, 9), date(2030, 9, 6), True),  # nobody knows the holidays of that year yet
        (date(2030, 8, 10), date(2030, 9, 6), True),
    ],
)
def test_working_days_until_it_is_filed(desk, by, issued, last, plain):
    row = desk.plans.add(kit.plan(issued_on=issued), by=by)
    assert (row.file_by, row.by_weekdays) == (last, plain)
    assert desk.plans.change(row.id, kit.plan(issued_on=issued, filed_on=last), seen=1, by=by).file_by is None
    own = {"name": "县里放假", "date": "2030-08-12", "kind": "holiday"}
    if plain:
        desk.lists.add("holidays", own, by=by)
        row = desk.plans.change(row.id, kit.plan(issued_on=issued), seen=2, by=by)
        assert (row.file_by, row.by_weekdays) == (date(2030, 9, 9), False), "the county's own list counts"


def _with(level: Level) -> PlanText:
    return kit.plan(levels=(level,))


LOOP = (Milestone("M1", "转移", "M3"), Milestone("M2", "封控", "M1"), Milestone("M3", "清场", "M2"))
BAD: dict[str, tuple[PlanText, str]] = {
    "level unknown": (_with(kit.level("V")), "没有“V”这个响应等级，只有Ⅰ、Ⅱ、Ⅲ、Ⅳ级。"),
    "level twice": (kit.plan(levels=(kit.level("IV"), kit.level("IV"))), "Ⅳ级响应写了两次。"),
    "circle": (_with(kit.level("IV", milestones=LOOP)), "里程碑互为先后，无法开始：M1 → M3 → M2 → M1。"),
    "self": (
        _with(kit.level("IV", milestones=(Milestone("M1", "转移", "M1"),))),
        "里程碑互为先后，无法开始：M1 → M1。",
    ),
    "after nothing": (
        _with(kit.level("IV", milestones=(Milestone("M1", "转移", "M9"),))),
        "里程碑“M1”写在“M9”之后，但没有这个里程碑。"
    ),
    "milestone twice": (
        _with(kit.level("IV", milestones=(Milestone("M1", "转移"), Milestone("M1", "封控")))), "里程碑“M1”重复。"
    ),
    "due negative": (
        _with(kit.level("IV", cards=(kit.card("A1", due_minutes=-5),))),
        "任务“A1”的时限 -5 分钟不对，应为 1 至 43200 分钟。",
    ),
    "due zero": (
        _with(kit.level("IV", cards=(kit.card("A1", due_minutes=0),))),
        "任务“A1”的时限 0 分钟不对，应为 1 至 43200 分钟。"
    ),
    "card twice": (
        _with(kit.level("IV", cards=(kit.card("A1"), kit.card("A1")))), "Ⅳ级响应中任务编号“A1”重复。"
    ),
    "card after nothing": (
        _with(kit.level("IV", cards=(kit.card("A1", after="M7"),))), "任务“A1”从“M7”起算，本级响应没有这个里程碑。"
    ),
    "no starter": (_with(kit.level("IV", starter=" ")), "预案Ⅳ缺少“启动人”。"),
    "no action": (_with(kit.level("IV", cards=(kit.card("A1", action=""),))), "预案A1缺少“任务”。"),
    "no post": (_with(kit.level("IV", cards=(kit.card("A1", post=""),))), "预案A1缺少“岗位”。"),
    "no title": (kit.plan(title=" "), "预案缺少“名称”。"),
    "kind": (kit.plan(kind="secret"), "没有“secret”这种预案类型。"),
    "tier": (kit.plan(tier="moon"), "没有“moon”这种预案层级。"),
    "long": (kit.plan(title="长" * 201), "“名称”超过 200 字。"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_carried_out_is_refused_with_a_sentence(desk, by, name):
    text, sentence = BAD[name]
    with pytest.raises(Refused) as refused:
        desk.plans.add(text, by=by)
    assert words.sentence(refused.value, language="zh") == sentence
    assert desk.plans.rows(retired=True) == []


def test_two_plans_with_one_code(desk, by):
    desk.plans.add(kit.plan(), by=by)
    with pytest.raises(Refused) as refused:
        desk.plans.add(kit.plan(title="另一个预案"), by=by)
    assert words.sentence(refused.value, language="zh") == "预案编号“YA-01”已被《防汛应急预案（示例）》使用。"


def test_the_longest_card_still_fits_into_a_task(desk, by, tmp_path):
    """Whatever the library takes can be started: nothing that is refused only when it is needed."""
    longest = Card("甲" * 40, "岗" * 100, "办" * 800, 43_200, START, "位" * 100, "标" * 400, "证" * 200, "需" * 400)
    desk.plans.add(kit.plan(levels=(kit.level("I", cards=(longest,)),)), by=by)
    row = kit.started(desk, kit.officer(desk, by), "I")
    assert (row.cards, row.waiting) == (1, 0)


def test_its_document_is_an_attachment(desk, by):
    row = desk.plans.add(kit.plan(), by=by)
    desk.files.add(b"%PDF-1.7", "防汛预案.pdf", "plan", row.id, by=by)
    (kept,) = desk.files.of(row.id)
    assert kept.name == "防汛预案.pdf" and desk.log.verify().fault is None
