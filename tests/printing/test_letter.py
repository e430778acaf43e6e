"""A report as a document, measured in its PDF against the figures of GB/T 9704-2012."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from console.domain.line_breaking import NOT_FIRST, NOT_LAST
from console.domain.realm import Realm
from tests.kit.glyphs import Glyph, lines, pages, said
from tests.kit.reports import PLAIN, draft_page, report_page
from ui.printing.copies import with_mark
from ui.printing.layout import lay_out
from ui.printing.letter_form import letter_form
from ui.printing.letter_type import may_embed
from ui.printing.output import page_image, to_pdf

AT = datetime(2030, 8, 12, 1, 0, tzinfo=UTC)
PT = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
EM = 16 / PT
"""Size of a 3号 letter in mm."""


def form(page):
    return letter_form(page, zone=ZoneInfo("Asia/Shanghai"), printed_at=AT)


def printed(page, tmp_path: Path) -> list[list[Glyph]]:
    to_pdf(form(page), tmp_path / "a.pdf")
    return pages(tmp_path / "a.pdf")


def body(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Lines of the grid: 3号, inside the type area."""
    return [line for line in lines(glyphs, 16) if TOP < line[0].y < BOTTOM]


@pytest.fixture(scope="module")
def plain(qapp, tmp_path_factory):
    """Four pages of text without signs."""
    return printed(report_page(body="\n".join([PLAIN * 13] * 3)), tmp_path_factory.mktemp("letter"))


@pytest.fixture(scope="module")
def whole(qapp, tmp_path_factory):
    """A usual report on two pages."""
    return printed(report_page(), tmp_path_factory.mktemp("letter"))


def test_a_full_page_has_22_lines_29_points_apart(plain):
    found = body(plain[1])
    assert len(found) == 22
    steps = [(after[0].y - before[0].y) * PT for before, after in pairwise(found)]
    assert all(28.95 <= round(step, 2) <= 29.0 for step in steps), steps


def test_a_full_line_has_28_characters_15_79_points_apart(plain):
    full = [line for line in body(plain[1]) if len(line) == 28]
    assert len(full) == 20, "all but the end of one paragraph and the beginning of the next"
    steps = [(after.x - before.x) * PT for line in full for before, after in pairwise(line)]
    assert all(15.785 <= step <= 15.8 for step in steps), steps


def test_the_margins_are_those_of_the_standard(plain):
    every = [one for glyphs in plain for line in body(glyphs) for one in line]
    assert min(one.x for one in every) == pytest.approx(LEFT, abs=0.1)
    assert max(one.x for one in every) + EM == pytest.approx(RIGHT, abs=0.3), "a letter fills its place to 0.07 mm"
    found = body(plain[1])
    # the letters stand in the middle of their lines, which are 10.23 mm high
    assert TOP < found[0][0].y - 0.88 * EM < TOP + 3 and BOTTOM - 5 < found[-1][0].y + 0.12 * EM < BOTTOM
    middle = (found[0][0].y + found[-1][0].y) / 2 - 0.38 * EM
    assert middle == pytest.approx((TOP + BOTTOM) / 2, abs=0.7)


def test_paragraphs_begin_two_characters_in(plain):
    starts = {round((line[0].x - LEFT) / (156 / 28), 1) for glyphs in plain for line in body(glyphs)[:-2]}
    assert starts - {0.0, 2.0} <= {1.0}, "1.0 is the number's line"
    assert {0.0, 2.0} <= starts


def test_the_title_is_2_hao_and_in_the_middle(whole):
    (title,) = lines(whole[0], 22)
    assert said(title) == "关于样例村12 山体滑坡的报告"
    assert (title[0].x + title[-1].x + 22 / PT) / 2 == pytest.approx(106, abs=0.4)


