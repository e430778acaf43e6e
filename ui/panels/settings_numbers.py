"""Adoption in mid-year: the numbers go on where paper, or another system, stopped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action, Actor
from console.errors import Refused
from console.services.settings import SettingsService
from ui import theme
from ui.dialogs.confirm_numbers import ConfirmNumbersDialog
from ui.jobs import Jobs
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine

SERIES = ("JB", "JJ", "RW", "FC", "RB", "ZB", "YB")
"""接报, 交接, 任务, 发出, 日报, 周报, 月报."""

LONGEST = 7


class SeriesRow(Painted, QWidget):
    """One series: its next number, and from which it shall go on; ``asked`` carries series and number."""

    asked = Signal(str, int)
    refused = Signal(object)

    def __init__(self, series: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = series
        self._next = ""
        self.name = Word(f"numbers.{series}", role="strong")
        self.next = Word(role="secondary")
        self.first = OneLine(LONGEST)
        self.field = Field("numbers.first", self.first)
        self.field.note.setWordWrap(True)
        self.button = KeyButton("numbers.set")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.addWidget(self.name)
        left.addWidget(self.next)
        left.addStretch(1)
        self._grid.addLayout(left, 0, 0)
        self._grid.addWidget(self.field, 0, 1)
        self._right = QVBoxLayout()
        self._right.addWidget(self.button)
        self._right.addStretch(1)
        self._grid.addLayout(self._right, 0, 2)
        self._grid.setColumnStretch(3, 1)
        self.first.textEdited.connect(self._preview)
        self.first.returnPressed.connect(lambda: self.button.setFocus(Qt.FocusReason.OtherFocusReason))
        self.button.clicked.connect(self.ask)
        self.restyle()

    def show_next(self, number: str) -> None:
        self._next = number
        self.next.say("numbers.next", number=number)

    def ask(self) -> None:
        """Hand up what was typed, or say what is wanted instead."""
        number = self._number()
        if number is None:
            self.refuse(Refused("number_wanted"))
            self.refused.emit(Refused("number_wanted"))
        else:
            self.asked.emit(self.series, number)

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.code in {"number_wanted", "number_backwards"}:
            self.field.say_note(f"refused.{error.code}", wrong=True, **error.facts)

    def shown(self, number: int) -> tuple[str, str]:
        """The next number as it is, and whole as it would be."""
        head, dash, tail = self._next.rpartition("-")
        return self._next, f"{head}{dash}{number:0{len(tail)}d}"

    def empty(self) -> None:
        self.first.clear()
        self.field.clear_note()

    def restyle(self) -> None:
        using = theme.current()
        self._grid.setColumnMinimumWidth(0, using.px(240))
        self._grid.setColumnMinimumWidth(1, using.px(300))
        self._grid.setHorizontalSpacing(using.px(12))
        # the button stands beside the editor, below the line of the label
        self._right.setContentsMargins(0, self.field.label.sizeHint().height() + using.px(4), 0, 0)
        super().restyle()

    def _number(self) -> int | None:
        text = self.first.text().strip()
        return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else None

    def _preview(self) -> None:
        """The whole number as it will be, before anything is set."""
        number = self._number()
        if number is None or "-" not in self._next:
            self.field.clear_note()
            return
        self.field.say_note("numbers.preview", number=self.shown(number)[1])


class NumbersPage(SettingsPage):
    """The three yearly series and where they stand."""

    topics = frozenset({Topic.SETTINGS, Topic.INBOUND, Topic.DUTY, Topic.TASKS, Topic.OUTBOUND})

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, *, settings: SettingsService) -> None:
        super().__init__(jobs, seat, times)
        self._settings = settings
        self.dialog: ConfirmNumbersDialog | None = None
        self.build()

    def build(self) -> None:
        self.card = Card("numbers.title")
        what = Word("numbers.what", role="secondary")
        what.setWordWrap(True)
        self.card.body.addWidget(what)
        self.rows = {series: SeriesRow(series) for series in SERIES}
        for row in self.rows.values():
            self.card.body.addWidget(row)
            row.asked.connect(self.ask)
            row.refused.connect(self.refused)
            self.guard(Action.EDIT_SETTINGS, row.first, row.button)
        self.tell_read_only(self.card, Action.EDIT_SETTINGS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)
        whole.addStretch(1)
        self.permit()

    def load(self) -> dict[str, str]:
        return self._settings.next_numbers()

    def present(self, result: dict[str, str]) -> None:
        for series, row in self.rows.items():
            row.show_next(result[series])

    def ask(self, series: str, first: int) -> None:
        """What is set cannot be taken back: asked once, with the numbers it is about."""
        dialog = self.dialog = ConfirmNumbersDialog(series, *self.rows[series].shown(first), self.window())
        dialog.given.connect(lambda _: self._set(dialog, series, first))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _set(self, dialog: ConfirmNumbersDialog, series: str, first: int) -> None:
        """The series goes on from that number; never backwards."""
        by, row = self._seat.actor, self.rows[series]

        def done(shown: str) -> None:
            dialog.accept()
            self._started(row, shown)

        def refused(error: Exception) -> None:
            dialog.refuse(error)
            row.refuse(error)

        self.save(lambda: self._start(series, first, by), done, refused)

    def _start(self, series: str, first: int, by: Actor) -> str:
        self._settings.start_numbers(series, first, by=by)
        return self._settings.next_numbers()[series]

    def _started(self, row: SeriesRow, shown: str) -> None:
        row.empty()
        self.saved.emit(words.say("numbers.saved", series=words.say(f"numbers.{row.series}"), number=shown))
