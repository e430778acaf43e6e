"""The whole window for tests: opened on a sample store as the program opens it, and closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import Clock, StoppedClock
from console.domain.people import Actor, Role
from console.services import glance
from tests.kit.typist import Typist
from ui.app import App
from ui.first_run import FirstRun

NAME, PASSWORD = "陈例一", "window of 2030"
PATIENCE_MS = 20_000
Opened = Callable[[], App]


@contextmanager
def furnishing(data: DataDir, clock: Clock, name: str = NAME) -> Iterator[tuple[Desk, Actor]]:
    """The store before the window opens on it, with one officer: its first account, so an administrator's."""
    desk = bootstrap.build(data, clock)
    try:
        yield desk, desk.accounts.add(name, Role.ADMIN, PASSWORD, by=Actor.tool("tester")).actor
    finally:
        desk.close()


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """A sample store with one officer; a module whose window wants more makes its own."""
    with furnishing(new_store, clock):
        return new_store


@pytest.fixture
def open_window(qapp: QApplication, data: DataDir, clock: StoppedClock, qtbot: QtBot) -> Iterator[Opened]:
    """Opens the window on whatever stands there, and waits for the gate or the first run; closed at the end."""
    made: list[App] = []

    def open_it() -> App:
        app = App(qapp, data, clock=clock, language="zh")
        made.append(app)
        app.start(glance.look(data))
        qtbot.waitUntil(lambda: first_run(app) is not None or at_the_gate(app), timeout=PATIENCE_MS)
        return app

    yield open_it
    for app in made:
        app.window.close()
        app.deleteLater()
    words.set_language("zh")


@pytest.fixture
def opened(store: DataDir, open_window: Opened) -> Opened:
    """Opens the window on the store."""
    return open_window


@pytest.fixture
def typist(opened: Opened) -> Typist:
    """陈例一 at the keyboard, signed in; no key counted yet."""
    made = Typist(opened())
    made.sign_in(NAME, PASSWORD)
    made.keys.clear()
    return made


def at_the_gate(app: App) -> bool:
    """Whether the gate takes names and the frame behind it stands."""
    return app.shell is not None and app.shell.station is not None and app.gate.entry.button.isEnabled()


def first_run(app: App) -> FirstRun | None:
    return next((page for page in app.window.findChildren(FirstRun) if page.isVisible()), None)


def sign_in(app: App, qtbot: QtBot, name: str = NAME, password: str = PASSWORD) -> None:
    app.gate.entry.name.setEditText(name)
    app.gate.entry.password.setText(password)
    qtbot.keyClick(app.gate.entry.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.seat.taken and not app.seat.locked and app.seat.name == name, timeout=PATIENCE_MS)
