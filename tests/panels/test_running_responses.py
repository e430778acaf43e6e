"""Responses that run: counted on the rail, named on the board with their tasks, gone when another seat ends them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.approvals import SubjectKind
from console.domain.clock import StoppedClock
from console.domain.people import Actor, Role
from console.services.accounts import OfficerRow
from tests.kit import plans
from tests.kit.window import PASSWORD, PATIENCE_MS, Opened, furnishing, open_window, opened, sign_in
from ui.app import App

__all__ = ["open_window", "opened"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock, tmp_path: Any) -> DataDir:
    with furnishing(new_store, clock) as (desk, by):
        plans.people(desk, tmp_path, by)
        desk.accounts.add(plans.LEADER, Role.COMMANDER, PASSWORD, by=by)
        desk.plans.add(plans.plan(), by=by)
    return new_store


@pytest.fixture
def app(opened: Opened, qtbot: QtBot) -> App:
    made = opened()
    sign_in(made, qtbot)
    return made


@pytest.fixture
def other(app: App, data: DataDir, clock: StoppedClock) -> Iterator[Desk]:
    """Another seat on the same store."""
    desk = bootstrap.build(data, clock)
    yield desk
    desk.close()


def officer(desk: Desk, name: str) -> Actor:
    row: OfficerRow = next(row for row in desk.accounts.list() if row.name == name)
    return row.actor


def test_what_another_seat_starts_and_ends_is_on_the_rail_and_the_board(
    app: App, other: Desk, clock: StoppedClock, qtbot: QtBot
) -> None:
    button, board = app.window.rail.buttons["plans"], app.window.show_panel("board")
    card, by = board.notice_card, officer(other, "陈例一")
    assert button._count == 0
    row = plans.started(other, by)
    qtbot.waitUntil(lambda: button._count == 1 and card.isVisible(), timeout=PATIENCE_MS)
    assert "防汛应急预案（示例） Ⅲ级响应" in card.lines[0].text and "任务 0/4" in card.lines[0].text
    clock.advance(minutes=31)
    app.shell._tick()
    board.reload_now()
    qtbot.waitUntil(lambda: "超时 4" in card.lines[0].text, timeout=PATIENCE_MS)

    card.responses.click()
    panel: Any = app.window.current_panel()
    assert panel.id == "plans"
    qtbot.waitUntil(lambda: panel.responses.table.chosen_key() == row.id, timeout=PATIENCE_MS)

    other.responses.end(row.id, plans.answered(other, row), plans.APPROVED, by=by)
    app.window.show_panel("board")
    qtbot.waitUntil(lambda: button._count == 0 and not card.isVisible(), timeout=PATIENCE_MS)


def test_what_waits_for_approval_leads_to_its_record_whatever_it_is(app: App, other: Desk, qtbot: QtBot) -> None:
    """The word for a response came by telephone, so it waits for a signature."""
    row = plans.started(other, officer(other, "陈例一"))
    upward: Any = app.window.show_panel("upward")
    upward.show_part(1)
    page = upward.approvals
    qtbot.waitUntil(lambda: page.row() is not None, timeout=PATIENCE_MS)
    assert page.row().subject_kind is SubjectKind.RESPONSE and page.show_record.isEnabled()
    page.show_record.click()
    panel: Any = app.window.current_panel()
    assert panel.id == "plans"
    qtbot.waitUntil(lambda: panel.responses.table.chosen_key() == row.id, timeout=PATIENCE_MS)
