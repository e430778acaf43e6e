"""What a workbook of shelters would do to a store: row by row, compared by code or name, nothing written yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console import words
from console.domain.importing import Progress
from console.domain.shelters import FACILITIES, SUITS, ShelterForm, Tier, differences
from console.domain.team_table import Changed, Difference, Reading, Row
from console.errors import Refused
from console.services import place_said
from console.services import shelter_writing as writing
from console.services.place_said import Said
from console.services.shelter_words import said
from console.services.team_import_plan import Plan
from db.models.shelters import Shelter
from db.queries import shelters as query
from db.store import Tx

_KEPT = frozenset({"code", "name", "capacity", "tier", "camera"})
"""Columns whose empty cell changes nothing."""


class _Work:
    """A file held against the store, row by row."""

    def __init__(self, connection: Connection, reading: Reading) -> None:
        self._reading, self._plan = reading, Plan()
        self._lists = writing.known(connection)
        stored = connection.execute(select(Shelter.__table__)).mappings()
        self._rows: dict[UUID, Any] = {row["id"]: row for row in stored}
        self._places, self._stores = place_said.places(connection), place_said.stores(connection)
        self._named: dict[tuple[str, UUID | None], UUID] = {
            (row["name"], row["place_id"]): row["id"] for row in self._rows.values() if row["active"]
        }
        self._seen: dict[UUID, int] = {}

    def plan(self, progress: Progress) -> Plan:
        rows = self._reading.rows.get("shelters", [])
        for row in progress.over("compare", rows, len(rows)):
            try:
                self._take(row)
            except Refused as trouble:
                self._reading.refuse(row.refused(trouble))
        return self._plan

    def _take(self, row: Row) -> None:
        told = self._told(row)
        code, name = row.values.get("code", ""), row.values.get("name", "")
        known = self._lists.codes.get(code) if code else self._known(name, told)
        key = known or uuid4()
        if key in self._seen:
            raise Refused("team_twice", field="code", number=code or name, row=self._seen[key])
        stored = self._rows.get(key)
        before = query.form_of(stored) if stored is not None else None
        kept = {field for field in _KEPT if before is not None and told.get(field) in ("", None)}
        given = {field: value for field, value in told.items() if field not in kept}
        form = replace(before or ShelterForm("", 0, id=key), **given)
        if before is None and told.get("capacity") is None:
            raise Refused("shelter_field_missing", field="capacity")
        form = writing.sound(form, self._lists, before)
        if writing.outside(form, self._lists):
            self._reading.findings.append(row.problem("teams.problem.outside", "latitude", warning=True))
        self._seen[key], self._named[form.name, form.place_id] = row.number, key
        if before is None or stored is None:
            self._plan.add(_new(form))
            return
        worded = partial(said, named=self._lists.named)
        changed = [Difference(*one) for one in differences(before, form, worded)]
        if not stored["active"]:
            changed.append(Difference("active", "停用", "启用"))
        self._plan.update(Shelter, key, _changed(form), Changed(row.sheet, row.number, form.code, form.name,
                                                                tuple(changed)))  # fmt: skip

    def _known(self, name: str, told: Mapping[str, Any]) -> UUID | None:
        """By name at its place; where the file names no place, by a name only one has."""
        if "place_id" in told:
            return self._named.get((name, told["place_id"]))
        found = {key for (called, _), key in self._named.items() if called == name}
        return found.pop() if len(found) == 1 else None

    def _told(self, row: Row) -> dict[str, Any]:
        """What the row says, as fields of a form: a column the file does not have is not in it."""
        told = {name: value for name, value in row.values.items() if name not in ("place", "warehouse")}
        for name, field, found in (("place", "place_id", self._places), ("warehouse", "warehouse_id", self._stores)):
            if name in row.values:
                told[field] = _pointed(row.values[name], name, found)
        if told.get("tier"):
            told["tier"] = _tier(told["tier"])
        for name, known in (("suits", SUITS), ("facilities", FACILITIES)):
            if name in told:
                told[name] = tuple(_code(name, one, known) for one in told[name])
        return told


def planned(connection: Connection, reading: Reading, progress: Progress) -> Plan:
    """Shelters are known by code, else by name and place."""
    return _Work(connection, reading).plan(progress)


def _pointed(given: str, name: str, known: Said) -> UUID | None:
    if not given:
        return None
    found = known.meant(given)
    if len(found) != 1:
        raise Refused("shelter_points_nowhere", field=name, value=given[:40], count=len(found))
    return found[0]


def _tier(given: str) -> Tier:
    by_word = {words.say_in("zh", f"shelters.tier.{one.value}"): one for one in Tier}
    tier = by_word.get(given) or by_word.get(f"{given}级") or by_word.get(given.replace("镇", "乡"))
    if tier is None:
        raise Refused("shelter_choice_bad", field="tier", value=given[:40])
    return tier


def _code(name: str, given: str, known: tuple[str, ...]) -> str:
    for code in known:
        if given in (code, said(name, (code,), {})):
            return code
    raise Refused("shelter_choice_bad", field=name, value=given[:40])


def _new(form: ShelterForm) -> Callable[[Tx], Shelter]:
    def act(_tx: Tx) -> Shelter:
        row = Shelter(id=form.id, state="closed", active=True, version=1)
        writing.put(row, form)
        return row

    return act


def _changed(form: ShelterForm) -> Callable[[Tx], Shelter]:
    def act(tx: Tx) -> Shelter:
        row = tx.session.get_one(Shelter, form.id)
        writing.put(row, form)
        row.active, row.version = True, row.version + 1
        return row

    return act
