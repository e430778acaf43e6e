"""零报告: in a special period every unit says each day that nothing happened, or what did; silence is no report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5


class ZeroState(StrEnum):
    """What a unit said: nothing happened, something did, or it has not said anything yet."""

    NONE = "none"
    SOME = "some"
    MISSING = "missing"


def item_id(day: date) -> UUID:
    """Names a day's zero reports as one thing that is due."""
    return uuid5(NAMESPACE_URL, f"zero:{day}")


@dataclass(frozen=True, slots=True)
class ZeroRow:
    """One unit on one day of a special period."""

    unit: str
    phone: str
    state: ZeroState
    reporter: str = ""
    text: str = ""
    inbound_id: UUID | None = None
    inbound_number: str = ""
    at: datetime | None = None
    by_name: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ZeroGrid:
    """零报告 of one day: the periods that ask for it, by when at the latest, and every unit.

    ``period`` is the code of the first one, ``name`` and ``name_en`` name them all; ``due_at`` is their earliest time.
    """

    period: str
    name: str
    name_en: str
    day: date
    due_at: datetime
    rows: tuple[ZeroRow, ...]

    def title(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name

    def count(self, state: ZeroState) -> int:
        return sum(row.state is state for row in self.rows)

    @property
    def missing(self) -> tuple[str, ...]:
        """Units that have not said anything."""
        return tuple(row.unit for row in self.rows if row.state is ZeroState.MISSING)


@dataclass(frozen=True, slots=True)
class ZeroSummary:
    """A day's zero reports in numbers, with the names of those that are missing."""

    expected: int
    none: int
    some: int
    missing: tuple[str, ...]
