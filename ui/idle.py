"""Notices that nobody has touched the seat for a while; then the cursor stands still, so that the machine may sleep."""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.beat import beat

STILL_AFTER = 10
"""Seconds after which a cursor blinks no more, as GTK has it."""

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}


class Idle(QObject):
    """``passed`` carries, each second, how many have gone by since the last sign of life."""

    passed = Signal(int)

    def __init__(self, qt: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._qt = qt
        self._seconds = 0
        self._watched: WeakSet[QObject] = WeakSet()
        self._typing_in: QObject | None = None
        self._blinking = 0
        """How fast the cursor blinked before it stood still; 0 while it blinks."""
        beat().second.connect(self.tick)
        qt.focusObjectChanged.connect(self._watch_typing)

    def tick(self) -> None:
        """Once a second; windows opened since are watched too."""
        for window in self._qt.topLevelWindows():
            if window not in self._watched:
                window.installEventFilter(self)
                self._watched.add(window)
        self._seconds += 1
        if self._seconds == STILL_AFTER and not self._blinking:
            self._blinking = self._qt.cursorFlashTime()
            self._qt.setCursorFlashTime(0)
        self.passed.emit(self._seconds)

    def stop(self) -> None:
        beat().second.disconnect(self.tick)
        self._wake()
        self._qt.focusObjectChanged.disconnect(self._watch_typing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._seconds = 0
            self._wake()
        return super().eventFilter(watched, event)

    def _wake(self) -> None:
        if self._blinking:
            self._qt.setCursorFlashTime(self._blinking)
            self._blinking = 0

    def _watch_typing(self, focused: QObject | None) -> None:
        """An input method takes the keys before any window sees them: its words go to the focus alone."""
        if self._typing_in is not None and isValid(self._typing_in):
            self._typing_in.removeEventFilter(self)
        self._typing_in = focused
        if focused is not None:
            focused.installEventFilter(self)
