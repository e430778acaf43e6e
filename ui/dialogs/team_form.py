"""A team as it is kept: all its fields, a paper of it, what it says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLayout, QScrollArea, QVBoxLayout, QWidget

from console import words
from console.domain.spots import SpotSense
from console.domain.teams import LIMITS, CertificateRow, NewCertificate, NewTeam, Readiness, TeamRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.team_steps import read_count, read_decimal
from ui.dialogs.typed_time import told_time
from ui.models.team_rows import Names
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.list_editors import CodesEditor
from ui.widgets.place_tree import PlacePicker
from ui.widgets.scrolling import scrolling
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import LongText, OneLine
from ui.widgets.types_field import TypesField

_SHORT, _LONG = 20, 400
_LINES = ("name", "code", "head_a", "phone_a", "head_b", "phone_b", "call_sign", "base", "agreement")
_FIGURES = ("people", "people_ready", "prepare_minutes")
_DEGREES = ("latitude", "longitude")
_DAYS = ("insurance_until", "last_drill_on")
_PAPER = 60


@dataclass(frozen=True, slots=True)
class FormLists:
    """What can be chosen in the form of a team or an expert, read once on a worker."""

    names: Names
    types: ChoiceList
    places: ChoiceList
    units: ChoiceList


def read_degrees(typed: str, field: str) -> float | None:
    """Degrees, None for nothing; refuses degrees_bad with the field."""
    said = typed.strip().removesuffix("°")
    if not said:
        return None
    degrees = read_decimal(said)
    if degrees is None:
        raise Refused("degrees_bad", text=typed[:_SHORT], field=field)
    return degrees


def scrolled(fields: QLayout) -> QScrollArea:
    """Many fields of a form, scrolled where a window is low."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(fields)
    column.addStretch(1)
    return scrolling(inside)


def say_spot(field: Field, found: SpotSense) -> None:
    """Under the coordinates: in the county, outside of it, swapped …"""
    if found is SpotSense.NONE:
        field.clear_note()
    else:
        field.say_note(f"teams.spot.{found.value}", wrong=found not in (SpotSense.INSIDE, SpotSense.OUTSIDE))


class SpotAsking(Asking):
    """A form with coordinates: ``spot_typed`` asks what they mean, ``show_spot`` says it."""

    spot_typed = Signal(object, object)
    lines: dict[str, OneLine]
    spot: Field

    def show_spot(self, found: SpotSense) -> None:
        say_spot(self.spot, found)

    def listen_to_spot(self) -> None:
        for name in _DEGREES:
            self.lines[name].editingFinished.connect(self._ask_spot)

    def _ask_spot(self) -> None:
        try:
            latitude, longitude = (read_degrees(self.lines[name].text(), name) for name in _DEGREES)
        except Refused as refused:
            self.spot.say_note(f"refused.{refused.code}", wrong=True, **refused.facts)
            return
        self.spot_typed.emit(latitude, longitude)


