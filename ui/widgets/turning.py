"""Parts that stand beside each other, or above each other where there is no room for that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Turning:
    """Mixed in before a widget class: calls ``turn`` when the width changed or words of another length came."""

    def turns_with(self, inside: QWidget) -> None:
        """The widget whose words need room."""
        inside.installEventFilter(self)

    def turn(self) -> None:
        """Which way the parts stand now."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turn()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.turn()
        return super().eventFilter(watched, event)
