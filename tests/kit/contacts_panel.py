"""The 通讯录 panel on a small county: open it, find somebody, press keys, type, and get the dialog they opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.contact_book import NumberKind, Rank
from console.services.contact_people import NewNumber, NewPerson
from console.services.contact_units import Unit
from tests.kit.input_method import commit
from ui.jobs import Jobs
from ui.models.contact_rows import ContactServices
from ui.panels.contacts import ContactsPanel
from ui.seat import Seat
from ui.text import Times

Key = Qt.Key
Ctrl, Alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NoKey = Qt.KeyboardModifier.NoModifier
PEOPLE = (
    ("黄例一", "例溪镇", "分管领导", Rank.A, ("100-0000-0001", "0577-0000-0001")),
    ("单例二", "例溪镇", "灾害信息员", Rank.A, ("100-0000-0002",)),
    ("曾例三", "例岭乡", "灾害信息员", Rank.A, ("100-0000-0103", "0577-0000-0103")),
    ("仇例六", "例岭乡", "灾害信息员", Rank.B, ()),
)


@pytest.fixture
def people(desk: Desk, seat: Seat) -> dict[str, Any]:
    """A county with two towns and four people, one of them B, one without a number."""
    by = seat.actor
    county = desk.contact_units.add(Unit("例县人民政府"), by=by)
    keys: dict[str, Any] = {"例县": county.id}
    for name, unit, post, rank, numbers in PEOPLE:
        if unit not in keys:
            keys[unit] = desk.contact_units.add(Unit(unit, county.id), by=by).id
            keys[unit, "posts"] = {}
        posts = keys[unit, "posts"]
        if post not in posts:
            posts[post] = desk.contact_units.add_post(keys[unit], post, by=by).id
        kinds = (NumberKind.MOBILE, NumberKind.OFFICE)
        told = [NewNumber(kind, number) for kind, number in zip(kinds, numbers, strict=False)]
        keys[name] = desk.contact_people.add(NewPerson(name), told, by=by)
        desk.contact_units.appoint(posts[post], keys[name], rank, by=by)
    return keys


@pytest.fixture
def make(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Iterator[Any]:
    """Opens the panel on the store as it stands; news of the store reach it."""
    left: list[Callable[[], None]] = []

    def made() -> Any:
        services = ContactServices(
            desk.contacts, desk.contact_people, desk.contact_units, desk.contact_groups, desk.call_lists, desk.places,
            desk.import_runs, desk.contact_retired, desk.incidents, desk.list_imports, desk.list_runs,
        )  # fmt: skip
        panel = ContactsPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        qtbot.addWidget(panel)
        left.append(desk.feed.subscribe(lambda news: jobs.read(lambda: news, panel.note, lambda _error: None)))
        panel.heard, panel.errors = [], []  # type: ignore[attr-defined]
        panel.saved.connect(panel.heard.append)  # type: ignore[attr-defined]
        panel.refused.connect(panel.errors.append)  # type: ignore[attr-defined]
        panel.failed.connect(panel.errors.append)  # type: ignore[attr-defined]
        panel.resize(1290, 640)
        panel.show()
        qtbot.waitUntil(lambda: panel.book._has_result)
        panel.show_part(0)
        return panel

    yield made
    for leave in left:
        leave()


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, modifier: Any = NoKey) -> None:
    """A key, once the window it is for is the active one."""
    widget.window().activateWindow()
    qtbot.waitUntil(widget.window().isActiveWindow)
    qtbot.keyClick(widget, key, modifier)


def type_into(qtbot: QtBot, widget: QWidget, text: str) -> None:
    qtbot.waitUntil(widget.hasFocus)
    if text.isascii():
        qtbot.keyClicks(widget, text)
    else:
        commit(widget, text)


def names(panel: Any) -> list[str]:
    return [row.name for row in panel.book.list.rows_model.rows()]


def find(qtbot: QtBot, panel: Any, text: str, wanted: list[str]) -> None:
    press(qtbot, panel.book.find, Key.Key_F, Ctrl)
    type_into(qtbot, panel.book.find, text)
    qtbot.waitUntil(lambda: names(panel) == wanted)


def open_person(qtbot: QtBot, panel: Any, name: str, typed: str) -> None:
    find(qtbot, panel, typed, [name])
    press(qtbot, panel.book.find, Key.Key_Return)
    qtbot.waitUntil(lambda: panel.book.chosen() is not None and panel.book.chosen().name == name)
    qtbot.waitUntil(panel.book.pane.numbers.hasFocus)


def dialog_of(qtbot: QtBot, page: Any) -> Any:
    qtbot.waitUntil(lambda: page.asked.dialog is not None)
    dialog = page.asked.dialog
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.focusWidget() is not None)
    return dialog
