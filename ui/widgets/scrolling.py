"""Larger type may need more than the screen has: then a page scrolls, nothing is clipped and no window grows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


def scrolling(page: QWidget) -> QScrollArea:
    """A frameless area around the page; Tab passes it over."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(page)
    page.setAutoFillBackground(False)  # setWidget turned it on, and the colour of cards must be seen
    return area


def give_way(table: QWidget) -> None:
    """A table scrolls itself: it asks for no more than its least height, so that the page need not scroll too."""
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
