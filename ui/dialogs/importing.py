"""A file before it is taken in: what it would do, which rows are refused and why. What all imports share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.importing import Progress
from ui import text, theme
from ui.dialogs.asking import Asking
from ui.models.table import Column, RowTableModel
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable


class ImportDialog(Asking):
    """Opened with the file's name; ``show_result`` brings the dry run. Hands up whether only good rows are wanted.

    A subclass names its words and counts (attribute of the result to the word above it) and says what it tells.
    """

    said_title: ClassVar[str]
    counts: ClassVar[Mapping[str, str]]
    called: ClassVar[str] = "import.refused"
    least_width: ClassVar[int] = 720

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._name = name
        super().__init__(self.said_title, "import.do", parent=parent)
        self.say_sentence(self.said_title, role="title", name=name)
        self.state = self.say_sentence("import.checking")
        self.figures = {count: _Figure(code) for count, code in self.counts.items()}
        self.table = RowTable(RowTableModel(self.columns(), lambda line: line.at), compact=True)
        self.good_only = QCheckBox()
        self._result: Any = None
        self._lay_out_result()
        self.good_only.clicked.connect(self._permit)
        self.retranslate()
        self._dress()
        self._permit()

    # what a subclass says

    def columns(self) -> Sequence[Column[Any]]:
        """Columns of what is told about the rows."""
        raise NotImplementedError

    def lines(self, result: Any) -> Sequence[Any]:
        """What is told about the rows, in order; each with its place ``at``."""
        raise NotImplementedError

    def good_rows(self, result: Any) -> bool:
        """Whether anything of the file can be taken in."""
        raise NotImplementedError

    def faults(self, result: Any) -> bool:
        """Whether rows are refused, so that only the good ones can be taken in."""
        return bool(result.problems)

    def said(self, result: Any) -> str:
        """The sentence above the figures."""
        if not self.good_rows(result):
            return "import.nothing_good"
        return "import.checked" if self.faults(result) else "import.clean"

    def between(self) -> Sequence[QWidget]:
        """What stands between the figures and the rows."""
        return ()

    # what the panel asks

    def answer(self) -> bool:
        return self.good_only.isChecked()

    def first(self) -> QWidget:
        if self.good_only.isVisibleTo(self):
            return self.good_only
        return self.yes if self.yes.isEnabled() else self.no

    def hand_up(self) -> None:
        if self.yes.isEnabled():
            self.state.say("import.importing")
            super().hand_up()

    def show_result(self, result: Any) -> None:
        """What an import did or would do."""
        self._set_busy(False)
        self._result = result
        for count, figure in self.figures.items():
            figure.show_count(getattr(result, count))
        rows = self.lines(result)
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.good_only.setVisible(self.faults(result) and self.good_rows(result))
        self.state.say(self.said(result))
        self._permit()
        self._lead()

    def refuse(self, error: Exception) -> None:
        """The file cannot be read at all, or the store cannot be written."""
        super().refuse(error)
        self.state.setVisible(False)

    def retranslate(self) -> None:
        self.setWindowTitle(words.say(self.said_title, name=self._name))
        self.good_only.setText(words.say("import.good_rows_only"))
        self.table.setAccessibleName(words.say(self.called))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self._dress()

    def _permit(self) -> None:
        good = self._result is not None and self.good_rows(self._result)
        self.yes.setEnabled(good and (self.good_only.isChecked() or not self.faults(self._result)))

    def _lead(self) -> None:
        """From 取消, where the wait for the dry run stood, to what comes next; never from where the officer went."""
        if self.focusWidget() is self.no:
            self.first().setFocus()

    def _dress(self) -> None:
        using = theme.current()
        self.setMinimumWidth(using.px(self.least_width))
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 8)

    def _lay_out_result(self) -> None:
        row = QHBoxLayout()
        for figure in self.figures.values():
            row.addWidget(figure)
        row.addStretch(1)
        self.body.addLayout(row)
        for part in self.between():
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.good_only)
        self.table.hide()
        self.good_only.hide()


class StoppableImport(ImportDialog):
    """``progress`` is handed to the service: it moves the sentence above, and Esc stops the reading or the writing."""

    _told = Signal(str, int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._stop = Event()
        super().__init__(name, parent)
        self.progress = Progress(self._tell, self._stop.is_set)
        self._told.connect(self._show_progress)
        self.finished.connect(lambda _result: self._stop.set())

    def show_result(self, result: Any) -> None:
        """A file that was looked at before may say something else now."""
        self._stop.clear()
        super().show_result(result)

    def hand_up(self) -> None:
        self._stop.clear()
        super().hand_up()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        self._stop.clear()

    def reject(self) -> None:
        """While rows are written Esc stops that, and nothing was changed; else it closes."""
        if self._busy:
            self._stop.set()
            self.state.say("import.stopping")
        super().reject()

    def _tell(self, part: str, done: int, of: int) -> None:
        """On the worker."""
        if not self._stop.is_set():
            self._told.emit(part, done, of)

    def _show_progress(self, part: str, done: int, of: int) -> None:
        if not self._stop.is_set() and (self._busy or self._result is None):
            self.state.say(f"import.part.{part}", done=done, of=of)


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
