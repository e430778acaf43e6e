"""更多 in the library: acts that are wanted now and then, each with its key; nothing of the page is out of sight."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from console import words
from console.domain.plans import PlanRow
from tests.kit.plans_panel import Opened, opened, plan
from tests.panels.test_plans_library import library, told
from ui.panels.plans_library import LibraryPage
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


def test_the_page_stands_whole_on_the_smallest_screen(opened: Opened, plan: PlanRow, qtbot: QtBot) -> None:
    panel = opened()
    panel.resize(1366 - 64, 768 - 44 - 38 - 28)
    page = told(qtbot, library(qtbot, panel))
    area = next(one for one in page.findChildren(QScrollArea) if one.isAncestorOf(page.bar))
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
