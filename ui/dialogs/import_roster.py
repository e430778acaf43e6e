"""A month sheet before it is taken in: what it would change, what is refused and why, which month it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.services.roster_import import RosterImport
from ui import text, theme
from ui.dialogs.asking import Asking
from ui.models.table import Column, RowTableModel
from ui.widgets.field import Field
from ui.widgets.roster_words import day_word, shift_word
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

COUNTS = {
    "read": "import.read",
    "added": "import.added",
    "updated": "roster.import.changed",
    "unchanged": "roster.import.unchanged",
    "skipped": "roster.import.skipped",
    "refused": "import.refused",
}
"""Counts of the report with their words."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the report; ``at`` is its place."""

    at: int
    place: str
    kind: str
    said: Any


class ImportRosterDialog(Asking):
    """Opened with the file's name; ``show_result`` brings the dry run. Hands up whether only good rows are wanted.

    ``month_given`` asks for another dry run: the sheet names no month and the officer typed one.
    """

    month_given = Signal(str)

    def __init__(self, name: str, month: str, parent: QWidget | None = None) -> None:
        """``month`` is proposed where the sheet names none."""
        self._name = name
        super().__init__("roster.import.title", "import.do", parent=parent)
        self.say_sentence("roster.import.title", role="title", name=name)
        self.state = self.say_sentence("import.checking")
        self.months = self.say_sentence("roster.import.months", role="strong", months="")
        self.figures = {count: _Figure(code) for count, code in COUNTS.items()}
        self.month = QLineEdit(month)
        self.month_field = Field("roster.import.month", self.month)
        self.month_field.say_note("roster.import.month_hint")
        self.table = RowTable(RowTableModel(_columns(), lambda line: line.at), compact=True)
        self.good_only = QCheckBox()
        self._result: RosterImport | None = None
        self._lay_out_result()
        self.good_only.clicked.connect(self._permit)
        self.month.returnPressed.connect(self._ask_again)
        self.retranslate()
        self._dress()
        self._permit()

    def answer(self) -> bool:
        return self.good_only.isChecked()

    def first(self) -> QWidget:
        return next((one for one in (self.month, self.good_only) if one.isVisibleTo(self)), self.no)

    def hand_up(self) -> None:
        if self.yes.isEnabled():
            self.state.say("import.importing")
            super().hand_up()

    def show_result(self, result: RosterImport) -> None:
        """What an import did or would do."""
        self._set_busy(False)
        self._result = result
        for count, figure in self.figures.items():
            figure.show_count(getattr(result, count))
        self.months.say("roster.import.months", months=words.say("list.join").join(result.months) or "–")
        rows = _lines(result)
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.good_only.setVisible(bool(result.refused) and self._good())
        if any(problem.code == "month_unknown" for problem in result.problems):
            self.month_field.show()
        self.state.say("import.nothing_good" if not self._good() else "import.checked")
        self._permit()

    def _ask_again(self) -> None:
        self.trouble.hide()
        self.state.show()
        self.state.say("import.checking")
        self.month_given.emit(self.month.text().strip())

    def refuse(self, error: Exception) -> None:
        """The file cannot be read at all, or the store cannot be written."""
        super().refuse(error)
        self.state.setVisible(False)

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("roster.import.title", name=self._name))
        self.good_only.setText(words.say("import.good_rows_only"))
        self.table.setAccessibleName(words.say("roster.findings"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self._dress()

    def _good(self) -> bool:
        return self._result is not None and self._result.added + self._result.updated + self._result.unchanged > 0

    def _permit(self) -> None:
        clean = self._good() and self._result is not None and not self._result.refused
        self.yes.setEnabled(clean or (self._good() and self.good_only.isChecked()))

    def _dress(self) -> None:
        using = theme.current()
        self.setMinimumWidth(using.px(760))
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 8)

    def _lay_out_result(self) -> None:
        row = QHBoxLayout()
        for figure in self.figures.values():
            row.addWidget(figure)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.month_field)
        self.month_field.hide()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.good_only)
        self.table.hide()
        self.good_only.hide()


class _Figure(QWidget):
    """A count with its word above."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = Word(role="page")
        self.count.show_text("–")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 24, 0)
        column.setSpacing(2)
        column.addWidget(Word(code, role="secondary"))
        column.addWidget(self.count)

    def show_count(self, count: int) -> None:
        self.count.show_text(text.number(count))


def _lines(result: RosterImport) -> list[_Line]:
    """Refusals first, then what would change, then what is only worth a look."""
    refused = [found for found in result.problems if not found.warning]
    looked = [found for found in result.problems if found.warning]
    rows = [("roster.refusal", f"{p.sheet} {p.column}{p.row}".strip(), p) for p in refused]
    rows += [("roster.import.changed", "", change) for change in result.changed]
    rows += [("roster.warning", f"{p.sheet} {p.column}{p.row}".strip(), p) for p in looked]
    return [_Line(at, place, kind, said) for at, (kind, place, said) in enumerate(rows)]


def _said(line: _Line) -> str:
    if line.kind != "roster.import.changed":
        return words.say(f"roster.problem.{line.said.code}", **line.said.facts)
    change, shift = line.said, "" if line.said.shift == "whole" else f" {shift_word(line.said.shift)}"
    facts = {
        "before": change.before,
        "after": change.after or words.say("roster.unplanned"),
        "post": text.post(change.post),
    }
    return words.say("roster.change", day=day_word(change.day) + shift, **facts)


def _columns() -> tuple[Column[_Line], ...]:
    return (
        Column("roster.place", lambda line: line.place, width=120),
        Column("roster.kind", lambda line: words.say(line.kind), width=90),
        Column("roster.text", _said, stretch=True),
    )
