"""A second copy at every hand-over: beside everything else, said when it fails, never in its way."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from console.bootstrap import Desk
from ui.copy_words import told
from ui.jobs import Jobs
from ui.notices import Notices
from ui.window import Window


class HandOverCopy(QObject):
    """``ended`` comes after each that was tried, made or not: the lamps tell of it."""

    ended = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, notices: Notices, window: Window) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._notices, self._window = desk, jobs, notices, window

    def make(self, owner: str) -> None:
        """In the name of who took the watch: who left it does nothing more."""
        desk = self._desk

        def copy() -> Any:
            by = next(row.actor for row in desk.accounts.list() if row.name == owner)
            return desk.copies.make_at_place(by=by)

        self._jobs.run(copy, self._copied, self._not_copied)

    def _copied(self, made: Any) -> None:
        if made is not None:
            say = self._window.say_refused if made.faults else self._window.say_saved  # the former stays
            say(told(made))
            self.ended.emit()

    def _not_copied(self, error: Exception) -> None:
        self._notices.tell(error)
        self.ended.emit()
