"""来文: a file of another station looked through before it is taken in, and what came of those before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.cap_files import Looked
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.cap_rows import CapLine, cap_model, outcome_said
from ui.text import Times
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable


class CapTakeDialog(Asking):
    """What is found in the file; hands up nothing but that it is to become a draft, which it may not with a fault."""

    LEAST_WIDTH = 680

    def __init__(self, looked: Looked, *, parent: QWidget | None = None) -> None:
        super().__init__("cap.take", "cap.take.yes", parent=parent)
        about = Word(role="strong")
        about.setWordWrap(True)
        about.show_text("　".join(part for part in (looked.name, looked.headline) if part))
        self.body.addWidget(about)
        if looked.identifier:
            self.say_sentence(
                "cap.take.of",
                sender=looked.sender,
                identifier=looked.identifier,
                kind=looked.kind,
                status=looked.status,
            )
        if looked.again:
            self.say_sentence("cap.take.again", role="caution", number=looked.again)
        for said, role in (*((one, "error") for one in looked.faults), *((one, "caution") for one in looked.notes)):
            word = Word(role=role)
            word.setWordWrap(True)
            word.show_text(said)
            self.body.addWidget(word)
        if not looked.faults and not looked.notes:
            self.say_sentence("cap.take.clean", role="secondary")
        self.may = not looked.faults
        self.yes.setEnabled(self.may)

    def first(self) -> QWidget:
        return self.yes if self.may else self.no

    def answer(self) -> None:
        return None

    def hand_up(self) -> None:
        """Of a file with a fault nothing is made."""
        if self.may:
            super().hand_up()


class CapFilesDialog(Asking):
    """What came and what became of it; Enter on one that was taken in carries its draft in ``opened``."""

    LEAST_WIDTH = 820

    opened = Signal(object)

    def __init__(self, lines: Sequence[CapLine], times: Times, *, parent: QWidget | None = None) -> None:
        super().__init__("cap.files", "cap.files.open", parent=parent)
        self.table = RowTable(cap_model(times), compact=True)
        self.table.call("cap.files")
        self.none = self.say_sentence("cap.files.none", role="secondary")
        self.body.addWidget(self.table, 1)
        self._told = QVBoxLayout()
        self.body.addLayout(self._told)
        self.notes: list[Word] = []
        self.table.show_rows(lines)
        self.none.setVisible(not lines)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _line: self.hand_up())
        if lines:
            self.table.choose(lines[0].key, scroll=False)
        self._show(self.table.chosen_row())
        self.restyle()

    def first(self) -> QWidget:
        return self.table

    def answer(self) -> None:
        return None

    def hand_up(self) -> None:
        """To the draft; of what was not taken in there is none."""
        line: CapLine | None = self.table.chosen_row()
        if not self.isVisible():
            return  # Enter in the table has done it
        if line is not None and line.taken is not None and line.taken.warning_id is not None:
            self.reject()
            self.opened.emit(line.taken.warning_id)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "notes"):
            self._show(self.table.chosen_row())

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self.table.setMinimumHeight(theme.current().px(34) + 2 + 6 * theme.current().compact_row)

    def _show(self, line: CapLine | None) -> None:
        """Everything that is to be known of the chosen one."""
        for word in self.notes:
            word.hide()
            word.deleteLater()
        said = [] if line is None else [outcome_said(line)]
        if line is not None and line.taken is not None:
            said += [note.said() for note in line.taken.notes]
        self.notes = []
        for text in said:
            word = Word(role="caution" if line is not None and line.taken is not None else "error")
            word.setWordWrap(True)
            word.show_text(text)
            self._told.addWidget(word)
            self.notes.append(word)
        self.yes.setEnabled(line is not None and line.taken is not None)
