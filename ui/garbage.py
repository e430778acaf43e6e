"""Python's collector of cycles, kept on the GUI thread: on a worker it would end widgets there, and the program with
them (seen: segmentation fault in the event loop while the writing lane made a row)."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject

from ui.beat import beat


class Garbage(QObject):
    """Collects between events instead of anywhere. Make one when the application starts, and keep it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        beat().second.connect(self.look)

    def look(self) -> None:
        """Collect the oldest generation whose count is over its threshold; a look without one costs microseconds."""
        counts = gc.get_count()
        due = [at for at, limit in enumerate(self._thresholds) if counts[at] > limit]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Hand collecting back to Python."""
        beat().second.disconnect(self.look)
        gc.enable()
