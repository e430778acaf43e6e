"""What is stale in a plan: people gone, posts nobody holds, numbers, days that are over; and what was not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class StaleKind(StrEnum):
    """What may be stale. NOT_FILED_WEEKDAYS is counted without holidays, of which none are known of that year.

    STORES is never found: it says that nobody was there to look at quotas.
    """

    UNKNOWN_UNIT = "unknown_unit"
    UNHELD = "unheld"
    WHICH_UNIT = "which_unit"
    GONE = "gone"
    ALL_GONE = "all_gone"
    NO_NUMBER = "no_number"
    UNVERIFIED = "unverified"
    REVIEW_OVERDUE = "review_overdue"
    NOT_FILED = "not_filed"
    NOT_FILED_WEEKDAYS = "not_filed_weekdays"
    NO_STEPS = "no_steps"
    STORES = "stores"
    BELOW_QUOTA = "below_quota"


@dataclass(frozen=True, slots=True)
class Stale:
    """One thing that is stale: sentence ``plan.stale.<kind>`` with its facts. ``cards`` say where it stands."""

    kind: StaleKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    cards: tuple[str, ...] = ()
    person_id: UUID | None = None
    """Whom it is about, who stands in the contact book."""

    @property
    def code(self) -> str:
        return f"plan.stale.{self.kind.value}"

    @property
    def mend(self) -> str:
        """The sentence that says how it is mended."""
        return f"plan.mend.{self.kind.value}"


@dataclass(frozen=True, slots=True)
class StalePlan:
    """A plan with what is stale in it, and what could not be looked at."""

    plan_id: UUID
    code: str
    title: str
    found: tuple[Stale, ...]
    not_checked: tuple[StaleKind, ...] = ()
