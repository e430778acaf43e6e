"""加需求: what an incident needs, how much, how urgently, where and until when, and who asked for it; dropping one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.incident import IncidentRow
from console.domain.needs import LIMITS, PRIORITIES, NeedKind, NeedRow, NewNeed
from console.domain.stock import checked_amount, shown
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.place_tree import PlacePicker
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import ShortText

_TYPED, _NUMBER, _TIME, _UNIT = 200, 20, 40, 20
_SPOT = re.compile(r"\s*([-+]?[\d.]+)\s*[,，\s]\s*([-+]?[\d.]+)\s*")
Wanted = tuple[NeedKind, str | UUID]
"""What can be chosen: a skill by its code, an item by its id."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen; ``units`` are those of the items, ``decimals`` how many places their amounts have."""

    incidents: tuple[IncidentRow, ...]
    wanted: ChoiceList
    places: ChoiceList
    units: dict[UUID, str] = field(default_factory=dict)
    decimals: dict[UUID, int] = field(default_factory=dict)


class NeedDialog(Asking):
    """Hands up a ``NewNeed``. ``form`` stands there already: of a need that is changed, or what a call says.

    What names a skill or an item is that; any other words stand as they are and are met by nobody's count.
    """

    LEAST_WIDTH = 720

    def __init__(
        self, offered: Offered, form: NewNeed, times: Times, *, changes: NeedRow | None = None, about: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("need.change" if changes else "need.new", "button.save", parent=parent)
        self._offered, self._form, self._times, self._row = offered, form, times, changes
        if about or changes:
            told = f"{changes.number} {changes.incident_number} {changes.incident_title}" if changes else about
            self.say_sentence("need.about", role="strong", about=told)
        self._make_editors()
        self._put_in()
        self._fill(form)
        self._connect()
        self.inputs = self.editors()
        self.set_fields(
            [self.what, self.quantity, self.unit, self.place, self.place_text, self.due, self.asked_by, self.phone,
             self.spot]
        )  # fmt: skip
        self._follow()
        self.retranslate()
        self.restyle()

    def editors(self) -> dict[str, QWidget]:
        """By the names refusals know them by."""
        return {
            "incident": self.incident, "what": self.what, "quantity": self.quantity, "unit": self.unit,
            "priority": self.priority, "place": self.place, "place_text": self.place_text, "due_at": self.due,
            "asked_by": self.asked_by, "phone": self.phone, "spot": self.spot,
        }  # fmt: skip

    def first(self) -> QWidget:
        return self.what if not self.what.text() else self.quantity

    def answer(self) -> NewNeed:
        """Raises Refused with ``field`` where something typed cannot stand."""
        incident = self.incident.value()
        if incident is None:
            raise Refused("no_such_incident", field="incident")
        kind, key = self._wanted()
        latitude, longitude = self._spot()
        place = " ".join(part for part in (self.place.text().strip(), self.place_text.text().strip()) if part)
        return replace(
            self._form, incident=incident, kind=kind, skill=str(key) if kind is NeedKind.SKILL else "",
            item=key if isinstance(key, UUID) else None, what=self.what.text().strip(),
            quantity=checked_amount(self.quantity.text(), self._decimals(), field="quantity"),
            unit=self.unit.text().strip(), priority=self.priority.value(), place=place,
            place_id=self.place.place_id(), latitude=latitude, longitude=longitude, due_at=self._due(),
            asked_by=self.asked_by.text().strip(), phone=self.phone.text().strip(),
        )  # fmt: skip

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        named = _FIELDS.get(str(error.facts.get("field", "")), "") if isinstance(error, Refused) else ""
        if named in self._shown and isinstance(error, Refused):
            self._shown[named].say_note(f"refused.{error.code}", wrong=True, **error.facts)

    def hand_up(self) -> None:
        for one in self._shown.values():
            one.clear_note()
        self._follow()
        super().hand_up()

    def field_of(self, refused: Refused) -> QWidget | None:
        return self.inputs.get(_FIELDS.get(str(refused.facts.get("field", "")), ""))

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "spot"):
            self.due.setPlaceholderText(words.say("need.due_hint"))
            self.spot.setPlaceholderText(words.say("need.spot_hint"))
            self.what.setPlaceholderText(words.say("need.what_hint"))
            self._follow()

    def _make_editors(self) -> None:
        rows = {row.id: row for row in self._offered.incidents}
        self.incident = Choice(list(rows), lambda one: f"{rows[one].number} {rows[one].title}" if one in rows else "")
        self.what = Suggest(LIMITS["what"])
        self.what.set_choices(self._offered.wanted)
        self.quantity, self.unit = ShortText(_NUMBER), ShortText(_UNIT)
        self.priority = Choice(PRIORITIES, lambda one: words.say(f"need.priority.{one}"))
        self.place, self.place_text = PlacePicker(_TYPED), ShortText(LIMITS["place"])
        self.place.set_choices(self._offered.places)
        self.due, self.asked_by, self.phone = (
            ShortText(_TIME),
            ShortText(LIMITS["asked_by"]),
            ShortText(LIMITS["phone"]),
        )
        self.phone.numbers = True
        self.spot = ShortText(_TIME)

    def _put_in(self) -> None:
        shown = {
            "incident": (self.incident, 0, 0, 6), "what": (self.what, 1, 0, 3), "quantity": (self.quantity, 1, 3, 1),
            "unit": (self.unit, 1, 4, 1), "priority": (self.priority, 1, 5, 1), "place": (self.place, 2, 0, 3),
            "place_text": (self.place_text, 2, 3, 3), "due_at": (self.due, 3, 0, 2),
            "asked_by": (self.asked_by, 3, 2, 2), "phone": (self.phone, 3, 4, 2), "spot": (self.spot, 4, 0, 3),
        }  # fmt: skip
        must = {"incident", "what", "quantity"}
        self._shown = {name: Field(f"need.{name}", one[0], required=name in must) for name, one in shown.items()}
        self.body.addLayout(spread(((self._shown[name], *at) for name, (_, *at) in shown.items()), 6))
        self._shown["incident"].setVisible(self._row is None)

    def _connect(self) -> None:
        self.what.edited.connect(self._follow)
        self.incident.picked.connect(self._place_of)

    def _fill(self, form: NewNeed) -> None:
        self.incident.choose(form.incident)
        key = (form.kind, form.skill) if form.kind is NeedKind.SKILL else (form.kind, form.item)
        known = key if self._offered.wanted.of(key) is not None else None
        self.what.show_choice(known, form.what)
        self.quantity.setText(shown(form.quantity))
        self.unit.setText(form.unit)
        self.priority.choose(form.priority)
        path = self._show_place(form.place_id)
        self.place_text.setText(form.place.removeprefix(path).strip())
        self.due.setText(self._times.minute(form.due_at) if form.due_at else "")
        self.asked_by.setText(form.asked_by)
        self.phone.setText(form.phone)
        if form.latitude is not None and form.longitude is not None:
            self.spot.setText(f"{form.latitude}, {form.longitude}")

    def _show_place(self, place_id: UUID | None) -> str:
        """The path that stands in its field now."""
        known = self._offered.places.of(place_id) if place_id is not None else None
        self.place.show_choice(place_id if known is not None else None, known.path if known else "")
        return known.path if known is not None else ""

    def _place_of(self, incident: UUID) -> None:
        """Another incident lies elsewhere; what somebody typed stays."""
        before = next((row for row in self._offered.incidents if row.place_id == self.place.place_id()), None)
        row = next((row for row in self._offered.incidents if row.id == incident), None)
        if row is not None and (before is not None or not self.place.text().strip()):
            self._show_place(row.place_id)

    def _wanted(self) -> tuple[NeedKind, str | UUID | None]:
        key = self.what.key()
        return key if isinstance(key, tuple) else (NeedKind.OTHER, None)

    def _follow(self) -> None:
        """The unit is the item's, or teams; words of one's own bring their own."""
        kind, key = self._wanted()
        if kind is not NeedKind.OTHER:
            unit = self._offered.units.get(key, "") if isinstance(key, UUID) else words.say("need.unit.team")
            if self.unit.text() != unit:
                self.unit.setText(unit)
        self.unit.setReadOnly(kind is not NeedKind.OTHER)
        if self.what.text().strip():
            self._shown["what"].say_note(f"need.kind.{kind.value}")
        else:
            self._shown["what"].clear_note()

    def _decimals(self) -> int:
        kind, key = self._wanted()
        if kind is NeedKind.OTHER:
            return 3
        return self._offered.decimals.get(key, 0) if isinstance(key, UUID) else 0

    def _due(self) -> datetime | None:
        typed = self.due.text().strip()
        if not typed or (self._form.due_at is not None and typed == self._times.minute(self._form.due_at)):
            return self._form.due_at if typed else None
        try:
            return self._times.ahead(typed)
        except Refused as refused:
            raise refused.about("due_at") from None

    def _spot(self) -> tuple[float, float] | tuple[None, None]:
        typed = self.spot.text().strip()
        if not typed:
            return None, None
        found = _SPOT.fullmatch(typed)
        try:
            pair = tuple(float(part) for part in found.groups()) if found else ()
        except ValueError:  # 1.2.3
            pair = ()
        if len(pair) != 2 or not all(map(math.isfinite, pair)):
            raise Refused("bad_degrees", text=typed[:20], field="spot")
        return pair[0], pair[1]


