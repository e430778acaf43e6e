"""A shelter as it is kept: all its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console import words
from console.domain.shelters import FACILITIES, LIMITS, SUITS, ShelterForm, ShelterRow, Tier
from console.errors import Refused
from ui import theme
from ui.dialogs.team_form import SpotAsking, read_degrees
from ui.dialogs.team_steps import read_count
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.list_editors import CodesEditor
from ui.widgets.place_tree import PlacePicker
from ui.widgets.scrolling import scrolling
from ui.widgets.suggest import ChoiceList
from ui.widgets.typed import LongText, OneLine

_SHORT, _PHONE, _LONG = 20, 40, 400
_LINES = ("name", "code", "address", "managed_by", "manager_a", "phone_a", "manager_b", "phone_b", "structure")
_FIGURES = ("capacity", "area_m2", "built_in")


@dataclass(frozen=True, slots=True)
class ShelterLists:
    """What can be chosen in the form, read once on a worker; stores by id."""

    places: ChoiceList
    stores: Mapping[UUID, str]


class ShelterDialog(SpotAsking):
    """Hands up a ``ShelterForm``; ``row`` is what is changed."""

    LEAST_WIDTH = 900

    def __init__(
        self, lists: ShelterLists, row: ShelterRow | None, times: Times, parent: QWidget | None = None
    ) -> None:
        super().__init__("shelters.new" if row is None else "shelters.edit", "button.save", parent=parent)
        self._times, self._lists = times, lists
        said = row.form if row is not None else ShelterForm("", 0, id=uuid4())
        self._id = said.id
        self.lines = {name: OneLine(LIMITS.get(name, _PHONE), getattr(said, name)) for name in _LINES}
        for name in (*_FIGURES, "latitude", "longitude", "checked_on"):
            self.lines[name] = OneLine(_SHORT, _shown(getattr(said, name)))
        if row is None:
            self.lines["capacity"].clear()
        for name in ("phone_a", "phone_b"):
            self.lines[name].numbers = True
        self.tier = Choice(list(Tier), lambda one: words.say(f"shelters.tier.{one.value}"))
        self.tier.choose(said.tier)
        self.place = PlacePicker(_LONG)
        self.place.set_choices(lists.places)
        self.place.show_choice(said.place_id, "")
        self.store = Choice([None, *lists.stores], self._store)
        self.store.choose(said.warehouse_id)
        self.suits = CodesEditor(list(SUITS), lambda one: words.say(f"shelters.suit.{one}"))
        self.facilities = CodesEditor(list(FACILITIES), lambda one: words.say(f"shelters.facility.{one}"))
        self.suits.show_value(",".join(said.suits))
        self.facilities.show_value(",".join(said.facilities))
        self.camera = QCheckBox()
        self.camera.setChecked(said.camera)
        self.remark = LongText(LIMITS["remark"])
        self.remark.show_text(said.remark)
        self._lay_out_fields()
        self.inputs = {
            **self.lines, "tier": self.tier, "place_id": self.place, "warehouse_id": self.store, "suits": self.suits,
            "facilities": self.facilities, "camera": self.camera, "remark": self.remark,
        }  # fmt: skip
        self.set_fields([self.lines[name] for name in _WALK])
        self.listen_to_spot()
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.lines["name"]

    def answer(self) -> ShelterForm:
        said: dict[str, Any] = {name: self.lines[name].text().strip() for name in _LINES}
        said |= {name: read_count(self.lines[name].text(), name) for name in _FIGURES}
        said |= {name: read_degrees(self.lines[name].text(), name) for name in ("latitude", "longitude")}
        if said["capacity"] is None:
            raise Refused("shelter_field_missing", field="capacity")
        if self.place.typed():
            raise Refused("choice_unknown", text=self.place.typed()[:_SHORT], field="place_id")
        day = self.lines["checked_on"].text().strip()
        return ShelterForm(
            **said, tier=self.tier.value(), place_id=self.place.place_id(), warehouse_id=self.store.value(),
            checked_on=self._times.read_day(day, "checked_on") if day else None, suits=_codes(self.suits),
            facilities=_codes(self.facilities), camera=self.camera.isChecked(), remark=self.remark.text(), id=self._id,
        )  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "camera"):
            self.camera.setText(words.say("shelters.camera_hint"))
            self.lines["code"].setPlaceholderText(words.say("shelters.code_given"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "area"):
            self.remark.setFixedHeight(theme.current().px(58))
            self.area.setMinimumHeight(theme.current().px(360))

    def _store(self, key: UUID | None) -> str:
        return self._lists.stores.get(key, "") if key is not None else words.say("shelters.no_store")

    def _lay_out_fields(self) -> None:
        fields = {
            name: Field(f"shelters.column.{name}", line, required=name in ("name", "capacity"))
            for name, line in self.lines.items()
        }
        self.spot = fields["latitude"]
        others = {
            "tier": self.tier, "place": self.place, "warehouse": self.store, "suits": self.suits,
            "facilities": self.facilities, "camera": self.camera, "remark": self.remark,
        }  # fmt: skip
        fields |= {name: Field(f"shelters.column.{name}", editor) for name, editor in others.items()}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(spread([(fields[name], *at) for name, at in _PLACES.items()], 4))
        self.area = scrolling(inside)
        self.body.addWidget(self.area, 1)


_PLACES = {
    "name": (0, 0, 2), "capacity": (0, 2, 1), "tier": (0, 3, 1), "place": (1, 0, 2), "address": (1, 2, 2),
    "manager_a": (2, 0, 1), "phone_a": (2, 1, 1), "manager_b": (2, 2, 1), "phone_b": (2, 3, 1),
    "managed_by": (3, 0, 2), "code": (3, 2, 1), "checked_on": (3, 3, 1),
    "latitude": (4, 0, 2), "longitude": (4, 2, 2), "suits": (5, 0, 4), "facilities": (6, 0, 4),
    "area_m2": (7, 0, 1), "structure": (7, 1, 1), "built_in": (7, 2, 1), "camera": (7, 3, 1),
    "warehouse": (8, 0, 2), "remark": (8, 2, 2),
}  # fmt: skip
"""Row, column and width of each field."""
_WALK = (
    "name", "capacity", "address", "manager_a", "phone_a", "manager_b", "phone_b", "managed_by", "code", "checked_on",
    "latitude", "longitude", "area_m2", "structure", "built_in",
)  # fmt: skip


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _codes(editor: CodesEditor) -> tuple[str, ...]:
    return tuple(code for code in editor.value().split(",") if code)
