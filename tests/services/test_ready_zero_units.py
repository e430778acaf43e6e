"""The ready check looks ahead at zero reports: somebody must be listed to be asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.health import FindingState
from console.domain.people import Actor
from console.domain.ready import ReadyRow


def row(desk: Desk) -> ReadyRow | None:
    return next((row for row in desk.ready.check().rows if row.id == "zero_units"), None)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2030, 8, 31, 12, tzinfo=UTC), None),  # national days begin in 31 days
        (datetime(2030, 8, 31, 16, tzinfo=UTC), "10-01"),  # midnight at the site: 30
        (datetime(2030, 10, 3, tzinfo=UTC), "10-03"),
        (datetime(2030, 10, 7, 16, tzinfo=UTC), None),
    ],
)
def test_a_period_with_zero_reports_wants_its_units(
    desk: Desk, clock: StoppedClock, by: Actor, at: datetime, day: str | None
) -> None:
    clock.set(at)
    found = row(desk)
    assert (found and found.facts["day"]) == day
    if found is None:
        return
    assert (found.state, found.code, found.jump) == (FindingState.NOTE, "zero_units_none", "list:zero_units")
    desk.lists.add("zero_units", {"name": "例一镇", "phone": "0577-0000-0001"}, by=by)
    assert row(desk) is None
    (item,) = desk.lists.rows("zero_units")
    desk.lists.retire("zero_units", item.code, seen=item.version, by=by)
    assert row(desk) == found


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_towns_are_asked_by_name_only_and_the_row_says_so(
    desk: Desk, clock: StoppedClock, by: Actor, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "places.csv"
    file.write_text("代码,名称\n99,例省\n9901,例市\n990101,例县\n990101100,示例一镇\n990101101,示例二镇\n", "utf-8")
    desk.places.import_file(file, by=by)
    clock.set(datetime(2030, 9, 20, tzinfo=UTC))
    found = row(desk)
    assert found is not None and found.code == "zero_units_towns"
    said = words.say_in(language, f"ready.{found.code}", **found.facts)
    assert "10-01" in said and "2" in said and "{" not in said
    assert words.say_in(language, "list.zero_units") in words.say_in(language, "ready.do.zero_units")
