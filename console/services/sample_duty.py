"""Duty of the sample county: sixty days of its shift table, who stands duty, leave, wishes and a swap that waits."""

from __future__ import annotations

import csv
import tomllib
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import resources
from console.domain.clock import Clock
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.roster import Named
from console.services.duty_staff import DutyStaffService, NewStaff
from console.services.leaves import LeavesService, NewLeave
from console.services.roster import RosterService
from console.services.settings import SettingsService
from console.services.swaps import Duty, NewSwap, SwapsService
from console.services.wishes import WishesService
from db.queries import planning as query
from db.store import Store

WHOLE = "whole"
"""The one shift of a day of the sample's template."""


def load(store: Store, clock: Clock, settings: SettingsService, by: Actor, leader: Actor) -> None:
    """Fill an empty sample store whose contact book is there already; ``leader`` grants the leave."""
    data = tomllib.loads(resources.path("sample/duty.toml").read_text(encoding="utf-8"))
    with store.reading() as connection:
        people = {name: ids[0] for name, ids in query.persons_named(connection).items()}
    _staff(DutyStaffService(store, clock), data["staff"], people, by)
    _leave(LeavesService(store, clock), settings.zone(), data["leave"], people, by, leader)
    wishes = WishesService(store, clock)
    for row in data["wish"]:
        wishes.note(people[row["name"]], row["day"], row["wish"], note=row["note"], by=by)
    RosterService(store, clock, settings.zone).fill(_table(), by=by)
    swaps = SwapsService(store, clock, Realm.SAMPLE, settings.zone)
    for row in data["swap"]:
        duty, back = (Duty(row[name], WHOLE, row["post"]) for name in ("day", "back"))
        swaps.ask(NewSwap(duty, people[row["name"]], people[row["other"]], row["reason"], back), by=by)


def _staff(staff: DutyStaffService, rows: list[dict[str, Any]], people: dict[str, UUID], by: Actor) -> None:
    for row in rows:
        for name in row["names"]:
            staff.add(people[name], NewStaff(tuple(row["posts"])), by=by)


def _leave(
    leaves: LeavesService, zone: ZoneInfo, rows: list[dict[str, Any]], people: dict[str, UUID], by: Actor, leader: Actor
) -> None:
    """Whole days, first and last included; what is not granted waits for an answer."""
    for row in rows:
        start = datetime.combine(row["first"], time(), zone)
        end = datetime.combine(row["last"] + timedelta(days=1), time(), zone)
        asked = leaves.ask(NewLeave(people[row["name"]], row["kind"], start, end, row["reason"]), by=by).leave
        if row["granted"]:
            leaves.grant(asked.id, seen=asked.version, by=leader)


def _table() -> dict[tuple[date, str, str], list[Named]]:
    """The shift table of the days around the typhoon night: a heading is a post, as in the template of a day."""
    rows = csv.DictReader(resources.path("sample/roster.csv").read_text(encoding="utf-8").splitlines())
    planned = [(date.fromisoformat(row.pop("day")), row) for row in rows]
    return {(day, WHOLE, post): [Named(row[post])] for day, row in planned for post in row}
