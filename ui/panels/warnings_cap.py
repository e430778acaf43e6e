"""Files of other stations on the list of warnings: one taken in by key, what came before, a folder out of reach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from console import words
from console.domain.cap_files import Looked, Taken
from console.domain.people import Action as Permission
from ui import actions
from ui.dialogs.cap_files import CapFilesDialog, CapTakeDialog
from ui.models.cap_rows import CapLine, load_lines, outcome_said
from ui.panels.acting_part import Verb
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word

if TYPE_CHECKING:
    from ui.panels.warnings_list import WarningsList

FILES = "Alt+H"


def pick_cap(parent: QWidget) -> str:
    """A file somebody chose; empty where nobody did."""
    kinds = f"{words.say('cap.file_kind')} (*.xml *.cap)"
    return QFileDialog.getOpenFileName(parent, words.say("cap.pick"), "", kinds)[0]


class CapInbox:
    """``line`` says what came last, ``trouble`` that nothing can come; the buttons stand in the list's bar."""

    def __init__(self, page: WarningsList) -> None:
        self._page = page
        self.take = KeyButton("do.cap_take", actions.key_of("roster_import"))
        self.files = KeyButton("do.cap_files", FILES)
        self.line, self.trouble = Word(role="secondary"), Word(role="error")
        for word in (self.line, self.trouble):
            word.setWordWrap(True)
            word.hide()

    def verbs(self) -> dict[str, Verb]:
        return {
            "cap_take": (actions.key_of("roster_import"), self.take, self.ask_take, Permission.INTAKE),
            "cap_files": (FILES, self.files, self.ask_files, None),
        }

    def show_last(self, last: CapLine | None, trouble: str) -> None:
        """``trouble`` is the code of why the folder cannot be looked into."""
        self.line.setVisible(last is not None)
        if last is not None:
            at = self._page.times.near(last.at)
            self.line.say("cap.last", name=last.name, at=at, outcome=outcome_said(last))
        self.trouble.setVisible(bool(trouble))
        if trouble:
            self.trouble.say(f"cap.folder.trouble.{trouble}")

    def ask_take(self) -> None:
        """A file somebody brought: looked through first."""
        chosen = pick_cap(self._page)
        if chosen:
            self.take_from(Path(chosen))

    def take_from(self, path: Path) -> None:
        page = self._page
        page.beside(lambda: page.services.cap.look(path), lambda looked: self._show(path, looked))

    def _show(self, path: Path, looked: Looked) -> None:
        page, by = self._page, self._page.actor

        def taken(made: Taken) -> None:
            page.saved.emit(words.say("cap.told_again" if made.again else "cap.told_taken", name=made.name,
                                      number=made.number, count=len(made.notes)))  # fmt: skip
            if made.warning_id is not None:
                page.opened.emit(made.warning_id)

        page.put(
            CapTakeDialog(looked, parent=page.window()), "",
            lambda _none: page.services.cap.take_file(path, by=by, looked=looked.digest), taken,
        )  # fmt: skip

    def ask_files(self) -> None:
        """What came, and what became of it."""
        page = self._page
        page.ask_first(lambda: load_lines(page.services.cap), self._show_files)

    def _show_files(self, lines: list[CapLine]) -> None:
        page = self._page
        dialog = CapFilesDialog(lines, page.times, parent=page.window())
        dialog.opened.connect(page.opened)
        page.put(dialog, "", lambda none: none, lambda _none: None)
