"""Where the window stood when it was last closed."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QWidget


def kept(window: QWidget) -> str:
    """Place and size as text, for the seat's file."""
    return bytes(window.saveGeometry().toBase64().data()).decode()


def place(window: QWidget, before: str) -> None:
    """Put the window where it stood; where nothing is known, at the size it is drawn for, or over a small screen."""
    geometry = QByteArray.fromBase64(before.encode())
    if not geometry.isEmpty() and window.restoreGeometry(geometry):
        return
    window.resize(1366, 768)
    screen = window.screen()
    if screen is not None and screen.availableGeometry().width() <= 1366:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
