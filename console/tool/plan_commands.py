"""``plan list|show|activate`` and ``import plans``."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any
from uuid import uuid4

from console import words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.plan_table import Finding, PlanChanges
from console.domain.plans import START, Card, Level, PlanRow, shown
from console.domain.responses import Approved, Assignment, Cause, Preview, ResponseRow, Way
from console.errors import Refused
from console.services.plan_files import said
from console.services.plan_import import Imported
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.importing import asked, import_command
from console.tool.officer_commands import acting_options, actor_for, read_line

COUNTS = ("read", "added", "updated", "unchanged", "refused")


def register(commands: Any) -> None:
    """Add the commands of this file."""
    plan = group(commands, "plan", "plan_command")
    listed = command(plan, "list", "plan_list")
    listed.add_argument("--words", default="", metavar="WORDS")
    listed.add_argument("--all", action="store_true")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)
    show = command(plan, "show", "plan_show")
    show.add_argument("code", metavar="CODE")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show)
    _activate(command(plan, "activate", "plan_activate"))


def add_import(bring: Any) -> None:
    """Add ``plans`` to the commands of ``import``."""
    made = import_command(bring, "plans", "import_plans", run_import)
    made.add_argument("--retire-absent", action="store_true")


def _activate(made: argparse.ArgumentParser) -> None:
    made.add_argument("code", metavar="CODE")
    made.add_argument("--level", required=True, choices=("I", "II", "III", "IV"))
    cause = made.add_mutually_exclusive_group(required=True)
    cause.add_argument("--incident", metavar="NUMBER")
    cause.add_argument("--warning", metavar="WORDS")
    made.add_argument("--approver", default="", metavar="NAME")
    made.add_argument("--words", default="", metavar="WORDS")
    made.add_argument("--in-person", action="store_true")
    made.add_argument("--yes", action="store_true")
    made.add_argument("--json", action="store_true")
    acting_options(made)
    made.set_defaults(run=run_activate)


def run_list(data: DataDir, options: argparse.Namespace) -> int:
    """Plans by code, one a line; the last line counts those with structured steps."""
    with opened(data, read_only=True) as desk:
        rows, coverage = desk.plans.rows(options.words, retired=options.all), desk.plans.coverage()
    for row in rows:
        print(json.dumps(_plain(row), ensure_ascii=False) if options.json else _line(row))
    if not options.json:
        print(words.say("tool.plans_counted", plans=coverage.plans, structured=coverage.structured))
    return 0


def run_show(data: DataDir, options: argparse.Namespace) -> int:
    """One plan with its levels and cards, and what is stale in it."""
    with opened(data, read_only=True) as desk:
        row = desk.plans.by_code(options.code)
        text, (stale,) = desk.plans.text(row.id), desk.plan_checks.stale([row.id])
    found = [words.say(one.code, **one.facts) for one in stale.found]
    found += [words.say(f"plan.stale.{kind.value}") for kind in stale.not_checked]
    if options.json:
        levels = [{"level": level.level, "cards": [_plain_card(card) for card in level.cards]} for level in text.levels]
        print(json.dumps({**_plain(row), "levels": levels, "stale": found}, ensure_ascii=False))
        return 0
    print(_line(row))
    for level in text.levels:
        _print_level(level)
    for sentence in found:
        print(f"! {sentence}")
    return 0


def run_activate(data: DataDir, options: argparse.Namespace) -> int:
    """Show who would be told what; with ``--yes`` and an approver start it. Started already it answers the first."""
    with opened(data) as desk:
        plan = desk.plans.by_code(options.code)
        cause = _cause(desk, options)
        seen = desk.responses.preview(plan.id, options.level, cause)
        if not options.yes:
            _print_preview(seen, as_json=options.json)
            sys.stderr.write(words.say("tool.plan_not_started", options="--yes --approver") + "\n")
            return 1
        if not options.approver:
            raise Refused("name_missing")
        by = actor_for(desk, options)
        word = Approved(options.approver, words=options.words)
        if options.in_person:
            word = Approved(options.approver, Way.PASSWORD, password=read_line(options))
        row = desk.responses.start(uuid4(), plan.id, options.level, cause, word, digest=seen.digest, by=by)
    _print_preview(seen, as_json=options.json)
    _print_started(row, as_json=options.json)
    return 0


def run_import(data: DataDir, options: argparse.Namespace) -> int:
    """Import plans; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.plan_files.import_file(**asked(options), retire_absent=options.retire_absent)
    for found in (*told.problems, *told.warned):
        _print_finding(found, as_json=options.json)
    for change in told.changes:
        if not change.unchanged:
            _print_change(change, as_json=options.json)
    _print_counts(told, as_json=options.json)
    return 1 if told.refused else 0


