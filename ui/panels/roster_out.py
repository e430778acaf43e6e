"""The roster of some days on paper or as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.people import Action as Permission
from console.services.roster_export import RosterExport
from ui import actions
from ui.dialogs.roster_period import RosterPeriodDialog, Wanted
from ui.dialogs.saving import ask_target
from ui.jobs import Jobs
from ui.panels.roster import RosterPanel
from ui.prints import Days
from ui.seat import Seat

Ask = Callable[[QWidget, str, str, str], Path | None]


class RosterOut(QObject):
    """``print_asked`` carries the days wanted on paper. ``ask_file`` is replaced where nobody can choose a file."""

    print_asked = Signal(object)

    def __init__(self, panel: RosterPanel, jobs: Jobs, seat: Seat, export: RosterExport, ask_file: Ask = ask_target):
        super().__init__(panel)
        self._panel = panel
        self._jobs = jobs
        self._seat = seat
        self._export = export
        self.ask_file = ask_file
        panel.out.clicked.connect(self.ask)
        panel.guard(Permission.EXPORT, panel.out)
        actions.bind(panel, [actions.Action("export", self.ask)], whole_window=False)

    def ask(self) -> None:
        """Which days: those around the chosen cell are proposed."""
        if not self._seat.may(Permission.EXPORT):
            return
        cell = self._panel.grid.cell()
        dialog = RosterPeriodDialog(
            cell[0].slot.day if cell else self._panel.month, self._panel._times, self._panel.window()
        )
        export = self._export

        def days(wanted: Wanted) -> Wanted:
            if wanted.kind == "days":
                return wanted
            first, last = export.days_of(wanted.kind, wanted.first)
            return Wanted(wanted.kind, first, last, wanted.form)

        self._panel.asked.open(dialog, days, self._found, about="roster.out")

    def _found(self, wanted: Wanted) -> None:
        if wanted.form == "paper":
            self.print_asked.emit(Days(wanted.first, wanted.last))
            return
        name = words.say("roster.out.file", first=wanted.first, last=wanted.last)
        target = self.ask_file(self._panel, words.say("roster.out"), f"{name}.xlsx", "Excel (*.xlsx)")
        if target is None:
            return
        by = self._seat.actor
        work = partial(self._export.write, target, wanted.first, wanted.last, by=by)
        self._jobs.run(work, partial(self._written, target), self._panel.refused.emit)

    def _written(self, target: Path, count: Any) -> None:
        self._panel.saved.emit(words.say("roster.out.done", name=target.name, count=count))
