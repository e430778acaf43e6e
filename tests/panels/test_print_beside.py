"""A print that is asked for never holds the window up."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.kit.typist import Typist
from ui import prints
from ui.dialogs.preview import PrintPreview


def test_printers_are_asked_for_beside_the_window(
    typist: Typist, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A print server that does not answer would hold up every key."""
    asked_on: list[int] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: asked_on.append(threading.get_ident()) or [])
    app = typist.app
    app.shell.print_item(prints.TestPage())
    qtbot.waitUntil(lambda: bool(app.window.findChildren(PrintPreview)))
    assert asked_on and threading.get_ident() not in asked_on
    preview = app.window.findChildren(PrintPreview)[0]
    preview.reject()
    qtbot.waitUntil(lambda: not isValid(preview) or not preview.isVisible())
