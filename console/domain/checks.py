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
    """What an earlier shift left that is not in order: a fault is there until somebody marks the line."""

    note: str
    by_name: str
    at: datetime
    state: CheckState = CheckState.FAULT


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A line of a check list in one shift; ``state`` None while nobody has marked it.

    ``alone``: the one key for the rest of a section never marks it, by the county's list or because the last mark
    before this shift says that it was not in order. ``carried`` is the fault an earlier shift left.
    """

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
    alone: bool = False

    def title(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name

    def asked(self, language: str) -> str:
        return (self.standard_en if language == "en" else "") or self.standard

    @property
    def of_the_rest(self) -> bool:
        """Whether the one key for the rest of a section marks it."""
        return self.state is None and not self.alone

    @property
    def faulty(self) -> bool:
        """Found faulty in this shift, or left so by an earlier one and not yet looked at."""
        return self.state is CheckState.FAULT or (self.state is None and self.carried is not None)
