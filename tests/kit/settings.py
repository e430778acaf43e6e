"""The settings panel for tests that drive it: shown on a real desk, its pages turned to, its fields filled."""

from __future__ import annotations

import pytest

from console.domain.ready import Machine
from console.seat_file import SeatFile
from tests.kit.input_method import commit
from ui.panels.settings import SettingsPanel
from ui.panels.settings_ready import Seen

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""The offscreen platform has no frame to tell; a window whose least size changes makes it say so."""


PASSWORD = "panels of 2030"
SEEN = Seen(lambda sound: Machine(("走廊打印机",), "FangSong", sound), lambda: "proven")


class Heard:
    """What a panel said to the strip."""

    def __init__(self, panel):
        self.saved, self.refused = [], []
        panel.saved.connect(self.saved.append)
        panel.refused.connect(self.refused.append)
        panel.failed.connect(self.refused.append)


@pytest.fixture
def seat_file(data):
    return SeatFile(data.seat)


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times, seat_file):
    made = SettingsPanel(
        jobs, seat, times, settings=desk.settings, accounts=desk.accounts, places=desk.places, lists=desk.lists,
        contacts=desk.contacts, copies=desk.copies, ready=desk.ready, health=desk.health, seen=SEEN,
        seat_file=seat_file, printers=lambda: ["走廊打印机"],
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1302, 658)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


@pytest.fixture
def heard(panel):
    return Heard(panel)


@pytest.fixture
def page(qtbot, panel):
    def show(page_id):
        if not panel.pages[page_id].stale:
            return panel.show_page(page_id)
        with qtbot.waitSignal(panel.pages[page_id].presented):
            return panel.show_page(page_id)

    return show


def choose(qtbot, panel, key):
    """A setting, as the officer chooses it; waits for its history."""
    if panel.site.form.key != key:
        with qtbot.waitSignal(panel.site.presented):
            panel.site.table.choose(key)


def fill(qtbot, line, text):
    line.setFocus()
    line.selectAll()
    commit(line, text)


def sit_as(desk, seat, name, role):
    officer = desk.accounts.add(name, role, PASSWORD, by=seat.actor)
    seat.sit(officer.actor)
    return officer


def checked(qtbot, page, path):
    """The dialog of an import after its dry run."""
    page.check(path)
    dialog = page.dialog
    qtbot.waitUntil(lambda: not dialog.state.text().startswith(("正在", "Checking")))
    return dialog
