"""会商: who was asked and who came, what was said, and what came of it (提示单, 整改单 are tasks of it)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console.errors import Refused

LIMITS = {"title": 100, "chair": 60, "unit": 100, "person": 60, "minutes": 20_000}
"""Longest texts in characters."""
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_JOIN = "、"


@dataclass(frozen=True, slots=True)
class Attendant:
    """A unit that was asked. ``came`` by itself or by ``person``; ``in_time`` within the time the notice set."""

    unit: str
    came: bool = False
    person: str = ""
    in_time: bool = True
    material: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """The three rates of a consultation: 到会率, 准时率, 材料提交率, as parts of all units asked."""

    asked: int
    came: int
    in_time: int
    material: int


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """One consultation as recorded; ``tasks`` and ``open_tasks`` count what was given out from it."""

    id: UUID
    number: str
    incident_id: UUID | None
    title: str
    held_at: datetime
    ended_at: datetime | None
    way: str
    chair: str
    attendance: tuple[Attendant, ...]
    minutes: str
    recorded_at: datetime
    by_name: str
    version: int
    tasks: int = 0
    open_tasks: int = 0


def attendance(of: Iterable[Attendant]) -> Attendance:
    """Who came late or sent nothing counts against the rate, who did not come against all three."""
    told = list(of)
    came = [one for one in told if one.came]
    return Attendance(len(told), len(came), sum(one.in_time for one in came), sum(one.material for one in told))


def people_of(text: str, units: Iterable[str] = ()) -> dict[str, str]:
    """Who came for which unit, as it is typed: ``县气象局 王例三、县水利局 李例四``; several of one unit by a space.

    ``units`` are known ones, which may have spaces of their own. Refuses person_unit_missing for a name alone.
    """
    known = sorted(units, key=len, reverse=True)
    told: dict[str, str] = {}
    for part in (" ".join(one.split()) for one in _SEPARATORS.split(text)):
        if not part:
            continue
        unit = next((one for one in known if f"{part} ".startswith(f"{one} ")), part.partition(" ")[0])
        name = part.removeprefix(unit).strip()
        if not name:
            raise Refused("person_unit_missing", person=part)
        told[unit] = f"{told[unit]} {name}" if unit in told else name
    return told


def people_text(of: Iterable[Attendant]) -> str:
    """The same, as it is typed."""
    return _JOIN.join(f"{one.unit} {one.person}" for one in of if one.person)


def with_person(text: str, unit: str, person: str) -> str:
    """One more who came; somebody who stands there already stays where they are."""
    told = people_of(text, [unit])
    if person in told.get(unit, "").split():
        return text
    told[unit] = f"{told[unit]} {person}" if unit in told else person
    return _JOIN.join(f"{one} {names}" for one, names in told.items())


def unit_of(organisation: str, asked: Iterable[str]) -> str:
    """The unit that was asked which an organisation of the contact book is: 例县气象局 is 县气象局."""
    known = list(asked)
    if organisation in known:
        return organisation
    return next((one for one in known if one in organisation or organisation in one), organisation)


def came_as(
    asked: Iterable[str], came: Iterable[str], late: Iterable[str], material: Iterable[str], people: Mapping[str, str]
) -> tuple[Attendant, ...]:
    """All attendants: those who were asked, then those who came without; who is named came, by that person.

    Refuses unit_not_there (``field``) for a late one who did not come, for material of one who was not there.
    """
    there, late, sent = dict.fromkeys([*came, *people]), list(late), list(material)
    units = list(dict.fromkeys([*asked, *there]))
    for name, told, among in (("late", late, list(there)), ("material", sent, units)):
        wrong = next((unit for unit in told if unit not in among), None)
        if wrong is not None:
            raise Refused("unit_not_there", unit=wrong, field=name)
    return tuple(Attendant(unit, unit in there, people.get(unit, ""), unit not in late, unit in sent) for unit in units)
