"""The ready check: what a county still has to bring, to say or to plug in before a watch is stood here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.config import DataDir
from console.domain.clock import Clock
from console.domain.copies import too_old
from console.domain.health import LampState, clock_set_back, disk_state, megabytes
from console.domain.lists import LISTS
from console.domain.outbound import rung
from console.domain.people import ALLOWED, Action, Role
from console.domain.place import Level
from console.domain.ready import (
    NOTE,
    OK,
    ROSTER_DAYS,
    VERIFIED_WITHIN,
    WRONG,
    ZERO_DAYS,
    Machine,
    Ready,
    ReadyRow,
    clock_row,
    confirmed_rows,
    contacts_row,
    machine_rows,
    officers_row,
    places_row,
    roster_row,
)
from console.domain.realm import Realm
from console.domain.settings import SETTINGS
from console.seat_file import SeatFile
from console.services import copy_note, fault_words, zero_reports
from console.services.accounts import published_among
from console.services.lists import current_rows
from console.services.roster import RosterService
from console.services.settings import current, rows_of
from console.services.verified import Verified, known_fault
from db import numbers
from db.queries import ready as query
from db.queries import site
from db.store import Store


class ReadyService:
    """Asked on any day, off the window's thread; changes nothing."""

    def __init__(
        self, data: DataDir, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo],
        roster: RosterService,
    ) -> None:  # fmt: skip
        self._data = data
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._roster = roster

    def check(self, machine: Machine | None = None) -> Ready:
        """Every row; ``machine`` is what the window saw of printers, fonts and sound."""
        now = self._clock.now()
        planned = self._rostered(now)
        with self._store.reading() as connection:
            rows = [
                self._realm_row(),
                _site_row(connection, now),
                self._officers(connection),
                _places(connection),
                contacts_row(*query.people(connection)),
                *planned,
                _numbers(connection, now, self._zone()),
                *_confirmed(connection, now),
                _routines(connection),
                _recipients(connection),
                _report_recipients(connection),
                *_zero_units(connection, now.astimezone(self._zone()).date()),
                self._copies(connection, now),
                self._disk(connection, now),
                self._chain(now),
                self._clock_row(connection, now),
            ]
        return Ready((*rows, *machine_rows(machine or Machine())), now)

    def _realm_row(self) -> ReadyRow:
        live = self._realm is Realm.LIVE
        return ReadyRow("realm", OK if live else NOTE, _REALM[self._realm])

    def _officers(self, connection: Connection) -> ReadyRow:
        found = query.active_officers(connection)
        roles = [Role(role) for _, role, _ in found]
        watchers = sum(Action.HAND_OVER in ALLOWED[role] for role in roles)
        published = published_among(hashed for *_, hashed in found) if self._realm is Realm.LIVE else 0
        return officers_row(roles.count(Role.ADMIN), watchers, published)

    def _rostered(self, now: datetime) -> list[ReadyRow]:
        end = now + timedelta(days=ROSTER_DAYS)
        found = self._roster.findings(now, end)
        zone = self._zone()
        plans = self._roster.plans(now.astimezone(zone).date(), end.astimezone(zone).date())
        planned = sum(bool(plan.lines) for plan in plans)
        serious = sum(finding.serious for finding in found)
        following = self._roster.at(now) or self._roster.next_after(now)
        asked = any(line.post == "leader" for line in following.posts)
        leader = following.leader
        facts = {"name": leader.name if leader else "", "at": f"{following.starts_at.astimezone(zone):%m-%d %H:%M}"}
        named = "leader" if leader else "leader_missing" if asked else "leader_not_asked"
        return [
            roster_row(planned, serious, len(found) - serious),
            ReadyRow("leader", WRONG if named == "leader_missing" else OK, named, facts, "panel:roster"),
        ]

    def _copies(self, connection: Connection, now: datetime) -> ReadyRow:
        place, note = SeatFile(self._data.seat).read().settings.backup_place, copy_note.load(self._data.logs)
        if not place:
            return ReadyRow("copies", WRONG, "copies_no_place", jump="copies")
        at = f"{note.made_at.astimezone(self._zone()):%m-%d %H:%M}" if note.made_at else ""
        facts: dict[str, Any] = {"place": place, "at": at, "number": note.number}
        if note.fault or note.made_at is None:
            return ReadyRow("copies", WRONG, "copies_failed" if note.fault else "copies_never", facts, "copies")
        if note.known:
            facts |= {"count": note.known, "fault": fault_words.brief(note.at)}
            return ReadyRow("copies", NOTE, "copies_faulty", facts, "copies")
        if too_old(note.made_at, now, int(current(connection, "backup.max_age", now))):
            return ReadyRow("copies", NOTE, "copies_old", facts, "copies")
        same = _same_disk(Path(place), self._data.root)
        return ReadyRow("copies", NOTE if same else OK, "copies_same_disk" if same else "copies", facts, "copies")

    def _disk(self, connection: Connection, now: datetime) -> ReadyRow:
        try:
            free = shutil.disk_usage(self._data.root).free
        except OSError:
            return ReadyRow("disk", WRONG, "disk_unreadable")
        caution, fault = (int(current(connection, f"disk.{name}", now)) for name in ("caution", "fault"))
        state = {LampState.OK: OK, LampState.CAUTION: NOTE}.get(disk_state(free, caution, fault), WRONG)
        return ReadyRow("disk", state, "disk" if state is OK else "disk_low", {"free": megabytes(free)})

    def _chain(self, now: datetime) -> ReadyRow:
        noted = Verified.load(self._data.logs)
        fault, count = known_fault(noted, copy_note.load(self._data.logs))
        if count:
            code = "chain_faults" if count > 1 else "chain_fault"
            return ReadyRow("chain", WRONG, code, {"at": fault_words.brief(fault), "count": count})
        if not noted.full_at:
            return ReadyRow("chain", NOTE, "chain_never")
        at = datetime.fromisoformat(noted.full_at)
        facts = {"at": f"{at.astimezone(self._zone()):%Y-%m-%d %H:%M}", "number": noted.full_number}
        old = now - at > VERIFIED_WITHIN
        return ReadyRow("chain", NOTE if old else OK, "chain_old" if old else "chain", facts)

    def _clock_row(self, connection: Connection, now: datetime) -> ReadyRow:
        back = clock_set_back(now, site.newest_seen(connection))
        return clock_row(now, self._zone(), now.astimezone(), back)


