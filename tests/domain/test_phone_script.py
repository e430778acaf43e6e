"""What is read to the leader: six parts in their order, unknown said to be unknown, nobody hidden named."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from console import words
from console.domain import elements
from console.domain.inbound import HIDDEN, FigureValue, InboundRow
from console.domain.phone_script import Part, script, spoken, whole
from console.domain.place_names import PlaceNames
from console.domain.realm import Realm
from console.services.phone_reports import figure_words

CALLS = tomllib.loads((Path(__file__).parents[1] / "golden" / "calls.toml").read_text("utf-8"))["call"]
ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2030, 8, 12, 0, 5, tzinfo=UTC)
ROW = InboundRow(
    id=UUID(int=5), number="JB2030-000007", channel="phone", line="", caller_phone="100-0000-0005",
    caller_name="梁例五", caller_org="样例村", call_back="", received_at=AT, received_reason="", occurred_at=None,
    occurred_precision="unknown", reported_at=None, receiver_name="陈例一", place_path="样例镇 样例村12",
    place_text="", event_type=None, event_type_name="山体滑坡", grade="", summary="后山垮塌，一户房屋被埋",
    measures="", needs="", state="open", version=1, figures={}, figures_as_of={}, channel_name="电话",
)  # fmt: skip


def read(row: InboundRow, realm: Realm = Realm.LIVE) -> dict[Part, str]:
    return {each.part: each.text for each in script(row, "样例县指挥中心", "陈例一", figure_words(), ZONE, realm)}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_order_is_fixed_and_the_script_is_chinese_whatever_the_screen_speaks(language: str) -> None:
    words.set_language(language)
    try:
        made = script(ROW, "样例县指挥中心", "陈例一", figure_words(), ZONE, Realm.LIVE)
    finally:
        words.set_language("zh")
    assert [each.part for each in made] == list(Part)
    assert whole(made).splitlines() == [
        "我是样例县指挥中心值班员陈例一，向您报告一个情况。",
        "8月12日8时5分接到电话（样例村梁例五）：发生时间不详，样例镇样例村12，山体滑坡。后山垮塌，一户房屋被埋。",
        "伤亡情况正在核实，原文：“一户房屋被埋”。",
        "已采取的措施不详，正在了解。",
        "现场没有提出支援请求。",
        "报告完毕，请指示。",
    ]
    assert all(words.has(f"phone.part.{part.value}") for part in Part)


def test_what_is_known_is_said_and_dead_and_missing_are_never_left_out() -> None:
    row = replace(
        ROW, occurred_at=AT, occurred_precision="about", measures="已转移 12 户", needs="挖掘机 1 台。",
        figures={"trapped": FigureValue(3), "missing": FigureValue(None, True), "evacuated": FigureValue(30)},
    )  # fmt: skip
    said = read(row)
    assert "：约8月12日8时5分，样例镇" in said[Part.WHAT]
    assert said[Part.CASUALTIES] == "死亡不详，失联不详，被困3人，已转移30人。"
    assert (said[Part.MEASURES], said[Part.NEEDS]) == ("已采取的措施：已转移 12 户。", "需要支援：挖掘机 1 台。")


def test_a_document_that_tells_of_no_event_says_nothing_about_casualties_or_places() -> None:
    row = replace(ROW, kind="document", channel_name="值班系统/平台", caller_org="示例省厅", caller_name="",
                  place_path="", event_type_name="", summary="请22时前报值班安排")  # fmt: skip
    said = read(row)
    assert list(said) == [Part.WHO, Part.WHAT, Part.ASK]
    assert said[Part.WHAT] == "8月12日8时5分接到值班系统/平台来文（示例省厅）：请22时前报值班安排。"
    flood = read(replace(row, place_path="样例镇", measures="已转移", figures={"dead": FigureValue(0)}))
    assert "样例镇。请22时前" in flood[Part.WHAT] and "已转移" in flood[Part.MEASURES] and Part.NEEDS not in flood
    assert "死亡0人" in flood[Part.CASUALTIES]


def test_nought_is_said_as_nought() -> None:
    said = read(replace(ROW, figures={"dead": FigureValue(0), "missing": FigureValue(0)}))
    assert said[Part.CASUALTIES] == "死亡0人，失联0人。"


def test_a_hidden_caller_is_not_read_out() -> None:
    for row in (ROW, replace(ROW, caller_name=HIDDEN, caller_org=HIDDEN, caller_phone=HIDDEN)):
        text = " ".join(read(replace(row, caller_hidden=True, channel_name="举报")).values())
        assert "梁例五" not in text and HIDDEN not in text and "接到举报：" in text


@pytest.mark.parametrize(
    ("realm", "opening"),
    [(Realm.EXERCISE, "演练，演练。"), (Realm.SAMPLE, "示例，不是真实情况。"), (Realm.LIVE, "我是")],
)
def test_practice_says_so_before_anything_else(realm: Realm, opening: str) -> None:
    assert read(ROW, realm)[Part.WHO].startswith(opening)


def test_a_place_nobody_named_is_unknown_and_full_hours_are_said_as_such() -> None:
    assert "，地点不详，" in read(replace(ROW, place_path=""))[Part.WHAT]
    assert spoken(datetime(2030, 8, 12, 16, 0, tzinfo=UTC), ZONE) == "8月13日0时整"


def test_what_the_words_themselves_say_is_read_as_the_original_and_not_called_unknown() -> None:
    text = "今早6点样例桥头塌方，两人受伤送医，快派挖掘机来，已拉警戒线"
    said = read(replace(ROW, place_path="", summary=text))
    assert "不详" not in " ".join(said.values())
    assert said[Part.WHAT] == f"8月12日8时5分接到电话（样例村梁例五）：山体滑坡。原文：{text}。"
    assert said[Part.CASUALTIES] == "伤亡情况正在核实，原文：“两人受伤送医”。"
    assert said[Part.MEASURES] == "已采取的措施，原文：“两人受伤送医；已拉警戒线”。"
    assert said[Part.NEEDS] == "需要支援，原文：“快派挖掘机来”。"


def test_only_what_is_said_is_left_to_the_words_and_a_field_goes_before_them() -> None:
    said = read(replace(ROW, summary="今早6点后山垮塌，无人受伤", measures="已转移 12 户"))
    assert "：样例镇样例村12，山体滑坡。原文：今早6点" in said[Part.WHAT]
    assert said[Part.MEASURES] == "已采取的措施：已转移 12 户。"
    assert said[Part.NEEDS] == "现场没有提出支援请求。"
    timed = read(replace(ROW, occurred_at=AT, summary="今早6点后山垮塌"))
    assert "：8月12日8时5分，样例镇样例村12，山体滑坡。今早6点" in timed[Part.WHAT], (
        "the field holds, nothing is left to it"
    )
    nowhere = read(replace(ROW, place_path="", event_type_name="", summary="昨晚10点有一声响"))
    assert "接到电话（样例村梁例五）：地点不详。原文：昨晚10点" in nowhere[Part.WHAT]


def test_a_figure_nobody_filled_in_is_quoted_where_the_words_hold_it() -> None:
    said = read(replace(ROW, summary="后山垮塌，1人死亡，被困3人", figures={"trapped": FigureValue(3)}))
    assert said[Part.CASUALTIES] == "死亡见原文“1人死亡”，失联不详，被困3人。"


def test_a_place_of_the_county_named_in_the_words_is_not_unknown() -> None:
    row = replace(ROW, place_path="", event_type_name="", summary="青石坂塌了")
    bare = script(row, "样例县", "陈例一", figure_words(), ZONE, Realm.LIVE)
    named = script(row, "样例县", "陈例一", figure_words(), ZONE, Realm.LIVE, PlaceNames(["青石坂"]))
    assert "地点不详" in whole(bare) and "地点不详" not in whole(named)
    assert "：发生时间不详。原文：青石坂塌了。" in whole(named)


@pytest.mark.parametrize("name", ["time", "place", "casualties", "measures"])
def test_whatever_the_hints_count_as_said_can_be_quoted_word_for_word(name: str) -> None:
    for call in CALLS:
        quoted = elements.quoted(call["text"], name)
        assert bool(quoted) == (name not in elements.missing(call["text"])), call["text"]
        assert all(part in call["text"] for part in quoted.split("；"))
