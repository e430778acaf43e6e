"""Check lists of a shift: how each line was found, and the faults an earlier shift left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CheckState(StrEnum):
    """How a line of a check list was found; a fault needs a note. ``ABSENT`` there is none of it here."""

    OK = "ok"
    FAULT = "fault"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Carried:
    """A fault an earlier shift left: it is there until somebody marks the line."""

    note: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A line of a check list in one shift; ``state`` None while nobody has marked it."""

    code: str
    name: str
    name_en: str
    section: str
    standard: str
    standard_en: str
    asks_value: bool
    state: CheckState | None = None
    value: str = ""
    note: str = ""
    by_name: str = ""
    at: datetime | None = None
    version: int = 0
    carried: Carried | None = None

    def title(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name

    def asked(self, language: str) -> str:
        return (self.standard_en if language == "en" else "") or self.standard

    @property
    def faulty(self) -> bool:
        """Found faulty in this shift, or left so by an earlier one and not yet looked at."""
        return self.state is CheckState.FAULT or (self.state is None and self.carried is not None)