def test_a_long_title_is_balanced_and_no_line_begins_with_a_tied_word(qapp, tmp_path):
    title = "关于样例县样例镇样例村12 山体滑坡造成多处房屋倒塌人员失联道路中断有关情况及应急处置工作进展情况的报告"
    glyphs = printed(report_page(title=title), tmp_path)[0]
    found = lines(glyphs, 22)
    assert len(found) == 3 and "".join(map(said, found)).replace(" ", "") == title.replace(" ", "")
    lengths = [line[-1].x - line[0].x for line in found]
    assert max(lengths) - min(lengths) < 35 and all(line[0].x >= LEFT - 0.1 for line in found)
    for line in found:
        assert (line[0].x + line[-1].x + 22 / PT) / 2 == pytest.approx(106, abs=1.5)
        assert not said(line).startswith("的")
    assert "的报告" in said(found[-1])


def test_the_longest_title_and_one_that_is_a_single_word_stay_inside(qapp, tmp_path):
    for title in ("关于" + "样例县山洪泥石流灾害情况" * 10, "A1" * 60):
        glyphs = printed(report_page(title=title[:120]), tmp_path)[0]
        found = lines(glyphs, 22)
        assert "".join(map(said, found)) == title[:120]
        assert all(line[0].x >= LEFT - 0.1 and line[-1].x < RIGHT for line in found)
        last = next(line for line in body(glyphs) if said(line).startswith("县委办"))
        assert last[0].y > found[-1][0].y + 225 / 22, "an empty line under the title"


def test_page_numbers_are_dashed_odd_at_the_right_even_at_the_left(plain):
    numbers = []
    for at, glyphs in enumerate(plain, 1):
        (line,) = [one for one in lines(glyphs, 14) if one[0].y > BOTTOM]
        assert said(line).replace(" ", "") == f"—{at}—"
        numbers.append(line)
        assert line[0].y - 14 / PT == pytest.approx(BOTTOM + 7, abs=2)
    one = 14 / PT
    assert numbers[0][-1].x + one == pytest.approx(RIGHT - one, abs=0.6), "a dash is narrower"
    assert numbers[1][0].x == pytest.approx(LEFT + one, abs=0.3)


def test_only_the_heading_mark_its_number_and_rule_are_red(whole, tmp_path):
    red = "".join(one.text for glyphs in whole for one in glyphs if one.red)
    assert red == "应急值班快报示例应急值班快报〔2030〕第17期"
    to_pdf(form(report_page()), tmp_path / "a.pdf")
    first, second = (page.get_contents().get_data().decode("latin-1") for page in PdfReader(tmp_path / "a.pdf").pages)
    fills = re.findall(r"^(\S+ \S+ \S+) scn$", first, re.M)
    assert set(fills) == {"0 0 0", "1 0 0"} and set(re.findall(r"^(\S+ \S+ \S+) scn$", second, re.M)) == {"0 0 0"}


def test_marks_number_and_signer_stand_where_the_standard_puts_them(whole):
    found = body(whole[0])
    assert [said(line) for line in found[:2]] == ["内部", "特急"] and found[0][0].x == pytest.approx(LEFT, abs=0.1)
    number = found[2]
    assert said(number) == "示例应急值班快报〔2030〕第17期签发人：林例十"
    assert number[0].x == pytest.approx(LEFT + 156 / 28, abs=0.2)
    assert number[-1].x + EM == pytest.approx(RIGHT - 156 / 28, abs=0.3)
    (mark,) = lines(whole[0], 42)
    assert said(mark) == "应急值班快报" and mark[0].y - 42 / PT >= TOP + 34
    assert said(found[3]) == "县委办总值班室，县府办总值班室，市应急管理局指挥中心："


def test_the_date_ends_four_characters_from_the_edge_and_the_issuer_is_centred_over_it(whole):
    issuer, day = body(whole[-1])[-2:]
    assert (said(issuer), said(day)) == ("样例县应急管理局", "2030年8月12日")
    assert day[-1].x + EM == pytest.approx(RIGHT - 4 * 156 / 28, abs=0.4)
    middles = [(line[0].x + line[-1].x + EM) / 2 for line in (issuer, day)]
    assert middles[0] == pytest.approx(middles[1], abs=0.4)
    text = body(whole[-1])[-3]
    assert issuer[0].y - text[0].y == pytest.approx(3 * 225 / 22, abs=0.3), "two lines of room for a seal"


