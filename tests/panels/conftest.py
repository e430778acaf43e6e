"""What every panel's test may ask for: the dressed application, real lanes, a seat that is taken, station times."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor, Role
from tests.kit import window as kit
from ui import hiding, theme
from ui.jobs import Jobs
from ui.seat import Seat
from ui.text import Times
from ui.widgets.spoken import follow_language

open_window, opened, store, typist = kit.open_window, kit.opened, kit.store, kit.typist
"""The whole window, for the tests that drive it."""


@pytest.fixture(autouse=True)
def _garbage_on_this_thread() -> Iterator[None]:
    """The collector must not run on a worker: it would end the widgets of an earlier test there, and crash.

    Windows a test leaves are ended: each would be dressed again whenever a later test changes the theme."""
    gc.disable()
    yield
    if hiding.current().on:
        hiding.current().turn()
    hiding.current().keep_secret(frozenset())
    for window in QApplication.topLevelWidgets():
        if window.windowType() != Qt.WindowType.Popup:  # a completer ends its own, and would a second time
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()
    gc.collect()
    gc.freeze()  # what outlived a test is modules and their like: not looked through again after each
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def app_theme(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light theme at its smallest size, speaking Chinese; put back at the end."""
    words.set_language("zh")
    _wear(qapp)
    unfollow = follow_language(qapp)
    yield qapp
    unfollow()
    words.set_language("zh")


def _wear(qapp: QApplication) -> None:
    """Dressing costs much when many widgets are about; not again where nothing changed."""
    using = theme.current()
    if not qapp.styleSheet() or (using.name, using.size) != ("light", theme.DESIGN):
        theme.apply(qapp, "light")


@pytest.fixture
def jobs(qapp: QApplication, desk: Desk) -> Iterator[Jobs]:
    """Real lanes with real threads, ended before the store closes."""
    made = Jobs()
    yield made
    made.close()


PASSWORD = "panels of 2030"
"""The word 陈例一 signs with."""


@pytest.fixture
def seat(desk: Desk) -> Seat:
    """A seat with 陈例一 signed in: a real account, and as the first of the store an administrator's."""
    officer = desk.accounts.add("陈例一", Role.ADMIN, PASSWORD, by=Actor.tool("tester"))
    taken = Seat()
    taken.sit(officer.actor)
    return taken


@pytest.fixture
def viewer(desk: Desk, seat: Seat) -> Actor:
    """An account that only looks on; whoever tests a refusal by the service sits down as it."""
    return desk.accounts.add("查例九", Role.VIEWER, PASSWORD, by=seat.actor).actor


@pytest.fixture
def times(desk: Desk) -> Times:
    """The station's zone and the store's stopped clock."""
    zone = desk.zone
    return Times(lambda: zone, desk.clock.now)
