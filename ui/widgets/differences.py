"""接班差异: what the incoming officer found otherwise, and what the outgoing one answers. Changes no record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from ui.models.kept_words import KeptWords, Watched
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine


class _Say(Spoken, QWidget):
    """A line to type and the button that hands it up; Enter does the same."""

    said = Signal(str)

    def __init__(self, label: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._watched: Watched | None = None
        self._held = ("", "")
        self.line = OneLine()
        self.line.setProperty("small", True)
        self.button = KeyButton(button, small=True)
        self.line.returnPressed.connect(self._hand_up)
        self.button.clicked.connect(self._hand_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.retranslate()

    def hold(self, book: KeptWords, about: str, owner: str) -> None:
        """The line is about that now: what ``owner`` typed for it before stands there, what another typed does not."""
        if (about, owner) == self._held:
            return
        if self._watched is None:
            self._watched = book.watch({"text": self.line}, self)
        self._held = (about, owner)
        self._watched.put_away()
        self.line.clear()
        self._watched.turn_to(about, owner)

    def retranslate(self) -> None:
        said = words.say(self._label)
        self.line.setAccessibleName(said)
        self.line.setPlaceholderText(said)

    def _hand_up(self) -> None:
        if not self.button.isEnabled():
            return
        if self.line.text().strip():
            self.said.emit(self.line.text())
        else:
            self.line.setFocus()


class DifferenceRow(QWidget):
    """One difference; the answer's line stays while it has none. It can become a task, once."""

    answered = Signal(object, str)
    task_asked = Signal(object, str)

    def __init__(self, difference: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = UUID(difference["id"])
        self.text = Word()
        self.answer = Word(role="secondary")
        self.say = _Say("difference.answer", "difference.do_answer")
        self.say.said.connect(lambda text: self.answered.emit(self.id, text))
        self.task = Word(role="secondary")
        self.to_task = KeyButton("difference.to_task", small=True)
        self.to_task.clicked.connect(lambda: self.task_asked.emit(self.id, difference["text"]))
        for label in (self.text, self.answer):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        below = QHBoxLayout()
        below.addWidget(self.task)
        below.addWidget(self.to_task)
        below.addStretch(1)
        for part in (self.text, self.answer, self.say):
            column.addWidget(part)
        column.addLayout(below)

    def show_difference(self, number: int, difference: dict[str, Any], *, may_answer: bool) -> None:
        self.text.say("difference.line", number=number, text=difference["text"], name=difference["by"])
        if difference["answer"]:
            self.answer.say("difference.answered", text=difference["answer"])
        else:
            self.answer.say("difference.unanswered")
        number_of_task = difference.get("task", "")
        self.task.setVisible(bool(number_of_task))
        self.task.say("difference.task", number=number_of_task)
        self.to_task.setVisible(not number_of_task)
        self.say.setVisible(may_answer and not difference["answer"])
        if difference["answer"]:
            self.say.line.clear()


class Differences(QWidget):
    """``raised`` (text) by the incoming officer, ``answered`` (id, text) by the outgoing one.

    ``task_asked`` (id, text): the difference shall become a task.
    """

    raised = Signal(str)
    answered = Signal(object, str)
    task_asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, DifferenceRow] = {}
        self._book: KeptWords | None = None
        self.say = _Say("difference.text", "difference.raise")
        self.say.said.connect(self.raised)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._list)
        column.addWidget(self.say)

    def keep_with(self, book: KeptWords) -> None:
        """From now on what is typed here is kept."""
        self._book = book

    def show_differences(
        self,
        differences: Sequence[dict[str, Any]],
        *,
        may_raise: bool,
        may_answer: bool,
        about: str = "",
        raiser: str = "",
        answerer: str = "",
    ) -> None:
        """Rows are kept, so that an answer being typed stays where it is.

        ``about`` names the sheet; ``raiser`` and ``answerer`` are who types here.
        """
        for gone in set(self.rows) - {difference["id"] for difference in differences}:
            self.rows.pop(gone).deleteLater()
        for at, difference in enumerate(differences, 1):
            row = self._row(difference)
            row.show_difference(at, difference, may_answer=may_answer)
            if self._book is not None and may_answer and not difference["answer"]:
                row.say.hold(self._book, f"difference.answer {difference['id']}", answerer)
        self.say.setEnabled(may_raise)
        if self._book is not None and may_raise:
            self.say.hold(self._book, f"difference.raise {about}", raiser)

    def was_raised(self, text: str) -> None:
        """It is recorded: the line is free for the next, unless something else was typed into it meanwhile."""
        if self.say.line.text() == text:
            self.say.line.clear()

    def _row(self, difference: dict[str, Any]) -> DifferenceRow:
        if difference["id"] not in self.rows:
            row = DifferenceRow(difference)
            row.answered.connect(self.answered)
            row.task_asked.connect(self.task_asked)
            self._list.addWidget(row)
            self.rows[difference["id"]] = row
        return self.rows[difference["id"]]
