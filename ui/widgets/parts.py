"""The parts of a panel as a row of buttons, each with its key; what waits in one is said on its button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui import actions, theme
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted


class PartRow(Painted, QWidget):
    """``codes`` are the words of each part, without and with a count; ``chosen`` carries the place of one to show."""

    chosen = Signal(int)

    def __init__(self, codes: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = tuple(codes)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._group = QButtonGroup(self)
        self.buttons = [self._button(at, code) for at, (code, _counted) in enumerate(self._codes)]
        self._line.addStretch(1)
        self.buttons[0].setChecked(True)
        self.restyle()

    def show_chosen(self, at: int) -> None:
        self.buttons[at].setChecked(True)

    def show_count(self, at: int, count: int) -> None:
        """A number behind the word while something waits there."""
        plain, counted = self._codes[at]
        self.buttons[at].say(counted if count else plain, count=count)

    def restyle(self) -> None:
        self._line.setSpacing(theme.current().px(8))
        super().restyle()

    def _button(self, at: int, code: str) -> KeyButton:
        button = KeyButton(code, actions.key_of(f"part.{at + 1}"))
        button.setCheckable(True)
        self._group.addButton(button)
        self._line.addWidget(button)
        button.clicked.connect(lambda: self.chosen.emit(at))
        return button


class Doors(QObject):
    """The same without a row: each button leads to its part and stands where the panel puts it, on the other parts."""

    chosen = Signal(int)

    def __init__(self, codes: Sequence[tuple[str, str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._codes = tuple(codes)
        self.buttons = [
            KeyButton(code, actions.key_of(f"part.{at}"), small=True) for at, (code, _counted) in enumerate(codes, 1)
        ]
        for at, button in enumerate(self.buttons):
            button.clicked.connect(lambda _checked=False, at=at: self.chosen.emit(at))

    def show_chosen(self, at: int) -> None:
        """The part that is in front has no button of its own in sight."""

    def show_count(self, at: int, count: int) -> None:
        plain, counted = self._codes[at]
        self.buttons[at].say(counted if count else plain, count=count)
