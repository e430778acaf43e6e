"""What the printed forms say, read back from the PDF by another program's reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from console import words
from console.domain.inbound import FIGURES, ActionRow, FigureValue
from console.domain.log import NewEntry
from console.domain.realm import Realm
from ui.printing.form import Pairs, Section
from ui.printing.layout import lay_out
from ui.printing.output import to_pdf
from ui.printing.sheets import Print, day_log_form, handover_form, inbound_form
from ui.printing.station import Station

LATER = datetime(2031, 8, 13, 2, 30, tzinfo=UTC)


def bare(text):
    return "".join(text.split())


def printed(form, tmp_path, read):
    to_pdf(form, tmp_path / "print.pdf")
    return "".join(read(tmp_path / "print.pdf"))


def test_the_hand_over_sheet_says_who_when_and_what(handed_over, tmp_path, read):
    sheet = handed_over.as_dict()

    text = printed(handover_form(sheet, printed_at=LATER), tmp_path, read)

    assert text.startswith("交接班单") and sheet["body"]["number"] in text
    for said in (
        "状态双签完成", "带班领导林例十", "主班陈例一", "接班时间2030-08-1208:00", "样例村12山体裂缝", "死亡不详",
        "失联0", "受灾19", "√邹例八", "样例村12人员不得返回", "排水泵账9实8", "一台送修,已补登记",
        "交班人陈例一2030-08-1307:00:00", "接班人邹例八2030-08-1307:05:00", "第1页，共",
        "打印时间2031-08-1310:30:00+08:00",
    ):  # fmt: skip
        assert said in text, said


def test_the_heads_of_log_and_sheet_stand_on_it_in_full(handed_over, tmp_path, read):
    sheet = handed_over.as_dict()

    text = printed(handover_form(sheet, printed_at=LATER), tmp_path, read)

    assert sheet["body"]["cut_off"]["digest"] in text
    assert sheet["digest"] in text and text.count(sheet["digest"][:16]) >= 2


def test_an_unsigned_sheet_says_so_and_leaves_boxes_to_tick(desk, handed_over, tmp_path, read):
    sheet = {**handed_over.as_dict(), "state": "started", "signatures": [], "confirmations": {}}

    text = printed(handover_form(sheet, printed_at=LATER), tmp_path, read)

    assert "状态待交班人签" in text and "√" not in text and "□" in text and "电子签名" not in text


def test_a_later_signature_gets_a_box_of_its_own(handed_over):
    sheet = handed_over.as_dict()
    later = {"part": "supplement", "name": "林例十", "at": "2030-08-13T01:00:00.000000Z", "digest": "ab" * 32}

    boxes = handover_form({**sheet, "signatures": [*sheet["signatures"], later]}, printed_at=LATER).signatures

    assert [box.label for box in boxes] == ["交班人", "接班人", "带班领导", "补充"]
    assert boxes[2].name == "" and boxes[3].name == "林例十" and boxes[3].time == "2030-08-13 09:00:00"


def test_an_overdue_item_is_named_in_words(handed_over):
    sheet = handed_over.as_dict()
    due = {"item": "task:1", "cells": ["RW-1", "巡查", "陈例一", "2030-08-12T22:15:08.000000Z"], "overdue": True}
    tasks = next(one for one in sheet["body"]["sections"] if one["key"] == "task")
    tasks["rows"] = [due]

    (shown,) = [block for block in handover_form(sheet, printed_at=LATER).blocks if "未办结任务" in block.title]

    assert shown.rows[0].strong and shown.rows[0].cells[0] == "【逾期】RW-1"
    assert shown.rows[0].cells[3] == "2030-08-13 06:15"


def test_a_reprint_in_a_year_says_the_same_but_for_when_and_which(handed_over):
    sheet = handed_over.as_dict()

    first = handover_form(sheet, printed_at=LATER)
    again = handover_form(sheet, printed_at=LATER + timedelta(days=365), copy=2)

    assert (first.title, first.subtitle, first.blocks, first.signatures) == (
        again.title, again.subtitle, again.blocks, again.signatures,
    )  # fmt: skip
    assert first.footer.digest == again.footer.digest and again.footer.copy == "副本 2"


def test_prints_are_chinese_whatever_the_screen_speaks(desk, handed_over, about):
    item = desk.intake.newest()[0]
    lines = desk.log.page(1, 100)

    def forms():
        return (
            handover_form(handed_over.as_dict(), printed_at=LATER),
            inbound_form(item, about),
            day_log_form(lines, about),
        )

    chinese = forms()
    words.set_language("en")
    try:
        assert forms() == chinese
    finally:
        words.set_language("zh")
    assert "[" not in repr(chinese).replace("[U+", "")


@pytest.mark.parametrize(("realm", "mark"), [(Realm.LIVE, ""), (Realm.EXERCISE, "演练"), (Realm.SAMPLE, "示例")])
def test_only_practice_bears_a_watermark(about, handed_over, desk, realm, mark):
    sheet = handed_over.as_dict()
    sheet["body"]["realm"] = realm.value
    there = Print(about.zone, realm, about.printed_at)

    assert handover_form(sheet, printed_at=LATER).watermark == mark
    assert inbound_form(desk.intake.newest()[0], there).watermark == mark
    assert day_log_form([], there).watermark == mark


def test_the_intake_form_keeps_three_times_apart_and_unknown_is_not_nought(desk, by, take_in, about, tmp_path, read):
    item = take_in(by, measures="已劝离", needs="请求地质专家")

    form = inbound_form(item, about)

    text = printed(form, tmp_path, read)
    assert form.title == "接报登记单" and text.startswith("接报登记单")
    for said in (
        "发生时间约2030-08-1208:00",
        "接报时间2030-08-1208:00",
        "上报时间",
        "梁例五",
        "100-0000-0001",
    ):
        assert said in text, said
    figures = next(block for block in form.blocks if isinstance(block, Section))
    values = {row.cells[0]: row.cells[1] for row in figures.rows}
    assert (values["死亡"], values["失联"], values["受灾"], values["被困"]) == ("不详", "0", "19", "未填")
    assert figures.rows[0].cells[2] == "2030-08-12 08:00"
    pairs = {(pair.label, pair.value) for block in form.blocks if isinstance(block, Pairs) for pair in block.pairs}
    assert {("已采取措施", "已劝离"), ("需要支援", "请求地质专家")} <= pairs


def test_an_unknown_time_is_written_out(by, take_in, about):
    form = inbound_form(take_in(by, occurred_at=None), about)

    assert next(pair.value for pair in form.blocks[0].pairs if pair.label == "发生时间") == "不详"


def test_who_tipped_off_is_not_printed(by, take_in, about, tmp_path, read):
    text = printed(inbound_form(take_in(by, channel="tip_off"), about), tmp_path, read)

    assert "梁例五" not in text and "100-0000-0001" not in text and text.count("隐去") == 2


def test_a_correction_and_its_original_both_stand_with_their_marks(desk, by, about, tmp_path, read):
    wrong = desk.log.add(NewEntry(uuid4(), "水位 3.2 m"), by=by)
    right = desk.log.add(NewEntry(uuid4(), "水位 2.3 m", corrects=wrong.number), by=by)
    lines = list(desk.log.between(None, None))

    text = printed(day_log_form(lines, about), tmp_path, read)

    assert f"【已由第{right.number}号更正】水位3.2m" in text
    assert f"【更正第{wrong.number}号】水位2.3m" in text


def test_the_log_of_a_shift_names_it_and_keeps_the_order(desk, handed_over, about, tmp_path, read):
    shift = desk.duty.last_shift()
    lines = desk.log.page(shift.first_number, shift.last_number)[::-1]

    form = day_log_form(lines, about, shift=shift)

    rows = form.blocks[-1].rows
    assert [row.cells[0] for row in rows] == [str(line.number) for line in lines]
    text = printed(form, tmp_path, read)
    assert text.startswith("值班日志") and "第1班" in text and "发生时间" in text and "例行试通" in text


def test_where_summer_time_divides_the_lines_each_says_its_offset(desk, by, about):
    from zoneinfo import ZoneInfo

    desk.log.add(NewEntry(uuid4(), "冬", occurred_at=datetime(2030, 1, 1, tzinfo=UTC)), by=by)
    lines = list(desk.log.between(None, None))
    there = Print(ZoneInfo("Europe/Berlin"), about.realm, about.printed_at)

    cells = day_log_form(lines, there).blocks[0].rows[0].cells

    assert cells[1].endswith("+01:00") and cells[2].endswith("+02:00")


def test_an_empty_log_says_so(about, tmp_path, read):
    assert "无记录" in printed(day_log_form([], about), tmp_path, read)


def test_an_ordinary_item_with_its_boxes_fits_one_page(about, desk, by, take_in, clock):
    figures = {key: FigureValue(at) for at, key in enumerate(FIGURES)}
    item = take_in(
        by, figures=figures, caller_org="样例镇人民政府", place_text="样例村12 组东侧河堤",
        summary="样例村12组东侧河堤发现管涌，直径约十厘米，涌水浑浊，附近五户人家门口有积水，村干部正在组织转移，暂无人员伤亡，道路可以通行。",
        measures="已电话报告带班领导林例十，通知样例镇值班室派人到场，水利值班室派专家。",
        needs="编织袋 500 只，抢险人员 20 名。",
    )  # fmt: skip
    done = ActionRow(uuid4(), "report", "林例十", "陈例一", clock.now(), "FC2030-0003")

    (page,) = lay_out(inbound_form(desk.intake.one(item.id), about, actions=[done])).pages

    cells = [tuple(cell.lines[0] for cell in band.cells) for band in page]
    beside = [row for row in cells if row[0] in ("死亡", "失联", "被困", "重伤")]
    assert [(row[0], row[1], row[3], row[4]) for row in beside] == [
        ("死亡", "0", "轻伤", "4"), ("失联", "1", "已转移", "5"), ("被困", "2", "受灾", "6"), ("重伤", "3", "", "")
    ]  # fmt: skip
    assert cells[-1][1] == "带班领导"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Shanghai", ("2030-08-13 08:00", "2030-08-13 08:00:00 +08:00")),
        ("Europe/Berlin", ("2030-08-13 02:00 +02:00", "2030-08-13 02:00:00 +02:00")),
    ],
)
def test_the_offset_is_told_once_a_print_and_beside_each_time_only_where_the_clock_is_moved(zone, written) -> None:
    station, at = Station(ZoneInfo(zone)), datetime(2030, 8, 13, tzinfo=UTC)
    assert (station.minute(at), station.exact(at)) == written
    assert station.of_day(at, at) == written[0][11:16]
    assert station.of_day(at + timedelta(days=1), at) == f"08-14 {written[0][11:16]}"
