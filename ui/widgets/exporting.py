"""A long job's progress beside its button: how far it is, and a button that stops it."""

from __future__ import annotations

import threading

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import text as said
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word


class Run:
    """What a job is given: it tells how far it is and asks whether it shall stop; from any thread."""

    def __init__(self, told: Exporting) -> None:
        self._told = told
        self._stop = threading.Event()

    def said(self, done: int, total: int) -> None:
        self._told.told.emit(done, total)

    def stopped(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()


class Exporting(QWidget):
    """Hidden until ``begin``; one run at a time."""

    told = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self.progress = Word(role="caption")
        self.cancel = KeyButton("log.export_stop", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        self.told.connect(self._show)
        self.cancel.clicked.connect(self.stop)
        self.hide()

    @property
    def running(self) -> bool:
        return self._run is not None

    def begin(self) -> Run:
        self._run = Run(self)
        self.cancel.setEnabled(True)
        self._show(0, 0)
        self.show()
        return self._run

    def stop(self) -> None:
        """Ask the job to stop; it ends by itself and leaves no file."""
        if self._run is not None:
            self._run.stop()
            self.cancel.setEnabled(False)

    def end(self) -> None:
        self._run = None
        self.hide()

    def _show(self, done: int, total: int) -> None:
        self.progress.say("log.exporting", done=said.number(done), total=said.number(total))
