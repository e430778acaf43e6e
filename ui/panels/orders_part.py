"""What the parts of the 交办 panel share: one list, keys that act on its chosen line, dialogs that keep words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget

from console import words
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.order_rows import OrderServices
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

AGAIN_MS, SECOND_MS = 30_000, 1_000
"""A part that is seen is loaded anew so often, and its countdowns painted: time goes on without news."""

Verbs = dict[str, tuple[str, Callable[[], object]]]
"""Keys of a part alone: what they do by the id of its word, the key, the verb."""


class OrdersPart(SettingsPage):
    """``count_changed`` carries how much waits in this part, for the button that leads here.

    ``print_asked`` carries the record whose paper is wanted.
    """

    count_changed = Signal(int)
    print_asked = Signal(object)

    table: RowTable
    card: Card
    empty: Empty

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, ask: OrderServices, book: KeptWords) -> None:
        super().__init__(jobs, seat, times)
        self._ask, self._book = ask, book
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self._wanted: Hashable | None = None
        self.build()
        self._every(AGAIN_MS, self.reload)
        self._every(SECOND_MS, lambda: [table.viewport().update() for table in self.findChildren(RowTable)])

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.empty.button

    def open_item(self, key: Hashable) -> bool:
        """Choose that line, now or as soon as it is there; False where it is not there yet."""
        if self.table.choose(key):
            return True
        self._wanted = key
        return False

    def bind_keys(self, shared: dict[str, Callable[[], object]], own: Verbs) -> None:
        """Keys of this part: those of the key table by id, and its own; a digit in a filter is none of them."""
        found = [Action(name, verb) for name, verb in {"print": self.ask_print, **shared}.items()]
        found += [Action(name, self._unless_filtering(key, verb), key=key) for name, (key, verb) in own.items()]
        actions.bind(self, found, whole_window=False)

    def _unless_filtering(self, key: str, verb: Callable[[], object]) -> Callable[[], object]:
        """A search box takes digits as they are typed; a choice beside it does not, and would do what they mean."""

        def run() -> None:
            where = QApplication.focusWidget()
            if len(key) > 1 or not isinstance(where, QComboBox) or not self.card.isAncestorOf(where):
                verb()

        return run

    def lay_out(self, buttons: Sequence[KeyButton], last: KeyButton, *below: QWidget) -> None:
        """The card with its list, what stands under it, the buttons; ``last`` is what begins something new."""
        self.empty.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.empty)
        self.bar = Lines()
        for button in buttons:
            self.bar.flow.addWidget(button)
        self.print_button = KeyButton("do.print", actions.key_of("print"), small=True, icon="print")
        self.print_button.clicked.connect(self.ask_print)
        self.card.tools.addWidget(self.print_button)
        self.bar.flow.add_last(last)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card, 1)
        for widget in below:
            self._column.addWidget(widget)
        self._column.addWidget(self.bar)
        self.restyle()

    def chosen(self) -> Any:
        """The record that is chosen; None where none is."""
        raise NotImplementedError

    def ask_print(self) -> None:
        """The paper of what is chosen, in its preview."""
        row = self.chosen()
        if not self._seat.may(Permission.PRINT):
            return
        if row is None:
            self.refused.emit(Refused("nothing_to_print"))
            return
        self.print_asked.emit(row)

    def permit(self) -> None:
        super().permit()
        if hasattr(self, "print_button"):
            may = self._seat.may(Permission.PRINT)
            self.print_button.setEnabled(may and self.chosen() is not None)
            self.print_button.setToolTip(
                "" if may else words.say("frame.needs_role", roles=roles_for(Permission.PRINT))
            )

    def show_rows(self, rows: Sequence[Any], *, chooses: bool = True) -> None:
        """The rows, or the sentence for none; nothing chosen yet is the first."""
        self.table.show_rows(rows)
        self.empty.stand_for(self.table, not rows)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.table.choose(wanted):
            return
        if chooses and rows and self.table.chosen_row() is None:
            self.table.choose(self.table.rows_model.key_at(self.table.rows_model.index(0, 0)))

    def rows_between(self, table: RowTable, least: int, most: int) -> None:
        """As many lines as there is room for."""
        using = theme.current()
        head = using.px(34) + 2
        table.setMinimumHeight(max(head + least * using.compact_row, using.px(70)))
        table.setMaximumHeight(head + most * using.compact_row)

    def put(self, dialog: Asking, about: str, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """Open a dialog; what is typed comes back when it is opened again about the same."""
        self.asked.open(dialog, act, lambda made: self._ended(done, made), about=about)

    def read_time(self, typed: str) -> datetime | None:
        """When something happened; None for nothing typed, which is now."""
        return self._times.read(typed) if typed.strip() else None

    def restyle(self) -> None:
        if hasattr(self, "_column"):
            self._column.setSpacing(theme.current().px(8))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()

    def _ended(self, done: Callable[[Any], None], made: Any) -> None:
        done(made)
        self.reload_now()

    def _every(self, milliseconds: int, verb: Callable[[], object]) -> None:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: verb() if self.isVisible() else None)
        timer.start()
