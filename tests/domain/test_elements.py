"""Missing elements, held against forty calls that were judged by reading them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from console.domain import elements
from console.domain.elements import ELEMENTS, missing

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "calls.toml").read_text("utf-8"))

FLOORS = {"call": (40, 36, 0.98), "second": (12, 9, 0.95), "fresh": (12, 0, 0.75)}
"""How many calls, how many must agree wholly, what part of all elements. Fresh ones were not tuned for."""


def differing(call):
    """Elements judged otherwise by the function than by the reader."""
    return set(call["missing"]) ^ set(missing(call["text"], call.get("filled", ())))


@pytest.mark.parametrize("group", FLOORS)
def test_calls_agree_as_far_as_stated(capsys, group):
    calls = GOLDEN[group]
    count, wholly, part = FLOORS[group]
    wrong = {call["text"][:18]: sorted(differing(call)) for call in calls if differing(call)}
    pairs = len(calls) * len(ELEMENTS)
    rate = 1 - sum(map(len, wrong.values())) / pairs
    with capsys.disabled():
        print(f"\n{group}: {len(calls) - len(wrong)} of {len(calls)} agree wholly, {rate:.1%} of {pairs} elements")
        for begins, names in wrong.items():
            print(f"  {begins}: {', '.join(names)}")
    assert len(calls) == count
    assert len(calls) - len(wrong) >= wholly
    assert rate >= part


@pytest.mark.parametrize("call", GOLDEN["call"], ids=lambda call: call["text"][:8])
def test_what_the_form_holds_is_never_asked_for(call):
    assert missing(call["text"], ELEMENTS) == []
    assert missing(call["text"], dict.fromkeys(ELEMENTS, "x")) == []
    assert set(missing("", {"time": "", "place": "x"})) == set(ELEMENTS) - {"place"}


def test_full_width_digits_count_and_a_length_is_no_time():
    assert "time" not in missing("１４：０５")
    assert "time" in missing("停水两天") and "time" in missing("8月12日")
    assert "place" in missing("有人上山了") and "place" not in missing("有人上了样例山")
    assert len(missing("雨" * 20_000)) == len(ELEMENTS)


def test_every_repeat_has_a_bound():
    """It is done at every key: a pattern that tries every end for every start took minutes on 20 000 digits."""
    for name, pattern in {**elements._READ, "place": elements._PLACE}.items():
        assert re.findall(r"(?<!\\)[*+]", pattern.pattern) == [], name


def test_only_the_beginning_of_a_long_text_is_read():
    assert "time" in missing("雨" * elements.LOOKED_THROUGH + "14:05")
    assert "time" not in missing("雨" * (elements.LOOKED_THROUGH - 5) + "14:05")