_REALM = {Realm.LIVE: "realm_live", Realm.SAMPLE: "realm_sample", Realm.EXERCISE: "realm_exercise"}


def _site_row(connection: Connection, now: datetime) -> ReadyRow:
    name = current(connection, "site.name", now)
    default = name == SETTINGS["site.name"].default
    return ReadyRow("site", WRONG if default else OK, "site_default" if default else "site", {"name": name}, "site")


def _places(connection: Connection) -> ReadyRow:
    count = query.places(connection)
    return places_row(count.get(Level.TOWN.value, 0), count.get(Level.VILLAGE.value, 0))


def _numbers(connection: Connection, now: datetime, zone: ZoneInfo) -> ReadyRow:
    """Somebody has said where this year's numbers begin, or they are in use."""
    year = now.astimezone(zone).year
    begun = any(named == year for _, named in numbers.given(connection))
    return ReadyRow("numbers", OK if begun else NOTE, "numbers" if begun else "numbers_open", {"year": year}, "numbers")


def _confirmed(connection: Connection, now: datetime) -> list[ReadyRow]:
    settings = sum(not row.confirmed for row in rows_of(connection, now))
    lists = [key for key in LISTS if not all(item.confirmed for item in current_rows(connection, key))]
    return confirmed_rows(settings, len(lists))


def _routines(connection: Connection) -> ReadyRow:
    rows = [item for item in current_rows(connection, "routines") if item.active]
    facts = {"count": len(rows)}
    if not rows:
        return ReadyRow("routines", NOTE, "routines_none", facts, "list:routines")
    agreed = all(item.confirmed for item in rows)
    return ReadyRow(
        "routines", OK if agreed else NOTE, "routines" if agreed else "routines_open", facts, "list:routines"
    )


def _recipients(connection: Connection) -> ReadyRow:
    rows = [item for item in current_rows(connection, "recipients") if item.active]
    without = sum(not item.get("phone") for item in rows)
    facts = {"count": len(rows), "without": without}
    if not rows:
        return ReadyRow("recipients", NOTE, "recipients_none", facts, "list:recipients")
    code = "recipients_no_phone" if without else "recipients"
    return ReadyRow("recipients", NOTE if without else OK, code, facts, "list:recipients")


def _report_recipients(connection: Connection) -> ReadyRow:
    """Whom reports go to: who is to be rung needs a number, or the report waits for one in the night."""
    rows = [item for item in current_rows(connection, "report_recipients") if item.active]
    by_phone = rung(current_rows(connection, "channels"))
    without = sum(not item.get("phone") and (item.get("channel") or "phone") in by_phone for item in rows)
    facts, jump = {"count": len(rows), "without": without}, "list:report_recipients"
    if not rows:
        return ReadyRow("report_recipients", NOTE, "report_recipients_none", facts, jump)
    code = "report_recipients_no_phone" if without else "report_recipients"
    return ReadyRow("report_recipients", NOTE if without else OK, code, facts, jump)


def _zero_units(connection: Connection, day: date) -> list[ReadyRow]:
    """Looked at only where zero reports are asked for and no unit is listed to ask."""
    found = zero_reports.unlisted(connection, day, ZERO_DAYS)
    if found is None:
        return []
    asked, towns = found
    code = "zero_units_towns" if towns else "zero_units_none"
    return [ReadyRow("zero_units", NOTE, code, {"day": f"{asked:%m-%d}", "count": towns}, "list:zero_units")]


def _same_disk(place: Path, root: Path) -> bool:
    """A copy on the same disk dies with it. A place that cannot be asked is another one: it is not plugged in."""
    try:
        return place.stat().st_dev == root.stat().st_dev
    except OSError:
        return False
