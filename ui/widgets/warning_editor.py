"""One warning as it is written: the fields, what is kept of them, what its signal and level fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.domain.drawing import drawn_text
from console.domain.warning import LIMITS, State
from console.domain.warning_form import Drawn, WarningForm
from console.errors import Refused
from ui.models.kept_edits import KeptEdits
from ui.models.kept_words import KeptWords
from ui.models.warning_rows import Book, Look
from ui.models.warning_typing import filled, form_of, values_of
from ui.text import Times
from ui.widgets import inputs as editors
from ui.widgets.drawn_field import DrawnField
from ui.widgets.typed import ShortText
from ui.widgets.warning_channels import WarningChannels
from ui.widgets.warning_facts import WarningFacts
from ui.widgets.warning_picked import PickedMany
from ui.widgets.warning_texts import WarningTexts

NEVER_ASKED = ("onset", "expires", "origin", "issuer")
"""Fields whose filling in is not worth a question: typed ones stay."""


class WarningEditor(QObject):
    """``changed`` after every change of a field; ``conflicts`` says which typed fields the county's words differ from.

    ``seen`` is the version of the warning that what stands here was begun on.
    """

    changed = Signal()
    typed = Signal(bool)
    brought = Signal()

    def __init__(self, book: KeptWords, times: Times, parent: QObject) -> None:
        super().__init__(parent)
        self._times = times
        self._look: Look | None = None
        self._filled: dict[str, str] = {}
        self._waiting: dict[str, str] = {}
        self.seen = 0
        self.facts, self.texts, self.channels = WarningFacts(), WarningTexts(), WarningChannels()
        self.places, self.groups = PickedMany("warning.places_hint"), PickedMany("warning.groups_hint")
        self.area_words, self.drawn = ShortText(LIMITS["area_words"]), DrawnField()
        self.inputs: dict[str, QWidget] = {
            **self.facts.editors(), "places": self.places, "groups": self.groups, "area_words": self.area_words,
            "drawn": self.drawn,
            "full": self.texts.full, "sms": self.texts.sms, "voice": self.texts.voice, "guide": self.texts.guide,
            "listened": self.texts.listened, "channels": self.channels,
        }  # fmt: skip
        self.edits = KeptEdits(book, self.inputs, self)
        self.edits.typed.connect(self.typed)
        self.edits.brought.connect(self.brought)
        for editor in self.inputs.values():
            editors.on_change(editor, self.changed.emit)
        self.facts.picked.connect(self.fill)

    # what is shown

    def show_none(self) -> None:
        """Between two warnings; what was typed is kept."""
        self.edits.put_away()
        self._look, self._filled, self._waiting = None, {}, {}

    def show_look(self, look: Look) -> None:
        """As the store has it; words typed over a draft stay, cursor included."""
        if self._look is None or self._look.id != look.id:
            self.show_none()
        self._look = look
        self.area_words.setPlaceholderText(words.say("warning.field.area_words"))
        self.offer(look.book)
        values, editable = values_of(look.row.form, self._times), look.row.state is State.DRAFT
        if editable:
            self.edits.show(f"warning {look.id}", values)
            if not self.differs() or not self.seen_this(look):
                self.seen = look.row.version
        else:
            self.edits.put_away()
            _write(self.inputs, values)
            self.seen = look.row.version
        self._seen_id = look.id
        self._set_editable(editable)

    def offer(self, book: Book) -> None:
        self.facts.offer(book)
        self.places.offer(book.places)
        self.groups.offer(book.groups)
        self.channels.offer(book)

    _seen_id: Any = None

    def seen_this(self, look: Look) -> bool:
        """Whether this warning stood here before."""
        return bool(self._seen_id == look.id)

    def saved(self, values: Mapping[str, str], version: int) -> None:
        """That is in the store; what was typed meanwhile differs again."""
        self.seen = version
        self.edits.settle(values)

    def values(self) -> dict[str, str]:
        return {name: editors.read(editor) for name, editor in self.inputs.items()}

    def form(self) -> WarningForm:
        """What the fields say. Refuses bad_time, place_not_chosen and group_not_chosen at their fields: a name that was
        typed and not taken from the list would be left out without a word."""
        assert self._look is not None
        if self._look.row.state is not State.DRAFT:
            return self._look.row.form
        if left := self.places.line.typed():
            raise Refused("place_not_chosen", name=left, field="places")
        if left := self.groups.line.typed():
            raise Refused("group_not_chosen", name=left, field="groups")
        return form_of(self._look.row.form, self.values(), self._times, self._look.book)

    def differs(self) -> bool:
        return bool(self.edits.differing())

    def go_to(self, name: str) -> None:
        """The keyboard goes to that field."""
        name = {"scheme": "signal"}.get(name, name)
        editor = self.drawn.button if name == "drawn" else self.inputs.get(name)
        if editor is not None:
            editor.setFocus()

    def take_drawn(self, drawn: tuple[Drawn, ...], places: tuple[UUID, ...]) -> None:
        """What was drawn on the map, and places inside it that join those chosen."""
        self.drawn.show_value(drawn_text(drawn))
        keys = [*self.places.value().split(), *map(str, places)]
        self.places.show_value(" ".join(dict.fromkeys(keys)))

    # what the county's lists say

    def fill(self) -> None:
        """Empty fields, and those that hold what was filled in before, get the county's words; others are asked for."""
        made = self._made()
        now = self.values()
        for name, text in made.items():
            if not now[name].strip() or now[name] == self._filled.get(name) or self._untouched(name, now[name]):
                self._put(name, text)
                now[name] = text
        self._waiting = {
            name: text for name, text in made.items() if now[name] != text and name not in NEVER_ASKED
        }  # fmt: skip
        self._filled |= made
        self.changed.emit()

    def conflicts(self) -> list[str]:
        """Typed fields that the standard words would replace, in words."""
        now = self.values()
        return [words.say(f"warning.field.{name}") for name, text in self._waiting.items() if now[name] != text]

    def take_standard(self) -> None:
        """The officer wants the standard words: where some wait they are put in, else they are looked up anew."""
        waiting, self._waiting = self._waiting, {}
        for name, text in waiting.items():
            self._put(name, text)
        if waiting:
            self.changed.emit()
        else:
            self.fill()

    def fill_follower(self) -> None:
        """A message that follows another one begins with the words of what it says, where nobody wrote any."""
        now = self.values()
        if self._look is not None and self._look.previous is not None and not any(
            now[name].strip() for name in ("full", "sms", "voice")
        ):  # fmt: skip
            self._filled = {name: now[name] for name in ("title", "guide", "onset", "expires")}
            self.fill()

    def _made(self) -> dict[str, str]:
        if self._look is None:
            return {}
        issuer = self.facts.issuer.text().strip()
        if issuer == self._filled.get("issuer"):
            issuer = ""
        return filled(
            self._look.row.form, self.facts.signal.value() or "", self.facts.level.value() or "", issuer,
            self._times, self._look.book,
        )  # fmt: skip

    def _untouched(self, name: str, now: str) -> bool:
        """Whom it is from is a choice that is never empty: it follows the signal until somebody chose."""
        return name == "origin" and name not in self._filled and now == values_of_one(self._look, self._times, name)

    def _put(self, name: str, text: str) -> None:
        if editors.read(self.inputs[name]) != text:
            editors.write(self.inputs[name], text)

    def _set_editable(self, editable: bool) -> None:
        for part in (self.facts, self.texts, self.channels, self.places, self.groups):
            part.set_read_only(not editable)  # type: ignore[attr-defined]
        self.area_words.setReadOnly(not editable)
        self.drawn.button.setVisible(editable)


def values_of_one(look: Look | None, times: Times, name: str) -> str:
    return values_of(look.row.form, times)[name] if look is not None else ""


def _write(inputs: Mapping[str, QWidget], values: Mapping[str, str]) -> None:
    for name, editor in inputs.items():
        if editors.read(editor) != values[name]:
            editors.write(editor, values[name])
            if isinstance(editor, QLineEdit):
                editor.setCursorPosition(0)
