"""Dialogs of the roster that ask for people: who stands a post, who stands in, where a leader is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.contacts import PersonHit
from console.domain.duty import PostLine
from ui import text
from ui.dialogs.asking import Asking
from ui.dialogs.finding import Asks
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.intake_caller import CallerLine
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine

LONGEST_NAME = 60


class PeopleDialog(Asking):
    """Hands up the texts by the names of their fields. ``known`` are people with their telephones.

    A field named ``…name`` says ``person_typed`` (field, text) and offers who is found; one taken there, or typed in
    full, brings a telephone into ``…phone``. ``whose`` are posts to choose one from under the label ``which``; the
    answer has its place in them under ``whose``.
    """

    person_typed = Signal(object, str)

    def __init__(
        self,
        title: str,
        about: str,
        fields: Sequence[Asks],
        given: Mapping[str, str],
        known: Mapping[str, str],
        *,
        whose: Sequence[PostLine] = (),
        chosen: int = 0,
        which: str = "roster.substitute.whose",
        yes: str = "button.save",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, yes, parent=parent)
        self._known = known
        self.about = Word(role="strong")
        self.about.show_text(about)
        self.about.setWordWrap(True)
        self.body.addWidget(self.about)
        self.whose = Choice(range(len(whose)), lambda at: f"{text.post(whose[at].post)}　{whose[at].name}")
        if whose:
            self.whose.choose(chosen)
            self.body.addWidget(Field(which, self.whose, required=True))
        self.fields = {ask.name: self._field(ask, given.get(ask.name, "")) for ask in fields}
        self.set_fields(list(self.fields.values()))
        self.inputs = {**self.fields}

    def answer(self) -> dict[str, str]:
        chosen = {"whose": str(self.whose.value())} if self.whose.values() else {}
        return {name: field.text() for name, field in self.fields.items()} | chosen

    def _field(self, ask: Asks, given: str) -> QLineEdit:
        if ask.name.endswith("name"):
            editor: QLineEdit = self._name(ask.name.removesuffix("name") + "phone", given)
        else:
            editor = OneLine(ask.limit, given)
            editor.numbers = ask.name.endswith("phone")
        field = Field(ask.label, editor, required=ask.required)
        if ask.hint:
            field.say_note(ask.hint)
        self.body.addWidget(field)
        return editor

    def first(self) -> QWidget:
        return super().first() if self.fields else self.whose

    def _name(self, phone: str, given: str) -> CallerLine:
        line = CallerLine(LONGEST_NAME)
        line.setText(given)
        line.asked.connect(lambda typed: self.person_typed.emit(line, typed))
        line.asked.connect(lambda typed: self._bring_phone(phone, self._known.get(typed.strip(), "")))
        line.accepted.connect(lambda hit: self._take(line, phone, hit))
        line.turned_away.connect(self.refuse)
        return line

    def _take(self, line: CallerLine, phone: str, hit: PersonHit) -> None:
        line.setText(hit.name)
        self._bring_phone(phone, next(iter(hit.numbers), ""))

    def _bring_phone(self, field: str, phone: str) -> None:
        if phone and field in self.fields:
            self.fields[field].setText(phone)
