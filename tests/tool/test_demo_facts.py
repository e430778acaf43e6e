"""The counter of facts typed twice: it finds every kind of repeat, and takes nothing else for one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from console.tool.demo import hands
from console.tool.demo.facts import RUN, Typed, count, facts_in

CALL = Typed("26", "22:05 样例村12 屋后山坡开裂，约 5 户，王例七 100-0000-0112")


def test_what_a_text_tells():
    assert facts_in(CALL) == [
        ("name", "王例七"), ("phone", "100-0000-0112"), ("place", "样例村12"), ("time", "22:05"), ("quantity", "5户"),
    ]  # fmt: skip
    assert facts_in(Typed("26", "19")) == [] and facts_in(Typed("12", "14：00 会商")) == [("time", "14:00")]


@pytest.mark.parametrize(
    ("again", "kind", "fact"),
    [
        ("报告人王例七", "name", "王例七"),
        ("回拨 100-0000-0112", "phone", "100-0000-0112"),
        ("地点：样例村12", "place", "样例村12"),
        ("据报22：05发生", "time", "22:05"),
        ("受损5户", "quantity", "5户"),
    ],
)
def test_a_fact_typed_again_is_counted_with_both_places(again, kind, fact):
    counted = count([CALL, Typed("29", again)])
    assert [(one.kind, one.fact, one.first, one.again) for one in counted.twice] == [(kind, fact, "26", "29")]
    assert counted.facts == {"name": 1, "phone": 1, "place": 1, "time": 1, "quantity": 1, "words": 2}


def test_a_figure_is_what_its_field_says_it_is():
    told = [Typed("28", "1", "missing"), Typed("31", "1", "light"), Typed("31", "1", "missing")]
    counted = count(told)
    assert [one.fact for one in counted.twice] == ["missing=1"] and counted.facts == {"figure": 2}


def test_the_same_words_are_a_repeat_whatever_signs_stand_between_them():
    said = Typed("3", "各乡镇立即转移危险区域群众")
    (repeat,) = count([said, Typed("4", "请落实：各乡镇，立即转移危险区域群众。")]).twice
    assert (repeat.kind, repeat.fact) == ("words", "各乡镇立即转移危险区域群众")
    short = said.text[: RUN - 1]
    assert count([said, Typed("4", f"{short}加强巡查")]).twice == []


def test_other_facts_of_the_same_kind_are_none():
    other = Typed("28", "22:31 样例村13 周例九 100-0000-0113，6 户")
    counted = count([CALL, other, Typed("31", "5"), Typed("31", "5")])
    assert counted.twice == [] and counted.total == 11


def test_what_the_hands_type_is_counted_and_who_somebody_is_is_not(qtbot, monkeypatch):
    monkeypatch.setattr(hands, "typed", [])
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    hands.write(line, "王例七")
    hands.write(line, "19", "evacuated")
    hands.write(line, "陈例一", told=False)
    hands.write(line, "王例七")
    counted = count(hands.typed)
    assert [(one.text, one.what) for one in hands.typed] == [("王例七", ""), ("19", "evacuated"), ("王例七", "")]
    assert [one.fact for one in counted.twice] == ["王例七"] and line.text() == "王例七19陈例一王例七"
