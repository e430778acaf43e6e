"""The 指挥调度 panel opened over the small county of ``tests.kit.dispatch``, with a leader, a watch, and waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.duty import PostLine
from console.domain.people import Actor, Role
from tests.kit import panels
from tests.kit.dispatch import Ground
from ui.models.dispatch_rows import DispatchServices
from ui.panels.dispatch import DispatchPanel
from ui.seat import Seat

LEADER, WORD = "林例十", "leader of 2030"
PATIENCE = 30_000
ALL_NEWS = Changes(frozenset(Topic))
Opened = Callable[..., DispatchPanel]


@pytest.fixture
def by(desk: Desk, seat: Seat) -> Actor:
    """陈例一 at the seat; 林例十 leads the watch and may approve."""
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=seat.actor)
    desk.duty.take_over_empty([PostLine("leader", LEADER), PostLine("主班", seat.actor.name)], by=seat.actor)
    return seat.actor


def services(desk: Desk, beside: frozenset[str] = frozenset({"incidents", "dispatch", "map"})) -> DispatchServices:
    return DispatchServices(
        desk.needs, desk.packages, desk.candidates, desk.proposals, desk.dispatching, desk.assignments, desk.incidents,
        desk.incident_items, desk.intake, desk.stores, desk.places, desk.lists, desk.accounts, desk.duty, desk.settings,
        desk.maps, desk.stock_documents, beside,
    )  # fmt: skip


@pytest.fixture
def opened(
    qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any, ground: Ground
) -> Opened:
    """Opens the panel as the smallest screen has it, the needs loaded and the keyboard in them."""

    def open_it(width: int = 1302, height: int = 658) -> DispatchPanel:
        panel = DispatchPanel(jobs, seat, times, services=services(desk), drafts=desk.drafts)
        return panels.shown(qtbot, panel, panel.needs, (width, height))

    return open_it


def wait(qtbot: QtBot, true: Callable[[], Any]) -> None:
    qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE)
