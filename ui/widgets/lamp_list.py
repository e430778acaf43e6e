"""Lamps with what they say: one line each, its state as a shape, and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.domain.health import LampValue
from ui.widgets.lamp import Lamp
from ui.widgets.spoken import Word


class LampList(QVBoxLayout):
    """As many lines as there are lamps."""

    def show_lamps(self, lamps: Sequence[LampValue]) -> None:
        while self.count() > len(lamps):
            self.takeAt(self.count() - 1).widget().deleteLater()
        while self.count() < len(lamps):
            self.addWidget(_LampLine())
        for at, lamp in enumerate(lamps):
            line: Any = self.itemAt(at).widget()
            line.show_lamp(lamp)


class _LampLine(QWidget):
    """Lamp and sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._lamp: Lamp | None = None
        self._said = Word(role="secondary")
        self._said.setWordWrap(True)
        self._row.addWidget(self._said, 1)

    def show_lamp(self, lamp: LampValue) -> None:
        if self._lamp is None or self._lamp.subject != lamp.id:
            if self._lamp is not None:
                self._row.removeWidget(self._lamp)
                self._lamp.deleteLater()
            self._lamp = Lamp(lamp.id)
            self._row.insertWidget(0, self._lamp, 0, Qt.AlignmentFlag.AlignTop)
        self._lamp.show_state(lamp.state)
        self._said.say(lamp.code, **lamp.facts)
