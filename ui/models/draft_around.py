"""What surrounds a draft in its month: the table, swaps, stand-ins and leave, and what each day counts as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from console import words
from console.domain.duty_people import LeaveRow, LeaveState
from console.domain.planning import DayKind
from console.domain.roster import ShiftPlan, SubstitutionRow
from console.domain.swaps import Key, SwapRow, SwapState
from console.services.roster_drafts import PlanLook
from ui import text
from ui.models.duty_services import DutyServices
from ui.models.table import Column
from ui.widgets.roster_words import day_word


class Mark(StrEnum):
    """What a corner of a cell says; the one that asks for most first."""

    WAITING = "waiting"
    SWAPPED = "swapped"
    STAND_IN = "stand_in"


@dataclass(frozen=True, slots=True)
class Around:
    """A month beside a draft; ``last`` is its last day."""

    first: date
    last: date
    kinds: Mapping[date, DayKind] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)
    plans: tuple[ShiftPlan, ...] = ()
    swaps: tuple[SwapRow, ...] = ()
    leaves: tuple[LeaveRow, ...] = ()

    @property
    def days(self) -> list[date]:
        """Every day of the month."""
        return [self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark with its sentence's code and facts."""

    mark: Mark
    facts: Mapping[str, str]

    def said(self) -> str:
        return words.say(f"plan.mark.{self.mark.value}", **self.facts)


@dataclass(frozen=True, slots=True)
class Change:
    """A line of 换班·替班·请假; ``until`` is the last day of leave."""

    day: date
    what: SwapRow | SubstitutionRow | LeaveRow
    until: date | None = None


def around(ask: DutyServices, first: date, zone: ZoneInfo) -> Around:
    """All of it, asked on a worker; ``first`` is the first day of the month."""
    last = last_of(first)
    kinds, names = ask.drafts.days(first, last)
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return Around(
        first, last, kinds, names, tuple(ask.roster.plans(first, last)), tuple(ask.swaps.listed(first, last)),
        tuple(ask.leaves.listed(start, end)),
    )  # fmt: skip


def last_of(month: date) -> date:
    """The last day of a month."""
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def marks_of(look: PlanLook | None, there: Around) -> dict[Key, list[Marked]]:
    """Which seats of the draft changed hands by a swap, may do so, or are stood in for; the most pressing first."""
    made: dict[Key, list[Marked]] = {}
    for cell in look.draft.cells if look is not None else ():
        found = [*_swapped(cell.key, cell.name, there), *_stood_in(cell.key, cell.name, there)]
        if cell.name and found:
            made[cell.key] = sorted(found, key=lambda one: list(Mark).index(one.mark))
    return made


def _swapped(key: Key, name: str, there: Around) -> list[Marked]:
    found = []
    for row in there.swaps:
        for leg in row.legs:
            facts = {"number": row.number, "name": leg.gives[1], "other": leg.takes[1]}
            if leg.seat == key[:3] and row.state is SwapState.APPROVED and leg.takes[1] == name:
                found.append(Marked(Mark.SWAPPED, facts))
            elif leg.seat == key[:3] and row.state in _WAITING and leg.gives[1] == name:
                found.append(Marked(Mark.WAITING, facts))
    return found


def _stood_in(key: Key, name: str, there: Around) -> list[Marked]:
    plans = (plan for plan in there.plans if plan.slot.key == key[:2])
    return [
        Marked(Mark.STAND_IN, {"name": row.absent, "other": row.stands_in})
        for plan in plans
        for row in plan.substitutions
        if row.post == key[2] and name in (row.absent, row.stands_in)
    ]


def changes_of(there: Around, zone: ZoneInfo) -> list[Change]:
    """Swaps, stand-ins and leave of the month: what waits for somebody first, then by day."""
    made = [Change(row.day, row) for row in there.swaps if row.state is not SwapState.WITHDRAWN]
    made += [Change(plan.slot.day, row) for plan in there.plans for row in plan.substitutions]
    for row in there.leaves:
        if row.state != LeaveState.WITHDRAWN:
            last = row.ends_at.astimezone(zone) - timedelta(seconds=1)
            made.append(Change(row.starts_at.astimezone(zone).date(), row, last.date()))
    made = list({(type(one.what), one.what.id): one for one in reversed(made)}.values())
    return sorted(made, key=lambda one: (not waits(one), one.day))


def waits(one: Change) -> bool:
    """Whether somebody has to decide it."""
    return isinstance(one.what, (SwapRow, LeaveRow)) and one.what.state in (*_WAITING, LeaveState.ASKED)


def change_columns() -> tuple[Column[Change], ...]:
    return (
        Column("change.number", change_number, width=112, stays=True, tip=change_number),
        Column("change.text", change_word, stretch=True, tip=change_word),
        Column("change.state", change_state, width=84, ink=lambda one: "orangetext" if waits(one) else None),
    )


def change_number(one: Change) -> str:
    """A swap by its number, the others by what they are."""
    if isinstance(one.what, SwapRow):
        return one.what.number
    return words.say("plan.change.stand_in" if isinstance(one.what, SubstitutionRow) else "plan.change.leave")


def change_word(one: Change) -> str:
    """Who instead of whom, which duty; who is away when."""
    row = one.what
    if isinstance(row, SwapRow):
        told = words.say(
            "plan.change.swap_text", day=day_word(row.day), post=text.post(row.post), name=row.name, other=row.other
        )
        back = words.say("plan.change.swap_back", day=day_word(row.back_day)) if row.back_day else ""
        return told + back
    if isinstance(row, SubstitutionRow):
        return words.say(
            "plan.change.stand_in_text", day=day_word(one.day), post=text.post(row.post), name=row.absent,
            other=row.stands_in,
        )  # fmt: skip
    return words.say(
        "plan.change.leave_text", name=row.name, kind=words.say(f"leave.kind.{row.kind}"), first=f"{one.day:%m-%d}",
        last=f"{one.until or one.day:%m-%d}",
    )  # fmt: skip


def change_state(one: Change) -> str:
    """How far it has come; standing in holds as soon as it is noted."""
    if isinstance(one.what, SwapRow):
        return words.say(f"swap.state.{one.what.state.value}")
    if isinstance(one.what, LeaveRow):
        return words.say(f"leave.state.{one.what.state}")
    return words.say("plan.change.noted")


_WAITING = (SwapState.ASKED, SwapState.ACCEPTED)
