"""Dialogs of the roster that ask for people: who stands a post, who stands in, where a leader is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.duty import PostLine
from ui import text
from ui.dialogs.asking import Asking
from ui.dialogs.finding import Asks
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.name_field import NameField
from ui.widgets.spoken import Word

LONGEST_NAME = 60


class PeopleDialog(Asking):
    """Hands up the texts by the names of their fields. ``known`` are people with their telephones.

    A field named ``…name`` offers them, and one picked there brings its telephone into ``…phone``.
    ``whose`` are posts to choose one from; the answer has its place in them under ``whose``.
    """

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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, "button.save", parent=parent)
        self._known = known
        self.about = Word(role="strong")
        self.about.show_text(about)
        self.about.setWordWrap(True)
        self.body.addWidget(self.about)
        self.whose = Choice(range(len(whose)), lambda at: f"{text.post(whose[at].post)}　{whose[at].name}")
        if whose:
            self.whose.choose(chosen)
            self.body.addWidget(Field("roster.substitute.whose", self.whose, required=True))
        self.fields = {ask.name: self._field(ask, given.get(ask.name, "")) for ask in fields}
        self.set_fields(list(self.fields.values()))

    def answer(self) -> dict[str, str]:
        chosen = {"whose": str(self.whose.value())} if self.whose.values() else {}
        return {name: field.text() for name, field in self.fields.items()} | chosen

    def _field(self, ask: Asks, given: str) -> QLineEdit:
        if ask.name.endswith("name"):
            editor: QLineEdit = NameField(self._known, given)
            editor.setMaxLength(LONGEST_NAME)
            editor.picked.connect(lambda name: self._bring_phone(name, ask.name.removesuffix("name") + "phone"))
        else:
            editor = QLineEdit(given)
            editor.setMaxLength(ask.limit)
        field = Field(ask.label, editor, required=ask.required)
        if ask.hint:
            field.say_note(ask.hint)
        self.body.addWidget(field)
        return editor

    def _bring_phone(self, name: str, field: str) -> None:
        if field in self.fields and self._known.get(name):
            self.fields[field].setText(self._known[name])
