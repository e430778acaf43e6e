"""Keys that hold over any of our dialogs too: silence, acknowledging, locking, the stop of all that sounds."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

KEYS = ("silence", "acknowledge", "lock", "stop_all")
"""Ids of the actions; what is typed in the dialog stays as it is under each of them."""


class Everywhere(QObject):
    """A dialog keeps the keys of the window behind it from their actions; these are every window's own."""

    def __init__(self, keys: Iterable[QAction], window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._keys, self._window = tuple(keys), window
        QApplication.instance().focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        window = now.window() if now is not None else None
        if window is None or self._is_another(window):
            return
        has = window.actions()
        for key in self._keys:
            if isValid(key) and key not in has:
                window.addAction(key)

    def _is_another(self, window: QWidget) -> bool:
        """One more main window, or a dialog of it, has keys of its own: of two actions with one key neither acts."""
        main = _behind(window)
        return main is not self._window and isinstance(main, type(self._window))


def _behind(window: QWidget) -> QWidget:
    """The main window a dialog belongs to, however many dialogs stand between; what belongs to none is its own."""
    parent = window.parentWidget()
    while parent is not None:
        window = parent.window()
        parent = window.parentWidget()
    return window
