"""Lists a county edits: which there are, what their rows hold, what a value must look like to mean something."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from console.domain.clock import YEARS
from console.domain.dispatch_lists import DISPATCH_LISTS
from console.domain.incident_lists import INCIDENT_LISTS
from console.domain.list_spec import FieldKind, ListField, ListSpec
from console.domain.warning_lists import WARNING_LISTS
from console.errors import Refused

__all__ = ["LISTS", "FieldKind", "ListField", "ListItem", "ListSpec", "TemplateShift", "checked_values", "shifts_of"]


@dataclass(frozen=True, slots=True)
class ListItem:
    """A row as it counts now. ``shipped``: the county has not touched this list, it is the program's proposal.

    ``code`` names the row for ever; ``version`` is what a change must name as seen (0 for shipped rows).
    """

    list: str
    code: str
    values: Mapping[str, str]
    active: bool
    confirmed: bool
    shipped: bool
    version: int

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def name(self, language: str) -> str:
        """The row's name in that language; a county that gave none in English reads its own."""
        return (self.get("name_en") if language == "en" else "") or self.get("name")

    def items(self, name: str) -> tuple[str, ...]:
        """A field of kind ITEMS as a tuple."""
        return tuple(part.strip() for part in self.get(name).split(",") if part.strip())


_NAME = ListField("name", required=True)
_NAME_EN = ListField("name_en", limit=80)
_BASIS = ListField("basis", limit=200)

SECTIONS = ("materials", "equipment", "keys")
"""Check-list sections of the hand-over sheet: 5 materials and shelters, 7 equipment, 8 keys, seals, cars, papers."""

LISTS: dict[str, ListSpec] = {
    spec.key: spec
    for spec in (
        ListSpec(
            "channels",
            (
                _NAME,
                _NAME_EN,
                ListField("way", FieldKind.CHOICE, True, ("in", "out", "both")),
                ListField("group", FieldKind.CHOICE, True, ("phone", "written", "system", "public", "device")),
                ListField("hides_caller", FieldKind.YES_NO, True),
            ),
        ),
        ListSpec(
            "lines",
            (
                _NAME,
                ListField("number", required=True, limit=40),
                ListField("channel", limit=40, choices=("@channels",)),
            ),
        ),
        ListSpec(
            "recipients",
            (
                ListField("name", required=True, limit=100),
                ListField("person"),
                ListField("phone", limit=40),
                ListField("channel", limit=40, choices=("@channels",)),
            ),
        ),
        ListSpec(
            "templates",
            (
                _NAME,
                _NAME_EN,
                ListField("shifts", FieldKind.SHIFTS, True, limit=200),
                ListField("posts", FieldKind.ITEMS, True, limit=200),
                ListField("leader", FieldKind.YES_NO, True),
                _BASIS,
            ),
        ),
        ListSpec(
            "periods",
            (
                _NAME,
                _NAME_EN,
                ListField("from", FieldKind.DAY, True),
                ListField("to", FieldKind.DAY, True),
                ListField("template", limit=40, choices=("@templates",)),
                ListField("zero_report", FieldKind.YES_NO, True),
                ListField("zero_time", FieldKind.TIME),
                _BASIS,
            ),
        ),
        ListSpec(
            "holidays",
            (
                _NAME,
                ListField("date", FieldKind.DAY, True),
                ListField("kind", FieldKind.CHOICE, True, ("holiday", "workday", "weekend")),
                _BASIS,
            ),
        ),
        ListSpec(
            "routines",
            (
                ListField("name", required=True, limit=100),
                _NAME_EN,
                ListField("time", FieldKind.TIME, True),
                ListField("window", FieldKind.WHOLE, True, low=1, high=1440),
                ListField("post", limit=32),
                ListField("standard", FieldKind.LONG, limit=500),
                ListField("standard_en", FieldKind.LONG, limit=500),
                ListField("templates", FieldKind.ITEMS, limit=200, choices=("@templates",)),
                ListField("periods", FieldKind.ITEMS, limit=200, choices=("@periods",)),
                ListField("weekdays", FieldKind.ITEMS, limit=20, choices=tuple("1234567")),
            ),
        ),
        ListSpec(
            "checks",
            (
                ListField("name", required=True, limit=100),
                _NAME_EN,
                ListField("section", FieldKind.CHOICE, True, SECTIONS),
                ListField("standard", FieldKind.LONG, limit=500),
                ListField("standard_en", FieldKind.LONG, limit=500),
                ListField("asks_value", FieldKind.YES_NO, True),
                ListField("one_by_one", FieldKind.YES_NO),
            ),
        ),
        ListSpec("zero_units", (ListField("name", required=True, limit=100), ListField("phone", limit=40))),
        *INCIDENT_LISTS,
        *DISPATCH_LISTS,
        *WARNING_LISTS,
    )
}
"""Every list. A template's ``shifts`` read ``code=HH:MM/hours``, several with commas: ``day=08:00/12,night=20:00/12``.

A day is ``MM-DD`` (every year) or ``YYYY-MM-DD``. ``templates``, ``periods`` and ``weekdays`` (1…7, Monday first) of a
routine are where it belongs; empty is everywhere.
"""


