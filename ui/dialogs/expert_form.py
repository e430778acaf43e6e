"""An expert as they are kept."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.experts import LIMITS, ExpertRow, NewExpert, Tier
from ui import theme
from ui.dialogs.team_form import FormLists, SpotAsking, read_degrees, scrolled
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import LongText, OneLine
from ui.widgets.types_field import TypesField

_SHORT, _PHONE = 20, 60
_LINES = ("name", "field", "code", "unit", "title", "phone", "phone_b", "address", "hours")
_DEGREES = ("latitude", "longitude")
_PLACES = {
    "name": (0, 0, 1), "field": (0, 1, 1), "code": (0, 2, 1), "unit": (1, 0, 1), "title": (1, 1, 1), "tier": (1, 2, 1),
    "phone": (2, 0, 1), "phone_b": (2, 1, 1), "hours": (2, 2, 1), "address": (3, 0, 1), "latitude": (3, 1, 1),
    "longitude": (3, 2, 1), "types": (4, 0, 3), "remark": (5, 0, 3),
}  # fmt: skip
"""Row, column and width of each field."""


class ExpertDialog(SpotAsking):
    """Hands up a ``NewExpert``; ``row`` is who is changed. Who they are in the contact book stays as it is."""

    LEAST_WIDTH = 820

    def __init__(self, lists: FormLists, row: ExpertRow | None, parent: QWidget | None = None) -> None:
        super().__init__("experts.new" if row is None else "experts.edit", "button.save", parent=parent)
        said = row.typed() if row is not None else NewExpert("", "")
        self._person = said.person_id
        self.lines = {name: OneLine(LIMITS.get(name, _PHONE), getattr(said, name)) for name in _LINES}
        for name in _DEGREES:
            value = getattr(said, name)
            self.lines[name] = OneLine(_SHORT, "" if value is None else str(value))
        for name in ("phone", "phone_b"):
            self.lines[name].numbers = True
        self.tier = Choice(list(Tier), lambda tier: words.say(f"expert.tier.{tier.value}"))
        self.tier.choose(said.tier)
        self.types = TypesField(lists.types, said.event_types)
        self.remark = LongText(LIMITS["remark"])
        self.remark.show_text(said.remark)
        label = "teams.column."
        fields = {
            name: Field(f"{label}{name}", line, required=name in ("name", "field")) for name, line in self.lines.items()
        }
        self.spot = fields["latitude"]
        fields |= {
            "tier": Field(f"{label}tier", self.tier), "types": Field(f"{label}event_types", self.types),
            "remark": Field(f"{label}remark", self.remark),
        }  # fmt: skip
        fields["hours"].say_note("experts.hours_hint")
        self.area = scrolled(spread([(fields[name], *at) for name, at in _PLACES.items()], 3))
        self.body.addWidget(self.area, 1)
        self.inputs = {**self.lines, "tier": self.tier, "event_types": self.types, "remark": self.remark}
        self.set_fields(list(self.lines.values()))
        self.listen_to_spot()
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.lines["name"]

    def answer(self) -> NewExpert:
        said = {name: self.lines[name].text().strip() for name in _LINES}
        latitude, longitude = (read_degrees(self.lines[name].text(), name) for name in _DEGREES)
        return NewExpert(
            person_id=self._person, event_types=self.types.codes(), tier=self.tier.value(), latitude=latitude,
            longitude=longitude, remark=self.remark.text(), **said,
        )  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "lines"):
            self.lines["code"].setPlaceholderText(words.say("teams.code_given"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "remark"):
            self.remark.setFixedHeight(theme.current().px(58))
            self.area.setMinimumHeight(theme.current().px(360))
