"""Opens the wall beside the window, gives it what is new, and closes it with the window."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from ui.jobs import Jobs
from ui.text import Times

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from ui.bridge import Bridge
    from ui.wall import Wall

COALESCE_MS = 500
"""A burst of news becomes one look."""
REST = 4
"""After a look it rests so many times as long as that took: a storm of news costs a fifth of a processor at most."""
AGAIN_TICKS = 20
"""Seconds after which it looks again without news: clocks and lamps go on by themselves."""
_AT_FIRST = (1280, 720)


class WallOpening(QObject):
    """``failed`` carries the first error of several in a row: the wall says by itself that its data is old."""

    failed = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, times: Times, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._times, self._window = desk, jobs, times, window
        self.wall: Wall | None = None
        self._loading = self._again = self._trouble = False
        self._ticks, self._began = 0, 0.0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COALESCE_MS)
        self._soon.timeout.connect(self.look)
        bridge.changed.connect(self._news)
        bridge.ticked.connect(self._tick)
        screens = QGuiApplication.instance()
        assert isinstance(screens, QGuiApplication)
        screens.screenRemoved.connect(self._screen_gone)

    def open(self) -> None:
        """On the second screen where there is one, else as a window; whoever types goes on typing."""
        if self.wall is not None:
            self.wall.raise_()
            return
        from ui.wall import Wall

        self.wall = Wall(self._times)
        self.wall.closed.connect(self._closed)
        active = QApplication.activeWindow()
        other = self._other_screen()
        if other is not None:
            self.wall.setGeometry(other.geometry())
            self.wall.showFullScreen()
        else:
            self.wall.resize(*_AT_FIRST)
            self.wall.show()
        if active is not None:
            active.activateWindow()  # some desktops give the keyboard to every new window
        self.look()

    def close(self) -> None:
        """With the window: the wall alone would keep the program running."""
        self._soon.stop()
        if self.wall is not None:
            self.wall.close()

    def look(self) -> None:
        """Read again; while one look is under way the next waits for it. Holds up no question of the officer's."""
        if self.wall is None:
            return
        if self._loading:
            self._again = True
            return
        self._loading, self._again, self._ticks = True, False, 0
        self._began = time.monotonic()
        self._jobs.run(self._desk.wall.glance, self._looked, self._not_looked)

    def _looked(self, glance: Any) -> None:
        self._loading = self._trouble = False
        self._soon.setInterval(max(COALESCE_MS, round((time.monotonic() - self._began) * 1000 * REST)))
        if self.wall is not None:
            self.wall.show_glance(glance)
        if self._again:
            self._soon.start()

    def _not_looked(self, error: Exception) -> None:
        self._loading = False
        if not self._trouble:
            self._trouble = True
            self.failed.emit(error)

    def _news(self, _changes: object) -> None:
        if self.wall is not None and not self._soon.isActive():
            self._soon.start()

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks >= AGAIN_TICKS:
            self.look()

    def _closed(self) -> None:
        gone, self.wall = self.wall, None
        self._soon.stop()
        if gone is not None:
            gone.deleteLater()

    def _screen_gone(self, _screen: QScreen) -> None:
        """The hall's screen was unplugged: what filled it must not cover the officer's."""
        if self.wall is not None and self.wall.isFullScreen() and self._other_screen() is None:
            self.wall.showNormal()
            self.wall.resize(*_AT_FIRST)
            self.wall.lower()

    def _other_screen(self) -> QScreen | None:
        own = self._window.screen()
        return next((screen for screen in QGuiApplication.screens() if screen is not own), None)
