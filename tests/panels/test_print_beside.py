"""A print that is asked for never holds the window up."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor, Role
from console.services import glance
from tests.kit.typist import Typist
from ui import prints
from ui.app import App
from ui.dialogs.preview import PrintPreview

NAME, PASSWORD = "陈例一", "printing in 2030"


def test_printers_are_asked_for_beside_the_window(
    qapp: QApplication, new_store: DataDir, clock: StoppedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A print server that does not answer would hold up every key."""
    asked_on: list[int] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: asked_on.append(threading.get_ident()) or [])
    desk = bootstrap.build(new_store, clock)
    desk.accounts.add(NAME, Role.ADMIN, PASSWORD, by=Actor.tool("tester"))
    desk.close()
    app = App(qapp, new_store, clock=clock, language="zh")
    app.start(glance.look(new_store))
    qtbot.waitUntil(lambda: app.shell is not None and app.shell.station is not None, timeout=10_000)
    Typist(app).sign_in(NAME, PASSWORD)
    asked_on.clear()
    app.shell.print_item(prints.TestPage())
    qtbot.waitUntil(lambda: bool(app.window.findChildren(PrintPreview)), timeout=10_000)
    assert asked_on and threading.get_ident() not in asked_on
    preview = app.window.findChildren(PrintPreview)[0]
    preview.reject()
    qtbot.waitUntil(lambda: not isValid(preview) or not preview.isVisible())
    app.window.close()
    app.deleteLater()
