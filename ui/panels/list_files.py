"""Workbooks of a list on its page: taken in, given out, a template, an import taken back; their buttons and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.domain.importing import ImportRunRow
from console.domain.people import Action as Permission
from console.domain.people import Actor
from console.services.list_import import ListImports
from console.services.list_runs import ListRuns
from ui import actions
from ui.dialogs.asked import Asked
from ui.dialogs.import_list import ImportListDialog
from ui.dialogs.saving import ask_target
from ui.dialogs.undo_import import UndoImportDialog
from ui.panels.settings_page import SettingsPage
from ui.panels.table_importing import TableFile, TableImporting, ask_for_told
from ui.seat import Seat
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton

KEYS = {
    "import": "Ctrl+Shift+I", "template": "Ctrl+Shift+T", "export": actions.key_of("export"), "undo": "Ctrl+Shift+Z",
}  # fmt: skip
"""Keys of the first list of a page; those of a second one are in its menu only."""
ACTS = {"import": "list_import", "template": "list_template", "export": "list_export", "undo": "list_undo"}
KINDS = "Excel (*.xlsx);;CSV (*.csv)"


class Runs(Protocol):
    """Imports that were applied."""

    def newest(self, limit: int = 50) -> list[ImportRunRow]: ...
    def undo(self, run_id: UUID, *, by: Actor) -> int: ...


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list by its key, and who may change it."""

    key: str
    action: Permission
    keyed: bool = True


class ListFiles(QObject):
    """``choose_file`` and ``choose_target`` are replaced where no officer can choose a file."""

    def __init__(
        self, page: SettingsPage, asked: Asked, seat: Seat, times: Times, which: ListOf, imports: ListImports,
        runs: ListRuns,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._asked, self._seat, self._times = page, asked, seat, times
        self._which, self._imports, self._runs = which, imports, runs
        self._jobs: Any = page._jobs
        self.choose_file: Callable[[QWidget, str], str] = choose_file
        self.choose_target: Callable[[QWidget, str, str, str], Path | None] = ask_target
        self.choose_told: Callable[[QWidget, str], str] = ask_for_told
        key = which.key
        table = TableFile(partial(imports.import_file, key), partial(imports.save_template, key), self._dialog)
        self.importing = TableImporting(page, seat, table, _Asking(self))
        verbs: dict[str, Callable[[], object]] = {
            "import": self.ask_import, "template": self.importing.ask_template, "export": self.ask_export,
            "undo": self.ask_undo,
        }  # fmt: skip
        keys = KEYS if which.keyed else {}
        self.buttons = {name: KeyButton(f"lists.{name}.{key}", keys.get(name, "")) for name in verbs}
        for name, verb in verbs.items():
            self.buttons[name].clicked.connect(lambda _checked=False, verb=verb: verb())
        page.guard(which.action, self.buttons["import"], self.buttons["undo"])
        page.guard(Permission.EXPORT, self.buttons["export"])
        if which.keyed:
            bound = [actions.Action(ACTS[name], verb, key=KEYS[name]) for name, verb in verbs.items()]
            actions.bind(page, bound, whole_window=False)

    @property
    def held(self) -> Sequence[KeyButton]:
        """The buttons in the order of a menu."""
        return tuple(self.buttons.values())

    def ask_import(self) -> None:
        """The officer chooses a file and sees what it would do."""
        if self._seat.may(self._which.action) and self.importing.dialog is None:
            self.importing.ask_import()

    def ask_export(self) -> None:
        """The list goes out under the heads the import reads."""
        if not self._seat.may(Permission.EXPORT):
            return
        title, name = words.say(f"lists.export.{self._which.key}"), words.say(f"list.sheet.{self._which.key}")
        target = self.choose_target(self._page, title, f"{name}.xlsx", KINDS)
        if target is not None:
            by = self._seat.actor
            self._jobs.run(
                lambda: self._imports.export(self._which.key, target, by=by),
                lambda count: self._page.saved.emit(words.say("lists.exported", count=count, name=target.name)),
                self._page.refused.emit,
            )

    def ask_undo(self) -> None:
        """One of the imports is taken back as a whole; which ones there were is read first."""
        if self._seat.may(self._which.action):
            self._jobs.read(lambda: self._runs.newest(kind=self._which.key), self._choose_run, self._page.refused.emit)

    def _choose_run(self, runs: Sequence[ImportRunRow]) -> None:
        ask_which_run(self._page, self._asked, self._seat, self._times, runs, self._runs)

    def _dialog(self, name: str, parent: QWidget) -> ImportListDialog:
        return ImportListDialog(f"lists.title.{self._which.key}", "list.column", name, parent)


class ListsMenu(MoreButton):
    """更多 of a page with lists: each list's acts; the first one's have keys. ``files`` by the list's key."""

    def __init__(
        self, page: SettingsPage, asked: Asked, times: Times, imports: ListImports, runs: ListRuns, *lists: ListOf
    ) -> None:  # fmt: skip
        super().__init__(page)
        seat = page._seat
        self.files = {one.key: ListFiles(page, asked, seat, times, one, imports, runs) for one in lists}
        self.hold(*(one.held for one in self.files.values()))
        self.clicked.connect(self.open_menu)
        actions.bind(page, [actions.Action("more", self.open_menu)], whole_window=False)


class _Asking:
    """What is asked with at that moment."""

    def __init__(self, files: ListFiles) -> None:
        self._files = files

    def file(self, parent: QWidget) -> str:
        return self._files.choose_file(parent, f"lists.import.{self._files._which.key}")

    def target(self, parent: QWidget) -> str:
        key = self._files._which.key
        name = words.say("lists.template_name", name=words.say(f"list.sheet.{key}"))
        chosen = self._files.choose_target(parent, words.say(f"lists.template.{key}"), name, "Excel (*.xlsx)")
        return str(chosen) if chosen is not None else ""

    def told(self, parent: QWidget, name: str) -> str:
        return self._files.choose_told(parent, name)


def ask_which_run(
    page: SettingsPage, asked: Asked, seat: Seat, times: Times, rows: Sequence[ImportRunRow], runs: Runs
) -> None:  # fmt: skip
    """One of these imports is chosen and taken back; where there is none, it is said."""
    if asked.dialog is not None or not page.isVisible():
        return
    if not rows:
        page.saved.emit(words.say("lists.no_imports"))
        return
    by, dialog = seat.actor, UndoImportDialog(rows, times, page.window(), what="lists.undo_what")

    def undone(count: int) -> None:
        page.saved.emit(words.say("lists.undone", count=count))
        page.reload_now()

    asked.open(dialog, lambda run_id: runs.undo(run_id, by=by), undone)


def choose_file(parent: QWidget, title: str) -> str:
    """The system's own box for choosing a file; opened by the officer only."""
    return QFileDialog.getOpenFileName(parent, words.say(title), "", words.say("lists.file_kinds"))[0]
