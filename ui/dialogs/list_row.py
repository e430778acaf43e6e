"""A row of a county list: a new one, or other values for one there is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QWidget

from console import words
from console.domain.lists import FieldKind, ListField, ListSpec
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.list_editors import CodeEditor, Editor, Rows, editor_for

_WIDE = {FieldKind.LONG, FieldKind.SHIFTS, FieldKind.ITEMS}
_HINTS = {FieldKind.TIME: "lists.hint.time", FieldKind.DAY: "lists.hint.day", FieldKind.ITEMS: "lists.hint.items"}
_HIDES = "hides_caller"
_MOST_HIGH = 520
"""Higher than this the fields scroll, in px of 14 px type."""


class ListRowDialog(Asking):
    """Gives the values by field name as they will be stored; refusals come back to the field they name."""

    def __init__(
        self, spec: ListSpec, rows: Rows, values: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        self._spec = spec
        self._callers_seen = spec.key == "channels" and values is not None and values.get(_HIDES) != "yes"
        """Lines about this channel's callers stand in the book already, as they were said."""
        super().__init__("lists.dialog.add" if values is None else "lists.dialog.change", "button.save", parent=parent)
        self.editors: dict[str, Editor] = {field.name: editor_for(spec, field, rows) for field in spec.fields}
        self.fields = {field.name: self._field(field) for field in spec.fields}
        self._inside = QWidget()
        self._put_in(self._inside)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._inside)
        self.body.addWidget(self._area)
        for name, value in (values or {}).items():
            self.editors[name].show_value(value)
        self.inputs = {**self.editors}
        self.set_fields([editor for editor in self.editors.values() if isinstance(editor, QLineEdit)])
        hides = self.editors.get(_HIDES)
        if self._callers_seen and isinstance(hides, CodeEditor):
            hides.currentIndexChanged.connect(self._hint_hiding)
        self.retranslate()
        self.restyle()

    def answer(self) -> dict[str, str]:
        return {name: editor.value() for name, editor in self.editors.items()}

    def hand_up(self) -> None:
        for field in self._spec.fields:
            self._hint(field)
        super().hand_up()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        named = error.facts.get("field") if isinstance(error, Refused) else None
        if named in self.fields and isinstance(error, Refused):
            self.fields[named].note.setWordWrap(True)
            self.fields[named].say_note(f"refused.{error.code}", wrong=True, **_worded(error))
            self._area.ensureWidgetVisible(self.fields[named])
            self.editors[named].setFocus()

    def retranslate(self) -> None:
        self.setWindowTitle(words.say(self._title, list=words.say(f"list.{self._spec.key}")))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_area"):
            using = theme.current()
            self.setMinimumWidth(using.px(640))
            self._inside.adjustSize()
            self._area.setMinimumHeight(min(self._inside.sizeHint().height(), using.px(_MOST_HIGH)))

    def _field(self, field: ListField) -> Field:
        return Field(f"list.{self._spec.key}.{field.name}", self.editors[field.name], required=field.required)

    def _hint(self, field: ListField) -> None:
        shown = self.fields[field.name]
        if field.kind is FieldKind.WHOLE:
            shown.say_note("lists.hint.whole", low=field.low, high=field.high)
        elif field.kind in _HINTS and not field.choices:
            shown.say_note(_HINTS[field.kind])
        elif field.name == _HIDES and self._callers_seen and self.editors[_HIDES].value() == "yes":
            shown.note.setWordWrap(True)
            shown.say_note("lists.hint.hides_from_now")
        else:
            shown.clear_note()

    def _hint_hiding(self) -> None:
        self._hint(self._spec.field(_HIDES))

    def _put_in(self, inside: QWidget) -> None:
        """Two fields in a row where they are short, one where they are long."""
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, theme.current().px(6), 0)
        row = column = 0
        for field in self._spec.fields:
            wide = field.kind in _WIDE or field.limit > 60
            if wide and column:
                row, column = row + 1, 0
            grid.addWidget(self.fields[field.name], row, column, 1, 2 if wide else 1)
            row, column = (row + 1, 0) if wide or column else (row, 1)
            self._hint(field)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(row + 1, 1)


def _worded(error: Refused) -> dict[str, object]:
    """The refusal's facts, the field by its word."""
    facts = dict(error.facts)
    return {**facts, "field": words.say(f"list.{facts.get('list')}.{facts.get('field')}")}
