"""The sample county, brought in the way a county's own data come in: through the services."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import as_file
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

import resources
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Actor, Role
from console.domain.roster import Named
from console.services import lines
from console.services.accounts import AccountsService
from console.services.places import PlacesService
from console.services.roster import RosterService
from console.services.settings import SettingsService
from db import books
from db.base import Base
from db.models.people import Organisation, Person, PhoneNumber, Post, PostHolder
from db.store import Store, Tx


@dataclass(frozen=True, slots=True)
class SampleOfficer:
    """An account of the sample county; its password is published."""

    name: str
    role: Role
    password: str


def starts_at() -> datetime:
    """When the sample county begins: the morning before its typhoon night."""
    at: datetime = _plan()["starts_at"]
    return at


def officers() -> list[SampleOfficer]:
    """Who can sign in to a sample store, for the demonstration to print."""
    return [SampleOfficer(row["name"], Role(row["role"]), row["password"]) for row in _plan()["officer"]]


def load(
    store: Store, clock: Clock, places: PlacesService, accounts: AccountsService, settings: SettingsService, by: Actor
) -> None:
    """Fill an empty sample store: settings, places, people, officers."""
    first, *others = officers()
    admin = accounts.add(first.name, first.role, first.password, by=by).actor
    for officer in others:
        accounts.add(officer.name, officer.role, officer.password, by=admin)
    for row in _plan()["setting"]:
        settings.change(row["key"], row["value"], row["basis"], confirmed=False, by=by)
    with as_file(resources.path("sample/places.csv")) as file:
        places.import_file(file, by=by)
    with store.writing(by=by) as tx:
        made = _people(tx)
        lines.write(tx, books.AUDIT, ActKind.IMPORT, f"people.csv: {len(made)}", at=clock.now(), about=made)
    _plan_shifts(RosterService(store, clock, settings.zone), by)


def _plan_shifts(roster: RosterService, by: Actor) -> None:
    """The shift table of the days around the typhoon night: a heading is a post, as in the template of a day."""
    for row in csv.DictReader(resources.path("sample/roster.csv").read_text(encoding="utf-8").splitlines()):
        day = date.fromisoformat(row.pop("day"))
        for post, name in row.items():
            roster.set_cell(day, "whole", post, [Named(name)], seen=(), by=by)


def _plan() -> dict[str, Any]:
    return tomllib.loads(resources.path("sample/sample.toml").read_text(encoding="utf-8"))


def _people(tx: Tx) -> list[Base]:
    """Organisations, posts, persons and their numbers; persons who have an account already are the same ones."""
    made: list[Base] = []
    known: dict[str, Base] = {person.name: person for person in tx.session.scalars(select(Person))}
    for row in csv.DictReader(resources.path("sample/people.csv").read_text(encoding="utf-8").splitlines()):
        organisation = _once(known, made, row["organisation"], Organisation, name=row["organisation"])
        titled = f"{row['organisation']}/{row['post']}"
        post = _once(known, made, titled, Post, name=row["post"], organisation_id=organisation.id)
        person = _once(known, made, row["name"], Person, name=row["name"])
        person.pinyin, person.initials, person.version = row["pinyin"], row["initials"], person.version or 1
        if person not in made:
            person.version += 1
            made.append(person)
        made.append(PostHolder(id=uuid4(), post_id=post.id, person_id=person.id, rank=row["rank"]))
        made += _numbers(person.id, row)
    _add_in_order(tx, made)
    return made


def _once(known: dict[str, Base], made: list[Base], key: str, kind: type[Base], **values: Any) -> Any:
    if key not in known:
        known[key] = kind(id=uuid4(), version=1, **values)
        made.append(known[key])
    return known[key]


def _numbers(person_id: UUID, row: dict[str, str]) -> list[PhoneNumber]:
    given = [(kind, row[kind]) for kind in ("mobile", "office") if row[kind]]
    return [
        PhoneNumber(
            id=uuid4(), person_id=person_id, kind=kind, number=number, digits=number.replace("-", ""), dial_order=order
        )
        for order, (kind, number) in enumerate(given, 1)
    ]


def _add_in_order(tx: Tx, made: list[Base]) -> None:
    for kind in (Organisation, Post, Person, PostHolder, PhoneNumber):
        tx.session.add_all(row for row in made if isinstance(row, kind))
        tx.flush()
