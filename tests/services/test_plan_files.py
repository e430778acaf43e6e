"""Plans out of workbooks as counties have them, and back again: nothing lost, nothing taken that cannot be started."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from console.domain.plan_heads import HEADS, SHEETS, after_of, milestones_of, milestones_text, minutes_of
from console.domain.plans import START, Milestone
from console.errors import Refused
from console.services.plan_files import said
from tests.kit import plans as kit

PLANS = ("预案编号", "预案名称", "类型", "发布日期")
LEVELS = ("预案编号", "响应等级", "启动条件", "启动人", "里程碑", "终止核对")
CARDS = ("预案编号", "响应等级", "任务编号", "岗位", "单位", "任务", "起算", "时限（分钟）")


def book(path, **sheets):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def county(path, plans=(), levels=(), cards=()):
    """A workbook with one sound plan and what is added to it."""
    return book(
        path,
        预案=[PLANS, ("YA-01", "防汛应急预案（示例）", "专项", datetime(2030, 5, 6)), *plans],
        等级=[LEVELS, ("YA-01", "Ⅲ级", "预计48小时内受影响", "副指挥长", "M1=转移到位", "人员返回；队伍归队"), *levels],
        任务=[CARDS, ("YA-01", "3", "A1", kit.POST, kit.OFFICE, "加密监测", "启动", 30), *cards],
    )


def problems(told):
    return [(found.sheet, found.row, found.column, said(found, "zh")) for found in told.problems]


@pytest.fixture
def people(desk, by, tmp_path):
    kit.people(desk, tmp_path, by)


def test_an_export_comes_back_as_it_went(desk, by, tmp_path, people):
    cards = (kit.card("001", standard="=每小时", evidence="-表", needs="+车\n两辆"), kit.card("A2", after="M2"))
    steps = (Milestone("M1", "人员转移到位"), Milestone("M2", "险情排除", "M1"))
    plan = kit.plan(
        levels=(kit.level("II", cards=cards, milestones=steps), kit.level("IV")), issued_on=date(2030, 5, 6),
        tier="town",
        filed_on=date(2030, 5, 20), review_on=date(2033, 5, 6),
        filing_number="备1", owner="县防指办", edition="3", remark="注",
    )  # fmt: skip
    desk.plans.add(plan, by=by)
    desk.plans.add(kit.plan("YA-02", levels=()), by=by)
    before = [desk.plans.text(row.id) for row in desk.plans.rows()]
    file = tmp_path / "预案.xlsx"
    assert desk.plan_files.export(file, by=by) == 2
    told = desk.plan_files.import_file(file, retire_absent=True, by=by)
    assert told.applied and (told.unchanged, told.updated, told.added, told.problems) == (2, 0, 0, ())
    assert [desk.plans.text(row.id) for row in desk.plans.rows()] == before
    for row in desk.plans.rows():
        desk.plans.change(row.id, replace(desk.plans.text(row.id), levels=(), owner="别处"), seen=row.version, by=by)
    assert desk.plan_files.import_file(file, by=by).updated == 2
    assert [desk.plans.text(row.id) for row in desk.plans.rows()] == before and desk.log.verify().fault is None


def test_the_template_is_read_by_the_import_and_its_example_is_not(desk, by, tmp_path):
    told = desk.plan_files.import_file(desk.plan_files.save_template(tmp_path / "模板.xlsx"), by=by)
    assert (told.read, told.changes, told.problems) == (0, (), ())
    assert set(SHEETS) == set(HEADS)


def test_a_dry_run_says_what_would_change_and_changes_nothing(desk, by, tmp_path, people):
    desk.plans.add(kit.plan(), by=by)
    file = county(tmp_path / "新.xlsx", cards=[("YA-01", "Ⅲ", "D9", kit.POST, kit.OFFICE, "新任务", "M1", "2小时")])
    told = desk.plan_files.import_file(file, dry_run=True, by=by)
    (one,) = told.changes
    assert not told.applied and (one.new, one.levels, one.new_cards) == (False, ("III",), ("III D9",))
    assert one.fields == (("issued_on", "", "2030-05-06"),)
    assert one.changed_cards == (("III A1", (("action", "办理A1", "加密监测"),)),)
    assert "III B2" in one.absent and one.retired_cards == () and desk.plans.by_code("YA-01").version == 1
    applied = desk.plan_files.import_file(file, by=by)
    assert applied.applied and applied.updated == 1
    third = desk.plans.text(desk.plans.by_code("YA-01").id).at("III")
    assert [card.code for card in third.cards] == ["A1", "D9", "A2", "B1", "B2"], "what the file has not stays behind"
    assert (third.cards[1].due_minutes, third.cards[1].after) == (120, "M1")


def test_a_new_edition_may_take_out_what_it_has_not(desk, by, tmp_path, people):
    desk.plans.add(kit.plan(), by=by)
    told = desk.plan_files.import_file(county(tmp_path / "新版.xlsx"), retire_absent=True, by=by)
    assert set(told.changes[0].retired_cards) >= {"III B2", "IV A1"} and set(told.changes[0].levels) == {
        "III",
        "II",
        "IV",
    }
    assert desk.plans.by_code("YA-01").levels == ("III",)


def test_titles_notes_merged_cells_and_heads_in_any_order(desk, by, tmp_path, people):
    file = county(tmp_path / "a.xlsx")
    made = Workbook()
    sheet = made.active
    sheet.title = "任务卡一览"
    rows = [
        ("例县防汛任务卡（示例）",), ("填报单位：防指办", None, None, "日期：2030年8月"),
        ("序号", "完成时限", "工作任务", "责任岗位", "承担单位", "响应级别", "编号", "任务卡编号", "触发"),
        (1, "30分钟", "巡查水库", kit.POST, kit.OFFICE, "Ⅲ级响应", "YA-01", "A1", None),
        (2, "1.5小时", "巡查山塘", kit.POST, kit.OFFICE, None, None, "A2", "转移到位后"),
        (None,) * 9,
        (3, "1天内", "总结", kit.POST, kit.OFFICE, "三级", "YA-01", 3, "启动"),
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("G4:G5")
    sheet.merge_cells("F4:F5")
    made.create_sheet("说明").append(("本表由各单位填报",))
    made.save(tmp_path / "b.xlsx")
    assert desk.plan_files.import_file(file, by=by).applied
    told = desk.plan_files.import_file(tmp_path / "b.xlsx", by=by)
    assert problems(told) == [] and told.read == 3
    cards = desk.plans.text(desk.plans.by_code("YA-01").id).at("III").cards
    found = [(card.code, card.action, card.due_minutes, card.after) for card in cards]
    assert found == [("A1", "巡查水库", 30, START), ("A2", "巡查山塘", 90, "M1"), ("3", "总结", 1440, START)]


BAD = {
    "two plans with one code": (
        {"plans": [("YA-01", "另一个", "专项")]}, ("预案", 3, "code", "预案编号“YA-01”与第 2 行重复。")
    ),
    "no code": ({"plans": [(None, "无编号预案", "专项")]}, ("预案", 3, "code", "预案缺少“编号”。")),
    "no title": ({"plans": [("YA-02", None, "专项")]}, ("预案", 3, "title", "预案缺少“名称”。")),
    "kind": ({"plans": [("YA-02", "另一个", "绝密")]}, ("预案", 3, "kind", "没有“绝密”这种预案类型。")),
    "day": ({"plans": [("YA-02", "另一个", "专项", "去年")]}, ("预案", 3, "issued_on", "发布日期：“去年”无法识别。")),
    "29 February": (
        {"plans": [("YA-02", "另", "专项", "2030-02-29")]}, ("预案", 3, "issued_on", "发布日期：“2030-02-29”无法识别。")
    ),
    "level unknown": (
        {"levels": [("YA-01", "五级", "条件", "指挥长")]},
        ("等级", 3, "level", "没有“五级”这个响应等级，只有Ⅰ、Ⅱ、Ⅲ、Ⅳ级。"),
    ),
    "level twice": ({"levels": [("YA-01", "III", "条件", "指挥长")]}, ("等级", 3, "level", "Ⅲ级响应写了两次。")),
    "circle": (
        {"levels": [("YA-01", "I", "条件", "指挥长", "M1=甲（M2之后）\nM2=乙（M1后）")]},
        ("等级", 3, "milestone", "里程碑互为先后，无法开始：M1 → M2 → M1。"),
    ),
    "plan unknown": (
        {"levels": [("YA-77", "I", "条件", "指挥长")]},
        ("等级", 3, "code", "没有预案“YA-77”，文件和预案库中都找不到。"),
    ),
    "due negative": (
        {"cards": [("YA-01", "III", "A2", kit.POST, kit.OFFICE, "任务", "", -30)]},
        ("任务", 3, "due_minutes", "任务“A2”的时限 -30 分钟不对，应为 1 至 43200 分钟。"),
    ),
    "due word": (
        {"cards": [("YA-01", "III", "A2", kit.POST, kit.OFFICE, "任务", "", "立即")]},
        ("任务", 3, "due_minutes", "时限（分钟）：“立即”无法识别。"),
    ),
    "due missing": (
        {"cards": [("YA-01", "III", "A2", kit.POST, kit.OFFICE, "任务")]},
        ("任务", 3, "due_minutes", "预案A2缺少“时限”。")
    ),
    "card twice": (
        {"cards": [("YA-01", "Ⅲ", "A1", kit.POST, kit.OFFICE, "任务", "", 30)]},
        ("任务", 3, "code", "Ⅲ级响应中任务编号“A1”重复。"),
    ),
    "after": (
        {"cards": [("YA-01", "III", "A2", kit.POST, kit.OFFICE, "任务", "M5", 30)]},
        ("任务", 3, "after", "任务“A2”从“M5”起算，本级响应没有这个里程碑。"),
    ),
    "level of card": (
        {"cards": [("YA-01", "I", "A2", kit.POST, kit.OFFICE, "任务", "", 30)]},
        ("任务", 3, "level", "预案“YA-01”没有“Ⅰ”级响应。"),
    ),
    "long": (
        {"cards": [("YA-01", "III", "A2", kit.POST, kit.OFFICE, "长" * 801, "", 30)]},
        ("任务", 3, "action", "“任务”超过 800 字。"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_told_and_keeps_everything_out_unless_asked(desk, by, tmp_path, people, name):
    rows, problem = BAD[name]
    file = county(tmp_path / "坏.xlsx", **rows)
    told = desk.plan_files.import_file(file, by=by)
    assert problems(told) == [problem] and not told.applied and desk.plans.rows() == []
    good = desk.plan_files.import_file(file, good_rows_only=True, by=by)
    assert good.applied and good.refused == 1
    assert [(row.code, row.cards) for row in desk.plans.rows()] == [("YA-01", 1)]


def test_a_post_nobody_holds_is_a_warning(desk, by, tmp_path, people):
    file = county(tmp_path / "岗位.xlsx", cards=[("YA-01", "III", "A2", "巡塘员", kit.OFFICE, "巡塘", "", 30)])
    told = desk.plan_files.import_file(file, by=by)
    assert told.applied and [(one.row, one.column, one.code) for one in told.warned] == [
        (3, "post", "response.gap.unheld")
    ]
    assert said(told.warned[0]) == f"{kit.OFFICE} 巡塘员：岗位无人"


def test_a_card_kept_from_before_whose_milestone_is_gone(desk, by, tmp_path, people):
    cards = (kit.card("A1"), kit.card("Z1", after="M1"))
    desk.plans.add(kit.plan(levels=(kit.level("III", cards=cards),)), by=by)
    file = book(tmp_path / "新.xlsx", 等级=[LEVELS, ("YA-01", "III", "条件", "指挥长", "M8=其他", "")])
    told = desk.plan_files.import_file(file, by=by)
    assert problems(told) == [("等级", 2, "after", "任务“Z1”从“M1”起算，本级响应没有这个里程碑。")] and not told.applied


def test_what_is_no_workbook_of_plans(desk, by, tmp_path):
    with pytest.raises(Refused, match="plans_no_header"):
        desk.plan_files.import_file(book(tmp_path / "别的.xlsx", 表=[("姓名", "电话")]), by=by)
    (tmp_path / "假.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 500)
    with pytest.raises(Refused, match="file_damaged"):
        desk.plan_files.import_file(tmp_path / "假.xlsx", by=by)
    with zipfile.ZipFile(tmp_path / "炸弹.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (70 << 20))
    with pytest.raises(Refused, match="file_too_big"):
        desk.plan_files.import_file(tmp_path / "炸弹.xlsx", by=by)
    with pytest.raises(Refused, match="no_such_file"):
        desk.plan_files.import_file(tmp_path / "没有.xlsx", by=by)


def test_a_formula_without_a_value_is_an_empty_cell(desk, by, tmp_path, people):
    file = county(tmp_path / "公式.xlsx", cards=[("YA-01", "III", "A2", kit.POST, kit.OFFICE, "任务", "", "=15*2")])
    told = desk.plan_files.import_file(file, by=by)
    assert problems(told) == [("任务", 3, "due_minutes", "预案A2缺少“时限”。")]


@pytest.mark.parametrize("text", ["", "M1=甲", "M1=甲\nM2=乙（M1之后）"])
def test_milestones_as_text_and_back(text):
    assert milestones_text(milestones_of(text)) == text


def test_a_milestone_may_be_a_name_alone():
    made = milestones_of("人员转移到位\nM1=队伍就位；险情排除（M1之后）")
    assert [(one.code, one.name, one.after) for one in made] == [
        ("M2", "人员转移到位", "start"), ("M1", "队伍就位", "start"), ("M3", "险情排除", "M1"),
    ]  # fmt: skip
    assert after_of("人员转移到位后", made) == "M2"


@pytest.mark.parametrize(
    ("cell", "minutes"), [(30, 30), (30.0, 30), ("0.5小时", 30), (" 2 小时内", 120), ("1天", 1440)]
)
def test_time_limits(cell, minutes):
    assert minutes_of(cell) == minutes


@pytest.mark.parametrize("cell", ["一小时", "30秒", "0.01小时", "1e9", "三", "30 40", "9" * 12])
def test_what_is_no_time_limit(cell):
    with pytest.raises(ValueError, match=r".+"):
        minutes_of(cell)
