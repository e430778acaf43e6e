"""From a figure of timeliness to its incident, in the whole window, which then ends without a crash."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from tests.kit.window import furnishing


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    with furnishing(new_store, clock) as (desk, by):
        item = desk.intake.register(Intake(uuid4(), "样例村12 山体滑坡", clock.now()), by=by)
        desk.incidents.open(NewIncident(uuid4(), "山体滑坡", "山体滑坡"), [item.id], by=by)
        task = desk.tasks.add("查堤", clock.now(), by=by)
        desk.tasks.close(task.id, "已查", seen=task.version, by=by)
    return new_store


def test_a_figure_leads_to_its_incident_or_into_the_log(typist, qtbot):
    window = typist.app.window
    panel = window.show_panel("upward")
    panel.show_part(2)
    page = panel.timeliness
    qtbot.waitUntil(lambda: bool(page.records.rows_model.rows()))
    qtbot.waitUntil(page.measures.hasFocus)
    (row,) = page.records.rows_model.rows()

    typist.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.records.hasFocus)
    typist.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_panel().id == "incidents")
    detail = window.current_panel()
    qtbot.waitUntil(lambda: detail.detail.incident_id == row.record_id)

    window.show_panel("upward")
    page.measures.setFocus()
    typist.press(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: [one.panel for one in page.records.rows_model.rows()] == ["log"])
    (task,) = page.records.rows_model.rows()
    typist.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.records.hasFocus)
    typist.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_panel().id == "log")
    assert window.current_panel().filter.search.text() == task.number

    window.close()
    assert page.chart.plot is None
