"""Tasks: giving one out, and saying what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from console import words
from console.domain.task import TaskRow
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.field import Field
from ui.widgets.typed import OneLine


@dataclass(frozen=True, slots=True)
class TaskGiven:
    """What a new task is to be."""

    text: str
    assignee: str
    due_at: datetime | None


class NewTaskDialog(Asking):
    """Hands up a ``TaskGiven``; a time that cannot be read is said in the dialog."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("task.new", "button.save", parent=parent)
        self._times = times
        self.text, self.assignee, self.due = OneLine(), OneLine(), OneLine()
        self.body.addWidget(Field("task.text", self.text, required=True))
        self.body.addWidget(Field("task.assignee", self.assignee))
        self.body.addWidget(Field("task.due", self.due))
        self.set_fields([self.text, self.assignee, self.due])
        self.inputs = {"text": self.text, "assignee": self.assignee, "due": self.due}
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.due.setPlaceholderText(words.say("task.due_hint"))

    def answer(self) -> TaskGiven:
        typed = self.due.text().strip()
        due = self._times.coming(typed) if typed else None
        return TaskGiven(self.text.text(), self.assignee.text(), due)


class EndTaskDialog(Asking):
    """Hands up the result of a task."""

    def __init__(self, task: TaskRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("task.end", "task.done", parent=parent)
        self.task = task
        self.about = self.say_sentence("task.about", role="strong")
        if task.detail:
            self.body.addWidget(_plain(task.detail))
        self.say_sentence("task.since", role="secondary", at=times.minute(task.created_at), by=task.created_by)
        self.result = OneLine()
        self.body.addWidget(Field("task.result", self.result, required=True))
        self.set_fields([self.result])
        self.inputs = {"result": self.result}
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        whom = self.task.assignee or words.say("none")
        self.about.say("task.about", number=self.task.number, title=self.task.title, name=whom)

    def answer(self) -> str:
        return self.result.text()


def _plain(text: str) -> QWidget:
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    shown.setMaximumHeight(160)
    return shown
