"""Cards of a response that a seat claimed and died over are given out by the next seat that looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from console import words
from console.domain.people import Action

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from ui.seat import Seat

EVERY_MS = 60_000
"""Half of the time a claim holds: nothing waits much longer than the claim itself."""


class CarryingOn(QObject):
    """Looks while somebody sits here who may; ``told`` says what was given out, ``failed`` why nothing was."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, jobs: Any, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._seat = desk, jobs, seat
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Once at a time; without anything left behind it only reads."""
        if self._looking or not self._jobs.open or not self._seat.may(Action.RESPONSES):
            return
        self._looking, by = True, self._seat.actor
        self._jobs.write(lambda: self._desk.responses.carry_on(by=by), self._done, self._not_done)

    def _done(self, given: int) -> None:
        self._looking = False
        if given:
            self.told.emit(words.say("responses.told_carried_on", count=given))

    def _not_done(self, error: Exception) -> None:
        self._looking = False
        self.failed.emit(error)
