"""How the play goes on when somebody watches: by itself, paused, one act at a time, or left to the person's hands."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

STEP_MS = 20


def rest(milliseconds: int) -> None:
    """Let the window live for a while. ``QTest.qWait`` keeps the interpreter to itself: workers would hardly get on."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Mode(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    BY_HAND = "by_hand"


class Pace(QObject):
    """Asked before every act. ``between_ms`` is the rest after each act, so that a person can follow."""

    changed = Signal()

    def __init__(self, between_ms: int = 0) -> None:
        super().__init__()
        self.between_ms = between_ms
        self.mode = Mode.RUNNING
        self.title = ""
        self.acts = 0
        self._steps = 0

    def begin(self, title: str) -> None:
        """A new row begins."""
        self.title = title
        self.changed.emit()

    def go_on(self) -> None:
        self._switch(Mode.RUNNING)

    def pause(self) -> None:
        self._switch(Mode.PAUSED)

    def take_over(self) -> None:
        """The window belongs to the person until ``go_on``; the play waits however long it takes."""
        self._switch(Mode.BY_HAND)

    def step(self) -> None:
        """One more act, then wait again."""
        self._steps += 1
        self._switch(Mode.PAUSED)

    def hold(self) -> None:
        """Wait, with the window alive, until the next act may be done."""
        if self.between_ms and self.mode is Mode.RUNNING:
            rest(self.between_ms)
        while self.mode is not Mode.RUNNING and not self._steps:
            rest(STEP_MS)
        self._steps = max(0, self._steps - 1) if self.mode is not Mode.RUNNING else 0
        self.acts += 1

    def _switch(self, mode: Mode) -> None:
        self.mode = mode
        self.changed.emit()


pace = Pace()
"""The pace of the one play of this process: hands ask it, the remote control drives it."""
