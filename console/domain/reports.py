"""值班日报, 周报, 月报: which period one covers, its number as people say it, its states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.realm import NUMBER_PREFIX, Realm


class ReportKind(StrEnum):
    """Daily, weekly (from Monday), monthly."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ReportState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"


SERIES = {ReportKind.DAILY: "RB", ReportKind.WEEKLY: "ZB", ReportKind.MONTHLY: "YB"}
"""日报, 周报, 月报: each numbered by year without gaps."""

TITLES = {ReportKind.DAILY: "值班日报", ReportKind.WEEKLY: "值班周报", ReportKind.MONTHLY: "值班月报"}
"""As prints are headed when the county has set no title of its own."""

REMARKS_LIMIT = 8000
"""Longest hand-written remarks in characters."""


@dataclass(frozen=True, slots=True)
class RemarksBy:
    """Whose remarks they are: ``typist`` typed them, ``name`` saved them, which may be another officer."""

    typist: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report. A draft's ``number`` is empty; an issued one's ``body`` is what was issued and stays so."""

    id: UUID
    number: str
    kind: ReportKind
    from_at: datetime
    to_at: datetime
    body: dict[str, Any]
    digest: bytes
    remarks: str
    state: ReportState
    at: datetime
    by_name: str
    version: int

    @property
    def issued(self) -> bool:
        return self.state is ReportState.ISSUED

    @property
    def remarks_by(self) -> RemarksBy | None:
        """Who typed the remarks; None where there are none, and in reports of programs that did not say."""
        said = self.body.get("remarks_by")
        if not said or not self.remarks:
            return None
        return RemarksBy(said["typist"], said["name"], datetime.fromisoformat(said["at"]))

    @property
    def corrects(self) -> str:
        """The number of the issued report this one takes the place of; empty for the first of its period."""
        return str(self.body.get("corrects", ""))


def period(kind: ReportKind, day: date, zone: ZoneInfo, day_from: str) -> tuple[datetime, datetime]:
    """From when to when the report of a day, of its week or of its month goes, by the station's clock.

    ``day_from`` is the time of day at which a day of duty begins, e.g. ``08:00``.
    """
    first, after = _days(kind, day)
    at = time.fromisoformat(day_from)
    return datetime.combine(first, at, zone), datetime.combine(after, at, zone)


def _days(kind: ReportKind, day: date) -> tuple[date, date]:
    if kind is ReportKind.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=7)
    if kind is ReportKind.MONTHLY:
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1)
    return day, day + timedelta(days=1)


def last_complete(kind: ReportKind, now: datetime, zone: ZoneInfo, day_from: str) -> date:
    """The first day of the newest period that is over."""
    local = now.astimezone(zone)
    day = local.date()
    while period(kind, day, zone, day_from)[1] > local:
        day = period(kind, day, zone, day_from)[0].date() - timedelta(days=1)
    return period(kind, day, zone, day_from)[0].date()


def issue_line(number: str, realm: Realm) -> str:
    """``示例RB2030-0008`` as a reader says it: 〔2030〕第8期, with the realm's word before it."""
    plain = number.removeprefix(NUMBER_PREFIX[realm])
    year, count = plain[2:].split("-")
    return f"{NUMBER_PREFIX[realm]}〔{year}〕第{int(count)}期"
