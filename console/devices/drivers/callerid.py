"""Serial caller-ID boxes: each ringing is one call, with the number as soon as the exchange sent it.

The number comes between the first and the second bell (FSK) or before the first (DTMF); lines of text come one by one,
so a number waits half a second for the name behind it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from console.devices.drivers.gathering import Gathered
from console.devices.drivers.hearing import Hearing
from console.devices.drivers.ringing import GIVEN, SILENT, Caller, Ringing
from console.devices.drivers.saying import unreadable
from console.devices.protocols.caller_id import Bell, CallerIdReader, Frame, Told
from console.devices.protocols.scanning import Damaged
from console.devices.session import Session, Setting
from console.domain.signals import Signal

NUMBER_WAIT = 6.0
"""From the first bell to the second, and a little more."""

CUT_SECONDS = 1.0
"""At 1200 baud a whole message takes less; lines and digits are printed at once."""


class CallerIdBox(Hearing[Frame | Damaged]):
    """A conversation in which only the box speaks."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(CallerIdReader(), CUT_SECONDS)
        self._setting = setting
        self._ringing = Ringing(NUMBER_WAIT)
        self._date = self._time = ""

    def _take(self, found: Frame | Damaged, now: float, out: Gathered) -> None:
        out.signals += self._signals(found, now)

    def _timed(self, now: float, out: Gathered) -> None:
        out.signals += self._ringing.tick(now)

    def _timed_at(self) -> float | None:
        return self._ringing.wake_at()

    def _signals(self, found: Frame | Damaged, now: float) -> list[Signal]:
        if isinstance(found, Damaged):
            return [unreadable(found)]
        if isinstance(found, Bell):
            return self._ringing.ring(found.raw, now)
        return self._ringing.caller(found.raw, self._caller(found), now)

    def _caller(self, told: Told) -> Caller:
        """Date and time come before the number, in boxes that print lines each in its own."""
        self._date, self._time = told.date or self._date, told.time or self._time
        why = told.why or (GIVEN if told.number else SILENT)
        at = None if why == SILENT else self._at(self._date, self._time)
        if why != SILENT:
            self._date = self._time = ""
        return Caller(told.number, told.name, why, at)

    def _at(self, date: str, time: str) -> datetime | None:
        """The exchange's time; it sends no year, so it is the one nearest to now."""
        now = self._setting.clock.now().astimezone(self._setting.zone)
        if len(date) != 4 or len(time) != 4:
            return None
        found = [at for year in (now.year - 1, now.year, now.year + 1) if (at := _read(year, date + time, now))]
        return min(found, key=lambda at: abs(at - now), default=None)


def _read(year: int, digits: str, now: datetime) -> datetime | None:
    try:
        local = datetime.strptime(f"{year}{digits}", "%Y%m%d%H%M").replace(tzinfo=now.tzinfo)
    except ValueError:
        return None
    return local if abs(local - now) < timedelta(days=366) else None


def make(setting: Setting) -> Session:
    """A session of the ``callerid`` driver."""
    return CallerIdBox(setting)
