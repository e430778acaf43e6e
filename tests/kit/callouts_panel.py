"""The 叫应 panel over a real store: the sample county, whose towns and posts are called by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.callout import Caller
from console.domain.callout_rows import CalloutLook, Planned
from tests.kit import panels, warnings_panel
from tests.kit.upward import press
from tests.kit.warning import County
from ui.models.callout_rows import CalloutServices
from ui.panels.callouts import CalloutsPanel
from ui.seat import Seat

Opened = Callable[..., CalloutsPanel]
NONE = Qt.KeyboardModifier.NoModifier
POSTS = ("书记", "主任", "灾害信息员", "防汛责任人", "巡查员", "分管领导")

desk, seat, people = warnings_panel.desk, warnings_panel.seat, warnings_panel.people


def wait(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=12_000)


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it() -> CalloutsPanel:
        services = CalloutServices(
            desk.callouts, desk.warnings, desk.places, desk.lists, desk.callout_callers, desk.callout_lists
        )  # fmt: skip
        panel = CalloutsPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        return panels.shown(qtbot, panel, panel.page)

    return open_it


def planned(desk: Desk, people: County, count: int) -> list[Planned]:
    """So many posts, of as many towns as are needed; everybody has a number."""
    towns = [one.id for one in desk.places.everything() if one.level == "town"]
    rows = [one for one in desk.callouts.preview(towns, POSTS) if one.phones]
    while len(rows) < count:
        rows += rows
    return rows[:count]


def begun(
    desk: Desk, people: County, count: int = 6, warning_id: UUID | None = None, callers: Sequence[str] = ()
) -> CalloutLook:
    """A calling of so many persons, target five minutes."""
    rows = planned(desk, people, count)
    by = people.actor("甲例")
    named = tuple(Caller(name) for name in callers)
    return desk.callouts.start(uuid4(), "暴雨红色 叫应", rows, 5, by=by, warning_id=warning_id, callers=named)


def settled(qtbot: QtBot, panel: CalloutsPanel) -> None:
    """Nothing is being read, written or asked any more."""
    page = panel.page
    wait(
        qtbot,
        lambda: not page.keys.under_way and not page._loading and not page._soon.isActive() and not page._acting
        and page.asked.dialog is None,
    )  # fmt: skip


def hit(qtbot: QtBot, panel: CalloutsPanel, key: Any, held: Any = NONE) -> None:
    """A key where the keyboard is: in the dialog that is open, else in the panel."""
    above = panel.page.asked.dialog or panel.window()
    press(qtbot, above.focusWidget() or above, key, held)