def checked_values(spec: ListSpec, values: Mapping[str, str]) -> dict[str, str]:
    """The values as they will be stored; refuses by the field's name what has no meaning."""
    unknown = set(values) - {field.name for field in spec.fields}
    if unknown:
        raise Refused("list_field_unknown", field=min(unknown))
    return {field.name: _checked(spec, field, values.get(field.name, "")) for field in spec.fields}


def _checked(spec: ListSpec, field: ListField, value: str) -> str:
    value = " ".join(value.split()) if field.kind is not FieldKind.LONG else value.strip()
    if not value:
        if field.required:
            raise Refused("list_field_missing", list=spec.key, field=field.name)
        return ""
    printable = all(part.isprintable() for part in value.split("\n"))
    if len(value) > field.limit or not printable or not _MEANS[field.kind](field, value):
        raise Refused("list_field_bad", list=spec.key, field=field.name, value=value[:80])
    return value


def _whole(field: ListField, value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 9 and field.low <= int(value) <= field.high


_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY = re.compile(r"(?:([0-9]{4})-)?([01][0-9])-([0-3][0-9])")
_LEAP = 2000
_SHIFT = re.compile(rf"([a-z][a-z0-9_]{{0,15}})=({_TIME})/([0-9]{{1,2}})")


def _is_day(value: str) -> bool:
    """A day of the calendar, of one year or of each: then 29 February is one too."""
    found = _DAY.fullmatch(value)
    if found is None or int(found[1] or _LEAP) not in YEARS:
        return False
    try:
        date(int(found[1] or _LEAP), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True


_MEANS: dict[FieldKind, Callable[[ListField, str], bool]] = {
    FieldKind.TEXT: lambda _field, _value: True,
    FieldKind.LONG: lambda _field, _value: True,
    FieldKind.TIME: lambda _field, value: re.fullmatch(_TIME, value) is not None,
    FieldKind.WHOLE: _whole,
    FieldKind.DAY: lambda _field, value: _is_day(value),
    FieldKind.CHOICE: lambda field, value: value in field.choices,
    FieldKind.YES_NO: lambda _field, value: value in {"yes", "no"},
    FieldKind.ITEMS: lambda _field, value: all(part.strip() for part in value.split(",")),
    FieldKind.SHIFTS: lambda _field, value: bool(shifts_of(value)),
}


@dataclass(frozen=True, slots=True)
class TemplateShift:
    """One shift of a template: its code, when it starts (station time, HH:MM) and how many hours it runs."""

    code: str
    starts: str
    hours: int


def shifts_of(value: str) -> tuple[TemplateShift, ...]:
    """The shifts a template's text names, in order; empty where the text cannot be read or runs over 48 hours."""
    made = []
    for part in value.split(","):
        read = _SHIFT.fullmatch(part.strip())
        if read is None or not 1 <= int(read[4]) <= 48:
            return ()
        made.append(TemplateShift(read[1], read[2], int(read[4])))
    return tuple(made) if len({shift.code for shift in made}) == len(made) else ()
