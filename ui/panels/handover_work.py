"""What the acts of the hand-over panel share: services, what is shown, one dialog at a time, saying and refusing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.domain.duty import SheetRow
from console.services.accounts import AccountsService
from console.services.duty import DutyService
from console.services.supplements import SupplementsService
from ui.dialogs.asked import Asked
from ui.jobs import Jobs
from ui.models.handover import HandoverView
from ui.models.kept_words import KeptWords
from ui.seat import Seat
from ui.text import Times


class Work(QObject):
    """``told`` carries a sentence for the strip, ``refused`` an error; after either the panel looks again.

    ``watch_changed`` names who stands the watch now, ``preview_asked`` carries the SheetRow to show or print.
    """

    told = Signal(str)
    refused = Signal(object)
    watch_changed = Signal(str)
    preview_asked = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        duty: DutyService,
        accounts: AccountsService,
        supplements: SupplementsService,
        book: KeptWords,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.jobs, self.seat, self.times = jobs, seat, times
        self.duty, self.accounts, self.supplements = duty, accounts, supplements
        self.window = parent
        self.view: HandoverView | None = None
        self.asked = Asked(jobs, self.refuse, book, self)

    def shown(self) -> HandoverView:
        assert self.view is not None, "nothing was shown yet"
        return self.view

    def sheet_or_none(self) -> SheetRow | None:
        return self.view.sheet if self.view else None

    def sheet(self) -> SheetRow:
        sheet = self.sheet_or_none()
        assert sheet is not None, "no sheet is shown"
        return sheet

    def owner(self) -> str:
        shift = self.shown().shift
        return shift.owner if shift else ""

    def write(self, act: Callable[[], Any], said: str, **facts: Any) -> None:
        """An act without a dialog: say it when it is done and show what the store has now."""
        self.jobs.write(act, lambda _: self.said(said, **facts), self.refuse)

    def said(self, code: str, **facts: Any) -> None:
        if isValid(self):
            self.told.emit(words.say(code, **facts))

    def refuse(self, error: Exception) -> None:
        """Say why; the screen may have been behind the store."""
        if isValid(self):
            self.refused.emit(error)

    def watch_taken(self, owner: str) -> None:
        self.said("handover.done", name=owner)
        self.watch_changed.emit(owner)
