"""Who has proved to be the incoming officer: for one sheet, at one seat, and a few minutes after each use."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.people import Actor
from ui.dialogs.sign import PROOF_MINUTES
from ui.text import Times


class IncomingProof(QObject):
    """``lapsed`` when it ended by itself. The time is asked too: no timer runs while the machine sleeps."""

    lapsed = Signal()

    def __init__(self, times: Times, parent: QObject) -> None:
        super().__init__(parent)
        self._times = times
        self._officer: Actor | None = None
        self._sheet: UUID | None = None
        self._used_at: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PROOF_MINUTES * 60_000)
        self._timer.timeout.connect(self.lapse)

    @property
    def officer(self) -> Actor | None:
        """Nobody once it was not used for so long, or where the clock was set back behind its last use."""
        if self._used_at is None:
            return None
        passed = self._times.now() - self._used_at
        return self._officer if timedelta() <= passed < timedelta(minutes=PROOF_MINUTES) else None

    def begin(self, officer: Actor, sheet: UUID) -> None:
        self._officer, self._sheet = officer, sheet
        self._use()

    def used(self) -> None:
        """Something was done in that name; what has lapsed stays so."""
        if self.officer is not None:
            self._use()

    def is_for(self, sheet: UUID) -> bool:
        return self._sheet == sheet

    def end(self) -> None:
        self._officer = self._sheet = self._used_at = None
        self._timer.stop()

    def lapse(self) -> None:
        self.end()
        self.lapsed.emit()

    def _use(self) -> None:
        self._used_at = self._times.now()
        self._timer.start()