def test_the_edition_stands_at_the_lower_edge_of_the_last_page_only(whole):
    note = [line for line in lines(whole[-1], 14) if line[0].y < BOTTOM]
    assert [said(line) for line in note] == [
        "抄送：县自然资源局，县消防救援大队。", "样例县应急管理局2030年8月12日印发",
    ]  # fmt: skip
    assert BOTTOM - 6 < note[-1][0].y < BOTTOM
    one = 14 / PT
    assert note[1][0].x == pytest.approx(LEFT + one, abs=0.2)
    assert note[1][-1].x + one == pytest.approx(RIGHT - one, abs=0.3)
    assert not [line for line in lines(whole[0], 14) if line[0].y < BOTTOM]


def test_twelve_receivers_hang_under_the_first_and_none_leaves_one_rule_less(qapp, tmp_path):
    copies = tuple(f"样例县第{at}例示单位" for at in range(1, 13))
    note = [line for line in lines(printed(report_page(copies_to=copies), tmp_path)[-1], 14) if line[0].y < BOTTOM]
    assert len(note) > 3 and "".join(map(said, note[:-1])) == f"抄送：{'，'.join(copies)}。"
    assert {round(line[0].x - LEFT - 4 * 14 / PT, 1) for line in note[1:-1]} == {0.0}
    assert all(line[-1].x + 14 / PT <= RIGHT for line in note)
    bare = lay_out(form(report_page(copies_to=())))
    assert [len(sheet.rules) for sheet in bare.sheets] == [1, 2]


def test_so_many_receivers_that_no_page_holds_them_are_all_printed(qapp, tmp_path):
    copies = tuple(f"样例县第{at}例示单位" for at in range(1, 101))
    text = "".join(said(line) for glyphs in printed(report_page(copies_to=copies), tmp_path) for line in body(glyphs))
    assert all(one in text for one in copies)


def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(qapp, tmp_path):
    text = "，".join(f"第{at}号点（“{'裂' * (at % 9)}”）水位{at}.5米、雨量〔{at}〕毫米" for at in range(1, 90)) + "。"
    glyphs = printed(report_page(body=text, copies_to=("县（市、区）" * 20,)), tmp_path)
    every = [line for page in glyphs for line in lines(page) if TOP < line[0].y < BOTTOM]
    assert len(every) > 60
    for line in every:
        assert line[0].text not in NOT_FIRST - {"—"} and line[-1].text not in NOT_LAST, said(line)
        assert line[-1].x + line[-1].size / PT * 0.5 < RIGHT + 0.3, said(line)


def test_numbers_are_never_broken_and_nothing_is_lost(qapp, tmp_path):
    text = "".join(f"监测点{at}读数{at * 1234567}.25毫米，" for at in range(1, 60))
    glyphs = printed(report_page(body=text), tmp_path)
    found = [said(line) for page in glyphs for line in body(page)]
    assert text in "".join(found)
    cut = [pair for pair in pairwise(found) if pair[0][-1].isdigit() and pair[1][0] in "0123456789."]
    assert not cut


def _on_grid(sheet):
    """Pieces on lines of the grid, the highest first."""
    pitch = pytest.approx(225 / 22 * 1440 / 25.4)
    return sorted((piece for piece in sheet.pieces if piece.height == pitch), key=lambda piece: piece.top)


