"""The form under the list of site settings; what is typed for a setting stays with it until saved or reverted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from console import words
from console.domain.lists import ListItem
from console.domain.settings import CHOSEN_FROM, SETTINGS, SettingRow, needs_basis
from console.errors import Refused
from ui import actions, theme
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken
from ui.widgets.typed import OneLine


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. ``valid_from`` is as typed; empty means at once."""

    value: str
    basis: str
    valid_from: str
    confirmed: bool


class SettingForm(Painted, Spoken, QWidget):
    """Shows one setting at a time and keeps what was typed for each until it is saved or reverted."""

    save_asked = Signal()
    edited = Signal()
    stored = Signal(str)
    """Nothing typed for that setting waits any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = ""
        self._rows: dict[str, SettingRow] = {}
        self._kept: dict[str, Typed] = {}
        self._choices: Mapping[str, Sequence[ListItem]] = {}
        self.line = OneLine()
        self.choice = Choice(("yes", "no"), lambda value: shown_value(self.key, value, self._choices))
        self.basis = OneLine()
        self.valid_from = OneLine()
        self.confirmed = QCheckBox()
        self._make_fields()
        self.save = KeyButton("button.save", actions.key_of("save"), kind="primary")
        self.revert = KeyButton("settings.revert")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def typed(self) -> Typed:
        return Typed(self._value(), self.basis.text(), self.valid_from.text(), self.confirmed.isChecked())

    def show_rows(self, rows: dict[str, SettingRow], choices: Mapping[str, Sequence[ListItem]]) -> None:
        """What counts now; a form nobody types in follows it, any other stays as it is."""
        self._rows, self._choices = rows, choices
        if self.key:
            self.show_setting(self.key)

    def show_setting(self, key: str) -> None:
        """Another setting, with what was typed for it before."""
        if key != self.key:
            self.key = key
            self.clear_notes()
        row = self._rows[key]
        self._offer(key)
        self.line_field.setVisible(not self._is_choice())
        self.choice_field.setVisible(self._is_choice())
        self._fill(self._kept.get(key, _as_stored(row)))
        self._hint_basis()
        self._hint()
        self.revert.setEnabled(self.dirty(key))

    def dirty(self, key: str) -> bool:
        return key in self._kept

    def kept(self, key: str) -> Typed | None:
        """What is typed for a setting and not saved."""
        return self._kept.get(key)

    def bring(self, kept: Mapping[str, Typed]) -> None:
        """What this officer typed before and did not save, by setting; nothing of anybody else's stays."""
        self._kept = dict(kept)
        if self.key:
            self.show_setting(self.key)

    def unsaved(self) -> str:
        """The first setting with words not saved yet; empty when there is none."""
        return next(iter(self._kept), "")

    def forget(self, key: str) -> None:
        """Saved, or reverted: the stored value counts again."""
        self._kept.pop(key, None)
        self.stored.emit(key)
        if key == self.key:
            self.clear_notes()
            self.show_setting(key)

    def refuse(self, error: Exception) -> None:
        """Say it at the field it is about; the text stays."""
        if not isinstance(error, Refused):
            return
        if error.code == "bad_setting":
            self.value_field.say_note(f"setting.{self.key}.hint", wrong=True)
        elif error.code == "basis_missing":
            self.basis_field.say_note("refused.basis_missing", wrong=True)
        elif error.code in {"bad_time", "valid_from_before"}:
            self.from_field.say_note(f"refused.{error.code}", wrong=True, **error.facts)

    @property
    def value_field(self) -> Field:
        return self.choice_field if self._is_choice() else self.line_field

    def clear_notes(self) -> None:
        for field in (self.line_field, self.choice_field, self.basis_field, self.from_field):
            field.clear_note()
        if self.key:
            self._hint()

    def retranslate(self) -> None:
        self.confirmed.setText(words.say("settings.field.confirmed"))
        self._hint_basis()
        self.valid_from.setPlaceholderText("2030-09-01 08:00")

    def restyle(self) -> None:
        using = theme.current()
        self._grid.setHorizontalSpacing(using.px(12))
        self._grid.setVerticalSpacing(using.px(8))
        super().restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _is_choice(self) -> bool:
        return bool(self.key) and (SETTINGS[self.key].unit == "yes_no" or self.key in CHOSEN_FROM)

    def _offer(self, key: str) -> None:
        """Only what differs is offered anew, so that an open choice stays as it is."""
        values = [item.code for item in self._choices.get(key, ())] or ["yes", "no"]
        if self._is_choice() and self.choice.values() != values:
            self.choice.offer(values)

    def _value(self) -> str:
        if self._is_choice():
            return str(self.choice.value())
        return self.line.text().strip()

    def _fill(self, typed: Typed) -> None:
        """Only what differs is written, so that a cursor stays where it is."""
        if self._is_choice():
            self.choice.choose(typed.value)
        elif self._value() != typed.value:
            self.line.setText(typed.value)
        for line, text in ((self.basis, typed.basis), (self.valid_from, typed.valid_from)):
            if line.text() != text:
                line.setText(text)
        self.confirmed.setChecked(typed.confirmed)

    def _hint_basis(self) -> None:
        needed = not self.key or needs_basis(self.key)
        self.basis_field.set_required(needed)
        self.basis.setPlaceholderText(
            words.say("settings.field.basis_hint" if needed else "settings.field.basis_local")
        )

    def _hint(self) -> None:
        if not self.value_field.editor.property("wrong"):
            self.value_field.say_note(f"setting.{self.key}.hint")
        if not self.valid_from.property("wrong"):
            self.from_field.say_note("settings.field.valid_from_hint")

    def _note_edit(self) -> None:
        if not self.key:
            return
        typed = self.typed()
        if typed == _as_stored(self._rows[self.key]):
            self._kept.pop(self.key, None)
        else:
            self._kept[self.key] = typed
        self.revert.setEnabled(self.dirty(self.key))
        self.edited.emit()

    def _make_fields(self) -> None:
        self.line_field = Field("settings.field.value", self.line, required=True)
        self.choice_field = Field("settings.field.value", self.choice, required=True)
        self.choice_field.hide()
        self.basis_field = Field("settings.field.basis", self.basis, required=True)
        self.from_field = Field("settings.field.valid_from", self.valid_from)
        for field in (self.line_field, self.choice_field, self.basis_field, self.from_field):
            field.note.setWordWrap(True)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.line_field, 0, 0)
        self._grid.addWidget(self.choice_field, 0, 0)
        self._grid.addWidget(self.from_field, 0, 1)
        self._grid.addWidget(self.basis_field, 1, 0, 1, 2)
        row = QHBoxLayout()
        row.addWidget(self.confirmed)
        row.addStretch(1)
        row.addWidget(self.revert)
        row.addWidget(self.save)
        self._grid.addLayout(row, 2, 0, 1, 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(3, 1)

    def _connect(self) -> None:
        for line in (self.line, self.basis, self.valid_from):
            line.textEdited.connect(self._note_edit)
        self.choice.picked.connect(self._note_edit)
        self.confirmed.clicked.connect(self._note_edit)
        self.save.clicked.connect(self.save_asked)
        self.revert.clicked.connect(lambda: self.forget(self.key))


def _as_stored(row: SettingRow) -> Typed:
    return Typed(row.value, "", "", row.confirmed)


def shown_value(key: str, value: str, choices: Mapping[str, Sequence[ListItem]]) -> str:
    """A value as people read it: 是, the name of a template."""
    named = next((item for item in choices.get(key, ()) if item.code == value), None)
    if named is not None:
        return named.name(words.language())
    return words.say(value) if value in {"yes", "no"} else value
