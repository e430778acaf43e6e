"""What is wrong with a shift table: gaps, overlaps, shifts without a break, lines nobody can be reached by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from console.domain.roster import LEADER, LONGEST, RosterLineRow, ShiftPlan, SubstitutionRow, WhereaboutsRow


class FindingKind(StrEnum):
    """Sorts of findings; their sentences are ``roster.finding.<value>``."""

    EMPTY = "empty"
    SHIFT_GAP = "shift_gap"
    POST_GAP = "post_gap"
    POST_NEVER = "post_never"
    TWO_POSTS = "two_posts"
    TWO_SHIFTS = "two_shifts"
    BOTH_AWAY = "both_away"
    AWAY = "away"
    TOO_LONG = "too_long"
    NO_PHONE = "no_phone"
    NO_PERSON = "no_person"
    AMBIGUOUS = "ambiguous"
    OTHER_TEMPLATE = "other_template"
    NO_TEMPLATE = "no_template"


SERIOUS = frozenset(
    {FindingKind.EMPTY, FindingKind.SHIFT_GAP, FindingKind.POST_GAP, FindingKind.TWO_POSTS, FindingKind.TWO_SHIFTS}
    | {FindingKind.BOTH_AWAY}
)
"""Findings that leave a post unmanned; the others are amber."""


NEVER = 7
"""Planned shifts after which a post that nobody stands in any of them is one the county seems not to have."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right. ``starts_at`` is the shift's it is about; ``more`` a number of hours or a place."""

    kind: FindingKind
    starts_at: datetime
    day: date
    shift: str = ""
    post: str = ""
    name: str = ""
    more: str = ""

    @property
    def serious(self) -> bool:
        return self.kind in SERIOUS


def findings_of(
    plans: Sequence[ShiftPlan],
    whereabouts: Sequence[WhereaboutsRow],
    known: Mapping[str, int],
    *,
    wanted: Collection[tuple[date, str]],
    stray: Sequence[RosterLineRow] = (),
    fallback: bool = False,
) -> list[Finding]:
    """What is found about the wanted shifts, by time; the others of ``plans`` are there to be compared with.

    ``known`` counts persons of the contacts by name; ``stray`` are lines of shifts which the template in force on
    their day does not have; ``fallback``: the station names a template nobody knows.
    """
    asked = [plan for plan in plans if plan.slot.key in wanted]
    first = asked[0].slot
    found = [Finding(FindingKind.NO_TEMPLATE, first.starts_at, first.day)] if fallback else []
    if not stray and not any(plan.lines for plan in asked):
        return [*found, Finding(FindingKind.EMPTY, first.starts_at, first.day)]
    compared = [row for row in (*_twice(plans), *_too_long(plans)) if (row.day, row.shift) in wanted]
    never = _never(asked)
    found += [*_stray(stray), *compared]
    found += [_finding(FindingKind.POST_NEVER, at[0], post, more=str(len(at))) for post, at in never.items()]
    for plan in asked:
        found += [*_gaps(plan, never), *_lines(plan, known), *_away(plan, whereabouts)]
    return sorted(found, key=lambda row: (row.starts_at, not row.serious, row.post, row.name))


def _finding(kind: FindingKind, plan: ShiftPlan, post: str = "", name: str = "", more: str = "") -> Finding:
    return Finding(kind, plan.slot.starts_at, plan.slot.day, plan.slot.shift, post, name, more)


def _never(plans: Sequence[ShiftPlan]) -> dict[str, list[ShiftPlan]]:
    """Posts of the template that no planned shift has anybody on; whoever leads and the main post are never among them.

    The shipped template may name a post the county does not have: said once, and put right in the template.
    """
    asked: defaultdict[str, list[ShiftPlan]] = defaultdict(list)
    for plan in plans:
        for post in [one for one in plan.posts if one != LEADER][1:] if plan.lines else ():
            asked[post].append(plan)
    return {post: at for post, at in asked.items() if len(at) >= NEVER and not any(plan.of(post) for plan in at)}


