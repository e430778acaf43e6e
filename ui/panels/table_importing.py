"""A file taken in from a page: chosen, looked at, applied as a whole or its good rows, told; the template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.services.contact_import import Imported
from console.services.told_table import save_told
from ui import text
from ui.dialogs.import_list import ImportListDialog, Line, told_rows
from ui.panels.base import Panel
from ui.seat import Seat

_COUNTS = ("added", "updated", "skipped", "refused")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A kind of file: who takes it in, who writes its template, the dialog that shows what it would do."""

    take: Callable[..., Imported]
    template: Callable[[Path], Path]
    dialog: Callable[[str, QWidget], ImportListDialog]


class FileAsking(Protocol):
    """The system's own boxes: a file to be read, where a template goes, where what was told goes."""

    def file(self, parent: QWidget) -> str: ...
    def target(self, parent: QWidget) -> str: ...
    def told(self, parent: QWidget, name: str) -> str: ...


class TableImporting(QObject):
    """On behalf of ``page``, whose signals tell what came of it."""

    def __init__(self, page: Panel, seat: Seat, table: TableFile, asking: FileAsking) -> None:
        super().__init__(page)
        self._page, self._seat, self._table, self._asking = page, seat, table, asking
        self._jobs: Any = page._jobs
        self.dialog: ImportListDialog | None = None

    def ask_import(self) -> None:
        """The officer chooses a file; nothing is written before they have seen what it would do."""
        chosen = self._asking.file(self._page)
        if chosen:
            self.check(Path(chosen))

    def check(self, path: Path) -> None:
        """The dry run, beside the desk's lanes: saves and questions go on meanwhile."""
        by, dialog = self._seat.actor, self._table.dialog(path.name, self._page.window())
        self.dialog = dialog
        dialog.given.connect(partial(self._import, path, dialog))
        dialog.save_asked.connect(partial(self._save_told, dialog, path.stem))
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.open()
        progress = dialog.progress
        self._jobs.run(
            lambda: self._table.take(path, dry_run=True, progress=progress, by=by),
            lambda told: self.dialog is dialog and dialog.show_result(told),
            partial(self._not_checked, dialog),
        )

    def ask_template(self) -> None:
        """The officer says where an empty workbook with the heads goes."""
        chosen = self._asking.target(self._page)
        if chosen:
            path = Path(chosen).with_suffix(".xlsx")
            self._jobs.run(lambda: self._table.template(path), self._template_saved, self._page.refused.emit)

    def _save_told(self, dialog: ImportListDialog, name: str, lines: Sequence[Line]) -> None:
        """The findings that are shown, put into words beside the window: there may be thousands."""
        chosen = self._asking.told(dialog, name)
        if chosen:
            path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".xlsx")
            self._jobs.run(
                lambda: save_told(path, told_rows(lines)),
                lambda count: self._page.saved.emit(words.say("import.told.saved", count=count, name=path.name)),
                partial(self._failed, dialog),
            )

    def _template_saved(self, path: Path) -> None:
        self._page.saved.emit(words.say("contacts.template_saved", path=str(path)))

    def _import(self, path: Path, dialog: ImportListDialog, good_only: bool) -> None:
        by, progress = self._seat.actor, dialog.progress
        self._jobs.run(
            lambda: self._table.take(path, good_rows_only=good_only, progress=progress, by=by),
            partial(self._imported, path, dialog),
            partial(self._failed, dialog),
        )

    def _imported(self, path: Path, dialog: ImportListDialog, told: Imported) -> None:
        if not told.applied:
            # the file or the store was changed since it was checked: show what it would do now
            dialog.show_result(told)
            return
        dialog.accept()
        counts = {name: text.number(getattr(told, name)) for name in _COUNTS}
        self._page.saved.emit(words.say("contacts.imported", name=path.name, **counts))
        self._page.reload_now()

    def _not_checked(self, dialog: ImportListDialog, error: Exception) -> None:
        """A dry run whose dialog was closed ended as it was asked to."""
        if self.dialog is dialog:
            self._failed(dialog, error)

    def _failed(self, dialog: ImportListDialog, error: Exception) -> None:
        if self.dialog is dialog:
            dialog.refuse(error)
        self._page.refused.emit(error)

    def _forget(self, dialog: ImportListDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()


def ask_for_file(parent: QWidget, title: str = "contacts.choose_file") -> str:
    """The system's own box for choosing a file; opened by the officer only."""
    return QFileDialog.getOpenFileName(parent, words.say(title), "", words.say("contacts.file_kinds"))[0]


def ask_for_target(parent: QWidget, title: str = "contacts.template", name: str = "contacts.template_name") -> str:
    """Where the template goes."""
    return QFileDialog.getSaveFileName(parent, words.say(title), words.say(name), "xlsx (*.xlsx)")[0]


def ask_for_told(parent: QWidget, name: str) -> str:
    """Where what was told about a file goes."""
    said = words.say("import.told.save"), words.say("import.told.file_name", name=name)
    return QFileDialog.getSaveFileName(parent, said[0], said[1], "xlsx (*.xlsx);;csv (*.csv)")[0]
