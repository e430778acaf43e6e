"""What the parts of the 指挥调度 panel share: what they look at together, keys, dialogs that keep words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.domain.people import Action as Permission
from ui import actions
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.dispatch_rows import DispatchServices, Focus
from ui.models.kept_words import KeptWords
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

AGAIN_MS, SECOND_MS = 30_000, 1_000
"""A part that is seen is loaded anew so often, and its countdowns painted: time goes on without news."""

Verb = tuple[str, KeyButton, Callable[[], object], Permission | None]
"""The key it shows, the button, what it does, whose leave it needs."""


class DispatchPart(SettingsPage):
    """``count_changed`` carries how much waits here; ``print_asked`` what is wanted on paper, ``item_asked`` a record.

    ``sent`` carries the orders (``DispatchRow``) that were confirmed here.
    """

    count_changed = Signal(int)
    print_asked = Signal(object)
    item_asked = Signal(str, object)
    sent = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: DispatchServices, book: KeptWords,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._ask, self.book = ask, book
        self.focus = Focus()
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.build()
        self._every(AGAIN_MS, self.reload)
        self._every(SECOND_MS, lambda: [table.viewport().update() for table in self.findChildren(RowTable)])

    def turn_to(self, focus: Focus) -> None:
        """The officer looks at another need or incident: ask anew. Called by the panel."""
        if focus == self.focus:
            return
        self.focus = focus
        self.stale = True
        if self.isVisible():
            self.reload_now()

    def open_item(self, record_id: UUID) -> None:
        """Show that record, now or as soon as it is there."""

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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.layout() is not None:
            self.restyle()

    def _every(self, milliseconds: int, verb: Callable[[], object]) -> None:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: verb() if self.isVisible() else None)
        timer.start()


def _press(button: KeyButton, verb: Callable[[], object], _checked: bool = False) -> None:
    """Its key does what it does, and nothing where it may not be pressed."""
    if button.isEnabled():
        verb()
