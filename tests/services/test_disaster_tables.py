"""快报表: every figure with unit and 截至, 不详 for what nobody told, 至少 in sums with a gap."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from console.domain.disaster_table import BY_UNIT, ITEMS, summed
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import FIGURES, Amount
from console.domain.people import Actor, Role
from console.errors import Refused, Unavailable
from tests.kit.glyphs import lines, pages, said
from ui import prints
from ui.printing.output import to_pdf


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


def opened(desk, by, clock, event_type="10201", **more):
    item = desk.intake.register(Intake(uuid4(), "台风", clock.now()), by=by)
    form = NewIncident(uuid4(), "样例台风", "大风大雨", event_type, **more)
    return desk.incidents.open(form, [item.id], by=by)


@pytest.fixture
def typhoon(desk, by, clock):
    return opened(desk, by, clock, place_text="0577", measures="=1+1 队伍 30 人")


TOWNS = {
    "样例镇": {"affected": Amount(120), "dead": Amount(0), "loss": Amount(1250)},
    "例东乡": {"affected": Amount(None), "dead": Amount(0)},
    "例西乡": {"affected": Amount(30, True), "dead": Amount(0)},
}


def cells(path, sheet="快报表"):
    book = load_workbook(path)
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def test_what_nobody_told_is_unknown_and_never_nought(desk, by, typhoon, tmp_path):
    desk.disaster_tables.export(typhoon.id, tmp_path / "a.xlsx", by=by)
    rows = cells(tmp_path / "a.xlsx")
    heads = rows.index(["项目", "单位", "数量", "截至", "来源"])
    figures = rows[heads + 1 : heads + 1 + len(ITEMS)]
    assert len(figures) == 26 and {row[2] for row in figures} == {"不详"}
    assert {row[1] for row in figures} == {"个", "人", "户", "间", "公顷", "万元"}
    told = {row[0]: row[1] for row in rows[:heads]}
    assert told["灾种"] == "气象灾害" and told["亚灾种"] == "台风" and told["发生时间"] == told["结束时间"] == "不详"
    assert rows[-1][0] == "报出时间" and rows[-3][:2] == ["填报人", "陈例一"]


def test_figures_stand_with_unit_time_and_source_as_numbers(desk, by, typhoon, clock, tmp_path):
    as_of = clock.now() - timedelta(minutes=30)
    figures = {"dead": Amount(0), "missing": Amount(3, True), "loss": Amount(123450), "crops": Amount(None)}
    desk.incident_figures.revise(typhoon.id, figures, as_of, "样例镇", by=by)
    desk.disaster_tables.export(typhoon.id, tmp_path / "a.xlsx", by=by)
    rows = {row[0]: row[1:] for row in cells(tmp_path / "a.xlsx")}
    assert rows["因灾死亡人口"] == ["人", 0, "2030-08-12 07:30", "样例镇"]
    assert rows["因灾失踪（失联）人口"][1] == "至少 3" and rows["直接经济损失"][:2] == ["万元", 1234.5]
    assert rows["农作物受灾面积"] == ["公顷", "不详", "2030-08-12 07:30", "样例镇"], "somebody said that it is unknown"
    assert rows["受灾人口"] == ["人", "不详", None, None]
    assert rows["截至"][0] == "2030-08-12 07:30"


def test_texts_stay_texts(desk, by, typhoon, tmp_path):
    desk.disaster_tables.export(typhoon.id, tmp_path / "a.xlsx", by=by)
    rows = {row[0]: row[1] for row in cells(tmp_path / "a.xlsx")}
    assert rows["地点"] == "0577" and rows["投入力量、资金、物资"] == "=1+1 队伍 30 人"
    sheet = load_workbook(tmp_path / "a.xlsx")["快报表"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert rows["事件"] == f"{typhoon.number}　样例台风" and next(iter(rows)) == "【示例】自然灾害情况快报表"


def test_the_towns_are_summed_with_at_least_where_one_did_not_tell(desk, by, typhoon, tmp_path):
    desk.disaster_tables.export(typhoon.id, tmp_path / "a.xlsx", by=by, by_unit=TOWNS)
    heads, *rows = cells(tmp_path / "a.xlsx", "分乡镇")
    assert heads[:3] == ["乡镇", "受灾人口（人）", "因灾死亡人口（人）"] and len(heads) == 1 + len(BY_UNIT)
    by_name = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert list(by_name) == ["样例镇", "例东乡", "例西乡", "合计"]
    total = by_name["合计"]
    assert total["受灾人口（人）"] == "至少 150" and total["因灾死亡人口（人）"] == 0
    assert total["直接经济损失（万元）"] == "至少 12.5" and total["紧急转移安置人口（人）"] == "不详"
    assert by_name["例东乡"]["受灾人口（人）"] == "不详"
    assert summed({}) == ()


def test_every_item_is_taken_from_a_figure_of_its_own_unit():
    for item in ITEMS:
        assert not item.key or FIGURES[item.key].unit is item.unit
    assert len({item.code for item in ITEMS}) == len(ITEMS)


def test_an_accident_has_no_such_form_and_an_event_of_no_type_yet_has(desk, by, clock):
    accident = opened(desk, by, clock, "20101")
    with pytest.raises(Refused, match="not_a_disaster"):
        desk.disaster_tables.table(accident.id, by)
    untyped = opened(desk, by, clock, None)
    assert desk.disaster_tables.table(untyped.id, by).hazard == ""
    with pytest.raises(Refused, match="no_such_incident"):
        desk.disaster_tables.table(uuid4(), by)


def test_taking_it_out_is_in_the_audit_book_and_a_failure_is_not(desk, by, typhoon, tmp_path):
    with pytest.raises(Unavailable, match="cannot_write_file"):
        desk.disaster_tables.export(typhoon.id, tmp_path / "no" / "a.xlsx", by=by)
    desk.disaster_tables.export(typhoon.id, tmp_path / "a.xlsx", by=by)
    with desk.opened.store.reading() as connection:
        told = connection.exec_driver_sql("SELECT text FROM audit_entry WHERE text LIKE '导出快报表%'").scalars().all()
    assert told == [f"导出快报表 {typhoon.number}：a.xlsx"]


def test_the_print_has_every_item_the_towns_and_boxes_to_sign(desk, by, typhoon, clock, tmp_path, qapp):
    desk.incident_figures.revise(
        typhoon.id, {"dead": Amount(0), "affected": Amount(1200)}, clock.now(), "样例镇", by=by
    )
    form = prints.form_of(desk, prints.Disaster(typhoon.id, by, TOWNS))
    assert (form.kind, form.number, form.watermark) == ("disaster", typhoon.number, "示例")
    to_pdf(form, tmp_path / "a.pdf")
    text = "".join(said(line) for page in pages(tmp_path / "a.pdf") for line in lines(page)).replace(" ", "")
    for wanted in (
        "自然灾害情况快报表",
        "因灾死亡人口",
        "家庭财产损失",
        "分乡镇灾情",
        "例东乡",
        "合计",
        "填报人",
        "负责人",
    ):
        assert wanted in text, wanted
    assert text.count("不详") > 20 and "至少150" in text and "2030-08-1208:00" in text
