"""The search box: magnifier, words, and a cross that empties it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from ui import icons
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken
from ui.widgets.typed import OneLine

PAUSE_MS = 250
"""How long typing must rest before the search starts by itself; Enter does not wait."""


class SearchBox(Painted, Spoken, OneLine):
    """Says ``searched`` with the words to look for, once per wish."""

    searched = Signal(str)

    def __init__(
        self, placeholder: str = "search.placeholder", parent: QWidget | None = None, *, pause_ms: int = PAUSE_MS
    ) -> None:
        super().__init__(parent=parent)
        self._placeholder = placeholder
        self._said = ""
        self._lens = self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._cross = self.addAction(icons.icon("cross"), QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setVisible(False)
        self._cross.triggered.connect(self.empty)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(self._note_text)
        self.returnPressed.connect(self.search_now)
        self.retranslate()

    def search_now(self) -> None:
        """Look for what is written, unless that is what was looked for last."""
        self._pause.stop()
        wanted = self.text().strip()
        if wanted != self._said:
            self._said = wanted
            self.searched.emit(wanted)

    def empty(self) -> None:
        self.clear()
        self.search_now()

    def put(self, text: str = "") -> None:
        """Show these words as if they had been looked for already; nobody is told."""
        self._pause.stop()
        self._said = text.strip()
        self.blockSignals(True)
        self.setText(text)
        self.blockSignals(False)
        self._cross.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.empty()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()
        super().hideEvent(event)

    def retranslate(self) -> None:
        said = words.say(self._placeholder)
        self.setPlaceholderText(said)
        self.setAccessibleName(said)
        self._cross.setToolTip(words.say("search.clear"))

    def restyle(self) -> None:
        self._lens.setIcon(icons.icon("search"))
        self._cross.setIcon(icons.icon("cross"))
        super().restyle()

    def _note_text(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self._pause.start()