def _gaps(plan: ShiftPlan, never: Collection[str]) -> Iterator[Finding]:
    if not plan.lines:
        yield _finding(FindingKind.SHIFT_GAP, plan)
        return
    for post in plan.posts:
        if not plan.of(post) and post not in never:
            yield _finding(FindingKind.POST_GAP, plan, post)


def _lines(plan: ShiftPlan, known: Mapping[str, int]) -> Iterator[Finding]:
    """三定: a person, a post, and what makes them answerable, which is a telephone that reaches them."""
    for line in plan.lines:
        persons = 1 if line.person_id else known.get(line.name, 0)
        if not persons:
            yield _finding(FindingKind.NO_PERSON, plan, line.post, line.name)
        if persons > 1:
            yield _finding(FindingKind.AMBIGUOUS, plan, line.post, line.name, str(persons))
        if persons and not line.phone:  # whom the contacts do not have has no number either
            yield _finding(FindingKind.NO_PHONE, plan, line.post, line.name)


def _twice(plans: Sequence[ShiftPlan]) -> Iterator[Finding]:
    for name, stood in _by_name(plans).items():
        for at, (plan, post) in enumerate(stood):
            for other, another in stood[:at]:
                if other.slot == plan.slot:
                    yield _finding(FindingKind.TWO_POSTS, plan, post, name, another)
                elif other.slot.ends_at > plan.slot.starts_at and other.slot.starts_at < plan.slot.ends_at:
                    yield _finding(FindingKind.TWO_SHIFTS, plan, post, name)


def _too_long(plans: Sequence[ShiftPlan]) -> Iterator[Finding]:
    """Shifts of one person that follow each other without a break; 带班领导 are on call and may lead for days."""
    for name, stood in _by_name(plans).items():
        run: list[ShiftPlan] = []
        for plan, post in [pair for pair in stood if pair[1] != LEADER]:
            if run and plan.slot.starts_at > run[-1].slot.ends_at:
                run = []
            before = _length(run)
            run.append(plan)
            if before <= LONGEST < _length(run):
                yield _finding(FindingKind.TOO_LONG, plan, post, name, f"{_length(run) / timedelta(hours=1):.0f}")


def _length(run: Sequence[ShiftPlan]) -> timedelta:
    return run[-1].slot.ends_at - run[0].slot.starts_at if run else timedelta()


def _by_name(plans: Sequence[ShiftPlan]) -> dict[str, list[tuple[ShiftPlan, str]]]:
    """Where everybody stands in the end, substitutions applied, by the beginning of the shift."""
    made: defaultdict[str, list[tuple[ShiftPlan, str]]] = defaultdict(list)
    for plan in sorted(plans, key=lambda plan: plan.slot.starts_at):
        for line in plan.manned(plan.slot.starts_at):
            if line.name:
                made[line.name].append((plan, line.post))
    return made


def _away(plan: ShiftPlan, whereabouts: Sequence[WhereaboutsRow]) -> Iterator[Finding]:
    """A person planned while noted elsewhere; both A and B away where whoever stands in is elsewhere too."""
    slot = plan.slot
    away = {row.name: row for row in whereabouts if row.covers(slot.starts_at, slot.ends_at)}
    for line in plan.lines:
        stands_in = next((row.stands_in for row in plan.substitutions if _is_for(row, line)), "")
        deputy = stands_in or (away[line.name].deputy if line.name in away else "")
        if deputy and (deputy in away or _absent(deputy, plan)):
            yield _finding(FindingKind.BOTH_AWAY, plan, line.post, line.name, deputy)
        elif line.name in away and not stands_in:
            yield _finding(FindingKind.AWAY, plan, line.post, line.name, away[line.name].place)


def _is_for(row: SubstitutionRow, line: RosterLineRow) -> bool:
    return (row.post, row.absent) == (line.post, line.name)


def _absent(name: str, plan: ShiftPlan) -> bool:
    return any(row.absent == name for row in plan.substitutions)


def _stray(lines: Sequence[RosterLineRow]) -> Iterator[Finding]:
    seen = set()
    for line in lines:
        if (line.day, line.shift) not in seen:
            seen.add((line.day, line.shift))
            yield Finding(FindingKind.OTHER_TEMPLATE, line.starts_at, line.day, line.shift, name=line.name)
