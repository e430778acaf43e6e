"""From a line of the book to a promised call: one key, a time, a task that names the line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.log import ActKind, LogEntry
from console.domain.people import Action, Actor
from console.domain.task import TaskRow
from ui.dialogs.call_back import CallBackDialog, Promised
from ui.seat import Seat
from ui.text import Times

_SHOWN = 60


class Tasks(Protocol):
    def add(self, text: str, due_at: Any = None, *, by: Actor) -> TaskRow: ...


class Settings(Protocol):
    def whole(self, key: str) -> int: ...


class LogCallBack(QObject):
    """``saved`` with the task's number once it stands; a refusal stays in the dialog with what was typed."""

    saved = Signal(str)
    refused = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, tasks: Tasks, settings: Settings,
        chosen: Callable[[], LogEntry | None], panel: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(panel)
        self._jobs, self._seat, self._times = jobs, seat, times
        self._tasks, self._settings, self._chosen, self._panel = tasks, settings, chosen, panel
        self.dialog: CallBackDialog | None = None

    def ask(self) -> None:
        """For the line that is chosen; the site's usual time stands in the field."""
        entry = self._chosen()
        if entry is not None and self._seat.taken and self._seat.may(Action.TASKS):
            self._jobs.read(
                lambda: self._settings.whole("intake.call_back"),
                lambda minutes: self._open(entry, minutes),
                self.refused.emit,
            )

    def _open(self, entry: LogEntry, minutes: int) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            return
        self.dialog = dialog = CallBackDialog(entry, minutes, self._times, self._panel)
        dialog.given.connect(lambda given: self._give(dialog, given))
        dialog.open()

    def _give(self, dialog: CallBackDialog, given: Promised) -> None:
        text = words.say_in("zh", "log.call_back_task", number=given.entry.number, text=_about(given.entry)).strip()
        actor = self._seat.actor
        self._jobs.write(
            lambda: self._tasks.add(text, given.due_at, by=actor), lambda row: self._given(dialog, row), dialog.refuse
        )  # fmt: skip

    def _given(self, dialog: CallBackDialog, row: TaskRow) -> None:
        dialog.accept()
        self.saved.emit(words.say("task.given", number=row.number))


def _about(entry: LogEntry) -> str:
    """Words of the task, which is printed: a 接报 line that names no caller may hide them and goes by its number."""
    if entry.kind != ActKind.INTAKE or entry.person:
        return _short(entry.text)
    number = _ITEM.match(entry.text)
    return number[0] if number else ""


_ITEM = re.compile(r"\S*JB\d{4}-\d+(?=\s|$)")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"
