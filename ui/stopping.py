"""全停发声: one key stops everything that sounds, wherever the officer is, also over a locked page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

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

    def reach_everywhere(self, key: QAction) -> None:
        """A dialog keeps the keys of the window behind it from their actions; this key is every window's own."""
        self._key = key
        QApplication.instance().focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        window = now.window() if now is not None else None
        if window is not None and isValid(self._key) and self._key not in window.actions():
            window.addAction(self._key)

    def stop(self) -> None:
        """At once and without a question: nobody comes to harm by silence that was asked for.

        Where nobody sits, or whoever sits may not record, the program does it: the key itself is leave enough.
        """
        by = self._seat.actor if self._seat.may(Action.RECORD) else Actor.program()
        self._jobs.write(lambda: self._deliveries.stop_all(by=by), self._stopped, self.refused.emit)

    def _stopped(self, rows: Sequence[DeliveryRow]) -> None:
        self.told.emit(words.say("devices.told_stop_all", count=len(rows)))
