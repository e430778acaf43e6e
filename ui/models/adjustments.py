"""What a person decides before the program proposes: who must go, who must not, which reserve may be touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from console import words
from console.domain.proposal import Choices


class Act(StrEnum):
    """必须派, 不派到此, 一律不派; the same of stores; 可动留存."""

    FORCE = "force"
    FORBID = "forbid"
    FORBID_ALL = "forbid_all"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One thing decided by hand; ``team`` tells a team from a store. A later one about the same takes its place."""

    act: Act
    team: bool
    who: UUID
    name: str
    need: UUID
    number: str

    @property
    def about(self) -> tuple[UUID, UUID | None]:
        return self.who, None if self.act in (Act.FORBID_ALL, Act.RESERVE) else self.need

    def said(self) -> str:
        return words.say(f"dispatch.adjusted.{self.act.value}", name=self.name, number=self.number)


def with_one(before: Iterable[Adjustment], one: Adjustment) -> tuple[Adjustment, ...]:
    """The newest about the same counts; who shall stay away everywhere must go nowhere."""
    kept = [old for old in before if old.about != one.about]
    if one.act is Act.FORBID_ALL:
        kept = [old for old in kept if old.who != one.who]
    elif one.act is Act.FORCE:
        kept = [old for old in kept if not (old.who == one.who and old.act is Act.FORBID_ALL)]
    return (*kept, one)


def choices_of(found: Iterable[Adjustment]) -> Choices:
    """For the solver."""
    rows = list(found)

    def pairs(act: Act, *, team: bool) -> frozenset[tuple[UUID, UUID]]:
        return frozenset((one.who, one.need) for one in rows if one.act is act and one.team is team)

    def away(*, team: bool) -> frozenset[tuple[UUID, UUID | None]]:
        everywhere = {(one.who, None) for one in rows if one.act is Act.FORBID_ALL and one.team is team}
        return frozenset({*pairs(Act.FORBID, team=team), *everywhere})

    return Choices(
        pairs(Act.FORCE, team=True), away(team=True), pairs(Act.FORCE, team=False), away(team=False),
        frozenset(one.who for one in rows if one.act is Act.RESERVE),
    )  # fmt: skip
