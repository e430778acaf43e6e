"""Lines of Chinese: whatever is written, nothing is lost, no line is too long, signs stand on their side of a break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.domain.line_breaking import NOT_FIRST, NOT_LAST, atoms, balanced, broken, title_atoms, width_of
from console.domain.report_page import width_of as wide

TEXTS = st.text(st.sampled_from("山体滑坡样例村的了12，。、（）〔〕“”《》a. -%—…"), min_size=1, max_size=200)


def cut(text: str, width: float = 20.0) -> list[str]:
    lines = broken(atoms([(text, "")], lambda part, _: wide(part)), width)
    return ["".join(atom.text for atom in line) for line in lines]


@given(TEXTS)
def test_nothing_but_blanks_is_lost_and_no_line_is_too_long(text):
    lines = cut(text)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(wide(line) <= 20 for line in lines)


@given(TEXTS)
def test_a_title_loses_nothing_and_fits(text):
    lines = balanced(title_atoms(text, "", lambda part, _: wide(part)), 20.0)
    assert "".join(atom.text for line in lines for atom in line).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= 20.01 for line in lines)


PARTS = st.sampled_from(["山体滑坡", "，", "（样例村）", "12.5", "“甲”", "。", "〔2030〕"])


@given(st.lists(PARTS, min_size=10, max_size=80))
def test_signs_stand_on_their_own_side_of_a_break(parts):
    text = "".join(part for at, part in enumerate(parts) if not (at and part in "，。" and parts[at - 1] in "，。"))
    lines = cut(text.lstrip("，。") or "山")
    assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
    assert not [line for line in lines if line[-1] in NOT_LAST]


def test_numbers_words_and_dashes_stay_whole():
    assert cut("一二三四五六七八九十一二三四五六七八12345.67毫米")[1] == "12345.67毫米"
    assert cut("一二三四五六七八九十一二三四五六七八九——终")[1].startswith("——") is False
    assert cut("B" * 60) == ["B" * 40, "B" * 20]


def test_a_blank_at_a_break_is_left_out():
    assert cut("一二三四五六七八九十一二三四五六七八九十 甲") == ["一二三四五六七八九十一二三四五六七八九十", "甲"]
