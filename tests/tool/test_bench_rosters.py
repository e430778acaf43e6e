"""The measure of a year of rosters: a small run of the same steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.planning import Task
from console.tool.bench import rosters


def test_the_year_has_thirty_people_with_leave_on_every_day_of_the_year() -> None:
    task = rosters.year(rosters.YEAR)
    assert (len(task.staff), len(task.seats), len({one.person_id for one in task.leave})) == (30, 365 * 4, 30)
    assert [len(part.seats) for part in rosters.months(task)][:2] == [31 * 4, 28 * 4]


@pytest.mark.long
def test_its_figures_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rosters.year(rosters.YEAR)

    def few(_year: int) -> Task:
        return replace(whole, seats=whole.seats[:8], staff=whole.staff[::3])

    monkeypatch.setattr(rosters, "year", few)
    figures = {figure.name: figure for figure in rosters.x2(tmp_path, 1)}
    assert figures["x2_wrong"].value == figures["x2_empty"].value == 0
    assert figures["x2_month"].ours is not None and figures["x2_month"].ours.n == 1
    assert {f"x2_{kind}" for kind in ("weekday", "weekend", "holiday", "night")} <= figures.keys()
