"""An incident as a whole: what is said about it, its state, its grade, who commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.changes import Changes, Topic
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions, theme
from ui.models.incident_rows import IncidentServices
from ui.models.intake_rows import type_choices
from ui.models.kept_edits import KeptEdits
from ui.panels.incident_command import CommandCard
from ui.panels.incident_grade import GradeCard
from ui.panels.incident_part import IncidentPart
from ui.panels.incident_state import StateCard
from ui.widgets.card import Card
from ui.widgets.incident_form import IncidentForm
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: thousands of places, read once until they change; ``retired`` types not on that day."""

    types: tuple[tuple[str, str | None, str, str], ...]
    places: ChoiceList
    retired: frozenset[str]
    day: date


@dataclass(frozen=True, slots=True)
class Known:
    """What the cards show beside the row."""

    choices: Choices
    parent: IncidentRow | None
    children: Sequence[IncidentRow]
    parts: tuple[Any, Any, Any]


class OverviewPage(IncidentPart):
    """Left what is said, right what was decided."""

    topics = frozenset({Topic.INCIDENTS, Topic.INBOUND, Topic.TASKS, Topic.APPROVALS, Topic.LISTS, Topic.PLACES})

    def build(self) -> None:
        self._choices: Choices | None = None
        self._keep_again = False
        self.form = IncidentForm(self._times)
        self.card = Card("incidents.said")
        self.save_button = KeyButton("button.save", actions.key_of("save"), kind="primary")
        self.give_up = KeyButton("incidents.give_up", actions.key_of("discard_words"), kind="quiet")
        self.under = KeyButton("incidents.do.under", actions.key_of("incident_under"), kind="quiet")
        self.states = StateCard(self)
        self.grades = GradeCard(self)
        self.command = CommandCard(self)
        self.edits = KeptEdits(self._book, self.form.editors(), self)
        self._lay_out()
        self._connect()
        self.restyle()

    def _lay_out(self) -> None:
        self.bar = Lines()
        self.bar.flow.addWidget(self.give_up)
        self.bar.flow.addWidget(self.under)
        self.bar.flow.add_last(self.save_button)
        self.card.body.addWidget(self.form, 1)
        self.card.body.addWidget(self.bar)
        self._right = QVBoxLayout()
        self._right.addWidget(self.states)
        self._right.addWidget(self.grades)
        self._right.addWidget(self.command, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.card, 11)
        self._row.addLayout(self._right, 9)

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.keep)
        self.give_up.clicked.connect(self.edits.give_up)
        self.give_up.setEnabled(False)
        self.under.clicked.connect(self.states.ask_under)
        self.edits.typed.connect(self._say_typed)
        self.guard(Permission.INCIDENTS, self.save_button, self.under)
        verbs = {"save": self.keep, "save_close": self.keep, "discard_words": self.edits.give_up}
        self.bind_keys(verbs | self.states.verbs() | self.grades.verbs() | self.command.verbs())

    @property
    def services(self) -> IncidentServices:
        """For the cards."""
        return self._ask

    @property
    def times(self) -> Any:
        return self._times

    def may(self) -> bool:
        """Whether who sits here may change this incident now."""
        return self.row is not None and self._seat.may(Permission.INCIDENTS)

    @property
    def by(self) -> Any:
        return self._seat.actor

    def read(self, incident_id: UUID) -> Known:
        ask, have = self._ask, self._choices
        row = ask.incidents.one(incident_id)
        today = self._times.local(self._times.now()).date()
        return Known(
            have if have is not None and have.day == today else self._read_choices(today),
            ask.incidents.one(row.parent_id) if row.parent_id else None,
            ask.incidents.children(incident_id),
            (self.states.read(incident_id), self.grades.read(incident_id), self.command.read(incident_id)),
        )

    def _read_choices(self, day: date) -> Choices:
        ask = self._ask
        places = ChoiceList(place_choices(ask.places.everything()))
        return Choices(tuple(ask.intake.event_types()), places, ask.intake.retired_types(), day)

    def show_incident(self, row: IncidentRow, more: Known) -> None:
        if more.choices is not self._choices:
            self._choices = more.choices
            self._offer()
        self.edits.show(f"incident.describe {row.id}", self.form.values(row))
        state, grade, command = more.parts
        self.states.show_state(row, state)
        self.grades.show_grade(row, grade)
        self.command.show_command(command)
        self._say_family(more)

    def note(self, changes: Changes) -> None:
        if changes.topics & {Topic.PLACES, Topic.LISTS}:
            self._choices = None
        super().note(changes)

    def retranslate(self) -> None:
        super().retranslate()
        self._offer()

    def _offer(self) -> None:
        """Types have words in both languages."""
        if self._choices is not None:
            self.form.set_choices(type_choices(self._choices.types, self._choices.retired), self._choices.places)

    def blank(self) -> None:
        self.edits.put_away()
        self.form.clear_marks()

    def first_focus(self) -> QWidget:
        return self.form.texts["summary"]

    def keep(self) -> None:
        """Save what is said; what was typed stays until it is in the store."""
        row, differing = self.row, self.edits.differing()
        if row is None or not self.may() or not differing:
            return
        self.form.clear_marks()
        try:
            said = self.form.said(row, differing)
        except Refused as error:
            self.form.mark(error)
            self.refused.emit(error)
            return
        by, incidents = self._seat.actor, self._ask.incidents
        self._keep_again = not self.save_once(
            lambda: incidents.describe(row.id, said, seen=row.version, by=by), lambda made: self._kept(made, differing),
            self._not_kept,
        )  # fmt: skip

    def _kept(self, row: IncidentRow, sent: dict[str, str]) -> None:
        self.saved.emit(words.say("incidents.told.said", number=row.number))
        if self.row is None or self.row.id != row.id:
            self._book.record(f"incident.describe {row.id}").settle()
            return
        self.row = row
        self.edits.settle(sent)
        if self._keep_again:
            self.keep()

    def _not_kept(self, error: Exception) -> None:
        """What was typed stays; what others changed meanwhile comes into the fields nobody has touched here."""
        self.form.mark(error)
        self.reload_now()

    def possible(self, widget: QWidget) -> bool:
        return super().possible(widget) and (widget is not self.save_button or bool(self.edits.differing()))

    def _say_typed(self, differs: bool) -> None:
        self.give_up.setEnabled(differs)
        self.permit()
        if differs:
            self.card.caption.say("incidents.unsaved")
        elif self._has_result and self._last is not None and self.row is not None:
            self._say_family(self._last.more)

    def _say_family(self, more: Known) -> None:
        if self.edits.differing():
            return
        if more.parent is not None:
            self.card.caption.say("incidents.under", number=more.parent.number, title=more.parent.title[:24])
        elif more.children:
            self.card.caption.say("incidents.above", count=len(more.children))
        else:
            self.card.caption.show_text("")

    def restyle(self) -> None:
        using = theme.current()
        self._row.setSpacing(using.px(12))
        self._right.setSpacing(using.px(8))
