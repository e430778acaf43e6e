"""What the parts of the 物资 panel share: the services, dialogs that keep words, ways from one part to another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.people import Action as Permission
from ui import actions
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.store_rows import StoreServices
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.keycap import KeyButton

Verb = tuple[str, KeyButton, Callable[[], object], Permission | None]
"""The key it shows, the button, what it does, whose leave it needs."""


class StoresPart(SettingsPage):
    """``count_changed`` carries how much waits here; ``print_asked`` what is wanted on paper, ``item_asked`` a record.

    ``document_asked`` (its id) leads to 单据; ``begin_asked`` (kind or None, store or None, item or None) to a new
    document there; ``stock_asked`` (id of a store, item or lot) to 库存.
    """

    count_changed = Signal(int)
    print_asked = Signal(object)
    item_asked = Signal(str, object)
    document_asked = Signal(object)
    begin_asked = Signal(object, object, object)
    stock_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: StoreServices, book: KeptWords, parent: QWidget | None = None
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
                bound.append(Action(name, partial(press, button, verb), key=key))
        actions.bind(self, bound, whole_window=False)

    def put(self, dialog: Asking, about: str, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """Open a dialog; what is typed comes back when it is opened again about the same."""

        def ended(made: Any) -> None:
            done(made)
            self.reload_now()

        self.asked.open(dialog, act, ended, about=about)

    def leave(self) -> bool:
        self.book.flush()
        return True


def press(button: KeyButton, verb: Callable[[], object], _checked: bool = False) -> None:
    """Its key does what it does, and nothing where it may not be pressed."""
    if button.isEnabled():
        verb()
