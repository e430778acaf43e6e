"""Entries as clean text: whole, in Chinese, with the mark of practice, without a caller that is to be hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from console import words
from console.domain import clean_text
from console.domain.inbound import HIDDEN, FigureValue, InboundRow
from console.domain.log import LogEntry
from console.domain.outbound import OutboundRow, OutboundState
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.services.phone_reports import figure_words

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2030, 8, 12, 0, 5, tzinfo=UTC)
OFFICER = Actor.officer(UUID(int=1), "陈例一", Role.OFFICER)


def item(**more: object) -> InboundRow:
    row = InboundRow(
        id=UUID(int=5), number="示例JB2030-000007", channel="phone", line="", caller_phone="100-0000-0005",
        caller_name="梁例五", caller_org="样例村", call_back="", received_at=AT, received_reason="", occurred_at=None,
        occurred_precision="unknown", reported_at=None, receiver_name="陈例一", place_path="样例镇 样例村12",
        place_text="后山", event_type=None, event_type_name="山体滑坡", grade="", summary="山体裂缝，村民自行转移。",
        measures="", needs="挖掘机 1 台", state="open", version=1,
        figures={"missing": FigureValue(None, True), "evacuated": FigureValue(30)}, figures_as_of={},
        channel_name="电话",
    )  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_an_inbound_item_says_what_is_known_whatever_the_screen_speaks(language: str) -> None:
    words.set_language(language)
    try:
        text = clean_text.of_item(item(), figure_words(), ZONE, Realm.SAMPLE)
    finally:
        words.set_language("zh")
    assert text.splitlines() == [
        "【示例】接报 示例JB2030-000007",
        "接报时间：2030年8月12日 08:05",
        "来源：电话 样例村 梁例五 100-0000-0005",
        "地点：样例镇 样例村12 后山",
        "类型：山体滑坡",
        "情况：山体裂缝，村民自行转移。",
        "伤亡和影响：失联 不详，已转移 30",
        "请求支援：挖掘机 1 台",
        "接报人：陈例一",
    ]


def test_a_hidden_caller_is_in_no_copy_even_where_the_row_still_names_him() -> None:
    named = item(caller_hidden=True, channel="tip_off", channel_name="举报")
    masked = replace(named, caller_name=HIDDEN, caller_org=HIDDEN, caller_phone=HIDDEN)
    for row in (named, masked):
        text = clean_text.of_item(row, figure_words(), ZONE, Realm.LIVE)
        assert "来源：（不公开）" in text.splitlines()
        for private in ("梁例五", "100-0000-0005", HIDDEN, "举报"):
            assert private not in text


def test_about_times_are_said_to_be_about_and_live_has_no_mark() -> None:
    row = item(occurred_at=AT, occurred_precision="about")
    text = clean_text.of_item(row, figure_words(), ZONE, Realm.LIVE)
    assert text.startswith("接报 ") and "发生时间：约 2030年8月12日 08:05" in text


def test_a_line_of_the_log_leaves_the_person_out_and_names_its_correction() -> None:
    line = LogEntry(
        12,
        UUID(int=2),
        AT,
        AT,
        "note",
        "巡查正常\n水位 12.3 米\n",
        OFFICER,
        None,
        "样例河",
        "梁例五 100-0000-0005",
        b"",
        None,
    )
    assert clean_text.of_line(line, ZONE, Realm.EXERCISE) == (
        "【演练】值班日志第 12 号\n2030年8月12日 08:05 样例河：巡查正常\n水位 12.3 米（陈例一）"
    )
    corrected = replace(line, corrected_by=15, place="", by=Actor.program())
    assert clean_text.of_line(corrected, ZONE, Realm.LIVE) == (
        "值班日志第 12 号（已由第 15 号更正）\n2030年8月12日 08:05 巡查正常\n水位 12.3 米"
    )


@pytest.mark.parametrize(
    ("state", "by", "note", "said"),
    [
        (OutboundState.SENT, "", "", "回执：待回执"),
        (OutboundState.RECEIVED, "林例二", "已转", "回执：林例二 2030年8月12日 08:05 收到，已转"),
        (OutboundState.FAILED, "", "占线", "未送达（2030年8月12日 08:05，占线）"),
    ],
)
def test_what_was_sent_says_how_it_ended(state: OutboundState, by: str, note: str, said: str) -> None:
    row = OutboundRow(
        UUID(int=3), "FC2030-0001", "林例二", "县府办（示例）", "", "phone", "请立即转移", "inbound", UUID(int=5),
        "JB2030-000007", AT, "陈例一", state, by, None if state is OutboundState.SENT else AT, note, AT, 1,
    )  # fmt: skip
    assert clean_text.of_outbound(row, "电话", ZONE, Realm.LIVE).splitlines() == [
        "发出 FC2030-0001（关于 JB2030-000007）",
        "2030年8月12日 08:05 由 陈例一 以电话发给 县府办（示例） 林例二：",
        "请立即转移",
        said,
    ]
