"""A lamp in a table: circle, triangle, crossed square or hollow circle before the word of a state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.lamp import LampState, paint_lamp
from ui.widgets.marked_cell import MarkedCell, Paint


class LampCell(MarkedCell):
    """``state_of`` is asked about the row while it is painted."""

    inset = 1.5

    def __init__(self, state_of: Callable[[Any], LampState], parent: QWidget) -> None:
        super().__init__(parent)
        self._state_of = state_of

    def mark(self, row: Any) -> Paint:
        return lambda painter, box: paint_lamp(painter, box, self._state_of(row), theme.current())
