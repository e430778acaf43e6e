"""The 预警 panel over a real store: the sample county, its officers, and a warning that nothing stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import bootstrap
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.warning import State
from console.domain.warning_rows import WarningRow
from tests.kit import panels
from tests.kit.teams_panel import PATIENCE
from tests.kit.upward import CTRL, KEY, press
from tests.kit.warning import WORD, County, county
from ui.models.warning_rows import WarningServices
from ui.panels.warnings import WarningsPanel
from ui.seat import Seat

Opened = Callable[..., WarningsPanel]


@pytest.fixture
def desk(county_store: Any, clock: StoppedClock) -> Iterator[Desk]:
    """The sample county: towns, contacts, groups."""
    made = bootstrap.build(county_store, clock)
    yield made
    made.close()


@pytest.fixture
def people(desk: Desk) -> County:
    return county(desk)


@pytest.fixture
def seat(people: County) -> Seat:
    """甲例 sits here, an officer."""
    taken = Seat()
    taken.sit(people.actor("甲例"))
    return taken


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it(listen: Any = None) -> WarningsPanel:
        services = WarningServices(
            desk.warnings, desk.warning_sends, desk.deliveries, desk.devices, desk.lists, desk.places,
            desk.contact_groups, desk.accounts, desk.realm, listen or desk.listened,
            desk.warning_lists_out, desk.carrier_results, desk.warning_targets,
            desk.cap_files, desk.warning_letters, desk.warning_papers, desk.cap_trouble,
        )  # fmt: skip
        panel = WarningsPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        return panels.shown(qtbot, panel, panel.list)

    return open_it


def wait(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=PATIENCE)


def shown(qtbot: QtBot, panel: WarningsPanel, row: WarningRow) -> Any:
    """That warning whole, read and checked."""
    panel.open_item(row.id)
    page = panel.page
    wait(qtbot, lambda: page.look is not None and page.look.id == row.id)
    settled(qtbot, panel)
    return page


def settled(qtbot: QtBot, panel: WarningsPanel) -> None:
    """Nothing is being read, saved or asked any more."""
    page = panel.page
    wait(
        qtbot,
        lambda: not page._loading and not page._acting and not page._soon.isActive() and page.asked.dialog is None,
    )


def at(qtbot: QtBot, panel: WarningsPanel, state: State) -> None:
    """The page shows its warning in that state."""
    wait(qtbot, lambda: panel.page.look is not None and panel.page.look.row.state is state)
    settled(qtbot, panel)


def asked(qtbot: QtBot, page: Any, key: Any, held: Any) -> Any:
    """The dialog that key opens."""
    press(qtbot, page.window().focusWidget() or page, key, held)
    wait(qtbot, lambda: page.asked.dialog is not None)
    return page.asked.dialog


def prove(qtbot: QtBot, page: Any, name: str, word: str = WORD) -> None:
    """Name and password into the dialog that is open, and on."""
    dialog = page.asked.dialog
    if not dialog.proof.name.isReadOnly():
        dialog.proof.name.setText(name)
    dialog.proof.password.setText(word)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
