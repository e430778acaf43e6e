"""更多 in the library: acts that are wanted now and then, each with its key; nothing of the page is out of sight."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.plans import PlanRow
from tests.kit import plans as kit
from tests.kit.plans_panel import Opened, opened, plan
from tests.panels.test_plans_library import library, told
from ui import theme
from ui.panels.plans_library import LibraryPage
from ui.seat import Seat
from ui.widgets.keycap import KeyButton

fixtures = (opened, plan)


def entries(page: LibraryPage) -> dict[str, bool]:
    """Word and key of each entry, and whether it can be chosen."""
    menu = page.more.menu_now()
    return {entry.text(): entry.isEnabled() for entry in menu.actions() if not entry.isSeparator()}


def test_the_menu_says_each_act_with_its_key_and_presses_it(opened: Opened, plan: PlanRow, qtbot: QtBot) -> None:
    page = told(qtbot, library(qtbot, opened()))
    found = entries(page)
    assert found[f"{words.say('plans.template')}\tCtrl+Shift+T"] and found[f"{words.say('plans.retire')}\tAlt+Q"]
    assert not found[f"{words.say('plans.open_file')}\tAlt+O"], "there is no document"
    menu = page.more.menu_now()
    chosen = next(entry for entry in menu.actions() if words.say("plans.wall_large") in entry.text())
    with qtbot.waitSignal(page.print_asked) as asked:
        chosen.trigger()
    assert asked.args[0].large


def test_no_button_stands_twice_and_none_is_lost(opened: Opened, plan: PlanRow, qtbot: QtBot) -> None:
    page = told(qtbot, library(qtbot, opened()))
    kept = set(page.more.held())
    own = {one for one in vars(page).values() if isinstance(one, KeyButton)}
    laid = {one for one in own if page.bar.flow.indexOf(one) >= 0}
    assert not kept & laid and kept | laid == own
    assert all(not one.isVisible() for one in kept)


def test_the_buttons_stand_on_the_smallest_screen_at_any_size(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot, qapp: QApplication
) -> None:
    desk.plans.add(kit.plan("YA-02", review_on=desk.plans.today() - timedelta(days=3)), by=seat.actor)
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    for size in (14, 20):
        theme.apply(qapp, "light", size)
        panel.resize(1366 - 64, 768 - 44 - 38 - 28)
        qtbot.waitUntil(lambda: panel.height() <= 768 - 44 - 38 - 28)
        assert panel.rect().contains(page.bar.geometry().translated(page.mapTo(panel, page.rect().topLeft())))
    theme.apply(qapp, "light", 14)
