"""A team at an incident: its states, what follows what, the clocks of leaving and arriving, who may be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.errors import Refused


class TeamState(StrEnum):
    """预留, 指派, 集结, 出发, 到场, 完成, 归队, 撤回: of one team at one incident."""

    RESERVED = "reserved"
    ASSIGNED = "assigned"
    MUSTERING = "mustering"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    DONE = "done"
    RETURNED = "returned"
    RECALLED = "recalled"


ENDED = frozenset({TeamState.RETURNED, TeamState.RECALLED})
"""The team is free again."""

FOLLOWS: dict[TeamState, tuple[TeamState, ...]] = {
    TeamState.RESERVED: (TeamState.ASSIGNED, TeamState.RECALLED),
    TeamState.ASSIGNED: (TeamState.MUSTERING, TeamState.DEPARTED, TeamState.ARRIVED, TeamState.RECALLED),
    TeamState.MUSTERING: (TeamState.DEPARTED, TeamState.ARRIVED, TeamState.RECALLED),
    TeamState.DEPARTED: (TeamState.ARRIVED, TeamState.RECALLED),
    TeamState.ARRIVED: (TeamState.DONE, TeamState.RECALLED),
    TeamState.DONE: (TeamState.RETURNED,),
    TeamState.RETURNED: (),
    TeamState.RECALLED: (),
}
"""What may follow. Steps nobody told may be left out on the way to the scene, never gone back."""


def require_step(state: TeamState, wanted: TeamState, number: str) -> None:
    """Refused("assignment_state") where that cannot follow."""
    if wanted not in FOLLOWS[state]:
        raise Refused("assignment_state", number=number, state=str(state))


class Clock(StrEnum):
    """How a time limit stands."""

    NONE = "none"
    RUNNING = "running"
    NEAR = "near"
    OVER = "over"
    MET = "met"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of one leg: counted from ``start`` to ``done``; ``minutes`` None where there is none."""

    start: datetime | None
    minutes: int | None
    done: datetime | None

    @property
    def due(self) -> datetime | None:
        if self.start is None or self.minutes is None:
            return None
        return self.start + timedelta(minutes=self.minutes)

    def clock(self, now: datetime) -> Clock:
        """Near once four fifths of the time are gone; a step in its very last minute is in time."""
        due = self.due
        if due is None or self.start is None:
            return Clock.NONE
        if self.done is not None:
            return Clock.MET if self.done <= due else Clock.LATE
        if now > due:
            return Clock.OVER
        return Clock.NEAR if now >= self.start + (due - self.start) * 0.8 else Clock.RUNNING


class Verdict(StrEnum):
    """What the county's rules say about sending a team."""

    ALLOW = "allow"
    WARN = "warn"
    BLOCK = "block"


_WEIGHT = {Verdict.ALLOW: 0, Verdict.WARN: 1, Verdict.BLOCK: 2}


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that stands against a team, by the code of the rules (``list.engage_rules.when.<code>``)."""

    when: str
    verdict: Verdict
    about: str = ""


def judged(found: Iterable[tuple[str, str]], rules: Mapping[str, Verdict]) -> tuple[Verdict, tuple[Reason, ...]]:
    """The county's verdict over what stands against a team: the strictest rule counts, each reason is told.

    ``found`` is (code, about); a code no rule names is allowed and not told.
    """
    reasons: Sequence[Reason] = tuple(
        Reason(when, rules[when], about) for when, about in found if rules.get(when, Verdict.ALLOW) is not Verdict.ALLOW
    )
    worst = max((one.verdict for one in reasons), key=_WEIGHT.__getitem__, default=Verdict.ALLOW)
    return worst, tuple(sorted(reasons, key=lambda one: -_WEIGHT[one.verdict]))
