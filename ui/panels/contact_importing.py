"""A file of people taken in from a page: chosen, looked at, applied as a whole or its good rows, told; the template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.services.contact_import import Imported
from console.services.contacts import ContactsService
from console.services.told_table import save_told
from ui import text
from ui.dialogs.import_contacts import ImportContactsDialog, Line, told_rows

_COUNTS = ("added", "updated", "skipped", "refused")


def ask_for_file(parent: QWidget) -> str:
    """The system's own box for choosing a file; opened by the officer only."""
    said = words.say("contacts.choose_file"), words.say("contacts.file_kinds")
    return QFileDialog.getOpenFileName(parent, said[0], "", said[1])[0]


def ask_for_target(parent: QWidget) -> str:
    """Where the template goes."""
    name = words.say("contacts.template_name")
    return QFileDialog.getSaveFileName(parent, words.say("contacts.template"), name, "xlsx (*.xlsx)")[0]


def ask_for_told(parent: QWidget, name: str) -> str:
    """Where what was told about a file goes."""
    said = words.say("import.told.save"), words.say("import.told.file_name", name=name)
    return QFileDialog.getSaveFileName(parent, said[0], said[1], "xlsx (*.xlsx);;csv (*.csv)")[0]


if TYPE_CHECKING:
    from ui.panels.settings_page import SettingsPage as _Page
else:
    _Page = object  # signals of a second base that is a widget would be lost


class ContactImporting(_Page):
    """Mixed into pages that take in files of people; ``_ask_file`` and ``_ask_target`` are replaced in tests."""

    _contacts: ContactsService
    dialog: ImportContactsDialog | None = None
    _ask_file: Callable[[QWidget], str] = staticmethod(ask_for_file)
    _ask_target: Callable[[QWidget], str] = staticmethod(ask_for_target)
    _ask_told: Callable[[QWidget, str], str] = staticmethod(ask_for_told)

    def ask_import(self) -> None:
        """The officer chooses a file; nothing is written before they have seen what it would do."""
        chosen = self._ask_file(self)
        if chosen:
            self.check(Path(chosen))

    def check(self, path: Path) -> None:
        """The dry run, beside the desk's lanes: saves and questions go on meanwhile."""
        by, dialog = self._seat.actor, ImportContactsDialog(path.name, self.window())
        self.dialog = dialog
        dialog.given.connect(partial(self._import, path, dialog))
        dialog.save_asked.connect(partial(self._save_told, dialog, path.stem))
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.open()
        progress = dialog.progress
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._contacts.import_file(path, dry_run=True, progress=progress, by=by),
            lambda told: self.dialog is dialog and dialog.show_result(told),
            partial(self._not_checked, dialog),
        )

    def ask_template(self) -> None:
        """The officer says where an empty workbook with the heads goes."""
        chosen = self._ask_target(self)
        if chosen:
            path = Path(chosen).with_suffix(".xlsx")
            self._jobs.run(  # type: ignore[attr-defined]
                lambda: self._contacts.save_template(path), self._template_saved, self.refused.emit
            )

    def _save_told(self, dialog: ImportContactsDialog, name: str, lines: Sequence[Line]) -> None:
        """The findings that are shown, put into words beside the window: there may be thousands."""
        chosen = self._ask_told(dialog, name)
        if chosen:
            path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".xlsx")
            self._jobs.run(  # type: ignore[attr-defined]
                lambda: save_told(path, told_rows(lines)),
                lambda count: self.saved.emit(words.say("import.told.saved", count=count, name=path.name)),
                partial(self._failed, dialog),
            )

    def _template_saved(self, path: Path) -> None:
        self.saved.emit(words.say("contacts.template_saved", path=str(path)))

    def _import(self, path: Path, dialog: ImportContactsDialog, good_only: bool) -> None:
        by, progress = self._seat.actor, dialog.progress
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._contacts.import_file(path, good_rows_only=good_only, progress=progress, by=by),
            partial(self._imported, path, dialog),
            partial(self._failed, dialog),
        )

    def _imported(self, path: Path, dialog: ImportContactsDialog, told: Imported) -> None:
        if not told.applied:
            # the file or the book was changed since it was checked: show what it would do now
            dialog.show_result(told)
            return
        dialog.accept()
        counts = {name: text.number(getattr(told, name)) for name in _COUNTS}
        self.saved.emit(words.say("contacts.imported", name=path.name, **counts))
        self.reload_now()

    def _not_checked(self, dialog: ImportContactsDialog, error: Exception) -> None:
        """A dry run whose dialog was closed ended as it was asked to."""
        if self.dialog is dialog:
            self._failed(dialog, error)

    def _failed(self, dialog: ImportContactsDialog, error: Exception) -> None:
        if self.dialog is dialog:
            dialog.refuse(error)
        self.refused.emit(error)

    def _forget(self, dialog: ImportContactsDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
