"""Keys of ours that a text field would keep for itself on some desktops."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

OURS = frozenset({Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_K, Qt.Key.Key_U})
"""With Ctrl: under X11 Qt reads them as Emacs does (end of line, delete); the rail of keys says otherwise."""


class LineKeys(QObject):
    """Gives Ctrl with one of ``OURS`` to our actions wherever the officer types; all other keys stay Qt's."""

    def __init__(self, qt: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._typing_in: QObject | None = None
        qt.focusObjectChanged.connect(self._follow)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            and event.key() in OURS
        ):
            event.ignore()  # nobody wants it as text: then Qt looks for the action
            return True
        return False

    def _follow(self, focused: QObject | None) -> None:
        if self._typing_in is not None and isValid(self._typing_in):
            self._typing_in.removeEventFilter(self)
        self._typing_in = focused
        if focused is not None:
            focused.installEventFilter(self)
