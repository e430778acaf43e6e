"""The sample county, brought in the way a county's own data come in: through the services."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import as_file
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import resources
from console.domain.clock import Clock
from console.domain.contact_book import Rank, UnitKind
from console.domain.group_rule import Rule
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.services import (
    sample_devices,
    sample_duty,
    sample_map,
    sample_plans,
    sample_shelters,
    sample_stores,
    sample_teams,
)
from console.services.accounts import AccountsService
from console.services.contact_groups import ContactGroups
from console.services.contact_people import ContactPeople
from console.services.contacts import ContactsService
from console.services.lists import ListsService
from console.services.map_import import MapFiles
from console.services.places import PlacesService
from console.services.sample_people import COUNT, people_csv, verified_on
from console.services.settings import SettingsService
from db.store import Store


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
    store: Store, clock: Clock, places: PlacesService, accounts: AccountsService, settings: SettingsService, by: Actor,
    contacts: int = COUNT,
) -> None:  # fmt: skip
    """Fill an empty sample store: settings, places, people (``contacts`` of them), officers, lines, groups."""
    first, *others = officers()
    admin = accounts.add(first.name, first.role, first.password, by=by).actor
    made = [accounts.add(officer.name, officer.role, officer.password, by=admin).actor for officer in others]
    leader = next(actor for actor in made if actor.role is Role.COMMANDER)
    for row in _plan()["setting"]:
        settings.change(row["key"], row["value"], row["basis"], confirmed=False, by=by)
    with as_file(resources.path("sample/places.csv")) as file:
        places.import_file(file, by=by)
    with as_file(resources.path(sample_map.FILE)) as file:
        MapFiles(store, clock).import_file(file, by=by)
    _people(ContactsService(store, clock, settings.zone), contacts, by)
    _verify(ContactPeople(store, clock, settings.zone), clock.now().astimezone(settings.zone()).date(), by)
    _groups(ContactGroups(store, clock, settings.zone), by)
    lists = ListsService(store, clock)
    for row in _plan()["line"]:
        lists.add("lines", row, by=by)
    sample_duty.load(store, clock, settings, by, leader)
    sample_plans.load(store, clock, by)
    sample_teams.load(store, clock, by)
    sample_stores.load(store, clock, Realm.SAMPLE, by)
    sample_shelters.load(store, clock, settings.zone, by)
    sample_devices.load(store, clock, settings.zone, by)


def _people(book: ContactsService, count: int, by: Actor) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        file.write_text(people_csv(count), encoding="utf-8")
        book.import_file(file, by=by)


def _verify(people: ContactPeople, today: date, by: Actor) -> None:
    """Most numbers were tried lately, some long ago, some never."""
    rows = people.unverified(to=by)
    for day, numbers in sorted(verified_on((row.shown for row in rows), today).items()):
        tried = set(numbers)
        people.verify([row.phone_id for row in rows if row.shown in tried], day, by=by)


def _groups(groups: ContactGroups, by: Actor) -> None:
    for row in _plan()["group"]:
        kinds = tuple(UnitKind(kind) for kind in row.get("kinds", ()))
        rank = Rank(row["rank"]) if "rank" in row else None
        groups.add_rule(row["name"], Rule(kinds, row.get("post", ""), rank), by=by)


def _plan() -> dict[str, Any]:
    return tomllib.loads(resources.path("sample/sample.toml").read_text(encoding="utf-8"))
