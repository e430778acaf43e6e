"""The document of a plan is attached and opened; plans come in from a workbook that is looked at before."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.domain.files import FileRow
from console.domain.importing import ImportRunRow
from console.services.plan_import import Imported
from ui.dialogs.import_plans import ImportPlansDialog
from ui.dialogs.undo_import import UndoImportDialog
from ui.models.plan_rows import PlanServices
from ui.seat import Seat

if TYPE_CHECKING:
    from ui.panels.plans_library import LibraryPage

SUBJECT = "plan"
"""What a plan's document belongs to."""


class PlansFiles(QObject):
    """What the system asks for (``choose_…``) and ``open_path`` are replaced in tests."""

    def __init__(self, page: LibraryPage, seat: Seat, ask: PlanServices) -> None:
        super().__init__(page)
        self._page, self._seat, self._ask = page, seat, ask
        self.choose_document, self.choose_workbook, self.choose_target = document, workbook, target
        self.choose_export, self.open_path = export_target, open_path
        self.dialog: ImportPlansDialog | None = None

    def ask_document(self) -> None:
        """The officer chooses the plan's document; it is kept with the plan from now on."""
        told, by = self._page.told, self._seat.actor
        if told is None:
            return
        chosen = self.choose_document(self._page)
        if chosen is None:
            return
        plan_id = told.row.id

        def kept(_row: FileRow) -> None:
            self._page.saved.emit(words.say("intake.attached", name=chosen.name))

        self._page.save_once(lambda: self._ask.files.add(chosen, chosen.name, SUBJECT, plan_id, by=by), kept)

    def open_document(self) -> None:
        """A copy of the newest document, in the program this machine opens such files with; it prints there."""
        told = self._page.told
        if told is None or not told.files:
            return
        newest = told.files[-1]

        def copied() -> Path:
            beside = Path(tempfile.mkdtemp()) / Path(newest.name).name
            self._ask.files.save_copy(newest.digest, beside)
            return beside

        self._page._jobs.run(copied, self._opened, self._page.refused.emit)  # type: ignore[attr-defined]

    def _opened(self, path: Path) -> None:
        code = "plans.told_opened" if self.open_path(path) else "plans.told_not_opened"
        self._page.saved.emit(words.say(code, path=str(path)))

    # a workbook of plans

    def ask_import(self) -> None:
        """The officer chooses a file; nothing is written before they have seen what it would do."""
        chosen = self.choose_workbook(self._page)
        if chosen is not None:
            self.check(chosen)

    def check(self, path: Path) -> None:
        """The dry run, beside the desk's lanes: saves and questions go on meanwhile."""
        by, dialog = self._seat.actor, ImportPlansDialog(path.name, self._page.window())
        self.dialog = dialog
        dialog.given.connect(partial(self._import, path, dialog))
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()
        progress = dialog.progress
        self._page._jobs.run(  # type: ignore[attr-defined]
            lambda: self._ask.plan_files.import_file(path, dry_run=True, progress=progress, by=by),
            lambda told: self.dialog is dialog and dialog.show_result(told),
            partial(self._not_checked, dialog),
        )

    def _import(self, path: Path, dialog: ImportPlansDialog, good_only: bool) -> None:
        by, progress = self._seat.actor, dialog.progress
        self._page._jobs.run(  # type: ignore[attr-defined]
            lambda: self._ask.plan_files.import_file(path, good_rows_only=good_only, progress=progress, by=by),
            partial(self._imported, path, dialog),
            partial(self._failed, dialog),
        )

    def _imported(self, path: Path, dialog: ImportPlansDialog, told: Imported) -> None:
        if not told.applied:
            # the file or the library was changed since it was checked: show what it would do now
            dialog.show_result(told)
            return
        dialog.accept()
        counts = {name: getattr(told, name) for name in ("added", "updated", "refused")}
        self._page.saved.emit(words.say("plans.told_imported", name=path.name, **counts))
        self._page.reload_now()

    def _not_checked(self, dialog: ImportPlansDialog, error: Exception) -> None:
        """A dry run whose dialog was closed ended as it was asked to."""
        if self.dialog is dialog:
            self._failed(dialog, error)

    def _failed(self, dialog: ImportPlansDialog, error: Exception) -> None:
        if self.dialog is dialog:
            dialog.refuse(error)
        self._page.refused.emit(error)

    def _forget(self, dialog: ImportPlansDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def ask_undo(self) -> None:
        """One of the imports is taken back as a whole; which ones there were is read first."""
        self._page._jobs.read(self._ask.plan_runs.newest, self._choose_run, self._page.refused.emit)  # type: ignore[attr-defined]

    def _choose_run(self, runs: Sequence[ImportRunRow]) -> None:
        if self._page.asked.dialog is not None:
            return
        if not runs:
            self._page.saved.emit(words.say("plans.no_imports"))
            return
        by, dialog = self._seat.actor, UndoImportDialog(runs, self._page._times, self._page.window())

        def undone(count: int) -> None:
            self._page.saved.emit(words.say("plans.told_undone", count=count))

        self._page.put(dialog, "", lambda run_id: self._ask.plan_runs.undo(run_id, by=by), undone)

    def ask_export(self) -> None:
        """All plans that hold go into a workbook that can be changed and imported again."""
        path, by = self.choose_export(self._page), self._seat.actor
        if path is not None:
            self._page._jobs.run(  # type: ignore[attr-defined]
                lambda: self._ask.plan_files.export(path, by=by),
                lambda count: self._page.saved.emit(words.say("plans.told_exported", count=count, path=str(path))),
                self._page.refused.emit,
            )

    def ask_template(self) -> None:
        """An empty workbook of the three sheets goes where the officer says."""
        path = self.choose_target(self._page)
        if path is not None:
            self._page._jobs.run(  # type: ignore[attr-defined]
                lambda: self._ask.plan_files.save_template(path), self._template_saved, self._page.refused.emit
            )

    def _template_saved(self, path: Path) -> None:
        self._page.saved.emit(words.say("contacts.template_saved", path=str(path)))


def open_path(path: Path) -> bool:
    """Whether this machine has a program for it."""
    return bool(QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))


def document(parent: QWidget) -> Path | None:
    """The system's own box for choosing a file; opened by the officer only."""
    first = f"{words.say('plans.documents')} (*.pdf *.doc *.docx *.wps *.ofd *.xlsx)"
    kinds = f"{first};;{words.say('returns.all_files')} (*)"
    chosen, _ = QFileDialog.getOpenFileName(parent, words.say("plans.attach"), "", kinds)
    return Path(chosen) if chosen else None


def workbook(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, words.say("plans.import"), "", words.say("contacts.file_kinds"))
    return Path(chosen) if chosen else None


def target(parent: QWidget) -> Path | None:
    """Where the template goes."""
    return _workbook_to_write(parent, "plans.template", "plans.template_name")


def export_target(parent: QWidget) -> Path | None:
    """Where the library goes."""
    return _workbook_to_write(parent, "log.export", "plans.library")


def _workbook_to_write(parent: QWidget, title: str, name: str) -> Path | None:
    asked = words.say(title), f"{words.say(name)}.xlsx"
    chosen, _ = QFileDialog.getSaveFileName(parent, *asked, "xlsx (*.xlsx)")
    return Path(chosen).with_suffix(".xlsx") if chosen else None
