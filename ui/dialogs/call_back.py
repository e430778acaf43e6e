"""When somebody is to be rung back: one field, and the time stands there already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from console.domain.log import LogEntry
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.field import Field
from ui.widgets.typed import OneLine


@dataclass(frozen=True, slots=True)
class Promised:
    """The line it is about, and the coming time that was given."""

    entry: LogEntry
    due_at: datetime


class CallBackDialog(Asking):
    """Hands up a ``Promised``; a time that cannot be read is said in the dialog."""

    def __init__(self, entry: LogEntry, minutes: int, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("intake.promise", "intake.promise_yes", parent=parent)
        self._entry, self._times = entry, times
        self.say_sentence("log.call_back_about", role="secondary", number=entry.number, text=entry.text[:60])
        self.at = OneLine(text=times.clock(times.now() + timedelta(minutes=minutes)))
        self.body.addWidget(Field("intake.promise", self.at, required=True))
        self.set_fields([self.at])

    def first(self) -> QWidget:
        self.at.selectAll()
        return self.at

    def answer(self) -> Promised:
        return Promised(self._entry, self._times.coming(self.at.text()))
