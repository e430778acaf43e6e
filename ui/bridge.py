"""The only door between other threads or processes and the widgets: what changed, as one queued signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from console.changes import ChangeFeed, Changes

TICK_MS = 500
"""Half a second, so that what another process wrote is seen within one."""


class Bridge(QObject):
    """``changed`` carries news to the GUI thread; ``ticked`` comes twice a second.

    ``outside`` answers what other processes changed since it was last asked (the store's ``data_version``).
    """

    changed = Signal(object)
    ticked = Signal()

    def __init__(self, feed: ChangeFeed, outside: Callable[[], Changes | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside = outside
        self._forget = feed.subscribe(self.changed.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """From now on; what was committed before is in the first load."""
        self._outside()
        self._timer.start()

    def tick(self) -> None:
        """Twice a second; tests call it by hand."""
        news = self._outside()
        if news is not None:
            self.changed.emit(news)
        self.ticked.emit()

    def close(self) -> None:
        self._timer.stop()
        self._forget()
