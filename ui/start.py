"""The start of the program: one window per data directory, one log, one application."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from console.config import DataDir
from console.services import glance
from ui import theme
from ui.after_paint import AfterPaint
from ui.app import App
from ui.hooks import Hooks
from ui.single import Single


def run(data: DataDir, *, language: str = "", arguments: Sequence[str] = ()) -> int:
    """Open the window and stay until it is closed. A second start raises the first and goes."""
    look = glance.look(data)
    qt = _application(arguments)
    single = Single(data)
    if not single.first():
        return 0
    hooks = Hooks()
    try:
        app = App(qt, data, language=language)
        hooks.tell = app.notices.tell
        single.raised.connect(lambda: _raise(app.window))
        app.start(look)
        AfterPaint(app.window, lambda: _settle_in(data, single))
        return int(qt.exec())
    finally:
        hooks.remove()
        single.close()
        _stop_log()


def _settle_in(data: DataDir, single: Single) -> None:
    """What the first paint need not wait for."""
    from console import logs

    logs.start(data)
    single.listen()


def _stop_log() -> None:
    from console import logs

    logs.stop()


def _application(arguments: Sequence[str]) -> QApplication:
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    made = QApplication(["duty-console", *theme.arguments(), *arguments])
    made.setApplicationName("duty-dispatch-console")
    made.setDesktopFileName("duty-dispatch-console")
    return made


def _raise(window: QWidget) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
