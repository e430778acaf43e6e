"""Warnings where others look: by number, words and town in the palette, on board, commander's page and wall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from console import bootstrap
from console.domain.situation import Wait
from tests.kit.warning import County, county, walked
from ui.models import wall_rows
from ui.text import Times


@pytest.fixture
def ground(county_store: Any, clock: Any) -> Iterator[County]:
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def test_a_warning_is_found_counted_and_shown(ground: County) -> None:
    desk, by = ground.desk, ground.actor("甲例")
    draft = desk.warnings.draft(ground.form(title="森林火险红色预警"), by=by)
    row = walked(desk.warnings, desk.warnings.draft(ground.form(), by=by), by)
    (hit,) = desk.finding.by_number(row.number.removeprefix("示例"))
    assert (hit.id, hit.panel, hit.number) == (row.id, "warnings", row.number)

    def found(asked: str) -> list[Any]:
        return [one.id for one in desk.finding.by_name(asked) if one.panel == "warnings"]

    town = next(one for one in desk.places.everything() if one.id == ground.town)
    assert found("火险") == [draft.id] and found("暴雨 红色") == [row.id, draft.id], "in their texts"
    assert found(town.name) == [row.id, draft.id], "by the town; what holds stands first"
    assert found("没有这样的预警") == []
    hold, acts = desk.warnings.standing()
    assert (hold, acts) == (1, 1), "one holds, its channels wait to be reported"
    desk.warnings.submit(draft.id, seen=draft.version, by=by)
    assert desk.warnings.standing() == (1, 2)
    told = desk.situation.now()
    assert [(one.id, one.ends_at) for one in told.warnings] == [(row.id, row.expires_at)]
    (waits,) = [one for one in told.waiting if one.wait is Wait.WARNING]
    assert (waits.panel, waits.record, waits.about) == ("warnings", draft.id, "review")
    (line,) = wall_rows.warning_rows(told, Times(lambda: desk.zone, desk.clock.now))
    assert line.text == row.title and line.right
