"""Officers: whose accounts there are, what they may do, and passwords."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout

from console import words
from console.changes import Topic
from console.domain.people import Action
from console.services.accounts import AccountsService, OfficerRow
from ui import theme
from ui.dialogs.asked import keep_words
from ui.dialogs.asking import Asking
from ui.dialogs.officer import AddOfficerDialog, ChangeOfficerDialog, NewOfficer, OfficerChange
from ui.dialogs.password import OwnPassword, OwnPasswordDialog, RecoverPasswordDialog
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable


class OfficersPage(SettingsPage):
    """The accounts above, one's own password below. Dialogs ask, this page acts."""

    topics = frozenset({Topic.OFFICERS})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, accounts: AccountsService, book: KeptWords | None = None
    ) -> None:
        super().__init__(jobs, seat, times)
        self._accounts = accounts
        self._book = book or KeptWords(jobs, seat, times, None, self)
        self.dialog: Asking | None = None
        self.build()

    def build(self) -> None:
        self.table = RowTable(RowTableModel(self._columns(), lambda row: row.name))
        self.add = KeyButton("officers.add", kind="primary", icon="plus")
        self.change = KeyButton("officers.change")
        self.recover = KeyButton("officers.recover")
        self.own = KeyButton("officers.change_own")
        self.card, self.own_card = Card("officers.title", flush=True), Card("officers.own")
        self._lay_out()
        self.add.clicked.connect(self.ask_new)
        self.change.clicked.connect(self.ask_change)
        self.recover.clicked.connect(self.ask_recover)
        self.own.clicked.connect(self.ask_own)
        self.table.chosen.connect(lambda _: self.permit())
        self.table.opened.connect(lambda _: self.ask_change())
        self.guard(Action.EDIT_OFFICERS, self.add, self.change, self.recover)
        self.guard(Action.OWN_PASSWORD, self.own)
        self.tell_read_only(self.card, Action.EDIT_OFFICERS)
        self.retranslate()

    def load(self) -> list[OfficerRow]:
        return self._accounts.list()

    def present(self, result: list[OfficerRow]) -> None:
        self.table.show_rows(result)
        self.permit()

    def possible(self, widget: object) -> bool:
        return widget not in (self.change, self.recover) or self.table.chosen_row() is not None

    # what the officer asks for

    def ask_new(self) -> None:
        dialog = AddOfficerDialog(self.window())
        keep_words(self._book, dialog, "officer.new")
        self._open(dialog, self._add)

    def ask_change(self) -> None:
        row = self.table.chosen_row()
        if row is not None and self._seat.may(Action.EDIT_OFFICERS):
            self._open(ChangeOfficerDialog(row.name, row.role, row.active, self.window()), self._change)

    def ask_recover(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            name = row.name
            self._open(RecoverPasswordDialog(name, self.window()), lambda new: self._recover(name, new))

    def ask_own(self) -> None:
        self._open(OwnPasswordDialog(self.window()), self._own)

    # what is done with what they gave

    def _add(self, given: NewOfficer) -> None:
        by = self._seat.actor
        told = words.say("officers.added", name=given.name.strip(), role=words.say(f"role.{given.role.value}"))
        self._act(lambda: self._accounts.add(given.name, given.role, given.password, by=by), told)

    def _change(self, given: OfficerChange) -> None:
        by = self._seat.actor
        state = words.say("officer.active" if given.active else "officer.retired")
        told = words.say("officers.changed", name=given.name, role=words.say(f"role.{given.role.value}"), state=state)
        self._act(
            lambda: self._accounts.change_role(given.name, given.role, given.active, by=by),
            told,
            lambda: self._follow(given),
        )

    def _follow(self, given: OfficerChange) -> None:
        """Who changed their own role sits here with the new one from now on."""
        if given.active and given.name == self._seat.name:
            self._seat.follow(given.role)

    def _recover(self, name: str, new: str) -> None:
        by = self._seat.actor
        told = words.say("officers.password_set", name=name)
        self._act(lambda: self._accounts.recover_password(name, new, by=by), told)

    def _own(self, given: OwnPassword) -> None:
        by = self._seat.actor
        told = words.say("officers.password_set", name=by.name)
        self._act(lambda: self._accounts.change_password(by.name, given.old, given.new, by=by), told)

    def _act(self, work: Callable[[], object], told: str, then: Callable[[], object] = lambda: None) -> None:
        """On the writing lane: hashing a password takes a while. The dialog stays until it is done."""
        dialog = self.dialog
        assert dialog is not None

        def done(_: object) -> None:
            dialog.accept()
            then()
            self.saved.emit(told)

        self.save(work, done, dialog.refuse)

    def _open(self, dialog: Asking, act: Callable[[object], None]) -> None:
        self.dialog = dialog
        dialog.given.connect(act)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _columns(self) -> Sequence[Column[OfficerRow]]:
        return (
            Column("officer.name", lambda row: row.name, stretch=True),
            Column("officer.role", lambda row: words.say(f"role.{row.role.value}"), width=140),
            Column("officer.active", _state, width=110, ink=lambda row: None if row.active else "text2"),
            Column("officer.password_at", lambda row: self._times.minute(row.password_at), width=160),
        )

    def _lay_out(self) -> None:
        self.card.body.addWidget(self.table)
        self._row = QHBoxLayout()
        for button in (self.change, self.recover):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.add)
        self.card.body.addLayout(self._row)
        what = Word("officers.own_what", role="secondary")
        what.setWordWrap(True)
        own = QHBoxLayout()
        own.addWidget(what, 1)
        own.addWidget(self.own)
        self.own_card.body.addLayout(own)
        self.stack_cards(self.card, self.own_card, grows=self.card)

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("officers.title"))

    def restyle(self) -> None:
        using = theme.current()
        self._row.setSpacing(using.px(8))
        self._row.setContentsMargins(using.px(12), 0, using.px(12), using.px(8))
        self.table.setMinimumHeight(using.px(34) + using.row * 5)


def _state(row: OfficerRow) -> str:
    return words.say("officer.active" if row.active else "officer.retired")
