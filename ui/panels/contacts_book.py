"""查找: somebody in three keystrokes, the tree of units beside it, and all about whoever is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.contact_book import NumberChangeRow, PersonCard, UnitRow
from console.domain.group_rule import Rule
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.models.contact_rows import Listed, from_hits, from_people, people_model
from ui.panels.contacts_asking import BookActs
from ui.panels.contacts_part import ContactsPart
from ui.panels.contacts_picked import PickedPeople
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.person_pane import PersonPane
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable
from ui.widgets.unit_tree import UnitTree

SHOWN = 60
"""Persons shown for one question."""
IN_UNIT = 500
"""Persons shown of one unit and what lies below it."""
UNIT_ACTS = ("unit_new", "unit_change", "unit_posts", "unit_retire", "restore")
PAUSE_MS = 60
"""Typing rests so long before a question is asked: it is answered within 20 ms."""
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody as they are shown."""

    card: PersonCard
    changes: tuple[NumberChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The tree, and whoever is chosen; ``shown`` is None where nobody is, or they are not there any more."""

    units: tuple[UnitRow, ...]
    person: UUID | None
    shown: Shown | None


class BookPage(ContactsPart):
    """Words in the search box find people of the whole county; without words those of the chosen unit are listed."""

    topics = frozenset({Topic.CONTACTS})

    def build(self) -> None:
        self._person: UUID | None = None
        self._listed_for: tuple[str, UUID | None] | None = None
        """The question whose answer is in the list."""
        self._enter_waits = self._bare = False
        self._question = 0
        self.find = SearchBox("contacts.find_who", pause_ms=PAUSE_MS)
        self.tree = UnitTree()
        self.list = RowTable(people_model(), compact=True)
        self.list.call("contacts.people")
        self.pane = PersonPane(self._times)
        self.empty = Empty("contacts.find_hint")
        self.unit_buttons = {
            name: KeyButton(f"contacts.{name}", actions.key_of(f"contact_{name}"), small=True) for name in UNIT_ACTS
        }
        self.picked = PickedPeople(self)
        self.new = KeyButton("contacts.person_new", actions.key_of("new_line"), kind="primary", icon="plus")
        self.acts = BookActs(self)
        self._lay_out()
        self._connect()
        self._bind()
        self.permit()

    # reading

    def load(self) -> Book:
        person = self._person
        return Book(tuple(self._ask.units.tree()), person, self._read(person))

    def present(self, result: Book) -> None:
        self.tree.show_units(result.units)
        self._bare = not result.units
        if result.person == self._person:
            self._show(result.shown)
        self.ask_list()
        self.permit()

    def ask_list(self) -> None:
        """Answer what stands in the search box, or list the unit that is chosen."""
        self._question += 1
        asked, question = (self.find.text().strip(), self.tree.unit_id()), self._question
        if not asked[0] and asked[1] is None:
            self._answered(asked, question, ())
            return
        lane = self._jobs.read if asked[0] else self._jobs.run  # type: ignore[attr-defined]
        work = partial(self._listing, asked, self.viewer(), self._hiding.on)
        lane(work, lambda rows: self._answered(asked, question, rows), self.failed.emit)

    def first_focus(self) -> QWidget:
        return self.find

    def called_again(self) -> None:
        """The panel's key while it is seen: the next one to find."""
        self.find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find.selectAll()

    def chosen(self) -> PersonCard | None:
        """Whoever is shown."""
        return self.pane.card

    def open_person(self, key: UUID) -> None:
        """Show somebody, wherever they were found."""
        if key == self._person and self.pane.card is not None:
            return
        self._person = key
        self._mark(key)
        self._jobs.read(partial(self._read, key), partial(self._shown_now, key), self.failed.emit)

    def _mark(self, key: UUID) -> None:
        """In the list too: nobody else may look chosen beside the numbers that are rung."""
        if self.list.chosen_key() != key and not self.list.choose(key):
            self.list.setCurrentIndex(QModelIndex())

    def _listing(self, asked: tuple[str, UUID | None], by: Any, hide: bool) -> tuple[Listed, ...]:
        """On a worker."""
        text, unit = asked
        if text:
            return from_hits(self._ask.contacts.find(text, SHOWN), by, mask=hide)
        return from_people(self._ask.groups.preview(Rule(unit=unit), to=by, mask=hide))[:IN_UNIT]

    def _read(self, person: UUID | None) -> Shown | None:
        """On a worker."""
        if person is None:
            return None
        by, hide = self.viewer(), self._hiding.on
        try:
            card = self._ask.people.card(person, to=by, mask=hide)
        except Refused:
            return None
        return Shown(card, tuple(self._ask.people.history(person, to=by, mask=hide)))

    def _answered(self, asked: tuple[str, UUID | None], question: int, rows: Sequence[Listed]) -> None:
        if not isValid(self) or question != self._question:
            return
        fresh, self._listed_for = asked != self._listed_for, asked
        self.list.show_rows(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        self.empty.say(self._why_none(asked), asked=asked[0])
        self.list_card.caption.show_text(words.say("contacts.count", count=len(rows)) if rows else "")
        if rows and fresh and asked[0] and self.find.hasFocus():
            self.list.choose(rows[0].id)
        elif fresh and asked[0] and self.find.hasFocus():
            self._let_go()
        if self._enter_waits:
            self._enter_waits = False
            self._open_first()

    def _why_none(self, asked: tuple[str, UUID | None]) -> str:
        """The code of what stands in the list's place."""
        if asked[0]:
            return "contacts.nobody"
        return "contacts.none_in_unit" if asked[1] else "contacts.book_empty" if self._bare else "contacts.find_hint"

    def _let_go(self) -> None:
        """Nobody is found: the one looked at before must not be rung for the one looked for."""
        self._person = None
        if self._has_result:
            self._last = replace(self._last, person=None, shown=None)
        self._show(None)
        self.permit()

    def _shown_now(self, key: UUID, shown: Shown | None) -> None:
        if isValid(self) and key == self._person:
            if self._has_result:
                self._last = replace(self._last, person=key, shown=shown)  # what a change of language shows again
            self._show(shown)
            self.permit()

    def _show(self, shown: Shown | None) -> None:
        self.pane.show_person(shown.card if shown else None, shown.changes if shown else ())

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.find and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _DOWN and not event.modifiers() & _HELD and self.list.rows_model.rowCount():
                self._into_list(event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown))
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_escape(event):
            self.called_again()  # back to the search box, whose words stay
            return True
        return super().eventFilter(watched, event)

    def _into_list(self, down: bool) -> None:
        model, at = self.list.rows_model, self.list.currentIndex()
        row = at.row() + (1 if down else -1) if at.isValid() else 0
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.choose(model.key_at(model.index(max(0, min(model.rowCount() - 1, row)), 0)))

    def _enter(self) -> None:
        """Open the first that is found; an answer still on its way is waited for."""
        if self._listed_for is not None and self._listed_for[0] == self.find.text().strip():
            self._open_first()
        else:
            self._enter_waits = True

    def _open_first(self) -> None:
        if not self.find.hasFocus() or not self.list.rows_model.rowCount():
            return
        if self.list.chosen_row() is None:
            self.list.choose(self.list.rows_model.key_at(self.list.rows_model.index(0, 0)))
        self._open()

    def _open(self) -> None:
        """The keyboard goes to the numbers of whoever is chosen."""
        row = self.list.chosen_row()
        if row is not None:
            self.open_person(row.id)
            self.pane.numbers.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # building

    def possible(self, widget: QWidget) -> bool:
        return self.acts.possible(widget)

    def _connect(self) -> None:
        for part in (self.find, self.list, self.tree, self.pane.numbers, self.pane.posts, self.pane.changes):
            part.installEventFilter(self)
        self.find.searched.connect(lambda _text: self.ask_list())
        self.find.textEdited.connect(lambda _text: setattr(self, "_enter_waits", False))
        self.find.returnPressed.connect(self._enter)
        self.tree.chosen.connect(lambda _unit: self._unit_chosen())
        self.tree.entered.connect(self._enter_unit)
        self.list.chosen.connect(self._row_chosen)
        self.list.opened.connect(lambda _row: self._open())
        self.pane.numbers.opened.connect(lambda _row: self.acts.dial())
        self.pane.numbers.chosen.connect(lambda _row: self.permit())
        self.pane.posts.chosen.connect(lambda _row: self.permit())
        self.acts.connect_buttons()

    def _unit_chosen(self) -> None:
        """A unit is a question of its own: words that were looked for are past."""
        if self.find.text():
            self.find.clear()
            self.find.search_now()
        else:
            self.ask_list()
        self.permit()

    def retranslate(self) -> None:
        super().retranslate()
        self.picked.retranslate()

    def _enter_unit(self) -> None:
        if self.list.rows_model.rowCount():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.list.chosen_row() is None:
                self._into_list(True)

    def _row_chosen(self, row: Listed | None) -> None:
        if row is not None:
            self.open_person(row.id)

    def _bind(self) -> None:
        more = self.pane.more
        more.clicked.connect(more.open_menu)
        keys = [Action("find", self.called_again), Action("more", more.open_menu), *self.acts.keys()]
        actions.bind(self, keys, whole_window=False)

    def _lay_out(self) -> None:
        self.tree_card, self.list_card = Card("contacts.tree", flush=True), Card("contacts.people", flush=True)
        self.tree_card.body.addWidget(self.tree, 1)
        self._unit_row = Lines()
        self._unit_row.flow.addWidget(self.unit_buttons["unit_new"])
        self.unit_more = MoreButton(self, "contacts.unit_more", "")
        self.unit_more.hold([button for name, button in self.unit_buttons.items() if name != "unit_new"])
        self.unit_more.clicked.connect(self.unit_more.open_menu)
        self._unit_row.flow.addWidget(self.unit_more)
        self.tree_card.body.addWidget(self._unit_row)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        self._pages.setCurrentIndex(1)
        self.list_card.body.addWidget(self.find)
        self.list_card.body.addWidget(self._pages, 1)
        self._list_row = Lines()
        for button in self.picked.buttons.values():
            self._list_row.flow.addWidget(button)
        self._list_row.flow.add_last(self.new)
        self.list_card.body.addWidget(self.picked.said)
        self.list_card.body.addWidget(self._list_row)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for part, share in ((self.tree_card, 0), (self.list_card, 5), (self.pane, 6)):
            self._line.addWidget(part, share)
        self.restyle()

    def restyle(self) -> None:
        if not hasattr(self, "_line"):
            return
        using = theme.current()
        self._line.setSpacing(using.px(8))
        self.tree_card.setFixedWidth(using.px(216))
        edge = using.px(6)
        for row in (self._unit_row, self._list_row):
            row.setContentsMargins(edge, edge, edge, edge)
        self.picked.said.setContentsMargins(using.px(12), 0, edge, 0)
        self.find.setContentsMargins(0, 0, 0, 0)


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape and not event.modifiers()
