"""What is found in a draft as rows of a table, and how its duty lies as bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from console import words
from console.domain.evenness import Evenness, evenness
from console.domain.fairness import counted, together
from console.domain.planning import Assignment, Counts, Seat
from console.domain.swaps import Key
from console.domain.wishes import WishOutcome, outcomes
from console.services import planner_words
from console.services.roster_drafts import PlanLook
from ui.models.draft_around import Around
from ui.models.draft_month import HARD, SOFT, hard_word, soft_word
from ui.models.table import Column
from ui.widgets.fairness_chart import PersonBar
from ui.widgets.roster_words import day_word

KEPT = 0
"""The level of what is as somebody wished: told behind what is found."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One line of what is found: how bad, which seat, in which words."""

    at: int
    level: int
    key: Key | None
    day: date | None
    said: str


def lines_of(look: PlanLook | None) -> list[FoundLine]:
    """Everything found, the worst first, each by time; behind it the wishes that are kept."""
    if look is None:
        return []
    hard = [(HARD, one.seat, hard_word(look, one)) for one in look.findings]
    soft = [(SOFT, one.seat, soft_word(one)) for one in look.soft]
    wished = [(KEPT if one.kept else SOFT, one.seat, wish_word(one)) for one in wishes_of(look) if _told(one)]
    rows = [*hard, *soft, *sorted(wished, key=lambda row: -row[0])]
    return [
        FoundLine(at, level, seat.key if seat else None, seat.slot.day if seat else None, said)
        for at, (level, seat, said) in enumerate(rows)
    ]


def wishes_of(look: PlanLook | None) -> list[WishOutcome]:
    """What this draft makes of every wish about its days."""
    return outcomes(look.task, look.assignments) if look else []


def wish_word(one: WishOutcome) -> str:
    """What became of a wish, as a sentence."""
    kept = "wish.kept_want" if one.wish.wanted else "wish.kept_avoid"
    return words.say(kept if one.kept else "wish.missed_want", name=one.name, day=day_word(one.wish.day))


def _told(one: WishOutcome) -> bool:
    """Somebody who asked not to stand and does is told among the findings already."""
    return one.kept or one.wish.wanted


def columns() -> tuple[Column[FoundLine], ...]:
    return (
        Column("finding.day", lambda row: day_word(row.day) if row.day else "", width=96),
        Column("finding.level", _level, width=84, ink=_level_ink),
        Column("finding.text", lambda row: row.said, stretch=True, tip=lambda row: row.said),
    )


def _level(row: FoundLine) -> str:
    if row.level == KEPT:
        return words.say("wish.kept")
    return words.say("roster.serious" if row.level == HARD else "roster.amber")


def _level_ink(row: FoundLine) -> str | None:
    return {HARD: "redtext", SOFT: "orangetext"}.get(row.level)


@dataclass(frozen=True, slots=True)
class Fairness:
    """Everybody's duty with this draft, and how far it is from even, in the month and in the year."""

    bars: tuple[PersonBar, ...] = ()
    month: tuple[Evenness, ...] = ()
    year: tuple[Evenness, ...] = ()


def fairness_of(look: PlanLook | None, there: Around) -> Fairness:
    """The year so far with the draft; of the month the draft, and the table on days the draft does not plan."""
    if look is None:
        return Fairness()
    task = look.task
    year = together(task.so_far, counted(look.assignments, task.days, task.rules))
    inside = [one for one in look.assignments if there.first <= one.seat.slot.day <= there.last]
    month = counted([*inside, *_beside(look, there)], {**task.days, **there.kinds}, task.rules)
    bars = [
        PersonBar(
            one.name, year.get(one.person_id, Counts()), month.get(one.person_id, Counts()), one.posts, one.person_id
        )
        for one in task.staff
    ]
    return Fairness(tuple(bars), tuple(evenness(task.staff, month)), tuple(evenness(task.staff, year)))


def _beside(look: PlanLook, there: Around) -> Iterator[Assignment]:
    """The table of the month on days the draft does not plan."""
    known = {one.name: one.person_id for one in look.task.staff}
    planned = {seat.slot.day for seat in look.task.seats}
    for plan in there.plans:
        for line in plan.lines if plan.slot.day not in planned else ():
            yield Assignment(Seat(plan.slot, line.post), line.person_id or known.get(line.name), line.name)


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
