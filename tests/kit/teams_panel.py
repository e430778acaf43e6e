"""The 队伍 panel over a real store: a flood and a landslide, three teams with papers, two experts; waiting and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.experts import ExpertRow, NewExpert
from console.domain.incident import IncidentRow
from console.domain.teams import NewCertificate, Readiness, TeamRow
from tests.kit import panels
from tests.kit import teams as kit
from tests.kit.upward import CTRL, KEY, press
from ui.models.team_rows import TeamServices
from ui.panels.teams import TeamsPanel
from ui.panels.teams_part import TeamsPart
from ui.seat import Seat

PATIENCE = 30_000
Opened = Callable[[], TeamsPanel]
WATER = NewExpert(
    "王例七", "水文水资源", event_types=("101",), unit="例县水利局（示例）", phone="100-0000-0007", title="高级工程师"
)


@dataclass
class Ground:
    """What is there."""

    flood: IncidentRow
    slide: IncidentRow
    town: TeamRow
    water: TeamRow
    forest: TeamRow
    first: ExpertRow
    second: ExpertRow


@pytest.fixture
def ground(desk: Desk, seat: Seat) -> Ground:
    by, today = seat.actor, desk.clock.now().date()
    town = kit.team(desk, by, code="DW001", latitude=28.3, longitude=120.7, insurance_until=today - timedelta(days=3))
    water = kit.team(
        desk, by, "例星水上救援队（示例）", kind="social", code="DW002", phone_b="100-0000-0002", head_b="王例二"
    )
    forest = kit.team(
        desk, by, "例山镇森林消防中队（示例）", kind="forest", code="DW003", skills=("forest",), event_types=("107",)
    )
    paper = NewCertificate("森林消防员", "陈例一", "示例证001", today + timedelta(days=5))
    desk.teams.add_certificate(forest.id, paper, by=by)
    desk.teams.tell(forest.id, Readiness.RESTING, "连续作战", seen=forest.version, by=by)
    first = desk.experts.add(WATER, by=by)
    second = desk.experts.add(replace(WATER, name="赵例八", field="地质灾害防治", event_types=("104",)), by=by)
    flood, slide = kit.incident(desk, by), kit.incident(desk, by, "例岭镇 塌方", "10402")
    return Ground(flood, slide, town, water, desk.teams.one(forest.id), first, second)


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it() -> TeamsPanel:
        services = TeamServices(
            desk.teams, desk.experts, desk.assignments, desk.team_files, desk.team_runs, desk.lists, desk.event_types,
            desk.incidents, desk.places, desk.contact_units, frozenset({"map", "incidents", "teams"}),
        )  # fmt: skip
        panel = TeamsPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        return panels.shown(qtbot, panel, panel.teams, (1264, 640))

    return open_it


def wait(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=PATIENCE)


def settled(qtbot: QtBot, page: TeamsPart) -> None:
    """Nothing is being read or asked any more."""
    wait(qtbot, lambda: page._has_result and not page._loading and page.asked.dialog is None)


def part(qtbot: QtBot, panel: TeamsPanel, at: int) -> Any:
    """That part, in front and read."""
    panel.show_part(at)
    page = panel.pages[at]
    settled(qtbot, page)
    return page


def asked(qtbot: QtBot, page: TeamsPart, key: Any, held: Any) -> Any:
    """The dialog that key opens."""
    press(qtbot, page.table, key, held)
    wait(qtbot, lambda: page.asked.dialog is not None)
    return page.asked.dialog


def hand_up(qtbot: QtBot, page: TeamsPart) -> None:
    press(qtbot, page.asked.dialog, KEY.Key_Return, CTRL)
    settled(qtbot, page)


def pick(box: Any, value: Any) -> None:
    """The officer chooses that value."""
    at = box.values().index(value)
    box.setCurrentIndex(at)
    box.activated.emit(at)
