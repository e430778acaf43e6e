"""What parts of a panel that act on records share: the services, verbs with button and key, dialogs that keep words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
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


class ActingPart(SettingsPage):
    """``count_changed`` carries how much waits here, ``print_asked`` what goes on paper, ``item_asked`` a record."""

    count_changed = Signal(int)
    print_asked = Signal(object)
    item_asked = Signal(str, object)

    _ask: Any

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: Any, book: KeptWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, seat, times, parent)
        self._ask, self.book = ask, book
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.build()

    def bind_verbs(self, verbs: dict[str, Verb]) -> None:
        """Buttons and keys of this part, by the id of their word ``do.<id>``."""
        bound = []
        for name, (key, button, verb, permission) in verbs.items():
            button.clicked.connect(partial(press, button, verb))
            if permission is not None:
                self.guard(permission, button)
            if key:
                bound.append(Action(name, partial(self._by_key, button, verb, key), key=key))
        actions.bind(self, bound, whole_window=False)

    def _by_key(self, button: KeyButton, verb: Callable[[], object], key: str) -> None:
        """A key that cannot act says why, as the button does under the mouse; Esc is pressed for many reasons."""
        if button.isEnabled():
            verb()
        elif button.toolTip() and key != "Escape":
            self.refused.emit(Refused("not_now", act=button.text(), why=button.toolTip().rstrip("。.")))

    def put(self, dialog: Asking, about: str, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """Open a dialog; what is typed comes back when it is opened again about the same."""

        def ended(made: Any) -> None:
            done(made)
            self.reload_now()

        self.asked.open(dialog, act, ended, about=about)

    def follow_time(self) -> None:
        """Countdowns go on, and what depends on the hour is asked anew, while the part is seen."""
        self._every(AGAIN_MS, self.reload)
        self._every(SECOND_MS, lambda: [table.viewport().update() for table in self.findChildren(RowTable)])

    def _every(self, milliseconds: int, verb: Callable[[], object]) -> None:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: verb() if self.isVisible() else None)
        timer.start()


def press(button: KeyButton, verb: Callable[[], object], _checked: bool = False) -> None:
    """Its key does what it does, and nothing where it may not be pressed."""
    if button.isEnabled():
        verb()
