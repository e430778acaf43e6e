"""Times as the station writes them: in its own zone; with the offset only where summer time needs it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console import words

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@dataclass(frozen=True, slots=True)
class Station:
    """Writes instants for paper."""

    zone: ZoneInfo

    def full(self, at: datetime | str) -> str:
        """``2030-08-13 08:00:05``."""
        local = self._local(at)
        return f"{local:%Y-%m-%d %H:%M:%S}{self._told(local)}"

    def exact(self, at: datetime) -> str:
        """``2030-08-13 08:00:05 +08:00``: once on every print, so that its times can be placed anywhere."""
        local = self._local(at)
        return f"{local:%Y-%m-%d %H:%M:%S} {offset(local)}"

    def minute(self, at: datetime | str) -> str:
        """``2030-08-13 08:00``."""
        local = self._local(at)
        return f"{local:%Y-%m-%d %H:%M}{self._told(local)}"

    def of_day(self, at: datetime | str, day_of: datetime | str) -> str:
        """The time of day alone where it is of that day; ``08-14 07:50`` of another one."""
        local, day = self._local(at), self._local(day_of)
        return f"{local:%H:%M}" if local.date() == day.date() else f"{local:%m-%d %H:%M}"

    def stacked(self, at: datetime, common: str) -> str:
        """Date over time of day for a narrow column; the offset only where it is not the column's."""
        local = self._local(at)
        own = self._told(local).strip()
        return f"{local:%Y-%m-%d}\n{local:%H:%M:%S}" + ("" if own == common else f"\n{own}")

    def common_offset(self, times: Iterable[datetime]) -> str:
        """The offset all these times share; empty where it goes without saying, summer time divides them or there are
        none."""
        offsets = {self._told(self._local(at)).strip() for at in times}
        return offsets.pop() if len(offsets) == 1 else ""

    def readable(self, cell: str) -> str:
        """A stored instant in station time; any other text as it is."""
        return self.minute(cell) if _INSTANT.fullmatch(cell) else cell

    def _told(self, local: datetime) -> str:
        """`` +02:00`` where the zone moves its clock in that year; nothing where it never does, as in China."""
        january, july = (local.replace(month=month, day=1) for month in (1, 7))
        return "" if offset(january) == offset(july) else f" {offset(local)}"

    def _local(self, at: datetime | str) -> datetime:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        return moment.astimezone(self.zone)


def offset(local: datetime) -> str:
    """``+08:00``."""
    text = f"{local:%z}"
    return f"{text[:3]}:{text[3:5]}"


def span(start: datetime | None, end: datetime | None, zone: ZoneInfo) -> str:
    """A half-open interval in words."""
    station = Station(zone)
    facts = {"start": station.full(start) if start else "", "end": station.full(end) if end else ""}
    code = {(True, True): "span", (True, False): "span_from", (False, True): "span_to"}.get(
        (start is not None, end is not None), "span_all"
    )
    return words.say_in(words.PRINTED, f"print.{code}", **facts)
