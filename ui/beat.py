"""The one tick of the window: at every full second, and nothing faster while nobody does anything."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from console.domain.clock import SystemClock


class Beat(QObject):
    """``second`` comes at each full second once somebody asked for the beat; whoever is not seen stops listening."""

    second = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        # a coarse timer comes up to fifty milliseconds early: then a second would need two wake-ups
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._strike)
        self._wind()

    def _strike(self) -> None:
        self._wind()
        self.second.emit()

    def _wind(self) -> None:
        self._timer.start(1001 - SystemClock().now().microsecond // 1000)


class _One:
    """As there is one event loop that sleeps."""

    beat: Beat | None = None


def beat() -> Beat:
    """The beat of this process; begins when it is asked for first."""
    if _One.beat is None or not isValid(_One.beat):
        _One.beat = Beat(QCoreApplication.instance())
    return _One.beat
