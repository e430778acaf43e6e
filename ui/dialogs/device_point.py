"""A point of a device: what it answers to on the wire, where it is, from where a reading alarms, who is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize
from uuid import UUID, uuid4

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.devices import LIMITS
from console.domain.plans import PlanRow
from console.domain.wire import PointForm, PointRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.team_steps import read_count
from ui.models.device_rows import figure
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.place_tree import PlacePicker
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import LongText, OneLine

_SHORT, _LONG = 24, 400
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_POINTS = str.maketrans({"，": ".", "。": ".", "−": "-", "—": "-"})
"""What the keys of point and minus give while Chinese is typed."""


@dataclass(frozen=True, slots=True)
class PointLists:
    """What can be chosen, read once on a worker."""

    places: ChoiceList
    types: ChoiceList
    plans: Sequence[PlanRow]


@dataclass(frozen=True, slots=True)
class PointSaid:
    """The point, and who is told by name where the names were written anew; None leaves them as they are."""

    form: PointForm
    people: tuple[str, ...] | None


class PointDialog(Asking):
    """Hands up a ``PointSaid``."""

    LEAST_WIDTH = 820

    def __init__(self, lists: PointLists, device_id: UUID, row: PointRow | None, parent: QWidget | None = None) -> None:
        super().__init__("devices.point_new" if row is None else "devices.point_edit", "button.save", parent=parent)
        self._form = row.form if row is not None else PointForm(uuid4(), device_id, "")
        self._plans = {plan.id: plan.title for plan in lists.plans}
        self._said = words.say("list.join").join(row.persons) if row is not None else ""
        form = self._form
        self.lines = {
            name: OneLine(LIMITS.get("point_code" if name == "code" else name, _LONG), getattr(form, name))
            for name in ("name", "account", "zone", "code", "place_text", "unit")
        }
        for name in ("above", "below", "repeat_seconds"):
            value = getattr(form, name)
            self.lines[name] = OneLine(_SHORT, "" if value is None else figure(value))
        self.people = OneLine(_LONG, self._said)
        self.place, self.type = PlacePicker(_LONG), Suggest(_LONG)
        self.place.set_choices(lists.places)
        self.place.show_choice(form.place_id, "")
        self.type.set_choices(lists.types)
        self.type.show_choice(form.event_type, "")
        self.plan = Choice([None, *self._plans], lambda key: self._plans.get(key) or words.say("devices.no_plan"))
        self.plan.choose(form.plan_id)
        self.priority = Choice((0, 1, 2, 3), lambda at: words.say(f"alarm.priority.{at}"))
        self.priority.choose(form.priority)
        self.remark = LongText(LIMITS["remark"])
        self.remark.show_text(form.remark)
        self._lay_out_fields()
        self.inputs = {
            **self.lines, "person_ids": self.people, "place_id": self.place, "event_type": self.type,
            "plan_id": self.plan, "priority": self.priority, "remark": self.remark,
        }  # fmt: skip
        above = [self.lines[name] for name in _WALK]
        self.set_fields([*above, self.type, self.place, self.lines["place_text"], self.people])
        self._set_tab_order()
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.lines["name"]

    def answer(self) -> PointSaid:
        for picker, field in ((self.place, "place_id"), (self.type, "event_type")):
            if picker.typed():
                raise Refused("choice_unknown", text=picker.typed()[:20], field=field)
        said = {name: self.lines[name].text().strip() for name in ("name", "account", "zone", "code", "unit")}
        form = PointForm(
            self._form.id, self._form.device_id, **said, place_id=self.place.place_id(),
            place_text=self.lines["place_text"].text().strip(), event_type=self.type.key(),
            plan_id=self.plan.value(), person_ids=self._form.person_ids, priority=self.priority.value(),
            repeat_seconds=read_count(self.lines["repeat_seconds"].text(), "repeat_seconds"),
            above=read_limit(self.lines["above"].text(), "above"),
            below=read_limit(self.lines["below"].text(), "below"), remark=self.remark.text(),
        )  # fmt: skip
        written = self.people.text().strip()
        return PointSaid(form, None if written == self._said else names_of(written))

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "people"):
            self.people.setPlaceholderText(words.say("devices.people_hint"))
            for name in ("account", "zone", "code"):
                self.lines[name].setPlaceholderText(words.say("devices.any"))
            self.lines["repeat_seconds"].setPlaceholderText(words.say("devices.as_device"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "remark"):
            self.remark.setFixedHeight(theme.current().px(52))

    def _editors(self) -> dict[str, QWidget]:
        return {
            **self.lines, "people": self.people, "place": self.place, "event_type": self.type, "plan": self.plan,
            "priority": self.priority, "remark": self.remark,
        }  # fmt: skip

    def _set_tab_order(self) -> None:
        """As the eye goes; editors were made in another order."""
        named = self._editors()
        chain = [*(named[name] for name in sorted(_PLACES, key=_PLACES.__getitem__)), self.no, self.yes]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    def _lay_out_fields(self) -> None:
        fields = {
            name: Field(_LABELS.get(name, f"devices.field.{name}"), editor, required=name == "name")
            for name, editor in self._editors().items()
        }
        inside = QVBoxLayout()
        inside.addLayout(spread([(fields[name], *at) for name, at in _PLACES.items()], 4))
        self.body.addLayout(inside, 1)


_LABELS = {"code": "devices.field.event_code"}
_PLACES = {
    "name": (0, 0, 2), "priority": (0, 2, 1), "repeat_seconds": (0, 3, 1),
    "account": (1, 0, 1), "zone": (1, 1, 1), "code": (1, 2, 1), "unit": (1, 3, 1),
    "above": (2, 0, 1), "below": (2, 1, 1), "event_type": (2, 2, 2),
    "place": (3, 0, 2), "place_text": (3, 2, 2), "people": (4, 0, 2), "plan": (4, 2, 2), "remark": (5, 0, 4),
}  # fmt: skip
"""Row, column and width of each field."""
_WALK = ("name", "repeat_seconds", "account", "zone", "code", "unit", "above", "below")
"""Lines above the place, in the order Enter walks them."""


def names_of(text: str) -> tuple[str, ...]:
    """Names as they are written one behind the other, each once."""
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))


def read_limit(text: str, field: str) -> float | None:
    """A threshold as it is typed, in full width too; None where none is. Refuses what is no number."""
    plain = normalize("NFKC", text.translate(_POINTS)).strip()
    if not plain:
        return None
    if not _DECIMAL.fullmatch(plain):
        raise Refused("bad_threshold", field=field)
    return float(plain)
