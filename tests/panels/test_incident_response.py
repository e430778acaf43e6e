"""From an incident to the plan that is started for it: one key, and nothing where no page of plans is beside."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from tests.kit import upward as kit
from tests.kit.incidents import services
from tests.kit.upward import press
from ui.panels.incidents import IncidentsPanel
from ui.seat import Seat

incident, watch = kit.incident, kit.watch


@pytest.mark.parametrize("beside", [frozenset({"plans"}), frozenset()])
def test_one_key_asks_for_a_response_to_the_incident(
    app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any, incident: Any, qtbot: QtBot,
    beside: frozenset[str],
) -> None:  # fmt: skip
    panel = IncidentsPanel(jobs, seat, times, services=services(desk, beside), drafts=desk.drafts)
    qtbot.addWidget(panel)
    panel.resize(1280, 640)
    panel.show()
    panel.open_item(incident.id, follow=True)
    qtbot.waitUntil(lambda: panel.detail.head.row is not None, timeout=10_000)
    head = panel.detail.head
    asked: list[Any] = []
    panel.response_asked.connect(asked.append)
    press(qtbot, head.back, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert head.respond.isVisible() is bool(beside)
    assert asked == [incident.id] * len(beside)
