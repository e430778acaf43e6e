"""How the program itself is: disk, backup, chain, clock; what the lamps show and the doctor says."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.config import DataDir
from console.domain.clock import Clock
from console.domain.copies import too_old
from console.domain.faults import Fault
from console.domain.health import LampState, LampValue, clock_set_back, disk_state, megabytes
from console.domain.log import EntryKind, NewEntry
from console.domain.people import Actor
from console.seat_file import SeatFile
from console.services import link_lamp
from console.services.copy_note import load
from console.services.fault_words import brief
from console.services.settings import current
from console.services.verified import Verified, known_fault
from db import books, checking, schema
from db.chain import GENESIS, instant
from db.queries import site
from db.store import Store
from db.types import to_micros

TAIL = 5_000
"""Lines of each book one call of ``verify_tail`` walks at most: a fifth of a second on a busy machine (measured)."""


class HealthService:
    """Asked on the window's tick and by the tool; cheap but for ``verify``."""

    def __init__(self, data: DataDir, store: Store, clock: Clock) -> None:
        self._data = data
        self._store = store
        self._clock = clock
        self._guard = threading.Lock()
        self._verified: Verified | None = None
        self._fault: Fault | None = None
        self._behind = True

    def lamps(self) -> list[LampValue]:
        """Disk, backup, chain and clock as they stand, and devices where there are some; reads only."""
        return [
            self._disk(),
            self._backup(),
            self._chain(),
            self._clock_lamp(),
            *self._wire(),
        ]

    def verify(self) -> checking.Checked:
        """Check everything (seconds per million lines) and note the result for the lamp and the doctor."""
        with self._store.reading() as connection:
            found = checking.everything(connection, self._data.attachments)
        with self._guard:
            noted = self._noted()
            noted.full_at, noted.full_number = instant(self._clock.now()), found.duty.count
            noted.full_audit = found.audit.count
            noted.full_fault, noted.full_count = found.fault.at if found.fault else "", found.faults.count
            self._fault, self._behind = found.fault, False
            if found.fault is None:
                noted.reached = {walked.book: (walked.count, walked.head.hex()) for walked in (found.duty, found.audit)}
            noted.save(self._data.logs)
        return found

    def verify_tail(self, limit: int = TAIL) -> LampValue:
        """Walk both books on from where the last call stopped, at most ``limit`` lines each; the chain's lamp.

        Called again and again it keeps up with what is recorded. What was walked in an earlier run is believed if
        the line it ended at is still the same; only ``verify`` looks at everything.
        """
        with self._guard:
            if self._fault is None:
                self._walk_on(limit)
        return self._chain()

    def notice_clock(self) -> bool:
        """Whether the clock stands before the newest recorded time; the log gets one line about it, once.

        Nothing is ever refused for it: lines keep their order by number.
        """
        now = self._clock.now()
        with self._store.reading() as connection:
            newest = site.newest_seen(connection)
            back = clock_set_back(now, newest)
            if back is None or newest is None:
                return False
            line = uuid5(NAMESPACE_OID, f"clock set back before {to_micros(newest)}")
            if _known(connection, line):
                return True
        text = f"本机时钟早于最近一条记录：现在 {instant(now)}，最近记录 {instant(newest)}，相差 {shown(back)}"
        with self._store.writing(by=Actor.program()) as tx:
            if not _known(tx.connection, line):
                books.append(tx, books.DUTY, NewEntry(line, text, EntryKind.SYSTEM), at=self._clock.now())
        return True

    def _walk_on(self, limit: int) -> None:
        noted = self._noted()
        before = dict(noted.reached)
        behind = False
        with self._store.reading() as connection:
            for book in (books.DUTY, books.AUDIT):
                number, digest = noted.reached.get(book, (0, GENESIS.hex()))
                reached = checking.onward(connection, book, number, bytes.fromhex(digest), limit)
                if reached.fault is not None:
                    self._fault = reached.fault
                    return
                noted.reached[book] = (reached.number, reached.digest.hex())
                behind = behind or not reached.at_head
        self._behind = behind
        if noted.reached != before:
            noted.save(self._data.logs)

    def _noted(self) -> Verified:
        if self._verified is None:
            self._verified = Verified.load(self._data.logs)
        return self._verified

    def _chain(self) -> LampValue:
        with self._guard:
            noted, fault, behind = self._noted(), self._fault, self._behind
            number = noted.reached.get(books.DUTY, (0, ""))[0]
        at, count = known_fault(noted, load(self._data.logs))
        if fault is not None:
            at, count = fault.at, max(1, count)
        if count:
            return LampValue("chain", LampState.FAULT, _wrong(at, count), {"number": brief(at), "count": count})
        code = "lamp.chain.checking" if behind else "lamp.chain.ok"
        return LampValue("chain", LampState.OK, code, {"number": number})

    def _disk(self) -> LampValue:
        try:
            free = shutil.disk_usage(self._data.root).free
        except OSError:
            return LampValue("disk", LampState.FAULT, "lamp.disk.unreadable")
        now = self._clock.now()
        with self._store.reading() as connection:
            caution, fault = (int(current(connection, f"disk.{name}", now)) for name in ("caution", "fault"))
        return LampValue("disk", disk_state(free, caution, fault), "lamp.disk.free", {"free": megabytes(free)})

    def _backup(self) -> LampValue:
        """The second place, by what was noted there last: the place itself may be slow, or gone."""
        place, note, now = (
            SeatFile(self._data.seat).read().settings.backup_place,
            load(self._data.logs),
            self._clock.now(),
        )
        with self._store.reading() as connection:
            hours = int(current(connection, "backup.max_age", now))
            zone = ZoneInfo(current(connection, "site.time_zone", now))
        at = f"{note.made_at.astimezone(zone):%m-%d %H:%M}" if note.made_at else ""
        facts: dict[str, Any] = {"at": at, "place": note.place}
        if note.fault:
            return LampValue(
                "backup", LampState.FAULT, "lamp.backup.failed" if at else "lamp.backup.failed_first", facts
            )
        if note.made_at is None or not place:
            return LampValue("backup", LampState.OFF, "lamp.backup.last" if at else "lamp.backup.never", facts)
        if note.known:
            facts |= {"count": note.known, "number": brief(note.at)}
            return LampValue("backup", LampState.CAUTION, "lamp.backup.faulty", facts)
        old = too_old(note.made_at, now, hours)
        return LampValue("backup", LampState.CAUTION if old else LampState.OK, "lamp.backup.last", facts)

    def _wire(self) -> list[LampValue]:
        with self._store.reading() as connection:
            return link_lamp.lamps(connection, self._data)

    def _clock_lamp(self) -> LampValue:
        with self._store.reading() as connection:
            back = clock_set_back(self._clock.now(), site.newest_seen(connection))
        if back is None:
            return LampValue("clock", LampState.OK, "lamp.clock.ok")
        return LampValue("clock", LampState.CAUTION, "lamp.clock.back", {"back": shown(back)})


def shown(span: timedelta) -> str:
    """Hours, minutes and seconds of a span, e.g. ``26:03:09``."""
    seconds = round(span.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _wrong(at: str, count: int = 1) -> str:
    """The lamp's words for a fault there: at a line or a record, or at a guard that is gone; the first of several."""
    if count > 1:
        return "lamp.chain.several"
    return "lamp.chain.unguarded" if at in schema.triggers() else "lamp.chain.broken"


def _known(connection: Connection, line: UUID) -> bool:
    found = connection.exec_driver_sql("SELECT 1 FROM log_entry WHERE id = ?", (line.hex,)).first()
    return found is not None
