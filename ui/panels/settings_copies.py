"""The second place: where copies go, a copy on demand, and what lies there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from console import words
from console.changes import Topic
from console.domain.copies import CopyRow
from console.domain.faults import Fault
from console.domain.health import megabytes
from console.domain.people import Action
from console.errors import Unavailable
from console.services import fault_words
from console.services.copies import Copied, CopiesService
from console.services.copy_note import CopyNote
from ui import theme
from ui.copy_words import state, told
from ui.jobs import Jobs
from ui.models.table import Align, Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times, number
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable


@dataclass(frozen=True, slots=True)
class CopiesView:
    """What is known of the second place without touching it."""

    place: str
    note: CopyNote


class CopiesPage(SettingsPage):
    """``ask_folder`` is replaced where no officer can choose a folder. The place itself is asked beside the lanes:
    a share that hangs must not hold up the desk."""

    topics = frozenset({Topic.AUDIT})

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        copies: CopiesService,
        ask_folder: Callable[[QWidget, str], str] | None = None,
    ) -> None:
        super().__init__(jobs, seat, times)
        self._copies = copies
        self._ask_folder = ask_folder or ask_for_folder
        self._place = ""
        self._making = False
        self.build()

    def build(self) -> None:
        self.facts = Facts(("copies.place", "copies.last"))
        self.trouble = Word(role="error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.what = Word("copies.what", role="secondary")
        self.what.setWordWrap(True)
        self.working = Word("copies.working", role="secondary")
        self.working.hide()
        self.choose = KeyButton("copies.choose")
        self.forget = KeyButton("copies.forget")
        self.make = KeyButton("copies.make", kind="primary")
        self.table = RowTable(RowTableModel(self._columns(), lambda row: row.folder), compact=True)
        self._lay_out()
        self.choose.clicked.connect(self.ask_place)
        self.forget.clicked.connect(lambda: self.set_place(""))
        self.make.clicked.connect(self.make_copy)
        self.guard(Action.EDIT_SETTINGS, self.choose, self.forget)
        self.guard(Action.EXPORT, self.make)
        self.tell_read_only(self.card, Action.EDIT_SETTINGS)
        self.retranslate()

    def load(self) -> CopiesView:
        return CopiesView(self._copies.place(), self._copies.last())

    def present(self, result: CopiesView) -> None:
        self._place = result.place
        self.facts.show_text("copies.place", result.place or words.say("copies.no_place"))
        note = result.note
        if note.made_at is None:
            self.facts.say("copies.last", "copies.never")
        else:
            at = self._times.minute(note.made_at)
            self.facts.say("copies.last", "copies.last_at", at=at, folder=note.folder, number=number(note.number))
        self.trouble.setVisible(bool(note.fault or note.known))
        if note.fault:
            self.trouble.say("copies.failed", place=note.place)
        elif note.known:
            first = fault_words.sentence(Fault(note.where, note.at, note.what))
            self.trouble.say("copies.faulty", count=note.known, first=first)
        self.permit()
        self._look_there()

    def possible(self, widget: QWidget) -> bool:
        if widget is self.choose:
            return not self._making
        return bool(self._place) and not self._making

    # what the officer asks for

    def ask_place(self) -> None:
        chosen = self._ask_folder(self, self._place)
        if chosen:
            self.set_place(chosen)

    def set_place(self, place: str) -> None:
        """Another folder, or none; the service refuses what cannot be one."""
        by = self._seat.actor
        told = words.say("copies.place_set", place=place) if place else words.say("copies.place_gone")
        self.save(lambda: self._copies.set_place(place, by=by), lambda _: self.saved.emit(told))

    def make_copy(self) -> None:
        """A copy now; saves and questions go on meanwhile."""
        if self._making or not self._place:
            return
        by = self._seat.actor
        self._busy_with(True)
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._copies.make_at_place(by=by), self._made, self._not_made
        )

    def _made(self, made: Copied | None) -> None:
        self._busy_with(False)
        if made is not None:
            self.saved.emit(told(made))
        self.reload_now()

    def _not_made(self, error: Exception) -> None:
        self._busy_with(False)
        self.refused.emit(error)
        self.reload_now()

    def _busy_with(self, making: bool) -> None:
        if making and self.make.hasFocus():
            self.setFocus()
        self._making = making
        self.working.setVisible(making)
        self.permit()
        if not making and self.hasFocus():
            self.make.setFocus()

    # what lies there

    def _look_there(self) -> None:
        place = self._place
        if not place:
            self._show_rows("", [])
            return
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._copies.listed(Path(place)),
            lambda rows: self._show_rows(place, rows),
            lambda error: self._not_there(place, error),
        )

    def _show_rows(self, place: str, rows: list[CopyRow]) -> None:
        if place == self._place:
            self.table.show_rows(rows)
            self._pages.setCurrentIndex(0 if rows else 1)
            self.empty.say("copies.empty" if place else "copies.empty_no_place")

    def _not_there(self, place: str, error: Exception) -> None:
        if not isinstance(error, Unavailable):
            self.failed.emit(error)
        elif place == self._place:
            self._show_rows(place, [])
            self.empty.say("copies.gone")

    def _columns(self) -> tuple[Column[CopyRow], ...]:
        return (
            Column("copy.made_at", lambda row: self._times.minute(row.manifest.made_at), width=150),
            Column("copy.number", lambda row: number(row.manifest.duty[0]), align=Align.RIGHT, width=100),
            Column("copy.size", lambda row: megabytes(row.manifest.size), align=Align.RIGHT, width=90),
            Column("copy.state", state, width=140, ink=lambda row: None if row.good else "orangetext"),
            Column("copy.folder", lambda row: row.folder, stretch=True),
            Column("copy.program", lambda row: row.manifest.program, width=90),
        )

    def _lay_out(self) -> None:
        self.card, self.list_card = Card("copies.title"), Card("copies.there", flush=True)
        row = QHBoxLayout()
        for part in (self.choose, self.forget):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.working)
        row.addWidget(self.make)
        for part in (self.what, self.facts, self.trouble):
            self.card.body.addWidget(part)
        self.card.body.addLayout(row)
        self.empty = Empty("copies.empty_no_place")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        self._pages.setCurrentIndex(1)
        self.list_card.body.addWidget(self._pages)
        self.stack_cards(self.card, self.list_card, grows=self.list_card)

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("copies.there"))

    def restyle(self) -> None:
        using = theme.current()
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 4)


def ask_for_folder(parent: QWidget, now: str) -> str:
    """The system's own box for choosing a folder; opened by the officer only."""
    return QFileDialog.getExistingDirectory(parent, words.say("copies.choose"), now)
