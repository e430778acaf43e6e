"""Notices that nobody has touched the seat for a while."""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

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
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        qt.focusObjectChanged.connect(self._watch_typing)

    def tick(self) -> None:
        """Once a second; windows opened since are watched too."""
        for window in self._qt.topLevelWindows():
            if window not in self._watched:
                window.installEventFilter(self)
                self._watched.add(window)
        self._seconds += 1
        self.passed.emit(self._seconds)

    def stop(self) -> None:
        self._timer.stop()
        self._qt.focusObjectChanged.disconnect(self._watch_typing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._seconds = 0
        return super().eventFilter(watched, event)

    def _watch_typing(self, focused: QObject | None) -> None:
        """An input method takes the keys before any window sees them: its words go to the focus alone."""
        if self._typing_in is not None and isValid(self._typing_in):
            self._typing_in.removeEventFilter(self)
        self._typing_in = focused
        if focused is not None:
            focused.installEventFilter(self)
