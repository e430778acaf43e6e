"""Lamps with what they say: a sentence where somebody should read one, the others side by side in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.health import LampState, LampValue
from ui import theme
from ui.widgets.lamp import Lamp
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

SPEAKS = "backup"
"""This lamp says its sentence even when all is well: when the last copy was made is asked for every day."""


class LampList(Painted, QWidget):
    """As many sentences as there are lamps that are not well, then the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences, self._well = QVBoxLayout(), WellLine()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._sentences)
        self._column.addWidget(self._well)
        self.restyle()

    def show_lamps(self, lamps: Sequence[LampValue]) -> None:
        said = [lamp for lamp in lamps if lamp.state is not LampState.OK or lamp.id == SPEAKS]
        while self._sentences.count() > len(said):
            self._sentences.takeAt(self._sentences.count() - 1).widget().deleteLater()
        while self._sentences.count() < len(said):
            self._sentences.addWidget(_LampLine())
        for at, lamp in enumerate(said):
            line: Any = self._sentences.itemAt(at).widget()
            line.show_lamp(lamp)
        self._well.show_lamps([lamp for lamp in lamps if lamp not in said])

    def restyle(self) -> None:
        for layout in (self._column, self._sentences):
            layout.setSpacing(theme.current().px(4))
        super().restyle()


class WellLine(Spoken, QWidget):
    """Lamps of what is well, side by side; each sentence is a tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lamps: tuple[LampValue, ...] = ()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)

    def show_lamps(self, lamps: Sequence[LampValue]) -> None:
        same = [(lamp.id, lamp.state) for lamp in lamps] == [(lamp.id, lamp.state) for lamp in self.lamps]
        self.lamps = tuple(lamps)
        if not same:
            self._make(lamps)
        self.setVisible(bool(lamps))

    def retranslate(self) -> None:
        if hasattr(self, "_line"):
            self._make(self.lamps)

    def _make(self, lamps: Sequence[LampValue]) -> None:
        while self._line.count():
            widget = self._line.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        for value in lamps:
            lamp = Lamp(value.id)
            lamp.show_state(value.state, words.say(value.code, **value.facts))
            self._line.addWidget(lamp)
        self._line.addStretch(1)


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
