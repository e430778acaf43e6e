"""What every drawing by pyqtgraph shares: made once, dressed by the theme, taken down before its window.

pyqtgraph takes a second to load, so whoever shows a drawing loads it on a worker first (``load``).
"""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken


def load() -> None:
    """Load the library; on a worker, before the first drawing is made."""
    importlib.import_module("pyqtgraph")


class Plot(Painted, Spoken, QWidget):
    """``make_plot`` once there is something to draw; nothing in it moves by itself or by the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: Any = None
        self._ended = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def end(self) -> None:
        """Take it down before the window goes: Qt and Python would each end its parts, and crash."""
        self._ended = True
        if self.plot is not None:
            self.column.removeWidget(self.plot)
            self.plot.close()
            self.plot = None

    def make_plot(self, axes: dict[str, Any]) -> None:
        """The library must be loaded. Nothing is made any more once the window has gone."""
        import pyqtgraph

        self.plot = pyqtgraph.PlotWidget(self, axisItems=axes)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.column.addWidget(self.plot, 1)
        closing = getattr(self.window(), "closing", None)
        if closing is not None:
            closing.connect(self.end)

    def dress(self) -> None:
        """Colours and type of the theme in use."""
        import pyqtgraph

        using = theme.current()
        self.plot.setBackground(using.colour("field"))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pyqtgraph.mkPen(using.colour("line")))
            axis.setTextPen(pyqtgraph.mkPen(using.colour("text2")))
            axis.setStyle(tickFont=using.font(12))
        axis = self.plot.getAxis("left")
        axis.setLabel(axis.labelText, **{"color": using.hex("text2"), "font-size": f"{using.px(12)}px"})

    def restyle(self) -> None:
        if self.plot is not None:
            self.dress()
        super().restyle()
