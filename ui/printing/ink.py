"""What everything is drawn with on paper, and who is told of the words that are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor

from ui.printing.fonts import Role

INK = QColor(0, 0, 0)

Note = Callable[[str, Role], None]
"""Told of every line of text in the order it is drawn."""

Shown = Callable[[str], str]
"""A line of text as the screen may show it; paper shows what stands there."""
