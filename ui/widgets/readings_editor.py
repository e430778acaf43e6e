"""Rows to write readings into: series, value, unit; a series that was used before brings its unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from console import words
from console.domain.briefs import NewReading, Series
from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

ROWS = 4


class ReadingsEditor(Painted, Spoken, QWidget):
    """``typed`` after every key. ``ended``: Enter in the last field."""

    typed = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: dict[str, str] = {}
        self._names = QStringListModel(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        self.heads = [Word(f"briefs.{name}", role="secondary") for name in ("series", "value", "unit")]
        for column, head in enumerate(self.heads):
            self._grid.addWidget(head, 0, column)
        self.rows = [self._make_row(at) for at in range(1, ROWS + 1)]
        self.retranslate()
        self.restyle()

    def offer(self, known: Sequence[Series]) -> None:
        """Series to choose from; nothing that is typed changes."""
        self._units = {one.name: one.unit for one in known}
        names = [one.name for one in known]
        if names != self._names.stringList():
            self._names.setStringList(names)

    def readings(self) -> tuple[NewReading, ...]:
        """The rows in which something stands."""
        texts = [tuple(field.text().strip() for field in row) for row in self.rows]
        return tuple(NewReading(*text) for text in texts if text[0] or text[1])

    def values(self) -> list[list[str]]:
        """Everything that is typed, as it is typed."""
        return [[field.text() for field in row] for row in self.rows]

    def fill(self, values: Sequence[Sequence[str]]) -> None:
        for row, texts in zip(self.rows, values, strict=False):
            for field, text in zip(row, texts, strict=False):
                field.setText(text)

    def clear(self) -> None:
        self.fill([["", "", ""]] * ROWS)

    def fields(self) -> list[QLineEdit]:
        return [field for row in self.rows for field in row]

    def retranslate(self) -> None:
        for at, row in enumerate(self.rows, start=1):
            for field, name in zip(row, ("series", "value", "unit"), strict=True):
                field.setAccessibleName(f"{words.say(f'briefs.{name}')} {at}")

    def restyle(self) -> None:
        self._grid.setSpacing(theme.current().px(4))
        super().restyle()

    def _make_row(self, at: int) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        row = (OneLine(), OneLine(), OneLine())
        completer = QCompleter(self._names, row[0])
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        row[0].setCompleter(completer)
        row[0].textChanged.connect(self._unit_setter(row[2]))
        for column, field in enumerate(row):
            field.textEdited.connect(self.typed)
            field.returnPressed.connect(self._stepper(field))
            self._grid.addWidget(field, at, column)
        return row

    def _unit_setter(self, unit: QLineEdit) -> Callable[[str], None]:
        """A known series brings its unit where none is typed, and takes it away again when it is typed on."""
        brought = ""

        def bring(series: str) -> None:
            nonlocal brought
            known = self._units.get(series.strip(), "")
            if unit.text().strip() in ("", brought) and known != unit.text():
                unit.setText(known)
                brought = known

        return bring

    def _stepper(self, field: QLineEdit) -> Callable[[], None]:
        def step() -> None:
            fields = self.fields()
            at = fields.index(field)
            if at + 1 < len(fields):
                fields[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.ended.emit()

        return step
