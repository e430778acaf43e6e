"""``roster plan`` and ``roster check``: a roster planned and shown, the published table held against the rules."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.config import DataDir
from console.domain.planning import Assignment, Finding, Leave, Method, Pair
from console.services import planner_words
from console.services.planner import Proposal
from console.services.planner_ground import is_stranger
from console.tool.commands import command, group
from console.tool.days import asked_days, day, period_options
from console.tool.desks import opened
from console.tool.times import show_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    roster = group(commands, "roster", "roster_command")
    plan = command(roster, "plan", "roster_plan")
    period_options(plan, required=True)
    plan.add_argument("--seed", type=_seed, default=0, metavar="N")
    plan.add_argument("--method", choices=(Method.SOLVER.value, Method.ROTATION.value), default=Method.SOLVER.value)
    plan.add_argument("--json", action="store_true")
    plan.set_defaults(run=run_plan)
    check = command(roster, "check", "roster_check")
    period_options(check, required=False)
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check)


def run_plan(data: DataDir, options: argparse.Namespace) -> int:
    """One line for each post of each shift; what could not be filled and why on stderr. Nothing is written."""
    first, last = day(options.first), day(options.last)
    with opened(data, read_only=True) as desk:
        proposal = desk.planner.propose(first, last, Method(options.method), options.seed)
        zone = desk.zone
    _notices(proposal)
    for one in proposal.roster.assignments:
        print(json.dumps(_row(one, zone), ensure_ascii=False) if options.json else _line(one))
    if not options.json:
        spread = {kind.value: wide for kind, wide in proposal.roster.spread.items()}
        print(words.say("tool.roster_spread", **spread))
    return 0


def run_check(data: DataDir, options: argparse.Namespace) -> int:
    """Each broken rule of the published table, one a line; exit 1 if there is any. This month unless days are named."""
    with opened(data, read_only=True) as desk:
        first, last = asked_days(options, desk.clock.now().astimezone(desk.zone).date())
        checked = desk.planner.check(first, last)
        zone = desk.zone
    for found in checked.findings:
        print(json.dumps(_finding(found, zone), ensure_ascii=False) if options.json else planner_words.found(found))
    for both in checked.both_on_leave:
        _say(_both(*both, zone))
    if not checked.findings and not options.json:
        print(words.say("tool.roster_sound", **{"from": first, "to": last}))
    return 1 if checked.findings else 0


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value < 1 << 31:
        raise argparse.ArgumentTypeError(text)
    return value


def _notices(proposal: Proposal) -> None:
    if proposal.roster.missing_years:
        _say(planner_words.missing(proposal.roster.missing_years))
    if proposal.staff_guessed:
        _say(words.say("planning.no_list"))
    for collision in proposal.roster.collisions:
        _say(planner_words.collided(collision))


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def _row(one: Assignment, zone: ZoneInfo) -> dict[str, Any]:
    slot = one.seat.slot
    return {
        "date": slot.day.isoformat(), "shift": slot.shift, "start": show_time(slot.starts_at, zone),
        "end": show_time(slot.ends_at, zone), "post": one.seat.post,
        "person_id": str(one.person_id) if one.person_id else None, "person": one.name or None,
    }  # fmt: skip


def _line(one: Assignment) -> str:
    name = one.name or words.say("tool.roster_nobody")
    return words.say("tool.roster_row", seat=planner_words.seat(one.seat), name=name)


def _finding(found: Finding, zone: ZoneInfo) -> dict[str, Any]:
    known = None if is_stranger(found.person_id, found.name) else found.person_id
    where = _row(Assignment(found.seat, known, found.name), zone)
    return {"rule": found.rule.value, **where, "text": planner_words.found(found)}


def _both(pair: Pair, a: Leave, b: Leave, zone: ZoneInfo) -> str:
    starts = {"a": a.starts_at.astimezone(zone).date(), "b": b.starts_at.astimezone(zone).date()}
    return words.say("planning.both_on_leave", post=pair.post, **starts)