def _cause(desk: Desk, options: argparse.Namespace) -> Cause:
    if options.incident:
        return Cause(desk.incidents.by_number(options.incident).id)
    return Cause(warning=options.warning)


def _plain(row: PlanRow) -> dict[str, Any]:
    days = {name: str(getattr(row, name) or "") for name in ("issued_on", "filed_on", "review_on")}
    return {
        "code": row.code, "title": row.title, "kind": row.kind.value, "tier": row.tier.value, "owner": row.owner,
        "edition": row.edition, **days, "levels": list(row.levels), "cards": row.cards, "active": row.active,
    }  # fmt: skip


def _line(row: PlanRow) -> str:
    levels = "".join(shown(level) for level in row.levels)
    kind = words.say(f"plan.kind.{row.kind.value}")
    return f"{row.code}  {row.title}  {kind}  {levels}  {words.say('tool.plan_cards', count=row.cards)}"


def _plain_card(card: Card) -> dict[str, Any]:
    return {
        "code": card.code, "post": card.post, "unit": card.unit, "action": card.action, "after": card.after,
        "due_minutes": card.due_minutes, "standard": card.standard, "evidence": card.evidence,
    }  # fmt: skip


def _print_level(level: Level) -> None:
    print(f"{shown(level.level)}  {level.starter}  {' '.join(level.starts_when.split())}")
    for card in level.cards:
        start = words.say("tool.plan_from_start") if card.after == START else card.after
        print(f"  {card.code}  {card.unit} {card.post}  {card.action}  {start} +{card.due_minutes}")


def _print_preview(seen: Preview, *, as_json: bool) -> None:
    if not as_json:
        gaps = len(seen.gaps)
        count = len(seen.assignments)
        print(words.say("tool.plan_preview", title=seen.title, level=shown(seen.level), count=count, gaps=gaps))
    for one in seen.assignments:
        print(json.dumps(_plain_assignment(one), ensure_ascii=False) if as_json else f"  {_told(one)}")


def _plain_assignment(one: Assignment) -> dict[str, Any]:
    told = one.told
    return {
        "code": one.card.code, "unit": one.card.unit, "post": one.card.post, "action": one.card.action,
        "person": told.person, "rank": told.rank, "phone": told.phone, "gap": told.gap.value if told.gap else "",
    }  # fmt: skip


def _told(one: Assignment) -> str:
    told = one.told
    who = " ".join(part for part in (one.card.unit, one.card.post, told.person, told.phone) if part)
    gap = f"  ! {words.say(f'response.gap.{told.gap.value}')}" if told.gap else ""
    return f"{one.card.code}  {who}  {one.card.action}{gap}"


def _print_started(row: ResponseRow, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"response": row.number, "level": row.level, "tasks": row.cards}, ensure_ascii=False))
    else:
        print(words.say("tool.plan_started", number=row.number, count=row.cards))


def _print_finding(found: Finding, *, as_json: bool) -> None:
    sentence = said(found)
    if as_json:
        value = {"sheet": found.sheet, "row": found.row, "column": found.column}
        value["warning" if found.warning else "problem"] = sentence
        print(json.dumps(value, ensure_ascii=False))
        return
    code = "tool.plans_warning" if found.warning else "tool.plans_problem"
    print(words.say(code, sheet=found.sheet, row=found.row, problem=sentence))


def _print_change(change: PlanChanges, *, as_json: bool) -> None:
    counts = {"new": len(change.new_cards), "changed": len(change.changed_cards), "retired": len(change.retired_cards)}
    if as_json:
        print(json.dumps({"plan": change.code, "added": change.new, **counts}, ensure_ascii=False))
    else:
        code = "tool.plan_added" if change.new else "tool.plan_changed"
        print(words.say(code, plan=change.code, title=change.title, **counts))


def _print_counts(told: Imported, *, as_json: bool) -> None:
    counts = {name: getattr(told, name) for name in COUNTS}
    if as_json:
        print(json.dumps({**counts, "applied": told.applied}))
    else:
        print(words.say("tool.plans_imported" if told.applied else "tool.plans_not_imported", **counts))
