"""全停发声: one key stops everything that sounds, wherever the officer is, also over a locked page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console.domain.people import Action, Actor
from ui.jobs import Jobs
from ui.seat import Seat

if TYPE_CHECKING:
    from console.domain.stopping import Stopped


class Stop(Protocol):
    """What stops, on a thread that may wait seconds; it needs no store."""

    def __call__(self, *, by: Actor, device_id: UUID | None = None) -> Stopped: ...


class Stopping(QObject):
    """``told`` says what became of it, ``refused`` what was not reached, and why."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(self, stop: Stop, jobs: Jobs, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self._stop, self._jobs, self._seat = stop, jobs, seat

    def stop(self, device_id: UUID | None = None) -> None:
        """At once and without a question: nobody comes to harm by silence that was asked for.

        Where nobody sits, or whoever sits may not record, the program does it: the key itself is leave enough. It waits
        behind nothing that is being written.
        """
        by = self._seat.actor if self._seat.may(Action.RECORD) else Actor.program()
        self._jobs.at_once(lambda: self._stop(by=by, device_id=device_id), self._stopped, self.refused.emit)

    def _stopped(self, found: Stopped) -> None:
        from console.domain import stopping

        self.told.emit(stopping.said(found))
        if found.unreached:
            self.refused.emit(stopping.unreached(found))
