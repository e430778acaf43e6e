"""A role changed on another seat: what this one offers follows, without anybody signing in again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Action, Role
from tests.kit.window import PASSWORD, PATIENCE_MS, Opened, furnishing, open_window, sign_in

__all__ = ["open_window"]

OFFICER = "林例二"


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    with furnishing(new_store, clock) as (desk, admin):
        desk.accounts.add(OFFICER, Role.OFFICER, PASSWORD, by=admin)
    return new_store


@pytest.mark.usefixtures("store")
def test_what_the_seat_offers_follows_the_store(open_window: Opened, qtbot: QtBot) -> None:
    app = open_window()
    sign_in(app, qtbot, OFFICER)
    desk = app.shell.desk
    admin = next(row for row in desk.accounts.list() if row.role is Role.ADMIN).actor
    assert app.seat.may(Action.HAND_OVER)

    desk.accounts.change_role(OFFICER, Role.STAFF, True, by=admin)
    qtbot.waitUntil(lambda: not app.seat.may(Action.HAND_OVER), timeout=PATIENCE_MS)
    app.lock()
    desk.accounts.change_role(OFFICER, Role.COMMANDER, True, by=admin)
    qtbot.waitUntil(lambda: app.seat.may(Action.CONFIRM_EMERGENCY), timeout=PATIENCE_MS)

    assert app.seat.locked and app.seat.name == OFFICER
