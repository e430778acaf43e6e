"""人员转移: households, or a village's people in one figure, to be brought away, and what came of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from console.domain.incident_figures import Amount, total
from console.domain.shelters import GROUPS, MOST_PEOPLE, ShelterRow
from console.domain.text import free_text, one_line
from console.errors import Refused


class MoveState(StrEnum):
    """应转未转, 已转移, 拒绝转移, 已返回, 取消."""

    PLANNED = "planned"
    MOVED = "moved"
    REFUSED = "refused"
    RETURNED = "returned"
    DROPPED = "dropped"


_M = MoveState
STEPS: dict[MoveState, frozenset[MoveState]] = {
    _M.PLANNED: frozenset({_M.MOVED, _M.REFUSED, _M.DROPPED}),
    _M.REFUSED: frozenset({_M.MOVED, _M.PLANNED, _M.DROPPED}),
    _M.MOVED: frozenset({_M.RETURNED, _M.PLANNED}),
    _M.RETURNED: frozenset({_M.MOVED}),
    _M.DROPPED: frozenset({_M.PLANNED}),
}
"""Every step there is. Back to 应转未转 corrects what was told wrongly, and so asks for words."""
WORDED = frozenset({MoveState.REFUSED, MoveState.DROPPED, MoveState.PLANNED})
"""Steps that ask for words: those of the 劝离记录, or why."""
SPECIAL = ("pregnant", "old", "disabled", "ill", "young")
"""孕, 老, 残, 病, 幼."""
LIMITS = {
    "village": 100, "household": 60, "phone": 40, "reason": 200, "destination": 200, "transport": 100, "helper": 60,
    "words": 500, "witness": 60,
}  # fmt: skip
"""Longest texts in characters."""


@dataclass(frozen=True, slots=True)
class NewRelocation:
    """A household to be brought away; without ``household`` the people of a village in one figure.

    ``shelter`` or ``destination`` (亲友 and where) may be told when they are moved. ``special`` are codes of SPECIAL.
    """

    incident: UUID
    village: str
    people: int
    household: str = ""
    place_id: UUID | None = None
    phone: str = ""
    special: tuple[str, ...] = ()
    reason: str = ""
    shelter: UUID | None = None
    destination: str = ""
    transport: str = ""
    helper: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one: when, how many (None: all of them), where to, the words and who heard them.

    ``key`` is made by the client: where fewer than all are told, it names the part that is told of, so that the
    same told twice is once.
    """

    at: datetime | None = None
    people: int | None = None
    shelter: UUID | None = None
    destination: str = ""
    words: str = ""
    witness: str = ""
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class VillageFigure:
    """What a village says over the telephone: so many are away by now, all told, wherever they are."""

    village: str
    moved: int
    place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RelocationRow:
    """One line of the list as it stands; ``town`` is above the village."""

    id: UUID
    incident_id: UUID
    incident: str
    place_id: UUID | None
    village: str
    town_id: UUID | None
    town: str
    household: str
    phone: str
    people: int
    special: tuple[str, ...]
    reason: str
    shelter_id: UUID | None
    shelter: str
    destination: str
    transport: str
    helper: str
    state: MoveState
    at: datetime
    words: str
    witness: str
    by_name: str
    version: int

    def typed(self) -> NewRelocation:
        """What a form shows to be changed."""
        return NewRelocation(
            self.incident_id, self.village, self.people, self.household, self.place_id, self.phone, self.special,
            self.reason, self.shelter_id, self.destination, self.transport, self.helper, self.id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the history of a line."""

    number: int
    relocation_id: UUID
    state: MoveState
    people: int
    at: datetime
    words: str
    recorded_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Moved:
    """People of a place: on the list, brought away (whether they went back by now or not), refusing, back again."""

    planned: int = 0
    moved: int = 0
    refused: int = 0
    returned: int = 0

    @property
    def waiting(self) -> int:
        """On the list and neither away nor refusing."""
        return self.planned - self.moved - self.refused

    @property
    def away(self) -> int:
        """Brought away and not back."""
        return self.moved - self.returned

    def with_(self, state: MoveState, people: int) -> Moved:
        """These and so many more in that state."""
        if state is MoveState.DROPPED:
            return self
        moved = people if state in (MoveState.MOVED, MoveState.RETURNED) else 0
        return Moved(
            self.planned + people, self.moved + moved, self.refused + (people if state is MoveState.REFUSED else 0),
            self.returned + (people if state is MoveState.RETURNED else 0),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceMoved:
    """The figures of a town, or of a village of it."""

    town: str
    village: str
    figures: Moved
    as_of: datetime


NOBODY = Amount(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a board shows. People of the lists are known; who is in the shelters may be 至少 so many, or 不详.

    ``sheltered`` and ``groups`` are sums of the newest counts; ``as_of`` is the newest time told, ``oldest`` that of
    the oldest count in the sum. ``brought`` people the lists say are in shelters: shown beside the counts, never
    made equal to them.
    """

    planned: int = 0
    moved: int = 0
    refused: int = 0
    returned: int = 0
    waiting: int = 0
    open_shelters: int = 0
    full_shelters: int = 0
    capacity: int = 0
    sheltered: Amount = NOBODY
    groups: Mapping[str, Amount] = field(default_factory=dict)
    brought: int = 0
    as_of: datetime | None = None
    oldest: datetime | None = None
    by_town: tuple[PlaceMoved, ...] = ()
    by_village: tuple[PlaceMoved, ...] = ()
    by_shelter: tuple[ShelterRow, ...] = ()

    @property
    def away(self) -> int:
        return self.moved - self.returned

    @property
    def differs(self) -> int | None:
        """Counted in shelters less brought there by the lists; None where nobody counted anywhere."""
        return None if self.sheltered.value is None else self.sheltered.value - self.brought


def totals(rows: Iterable[RelocationRow], shelters: Iterable[ShelterRow]) -> Totals:
    """The sums of these lines and of these open shelters; shelters that are not open count for nothing."""
    lines = [row for row in rows if row.state is not MoveState.DROPPED]
    open_ = tuple(row for row in shelters if row.running)
    every = _figures(lines)
    counts = [row.count.at for row in open_ if row.count is not None]
    times = [*counts, *(row.at for row in lines)]
    return Totals(
        every.planned, every.moved, every.refused, every.returned, every.waiting, len(open_),
        sum(row.state == "full" for row in open_), sum(row.form.capacity for row in open_),
        _people(row.people for row in open_), _groups(open_),
        sum(row.people for row in lines if row.state is MoveState.MOVED and row.shelter_id is not None),
        max(times, default=None), min(counts, default=None),
        _by(lines, lambda row: (row.town, "")), _by(lines, lambda row: (row.town, row.village)), open_,
    )  # fmt: skip


def _people(parts: Iterable[Amount]) -> Amount:
    known = list(parts)
    return total(known) if known else Amount(0)


def _groups(shelters: Iterable[ShelterRow]) -> dict[str, Amount]:
    rows = list(shelters)
    return {
        name: _people(Amount(getattr(row.count, name) if row.count is not None else None) for row in rows)
        for name in GROUPS
    }


def _figures(rows: Iterable[RelocationRow]) -> Moved:
    made = Moved()
    for row in rows:
        made = made.with_(row.state, row.people)
    return made


def _by(rows: Iterable[RelocationRow], of: Callable[[RelocationRow], tuple[str, str]]) -> tuple[PlaceMoved, ...]:
    parts: dict[tuple[str, str], list[RelocationRow]] = {}
    for row in rows:
        parts.setdefault(of(row), []).append(row)
    return tuple(PlaceMoved(*key, _figures(part), max(row.at for row in part)) for key, part in sorted(parts.items()))


def offered(sums: Totals) -> dict[str, Amount]:
    """What an incident's figures may take over: 转移 is everybody brought away, 安置 those of them not back."""
    return {"evacuated": Amount(sums.moved), "resettled": Amount(sums.away)}


def from_steps(steps: Iterable[StepRow]) -> Moved:
    """The same sums out of the history alone: what was told last of each line."""
    last: dict[UUID, StepRow] = {}
    for step in sorted(steps, key=lambda one: one.number):
        last[step.relocation_id] = step
    made = Moved()
    for step in last.values():
        made = made.with_(step.state, step.people)
    return made


def checked(form: NewRelocation) -> NewRelocation:
    """Refuses relocation_village, count_bad, shelter_choice_bad, text_too_long."""
    names = ("village", "household", "phone", "reason", "destination", "transport", "helper")
    kept: dict[str, Any] = {name: one_line(getattr(form, name), LIMITS[name]) for name in names}
    if not kept["village"]:
        raise Refused("relocation_village", field="village")
    if not 1 <= form.people <= MOST_PEOPLE:
        raise Refused("count_bad", field="people", value=form.people)
    for one in form.special:
        if one not in SPECIAL:
            raise Refused("shelter_choice_bad", field="special", value=one)
    kept["special"] = tuple(one for one in SPECIAL if one in form.special)
    return replace(form, **kept)


def checked_told(told: Told) -> Told:
    """Refuses count_bad, text_too_long."""
    if told.people is not None and not 1 <= told.people <= MOST_PEOPLE:
        raise Refused("count_bad", field="people", value=told.people)
    return replace(
        told, destination=one_line(told.destination, LIMITS["destination"]),
        words=free_text(told.words, LIMITS["words"]), witness=one_line(told.witness, LIMITS["witness"]),
    )  # fmt: skip


def require_step(before: MoveState, after: MoveState, told: Told, who: str) -> None:
    """Refuses relocation_state, relocation_words (拒绝 without the words said), relocation_witness, reason_missing."""
    if after not in STEPS[before]:
        raise Refused("relocation_state", who=who, state=before.value)
    if after in WORDED and not told.words:
        raise Refused("relocation_words" if after is MoveState.REFUSED else "reason_missing", field="words")
    if after is MoveState.REFUSED and not told.witness:
        raise Refused("relocation_witness", field="witness")
