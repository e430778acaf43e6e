"""People: how many stand in the contact book, taking in a file of them, and trying how somebody is found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from console import words
from console.changes import Topic
from console.domain.contacts import PersonHit
from console.domain.people import Action
from console.services.contacts import ContactsService, Summary
from ui import actions, text, theme
from ui.jobs import Jobs
from ui.models.table import Column, RowTableModel
from ui.panels.contact_importing import ContactImporting, ask_for_file, ask_for_target
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

SHOWN = 50
"""Persons shown for one question."""
_FIGURES = ("persons", "organisations", "numbers")


class ContactsPage(ContactImporting, SettingsPage):
    """What stands there left, looking somebody up right. ``ask_file`` and ``ask_target`` are replaced in tests."""

    topics = frozenset({Topic.CONTACTS, Topic.OFFICERS})

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        contacts: ContactsService,
        ask_file: Callable[[QWidget], str] | None = None,
        ask_target: Callable[[QWidget], str] | None = None,
    ) -> None:
        super().__init__(jobs, seat, times)
        self._contacts = contacts
        self._ask_file = ask_file or ask_for_file
        self._ask_target = ask_target or ask_for_target
        self.build()

    def build(self) -> None:
        self.figures = {name: Word(role="page") for name in _FIGURES}
        self.last = Word(role="secondary")
        self.last.setWordWrap(True)
        self.import_button = KeyButton("contacts.import", kind="primary")
        self.template_button = KeyButton("contacts.template")
        self.find = SearchBox("contacts.find")
        self.list = RowTable(RowTableModel(_columns(), lambda hit: hit.id), compact=True)
        self._lay_out()
        self.import_button.clicked.connect(self.ask_import)
        self.template_button.clicked.connect(self.ask_template)
        self.find.searched.connect(lambda _: self._look_up())
        self.guard(Action.EDIT_CONTACTS, self.import_button)
        self.tell_read_only(self.card, Action.EDIT_CONTACTS)
        self._bound = actions.bind(self, [actions.Action("find", self.find.setFocus)], whole_window=False)
        self.retranslate()

    def load(self) -> Summary:
        return self._contacts.summary()

    def present(self, result: Summary) -> None:
        for name, figure in self.figures.items():
            figure.show_text(text.number(getattr(result, name)))
        if result.last:
            at = self._times.full(result.last.at)
            self.last.say("contacts.last", at=at, by=result.last.by, text=result.last.text)
        else:
            self.last.say("contacts.none_yet")
        self.permit()
        self._look_up()

    # looking somebody up

    def _look_up(self) -> None:
        wanted = self.find.text().strip()
        if not wanted:
            self._show_hits("", [])
            return
        self._jobs.read(lambda: self._contacts.find(wanted, SHOWN), partial(self._show_hits, wanted), self.refused.emit)

    def _show_hits(self, wanted: str, hits: list[PersonHit]) -> None:
        if wanted != self.find.text().strip():
            return
        self.list.show_rows(hits)
        self._pages.setCurrentIndex(0 if hits else 1)
        self._empty.say("contacts.nobody" if wanted else "contacts.find_hint", asked=wanted)

    def _lay_out(self) -> None:
        self.card, self.list_card = Card("contacts.title"), Card("contacts.lookup", flush=True)
        self._figures = QGridLayout()
        for row, (name, figure) in enumerate(self.figures.items()):
            self._figures.addWidget(Word(f"contacts.{name}", role="secondary"), row, 0)
            self._figures.addWidget(figure, row, 1)
        self._figures.setColumnStretch(2, 1)
        self.card.body.addLayout(self._figures)
        self.card.body.addWidget(self.last)
        self._buttons = Flow()
        self._buttons.addWidget(self.import_button)
        self._buttons.addWidget(self.template_button)
        self.card.body.addLayout(self._buttons)
        self.card.body.addStretch(1)
        self.find.setProperty("small", True)
        self.list_card.tools.addWidget(self.find)
        self._empty = Empty("contacts.find_hint")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        self.list_card.body.addWidget(self._pages)
        row_ = QHBoxLayout(self)
        row_.setContentsMargins(0, 0, 0, 0)
        row_.setSpacing(12)
        row_.addWidget(self.card, 1)
        row_.addWidget(self.list_card, 3)
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.setAccessibleName(words.say("contacts.lookup"))

    def restyle(self) -> None:
        using = theme.current()
        self._figures.setHorizontalSpacing(using.px(16))
        self._figures.setVerticalSpacing(using.px(6))
        self._buttons.setSpacing(using.px(8))
        self.find.setMinimumWidth(using.px(220))
        self.card.setMinimumWidth(using.px(260))
        self.list.setMinimumHeight(using.px(34) + using.compact_row * 6)


def _columns() -> tuple[Column[PersonHit], ...]:
    return (
        Column("contact.name", lambda hit: hit.name, width=90),
        Column("contact.numbers", lambda hit: "  ".join(hit.numbers), stretch=True, numbers=True),
        Column("unit", lambda hit: hit.organisation, width=220),
        Column("contact.post", lambda hit: hit.post, width=110),
    )
