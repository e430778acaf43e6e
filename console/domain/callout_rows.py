"""Calling by name as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console.domain.callout import Caller, Contact, Outcome, Progress, Stage, Step, Tally


@dataclass(frozen=True, slots=True)
class Planned:
    """A post that is to be reached, before the calling begins: where, which, and who stands behind it.

    ``dropped``: why nobody is called there; it stays on the list and is not counted.
    """

    place: str
    town: str
    post: str
    chain: tuple[Contact, ...]
    dropped: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What the same row is known by before it has an id."""
        return self.place, self.post, *(str(one.person_id or f"{one.name} {one.phones}") for one in self.chain)

    @property
    def phones(self) -> int:
        return sum(len(one.phones) for one in self.chain)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the contact book with the post he may be called by."""

    person_id: UUID
    name: str
    post: str
    place: str


@dataclass(frozen=True, slots=True)
class CallWish:
    """A calling another page asks for, for a warning, an incident (``places`` are its own), or a plan that runs.

    ``first`` are rung before all others; with ``only`` there are no others.
    """

    warning_id: UUID | None = None
    first: tuple[Planned, ...] = ()
    only: bool = False
    incident_id: UUID | None = None
    title: str = ""
    places: tuple[UUID, ...] = ()


def with_first(first: Sequence[Planned], rows: Sequence[Planned]) -> list[Planned]:
    """The rows of a calling with these on top; the same post of a place with the same person comes once.

    Who stands behind two posts keeps both rows: he is rung once, and counts for both.
    """
    known = {_first_of(one) for one in first}
    return [*first, *(one for one in rows if _first_of(one) not in known)]


def _first_of(one: Planned) -> tuple[str, ...]:
    return one.key[:3]


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
    callers: tuple[Caller, ...] = ()
    late_at: datetime | None = None


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
    dropped: str = ""
