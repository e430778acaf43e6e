"""全停发声: one key stops everything that sounds, wherever the officer is, also over a locked page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console import words
from console.domain.people import Action, Actor
from ui.jobs import Jobs
from ui.seat import Seat

if TYPE_CHECKING:
    from console.domain.delivery import DeliveryRow
    from console.services.deliveries import DeliveriesService


class Stopping(QObject):
    """``told`` says how many devices were commanded, ``refused`` why none was."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(self, deliveries: DeliveriesService, jobs: Jobs, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self._deliveries, self._jobs, self._seat = deliveries, jobs, seat

    def stop(self) -> None:
        """At once and without a question: nobody comes to harm by silence that was asked for.

        Where nobody sits, or whoever sits may not record, the program does it: the key itself is leave enough.
        """
        by = self._seat.actor if self._seat.may(Action.RECORD) else Actor.program()
        self._jobs.write(lambda: self._deliveries.stop_all(by=by), self._stopped, self.refused.emit)

    def _stopped(self, rows: Sequence[DeliveryRow]) -> None:
        self.told.emit(words.say("devices.told_stop_all", count=len(rows)))
