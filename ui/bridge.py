"""The only door between other threads or processes and the widgets: what changed, as one queued signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from console.changes import ChangeFeed, Changes
from ui.beat import beat


class Bridge(QObject):
    """``changed`` carries news to the GUI thread; ``ticked`` comes each second: what others wrote is seen within one.

    ``outside`` answers what other processes changed since it was last asked (the store's ``data_version``).
    """

    changed = Signal(object)
    ticked = Signal()

    def __init__(self, feed: ChangeFeed, outside: Callable[[], Changes | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside = outside
        self._forget = feed.subscribe(self.changed.emit)
        self._running = False

    def start(self) -> None:
        """From now on; what was committed before is in the first load."""
        self._outside()
        if not self._running:
            self._running = True
            beat().second.connect(self.tick)

    def tick(self) -> None:
        """Each second; tests call it by hand."""
        news = self._outside()
        if news is not None:
            self.changed.emit(news)
        self.ticked.emit()

    def close(self) -> None:
        if self._running:
            self._running = False
            beat().second.disconnect(self.tick)
        self._forget()