class TeamDialog(SpotAsking):
    """Hands up a ``NewTeam``; ``row`` is who is changed."""

    LEAST_WIDTH = 900

    def __init__(self, lists: FormLists, row: TeamRow | None, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("teams.new" if row is None else "teams.edit", "button.save", parent=parent)
        self._times = times
        said = row.typed() if row is not None else NewTeam("", "")
        self.lines = {name: OneLine(LIMITS.get(name, _PAPER), getattr(said, name)) for name in _LINES}
        for name in (*_FIGURES, *_DEGREES, *_DAYS):
            self.lines[name] = OneLine(_SHORT, _shown(getattr(said, name)))
        for name in ("phone_a", "phone_b"):
            self.lines[name].numbers = True
        self._names = names = lists.names
        kinds = [item.code for item in names.kinds if item.active or item.code == said.kind]
        self.kind = Choice(kinds, names.kind)
        if said.kind:
            self.kind.choose(said.kind)
        skills = [item.code for item in names.skills if item.active or item.code in said.skills]
        self.skills = CodesEditor(skills, names.skill)
        self.skills.show_value(",".join(said.skills))
        self.types = TypesField(lists.types, said.event_types)
        self.place, self.unit = PlacePicker(_LONG), Suggest(_LONG)
        self.place.set_choices(lists.places)
        self.unit.set_choices(lists.units)
        self.place.show_choice(said.place_id, "")
        self.unit.show_choice(said.organisation_id, "")
        self.registered = QCheckBox()
        self.registered.setChecked(said.registered)
        self.texts = {name: LongText(LIMITS[name]) for name in ("equipment", "remark")}
        for name, text in self.texts.items():
            text.show_text(getattr(said, name))
        self._lay_out_fields()
        self.inputs = {
            **self.lines, "kind": self.kind, "skills": self.skills, "event_types": self.types, "place_id": self.place,
            "organisation_id": self.unit, "registered": self.registered, **self.texts,
        }  # fmt: skip
        self.set_fields([self.lines[name] for name in _WALK])
        self.listen_to_spot()
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.lines["name"]

    def answer(self) -> NewTeam:
        said = {name: self.lines[name].text().strip() for name in _LINES}
        figures = {name: read_count(self.lines[name].text(), name) for name in _FIGURES}
        ready = figures.pop("people_ready")
        degrees = {name: read_degrees(self.lines[name].text(), name) for name in _DEGREES}
        days = {name: _day(self.lines[name].text(), name, self._times) for name in _DAYS}
        for field, editor in (("place_id", self.place), ("organisation_id", self.unit)):
            if editor.typed():
                raise Refused("choice_unknown", text=editor.typed()[:_SHORT], field=field)
        more: dict[str, Any] = {name: value or 0 for name, value in figures.items()} | degrees | days
        return NewTeam(
            kind=self.kind.value() or "", skills=_codes(self.skills.value()), event_types=self.types.codes(),
            organisation_id=_key(self.unit), place_id=self.place.place_id(), people_ready=ready,
            registered=self.registered.isChecked(), equipment=self.texts["equipment"].text(),
            remark=self.texts["remark"].text(), **said, **more,
        )  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "registered"):
            self.registered.setText(words.say("teams.registered_hint"))
            self.lines["code"].setPlaceholderText(words.say("teams.code_given"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "area"):
            using = theme.current()
            for text in self.texts.values():
                text.setFixedHeight(using.px(58))
            self.area.setMinimumHeight(using.px(360))

    def _lay_out_fields(self) -> None:
        label = "teams.column."
        fields = {name: Field(f"{label}{name}", line, required=name == "name") for name, line in self.lines.items()}
        self.spot = fields["latitude"]
        fields |= {
            "kind": Field(f"{label}kind", self.kind, required=True), "skills": Field(f"{label}skills", self.skills),
            "types": Field(f"{label}event_types", self.types), "place": Field(f"{label}place", self.place),
            "unit": Field(f"{label}organisation_id", self.unit),
            "registered": Field(f"{label}registered", self.registered),
            **{name: Field(f"{label}{name}", text) for name, text in self.texts.items()},
        }  # fmt: skip
        self.area = scrolled(spread([(fields[name], *at) for name, at in _PLACES.items()], 4))
        self.body.addWidget(self.area, 1)


_PLACES = {
    "name": (0, 0, 2), "code": (0, 2, 1), "kind": (0, 3, 1),
    "people": (1, 0, 1), "people_ready": (1, 1, 1), "prepare_minutes": (1, 2, 1), "call_sign": (1, 3, 1),
    "head_a": (2, 0, 1), "phone_a": (2, 1, 1), "head_b": (2, 2, 1), "phone_b": (2, 3, 1),
    "place": (3, 0, 2), "base": (3, 2, 2), "latitude": (4, 0, 2), "longitude": (4, 2, 2),
    "skills": (5, 0, 4), "types": (6, 0, 4), "unit": (7, 0, 2), "agreement": (7, 2, 2),
    "insurance_until": (8, 0, 1), "last_drill_on": (8, 1, 1), "registered": (8, 2, 2),
    "equipment": (9, 0, 2), "remark": (9, 2, 2),
}  # fmt: skip
"""Row, column and width of each field."""
_WALK = (
    "name", "code", "people", "people_ready", "prepare_minutes", "call_sign", "head_a", "phone_a", "head_b", "phone_b",
    "base", "latitude", "longitude", "agreement", "insurance_until", "last_drill_on",
)  # fmt: skip


class PaperDialog(Asking):
    """Hands up a ``NewCertificate``; ``row`` is the paper that is changed."""

    LEAST_WIDTH = 560

    def __init__(self, team: str, row: CertificateRow | None, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("teams.paper_new" if row is None else "teams.paper_edit", "button.save", parent=parent)
        self._times = times
        self.say_sentence("teams.paper_of", role="strong", team=team)
        self.lines = {name: OneLine(_PAPER) for name in ("kind", "holder", "number", "expires_on")}
        if row is not None:
            for name, line in self.lines.items():
                line.setText(_shown(getattr(row, name)))
        labels = {"kind": "teams.paper_kind", "number": "teams.paper_number"}
        places = {"kind": (0, 0, 1), "holder": (0, 1, 1), "number": (1, 0, 1), "expires_on": (1, 1, 1)}
        self.body.addLayout(
            spread(
                [
                    (Field(labels.get(name, f"teams.column.{name}"), self.lines[name], required=name == "kind"), *at)
                    for name, at in places.items()
                ],
                2,
            )
        )
        self.inputs = {**self.lines}
        self.set_fields(list(self.lines.values()))

    def answer(self) -> NewCertificate:
        said = {name: self.lines[name].text().strip() for name in ("kind", "holder", "number")}
        return NewCertificate(**said, expires_on=_day(self.lines["expires_on"].text(), "expires_on", self._times))


@dataclass(frozen=True, slots=True)
class Said:
    """What a team says of itself; None: nothing new, and now."""

    readiness: Readiness
    note: str
    since: datetime | None
    people_ready: int | None


class ReadinessDialog(Asking):
    """Hands up a ``Said``."""

    LEAST_WIDTH = 560

    def __init__(self, row: TeamRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("teams.readiness", "button.save", parent=parent)
        self._times = times
        self.say_sentence("teams.paper_of", role="strong", team=row.name)
        self.state = Choice(list(Readiness), lambda one: words.say(f"team.readiness.{one.value}"))
        self.state.choose(row.readiness)
        self.lines = {
            "note": OneLine(LIMITS["note"], row.readiness_note), "since": OneLine(2 * _SHORT),
            "people_ready": OneLine(_SHORT, _shown(row.people_ready)),
        }  # fmt: skip
        fields = {name: Field(f"teams.ready_field.{name}", line) for name, line in self.lines.items()}
        state = Field("teams.column.readiness", self.state, required=True)
        self.body.addLayout(
            spread(((state, 0, 0, 1), (fields["people_ready"], 0, 1, 1), (fields["note"], 1, 0, 2),
                    (fields["since"], 2, 0, 1)), 2)
        )  # fmt: skip
        self.inputs = {"state": self.state, **self.lines}
        self.set_fields([self.lines[name] for name in ("people_ready", "note", "since")])
        self.retranslate()

    def first(self) -> QWidget:
        return self.state

    def answer(self) -> Said:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        since = told_time(self._times, said["since"], "since")
        return Said(self.state.value(), said["note"], since, read_count(said["people_ready"], "people_ready"))

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "lines"):
            self.lines["since"].setPlaceholderText(words.say("upward.sent_at.now"))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _day(typed: str, field: str, times: Times) -> Any:
    return times.read_day(typed, field) if typed.strip() else None


def _codes(value: str) -> Sequence[str]:
    return tuple(code for code in value.split(",") if code)


def _key(field: Suggest) -> UUID | None:
    key = field.key()
    return key if isinstance(key, UUID) else None
