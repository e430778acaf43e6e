"""Sentences of a report where the record knows little, and what a new incident is called."""

from __future__ import annotations

import pytest

from console.domain.incident_report import composed

LINE = "{接报时间}，我局接{来源}报告：{发生时间}，{地点}发生{类型}。"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "接报时间不详，我局接来源不详报告：发生时间不详，地点不详，类型不详。"),
        ({"地点": "样例村"}, "接报时间不详，我局接来源不详报告：发生时间不详，样例村发生类型不详。"),
        ({"类型": "山洪"}, "接报时间不详，我局接来源不详报告：发生时间不详，地点不详发生山洪。"),
        ({"地点": "样例村", "类型": "山洪"}, "接报时间不详，我局接来源不详报告：发生时间不详，样例村发生山洪。"),
    ],
)
def test_a_clause_that_knows_nothing_is_no_broken_sentence(known, said):
    assert composed(LINE, known, "正在核实。", "不详") == said
