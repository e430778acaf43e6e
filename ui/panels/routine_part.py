"""What the parts of the routine panel share: one list, keys that act on its chosen line, a dialog that keeps words."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.finding import FindingDialog
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

AGAIN_MS = 30_000
"""What is due changes with the clock alone: a part that is seen is loaded anew this often."""


class RoutinePart(SettingsPage):
    """``count_changed`` carries how much waits in this part, for the button that leads here."""

    count_changed = Signal(int)

    table: RowTable
    card: Card

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, book: KeptWords | None = None) -> None:
        super().__init__(jobs, seat, times)
        self.asked = Asked(jobs, self.failed.emit, book or KeptWords(jobs, seat, times, None, self), self)
        self._wanted: Hashable | None = None
        self._again_in = QTimer(self)
        self._again_in.setInterval(AGAIN_MS)
        self._again_in.timeout.connect(self._look_again)
        self._again_in.start()

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self

    def open_item(self, key: Hashable) -> None:
        """Choose that line, now or as soon as it is there."""
        if not self.table.choose(key):
            self._wanted = key

    def bind_keys(self, verbs: dict[str, Callable[[], object]]) -> None:
        """Keys of this part, by the ids of the key table."""
        actions.bind(self, [Action(name, verb) for name, verb in verbs.items()], whole_window=False)

    def ask(
        self, dialog: FindingDialog, about: str, act: Callable[[dict[str, str]], Any], done: Callable[[Any], None]
    ) -> None:
        """Open a dialog; typed words come back when it is opened again about the same."""
        self.asked.open(dialog, act, done, about=about)

    def lay_out(self, buttons: list[KeyButton], empty: Empty, *below: QWidget) -> None:
        """The card with its list, buttons under it."""
        self.empty = empty
        empty.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(empty)
        self._buttons = QHBoxLayout()
        for button in buttons:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card, 1)
        for widget in below:
            self._column.addWidget(widget)
        self._column.addLayout(self._buttons)
        self.restyle()

    def show_rows(self, rows: Any, first: Hashable | None) -> None:
        """The rows, or the sentence for none; where nothing is chosen yet, ``first`` is."""
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(wanted)
        elif self.table.chosen_row() is None and first is not None:
            self.table.choose(first)
        self.permit()

    def restyle(self) -> None:
        using = theme.current()
        self._column.setSpacing(using.px(8))
        self._buttons.setSpacing(using.px(8))

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()

    def _look_again(self) -> None:
        if self.isVisible():
            self.reload()
