"""Cells as an export writes them, read again: what stands behind a number is no part of it."""

from __future__ import annotations

import pytest

from console.domain.contact_cells import CellProblem, Phone, label_of, phones_of, remark_of, text_of


def said(text, column):
    return [(one.kind, one.number, one.extension, one.label) for one in phones_of(text, column)]


@pytest.mark.parametrize(
    ("text", "column", "read"),
    [
        ("0577-0000-0004转801(工作)", "office", [("office", "0577-0000-0004", "801", "工作")]),
        ("0577-0000-0004转801（夜 间）、0577-00000005", "office",
         [("office", "0577-0000-0004", "801", "夜 间"), ("office", "0577-00000005", "", "")]),
        ("+86-577-0000-0003", "office", [("office", "0577-0000-0003", "", "")]),
        ("0086 577 00000003", "any", [("office", "0577-00000003", "", "")]),
        ("008821600000001", "satellite", [("satellite", "008821600000001", "", "")]),
        ("例山 01、例山 02(备用)", "radio", [("radio", "例山 01", "", ""), ("radio", "例山 02", "", "备用")]),
    ],
)  # fmt: skip
def test_what_stands_behind_a_number_is_no_part_of_it(text, column, read):
    assert said(text, column) == read


@pytest.mark.parametrize(
    ("text", "kept"), [("'+86 577", "+86 577"), ("'＝例", "＝例"), ("'例", "'例"), ("''=1", "''=1")]
)
def test_the_apostrophe_of_an_export_is_taken_away(text, kept):
    assert text_of(text) == kept


def test_a_remark_keeps_its_blanks():
    assert remark_of(" 第1行\n第2行  例县 镇 ", 500) == "第1行 第2行 例县 镇"


@pytest.mark.parametrize(
    ("label", "written"), [("值班(夜)", "值班 夜"), ("8", ""), ("夜、间", "夜 间"), ("工作", "工作")]
)
def test_a_label_that_would_change_the_number_is_written_without_it(label, written):
    assert label_of(label) == written
    found = phones_of(f"660001({written})" if written else "660001", "short")
    assert [one.digits for one in found] == ["660001"]


def test_a_call_sign_is_read_once():
    assert phones_of("例山 01、例山01", "radio") == (Phone("radio", "例山 01", ""),)


def test_a_number_of_a_service_lost_no_zero():
    with pytest.raises(CellProblem, match="number_strange"):
        phones_of(4000000001, "office")
    assert phones_of(5770000001, "office")[0].digits == "05770000001"
