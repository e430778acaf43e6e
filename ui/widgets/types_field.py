"""Event types chosen by keyboard: one after another is looked up, each stands below as a button that drops it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console import words
from ui import theme
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken
from ui.widgets.suggest import ChoiceList, Suggest

_LOOKED_FOR = 60


class TypesField(Painted, Spoken, QWidget):
    """``value`` is what is chosen, codes with commas; ``line`` is where one is looked up."""

    def __init__(self, choices: ChoiceList, chosen: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._codes: list[str] = []
        self.line = Suggest(_LOOKED_FOR)
        self.line.set_choices(choices)
        self._kept = QLineEdit(self)
        self._kept.setReadOnly(True)
        self._kept.hide()
        """Whoever keeps what is typed hears of every change by it."""
        self.chips = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.chips)
        self.setFocusProxy(self.line)
        self.line.picked.connect(self._take)
        self.show_value(",".join(chosen))
        self.retranslate()
        self.restyle()

    def value(self) -> str:
        return ",".join(self._codes)

    def codes(self) -> tuple[str, ...]:
        return tuple(self._codes)

    def show_value(self, value: str) -> None:
        self._codes = [code for code in value.split(",") if code]
        self._show()

    def drop(self, code: str, _checked: bool = False) -> None:
        """That one is no more; the keyboard goes on where one is looked up."""
        self._codes = [one for one in self._codes if one != code]
        self._show()
        self.line.setFocus()

    def retranslate(self) -> None:
        self.line.setPlaceholderText(words.say("teams.types_hint"))
        self._show()

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(4))
        super().restyle()

    def _take(self) -> None:
        code = str(self.line.key())
        self.line.show_choice(None, "")
        if code not in self._codes:
            self._codes.append(code)
            self._show()

    def _show(self) -> None:
        for button in self.chips.findChildren(KeyButton):
            self.chips.flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        for code in self._codes:
            choice = self._choices.of(code)
            button = KeyButton("teams.type_drop", small=True)
            button.say("teams.type_drop", name=choice.name if choice is not None else code)
            button.clicked.connect(partial(self.drop, code))
            self.chips.flow.addWidget(button)
        self.chips.setVisible(bool(self._codes))
        self._kept.setText(self.value())
