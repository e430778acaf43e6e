"""A proposal on its way: computed beside everything else, told how long already, given up or replaced."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from console.domain.proposed import Proposal
from console.errors import Refused
from ui.jobs import Jobs
from ui.models.adjustments import Adjustment, choices_of
from ui.models.dispatch_rows import DispatchServices

SECOND_MS = 1_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with what it was asked for; no ``incidents`` are all open ones."""

    proposal: Proposal
    incidents: tuple[UUID, ...]
    adjusted: tuple[Adjustment, ...]


class Proposing(QObject):
    """``found`` carries what was proposed (``Shown``); ``turned`` says that it began, went on or ended.

    What was given up is not shown when it comes; it ends by itself within the effort the county allows.
    """

    found = Signal(object)
    turned = Signal()
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject, jobs: Jobs, ask: DispatchServices) -> None:
        super().__init__(parent)
        self._jobs, self._ask = jobs, ask
        self._run = 0
        self._since: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self.turned)

    @property
    def running(self) -> bool:
        return self._since is not None

    def seconds(self) -> int:
        """How long it has been computed."""
        return 0 if self._since is None else int(time.monotonic() - self._since)

    def start(self, incidents: tuple[UUID, ...], weather: str, adjusted: tuple[Adjustment, ...]) -> None:
        """Ask the solver; the one before is not waited for any more."""
        self._run += 1
        asked, self._since = self._run, time.monotonic()
        self._timer.start()
        self.turned.emit()

        def work() -> Shown:
            made = self._ask.proposals.make(incidents, choices=choices_of(adjusted), weather=weather)
            return Shown(made, incidents, adjusted)

        self._jobs.run(work, lambda made: self._done(asked, made), lambda error: self._not_done(asked, error))

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.running:
            self._run += 1
            self._over()

    def _done(self, asked: int, made: Shown) -> None:
        if isValid(self) and asked == self._run:
            self._over()
            self.found.emit(made)

    def _not_done(self, asked: int, error: Exception) -> None:
        if not isValid(self) or asked != self._run:
            return
        self._over()
        known = isinstance(error, Refused)
        (self.refused if known else self.failed).emit(error)

    def _over(self) -> None:
        self._since = None
        self._timer.stop()
        self.turned.emit()
