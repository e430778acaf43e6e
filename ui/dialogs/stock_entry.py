"""Amounts entered line by line: a list of goods, the fields of the chosen line above it, Enter goes on to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.domain.stock import checked_amount
from console.errors import Refused
from ui import theme
from ui.models.table import Align, Column, RowTableModel
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import LongText, OneLine

AMOUNT = 24
"""Characters of an amount as somebody types it."""

_KEPT, _LARGE = 2_000_000, 18


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line goods are told of: ``cells`` are what is known, ``values`` what is typed, by field."""

    key: str
    name: str
    cells: tuple[str, ...]
    decimals: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


def least_rows() -> int:
    """Lines a list of a dialog shows at least: with large type the dialog must still fit the smallest screen."""
    return 5 if theme.current().size < _LARGE else 3


class AmountLine(OneLine):
    """Enter and the arrows are said, never left to the dialog around it."""

    entered = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__(AMOUNT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class LineEntry(Painted, QWidget):
    """``heads`` are columns of known things, ``asks`` the fields (name, label). ``kept`` holds what is typed as text.

    ``ended`` when Enter was pressed behind the last field of the last line; ``changed`` after every entry.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self, called: str, heads: Sequence[tuple[str, int]], asks: Sequence[tuple[str, str]], *,
        noted: Callable[[EntryRow], str] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._asks = [name for name, _label in asks]
        self._rows: list[EntryRow] = []
        self._reading = False
        self.here = Word(role="strong")
        self.here.setWordWrap(True)
        self.fields = {name: AmountLine() for name, _label in asks}
        self.kept = LongText(_KEPT, self)
        self.kept.hide()
        self.table = RowTable(self._model(heads, asks, noted), compact=True)
        self.table.call(called)
        self._lay_out(asks)
        self._connect()
        self.restyle()

    # rows

    def show_rows(self, rows: Sequence[EntryRow]) -> None:
        """The lines that can be entered; what was typed before is laid over what they say."""
        self._rows = list(rows)
        self._lay_kept_over()
        if self._rows and self.table.chosen_row() is None:
            self.go_to(self._rows[0].key)

    def rows(self) -> tuple[EntryRow, ...]:
        return tuple(self._rows)

    def row(self, key: str) -> EntryRow | None:
        return next((one for one in self._rows if one.key == key), None)

    def add_row(self, row: EntryRow) -> None:
        """A line that was not there: goods that were scanned."""
        self._rows.append(row)
        self._show()

    def put(self, key: str, name: str, text: str) -> None:
        """As if it had been typed."""
        self._rows = [replace(one, values={**one.values, name: text}) if one.key == key else one for one in self._rows]
        self._show()
        self._keep()
        if self.table.chosen_key() == key:
            self._fill()

    def amount(self, row: EntryRow, name: str) -> Decimal | None:
        """What was typed there; None for nothing. Refuses amount_* with the field, and shows the line."""
        typed = row.values.get(name, "").strip()
        if not typed:
            return None
        try:
            return checked_amount(typed, row.decimals, nought=True, field=name)
        except Refused:
            self.go_to(row.key)
            raise

    def go_to(self, key: str, name: str = "") -> None:
        """That line, its first field or the one named."""
        self.table.choose(key)
        self._fill()
        if name or self.isAncestorOf(self.window().focusWidget() or self):
            self.start(name)

    def start(self, name: str = "") -> None:
        """The keyboard goes into a field of the chosen line; what stands there gives way to what is typed."""
        editor = self.fields[name or self._asks[0]]
        editor.setFocus()
        editor.selectAll()

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(8))
        self.table.setMinimumHeight(using.px(34) + least_rows() * using.compact_row)
        super().restyle()

    # inside

    def _model(self, heads: Any, asks: Any, noted: Any) -> RowTableModel[EntryRow]:
        known: list[Column[EntryRow]] = [
            Column(code, lambda row, at=at: row.cells[at], width=width or 80, stretch=not width)
            for at, (code, width) in enumerate(heads)
        ]
        typed: list[Column[EntryRow]] = [
            Column(
                f"stock.{name}", lambda row, name=name: row.values.get(name, ""), align=Align.RIGHT, width=64,
                stays=True, strong=lambda _row: True,
            )
            for name, _label in asks
        ]  # fmt: skip
        notes: list[Column[EntryRow]] = [Column("stock.note", noted, width=84)] if noted is not None else []
        return RowTableModel((*known, *typed, *notes), lambda row: row.key)

    def _lay_out(self, asks: Sequence[tuple[str, str]]) -> None:
        strip = QHBoxLayout()
        strip.addWidget(self.here, 3)
        for name, label in asks:
            strip.addWidget(Field(label, self.fields[name]), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(strip)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._fill())
        self.table.opened.connect(lambda _row: self.start())
        self.kept.textChanged.connect(self._lay_kept_over)
        for name, editor in self.fields.items():
            editor.textEdited.connect(lambda text, name=name: self._typed(name, text))
            editor.entered.connect(lambda name=name: self._next(name))
            editor.moved.connect(self._move)

    def _typed(self, name: str, text: str) -> None:
        key = self.table.chosen_key()
        if key is not None:
            self._rows = [
                replace(one, values={**one.values, name: text}) if one.key == key else one for one in self._rows
            ]
            self._show()
            self._keep()

    def _next(self, name: str) -> None:
        """The next field; behind the last the next line; behind that the dialog goes on."""
        at = self._asks.index(name) + 1
        if at < len(self._asks):
            self.start(self._asks[at])
        elif not self._move(1):
            self.ended.emit()

    def _move(self, by: int) -> bool:
        keys = [row.key for row in self._rows]
        key = self.table.chosen_key()
        at = keys.index(key) + by if key in keys else 0
        if not 0 <= at < len(keys):
            return False
        self.go_to(keys[at], self._asks[0])
        return True

    def _fill(self) -> None:
        row = self.table.chosen_row()
        self.here.show_text(row.name if row is not None else "")
        for name, editor in self.fields.items():
            said = row.values.get(name, "") if row is not None else ""
            editor.setEnabled(row is not None)
            if editor.text() != said:
                editor.setText(said)

    def _show(self) -> None:
        self.table.show_rows(self._rows)
        self.changed.emit()

    def _keep(self) -> None:
        """What was typed into lines that are not shown now, of another store or scene, is kept as well."""
        shown = {row.key for row in self._rows}
        typed = {key: values for key, values in self._kept().items() if key not in shown}
        typed |= {row.key: dict(row.values) for row in self._rows if row.values}
        self._reading = True
        self.kept.setPlainText(json.dumps(typed, ensure_ascii=False) if typed else "")
        self._reading = False

    def _kept(self) -> dict[str, dict[str, str]]:
        try:
            typed: dict[str, dict[str, str]] = json.loads(self.kept.text() or "{}")
        except ValueError:
            return {}
        return typed

    def _lay_kept_over(self) -> None:
        """What was typed an earlier time stands in the lines again."""
        if self._reading:
            return
        typed = self._kept()
        self._rows = [replace(row, values={**row.values, **typed.get(row.key, {})}) for row in self._rows]
        self._show()
        self._fill()
