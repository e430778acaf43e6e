"""会商: who was asked and who came, what was said, and what came of it (提示单, 整改单 are tasks of it)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LIMITS = {"title": 100, "chair": 60, "unit": 100, "person": 60, "minutes": 20_000}
"""Longest texts in characters."""


@dataclass(frozen=True, slots=True)
class Attendant:
    """A unit that was asked. ``came`` by itself or by ``person``; ``in_time`` within the time the notice set."""

    unit: str
    came: bool = False
    person: str = ""
    in_time: bool = True
    material: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """The three rates of a consultation: 到会率, 准时率, 材料提交率, as parts of all units asked."""

    asked: int
    came: int
    in_time: int
    material: int


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """One consultation as recorded; ``tasks`` and ``open_tasks`` count what was given out from it."""

    id: UUID
    number: str
    incident_id: UUID | None
    title: str
    held_at: datetime
    ended_at: datetime | None
    way: str
    chair: str
    attendance: tuple[Attendant, ...]
    minutes: str
    recorded_at: datetime
    by_name: str
    version: int
    tasks: int = 0
    open_tasks: int = 0


def attendance(of: Iterable[Attendant]) -> Attendance:
    """Who came late or sent nothing counts against the rate, who did not come against all three."""
    told = list(of)
    came = [one for one in told if one.came]
    return Attendance(len(told), len(came), sum(one.in_time for one in came), sum(one.material for one in told))
