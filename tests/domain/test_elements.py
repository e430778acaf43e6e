"""Missing elements, held against calls that were judged by reading them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import resources
from console.domain import elements, hint_rules
from console.domain.elements import ELEMENTS, missing
from console.domain.place_names import PlaceNames

_GOLDEN = Path(__file__).parents[1] / "golden"


def _calls(name):
    return tomllib.loads((_GOLDEN / name).read_text("utf-8"))


CALLS = {**_calls("calls.toml"), **_calls("calls_dev.toml"), "unseen": _calls("calls_unseen.toml")["call"]}
CHECKED = CALLS["call"] + CALLS["dev"]

FLOORS = {
    "call": (40, 36, 0.98),
    "second": (12, 12, 0.99),
    "fresh": (12, 10, 0.97),
    "dev": (597, 555, 0.99),
    "unseen": (40, 18, 0.92),
}
"""How many calls, how many must agree wholly, what part of all elements. Nobody tunes on unseen ones: decision 0016."""

WORDS = resources.path("hints.toml").read_text("utf-8")


def differing(call):
    """Elements judged otherwise by the function than by the reader."""
    return set(call["missing"]) ^ set(missing(call["text"], call.get("filled", ())))


@pytest.mark.parametrize("group", FLOORS)
def test_calls_agree_as_far_as_stated(capsys, group):
    calls = CALLS[group]
    count, wholly, part = FLOORS[group]
    wrong = [differing(call) for call in calls if differing(call)]
    pairs = len(calls) * len(ELEMENTS)
    rate = 1 - sum(map(len, wrong)) / pairs
    with capsys.disabled():
        print(f"\n{group}: {len(calls) - len(wrong)} of {len(calls)} agree wholly, {rate:.1%} of {pairs} elements")
    assert len(calls) == count
    assert len(calls) - len(wrong) >= wholly
    assert rate >= part


@pytest.mark.parametrize("call", CALLS["call"], ids=lambda call: call["text"][:8])
def test_what_the_form_holds_is_never_asked_for(call):
    assert missing(call["text"], ELEMENTS) == []
    assert missing(call["text"], dict.fromkeys(ELEMENTS, "x")) == []
    assert set(missing("", {"time": "", "place": "x"})) == set(ELEMENTS) - {"place"}


def test_more_text_never_takes_back_what_was_said():
    """A hint that came back while one goes on writing would make the officer read his own words again."""
    for call in CHECKED:
        said = set(ELEMENTS) - set(missing(call["text"] + "。"))
        assert said <= set(ELEMENTS) - set(missing(call["text"] + "。另，请继续关注。"))


@pytest.mark.parametrize(
    ("element", "said", "not_said"),
    [
        ("time", "半夜 刚才 十来分钟前 8月12日 １４：０５ 今早 下午三点", "停水两天 等一下 3点建议 快一点"),
        ("place", "样例路 示范镇 学校门口 K123+500 俺村后头", "家里 上山了 送县医院 某矿 滑坡"),
        ("source", "村民来电 110转 护林员报， 烟感报警 我是样例村的 网传", "有人说 我家进水 未收到伤亡报告 误报"),
        ("what", "着火 路灯不亮了 有人打架", "打错了 你好 请问地址 听不清"),
        (
            "casualties",
            "没人受伤 人都跑出来了 不清楚有没有人 2死1伤 腿断了 司机擦破点皮",
            "里头可能有人 死了三头牛 怕砸到人",
        ),
        ("scope", "压塌房屋1间 双向封闭 停电约3000户 堵路", "出动6车30人 直径约20厘米 震源深度10千米"),
        ("measures", "已转移9户 正在抢修 消防到场 拉了警戒线", "快派人来 消防还没到 请核实处理 需转移"),
        ("trend", "仍在下滑 越来越大 明火已扑灭 预计18时恢复", "可能有人 天快黑了 无险情"),
        ("caller", "100-0000-0005 0577-0000-0022", "12345 K123+500 2026"),
    ],
)
def test_what_says_an_element_and_what_only_looks_so(element, said, not_said):
    assert [text for text in said.split() if element in missing(text)] == []
    assert [text for text in not_said.split() if element not in missing(text)] == []


def test_a_county_adds_words_of_its_own():
    table = tomllib.loads(WORDS)
    assert "time" in missing("麻麻光辰光")
    table["words"]["part"] += " 麻麻光"
    assert hint_rules.compiled(table).of["time"].said.search("麻麻光辰光")


def test_an_unknown_class_is_named():
    table = tomllib.loads(WORDS)
    table["time"]["said"].append("<nowhere>点")
    with pytest.raises(KeyError, match="nowhere"):
        hint_rules.compiled(table)


def test_places_of_the_county_count_by_full_name_and_beside_a_word_of_place_by_the_short_one():
    county = PlaceNames(["甲乙丙", "新建村", "和"])
    assert "place" in missing("甲乙丙漏水") and "place" not in missing("甲乙丙漏水", (), county)
    assert "place" not in missing("人在新建", (), county) and "place" not in missing("新建那边", (), county)
    assert "place" in missing("新建的棚倒了", (), county) and "place" in missing("和", (), county)


def test_only_the_beginning_of_a_long_text_is_read():
    assert len(missing("的" * 20_000)) == len(ELEMENTS)
    assert "time" in missing("的" * elements.LOOKED_THROUGH + "14:05")
    assert "time" not in missing("的" * (elements.LOOKED_THROUGH - 5) + "14:05")


def test_every_repeat_has_a_bound():
    """It is done at every key: a pattern that tries every end for every start took minutes on 20 000 digits."""
    rules = hint_rules.shipped()
    patterns = [rules.asks] + [each for rule in rules.of.values() for each in (rule.said, rule.but) if each]
    for pattern in patterns:
        assert re.findall(r"(?<!\\)[*+]|\{\d*,\}", pattern.pattern) == []
