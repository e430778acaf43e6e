"""The table of a hand-over sheet's items: Space or Enter confirms the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.domain.duty import SheetRow
from ui.models.sheet_items import ItemLine, lines_of, model
from ui.text import Times
from ui.widgets.due import DueState
from ui.widgets.due_cell import DueCell
from ui.widgets.table import RowTable

_CONFIRM_KEYS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_DUE_COLUMN = 2


class SheetItems(RowTable):
    """``confirm_asked`` with the item; a section's head is only a head."""

    confirm_asked = Signal(str)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(model(times), parent=parent)
        self._sheet: SheetRow | None = None
        self._seen: set[str] = set()
        self.setItemDelegateForColumn(_DUE_COLUMN, DueCell(_marked, self))

    def show_sheet(self, sheet: SheetRow) -> None:
        """The same sheet again keeps the chosen line; another sheet starts at its first unconfirmed item."""
        other = self._sheet is None or self._sheet.id != sheet.id
        self._sheet = sheet
        self.show_rows(lines_of(sheet))
        if other:
            self._seen.clear()
            self._choose_first()

    def choose_next(self, done: str) -> None:
        """After an item was confirmed: the next one that waits, unless the officer has gone elsewhere meanwhile."""
        rows = [row for row in self.rows_model.rows() if row.item]
        at = next((at for at, row in enumerate(rows) if row.key == done), None)
        if at is None or self.chosen_key() != done:
            return
        waiting = next((row for row in (*rows[at + 1 :], *rows[:at]) if row.at is None), None)
        if waiting is not None:
            self.choose(waiting.key)

    def all_seen(self) -> bool:
        """Whether every line of this sheet has stood on the screen."""
        return all(row.key in self._seen for row in self.rows_model.rows())

    def read_on(self) -> None:
        """Bring up the first lines that have not been shown yet."""
        for at, row in enumerate(self.rows_model.rows()):
            if row.key not in self._seen:
                self.scrollTo(self.rows_model.index(at, 0), self.ScrollHint.PositionAtTop)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """What was painted whole has been shown."""
        super().paintEvent(event)
        bottom = self.viewport().height()
        for at, row in enumerate(self.rows_model.rows()):
            box = self.visualRect(self.rows_model.index(at, 0))
            if box.top() >= 0 and box.bottom() <= bottom:
                self._seen.add(row.key)

    def chosen_item(self) -> ItemLine | None:
        """The item the keys act on; None while a section's head or nothing is chosen."""
        row = self.chosen_row()
        return row if row is not None and row.item else None

    def retranslate(self) -> None:
        """Heads of sections are words too."""
        if self._sheet is not None:
            self.show_rows(lines_of(self._sheet))
        super().retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() not in _CONFIRM_KEYS or not plain:
            super().keyPressEvent(event)
            return
        item = self.chosen_item()
        if item is not None and not event.isAutoRepeat():
            self.confirm_asked.emit(item.item)

    def _choose_first(self) -> None:
        items = [row for row in self.rows_model.rows() if row.item]
        first = next((row for row in items if row.at is None), items[0] if items else None)
        if first is not None:
            self.choose(first.key)


def _marked(row: ItemLine) -> tuple[float, DueState] | None:
    """The octagon of what is over."""
    return (1.0, DueState.OVER) if row.overdue else None
