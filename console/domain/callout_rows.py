"""Calling by name as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console.domain.callout import Contact, Outcome, Progress, Stage, Step, Tally


@dataclass(frozen=True, slots=True)
class Planned:
    """A post that is to be reached, before the calling begins: where, which, and who stands behind it."""

    place: str
    town: str
    post: str
    chain: tuple[Contact, ...]

    @property
    def phones(self) -> int:
        return sum(len(one.phones) for one in self.chain)


@dataclass(frozen=True, slots=True)
class CalloutLook:
    """One calling with its figures."""

    id: UUID
    number: str
    title: str
    warning_id: UUID | None
    incident_id: UUID | None
    started_by: str
    ended_at: datetime | None
    ended_by: str
    note: str
    version: int
    tally: Tally
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class TryRow:
    """One attempt; ``undone``: it was entered by mistake and counts no longer. ``seconds`` it rang."""

    number: int
    row_id: UUID
    stage: Stage
    name: str
    phone: str
    outcome: Outcome
    at: datetime
    seconds: int | None
    reply: str
    caller: str
    by_name: str
    undone: bool


@dataclass(frozen=True, slots=True)
class CallRow:
    """A post to be reached, with where it stands, its attempts and who holds it now."""

    id: UUID
    callout_id: UUID
    ordinal: int
    place: str
    town: str
    post: str
    chain: tuple[Contact, ...]
    progress: Progress
    tries: tuple[TryRow, ...]
    reply: str
    claimed_by: str
    claimed_until: datetime | None
    version: int
