"""The lines that are shown, written as a file while the officer goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.log import Extract, LogEntry
from console.services.log_export import LogExport
from ui import text as said
from ui.dialogs.saving import ask_target
from ui.seat import Seat
from ui.widgets.exporting import Exporting
from ui.widgets.keycap import KeyButton

Document = Callable[[Path, Sequence[LogEntry]], object]
"""Writes lines, oldest first, as a document under that path; called on a worker."""


class LogSaving(QObject):
    """``button`` asks for it; while it runs, ``progress`` stands in its place and can stop it."""

    saved = Signal(str)
    refused = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, export: LogExport, shown: Callable[[], Extract], panel: QWidget,
        pdf: Document | None = None,
    ) -> None:  # fmt: skip
        """``shown`` is the part of the book on the screen; without ``pdf`` that form is not offered."""
        super().__init__(panel)
        self._jobs, self._seat, self._export, self._shown, self._panel = jobs, seat, export, shown, panel
        self.pdf = pdf
        self.button = KeyButton("log.export", small=True, icon="export")
        self.progress = Exporting()
        self.button.clicked.connect(self.ask)

    def ask(self) -> None:
        """Where to; then the lines of the part that is shown."""
        target = ask_target(self._panel, words.say("log.export"), "", self.forms())
        if target:
            self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Write the part that is shown; the ending says the form."""
        if self.progress.running:
            return
        self.button.hide()
        extract, actor, run = self._shown(), self._seat.actor, self.progress.begin()
        document = self.pdf if target.suffix.lower() == ".pdf" else None
        self._jobs.run(
            lambda: self._export.export(
                target, extract, by=actor, said=run.said, stopped=run.stopped, document=document
            ),
            lambda count: self._saved(target, count),
            self._not_saved,
        )

    def stop(self) -> None:
        """An export that runs leaves no file."""
        self.progress.stop()

    def forms(self) -> str:
        """The forms there are, as a file dialog takes them."""
        endings = ["xlsx", "csv", "json", *(["pdf"] if self.pdf else [])]
        return ";;".join(f"{words.say(f'log.form.{ending}')} (*.{ending})" for ending in endings)

    def _saved(self, target: Path, count: int) -> None:
        self._end()
        self.saved.emit(words.say("log.exported", count=said.number(count), name=target.name))

    def _not_saved(self, error: Exception) -> None:
        self._end()
        self.refused.emit(error)

    def _end(self) -> None:
        self.progress.end()
        self.button.show()
