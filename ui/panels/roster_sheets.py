"""Month sheets of the shift table: an empty one to fill in, an import of one taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.importing import ImportRunRow
from console.domain.people import Action as Permission
from console.services.roster_export import RosterExport
from console.services.roster_runs import RosterRuns
from ui import actions
from ui.dialogs.saving import ask_target
from ui.panels.list_files import KEYS, ask_which_run
from ui.panels.roster import RosterPanel
from ui.seat import Seat
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton


class RosterSheets(QObject):
    """Stands in 更多 of the table. ``choose_target`` is replaced where nobody can choose a file."""

    def __init__(
        self, panel: RosterPanel, seat: Seat, times: Times, export: RosterExport, runs: RosterRuns
    ) -> None:  # fmt: skip
        super().__init__(panel)
        self._panel, self._seat, self._times = panel, seat, times
        self._export, self._runs = export, runs
        self._jobs: Any = panel._jobs
        self.choose_target: Callable[[QWidget, str, str, str], Path | None] = ask_target
        self.template = KeyButton("roster.template")
        self.undo = KeyButton("roster.undo_import", KEYS["undo"])
        self.template.clicked.connect(self.ask_template)
        self.undo.clicked.connect(self.ask_undo)
        self.more = MoreButton(panel)
        self.more.hold((panel.copy, panel.history), (self.template, self.undo))
        self.more.clicked.connect(self.more.open_menu)
        panel.also(self.more)
        panel.guard(Permission.EDIT_ROSTER, self.undo)
        bound = [actions.Action("list_undo", self.ask_undo, key=KEYS["undo"])]
        actions.bind(panel, [*bound, actions.Action("more", self.more.open_menu)], whole_window=False)

    def ask_template(self) -> None:
        """The month that is shown, without anybody."""
        first, last = self._export.days_of("month", self._panel.month)
        name = words.say("roster.template_file", month=f"{first:%Y-%m}")
        target = self.choose_target(self._panel, words.say("roster.template"), f"{name}.xlsx", "Excel (*.xlsx)")
        if target is not None:
            self._jobs.run(
                lambda: self._export.save_template(target, first, last),
                lambda path: self._panel.saved.emit(words.say("contacts.template_saved", path=str(path))),
                self._panel.refused.emit,
            )

    def ask_undo(self) -> None:
        """One of the imports is taken back as a whole; which ones there were is read first."""
        if self._seat.may(Permission.EDIT_ROSTER):
            self._jobs.read(self._runs.newest, self._choose_run, self._panel.refused.emit)

    def _choose_run(self, rows: Sequence[ImportRunRow]) -> None:
        ask_which_run(self._panel, self._panel.asked, self._seat, self._times, rows, self._runs)
