"""点名: units called one after another, each answer a key, the unanswered called again; how many answered, how well."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LIMITS = {"title": 100, "unit": 100, "person": 60, "remark": 500}
"""Longest texts in characters."""

PROMPT = timedelta(minutes=30)
"""可视化指挥调度 30 分钟响应: within it an answer counts as prompt (a plan's target, not a rule of law)."""


class Outcome(StrEnum):
    """应答, 无人接, 占线, 关机, 停机, 拒接, 代接."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF = "off"
    STOPPED = "stopped"
    REFUSED = "refused"
    STOOD_IN = "stood_in"


HEARD = frozenset({Outcome.ANSWERED, Outcome.STOOD_IN})
"""Outcomes with which somebody was reached."""


class Quality(StrEnum):
    """话音（画面）清晰, 断续, 听不清; empty where nobody was reached or it was not judged."""

    NONE = ""
    GOOD = "good"
    BROKEN = "broken"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class CalledUnit:
    """A unit of a round: whom the roster expects there, the number to call, whether it was drawn by lot."""

    unit: str
    phone: str = ""
    expected: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One call and what came of it; ``number`` orders all of the store for ever."""

    number: int
    unit: str
    outcome: Outcome
    quality: Quality
    person: str
    expected: str
    called_at: datetime
    answered_at: datetime | None
    remark: str
    recorded_at: datetime
    by_name: str

    @property
    def heard(self) -> bool:
        return self.outcome in HEARD


@dataclass(frozen=True, slots=True)
class RollCallRow:
    """One round as lists show it."""

    id: UUID
    number: str
    title: str
    channel: str
    units: tuple[CalledUnit, ...]
    retry_minutes: int
    started_at: datetime
    ended_at: datetime | None
    by_name: str
    remark: str
    version: int


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in the grid: every call to it, the newest last. ``retry_at`` is when it is to be called again."""

    unit: CalledUnit
    calls: tuple[AnswerRow, ...]
    retry_at: datetime | None

    @property
    def last(self) -> AnswerRow | None:
        return self.calls[-1] if self.calls else None

    @property
    def matches(self) -> bool | None:
        """Whether whoever answered is whom the roster expects; None where one of the two is not known."""
        last = self.last
        if last is None or not last.heard or not self.unit.expected or not last.person:
            return None
        return last.person == self.unit.expected


@dataclass(frozen=True, slots=True)
class Rates:
    """What the plans ask for: 连线成功率, 30 分钟响应率, 质量达标率, each as a part of all units called.

    ``judged`` and ``known`` are the units of which the voice was judged, or it is known whether who answered was
    expected: where nobody said it of any, there is no rate, not one of nought.
    """

    units: int
    called: int
    answered: int
    prompt: int
    good: int
    matched: int
    judged: int
    known: int

    def untold(self, name: str) -> int | None:
        """Units that answered and of which ``good`` or ``matched`` was not told; None: it was told of none."""
        told = {"good": self.judged, "matched": self.known}.get(name, self.answered)
        return self.answered - told if told or not self.answered else None


def lines(row: RollCallRow, answers: Iterable[AnswerRow]) -> tuple[Line, ...]:
    """The grid: one line for each unit, in the order of the round."""
    calls: dict[str, list[AnswerRow]] = {unit.unit: [] for unit in row.units}
    for answer in sorted(answers, key=lambda one: one.number):
        calls.setdefault(answer.unit, []).append(answer)
    return tuple(Line(unit, tuple(calls[unit.unit]), _retry(row, calls[unit.unit])) for unit in row.units)


def _retry(row: RollCallRow, calls: Sequence[AnswerRow]) -> datetime | None:
    if not calls or calls[-1].heard or row.ended_at is not None:
        return None
    return calls[-1].called_at + timedelta(minutes=row.retry_minutes)


def rates(row: RollCallRow, grid: Iterable[Line]) -> Rates:
    """Counted over all units of the round, called or not."""
    told = list(grid)
    heard = [line for line in told if line.last is not None and line.last.heard]
    return Rates(
        units=len(told),
        called=sum(bool(line.calls) for line in told),
        answered=len(heard),
        prompt=sum(_prompt(row, line) for line in heard),
        good=sum(line.last is not None and line.last.quality is Quality.GOOD for line in heard),
        matched=sum(line.matches is True for line in heard),
        judged=sum(line.last is not None and line.last.quality is not Quality.NONE for line in heard),
        known=sum(line.matches is not None for line in heard),
    )


def _prompt(row: RollCallRow, line: Line) -> bool:
    assert line.last is not None
    at = line.last.answered_at or line.last.called_at
    return at - row.started_at <= PROMPT


def drawn(units: Sequence[str], count: int, seed: int) -> frozenset[str]:
    """Units drawn by lot; the same seed draws the same ones, so that a draw can be shown to be fair."""
    return frozenset(random.Random(seed).sample(sorted(units), min(count, len(units))))


def unit_of(found: Mapping[str, object]) -> CalledUnit:
    """A unit as it is stored."""
    return CalledUnit(
        str(found["unit"]), str(found.get("phone", "")), str(found.get("expected", "")), bool(found.get("drawn"))
    )