@pytest.mark.parametrize("count", range(1, 40))
def test_no_page_shows_a_signature_or_a_heading_alone(qapp, count):
    text = "\n".join(["甲乙丙丁" * 5] * count + ["一、尾段", "戊" * 30])
    laid = lay_out(form(report_page(body=text)))
    every = [_on_grid(sheet) for sheet in laid.sheets]
    for sheet in every:
        assert not sheet[-1].text.startswith("一、"), "a heading is no last line"
        assert len(sheet) >= 3, [piece.text for piece in sheet]
    assert [p.text for p in every[-1]][-2:] == ["样例县应急管理局", "2030年8月12日"]
    assert "".join(p.text for s in every for p in s).count("甲乙丙丁" * 5) == count
    low = max(p.top + p.height for p in every[-1])
    assert low <= min(rule.y for rule in laid.sheets[-1].rules if not rule.red) + 1


def test_a_draft_says_so_on_every_page_and_has_neither_number_nor_day(qapp, tmp_path):
    live = draft_page(realm=Realm.LIVE)
    assert form(live).watermark == "草稿" and not form(live).counted
    for glyphs in printed(live, tmp_path):
        text = "".join(one.text for one in glyphs)
        assert "【草稿】" in text and "第17期" not in text and "印发" not in text
    assert form(draft_page()).watermark == "示例"
    assert form(report_page(realm=Realm.LIVE)).watermark == ""


def test_practice_shows_on_every_page_and_the_copy_stands_below(qapp, tmp_path):
    laid = with_mark(lay_out(form(report_page(realm=Realm.EXERCISE))), "副本 3")
    to_pdf(laid.own(), tmp_path / "a.pdf")
    for glyphs in pages(tmp_path / "a.pdf"):
        text = "".join(one.text for one in glyphs)
        assert text.count("【演练】") == 2 and "副本 3" in text and "摘要 4f2a 4f2a 4f2a 4f2a" in text
        assert max(one.y for one in glyphs) < 290


def test_the_pages_on_screen_are_those_of_the_paper(qapp):
    laid = lay_out(form(report_page()))
    image = page_image(laid, 0, 60)
    ink = bytes(image.constBits())
    assert len(laid.pages) == 2 and min(ink) < 60 and ink.count(255) > 0.8 * len(ink)


def test_what_is_red_is_black_on_a_printer_that_knows_no_other(qapp):
    laid = lay_out(form(report_page()))
    (rule,) = [one for one in laid.sheets[0].rules if one.red]
    image = page_image(laid, 0, 300)
    row = round((TOP + rule.y * 25.4 / 1440) / 25.4 * 300)
    ink = bytes(image.constScanLine(row))[: image.width()]
    dark = [at for at, grey in enumerate(ink) if grey < 128]
    assert dark[0] / 300 * 25.4 == pytest.approx(LEFT, abs=0.2)
    assert dark[-1] / 300 * 25.4 == pytest.approx(RIGHT, abs=0.2) and len(dark) == dark[-1] - dark[0] + 1


def test_a_font_whose_licence_forbids_it_is_not_embedded():
    table = bytes(8)
    assert may_embed(table + b"\x00\x00") and may_embed(table + b"\x00\x08") and may_embed(table + b"\x00\x04")
    assert not may_embed(table + b"\x00\x02") and not may_embed(b"")


def test_a_mark_and_an_issuer_too_long_for_their_line_stay_inside(qapp, tmp_path):
    page = report_page(
        mark="样例县防汛防台抗旱指挥部应急值班快报", issuer="样例县防汛防台抗旱指挥部办公室暨应急管理局联合值班室"
    )
    for glyphs in printed(page, tmp_path):
        assert all(LEFT - 0.2 <= one.x < RIGHT for one in glyphs)


def test_words_no_font_has_are_written_as_codes(qapp, tmp_path):
    glyphs = printed(report_page(body="甲\u202e乙", issuer="样例\u2066局"), tmp_path)
    text = "".join(one.text for page in glyphs for one in page)
    assert "甲[U+202E]乙" in text and "样例[U+2066]局" in text


def test_empty_parts_leave_a_sound_page(qapp, tmp_path):
    page = replace(draft_page(), to=(), copies_to=(), body="", title="", mark="", urgency="", marking="")
    assert len(printed(page, tmp_path)) == 1
