"""Notices that nobody has touched the seat for a while; then the cursor stands still, so that the machine may sleep."""

from __future__ import annotations

import time
from collections.abc import Callable
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from console.domain.clock import SystemClock
from ui.beat import beat

STILL_AFTER = 10
"""Seconds after which a cursor blinks no more, as GTK has it."""

_MISSED = 5.0
"""Seconds without a beat, after which one is made up for before a key counts."""

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}


def running_on() -> Callable[[], float]:
    """Seconds of a clock that runs on while the machine sleeps.

    Where the system has none, the wall's clock as far as it goes forward, and the steady one where it is set back.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    if boot is not None:
        return lambda: time.clock_gettime(boot)
    system = SystemClock()
    return _Forward(lambda: system.now().timestamp(), system.monotonic).seconds


class _Forward:
    """Of two clocks the one that went further since it was asked last."""

    def __init__(self, wall: Callable[[], float], steady: Callable[[], float]) -> None:
        self._wall, self._steady = wall, steady
        self._before, self._sum = (wall(), steady()), 0.0

    def seconds(self) -> float:
        now = (self._wall(), self._steady())
        self._sum += max(0.0, *(after - before for before, after in zip(self._before, now, strict=True)))
        self._before = now
        return self._sum


class Idle(QObject):
    """``passed`` carries, each second, how many have gone by since the last sign of life, slept through or not."""

    passed = Signal(int)

    def __init__(
        self, qt: QApplication, parent: QObject | None = None, *, clock: Callable[[], float] | None = None
    ) -> None:
        super().__init__(parent)
        self._qt = qt
        self.clock = clock or running_on()
        self._alive_at = self._told_at = self.clock()
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
        self._told_at = self.clock()
        seconds = round(self._told_at - self._alive_at)
        if seconds >= STILL_AFTER and not self._blinking:
            self._blinking = self._qt.cursorFlashTime()
            self._qt.setCursorFlashTime(0)
        self.passed.emit(seconds)

    def stop(self) -> None:
        beat().second.disconnect(self.tick)
        self._wake()
        self._qt.focusObjectChanged.disconnect(self._watch_typing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            if self.clock() - self._told_at > _MISSED:
                self.tick()  # the machine slept: the key that wakes it comes before the next beat
            self._alive_at = self.clock()
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
