"""What a forwarded warning says otherwise than its source, word by word."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from console.domain.warning_form import WarningForm
from console.domain.warning_source import Difference, differences, source_of

FORM = WarningForm(
    uuid4(), title="例县气象台发布暴雨红色预警", issuer="例县气象台",
    full="预计未来3小时降雨量将达100毫米以上，请立即转移危险区域人员。", sms="别的",
)  # fmt: skip


def test_places_that_differ_are_told_one_by_one() -> None:
    source = source_of(FORM)
    assert differences(FORM, source) == []
    assert differences(replace(FORM, full=f"{FORM.full}\n", sms="短信", guide="指南"), source) == []
    found = differences(replace(FORM, full="预计未来6小时降雨量将达100毫米以上，请转移危险区域人员。请注意。"), source)
    assert [(one.was, one.now) for one in found] == [("3", "6"), ("立即", ""), ("", "请注意。")]
    assert found[0] == Difference("full", "3", "6", "预计未来")
    assert [one.field for one in differences(replace(FORM, title="", full="x"), source)] == ["title", "full"]


def test_a_long_text_is_compared_quickly_and_cut() -> None:
    long = replace(FORM, full="转移。" * 3_000)
    (one,) = differences(replace(long, full=long.full + "甲" * 100), source_of(long))
    assert one.was == "" and len(one.now) == 40
    assert differences(replace(long, full="甲" + "移转。" * 3_000), source_of(long)) != []
