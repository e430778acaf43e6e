"""Prints of the seat: ten sections, hidden callers, clocks, reports, the register, empty forms for a blackout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from console.domain.inbound import HIDDEN, ActionRow
from console.domain.reports import ReportKind
from ui import prints
from ui.printing.blank_forms import SECTIONS
from ui.printing.intake_form import inbound_form
from ui.printing.layout import lay_out
from ui.printing.output import to_pdf
from ui.printing.sheets import handover_form


def printed(form, read, tmp_path):
    to_pdf(form, tmp_path / "a.pdf")
    return "".join(read(tmp_path / "a.pdf"))


def test_all_ten_sections_stand_under_their_numbers_and_empty_ones_say_so(handed_over, desk, read, tmp_path):
    text = printed(prints.form_of(desk, handed_over), read, tmp_path)

    places = []
    for section in handed_over.body["sections"]:
        numeral = "一二三四五六七八九十"[section["number"] - 1]
        title = f"{numeral}、{section['title']}"
        assert title in text
        places.append(text.index(title))
        if not section["rows"] and section["key"] != "differences":
            after = text[text.index(title) + len(title) :]
            assert after[: len(section["caption"]) + 4].count("无") >= 1
    assert places == sorted(places) and len(places) == 10
    assert "注意事项样例村12人员不得返回" in text and "排水泵账9实8" in text


def test_the_leaders_box_follows_the_setting_and_one_who_signed_keeps_it(handed_over, clock):
    sheet = handed_over.as_dict()

    def labels(leader, **more):
        form = handover_form({**sheet, **more}, printed_at=clock.now(), leader=leader)
        return [box.label for box in form.signatures]

    assert labels(True) == ["交班人", "接班人", "带班领导"] and labels(False) == ["交班人", "接班人"]
    signed = [*sheet["signatures"], {**sheet["signatures"][0], "part": "leader", "name": "林例十"}]
    assert "带班领导" in labels(False, signatures=signed)


def test_signing_for_somebody_is_seen_and_so_is_a_supplement(handed_over, clock):
    sheet = handed_over.as_dict()
    first, second = sheet["signatures"]
    stood_in = {**first, "name": "林例十", "absent": "陈例一", "reason": "送医"}
    later = {**second, "part": "supplement", "side": "incoming", "covers": ""}
    late = {
        "id": "x",
        "text": "钥匙少一把",
        "answer": "已找到",
        "by": "邹例八",
        "at": "2031-01-01T00:00:00.000000Z",
        "task": "RW2030-0007",
    }

    form = handover_form(
        {**sheet, "signatures": [stood_in, second, later], "differences": [*sheet["differences"], late]},
        printed_at=clock.now(),
    )

    boxes = {box.label: box for box in form.signatures}
    assert boxes["交班人"].name == "林例十（代 陈例一 签）" and "原因：送医" in boxes["交班人"].note
    assert "补充（接班人）" in boxes
    rows = [
        row.cells for block in form.blocks if getattr(block, "title", "").endswith("接班差异") for row in block.rows
    ]
    assert rows[-1][1] == "【补充】钥匙少一把" and rows[-1][3] == "已找到\nRW2030-0007"
    assert not rows[0][1].startswith("【")


@pytest.mark.parametrize("channel", ["tip_off"])
def test_a_hidden_caller_is_never_on_paper(desk, by, about, take_in, read, tmp_path, channel):
    item = take_in(by, channel=channel, caller_post="工人", caller_org="样例厂")
    text = printed(prints.form_of(desk, item), read, tmp_path)

    assert text.count("隐去") == 4 and HIDDEN not in text
    for secret in ("梁例五", "100-0000-0001", "样例厂", "工人"):
        assert secret not in text
    # a row that a screen still holds unveiled, printed straight: the mark alone decides
    row = replace(desk.intake.one(item.id), caller_name="梁例五", caller_hidden=True)
    assert "梁例五" not in str(inbound_form(row, about))


def test_a_document_with_its_clocks_and_what_was_done(desk, by, clock, about, take_in):
    item = take_in(
        by,
        kind="document",
        source_number="样应急〔2030〕12号",
        urgency="very_urgent",
        caller_post="科长",
        told="已告镇值班室",
    )
    clock.advance(minutes=15)
    leader = next(one for one in desk.clocks.of(item.id) if one.kind == "leader")
    late = replace(leader, done_at=clock.now(), whom="林例十", late_reason="领导在途中无信号")
    done = ActionRow(uuid4(), "forward", "转样例镇", "陈例一", clock.now(), "FC2030-0003")

    form = inbound_form(desk.intake.one(item.id), about, actions=[done], clocks=[late])
    said = str(form.blocks)

    for word in (
        "样应急〔2030〕12号",
        "特急",
        "科长",
        "已告镇值班室",
        "FC2030-0003",
        "转办",
        "领导在途中无信号",
        "电话报告带班领导",
    ):
        assert word in said
    assert form.kind == "intake" and form.number == item.number


def test_a_report_prints_what_is_stored_and_signs_at_the_end(desk, by, clock, read, tmp_path, take_in):
    take_in(by)
    clock.advance(days=1)
    draft = desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=by)
    text = printed(prints.form_of(desk, draft), read, tmp_path)
    assert text.startswith("值班日报草稿，未发出") and "正本" not in text

    issued = desk.reports.issue(draft.id, seen=draft.version, by=by)
    desk.settings.change("print.issuer", "样例县应急指挥中心值班室", "本地", confirmed=True, by=by)
    desk.settings.change("print.title.daily", "样例县值班日报", "本地", confirmed=True, by=by)
    form = prints.form_of(desk, issued)
    text = printed(form, read, tmp_path)

    assert text.startswith("样例县值班日报示例〔2030〕第1期") and "示例RB2030-0001" in text
    assert form.closing == ("样例县应急指挥中心值班室", "2030年8月13日") and form.counted
    for section in issued.body["sections"]:
        assert section["title"] in text
    again = desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=by)
    assert "更正：代替示例RB2030-0001" in printed(prints.form_of(desk, again), read, tmp_path)


def test_the_issuer_stands_at_the_right_edge(desk, by, clock):
    clock.advance(days=1)
    draft = desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=by)
    issued = desk.reports.issue(draft.id, seen=draft.version, by=by)

    pages = lay_out(prints.form_of(desk, issued)).pages

    last = pages[-1][-1]
    assert last.cells[0].right and last.cells[0].lines == ("2030年8月13日",)


def test_empty_forms_have_the_fields_and_the_sections_of_the_real_ones(desk, by, about, handed_over, take_in):
    intake, log, handover = prints.blank_forms(desk)

    sections = handed_over.body["sections"]
    assert [key for key, _columns in SECTIONS] == [section["key"] for section in sections]
    for (_key, columns), section in zip(SECTIONS, sections, strict=True):
        assert len(columns) == len(section["columns"])
        assert [weight for _name, weight in columns] == [column["weight"] for column in section["columns"]]
    real = {block.title for block in inbound_form(take_in(by), about).blocks}
    assert {block.title for block in intake.blocks if block.title} == real
    for form in (intake, log, handover):
        labels = [pair.label for block in form.blocks for pair in getattr(block, "pairs", ())]
        assert labels[0] == "补录编号" and form.title.endswith("（应急手写）") and not form.counted


def test_an_empty_row_is_high_enough_to_write_in(desk):
    from ui.printing.fonts import MM

    for form in prints.blank_forms(desk):
        bands = [band for page in lay_out(form).pages for band in page if band.ruled and not band.head]
        empty = [band for band in bands if not any(line for cell in band.cells[1:] for line in cell.lines)]
        assert empty and min(band.height for band in empty) >= 9 * MM - 1
