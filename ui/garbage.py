"""Python's collector of cycles, kept on the GUI thread: on a worker it would end widgets there, and the program with
them (seen: segmentation fault in the event loop while the writing lane made a row)."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject

from ui.beat import beat

MANY = 20_000
"""Things that may be looked through while somebody works: five milliseconds or so."""
AT_REST = 60
"""Seconds since the last sign of life after which the window may stand still for a moment."""
_AT_THE_LATEST = 600
"""Seconds after which everything is looked through even while somebody works."""


class Garbage(QObject):
    """Collects between events instead of anywhere. Make one when the application starts, and keep it.

    A long job makes hundreds of thousands of things in a second, and looking through them would hold the window up;
    they are set aside unseen, and everything is looked through when nobody is at the keyboard (``rested``).
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._young = 0
        """Things that survived looks and would be looked through again with the next of the middle generation."""
        self._owed = 0
        """Seconds since the oldest generation was due; 0 while it is not."""
        gc.disable()
        beat().second.connect(self.look)

    def look(self) -> None:
        """Collect the oldest generation that is due and small; a look without one costs microseconds."""
        counts = gc.get_count()
        self._owed += self._owed > 0
        if self._owed > _AT_THE_LATEST:
            self.everything()
        elif counts[0] + self._young > MANY:
            gc.freeze()
            self._young, self._owed = 0, max(1, self._owed)
        elif counts[1] > self._thresholds[1]:
            gc.collect(1)
            self._young = 0
            self._owed = max(int(counts[2] > self._thresholds[2]), self._owed)
        elif counts[0] > self._thresholds[0]:
            self._young += counts[0]
            gc.collect(0)

    def rested(self, seconds: int, busy: bool) -> None:
        """Nobody has touched the seat for that long; ``busy`` where a job is under way whose end may be waited for."""
        if seconds >= AT_REST and self._owed and not busy:
            self.everything()

    def everything(self) -> None:
        """Look through all there is, what was set aside too."""
        gc.unfreeze()
        gc.collect()
        self._young = self._owed = 0

    def stop(self) -> None:
        """Hand collecting back to Python."""
        beat().second.disconnect(self.look)
        gc.enable()