class DropDialog(Asking):
    """Hands up why a need is wanted no longer."""

    def __init__(self, row: NeedRow, parent: QWidget | None = None) -> None:
        super().__init__("need.drop", "need.drop", kind="danger", parent=parent)
        self.say_sentence(
            "need.about", role="strong", about=f"{row.number} {row.what} {shown(row.quantity)} {row.unit}"
        )
        if row.by:
            self.say_sentence("need.drop_sent", role="caution")
        self.reason = ShortText(LIMITS["reason"])
        self.body.addWidget(Field("need.reason", self.reason, required=True))
        self.set_fields([self.reason])
        self.inputs = {"reason": self.reason}

    def answer(self) -> str:
        if not self.reason.text().strip():
            raise Refused("reason_missing", field="reason")
        return self.reason.text()


def form_of(row: NeedRow) -> NewNeed:
    """A need that stands, as it can be said anew."""
    return NewNeed(
        row.incident, row.kind, row.quantity, row.skill, row.item, row.what, row.unit, row.priority, row.place,
        row.place_id, row.shelter, row.latitude, row.longitude, row.due_at, row.asked_by, row.phone, row.source,
        row.source_id, row.source_key, row.id,
    )  # fmt: skip


def incidents_first(rows: Sequence[IncidentRow], wanted: UUID | None) -> tuple[IncidentRow, ...]:
    """The one that is meant before the others."""
    return tuple(sorted(rows, key=lambda row: row.id != wanted))


_FIELDS = {
    name: name
    for name in (
        "incident", "what", "quantity", "unit", "priority", "place", "place_text", "due_at", "asked_by", "phone", "spot"
    )
} | {"latitude": "spot"}  # fmt: skip
"""By the names refusals use."""
