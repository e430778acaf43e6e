"""An independent look at a roster: every hard rule that is broken, found from the finished table alone.

Written from the rules' words, not from how the planners keep them; it shares no step with rotation or solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from console.domain.planning import Assignment, Finding, Leave, Pair, Rule, Rules, Seat, Staff, Task
from console.domain.roster import LEADER


def check(task: Task, assignments: Sequence[Assignment]) -> list[Finding]:
    """What is wrong with these assignments, by time. Duty around the period is looked at where it touches them."""
    named = [one for one in assignments if one.person_id is not None]
    inside = {id(one) for one in named}
    everybody = sorted([*task.around, *named], key=lambda one: (one.seat.slot.starts_at, one.seat.slot.ends_at))
    found = [*_empty(task, assignments), *_entitled(task, named)]
    for person_id in dict.fromkeys(one.person_id for one in everybody if one.person_id is not None):
        stood = [one for one in everybody if one.person_id == person_id]
        staff = task.person(person_id)
        found += [*_time_line(stood, inside, staff, task.rules), *_days_in_a_row(stood, inside, staff, task.rules)]
    for pair in task.pairs:
        found += _one_stays(pair, everybody, inside, task)
    return sorted(found, key=lambda one: (one.seat.slot.starts_at, one.seat.post, one.seat.ordinal, one.rule, one.name))


def leave_of_both(task: Task) -> list[tuple[Pair, Leave, Leave]]:
    """A and B of one post on leave at the same time: no roster can mend that, whoever grants leave has to."""
    made = []
    for pair in task.pairs:
        ours = [one for one in task.leave if one.person_id == pair.a]
        theirs = [one for one in task.leave if one.person_id == pair.b]
        made += [(pair, a, b) for a in ours for b in theirs if _both(pair, a, b)]
    return made


def _both(pair: Pair, a: Leave, b: Leave) -> bool:
    """Whether two leaves share time while the two are A and B."""
    start, end = max(a.starts_at, b.starts_at), min(a.ends_at, b.ends_at)
    within = (pair.valid_to or date.max) >= start.date() and (pair.valid_from or date.min) <= end.date()
    return start < end and within


def _empty(task: Task, assignments: Sequence[Assignment]) -> Iterator[Finding]:
    """Every seat is taken, and by one person."""
    taken = {one.seat.key for one in assignments if one.person_id is not None}
    for seat in task.seats:
        if seat.key not in taken:
            yield Finding(Rule.UNFILLED, seat)


def _entitled(task: Task, named: Sequence[Assignment]) -> Iterator[Finding]:
    """Whoever stands a post may stand it, belongs to the duty staff on that day and is not on leave."""
    for one in named:
        staff = task.person(one.person_id)
        if staff is None or not _is_qualified(staff, one.seat):
            yield Finding(Rule.POST, one.seat, one.person_id, one.name)
        elif _is_off(staff, one.seat.slot.day):
            yield Finding(Rule.TIME, one.seat, one.person_id, one.name)
        for away in task.leave:
            if away.person_id == one.person_id and _share(away.starts_at, away.ends_at, one.seat):
                yield Finding(Rule.LEAVE, one.seat, one.person_id, one.name)
                break


def _is_qualified(staff: Staff, seat: Seat) -> bool:
    """By the term that day falls into; outside of every term by all their posts (then the day itself is wrong)."""
    for start, end, posts in staff.terms:
        if start <= seat.slot.day <= end:
            return seat.post in posts
    return seat.post in staff.posts


def _is_off(staff: Staff, day: date) -> bool:
    """Before their first day, after their last, or in a time between when they were not on the staff."""
    if (staff.valid_from and day < staff.valid_from) or (staff.valid_to and day > staff.valid_to):
        return True
    return any(start <= day <= end for start, end in staff.gaps)


def _time_line(stood: Sequence[Assignment], inside: set[int], staff: Staff | None, rules: Rules) -> Iterator[Finding]:
    """Along one person's time: no second seat before the first has ended and its rest is over."""
    for at, later in enumerate(stood):
        for earlier in stood[:at]:
            if not {id(earlier), id(later)} & inside:
                continue
            ours, other = (later, earlier) if id(later) in inside else (earlier, later)
            pause = later.seat.slot.starts_at - earlier.seat.slot.ends_at
            needed = timedelta(hours=_rest(earlier.seat, staff, rules))
            if later.seat.slot.starts_at < earlier.seat.slot.ends_at:
                yield Finding(Rule.OVERLAP, ours.seat, ours.person_id, ours.name, other.seat)
            elif pause < needed:
                yield Finding(
                    Rule.REST, ours.seat, ours.person_id, ours.name, other.seat,
                    hours=pause.total_seconds() / 3600, limit=needed.total_seconds() / 3600,
                )  # fmt: skip


def _rest(seat: Seat, staff: Staff | None, rules: Rules) -> int:
    """Hours of rest that follow a seat: the person's own, else the leaders', else by the length of the shift."""
    if staff is not None and staff.rest_hours is not None:
        return staff.rest_hours
    if seat.post == LEADER:
        return rules.rest_leader
    hours = (seat.slot.ends_at - seat.slot.starts_at).total_seconds() / 3600
    return rules.rest_long if hours >= rules.long_hours else rules.rest_short


def _days_in_a_row(
    stood: Sequence[Assignment], inside: set[int], staff: Staff | None, rules: Rules
) -> Iterator[Finding]:
    """The first day too many of each row of days of duty; of a row that was too long before, the first day of ours."""
    most = rules.most_consecutive
    if staff is not None:
        own = rules.most_consecutive_leader if staff.leader else rules.most_consecutive
        most = own if staff.most_consecutive is None else staff.most_consecutive
    by_day: dict[date, list[Assignment]] = {}
    for one in stood:
        by_day.setdefault(one.seat.slot.day, []).append(one)
    row: list[date] = []
    told = False
    for day in sorted(by_day):
        follows = bool(row) and day - row[-1] == timedelta(days=1)
        row, told = ([*row, day], told) if follows else ([day], False)
        ours = [one for each in row for one in by_day[each] if id(one) in inside]
        if len(row) > most and ours and not told:
            told = True
            yield Finding(
                Rule.CONSECUTIVE, ours[-1].seat, ours[-1].person_id, ours[-1].name, hours=len(row), limit=most
            )


def _one_stays(pair: Pair, everybody: Sequence[Assignment], inside: set[int], task: Task) -> Iterator[Finding]:
    """While A stands another post, B neither does so nor is on leave, and the other way round."""
    first, last = pair.valid_from or date.min, pair.valid_to or date.max
    theirs = [one for one in everybody if one.person_id in {pair.a, pair.b} and first <= one.seat.slot.day <= last]
    elsewhere = [one for one in theirs if one.seat.post != pair.duty]
    for one in elsewhere:
        if id(one) not in inside:
            continue
        other_id: UUID = pair.b if one.person_id == pair.a else pair.a
        beside = next(
            (
                other
                for other in elsewhere
                if other.person_id == other_id and _share(other.seat.slot.starts_at, other.seat.slot.ends_at, one.seat)
            ),
            None,
        )
        on_leave = any(a.person_id == other_id and _share(a.starts_at, a.ends_at, one.seat) for a in task.leave)
        if beside is not None or on_leave:
            other_name = next((s.name for s in task.staff if s.person_id == other_id), pair.post)
            found = beside.seat if beside else None
            yield Finding(Rule.PAIR, one.seat, one.person_id, one.name, found, with_name=other_name)


def _share(start: datetime, end: datetime, seat: Seat) -> bool:
    return start < seat.slot.ends_at and end > seat.slot.starts_at
