"""``import roster``: the county's month sheet; ``export roster``: the shift table of some days as a file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from console import bootstrap, words
from console.config import DataDir
from console.services.roster_import import Change, RosterImport
from console.tool.commands import command
from console.tool.days import asked_days, period_options
from console.tool.desks import opened
from console.tool.importing import asked, import_command


def add_import(bring: Any) -> None:
    """The command among those of ``import``."""
    roster = import_command(bring, "roster", "import_roster", run_import_roster)
    roster.add_argument("--month", default="", metavar="YYYY-MM")


def add_export(take: Any) -> None:
    """Add ``roster`` to the commands of ``export``."""
    made = command(take, "roster", "export_roster")
    made.add_argument("file", metavar="FILE")
    period_options(made, required=False)
    made.set_defaults(run=run_export_roster)


def run_export_roster(data: DataDir, options: argparse.Namespace) -> int:
    """Write the shift table of the days named, else of this month, by the file's ending."""
    with opened(data) as desk:
        first, last = asked_days(options, desk.clock.now().astimezone(desk.zone).date())
        count = desk.roster_export.write(Path(options.file), first, last, by=bootstrap.tool_actor())
    print(words.say("tool.roster_exported", count=count, **{"from": first, "to": last}))
    return 0


def run_import_roster(data: DataDir, options: argparse.Namespace) -> int:
    """Import a month sheet; exit 1 if something was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.roster.import_file(**asked(options), month=options.month)
    if options.json:
        _print_json(told)
    else:
        _print(told)
    return 1 if told.refused else 0


def _counts(told: RosterImport) -> dict[str, int]:
    return {
        name: getattr(told, name) for name in ("read", "added", "updated", "unchanged", "skipped", "refused")
    }  # fmt: skip


def _print_json(told: RosterImport) -> None:
    for found in told.problems:
        sentence = words.say(f"roster.problem.{found.code}", **found.facts)
        place = {"sheet": found.sheet, "row": found.row, "column": found.column}
        print(json.dumps({**place, "problem": sentence, "warning": found.warning}, ensure_ascii=False))
    for change in told.changed:
        print(json.dumps({"changed": _change(change)}, ensure_ascii=False))
    print(json.dumps({**_counts(told), "months": list(told.months), "applied": told.applied}))


def _print(told: RosterImport) -> None:
    for found in told.problems:
        sentence = words.say(f"roster.problem.{found.code}", **found.facts)
        kind = words.say("roster.warning" if found.warning else "roster.refusal")
        place = {"sheet": found.sheet, "row": found.row or "", "column": found.column}
        print(words.say("tool.roster_problem", kind=kind, problem=sentence, **place))
    for change in told.changed:
        print(words.say("roster.change", **_change(change)))
    print(words.say("roster.counts" if told.applied else "roster.counts_dry", **_counts(told)))


def _change(change: Change) -> dict[str, str]:
    post = words.say("post.leader") if change.post == "leader" else change.post
    after = change.after or words.say("roster.unplanned")
    return {"day": change.day.isoformat(), "post": post, "before": change.before, "after": after}
