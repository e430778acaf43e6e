"""雨水情: a weather or river brief written down by hand, and readings as exact decimals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from console.domain.text import checked_text
from console.errors import Refused

SERIES_LIMIT, UNIT_LIMIT, SOURCE_LIMIT, TEXT_LIMIT = 60, 16, 100, 4000
"""Longest texts in characters."""

MOST_READINGS = 60
"""Most readings of one brief."""

_VALUE = re.compile(r"[+-]?\d{1,9}(\.\d{1,6})?", re.ASCII)


class BriefKind(StrEnum):
    """What a brief is about."""

    WEATHER = "weather"
    RIVER = "river"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NewReading:
    """One value as typed: ``series`` names station and quantity, e.g. 样例河水位."""

    series: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class NewBrief:
    """A brief as handed in; ``id`` is made once, so that a repeat is recognised. ``at`` is when it held."""

    id: UUID
    kind: BriefKind
    at: datetime
    text: str = ""
    source: str = ""
    readings: tuple[NewReading, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading as kept; ``value`` is the text that was written, never a rounded number."""

    series: str
    at: datetime
    value: str
    unit: str
    by_name: str

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class BriefRow:
    """A brief with its readings."""

    id: UUID
    kind: BriefKind
    at: datetime
    text: str
    source: str
    recorded_at: datetime
    by_name: str
    readings: tuple[ReadingRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Series:
    """A series that was used before, with its unit and its newest value."""

    name: str
    unit: str
    value: str
    at: datetime


def checked_brief(brief: NewBrief) -> NewBrief:
    """The brief as it may be kept; refuses one that says nothing, and values that are no numbers."""
    readings = tuple(_reading(one) for one in brief.readings)
    if len(readings) > MOST_READINGS:
        raise Refused("too_many_readings", limit=MOST_READINGS)
    names = [one.series for one in readings]
    if len(set(names)) < len(names):
        raise Refused("reading_twice", series=next(name for name in names if names.count(name) > 1))
    if not brief.text.strip() and not readings:
        raise Refused("brief_empty")
    text = checked_text(brief.text, limit=TEXT_LIMIT).strip() if brief.text.strip() else ""
    source = _line(brief.source, SOURCE_LIMIT) if brief.source.strip() else ""
    return NewBrief(brief.id, BriefKind(brief.kind), brief.at, text, source, readings)


def checked_value(text: str) -> str:
    """A decimal number as written, full-width digits made narrow; refuses anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if not _VALUE.fullmatch(plain):
        raise Refused("bad_reading", value=text.strip() or "–")
    return plain


def _reading(given: NewReading) -> NewReading:
    if not given.series.strip():
        raise Refused("series_missing")
    if not given.unit.strip():
        raise Refused("unit_missing", series=given.series.strip())
    return NewReading(_line(given.series, SERIES_LIMIT), checked_value(given.value), _line(given.unit, UNIT_LIMIT))


def _line(text: str, limit: int) -> str:
    """One line of text without outer and double spaces."""
    return checked_text(" ".join(text.split()), limit=limit)


def latest(rows: Iterable[ReadingRow]) -> list[ReadingRow]:
    """Of several values of one series at one instant the one recorded last, by time. ``rows`` come as recorded."""
    found = {(row.series, row.at): row for row in rows}
    return sorted(found.values(), key=lambda row: (row.at, row.series))
