"""What a sheet of points is held against: whom, where and what its words mean, and how the ledger says it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from console import words
from console.domain.alarm import PRIORITIES
from console.domain.contact_cells import folded
from console.domain.contact_table import Finding
from console.domain.list_table import ListLine, RowRefused
from console.domain.point_cells import Named
from console.domain.wire import DeviceForm, PointForm
from console.errors import Refused
from console.services import place_said
from console.services.list_people import Finder, Known
from console.services.place_said import Said
from db.models.people import Person, PhoneNumber
from db.models.places import Place
from db.models.plans import Plan
from db.models.wire import Device, DevicePoint
from db.queries import event_types
from db.queries.wire import ids

_BETWEEN = re.compile(r"[\s/／>＞\-—]+")
"""What people write between a town and its village."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A device of the ledger as sheets name it."""

    id: UUID
    code: str
    name: str
    driver: str
    active: bool


class LedgerGround:
    """One reading of the store for all rows of a file, or of an export."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        asked = select(Device.id, Device.code, Device.name, Device.driver, Device.active).order_by(Device.code)
        self.devices: Mapping[UUID, Kept] = {row.id: Kept(*row) for row in connection.execute(asked)}
        self._said: dict[str, list[Kept]] = {}
        for one in self.devices.values():
            for word in dict.fromkeys((one.code, folded(one.code), folded(one.name))):
                self._said.setdefault(word, []).append(one)

    # what words mean

    def device(self, said: str) -> Kept | None:
        """By code, else by a name or a code in other letters that only one has."""
        exact = next((one for one in self._said.get(said, ()) if one.code == said), None)
        found = self._said.get(folded(said), [])
        return exact or (found[0] if len(found) == 1 else None)

    @cached_property
    def places(self) -> Said:
        return place_said.places(self._connection)

    def place(self, town: str, place: str) -> tuple[UUID | None, str, int]:
        """The place meant, what of the words is no place, and how many places those may be."""
        for said, rest in ((f"{town}{place}", ""), (town, place)):
            found = self.places_called(said)
            if len(found) == 1:
                return found[0], rest, 1
        return None, f"{town}{place}", len(self.places_called(place or town))

    def places_called(self, said: str) -> list[UUID]:
        """Places of that name or code, as it is written or with what the county is called before it."""
        bare = _BETWEEN.sub("", said)
        ways = (said, bare, *(bare.removeprefix(name) for name in self._counties if bare.startswith(name)))
        return next((found for way in ways if (found := self.places.meant(way))), [])

    @cached_property
    def types(self) -> Said:
        """Event types by name or code; a name two have does not say which."""
        rows: Any = [(row.code, (row.name, row.code)) for row in event_types.everything(self._connection)]
        return Said().take(rows)

    @cached_property
    def plans(self) -> Said:
        rows = self._connection.execute(select(Plan.id, Plan.title, Plan.code))
        return Said().take((row.id, (row.title, row.code)) for row in rows)

    def meant(self, line: ListLine, column: str, known: Said, said: str) -> Any:
        """The one thing a cell names; None where it is empty. Refuses meant_unclear."""
        if not said:
            return None
        found = known.meant(said)
        if len(found) != 1:
            raise RowRefused(line.refused(column, "meant_unclear", given=said[:40], count=len(found)))
        return found[0]

    def persons(self, named: Named, digits: Sequence[str]) -> list[Known]:
        """Everybody who may be meant; a number or what stood in brackets tells namesakes apart."""
        numbers = {*named.digits, *digits}
        if not named.name:
            return [self._finder.people[key] for key in self._dialled(numbers)]
        found = self._finder.named(named.name)
        if named.aside:
            aside = folded(named.aside)
            found = [one for one in found if aside in (folded(one.staff_number), *map(folded, one.units))] or found
        if len(found) > 1 and numbers:
            rung = self._dialled(numbers)
            found = [one for one in found if one.id in rung] or found
        return found

    # how the ledger says it

    def point_cells(self, form: PointForm) -> dict[str, str]:
        """A point under the heads the import reads."""
        kind: Any = form.event_type
        return {
            "device": self.devices[form.device_id].code, "account": form.account, "zone": form.zone, "code": form.code,
            "point_name": form.name, "place": self.places.of(form.place_id), "place_text": form.place_text,
            "persons": "、".join(self._people_said.get(one, "") for one in form.person_ids),
            "event_type": self.types.of(kind), "plan": self.plans.of(form.plan_id),
            "priority": self._priorities[form.priority],
            "repeat": "" if form.repeat_seconds is None else str(form.repeat_seconds),
            "above": figure(form.above), "below": figure(form.below), "unit": form.unit, "note": form.remark,
        }  # fmt: skip

    def device_cells(self, form: DeviceForm) -> dict[str, str]:
        """A device under the heads the import reads; options a line each, so that a value may have any sign."""
        return {
            "device": form.code, "device_name": form.name, "name_en": form.name_en,
            "driver": words.say_in("zh", f"driver.{form.driver}"), "url": form.url, "line": form.line,
            "options": "\n".join(f"{name}={value}" for name, value in sorted(form.options.items())),
            "place": self.places.of(form.place_id), "place_text": form.place_text,
            "priority": self._priorities[form.priority], "repeat": str(form.repeat_seconds),
            "silent": str(form.silent_seconds), "note": form.remark, "profile": form.profile,
        }  # fmt: skip

    # inside

    @cached_property
    def _priorities(self) -> Mapping[int, str]:
        return priority_words()

    @cached_property
    def _counties(self) -> tuple[str, ...]:
        """Names of what lies in nothing else, the longest first."""
        asked = select(Place.name).where(Place.parent_id.is_(None), Place.name != "")
        return tuple(sorted(self._connection.execute(asked).scalars(), key=len, reverse=True))

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._connection)

    @cached_property
    def _people_said(self) -> Mapping[UUID, str]:
        """Everybody by name, namesakes with their number or a unit; who has left is said too."""
        everybody = {row.id: row.name for row in self._connection.execute(select(Person.id, Person.name))}
        count: dict[str, int] = {}
        for name in everybody.values():
            count[folded(name)] = count.get(folded(name), 0) + 1
        return {
            key: name if count[folded(name)] == 1 else self._told_apart(key, name) for key, name in everybody.items()
        }

    def _told_apart(self, key: UUID, name: str) -> str:
        known = self._finder.people.get(key)
        aside = (known.staff_number or next(iter(known.units), "")) if known is not None else ""
        return f"{name}（{aside}）" if aside else name

    @cached_property
    def _numbers(self) -> Mapping[str, set[UUID]]:
        asked = select(PhoneNumber.digits, PhoneNumber.person_id).where(PhoneNumber.person_id.is_not(None))
        made: dict[str, set[UUID]] = {}
        for digits, person in self._connection.execute(asked.where(PhoneNumber.valid_to.is_(None))):
            assert person is not None, "as it was asked"
            made.setdefault(digits, set()).add(person)
        return made

    def _dialled(self, numbers: Iterable[str]) -> set[UUID]:
        """Who is rung by one of these."""
        found = {person for number in numbers for person in self._numbers.get(number, ())}
        return found & self._finder.people.keys()


def active_points(connection: Connection) -> list[PointForm]:
    """Every point that means something, by device and name."""
    names = tuple(PointForm.__dataclass_fields__)
    asked = select(DevicePoint.__table__).where(DevicePoint.active.is_(True))
    asked = asked.order_by(DevicePoint.device_id, DevicePoint.name, DevicePoint.account, DevicePoint.zone)
    rows = connection.execute(asked).mappings()
    return [PointForm(**{name: row[name] for name in names} | {"person_ids": ids(row["person_ids"])}) for row in rows]


def figure(value: float | None) -> str:
    """All of its digits and no power of ten: read again it is the same number."""
    return "" if value is None else f"{Decimal(repr(value)).normalize():f}"


def priority_words() -> dict[int, str]:
    """按设备, 一级, 二级, 三级 by their number."""
    return {at: words.say_in("zh", f"alarm.priority.{at}") for at in (0, *PRIORITIES)}


def row_refused(line: ListLine, error: Refused, columns: Mapping[str, str]) -> RowRefused:
    """What the services refuse a form for, as a finding about its row; ``columns`` by the name of the field."""
    field = str(error.facts.get("field", ""))
    found = Finding(line.sheet, line.row, columns.get(field, "row"), f"refused.{error.code}", error.facts)
    return RowRefused(found)
