"""The sample county's plans: as many as promised, all made up, every one of them can be started tonight."""

from __future__ import annotations

import re

import pytest

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.plans import checked
from console.domain.responses import Cause
from console.services import sample, sample_plans


@pytest.fixture
def county(county_store):
    desk = bootstrap.build(county_store, StoppedClock(sample.starts_at()))
    yield desk
    desk.close()


def test_as_many_as_promised_and_each_is_sound():
    plans = sample_plans.plans()
    levels = [level for plan in plans for level in plan.levels]
    assert (len(plans), len(levels), sum(len(level.cards) for level in levels)) == (24, 80, 420)
    assert [len(plan.levels) for plan in plans].count(4) == 16
    typhoon = next(plan for plan in plans if plan.code == "SL-ZX-01")
    assert {level.level: len(level.cards) for level in typhoon.levels} == {"I": 40, "II": 32, "III": 23, "IV": 15}
    assert all(checked(plan) for plan in plans)


def test_nothing_in_them_can_be_taken_for_real():
    for plan in sample_plans.plans():
        assert plan.title.endswith("（示例）") and "示例" in plan.owner
        assert not re.search(r"1[3-9]\d{9}", repr(plan))
        for level in plan.levels:
            assert all("示例" in card.unit or not card.unit for card in level.cards)


def test_every_card_of_the_sample_reaches_somebody(county):
    for row in county.plans.rows():
        for level in row.levels:
            seen = county.responses.preview(row.id, level, Cause(warning="台风黄色预警（示例）"))
            assert [(one.card.code, one.card.post, one.told.gap) for one in seen.gaps] == []
    assert county.plans.coverage().structured == 24
    assert [row.code for row in county.plans.review_overdue()] == ["SL-ZX-08"]
    assert [row.code for row in county.plans.not_filed()] == ["SL-BM-04"]
