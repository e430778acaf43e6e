"""What the parts of the 通讯录 panel share: the services, whether numbers are hidden, dialogs that keep words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from console.domain.people import Actor
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.hiding import Hiding
from ui.jobs import Jobs
from ui.models.contact_rows import ContactServices
from ui.models.kept_words import KeptWords
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times


class ContactsPart(SettingsPage):
    """``count_changed`` carries how much waits here; ``print_asked`` what is wanted on paper."""

    count_changed = Signal(int)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: ContactServices, book: KeptWords, hiding: Hiding,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._ask, self._book, self._hiding = ask, book, hiding
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.build()
        self._looker = seat.name
        hiding.changed.connect(self._look_again)
        seat.changed.connect(self._follow_seat)

    def put(self, dialog: Asking, about: str, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """Open a dialog; what is typed comes back when it is opened again about the same."""
        self.asked.open(dialog, act, lambda made: self._ended(done, made), about=about)

    def _ended(self, done: Callable[[Any], None], made: Any) -> None:
        done(made)
        self.reload_now()

    def viewer(self) -> Actor | None:
        """For whom numbers are shown; None while nobody sits here: then those of sensitive people are hidden."""
        return self._seat.actor if self._seat.taken else None

    def _follow_seat(self) -> None:
        """Another officer may see other numbers."""
        if self._seat.taken and self._seat.name != self._looker:
            self._looker = self._seat.name
            self._look_again()

    def _look_again(self) -> None:
        """What is on the screen is read anew, hidden or not; a part behind reads it when it is seen."""
        self.stale = True
        if self.isVisible():
            self.reload_now()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.restyle()
