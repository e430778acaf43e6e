"""What the parts of the 预案 panel share: the services, dialogs that keep words, countdowns that are painted anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.domain.people import Action as Permission
from ui import actions
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.plan_rows import PlanServices
from ui.panels.orders_part import AGAIN_MS, SECOND_MS
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

Verb = tuple[str, KeyButton, Callable[[], object], Permission | None]
"""The key it shows, the button, what it does, whose leave it needs."""


class PlansPart(SettingsPage):
    """``count_changed`` carries how much waits here; ``print_asked`` what is wanted on paper, ``item_asked`` a record.

    ``start_asked`` (plan or None) that a response shall be started.
    """

    count_changed = Signal(int)
    print_asked = Signal(object)
    item_asked = Signal(str, object)
    start_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: PlanServices, book: KeptWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, seat, times, parent)
        self._ask, self.book = ask, book
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.build()
        self._every(AGAIN_MS, self.reload)
        self._every(SECOND_MS, lambda: [table.viewport().update() for table in self.findChildren(RowTable)])

    def bind_verbs(self, verbs: dict[str, Verb]) -> None:
        """Buttons and keys of this part, by the id of their word ``do.<id>``."""
        bound = []
        for name, (key, button, verb, permission) in verbs.items():
            button.clicked.connect(partial(_press, button, verb))
            if permission is not None:
                self.guard(permission, button)
            if key:
                bound.append(Action(name, partial(_press, button, verb), key=key))
        actions.bind(self, bound, whole_window=False)

    def put(self, dialog: Asking, about: str, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """Open a dialog; what is typed comes back when it is opened again about the same."""

        def ended(made: Any) -> None:
            done(made)
            self.reload_now()

        self.asked.open(dialog, act, ended, about=about)

    def _every(self, milliseconds: int, verb: Callable[[], object]) -> None:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: verb() if self.isVisible() else None)
        timer.start()


def _press(button: KeyButton, verb: Callable[[], object], _checked: bool = False) -> None:
    """Its key does what it does, and nothing where it may not be pressed."""
    if button.isEnabled():
        verb()
