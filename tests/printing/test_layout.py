"""How forms break into pages: nothing lost, nothing cut, nothing over the edge."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.printing.fonts import MM, Role, printing_type
from ui.printing.form import Column, Footer, Form, Pair, Pairs, Prose, Row, Section, Signature
from ui.printing.layout import HEIGHT, WIDTH, _whole, fitted, lay_out

FOOTER = Footer("JJ2030-0001", "摘要 4f2a", "打印时间 2030-08-13 08:00:00 +08:00", "副本 1")
COLUMNS = (Column("编号", 2), Column("内容", 8))
BOXES = (
    Signature("交班人", "陈例一", "2030-08-13 08:00:00 +08:00", "电子签名 4f2a"),
    Signature("接班人"),
    Signature("带班领导"),
)


def form(*blocks, signatures=()):
    return Form("交接班单", "JJ2030-0001", ("样例县",), blocks, FOOTER, signatures, "签名")


def table(texts, title="一、未办结接报"):
    rows = tuple(Row((f"第{at}行", text)) for at, text in enumerate(texts))
    return Section(title, f"{len(rows)} 件", COLUMNS, rows, "无")


def said(laid):
    """What all cells say, in the order of the pages."""
    return "".join(line for page in laid.pages for band in page for cell in band.cells for line in cell.lines)


def body_rows(page):
    return [band for band in page if band.ruled and not band.head]


def assert_inside(laid):
    for page in laid.pages:
        bottom = 0.0
        for band in page:
            assert band.top >= bottom - 0.01
            bottom = band.top + band.height
            assert bottom <= HEIGHT + 0.01
            assert band.edges[-1] == pytest.approx(WIDTH)
            assert band.height >= band.count * band.pitch


LENGTHS = [[0], [1] * 40, [400] * 30, [5, 900, 5, 900] * 8, [60 * at % 700 for at in range(120)], [9000, 3, 9000]]


@pytest.mark.parametrize("lengths", LENGTHS)
def test_every_row_stands_once_and_in_order(lengths):
    laid = lay_out(form(table(["值" * length for length in lengths])))

    numbers = [band.cells[0].lines[0] for page in laid.pages for band in body_rows(page) if band.cells[0].lines]
    assert numbers == [f"第{at}行" for at in range(len(lengths))]
    assert said(laid).count("值") == sum(lengths)
    assert_inside(laid)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.sampled_from("值班abc 12,。—…(𬭩\n"), max_size=300), max_size=25))
def test_no_text_is_lost_wherever_pages_end(texts):
    laid = lay_out(form(table(texts), Prose("二、注意事项", "\n".join(texts))))

    kept = said(laid)
    for char in "值班abc12,。—…(𬭩":
        asked = 2 * sum(text.count(char) for text in texts)
        fixed = said(lay_out(form(table([""] * len(texts)), Prose("二、注意事项", "")))).count(char)
        assert kept.count(char) == asked + fixed
    assert_inside(laid)


def test_a_row_is_cut_only_when_no_page_could_hold_it():
    fits = "值" * 900
    laid = lay_out(form(table([fits] * 9)))

    rows = [band for page in laid.pages for band in body_rows(page)]
    assert len(laid.pages) > 2
    assert [said_of(band).count("值") for band in rows] == [900] * 9


def said_of(band):
    return "".join(band.cells[1].lines)


def test_the_head_stands_on_every_page_the_table_reaches():
    laid = lay_out(form(table(["值" * 80] * 100)))

    assert len(laid.pages) >= 4
    for page in laid.pages:
        heads = [band for band in page if band.head]
        assert len(heads) == 1 and heads[0].cells[0].lines == ("编号",)


@pytest.mark.parametrize("above", range(20, 60))
def test_a_title_is_never_the_last_thing_on_a_page(above):
    blocks = (table(["一"] * above), table(["二"] * 3, "二、任务"), Prose("三、注意事项", "句。" * 300))
    laid = lay_out(form(*blocks, signatures=BOXES))

    for page in laid.pages:
        assert page[-1].ruled and not page[-1].head


@pytest.mark.parametrize("above", [0, 38, 40, 42, 44, 46, 48])
def test_signature_boxes_stay_together_and_leave_room_for_a_seal(above):
    laid = lay_out(form(table(["一"] * above), signatures=BOXES))

    (found,) = [band for page in laid.pages for band in page if len(band.cells) == 3]
    for left, right in zip(found.edges, found.edges[1:], strict=False):
        assert right - left >= 40 * MM
    assert found.height - found.count * found.pitch >= 22 * MM
    assert said_of(found) == "接班人"
    assert_inside(laid)


def test_running_text_is_cut_by_lines_and_leaves_none_alone():
    laid = lay_out(form(table(["一"] * 38), Prose("二、注意事项", "字" * 2000)))

    parts = [band for page in laid.pages for band in page if band.ruled and len(band.cells) == 1]
    assert len(parts) == 2 and all(part.count >= 2 for part in parts)


def test_pairs_share_a_line_unless_they_are_wide():
    pairs = (Pair("单位", "甲"), Pair("班次", "乙"), Pair("当班人", "丙"), Pair("摘要", "丁" * 100, wide=True))
    laid = lay_out(form(Pairs("一、基本", pairs)))

    grid = [band for band in laid.pages[0] if band.ruled]
    assert [len(band.cells) for band in grid] == [4, 2, 2]
    assert said(laid).count("丁") == 100


def test_an_empty_table_says_so():
    assert "无" in said(lay_out(form(Section("一、任务", "", COLUMNS, (), "无"))))


def test_a_number_is_not_broken_while_another_column_has_room():
    rows = tuple(Row(("示例JB2030-000001", "值" * 50)) for _ in range(3))
    laid = lay_out(form(Section("一、接报", "", (Column("编号", 1), Column("内容", 12)), rows)))

    assert [band.cells[0].lines for band in body_rows(laid.pages[0])] == [("示例JB2030-000001",)] * 3


def test_widths_keep_their_sum():
    assert sum(fitted([10, 80, 10], [30, 20, 5])) == pytest.approx(100)
    assert fitted([10, 80, 10], [30, 20, 5])[0] == 30
    assert fitted([50, 50], [90, 90]) == [50, 50]


@pytest.mark.parametrize("role", list(Role))
def test_no_line_is_wider_than_asked(role):
    type_ = printing_type()
    text = "值班员接报 JB2030-000001 水位 3.2 m——继续值守…" * 12 + "x" * 200

    lines = type_.lines(text, role, 60 * MM)

    assert "".join(lines) == text
    assert all(type_.advance(line.rstrip(), role) <= 60 * MM + 1 for line in lines)


def test_what_has_no_ink_is_written_as_its_code():
    type_ = printing_type()

    assert type_.visible("a\u202eb\u200d") == "a[U+202E]b[U+200D]"
    assert type_.visible("\ue000") == "[U+E000]"
    assert type_.visible("䶮㛃龘𬭩é") == "䶮㛃龘𬭩é"


@pytest.mark.parametrize(
    ("token", "kept"),
    [
        ("100-0000-0110", ["100-0000-0110"]),
        ("2030年8月12日", ["2030年8月12日"]),
        ("样例社区32居委会（示例）", ["32"]),
        ("应急办主任", []),
        ("a" * 40, []),
    ],
)
def test_what_of_a_word_is_never_broken(token: str, kept: list[str]) -> None:
    """A name with a number in it took a third of a page's width from the columns beside it."""
    assert _whole(token) == kept
