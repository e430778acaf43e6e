"""The measure of a year of rosters: a small run of the same steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.config import DataDir
from console.domain.planning import Task
from console.tool.bench import rosters


def test_the_year_has_thirty_people_with_leave_on_every_day_of_the_year() -> None:
    task = rosters.year(rosters.YEAR)
    assert (len(task.staff), len(task.seats), len({one.person_id for one in task.leave})) == (30, 365 * 4, 30)
    assert [len(part.seats) for part in rosters.months(task)][:2] == [31 * 4, 28 * 4]


def test_its_figures_are_told(
    data: DataDir, ask: Callable[..., Any], on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rosters.year(rosters.YEAR)

    def few(_year: int) -> Task:
        return replace(whole, seats=whole.seats[:8], staff=whole.staff[::3])

    monkeypatch.setattr(rosters, "year", few)
    done = ask(data, "bench", "--only", "G13", "--json", "--keep", str(on_disk / "kept"))
    figures = {row["name"]: row for row in map(json.loads, done.stdout.splitlines()[1:])}
    assert figures["g13_wrong"]["value"] == figures["g13_empty"]["value"] == 0
    assert figures["g13_month"]["ours"]["n"] == 1
    assert {f"g13_{kind}" for kind in ("weekday", "weekend", "holiday", "night")} <= figures.keys()
