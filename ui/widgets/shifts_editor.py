"""The shifts of a template: a line for each with its name, its start and its hours."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from console import words
from ui import theme
from ui.widgets.choice import Choice
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

CODES = ("whole", "day", "evening", "night", "early", "late")
"""Shifts with a word of their own."""

MOST = 4
"""Shifts a day can be cut into here."""


class ShiftsEditor(Painted, Spoken, QWidget):
    """Stored as ``day=08:00/12,night=20:00/12``; a line without a name is no shift."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: list[Choice] = []
        self.starts: list[QLineEdit] = []
        self.hours: list[QLineEdit] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for at, code in enumerate(("lists.shift_name", "lists.shift_start", "lists.shift_hours")):
            self._grid.addWidget(Word(code, role="caption"), 0, at)
        for _ in range(MOST):
            self._add_line()
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.setFocusProxy(self.names[0])
        self.retranslate()
        self.restyle()

    def value(self) -> str:
        """As stored. A line half filled in is written as it stands, so that the refusal can name it."""
        made = []
        for name, start, hours in zip(self.names, self.starts, self.hours, strict=True):
            parts = (str(name.value() or ""), start.text().strip().replace("：", ":"), hours.text().strip())
            if any(parts):
                made.append(f"{parts[0]}={parts[1]}/{parts[2]}")
        return ",".join(made)

    def show_value(self, value: str) -> None:
        """What ``value`` gave, lines half filled in as well."""
        lines = [line for line in value.split(",") if line.strip()]
        for at, (name, start, hours) in enumerate(zip(self.names, self.starts, self.hours, strict=True)):
            code, _, span = lines[at].partition("=") if at < len(lines) else ("", "", "")
            starts, _, long = span.partition("/")
            name.choose(code.strip())
            start.setText(starts.strip())
            hours.setText(long.strip())

    def retranslate(self) -> None:
        for at, parts in enumerate(zip(self.names, self.starts, self.hours, strict=True), 1):
            for part, code in zip(parts, ("lists.shift_name", "lists.shift_start", "lists.shift_hours"), strict=True):
                part.setAccessibleName(f"{words.say(code)} {at}")

    def restyle(self) -> None:
        self._grid.setHorizontalSpacing(theme.current().px(8))
        self._grid.setVerticalSpacing(theme.current().px(6))
        super().restyle()

    def _add_line(self) -> None:
        row = len(self.names) + 1
        name, start, hours = Choice(("", *CODES), shift_name), OneLine(5), OneLine(2)
        for column, part in enumerate((name, start, hours)):
            self._grid.addWidget(part, row, column)
        self.names.append(name)
        self.starts.append(start)
        self.hours.append(hours)


def shift_name(code: str) -> str:
    """A shift's word; one the program does not know reads as its code."""
    if not code:
        return words.say("lists.none")
    return words.say(f"shift.{code}") if code in CODES else code
