"""Editors of one value of a county list: each shows a stored text and gives it back as it is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from console import words
from console.domain.lists import FieldKind, ListField, ListItem, ListSpec, TemplateShift, shifts_of
from ui import theme
from ui.widgets.choice import Choice
from ui.widgets.painted import Painted
from ui.widgets.shifts_editor import ShiftsEditor, shift_name
from ui.widgets.spoken import Spoken
from ui.widgets.typed import LongText, OneLine

_COLUMNS = 4


class LineEditor(OneLine):
    """Text, times, days and numbers."""

    def value(self) -> str:
        return self.text()

    def show_value(self, value: str) -> None:
        self.setText(value)


class ItemsEditor(LineEditor):
    """Several names in one line, with the comma of the language or any other."""

    def value(self) -> str:
        parts = self.text().replace("，", ",").replace("、", ",").split(",")
        return ",".join(part.strip() for part in parts if part.strip())

    def show_value(self, value: str) -> None:
        self.setText("、".join(value.split(",")))


class LongEditor(Painted, LongText):
    """A text of several lines; Tab goes on to the next field."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(limit, parent)
        self.restyle()

    def value(self) -> str:
        return self.text()

    def show_value(self, value: str) -> None:
        self.setPlainText(value)

    def restyle(self) -> None:
        self.setFixedHeight(theme.current().px(58))
        super().restyle()


class CodeEditor(Choice):
    """One of several codes by its words."""

    def value(self) -> str:
        return str(super().value() or "")

    def show_value(self, value: str) -> None:
        self.choose(value)


class CodesEditor(Spoken, QWidget):
    """Any of several codes, a box to tick for each; none ticked means everywhere."""

    def __init__(self, codes: Sequence[str], word: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._kept: tuple[str, ...] = ()
        self._boxes = {code: QCheckBox() for code in codes}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        across = 7 if len(codes) == 7 else _COLUMNS
        for at, box in enumerate(self._boxes.values()):
            grid.addWidget(box, at // across, at % across)
        grid.setColumnStretch(across, 1)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))
        self.retranslate()

    def value(self) -> str:
        ticked = [code for code, box in self._boxes.items() if box.isChecked()]
        return ",".join([*ticked, *self._kept])

    def show_value(self, value: str) -> None:
        """Codes without a box (a row retired since) are kept as they are."""
        codes = [part.strip() for part in value.split(",") if part.strip()]
        self._kept = tuple(code for code in codes if code not in self._boxes)
        for code, box in self._boxes.items():
            box.setChecked(code in codes)

    def retranslate(self) -> None:
        for code, box in self._boxes.items():
            box.setText(self._word(code))


Editor = LineEditor | LongEditor | CodeEditor | CodesEditor | ShiftsEditor
Rows = Callable[[str], Sequence[ListItem]]


def editor_for(spec: ListSpec, field: ListField, rows: Rows) -> Editor:
    """The editor a field needs; ``rows`` gives the rows of another list whose codes may stand in it."""
    if field.kind is FieldKind.SHIFTS:
        return ShiftsEditor()
    if field.kind is FieldKind.LONG:
        return LongEditor(field.limit)
    if field.kind is FieldKind.YES_NO:
        return CodeEditor(("no", "yes"), words.say)
    if field.choices:
        return _of_codes(spec, field, rows)
    line = ItemsEditor() if field.kind is FieldKind.ITEMS else LineEditor()
    line.limit = field.limit
    return line


def _of_codes(spec: ListSpec, field: ListField, rows: Rows) -> Editor:
    codes = choices(field, rows)
    word = word_of(spec, field, rows)
    if field.kind is FieldKind.ITEMS:
        return CodesEditor(codes, word)
    return CodeEditor(codes if field.required else ("", *codes), word)


def choices(field: ListField, rows: Rows) -> tuple[str, ...]:
    """The codes that may stand in the field; ``@list`` are those of that list's rows."""
    named = field.choices[0] if field.choices else ""
    return tuple(item.code for item in rows(named[1:])) if named.startswith("@") else field.choices


def word_of(spec: ListSpec, field: ListField, rows: Rows) -> Callable[[str], str]:
    """How a code in that field reads: the row's name, the day of the week, the word of the choice."""
    named = field.choices[0] if field.choices else ""
    if named.startswith("@"):
        return lambda code: _name_of(rows(named[1:]), code)
    if field.name == "weekdays":
        return lambda code: words.say(f"weekday.{code}")
    return lambda code: words.say(f"list.{spec.key}.{field.name}.{code}")


def shown(spec: ListSpec, field: ListField, value: str, rows: Rows) -> str:
    """A stored value as people read it; empty where there is none."""
    if not value:
        return ""
    if field.kind is FieldKind.YES_NO:
        return words.say(value)
    if field.kind is FieldKind.SHIFTS:
        return words.say("list.join").join(_shift(shift) for shift in shifts_of(value))
    parts = [part.strip() for part in value.split(",")] if field.kind is FieldKind.ITEMS else [value]
    word = word_of(spec, field, rows) if field.choices else str
    return words.say("list.join").join(word(part) for part in parts)


def _shift(shift: TemplateShift) -> str:
    return words.say("lists.shift", name=shift_name(shift.code), at=shift.starts, hours=shift.hours)


def _name_of(rows: Sequence[ListItem], code: str) -> str:
    if not code:
        return words.say("lists.none")
    return next((row.name(words.language()) for row in rows if row.code == code), code)
