"""Times as the station writes them: its own zone, with the offset, never the machine's."""

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
        """``2030-08-13 08:00:05 +08:00``."""
        local = self._local(at)
        return f"{local:%Y-%m-%d %H:%M:%S} {offset(local)}"

    def minute(self, at: datetime | str) -> str:
        """``2030-08-13 08:00 +08:00``."""
        local = self._local(at)
        return f"{local:%Y-%m-%d %H:%M} {offset(local)}"

    def stacked(self, at: datetime, common: str) -> str:
        """Date over time of day for a narrow column; the offset only where it is not the column's."""
        local = self._local(at)
        own = offset(local)
        return f"{local:%Y-%m-%d}\n{local:%H:%M:%S}" + ("" if own == common else f"\n{own}")

    def common_offset(self, times: Iterable[datetime]) -> str:
        """The offset all these times share; empty where summer time divides them or there are none."""
        offsets = {offset(self._local(at)) for at in times}
        return offsets.pop() if len(offsets) == 1 else ""

    def readable(self, cell: str) -> str:
        """A stored instant in station time; any other text as it is."""
        return self.minute(cell) if _INSTANT.fullmatch(cell) else cell

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
