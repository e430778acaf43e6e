"""The measurement of many incidents and tasks: a small run of the same command."""

from __future__ import annotations

import json

import pytest

from console import bootstrap
from console.domain.timeliness import Asked, Measure, Outcome
from console.tool.bench import volume

LISTS = {
    "x1_incidents", "x1_incidents_all", "x1_incidents_word", "x1_incidents_next", "x1_tasks", "x1_tasks_word",
    "x1_tasks_incident", "x1_due", "x1_timeliness", "x1_timeliness_records",
}  # fmt: skip


@pytest.mark.long
def test_a_small_volume_is_filled_and_every_list_of_it_measured(ask, data, on_disk):
    kept = on_disk / "kept"
    done = ask(data, "bench", "--only", "X1", "--entries", "8000", "--json", "--keep", str(kept))

    assert done.stderr == "" and done.returncode in (0, 1)
    figures = [json.loads(line) for line in done.stdout.splitlines()[1:]]
    assert {figure["name"] for figure in figures} == LISTS
    assert all(figure["ours"]["n"] == volume.ROUNDS and figure["ours"]["p50_ms"] > 0 for figure in figures)
    desk = bootstrap.build(type(data)(kept / "volume-80"))
    assert len(desk.incidents.page()) == 80 and len(desk.incidents.open_rows()) == volume.OPEN_INCIDENTS
    assert len(desk.tasks.open_tasks()) == volume.OPEN_TASKS
    assert len([item for item in desk.due.rows(volume.NOW) if item.id.startswith("report:")]) == 180
    told = desk.timeliness.figures(volume.FIRST)
    decided = {line.measure: line.tally.decided for line in told.whole}
    assert decided[Measure.RECEIPT] == 80 and decided[Measure.TASK] >= 80 * volume.TASKS_EACH - volume.OPEN_TASKS
    _rows, late = desk.timeliness.records(Asked(Measure.TASK, volume.FIRST, 12, outcome=Outcome.LATE))
    assert 0 < late < decided[Measure.TASK]
    desk.close()
