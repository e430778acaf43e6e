"""Somebody of the contact book: posts with their validity, numbers in dial order, what changed, groups."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from console import words
from console.domain.contact_book import NumberChangeRow, PersonCard, VerifiedHow
from ui import actions, theme
from ui.models.contact_rows import changes_model, numbers_model, posts_model
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Spoken, Word
from ui.widgets.table import RowTable

NUMBER_ACTS = ("dial", "copy", "verify", "number_new", "number_change")
PERSON_ACTS = ("person_change", "appoint")
SELDOM = (("number_move", "number_end", "number_up", "number_down"), ("post_end", "group_in", "gone", "come_back"))
"""Acts that stand in the menu 更多: of the chosen number, of the person."""
_MOST_ROWS = {"posts": 4, "numbers": 6}


class PersonPane(Painted, Spoken, QWidget):
    """Shows a ``PersonCard``; its buttons are wired by the page. Nobody chosen is a sentence."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: PersonCard | None = None
        self._times = times
        self.name, self.marks = Word(role="page"), Word(role="caution")
        self.about, self.groups = Word(role="secondary"), Word(role="secondary")
        self.posts = RowTable(posts_model(times), compact=True)
        self.numbers = RowTable(numbers_model(times), compact=True)
        self.changes = RowTable(changes_model(times), compact=True)
        for table, code in ((self.posts, "posts"), (self.numbers, "numbers"), (self.changes, "changes")):
            table.call(f"contacts.part_{code}")
        self.buttons = {
            name: KeyButton(f"contacts.{name}", actions.key_of(f"contact_{name}"), small=True)
            for name in (*NUMBER_ACTS, *PERSON_ACTS, *chain(*SELDOM))
        }
        self.more = MoreButton(self)
        self.more.hold(*([self.buttons[name] for name in group] for group in SELDOM))
        self.how = Choice(list(VerifiedHow), lambda how: words.say(f"contacts.verified_how.{how.value}"))
        self.how.call("contacts.verified_how")
        self.how.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._no_changes = Word("contacts.no_changes", role="secondary")
        self.empty = Empty("contacts.nobody_chosen")
        self._lay_out()
        self.show_person(None, ())

    def show_person(self, card: PersonCard | None, changes: Sequence[NumberChangeRow]) -> None:
        """Another one, or the same with what is new about them: what was chosen in the lists stays."""
        other = card is not None and (self.card is None or self.card.id != card.id)
        self.card = card
        self.empty.setVisible(card is None)
        self._area.setVisible(card is not None)
        if card is None:
            return
        self.name.show_text(card.name)
        self._say_about(card)
        self.posts.show_rows(card.posts)
        self.numbers.show_rows(card.numbers)
        self.changes.show_rows([(len(changes) - at, row) for at, row in enumerate(changes)])
        self.changes.setVisible(bool(changes))
        self._no_changes.setVisible(not changes)
        if other:
            self._begin()
        self.more.offer(self.buttons["gone"], card.left_on is None)
        self.more.offer(self.buttons["come_back"], card.left_on is not None)
        self._fit_tables()

    def retranslate(self) -> None:
        if self.card is not None:
            self._say_about(self.card)

    def restyle(self) -> None:
        using = theme.current()
        edge, gap = using.px(12), using.px(6)
        self._inside.layout().setContentsMargins(edge, edge, edge, edge)
        self._inside.layout().setSpacing(gap)
        self.changes.setMinimumHeight(using.px(34) + 3 * using.compact_row + 4)
        self._fit_tables()
        super().restyle()

    def _fit_tables(self) -> None:
        """As high as their rows, so that nothing below them is pushed out of sight."""
        using = theme.current()
        for name, most in _MOST_ROWS.items():
            table: RowTable = getattr(self, name)
            rows = max(1, min(most, table.rows_model.rowCount()))
            wanted = using.px(34) + rows * using.compact_row + 4
            table.setFixedHeight(max(wanted, table.minimumSizeHint().height()))

    def _begin(self) -> None:
        """Of somebody else the number that is dialled first is chosen."""
        for table in (self.numbers, self.posts):
            key = table.rows_model.key_at(table.rows_model.index(0, 0))
            if key is not None:
                table.choose(key)
        self._area.verticalScrollBar().setValue(0)

    def _say_about(self, card: PersonCard) -> None:
        marks = [words.say("contacts.is_sensitive")] if card.sensitive else []
        if card.left_on is not None:
            marks.append(words.say("contacts.left_on", day=card.left_on.isoformat()))
        self.marks.show_text(words.say("list.join").join(marks))
        self.marks.setVisible(bool(marks))
        number = words.say("contacts.staff_number_is", number=card.staff_number) if card.staff_number else ""
        self.about.show_text("　".join(filter(None, (number, card.remark))))
        self.about.setVisible(bool(number or card.remark))
        named = words.say("list.join").join(card.groups)
        self.groups.show_text(words.say("contacts.in_groups", groups=named or words.say("none")))

    def _lay_out(self) -> None:
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        for word in (self.name, self.marks, self.about, self.groups, self._no_changes):
            word.setWordWrap(True)
        for part in (self.name, self.marks, self.about):
            column.addWidget(part)
        column.addWidget(Word("contacts.part_numbers", role="strong"))
        column.addWidget(self.numbers)
        column.addWidget(self._row(NUMBER_ACTS))
        column.addWidget(Word("contacts.part_posts", role="strong"))
        column.addWidget(self.posts)
        column.addWidget(self.groups)
        persons = self._row(PERSON_ACTS)
        persons.flow.addWidget(self.more)
        column.addWidget(persons)
        column.addWidget(Word("contacts.part_changes", role="strong"))
        column.addWidget(self.changes, 1)
        column.addWidget(self._no_changes)
        self.frame = Card("contacts.person", flush=True)
        self._area = scrolling(self._inside)
        self.frame.body.addWidget(self._area, 1)
        self.frame.body.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        self.restyle()

    def _row(self, names: Sequence[str]) -> Lines:
        row = Lines()
        for name in names:
            row.flow.addWidget(self.buttons[name])
            if name == "verify":
                row.flow.addWidget(self.how)  # in what way it was found to hold
        return row
