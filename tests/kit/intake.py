"""接报登记 for tests that drive it: the panel as the window makes it, and fingers on its keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.kit.input_method import commit
from ui.models.intake_rows import IntakeServices
from ui.panels.intake import IntakePanel

PLACES = """代码,名称,上级
330324,永嘉县,
330324101,岩头镇,330324
330324101201,样例村01,330324101
330324101212,样例村12,330324101
330382,乐清市,
330382104,样例镇,330382
330382104212,样例村12,330382104
"""

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def services_of(desk):
    names = ("intake", "places", "drafts", "lists", "contacts", "clocks", "files", "settings")
    return IntakeServices(**{name: getattr(desk, name) for name in names})


@pytest.fixture
def places(desk, by, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(PLACES, encoding="utf-8")
    done = desk.places.import_file(path, by=by)
    assert done.applied and not done.problems


@pytest.fixture
def make(qtbot, app_theme, desk, jobs, seat, times):
    """A panel as the window makes it, shown and loaded, with the focus it may have."""

    def made(**other):
        panel = IntakePanel(jobs, seat, times, services=replace(services_of(desk), **other))
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.presented):
            panel.show()
        panel.activateWindow()
        panel.start_new()
        qtbot.waitUntil(panel.form.summary.hasFocus)
        return panel

    return made


@pytest.fixture
def panel(make, places):
    return make()


@pytest.fixture
def settle(qtbot, jobs):
    """Wait until everything given to the lanes has been done and delivered."""

    def wait():
        done = []
        jobs.write(lambda: None, done.append, done.append)
        qtbot.waitUntil(lambda: len(done) == 1)
        jobs.read(lambda: None, done.append, done.append)
        qtbot.waitUntil(lambda: len(done) == 2)

    return wait


@pytest.fixture
def person(desk, by, tmp_path):
    """梁例五 of the contact book."""
    book = Workbook()
    book.active.append(["姓名", "单位", "职务", "手机"])
    book.active.append(["梁例五", "岩头镇人民政府", "值班员", "100-0000-0005"])
    path = tmp_path / "contacts.xlsx"
    book.save(path)
    desk.contacts.import_file(path, by=by)


def type_in(qtbot, text):
    """As if typed where the focus is; Chinese comes as an input method commits it."""
    widget = QApplication.focusWidget()
    for char in text:
        if char.isascii():
            qtbot.keyClicks(widget, char)
        else:
            commit(widget, char)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def go(panel, name):
    panel.form.place_cursor(name, 0, 0)


def drafts(desk):
    """What is kept of calls that were not registered."""
    return desk.drafts.open("intake")


def shown_item(qtbot, panel, settle, item):
    """That item on the screen."""
    panel.open_item(item.id)
    settle()
    assert panel.item.shown.row.id == item.id
