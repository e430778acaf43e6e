"""What a line of the day turned out to be: a few short fields, handed up together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.spoken import Word
from ui.widgets.typed import ShortText


@dataclass(frozen=True, slots=True)
class Asks:
    """One field: its name in the answer, its label's code, how long it may be."""

    name: str
    label: str
    required: bool = False
    limit: int = 500
    hint: str = ""


class FindingDialog(Asking):
    """Hands up the texts by the names of their fields. ``about`` says of what, in words that are data."""

    def __init__(
        self,
        title: str,
        about: str,
        fields: Sequence[Asks],
        given: Mapping[str, str] | None = None,
        *,
        yes: str = "button.save",
        kind: str = "primary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, yes, kind=kind, parent=parent)
        self.about = Word(role="strong")
        self.about.show_text(about)
        self.about.setWordWrap(True)
        self.body.addWidget(self.about)
        self.fields = {ask.name: self._field(ask, (given or {}).get(ask.name, "")) for ask in fields}
        self.set_fields(list(self.fields.values()))
        self.inputs = {**self.fields}

    def answer(self) -> dict[str, str]:
        return {name: field.text() for name, field in self.fields.items()}

    def _field(self, ask: Asks, text: str) -> ShortText:
        editor = ShortText(ask.limit)
        editor.setText(text)
        editor.numbers = ask.name.endswith("phone")
        editor.turned_away.connect(self.refuse)
        field = Field(ask.label, editor, required=ask.required)
        if ask.hint:
            field.say_note(ask.hint)
        self.body.addWidget(field)
        return editor
