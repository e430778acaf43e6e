"""A box of choices known by value, whose words follow the language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from console import words
from ui.hiding import seen
from ui.widgets.spoken import Spoken


class Choice(Spoken, QComboBox):
    """``word`` puts a value into words. ``picked`` follows the officer only, never ``choose``."""

    picked = Signal(object)

    def __init__(self, values: Sequence[Any], word: Callable[[Any], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._called = ""
        # kept here: as item data an enum member would come back as a bare string
        self._values: list[Any] = []
        self._down = False
        self._later: Sequence[Any] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.offer(values)
        self.activated.connect(lambda at: self.picked.emit(self._values[at]))

    def offer(self, values: Sequence[Any]) -> None:
        """Offer these values; the chosen one stays chosen where it is among them. Not under an officer who chooses."""
        if self._down and self.view().isVisible():
            self._later = values
            return
        chosen = self.value()
        self.clear()
        self._values = list(values)
        self.addItems([seen(self._word(value)) for value in values])
        if chosen in self._values:
            self.choose(chosen)

    def values(self) -> list[Any]:
        return list(self._values)

    def value(self) -> Any:
        """The chosen value; None while nothing is offered."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def choose(self, value: Any) -> None:
        """Show a value; one that is not offered is offered from now on."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(seen(self._word(value)))
        self.setCurrentIndex(self._values.index(value))

    def showPopup(self) -> None:
        self._down = True
        super().showPopup()

    def hidePopup(self) -> None:
        """What is picked is told after this: what came meanwhile is offered after that."""
        super().hidePopup()
        QTimer.singleShot(0, self, self._closed)

    def _closed(self) -> None:
        if self._later is not None and not self.view().isVisible():
            later, self._later = self._later, None
            self.offer(later)

    def narrow(self, letters: int) -> None:
        """Ask for room for so many letters, however long its words are: the open list has the whole of them."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def call(self, code: str) -> None:
        """Its accessible name, in this language and the next."""
        self._called = code
        self.setAccessibleName(words.say(code))

    def retranslate(self) -> None:
        if self._called:
            self.setAccessibleName(words.say(self._called))
        for at, value in enumerate(self._values):
            self.setItemText(at, seen(self._word(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that scrolls the page never changes a choice on its way."""
        event.ignore()
