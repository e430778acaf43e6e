"""A file of places before it is taken in: what it would do, and which rows are refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from ui import text, theme
from ui.dialogs.asking import Asking
from ui.models.table import Align, Column, RowTableModel
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

COUNTS = ("read", "added", "updated", "refused")


@dataclass(frozen=True, slots=True)
class Line:
    """A refused cell and its place in the list: one row may be refused twice for the same reason."""

    at: int
    problem: Any


class ImportPlacesDialog(Asking):
    """Opened with the file's name; ``show_result`` brings the dry run. Hands up whether only good rows are wanted."""

    said_title, counts = "import.title", COUNTS

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._name = name
        super().__init__(self.said_title, "import.do", parent=parent)
        self.say_sentence(self.said_title, role="title", name=name)
        self.state = self.say_sentence("import.checking")
        self.figures = {count: _Figure(f"import.{count}") for count in self.counts}
        self.table = RowTable(RowTableModel(self.columns(), lambda line: line.at), compact=True)
        self.good_only = QCheckBox()
        self._result: Any = None
        self._lay_out_result()
        self.good_only.clicked.connect(self._permit)
        self.retranslate()
        self._dress()
        self._permit()

    def answer(self) -> bool:
        return self.good_only.isChecked()

    def first(self) -> QWidget:
        return self.good_only if self.good_only.isVisibleTo(self) else self.no

    def hand_up(self) -> None:
        if self.yes.isEnabled():
            self.state.say("import.importing")
            super().hand_up()

    def show_result(self, result: Any) -> None:
        """What an import did or would do: counts and problems (``Imported`` of the places service)."""
        self._set_busy(False)
        self._result = result
        for count, figure in self.figures.items():
            figure.show_count(getattr(result, count))
        told = self.told(result)
        self.table.show_rows([Line(at, problem) for at, problem in enumerate(told)])
        self.table.setVisible(bool(told))
        self.good_only.setVisible(bool(result.problems) and self._good_rows())
        self.state.say(self._said())
        self._permit()

    def refuse(self, error: Exception) -> None:
        """The file cannot be read at all, or the store cannot be written."""
        super().refuse(error)
        self.state.setVisible(False)

    def retranslate(self) -> None:
        self.setWindowTitle(words.say(self.said_title, name=self._name))
        self.good_only.setText(words.say("import.good_rows_only"))
        self.table.setAccessibleName(words.say("import.refused"))

    def columns(self) -> Sequence[Column[Any]]:
        """Columns of what is told about the rows."""
        return _columns()

    def told(self, result: Any) -> Sequence[Any]:
        """What is told about the rows, in order."""
        return tuple(result.problems)

    def good_rows(self, result: Any) -> bool:
        """Whether anything of the file can be taken in."""
        return bool(result.read > result.refused)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self._dress()

    def _good_rows(self) -> bool:
        return self._result is not None and self.good_rows(self._result)

    def _said(self) -> str:
        if not self._good_rows():
            return "import.nothing_good"
        return "import.checked" if self._result.problems else "import.clean"

    def _permit(self) -> None:
        clean = self._good_rows() and not self._result.problems
        self.yes.setEnabled(clean or (self._good_rows() and self.good_only.isChecked()))

    def _dress(self) -> None:
        using = theme.current()
        self.setMinimumWidth(using.px(720))
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 8)

    def _lay_out_result(self) -> None:
        row = QHBoxLayout()
        for figure in self.figures.values():
            row.addWidget(figure)
        row.addStretch(1)
        self.body.addLayout(row)
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
        column.setContentsMargins(0, 0, 32, 0)
        column.setSpacing(2)
        column.addWidget(Word(code, role="secondary"))
        column.addWidget(self.count)

    def show_count(self, count: int) -> None:
        self.count.show_text(text.number(count))


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column("problem.row", lambda line: str(line.problem.row), align=Align.RIGHT, width=70),
        Column("problem.column", lambda line: words.say(f"place.column.{line.problem.column}"), width=90),
        Column("problem.text", lambda line: words.say(line.problem.code, **line.problem.facts), stretch=True),
    )
