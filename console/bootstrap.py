"""The one place where real things are chosen and joined: store, clock, services."""

from __future__ import annotations

import getpass
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from console.config import DataDir
from console.desk.warnings import WarningsDesk
from console.domain.clock import Clock, ResumedClock, StoppedClock, SystemClock
from console.domain.people import Actor
from console.domain.realm import Realm
from console.errors import Unavailable
from db import opening
from db.queries import site

if TYPE_CHECKING:
    from console.services.copies_there import Found
    from db.store import Store

log = logging.getLogger(__name__)


class Desk(WarningsDesk):
    """Everything a front end asks: services on one store with one clock, each made when it is first asked for."""


def build(data: DataDir, clock: Clock | None = None, *, read_only: bool = False) -> Desk:
    """Open the store and join the services. A live store takes the system clock only."""
    opened = opening.open_store(data, at=SystemClock().now(), read_only=read_only)
    try:
        desk = Desk(data, opened, _clock_for(data, opened, clock))
        if not read_only:
            _notice_clock(desk)
        return desk
    except BaseException:
        opened.close()
        raise


def _notice_clock(desk: Desk) -> None:
    try:
        desk.health.notice_clock()
    except Unavailable as trouble:
        # a full or busy disk stops the line about the clock, never the opening: reading must go on
        log.warning("a clock set back could not be recorded: %s", trouble)


def _clock_for(data: DataDir, opened: opening.Opened, asked: Clock | None) -> Clock:
    if opened.info.realm is Realm.LIVE:
        if asked is not None and not isinstance(asked, SystemClock):
            raise ValueError("a live store takes the system clock only")
        return SystemClock()
    if asked is not None:
        return asked
    with opened.store.reading() as connection:
        newest = site.newest_time(connection)
    if newest is None:
        return SystemClock()
    if opened.use is None:
        return ResumedClock(newest)
    from console.services import practice_clock

    clock, opened.practice = practice_clock.resumed(data, newest)
    return clock


def create(data: DataDir, realm: Realm) -> None:
    """Make a store that is empty but for its code tables."""
    opening.create(data, realm, at=SystemClock().now())


def create_sample(data: DataDir, contacts: int | None = None) -> None:
    """Make a sample store with the sample county in it; one that could not be filled is not left behind.

    ``contacts``: how many people its contact book has, unless the usual number.
    """
    opening.create(data, Realm.SAMPLE, at=SystemClock().now(), fill=lambda store: _sample_county(store, contacts))


def restore(data: DataDir, source: Path, *, by: Actor, known_faults: bool = False) -> Found:
    """Begin again from a copy, in an empty data directory; the log's next line says so.

    ``known_faults``: somebody has read which faults the copy carries and asks for it all the same.
    """
    from console.services import restoring

    asked = restoring.brought_in(data, source, at=SystemClock().now(), known_faults=known_faults)
    with asked as (work, found):
        desk = build(work)
        try:
            desk.copies.note_restored(found, by=by)
        finally:
            desk.close()
    return found


def _sample_county(store: Store, contacts: int | None = None) -> None:
    from console.services import sample, sample_people
    from console.services.accounts import AccountsService
    from console.services.places import PlacesService
    from console.services.settings import SettingsService

    clock = StoppedClock(sample.starts_at())
    accounts = AccountsService(store, clock, Realm.SAMPLE)
    settings = SettingsService(store, clock, Realm.SAMPLE)
    count = sample_people.COUNT if contacts is None else contacts
    sample.load(store, clock, PlacesService(store, clock), accounts, settings, tool_actor(), count)


def tool_actor() -> Actor:
    """The tool with the name of the OS user who runs it."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = str(os.getuid()) if hasattr(os, "getuid") else "?"
    return Actor.tool(name)
