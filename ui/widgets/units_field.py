"""Units chosen by keyboard: a line that counts, and below it the known ones to be ticked, one by one or all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console import words
from console.domain.roll_call import CalledUnit
from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken
from ui.widgets.typed import ShortText

LIMIT = 8_000
_JOIN = "、"
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_ROWS = 5
_ON, _OFF, _PART = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


class UnitsField(Painted, Spoken, QWidget):
    """Down goes from the line to the list, Space ticks there, Enter leaves it (``left``). Others may be typed."""

    left = Signal()

    def __init__(self, known: Sequence[CalledUnit], *, rows: int = _ROWS, parent: QWidget | None = None) -> None:
        """``rows`` of the list are seen at once."""
        super().__init__(parent)
        self._rows = rows
        self._known = {unit.unit: unit for unit in known}
        self.line = ShortText(LIMIT)
        self.list = _Ticks()
        self.list.setVisible(bool(known))
        for name in ("", *self._known) if known else ():
            self.list.addItem(QListWidgetItem(name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _text: self._show_ticks())
        self.line.installEventFilter(self.list)
        self.list.toggled.connect(self.toggle)
        self.list.left.connect(self.left)
        self.list.up.connect(self.line.setFocus)
        self.retranslate()
        self.restyle()

    def names(self) -> list[str]:
        """Each once, in the order they stand."""
        found = (" ".join(part.split()) for part in _SEPARATORS.split(self.line.text()))
        return list(dict.fromkeys(name for name in found if name))

    def units(self) -> list[CalledUnit]:
        """With the telephone of those that are known."""
        return [self._known.get(name) or CalledUnit(name) for name in self.names()]

    def toggle(self, row: int) -> None:
        """Tick that line of the list or take its tick away; the first is all of them."""
        names = self.names()
        if row == 0:
            others = [name for name in names if name not in self._known]
            chosen = others if set(self._known) <= set(names) else [*self._known, *others]
        else:
            name = list(self._known)[row - 1]
            chosen = [one for one in names if one != name] if name in names else [*names, name]
        self.line.setText(_JOIN.join(chosen))

    def retranslate(self) -> None:
        self.line.setPlaceholderText(words.say("orders.units_hint"))
        self.list.setAccessibleName(words.say("orders.units_list"))
        self._show_ticks()

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(4))
        self.list.setFixedHeight(self._rows * using.compact_row + 4)
        super().restyle()

    def _show_ticks(self) -> None:
        if not self._known:
            return
        names = set(self.names())
        ticked = [name in names for name in self._known]
        self.list.item(0).setText(words.say("orders.units_all", count=len(ticked)))
        self.list.item(0).setCheckState(_ON if all(ticked) else _PART if any(ticked) else _OFF)
        for row, on in enumerate(ticked, 1):
            self.list.item(row).setCheckState(_ON if on else _OFF)


class _Ticks(QListWidget):
    """Ticks follow the line; a key or a click only asks for one."""

    toggled = Signal(int)
    left = Signal()
    up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self.toggled.emit(index.row()))

    def addItem(self, item: QListWidgetItem) -> None:
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(_OFF)
        super().addItem(item)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Down in the line above."""
        down = isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress
        if down and event.key() == Qt.Key.Key_Down and self.count():
            self.setFocus()
            self.setCurrentRow(max(0, self.currentRow()))
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.toggled.emit(self.currentRow())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentRow() <= 0:
            self.up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the dialog's
        else:
            super().keyPressEvent(event)
