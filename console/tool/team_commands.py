"""``import teams``, ``import experts`` and ``export teams``, ``export experts``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from console import bootstrap, words
from console.config import DataDir
from console.domain.team_table import Changed, Finding
from console.services.team_import import Imported
from console.services.team_sheets import said
from console.tool.commands import command
from console.tool.desks import opened
from console.tool.importing import asked, import_command

Headed = Callable[[str], str]
COUNTS = ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")


def add_import(bring: Any) -> None:
    """Add ``teams`` and ``experts`` to the commands of ``import``."""
    import_command(bring, "teams", "import_teams", run_import_teams)
    import_command(bring, "experts", "import_experts", run_import_experts)


def add_export(take: Any) -> None:
    """Add ``teams`` and ``experts`` to the commands of ``export``."""
    for name, code, run in (
        ("teams", "export_teams", run_export_teams), ("experts", "export_experts", run_export_experts)
    ):  # fmt: skip
        made = command(take, name, code)
        made.add_argument("file", metavar="FILE")
        made.set_defaults(run=run)


def run_import_teams(data: DataDir, options: argparse.Namespace) -> int:
    """Import teams with their certificates; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.team_files.import_teams(**asked(options))
    _print(told, as_json=options.json)
    return 1 if told.refused else 0


def run_import_experts(data: DataDir, options: argparse.Namespace) -> int:
    """Import experts; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.team_files.import_experts(**asked(options))
    _print(told, as_json=options.json)
    return 1 if told.refused else 0


def run_export_teams(data: DataDir, options: argparse.Namespace) -> int:
    """Write the teams to a workbook that can be changed and imported again."""
    with opened(data) as desk:
        count = desk.team_files.export_teams(Path(options.file), by=bootstrap.tool_actor())
    print(words.say("tool.teams_exported", count=count))
    return 0


def run_export_experts(data: DataDir, options: argparse.Namespace) -> int:
    """Write the experts to a workbook that can be changed and imported again."""
    with opened(data) as desk:
        count = desk.team_files.export_experts(Path(options.file), by=bootstrap.tool_actor())
    print(words.say("tool.experts_exported", count=count))
    return 0


def _print(told: Imported, *, as_json: bool) -> None:
    print_told(told, lambda column: words.say(f"teams.column.{column}"), as_json=as_json)


def print_told(told: Imported, headed: Headed, *, as_json: bool) -> None:
    """What an import did, line by line; ``headed`` says what a column is called."""
    for found in (*told.problems, *told.warned):
        _print_finding(found, headed, as_json=as_json)
    for changed in told.changed:
        _print_changed(changed, headed, as_json=as_json)
    counts = {name: getattr(told, name) for name in COUNTS}
    if as_json:
        print(json.dumps({**counts, "applied": told.applied}))
    else:
        print(words.say("tool.teams_imported" if told.applied else "tool.teams_not_imported", **counts))


def _print_finding(found: Finding, headed: Headed, *, as_json: bool) -> None:
    sentence = said(found)
    if as_json:
        value = {"sheet": found.sheet, "row": found.row, "column": found.column}
        value["warning" if found.warning else "problem"] = sentence
        print(json.dumps(value, ensure_ascii=False))
        return
    sheet = words.say("tool.contacts_sheet", name=found.sheet) if found.sheet else ""
    code = "tool.contacts_warning" if found.warning else "tool.contacts_problem"
    print(words.say(code, row=found.row, column=headed(found.column), problem=sentence, sheet=sheet))


def _print_changed(changed: Changed, headed: Headed, *, as_json: bool) -> None:
    for one in changed.differences:
        if as_json:
            value = {"sheet": changed.sheet, "row": changed.row, "changed": changed.name, **asdict(one)}
            print(json.dumps(value, ensure_ascii=False))
            continue
        nothing = words.say("contact.nothing")
        print(
            words.say(
                "tool.contacts_changed", row=changed.row, name=changed.name,
                column=headed(one.column), before=one.before or nothing,
                after=one.after or nothing,
            )
        )  # fmt: skip
