"""What is found in a draft as rows of a table, and how its duty lies as bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from console import words
from console.domain.fairness import counted, spread, together
from console.domain.planning import CountKind, Counts
from console.domain.swaps import Key
from console.services import planner_words
from console.services.roster_drafts import PlanLook
from ui.models.draft_month import HARD, SOFT, soft_word
from ui.models.table import Column
from ui.widgets.fairness_chart import PersonBar
from ui.widgets.roster_words import day_word


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One line of what is found: how bad, which seat, in which words."""

    at: int
    level: int
    key: Key | None
    day: date | None
    said: str


def lines_of(look: PlanLook | None) -> list[FoundLine]:
    """Everything found, the worst first, each by time."""
    if look is None:
        return []
    hard = [(HARD, one.seat, planner_words.found(one)) for one in look.findings]
    soft = [(SOFT, one.seat, soft_word(one)) for one in look.soft]
    return [FoundLine(at, level, s.key, s.slot.day, said) for at, (level, s, said) in enumerate([*hard, *soft])]


def columns() -> tuple[Column[FoundLine], ...]:
    return (
        Column("finding.day", lambda row: day_word(row.day) if row.day else "", width=96),
        Column("finding.level", _level, width=84, ink=lambda row: "redtext" if row.level == HARD else "orangetext"),
        Column("finding.text", lambda row: row.said, stretch=True, tip=lambda row: row.said),
    )


def _level(row: FoundLine) -> str:
    return words.say("roster.serious" if row.level == HARD else "roster.amber")


def bars_of(look: PlanLook | None) -> tuple[list[PersonBar], dict[CountKind, int]]:
    """Everybody's duty of the year with this draft, and how far it is from even."""
    if look is None:
        return [], {}
    task = look.task
    counts = together(task.so_far, counted(look.assignments, task.days, task.rules))
    bars = [PersonBar(one.name, counts.get(one.person_id, Counts())) for one in task.staff]
    return bars, spread(task.staff, counts)


def notices_of(look: PlanLook | None) -> str:
    """What the officer should know of a draft before anything else."""
    said = []
    if look is not None and look.stale and look.row.state == "draft":
        said.append(words.say("plan.stale", count=len(look.stale)))
    if look is not None and look.missing_years:
        said.append(planner_words.missing(look.missing_years))
    if look is not None and look.staff_guessed:
        said.append(words.say("plan.guessed"))
    return "　".join(said)
