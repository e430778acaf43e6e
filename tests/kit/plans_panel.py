"""The 预案 panel opened over a real store, with a plan whose posts are held; waiting and keys for its tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.people import Role
from console.domain.plans import PlanRow
from tests.kit import panels
from tests.kit import plans as kit
from ui.models.plan_rows import PlanServices
from ui.panels.plans import PlansPanel
from ui.seat import Seat

WORD = "leader of 2030"
PATIENCE = 10_000
Opened = Callable[[], PlansPanel]


@pytest.fixture
def plan(desk: Desk, seat: Seat, tmp_path: Any) -> PlanRow:
    """A plan of three levels, two people at its post, and who may approve."""
    kit.people(desk, tmp_path, seat.actor)
    desk.accounts.add(kit.LEADER, Role.COMMANDER, WORD, by=seat.actor)
    return desk.plans.add(kit.plan(), by=seat.actor)


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it() -> PlansPanel:
        services = PlanServices(
            desk.plans, desk.responses, desk.incidents, desk.accounts, desk.event_types, desk.files, desk.settings,
            desk.duty, desk.plan_checks, desk.plan_files, desk.plan_runs,
        )  # fmt: skip
        panel = PlansPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        return panels.shown(qtbot, panel, panel.responses)

    return open_it


def wait(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=PATIENCE)
