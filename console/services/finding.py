"""Where a record stands, by the number somebody says; goods, stores, teams, experts, shelters, devices by name;
alarms by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain import experts, shelters, teams
from console.domain.alarm import AlarmKind, AlarmRow, AlarmState
from console.domain.clock import Clock
from console.domain.finding import PANEL_OF, RecordHit, said_number
from console.domain.realm import Realm
from console.domain.stores import ItemForm, Kept, WarehouseForm
from console.domain.wire import DeviceRow
from console.services.experts import every as every_expert
from console.services.stores import matches
from console.services.teams import every as every_team
from db import numbers
from db.models.wire import Device
from db.queries import finding as query
from db.queries import places, stock_bound, stores, wire
from db.queries import shelters as shelter_query
from db.store import Store

MOST_PLACES = 30
"""Places of one word a warning is looked for by."""
TITLE = 80
"""Characters of a record that are shown beside its number."""


class FindingService:
    """Asked by the palette."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def by_number(self, text: str) -> list[RecordHit]:
        """The record whose number that is; nothing for text that is none, or a number nobody was given."""
        said = said_number(text, self._clock.now().astimezone(self._zone()).year)
        if said is None:
            return []
        series = said[0]
        with self._store.reading() as connection:
            found = query.by_number(connection, series, numbers.shown(*said, self._realm))
        if found is None:
            return []
        record, number, words = found
        title = "" if series in ("JJ", "RB", "ZB", "YB") else " ".join(words.split())[:TITLE]
        return [RecordHit(record, number, title, PANEL_OF[series])]

    def by_name(self, text: str, limit: int = 4) -> list[RecordHit]:
        """Goods and stores by code, name or pinyin, lots by their number, teams, experts, shelters, devices, alarms,
        warnings by their words and towns.

        Alarms by words, account, place or device: first those that wait and nobody has seen, then the newest.
        ``limit`` of each; what is retired is not offered.
        """
        wanted = text.split()
        if not wanted:
            return []
        with self._store.reading() as connection:
            found = [
                *_kept(stores.kept(connection, ItemForm), wanted)[:limit],
                *_kept(stores.kept(connection, WarehouseForm), wanted)[:limit],
                *_lots(connection, text.strip(), limit),
            ]
            crews, advisers = every_team(connection), every_expert(connection)
            havens, devices = shelter_query.rows(connection), wire.devices(connection, Device.active.is_(True))
            alarms = query.alarms_like(connection, [word.casefold() for word in wanted], limit)
            warnings = query.warnings_like(connection, _with_places(connection, wanted), limit)
        found += [RecordHit(row["id"], row["number"], _warning(row), PANEL_OF["YJ"]) for row in warnings]
        found += [RecordHit(row.id, row.number, _alarm(row, self._zone()), PANEL_OF["GJ"]) for row in alarms]
        found += _devices(devices, text, limit)
        found += [RecordHit(one.id, one.code, one.name, "teams") for one in teams.found(crews, text, limit)]
        found += [RecordHit(one.id, one.code, one.name, "teams") for one in experts.found(advisers, text, limit)]
        found += [RecordHit(one.id, one.form.code, one.name, "shelters") for one in shelters.named(havens, text, limit)]
        return found


def _kept(rows: Iterable[Kept[Any]], wanted: Sequence[str]) -> list[RecordHit]:
    return [RecordHit(row.id, row.form.code, row.form.name, "stores") for row in rows if matches(row, wanted)]


def _devices(rows: Iterable[DeviceRow], text: str, limit: int) -> list[RecordHit]:
    """By code or name, in either language."""
    asked = text.strip().casefold()
    named = [row for row in rows if asked in f"{row.form.code} {row.form.name} {row.form.name_en}".casefold()]
    return [RecordHit(row.id, row.form.code, row.form.name, "devices") for row in named[:limit]]


def _alarm(row: AlarmRow, zone: ZoneInfo) -> str:
    """03:12 例一商厦消防主机 火警 未确认: several of one device are told apart."""
    named = row.words_en if row.words_en and words.language() == "en" else row.words
    said = row.text or row.words if row.kind is AlarmKind.MESSAGE else named
    state = "unseen" if row.sounds else "waits" if row.state is AlarmState.OPEN else row.state.value
    at = f"{row.first_at.astimezone(zone):%m-%d %H:%M}"
    parts = (at, row.point_name or row.device_name, said[:TITLE], words.say(f"finding.alarm.{state}"))
    return " ".join(" ".join(parts).split())


def _with_places(connection: Connection, wanted: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Each word in small letters, with the ids of places that are called so."""
    nodes = places.everything(connection)
    return [
        (word.casefold(), [str(node.id) for node in nodes if word in node.name][:MOST_PLACES]) for word in wanted
    ]  # fmt: skip


def _warning(row: dict[str, Any]) -> str:
    """生效 县气象台发布暴雨红色预警."""
    title = row["title"] or words.say("warning.untitled")
    return f"{words.say('warning.state.' + row['state'])} {title}"[:TITLE]


def _lots(connection: Connection, code: str, limit: int) -> list[RecordHit]:
    rows = stock_bound.lots_like(connection, lot=code, limit=limit)
    return [RecordHit(row.id, row.code, row.name, "stores") for row in rows]
