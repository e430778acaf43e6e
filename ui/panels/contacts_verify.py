"""待核实: numbers nobody tried for longer than the county wants, unit by unit, and one key for each that holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.contact_book import Unverified, VerifiedHow
from console.domain.people import Action as Permission
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.call_list import Picked
from ui.models.contact_rows import tree_choices
from ui.models.untried_rows import UntriedUnit, numbers_model, units_model
from ui.panels.contacts_part import ContactsPart
from ui.panels.contacts_ringing import Ringing
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

ALL, NONE = "all", "none"
"""Lines of the units that are none: everybody, and who holds no post."""
ACTS = ("untried_verify", "untried_person", "untried_dial", "untried_call", "untried_open")
MOST = 1000
"""Numbers shown of one line on the left; whoever wants more chooses a unit."""


@dataclass(frozen=True, slots=True)
class Untried:
    """Every number, the longest untried first, the units in the order of the tree, and the county's days."""

    rows: tuple[Unverified, ...]
    units: tuple[UntriedUnit, ...]
    days: int


class VerifyPage(ContactsPart):
    """``person_asked`` carries whoever is to be shown whole, ``call_asked`` those to be rung one after another."""

    topics = frozenset({Topic.CONTACTS})
    person_asked = Signal(object)
    call_asked = Signal(object)

    def build(self) -> None:
        self._unit: UUID | str | None = None
        self._go_on: int | None = None
        self._rows: tuple[Unverified, ...] = ()
        self._counting = False
        self.units = RowTable(units_model(), compact=True)
        self.units.call("contacts.untried_units")
        self.table = RowTable(numbers_model(), compact=True)
        self.table.call("contacts.untried_numbers")
        self.about = Word(role="secondary")
        self.empty = Empty("contacts.untried_none")
        self.how = Choice(list(VerifiedHow), lambda how: words.say(f"contacts.verified_how.{how.value}"))
        self.how.call("contacts.verified_how")
        self.buttons = {
            name: KeyButton(f"contacts.{name}", actions.key_of(f"contact_{name}"), small=True) for name in ACTS
        }
        self.ringing = Ringing(self)
        self._lay_out()
        self._connect()
        self.permit()

    # reading

    def load(self) -> Untried:
        rows = tuple(self._ask.people.unverified(to=self.viewer(), mask=self._hiding.on))
        order = [choice.key for choice in tree_choices(self._ask.units.tree())]
        return Untried(rows, _by_unit(rows, order), self._ask.people.verify_days())

    def inquire(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """Beside the lane of the searches: of a whole county these are many."""
        self._jobs.run(work, done, failed)  # type: ignore[attr-defined]

    def present(self, result: Untried) -> None:
        self._rows = result.rows
        self.units.show_rows(result.units)
        if result.units and self.units.chosen_row() is None:
            self._unit = result.units[0].key
            self.units.choose(self._unit)
        self.about.say("contacts.untried_about", days=result.days, count=len(result.rows))
        self.about.setVisible(bool(result.rows))
        self.empty.say("contacts.untried_none", days=result.days)
        self.empty.stand_for(self._both, not result.rows)
        self._show_numbers()
        self.count_changed.emit(len(result.rows))
        self.permit()

    def count_anew(self) -> None:
        """How many there are, while this part is behind: asked beside everything else, one question at a time."""
        if self._counting:
            return
        self._counting = True

        def done(count: int) -> None:
            if isValid(self):
                self._counting = False
                self.count_changed.emit(count)

        def failed(error: Exception) -> None:
            if isValid(self):
                self._counting = False
                self.failed.emit(error)

        self._jobs.run(self._ask.people.count_unverified, done, failed)  # type: ignore[attr-defined]

    def first_focus(self) -> QWidget:
        return self.table if self._both.isVisibleTo(self) else self

    def possible(self, widget: QWidget) -> bool:
        if widget is self.buttons["untried_call"]:
            return self.table.rows_model.rowCount() > 0
        return self.table.chosen_row() is not None

    # acts

    def untried_verify(self) -> None:
        """The chosen number holds: found today, in the way that stands above."""
        row = self.table.chosen_row()
        if row is not None:
            self._verify([row])

    def untried_person(self) -> None:
        """All numbers of the chosen person that stand in the list."""
        row = self.table.chosen_row()
        if row is not None:
            self._verify([one for one in self._rows if one.person_id == row.person_id])

    def untried_dial(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self._go_on = self.table.currentIndex().row()
            self.ringing.ring(row.person_id, row.phone_id)

    def untried_call(self) -> None:
        """Everybody of the list on the right, one after another."""
        if not self._seat.may(Permission.CALL):
            return
        rows = self.table.rows_model.rows()
        people = {row.person_id: row.person for row in rows}
        if people:
            self.call_asked.emit(tuple(Picked(key, name) for key, name in people.items()))

    def untried_open(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self.person_asked.emit(row.person_id)

    def _verify(self, rows: Sequence[Unverified]) -> None:
        if not rows or not self._seat.may(Permission.EDIT_CONTACTS):
            return
        by, how, keys, name = self._seat.actor, self.how.value(), [row.phone_id for row in rows], rows[0].person
        said = words.say(f"contacts.verified_how.{how.value}")
        self._go_on = self.table.currentIndex().row()

        def done(_none: object) -> None:
            """Gone at once: of a large county all of them are not read as fast as one presses the key again."""
            self.saved.emit(words.say("contacts.told_verified_how", name=name, count=len(keys), how=said))
            self._last = _without(self._last, frozenset(keys))
            self.present(self._last)

        self.save_once(lambda: self._ask.people.verify(keys, how=how, by=by), done)

    # showing

    def _show_numbers(self) -> None:
        rows = [row for row in self._rows if self._unit in (ALL, _unit_key(row))] if self._unit is not None else []
        before = self.table.chosen_key()
        self.table.show_rows(rows[:MOST])
        self.right.caption.show_text(
            words.say("contacts.untried_first", count=MOST, all=len(rows)) if len(rows) > MOST else ""
        )
        self._choose_next(before)

    def _choose_next(self, before: UUID | None) -> None:
        """The next one where the chosen one was verified by this seat: the same key goes on."""
        count = self.table.rows_model.rowCount()
        if not count or (before is not None and self.table.chosen_key() == before):
            return
        if self._go_on is not None:
            at = min(self._go_on, count - 1)
        elif self.table.chosen_key() is None and before is None:
            at = 0
        else:
            return
        self._go_on = None
        self.table.choose(self.table.rows_model.key_at(self.table.rows_model.index(at, 0)))

    def _unit_chosen(self, row: UntriedUnit | None) -> None:
        if row is not None and row.key != self._unit:
            self._unit, self._go_on = row.key, None
            self._show_numbers()
            self.permit()

    # building

    def _connect(self) -> None:
        self.units.chosen.connect(self._unit_chosen)
        self.units.opened.connect(lambda _row: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.table.chosen.connect(lambda _row: self.permit())
        self.table.opened.connect(lambda _row: self.untried_open())
        found = []
        for name, button in self.buttons.items():
            verb = getattr(self, name)
            button.clicked.connect(verb)
            found.append(Action(f"contact_{name}", verb))
        self.guard(Permission.EDIT_CONTACTS, self.buttons["untried_verify"], self.buttons["untried_person"])
        self.guard(Permission.CALL, self.buttons["untried_dial"], self.buttons["untried_call"])
        actions.bind(self, found, whole_window=False)

    def _lay_out(self) -> None:
        self.left, self.right = Card("contacts.untried_units", flush=True), Card("contacts.part.untried", flush=True)
        self.left.body.addWidget(self.units, 1)
        self.right.tools.addWidget(self.how)
        self.right.body.addWidget(self.about)
        self.right.body.addWidget(self.table, 1)
        self.about.setWordWrap(True)
        self.bar = Lines()
        for button in self.buttons.values():
            self.bar.flow.addWidget(button)
        self.right.body.addWidget(self.bar)
        self._both = QWidget()
        self._line = QHBoxLayout(self._both)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.left, 4)
        self._line.addWidget(self.right, 8)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._both)
        whole.addWidget(self.empty)
        self.empty.hide()
        self._both.setFocusProxy(self.table)
        self.restyle()

    def restyle(self) -> None:
        if not hasattr(self, "_line"):
            return
        using = theme.current()
        self._line.setSpacing(using.px(8))
        edge = using.px(6)
        self.bar.setContentsMargins(edge, edge, edge, edge)
        self.about.setContentsMargins(using.px(12), edge, edge, 0)
        self.how.setMinimumWidth(using.px(120))


def _unit_key(row: Unverified) -> UUID | str:
    return row.unit_id or NONE


def _without(shown: Untried, keys: frozenset[UUID]) -> Untried:
    """What is left once these were verified, counted anew; a unit with none left goes."""
    rows = tuple(row for row in shown.rows if row.phone_id not in keys)
    return Untried(rows, _by_unit(rows, [unit.key for unit in shown.units]), shown.days)


def _by_unit(rows: Sequence[Unverified], order: Sequence[Any]) -> tuple[UntriedUnit, ...]:
    """All of them first, then the units in the order of the tree, who holds no post last."""
    counts: dict[UUID | str, int] = {}
    names: dict[UUID | str, str] = {}
    for row in rows:
        key = _unit_key(row)
        counts[key] = counts.get(key, 0) + 1
        names[key] = row.unit
    at = {key: place for place, key in enumerate(order)}
    keys = sorted(counts, key=lambda key: (key == NONE, at.get(key, len(at)), names[key]))
    made = [UntriedUnit(key, names[key], counts[key]) for key in keys]
    return (UntriedUnit(ALL, "", len(rows)), *made) if rows else ()
