"""A year of rosters for 30 people, month by month, looked at by the checker that knows nothing of the product.

``python -m tests.kit.roster_year [seed]`` prints a line for each month; ``facts_of`` and ``stood_of`` are for tests.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from statistics import median

from console.domain.fairness import counted
from console.domain.planning import Assignment, Task
from console.domain.planning_run import PlanningRun
from console.services.roster_solver import solve
from console.tool.bench.rosters import YEAR, months, year
from tests.kit.roster_by_words import Facts, Law, Person, Stood, breaches, uneven


def facts_of(task: Task) -> Facts:
    """What a task says, in the words of the other checker."""
    law = Law(
        task.rules.long_hours, task.rules.rest_long, task.rules.rest_short, rest_leads=task.rules.rest_leader,
        most=task.rules.most_consecutive,
    )  # fmt: skip
    people = {}
    for one in task.staff:
        usual = task.rules.most_consecutive_leader if one.leader else task.rules.most_consecutive
        most = usual if one.most_consecutive is None else one.most_consecutive
        first, last = one.valid_from or date.min, one.valid_to or date.max
        people[str(one.person_id)] = Person(
            str(one.person_id), one.posts, one.rest_hours, most, first, last, one.gaps, one.terms
        )
    away = [(str(one.person_id), one.starts_at, one.ends_at) for one in task.leave]
    pairs = [(str(one.a), str(one.b), one.duty, one.valid_from, one.valid_to) for one in task.pairs]
    return Facts(people, law, away, pairs)


def stood_of(made: Iterable[Assignment], *, judged: bool) -> list[Stood]:
    """Assignments in the words of the other checker; empty seats are left out."""
    return [
        Stood(str(one.person_id), one.seat.post, slot.day, slot.starts_at, slot.ends_at, judged)
        for one in made
        if one.person_id is not None
        for slot in [one.seat.slot]
    ]  # fmt: skip


def main(seed: int) -> None:
    """Plan and judge a year; every figure is printed."""
    task = year(YEAR)
    solve(months(replace(task, seats=task.seats[:8]))[0], 0, PlanningRun())
    made, seconds, bad = list[Assignment](), [], 0
    kind = {day: value.value for day, value in task.days.items()}
    groups = list({one.posts: [str(o.person_id) for o in task.staff if set(o.posts) == set(one.posts)]
                   for one in task.staff}.values())  # fmt: skip
    for month in months(task):
        part = replace(month, around=tuple(made), so_far=counted(made, task.days, task.rules))
        begun = time.process_time()
        roster = solve(part, seed, PlanningRun())
        seconds.append(time.process_time() - begun)
        found = breaches(
            stood_of(roster.assignments, judged=True) + stood_of(made, judged=False), facts_of(replace(task, seats=()))
        )
        bad += len(found)
        made += roster.assignments
        wide = uneven(stood_of(made, judged=True), groups, kind)
        day = roster.assignments[0].seat.slot.day
        print(f"{day:%Y-%m} {seconds[-1]:6.1f} s  empty {len(roster.unfilled)}  broken {len(found)}  spread {wide}")
    again = breaches(stood_of(made, judged=True), facts_of(task))
    print(f"median {median(seconds):.1f} s, worst {max(seconds):.1f} s, broken {bad}, whole year at once {len(again)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
