"""What stands of the watch, read: who is on it, its sheets, what is open, what waits for a confirmation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.duty import EmergencyRow, OpenPoints, SheetRow, ShiftRow
from console.domain.routine import waiting_of
from console.domain.sheets import PastSheet
from console.services import checks, routine
from console.services.roster import calendar
from db import books
from db.queries import duty as query
from db.queries import emergencies as emergency_query
from db.queries import sheets as sheet_query
from db.store import Store


class DutyReads:
    """The asking half of ``DutyService``."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store, self._clock, self._zone = store, clock, zone

    def on_watch(self) -> ShiftRow | None:
        """The watch that runs, its posts as they are manned now."""
        with self._store.reading() as connection:
            shift = query.on_watch(connection)
            return shift.at(self._clock.now()) if shift else None

    def last_shift(self) -> ShiftRow | None:
        with self._store.reading() as connection:
            return query.last_closed(connection)

    def running_sheet(self) -> SheetRow | None:
        with self._store.reading() as connection:
            return query.running_sheet(connection)

    def sheet(self, number: str | None = None) -> SheetRow | None:
        """The sheet of that number, or the newest."""
        with self._store.reading() as connection:
            return query.newest_sheet(connection, number)

    def past_sheets(self, limit: int = 100, before: datetime | None = None) -> list[PastSheet]:
        """Sheets both officers signed, the newest first; ``before`` is the cut-off of the last one already shown."""
        with self._store.reading() as connection:
            return sheet_query.past(connection, limit, before)

    def open_points(self) -> OpenPoints:
        """What a hand-over started now would find open."""
        at = self._clock.now()
        with self._store.reading() as connection:
            head, _ = books.head_of(connection, books.DUTY)
            found, shift = query.open_points(connection, at, head), query.on_watch(connection)
            if shift is None:
                return found
            unchecked = sum(row.state is None for row in checks.rows_of(connection, shift.id))
            due = waiting_of(routine.shift_rows(connection, at, self._zone()))
            return replace(found, unchecked=unchecked, routines=len(due), routines_over=len(due.over))

    def emergency(self, shift_id: UUID) -> EmergencyRow | None:
        """How that shift was taken in an emergency; None where it was taken otherwise."""
        with self._store.reading() as connection:
            return emergency_query.of_shift(connection, shift_id)

    def waiting_emergencies(self) -> tuple[EmergencyRow, ...]:
        """Emergency take-overs that wait for their confirmation, the oldest first."""
        with self._store.reading() as connection:
            return emergency_query.waiting(connection)

    def posts_to_fill(self) -> tuple[str, ...]:
        """The posts of the shift whoever takes the watch now stands, 带班领导 aside."""
        at = self._clock.now()
        with self._store.reading() as connection:
            days = calendar(connection, at, self._zone())
            return days.template_on(days.slot_to_take(at).day).items("posts")
