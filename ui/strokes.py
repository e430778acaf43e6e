"""Whether the officer has typed on since something was asked for: what comes late must not take the next key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

_STROKES = {QEvent.Type.KeyPress, QEvent.Type.InputMethod}


class Strokes(QObject):
    """Listens from the moment it is made until ``end``, which says whether there was a stroke."""

    def __init__(self) -> None:
        super().__init__()
        self._struck = False
        # the key that asked is still on its way from widget to parent
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in _STROKES:
            self._struck = True
        return False

    def end(self) -> bool:
        QApplication.instance().removeEventFilter(self)
        return self._struck
