"""Hatched grounds of drawings: what a colour says is said by its strokes too."""

from __future__ import annotations

from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap

from ui.theme import Theme

TILE = 8
"""Edge of one tile of a hatching, in pixels."""


def hatched(ground: str, strokes: str, using: Theme, *, crossed: bool = False) -> QBrush:
    """Strokes one way over a ground, or both ways; colours by their names in the theme."""
    made = QPixmap(TILE, TILE)
    made.fill(using.colour(ground))
    painter = QPainter(made)
    painter.setPen(QPen(using.colour(strokes), 1))
    painter.drawLine(0, TILE - 1, TILE - 1, 0)
    if crossed:
        painter.drawLine(0, 0, TILE - 1, TILE - 1)
    painter.end()
    return QBrush(made)
