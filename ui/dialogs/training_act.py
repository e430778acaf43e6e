"""A trainer lets something happen at a simulated device: with which account, zone and code, how often, for how long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.training import Act, Offer, Offers, Place, Stand
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.team_steps import read_count, read_decimal
from ui.models.device_rows import device_name
from ui.models.training_rows import code_word
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine

_SHORT = 9
_COLUMNS = 2
_LETTERS = 24
_LIMITS = {"account": 40, "zone": 60, "sender": 40, "text": 200}
_USUAL = {"count": "1", "every": "5", "chance": "30", "seconds": "60", "skew": "600"}
_OF_VERB = {("storm", "count"): "1000", ("noise", "count"): "40", ("power", "seconds"): "30"}
"""What stands in a field at first, where it is not as usual."""
_ORDER = ("account", "zone", "code", "value", "sender", "text", "count", "every", "chance", "skew", "seconds")


class TrainingActDialog(Asking):
    """Hands up an ``Act``. What is left empty the device fills."""

    LEAST_WIDTH = 560

    def __init__(self, stand: Stand, offers: Offers, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(f"training.verb.{offer.verb}", "training.begin", parent=parent)
        self._stand, self._offer = stand, offer
        about = Word(role="strong")
        about.setWordWrap(True)
        about.show_text(f"{stand.row.form.code}　{device_name(stand.row)}")
        self.body.addWidget(about)
        self.say_sentence(f"training.about.{offer.verb}", role="secondary")
        self.lines: dict[str, OneLine] = {}
        self.inputs = {}
        if offers.places and {"account", "zone"} & set(offer.asks):
            self.place = Choice([None, *offers.places], _place_word)
            self.place.narrow(_LETTERS)
            self.place.picked.connect(self._take_place)
            self.inputs["place"] = self.place
        for name in _ORDER:
            if name in offer.asks:
                self.inputs[name] = self._editor(name, offers)
        fields = [Field(f"training.field.{name}", editor) for name, editor in self.inputs.items()]
        cells = ((field, at // _COLUMNS, at % _COLUMNS, 1) for at, field in enumerate(fields))
        self.body.addLayout(spread(cells, _COLUMNS))
        self.set_fields(list(self.lines.values()))
        self.restyle()

    def first(self) -> QWidget:
        return next(iter(self.inputs.values()), self.yes)

    def answer(self) -> Act:
        said: dict[str, Any] = {name: self.lines[name].text().strip() for name in _LIMITS if name in self.lines}
        code = self.inputs.get("code")
        if isinstance(code, Choice) and code.value() is not None:
            said["code"] = code.value().code
        for name, read in _NUMBERS.items():
            if name in self.lines and (told := read(self.lines[name].text().strip(), name)) is not None:
                said[name] = told
        return Act(self._stand.id, self._offer.verb, **said, id=uuid4())

    def _editor(self, name: str, offers: Offers) -> QWidget:
        if name == "code":
            made = Choice([None, *self._offer.codes], code_word)
            made.narrow(_LETTERS)
            return made
        usual = _OF_VERB.get((self._offer.verb, name), _USUAL.get(name, ""))
        if name == "account":
            usual = next(iter(offers.accounts), "")
        self.lines[name] = OneLine(_LIMITS.get(name, _SHORT), usual)
        return self.lines[name]

    def _take_place(self, place: Place | None) -> None:
        """A point of the ledger fills what it answers to."""
        for name in ("account", "zone"):
            if place is not None and name in self.lines:
                self.lines[name].setText(getattr(place, name))


def _place_word(place: Place | None) -> str:
    if place is None:
        return words.say("training.place.by_hand")
    return f"{place.name}　{'/'.join(part for part in (place.account, place.zone) if part)}"


def _figure(text: str, field: str) -> float | None:
    if not text:
        return None
    found = read_decimal(text.removeprefix("-"))
    if found is None:
        raise Refused("training_bad_value", field=field, least="0", most="86400")
    return -found if text.startswith("-") else found


_NUMBERS: dict[str, Callable[[str, str], float | int | None]] = {
    "value": _figure, "count": read_count, "every": _figure, "chance": read_count, "seconds": _figure, "skew": _figure,
}  # fmt: skip
