"""Several of a list, chosen by keyboard: one after another is looked up, each stands below to be dropped again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console import words
from ui import theme
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Spoken, plain_tip
from ui.widgets.suggest import ChoiceList, Suggest

_LOOKED_FOR, _MOST = 60, 60


class _Chip(KeyButton):
    """A name that gives way where there is too little room for it: its tooltip has it whole."""

    most = 0

    def __init__(self, code: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(code, small=True, parent=parent)
        self.say(code, name=name)
        self.setToolTip(plain_tip(name))

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(min(size.width(), self.most) if self.most else size.width(), size.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.current().px(48)), self.sizeHint().height())


class PickedMany(Painted, Spoken, QWidget):
    """``value`` is what is chosen, keys with ``BETWEEN`` between; ``line`` is where one is looked up.

    ``changed`` for every change, whoever made it.
    """

    changed = Signal()
    BETWEEN, CHIP = " ", "warning.chosen"

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self._choices = ChoiceList()
        self._keys: list[str] = []
        self._read_only = False
        self.line = Suggest(_LOOKED_FOR)
        self._kept = QLineEdit(self)
        self._kept.setReadOnly(True)
        self._kept.hide()
        """Whoever keeps what is typed hears of every change by it."""
        self._kept.textChanged.connect(lambda _text: self.changed.emit())
        self.chips = Lines()
        self.area = scrolling(self.chips)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.area)
        self.setFocusProxy(self.line)
        self.line.picked.connect(self._take)
        self.area.hide()
        self.retranslate()
        self.restyle()

    def offer(self, choices: ChoiceList) -> None:
        """What may be chosen; names of what is chosen follow it."""
        if choices.all != self._choices.all:
            self._choices = choices
            self.line.set_choices(choices)
            self._show()

    def value(self) -> str:
        return self.BETWEEN.join(self._keys)

    def names(self) -> list[str]:
        return [
            choice.name if (choice := self._choices.of(key)) is not None else self.unknown(key) for key in self._keys
        ]

    def unknown(self, key: str) -> str:  # noqa: ARG002
        """How a key is called that the choices do not have."""
        return "…"

    def show_value(self, value: str) -> None:
        keys = [key for key in value.split(self.BETWEEN) if key]
        if keys != self._keys:
            self._keys = keys
            self._show()

    def set_read_only(self, read_only: bool) -> None:
        if read_only != self._read_only:
            self._read_only = read_only
            self.line.setVisible(not read_only)
            self._show()

    def drop(self, key: str, _checked: bool = False) -> None:
        """That one is no more; the keyboard goes on where one is looked up."""
        self._keys = [one for one in self._keys if one != key]
        self._show()
        self.line.setFocus()

    def retranslate(self) -> None:
        self.line.setPlaceholderText(words.say(self._hint))
        self._show()

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(4))
        self._fit()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as what is chosen, at most two lines: many of them scroll, and nothing else gives way for them."""
        for chip in self.chips.findChildren(_Chip):
            if chip.most != self.width():
                chip.most = self.width()
                chip.updateGeometry()
        wanted = self.chips.flow.heightForWidth(max(1, self.width()))
        self.area.setFixedHeight(min(wanted, theme.current().px(_MOST)))

    def _take(self) -> None:
        key = str(self.line.key())
        self.line.show_choice(None, "")
        if key not in self._keys:
            self._keys.append(key)
            self._show()

    def _show(self) -> None:
        for button in self.chips.findChildren(KeyButton):
            self.chips.flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        for key, name in zip(self._keys, self.names(), strict=True):
            button = _Chip(self.CHIP, name)
            button.most = self.width()
            button.setEnabled(not self._read_only)
            button.clicked.connect(partial(self.drop, key))
            self.chips.flow.addWidget(button)
        self.area.setVisible(bool(self._keys))
        self._fit()
        self._kept.setText(self.value())
