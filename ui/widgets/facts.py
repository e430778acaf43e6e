"""A few facts under each other: what it is at the left, how it stands at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word


class Facts(Painted, QWidget):
    """``labels`` are codes; ``show_text`` and ``say`` fill the line of a label."""

    def __init__(self, labels: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self.values: dict[str, Word] = {}
        self._labels: dict[str, Word] = {}
        for at, code in enumerate(labels):
            value = Word()
            value.setWordWrap(True)
            label = Word(code, role="secondary")
            self._grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, at, 1)
            self.values[code], self._labels[code] = value, label
        self.restyle()

    def show_text(self, label: str, text: str) -> None:
        self.values[label].show_text(text)

    def say(self, label: str, code: str, **facts: Any) -> None:
        self.values[label].say(code, **facts)

    def show_line(self, label: str, shown: bool) -> None:
        """A line that has nothing to say may be left out."""
        self.values[label].setVisible(shown)
        self._labels[label].setVisible(shown)

    def restyle(self) -> None:
        self._grid.setHorizontalSpacing(theme.current().px(16))
        self._grid.setVerticalSpacing(theme.current().px(6))
        super().restyle()
