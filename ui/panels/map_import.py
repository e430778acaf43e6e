"""A file of outlines: chosen by the officer, looked at, then taken in instead of those before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.domain.map_import import Imported
from ui import text
from ui.dialogs.import_map import ImportMapDialog
from ui.jobs import Jobs
from ui.models.map_rows import MapFiles
from ui.seat import Seat


class MapImport(QObject):
    """``done`` carries the sentence of what came in, ``failed`` the trouble. ``ask_file`` is replaced in tests."""

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, owner: QWidget, jobs: Jobs, seat: Seat, files: MapFiles) -> None:
        super().__init__(owner)
        self._owner, self._jobs, self._seat, self._files = owner, jobs, seat, files
        self.ask_file: Callable[[QWidget], str] = ask_for_file
        self.dialog: ImportMapDialog | None = None

    def ask(self) -> None:
        """Nothing is written before the officer has seen what it would do."""
        chosen = self.ask_file(self._owner)
        if chosen:
            self.check(Path(chosen))

    def check(self, path: Path) -> None:
        by, dialog = self._seat.actor, ImportMapDialog(path.name, self._owner.window())
        self.dialog = dialog
        dialog.given.connect(partial(self._import, path, dialog))
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.open()
        self._jobs.run(
            lambda: self._files.import_file(path, dry_run=True, by=by),
            lambda told: self.dialog is dialog and dialog.show_result(told),
            partial(self._failed, dialog),
        )

    def _import(self, path: Path, dialog: ImportMapDialog, good_only: bool) -> None:
        by = self._seat.actor
        self._jobs.run(
            lambda: self._files.import_file(path, good_rows_only=good_only, by=by),
            partial(self._imported, path, dialog),
            partial(self._failed, dialog),
        )

    def _imported(self, path: Path, dialog: ImportMapDialog, told: Imported) -> None:
        if not told.applied:
            # the file was changed since it was checked: show what stands in it now
            dialog.show_result(told)
            return
        dialog.accept()
        counts = {name: text.number(getattr(told, name)) for name in ("added", "updated", "retired", "refused")}
        self.done.emit(words.say("map.imported", name=path.name, **counts))

    def _failed(self, dialog: ImportMapDialog, error: Exception) -> None:
        if self.dialog is dialog:
            dialog.refuse(error)
        self.failed.emit(error)

    def _forget(self, dialog: ImportMapDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()


def ask_for_file(parent: QWidget) -> str:
    """The system's own box for choosing a file; opened by the officer only."""
    kinds = words.say("map.file_kinds")
    return QFileDialog.getOpenFileName(parent, words.say("map.choose_file"), "", kinds)[0]
