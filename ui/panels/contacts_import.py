"""导入: files of people, what each import did, and taking one back as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.importing import ImportRunRow
from console.domain.people import Action as Permission
from console.services.contacts import Summary
from ui import actions, text, theme
from ui.actions import Action
from ui.dialogs.which_group import SureDialog
from ui.models.import_run_rows import runs_model
from ui.panels.contact_importing import ContactImporting
from ui.panels.contacts_part import ContactsPart
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

_FIGURES = ("persons", "organisations", "numbers")


@dataclass(frozen=True, slots=True)
class Imports:
    """How much stands in the book, and the imports there were, the newest first."""

    summary: Summary
    runs: tuple[ImportRunRow, ...]


class ImportPage(ContactImporting, ContactsPart):
    """A file is looked at before anything is written; an import nobody touched since can be undone."""

    topics = frozenset({Topic.CONTACTS})

    def build(self) -> None:
        self._contacts = self._ask.contacts
        self.figures = Facts(tuple(f"contacts.{name}" for name in _FIGURES))
        self.how = Word("contacts.import_how", role="secondary")
        self.how.setWordWrap(True)
        self.new = KeyButton("contacts.import", actions.key_of("new_line"), kind="primary")
        self.template = KeyButton("contacts.template", actions.key_of("contact_template"))
        self.undo = KeyButton("contacts.undo", actions.key_of("contact_undo"))
        self.table = RowTable(runs_model(self._times), compact=True)
        self.table.call("contacts.runs")
        self.empty = Empty("contacts.runs_empty", "contacts.import", actions.key_of("new_line"))
        self._lay_out()
        self.table.chosen.connect(lambda _row: self.permit())
        self.new.clicked.connect(self.import_file)
        self.empty.asked.connect(self.import_file)
        self.template.clicked.connect(self.ask_template)
        self.undo.clicked.connect(self.ask_undo)
        self.guard(Permission.EDIT_CONTACTS, self.new, self.undo, *filter(None, [self.empty.button]))
        found = [
            Action("contact_import", self.import_file, key=actions.key_of("new_line")),
            Action("contact_template", self.ask_template), Action("contact_undo", self.ask_undo),
        ]  # fmt: skip
        actions.bind(self, found, whole_window=False)
        self.permit()

    def load(self) -> Imports:
        return Imports(self._ask.contacts.summary(), tuple(self._ask.runs.newest(kind="contacts")))

    def present(self, result: Imports) -> None:
        for name in _FIGURES:
            self.figures.show_text(f"contacts.{name}", text.number(getattr(result.summary, name)))
        self.table.show_rows(result.runs)
        self.empty.stand_for(self.table, not result.runs)
        self.permit()

    def first_focus(self) -> QWidget:
        return self.new if self.new.isEnabled() else self.template

    def possible(self, widget: QWidget) -> bool:
        row = self.table.chosen_row()
        return widget is not self.undo or (row is not None and row.undone_at is None)

    def import_file(self) -> None:
        if self._seat.may(Permission.EDIT_CONTACTS) and self.dialog is None:
            self.ask_import()

    def ask_undo(self) -> None:
        """Asked back: everything the chosen import changed is as before."""
        row, by = self.table.chosen_row(), self._seat.actor
        if row is None or row.undone_at is not None or not self._seat.may(Permission.EDIT_CONTACTS):
            return
        dialog = SureDialog("contacts.undo", f"{row.file_name}　{self._times.near(row.at)}", self.window())
        self.put(
            dialog, "", lambda _none: self._ask.runs.undo(row.id, by=by),
            lambda count: self.saved.emit(words.say("contacts.told_undone", name=row.file_name, count=count)),
        )  # fmt: skip

    def _lay_out(self) -> None:
        self.left, self.right = Card("contacts.title"), Card("contacts.runs", flush=True)
        self._bar, self._below = Lines(), Lines()
        self._bar.flow.addWidget(self.new)
        self._bar.flow.addWidget(self.template)
        for part in (self.figures, self.how, self._bar):
            self.left.body.addWidget(part)
        self.left.body.addStretch(1)
        self._below.flow.addWidget(self.undo)
        self.right.body.addWidget(self.table, 1)
        self.right.body.addWidget(self.empty)
        self.empty.hide()
        self.right.body.addWidget(self._below)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.left, 1)
        self._line.addWidget(self.right, 3)
        self.restyle()

    def restyle(self) -> None:
        if not hasattr(self, "_line"):
            return
        using = theme.current()
        self._line.setSpacing(using.px(8))
        self.left.setMinimumWidth(using.px(280))
        edge = using.px(6)
        self._below.setContentsMargins(edge, edge, edge, edge)
