"""A row of 台账 as it is typed: its fields with what a coordinate means, who keeps it, what another seat changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from console import words
from console.domain.contacts import PersonHit
from console.domain.spots import SpotSense
from console.domain.stock import checked_amount, shown
from console.domain.stores import LIMITS, Form, Kept, cleaned
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.store_fields import BLANK, CELLS, COLUMNS, Cell, Of
from ui.dialogs.team_steps import read_decimal
from ui.models.plan_rows import read_day, said_day
from ui.models.store_master_rows import PHONES, label
from ui.models.store_master_rows import said as said_field
from ui.text import Times
from ui.widgets import inputs as editors
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.intake_caller import CallerLine
from ui.widgets.place_tree import PlacePicker
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import LongText, OneLine, ShortText

SPOT_MS = 300
"""Coordinates that rest this long are looked at."""
_FIGURE, _POINTED = 20, 200


@dataclass(frozen=True, slots=True)
class Around:
    """What a row may point at; ``units`` of items by id."""

    stores: ChoiceList
    items: ChoiceList
    places: ChoiceList
    units: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Given:
    """The form as typed, over which version."""

    form: Any
    seen: int


class StoreFormDialog(Asking):
    """Hands up a ``Given``. ``person_typed`` (line, text) asks who fits, ``spot_asked`` what coordinates mean.

    Changed by another seat meanwhile, ``elsewhere`` asks for the row as it stands: ``show_theirs`` fills in what the
    officer did not touch and tells the rest; what he typed stays, and can be saved over it.
    """

    LEAST_WIDTH = 860
    person_typed = Signal(object, str)
    spot_asked = Signal(float, float)
    elsewhere = Signal(object)

    def __init__(
        self, kept: Kept[Any], around: Around, times: Times, *, new: bool = False, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        self._kept, self._around, self._times, self._new = kept, around, times, new
        kind = type(kept.form)
        code = kind.__name__.removesuffix("Form").lower()
        super().__init__(f"master.{'new' if new else 'change'}.{code}", "button.save", parent=parent)
        self.editors: dict[str, QWidget] = {}
        self.fields: dict[str, Field] = {}
        self.cells = {cell.name: cell for cell in CELLS[kind]}
        for cell in self.cells.values():
            self._make(cell)
        shown_at = [(self._spanned(cell), cell.row, cell.column, cell.span) for cell in self.cells.values()]
        self.body.addLayout(spread(shown_at, COLUMNS))
        self.inputs = dict(self.editors)
        self.set_fields([one for one in self.editors.values() if isinstance(one, QLineEdit)])
        self._was = self._texts(kept)
        self._fill(self._was)
        self._spot = QTimer(self)
        self._spot.setSingleShot(True)
        self._spot.setInterval(SPOT_MS)
        self._spot.timeout.connect(self._ask_spot)
        self._follow()
        self.restyle()

    @property
    def about(self) -> str:
        """What is typed is kept under it."""
        form = type(self._kept.form).__name__
        return f"master.{form}.new" if self._new else f"master.{form} {self._kept.id}"

    def first(self) -> QWidget:
        lines = [line for line in self.editors.values() if isinstance(line, QLineEdit)]
        return next((line for line in lines if self._new and not line.text()), lines[0])

    def answer(self) -> Given:
        values = {name: self._value(cell) for name, cell in self.cells.items()}
        return Given(cleaned(replace(self._kept.form, **values)), 0 if self._new else self._kept.version)

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        if isinstance(error, Refused) and error.code == "changed_meanwhile":
            self.elsewhere.emit(self._kept.id)

    def show_theirs(self, kept: Kept[Any]) -> None:
        """The row as another seat left it."""
        theirs, changed = self._texts(kept), []
        for name, text in theirs.items():
            if text == self._was[name]:
                continue
            changed.append(words.say(label(type(kept.form), name)))
            if editors.read(self.editors[name]) == self._was[name]:
                editors.write(self.editors[name], text)
            if name in self.fields:
                self.fields[name].say_note("master.theirs", value=said_field(kept, name) or words.say("none"))
        self._kept, self._was = kept, theirs
        self.trouble.say("master.changed_elsewhere", fields=words.say("list.join").join(changed) or words.say("none"))
        self.trouble.show()

    def show_spot(self, latitude: float, longitude: float, sense: SpotSense) -> None:
        """What the coordinates mean, if they still stand there."""
        if (latitude, longitude) == self._spot_now() and "latitude" in self.fields:
            wrong = sense in (SpotSense.SWAPPED, SpotSense.IMPOSSIBLE, SpotSense.HALF)
            self.fields["latitude"].say_note(f"master.spot.{sense.value}", wrong=wrong)

    def restyle(self) -> None:
        super().restyle()
        for editor in getattr(self, "editors", {}).values():
            if isinstance(editor, LongText):
                editor.setFixedHeight(theme.current().px(52))

    def retranslate(self) -> None:
        super().retranslate()
        for name, editor in getattr(self, "editors", {}).items():
            if isinstance(editor, QCheckBox):
                editor.setText(words.say(label(type(self._kept.form), name)))

    # the editors

    def _make(self, cell: Cell) -> None:
        editor = self._editor(cell)
        self.editors[cell.name] = editor
        code = label(type(self._kept.form), cell.name)
        if isinstance(editor, QCheckBox):
            editor.setText(words.say(code))
            return
        field = Field(code, editor, required=cell.required)
        field.note.setWordWrap(True)
        if cell.hint:
            field.say_note(cell.hint)
        self.fields[cell.name] = field

    def _spanned(self, cell: Cell) -> QWidget:
        return self.fields.get(cell.name) or self.editors[cell.name]

    def _editor(self, cell: Cell) -> QWidget:
        if cell.of is Of.CHOICE:
            return Choice(cell.values, lambda value: words.say(f"{cell.words}.{value}"))
        if cell.of is Of.TICK:
            return QCheckBox()
        if cell.of is Of.TEXT:
            return LongText(LIMITS[cell.name])
        if cell.of is Of.PERSON:
            return CallerLine(LIMITS[cell.name])
        if cell.of in _POINTING:
            picker = PlacePicker(_POINTED) if cell.of is Of.PLACE else Suggest(_POINTED)
            picker.set_choices(self._choices(cell))
            return picker
        line = ShortText(_FIGURE) if cell.of in _FIGURES else OneLine(LIMITS[cell.name])
        line.numbers = cell.name in PHONES
        return line

    def _choices(self, cell: Cell) -> ChoiceList:
        return {Of.STORE: self._around.stores, Of.ITEM: self._around.items, Of.PLACE: self._around.places}[cell.of]

    def _texts(self, kept: Kept[Any]) -> dict[str, str]:
        """Every field as its editor holds it."""
        return {name: self._text(cell, getattr(kept.form, name), kept) for name, cell in self.cells.items()}

    def _text(self, cell: Cell, value: Any, kept: Kept[Any]) -> str:
        if cell.of in _POINTING:
            chosen = self._choices(cell).of(value) if value is not None else None
            return chosen.path if chosen is not None else kept.names.get(cell.name.removesuffix("_id"), "")
        if cell.of is Of.TICK:
            return "yes" if value else ""
        if cell.of is Of.DAY:
            return said_day(value)
        if isinstance(value, Decimal):
            return "" if self._new and not value else shown(value)
        return "" if value is None or (self._new and cell.blank and not value) else str(value)

    def _fill(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            editors.write(self.editors[name], text)
        for name, cell in self.cells.items():
            key = getattr(self._kept.form, name)
            if cell.of in _POINTING and key is not None and texts[name]:
                self.editors[name].show_choice(key, texts[name])  # type: ignore[attr-defined]

    # what was typed

    def _value(self, cell: Cell) -> Any:
        editor: Any = self.editors[cell.name]
        if cell.of is Of.CHOICE:
            return editor.value()
        if cell.of is Of.TICK:
            return editor.isChecked()
        text = str(editor.text()).strip()
        if cell.of in _POINTING:
            return self._key(cell, editor, text)
        if cell.of in _FIGURES:
            return self._figure(cell, text)
        return editor.text()

    def _key(self, cell: Cell, editor: Any, text: str) -> UUID | None:
        if editor.key() is None and text:
            raise Refused("store_named_nowhere", field=cell.name, value=text[:40])
        key: UUID | None = editor.key()
        if key is None and cell.required:
            raise Refused("store_field_missing", field=cell.name)
        return key

    def _figure(self, cell: Cell, text: str) -> Any:
        if not text:
            if cell.required:
                raise Refused("store_field_missing", field=cell.name)
            return 0 if cell.of is Of.COUNT else None
        if cell.of is Of.DAY:
            return read_day(text, cell.name, self._times)
        if cell.of is Of.AMOUNT:
            return checked_amount(text, 3, nought=True, field=cell.name)
        if cell.of is Of.DEGREES:
            return _degrees(text, cell.name)
        said = unicodedata.normalize("NFKC", text)
        if not (said.isascii() and said.isdigit()):
            raise Refused("bad_count", text=text, field=cell.name)
        return int(said)

    # what is asked while it is typed

    def _follow(self) -> None:
        for name, line in self.editors.items():
            if isinstance(line, CallerLine):
                line.asked.connect(lambda text, line=line: self.person_typed.emit(line, text))
                line.accepted.connect(lambda hit, name=name: self._take_person(name, hit))
        for name in ("latitude", "longitude"):
            if name in self.editors:
                self.editors[name].textChanged.connect(lambda _text: self._spot.start())  # type: ignore[attr-defined]
        if "item_id" in self.editors:
            self.editors["item_id"].picked.connect(self._take_unit)  # type: ignore[attr-defined]

    def _take_person(self, name: str, hit: PersonHit) -> None:
        """Who was found, with the number; one that is kept from sight is left for him to ask."""
        self.editors[name].setText(hit.name)  # type: ignore[attr-defined]
        beside = _BESIDE[name]
        if hit.numbers and not hit.sensitive:
            self.editors[beside].setText(hit.numbers[0])  # type: ignore[attr-defined]

    def _take_unit(self) -> None:
        unit = self._around.units.get(self.editors["item_id"].key(), "")  # type: ignore[attr-defined]
        if "unit" in self.editors:
            self.editors["unit"].setText(unit)  # type: ignore[attr-defined]
        if "minimum" in self.fields and unit:
            self.fields["minimum"].say_note("master.in_unit", unit=unit)

    def _spot_now(self) -> tuple[float, float] | None:
        try:
            pair = [self._figure(self.cells[name], _typed(self.editors[name])) for name in ("latitude", "longitude")]
        except Refused:
            return None
        return None if None in pair else (pair[0], pair[1])

    def _ask_spot(self) -> None:
        found = self._spot_now()
        if found is None:
            self.fields["latitude"].clear_note()
        else:
            self.spot_asked.emit(*found)


def _typed(editor: Any) -> str:
    return str(editor.text()).strip()


def _degrees(text: str, name: str) -> float:
    value = read_decimal(text)
    if value is None:
        raise Refused("bad_degrees", text=text[:20], field=name)
    return value


def empty(form: type[Form]) -> Kept[Any]:
    """A row that is nowhere yet."""
    return Kept(form(**BLANK[form]), 0, True)


_POINTING = frozenset({Of.STORE, Of.ITEM, Of.PLACE})
_FIGURES = frozenset({Of.WHOLE, Of.COUNT, Of.AMOUNT, Of.DEGREES, Of.DAY})
_BESIDE = {
    "keeper_a": "phone_a", "keeper_b": "phone_b", "contact_a": "phone_a", "contact_b": "phone_b", "driver": "phone"
}  # fmt: skip
"""The number that belongs to who was found."""
