"""Papers of plans and responses measured in their PDFs: nothing cut or empty, one page for the wall, 公文 facts."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdf import PdfReader

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.plans import Level
from tests.kit import plans as kit
from tests.kit.glyphs import lines, pages
from ui import prints
from ui.plan_prints import Notice, PlanCards, ResponseCards, WallPlan
from ui.printing.form import Pairs
from ui.printing.output import to_pdf

ME = Actor.tool("tester")
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
"""The type area of GB/T 9704-2012 on A4: margins of 37 above, 35 below, 28 at the left, 26 at the right, in mm."""


@pytest.fixture(scope="module")
def county(sample_store: DataDir, tmp_path_factory: pytest.TempPathFactory):
    """The sample county with its 24 plans; nothing is written into it."""
    from datetime import UTC, datetime
    from shutil import copytree

    data = DataDir(tmp_path_factory.mktemp("walls") / "store")
    copytree(sample_store.root, data.root)
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, 0, 0, tzinfo=UTC)))
    yield desk
    desk.close()


def drawn(desk, item, folder) -> str:
    to_pdf(prints.form_of(desk, item), folder / "a.pdf")
    return "".join(re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(folder / "a.pdf").pages)


def missing(text: str, *wanted: str) -> list[str]:
    return [one for one in dict.fromkeys(wanted) if "".join(one.split()) not in text]


def test_every_plan_of_the_county_hangs_on_one_page(county, tmp_path):
    for row in county.plans.rows():
        to_pdf(prints.form_of(county, WallPlan(row.id)), tmp_path / "a.pdf")
        assert len(PdfReader(tmp_path / "a.pdf").pages) == 1, row.title


def test_the_longest_plan_says_every_level_and_task_on_its_page_and_inside_its_edges(county, tmp_path):
    row = max(county.plans.rows(), key=lambda row: row.cards)
    assert row.cards > 100
    text, plan = drawn(county, WallPlan(row.id), tmp_path), county.plans.text(row.id)
    for level in plan.levels:
        said = [card.action for card in level.cards] + [f"{card.unit}{card.post}" for card in level.cards]
        assert missing(text, level.starts_when, level.ends_when, level.starter, level.organisation, *said) == []
    (glyphs,) = pages(tmp_path / "a.pdf")
    assert min(one.x for one in glyphs) > 17.9 and max(one.x for one in glyphs) < 192.1
    below = [one.y for one in glyphs if one.y > 297 - 26 + 6]
    assert len(below) < 160, "only the foot stands under the table"


def test_a_task_of_several_levels_stands_once_with_its_levels(desk, tmp_path):
    shared = tuple(kit.card(f"A{at:02d}") for at in range(30))
    levels = tuple(Level(name, "条件", "指挥长", cards=(*shared, kit.card(f"Z-{name}"))) for name in ("I", "II", "III"))
    other = replace(levels[0], cards=(replace(shared[0], due_minutes=90), *levels[0].cards[1:]))
    row = desk.plans.add(kit.plan(levels=(other, *levels[1:])), by=ME)
    table = prints.form_of(desk, WallPlan(row.id)).blocks[-1]
    told = {row.cells[0]: row.cells for row in table.rows}
    assert told["办理A05"][-1] == "ⅢⅡⅠ" and told["办理Z-II"][-1] == "Ⅱ"
    twice = [row.cells[-1] for row in table.rows if row.cells[0] == "办理A00"]
    assert twice == ["ⅢⅡ", "Ⅰ"], "another limit at another level is another row"


# notices


NUMERALS = "零一二三四五六七八九"


def many(desk, folder, count=40):
    """A response with so many tasks of as many units, and its cards."""
    kit.people(desk, folder, ME)
    cards = []
    for at in range(count):
        number = NUMERALS[at // 10] + NUMERALS[at % 10]
        said = {"unit": f"例县第{number}成员单位（示例）", "action": f"第{number}项任务逐户核实并登记造册报指挥部"}
        cards.append(kit.card(f"N{at:02d}", **said))
    desk.plans.add(kit.plan(levels=(kit.level("III", cards=tuple(cards), organisation="防指办牵头"),)), by=ME)
    return kit.started(desk, kit.officer(desk, ME), "III"), cards


def body(folder) -> str:
    """The words of the type area alone, page after page."""
    found = [line for page in pages(folder / "a.pdf") for line in lines(page, 16) if TOP < line[0].y < BOTTOM]
    return "".join(one.text for line in found for one in line).replace(" ", "")


def test_a_notice_keeps_the_margins_the_22_lines_and_the_28_characters(desk, tmp_path):
    row, _ = many(desk, tmp_path)
    drawn(desk, Notice(row.id), tmp_path)
    made = pages(tmp_path / "a.pdf")
    full = [line for line in lines(made[1], 16) if TOP < line[0].y < BOTTOM]
    assert len(full) == 22
    assert max(len(line) for line in full) == 28
    ends = [glyph for line in full for glyph in (line[0], line[-1])]
    assert min(one.x for one in ends) == pytest.approx(LEFT, abs=0.3)
    assert max(one.x for one in ends) == pytest.approx(RIGHT - (RIGHT - LEFT) / 28, abs=1.0)
    steps = {round(second[0].y - first[0].y, 1) for first, second in pairwise(full)}
    assert all(step == pytest.approx((BOTTOM - TOP) / 22, abs=0.2) for step in steps)


def test_a_notice_says_every_task_and_leaves_no_field_open(desk, tmp_path):
    row, cards = many(desk, tmp_path)
    drawn(desk, Notice(row.id), tmp_path)
    text = body(tmp_path)
    assert missing(text, *(card.action for card in cards), *(f"{card.unit}{card.post}：" for card in cards)) == []
    assert f"主送：{cards[0].unit}" in text and f"{cards[-1].unit}。" in text, (
        "too many for the 版记 too: behind the text"
    )
    assert "{" not in text and "None" not in text and "。。" not in text and "：。" not in text


def test_receivers_that_would_fill_the_first_page_stand_in_the_edition_notice(desk, tmp_path):
    """GB/T 9704-2012, 7.3.2 and 7.4.2: the first page shows the text, 主送 goes to the end of the last one."""
    row, cards = many(desk, tmp_path, 20)
    to_pdf(prints.form_of(desk, Notice(row.id)), tmp_path / "a.pdf")
    first, *_, last = [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(tmp_path / "a.pdf").pages]
    assert "因台风黄色预警（示例），根据" in first and "一、组织指挥" in first
    assert f"主送：{cards[0].unit}" in last and f"{cards[-1].unit}。" in last
    assert f"{cards[0].unit}，" not in first


def test_a_few_receivers_stand_above_the_text(desk, tmp_path):
    kit.people(desk, tmp_path, ME)
    desk.plans.add(kit.plan(), by=ME)
    text = drawn(desk, Notice(kit.started(desk, kit.officer(desk, ME)).id), tmp_path)
    assert f"通知{kit.OFFICE}：因台风" in text and "主送" not in text


# task cards


def test_cards_of_a_response_have_every_word_and_no_empty_field(desk, tmp_path):
    kit.people(desk, tmp_path, ME)
    said = {
        "standard": "逐户核实并登记造册，做到不漏一户、不落一人，结果报指挥部" * 3,
        "evidence": "现场照片和签到表各一份",
    }
    cards = (
        kit.card("A1", action="组织危险区域人员转移" * 20, needs="冲锋舟两艘、救生衣四十件", **said),
        kit.card("A2"),
    )
    desk.plans.add(kit.plan(levels=(kit.level("III", cards=cards),)), by=ME)
    row = kit.started(desk, kit.officer(desk, ME), "III")
    for item in (ResponseCards(row.id), ResponseCards(row.id, kit.POST)):
        form, text = prints.form_of(desk, item), drawn(desk, item, tmp_path)
        about = next(block for block in form.blocks if isinstance(block, Pairs))
        assert [pair.label for pair in about.pairs if not pair.value] == []
        wanted = [card.action for card in cards] + [card.needs for card in cards] + list(said.values())
        assert missing(text, *wanted, "解例九", "启动后30分钟内", "2030-08-1208:30", row.number, row.cause) == []


def test_cards_of_the_library_leave_room_for_who_it_will_be(desk, tmp_path):
    row = desk.plans.add(kit.plan(), by=ME)
    form = prints.form_of(desk, PlanCards(row.id, "III"))
    about = next(block for block in form.blocks if isinstance(block, Pairs))
    assert [pair.label for pair in about.pairs if not pair.value] == ["针对", "责任人与电话"]
