"""``import contacts``, ``export contacts`` and ``imports``: what was imported, and taking it back."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.contact_table import Finding
from console.domain.importing import ImportRunRow
from console.domain.people import Actor
from console.errors import Refused
from console.services.contact_import import Changed, Imported
from console.tool.commands import command
from console.tool.desks import opened
from console.tool.importing import asked, import_command


class Runs(Protocol):
    """Imports of some lists."""

    def newest(self, limit: int = 50) -> list[ImportRunRow]: ...
    def undo(self, run_id: UUID, *, by: Actor) -> int: ...


ALL_RUNS = 100_000
"""Imports among which the one to be undone is looked for."""
COUNTS = ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")


def add_import(bring: Any) -> None:
    """Add ``contacts`` to the commands of ``import``."""
    import_command(bring, "contacts", "import_contacts", run_import_contacts)


def add_export(take: Any) -> None:
    """Add ``contacts`` to the commands of ``export``."""
    made = command(take, "contacts", "export_contacts")
    made.add_argument("file", metavar="FILE")
    made.add_argument("--mask", action="store_true")
    made.set_defaults(run=run_export_contacts)


def register(commands: Any) -> None:
    """Add the command ``imports``."""
    made = command(commands, "imports")
    made.add_argument("--undo", metavar="ID")
    made.add_argument("--json", action="store_true")
    made.set_defaults(run=run_imports)


def run_export_contacts(data: DataDir, options: argparse.Namespace) -> int:
    """Write the contact book to a file that can be changed and imported again."""
    with opened(data) as desk:
        count = desk.contacts.export(Path(options.file), mask=options.mask, by=bootstrap.tool_actor())
    print(words.say("tool.contacts_exported", count=count))
    return 0


def run_imports(data: DataDir, options: argparse.Namespace) -> int:
    """The newest imports, or one of them taken back as a whole."""
    with opened(data) as desk:
        if options.undo is not None:
            count = _undo(desk, _run_id(options.undo))
            print(json.dumps({"undone": count}) if options.json else words.say("tool.import_undone", count=count))
            return 0
        runs = [run for service in _services(desk) for run in service.newest()]
        for run in sorted(runs, key=lambda one: one.at, reverse=True):
            at = f"{run.at.astimezone(desk.zone):%Y-%m-%d %H:%M}"
            told = {"id": str(run.id), "at": at, "by": run.by_name, "file": run.file_name, "taken": run.taken}
            told |= {"left_out": run.left_out, "undone": run.undone_at is not None}
            if options.json:
                print(json.dumps(told, ensure_ascii=False))
            else:
                print(words.say("tool.import_run_undone" if run.undone_at else "tool.import_run", **told))
    return 0


def _undo(desk: Desk, run_id: UUID) -> int:
    """How many rows or plans are as before."""
    services = _services(desk)
    owner = next((one for one in services if any(run.id == run_id for run in one.newest(limit=ALL_RUNS))), services[-1])
    return owner.undo(run_id, by=bootstrap.tool_actor())


def _services(desk: Desk) -> tuple[Runs, ...]:
    return (
        desk.plan_runs,
        desk.list_runs,
        desk.roster_runs,
        desk.team_runs,
        desk.shelter_runs,
        desk.stock_runs,
        desk.import_runs,
    )


def _run_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("no_such_import") from None


def run_import_contacts(data: DataDir, options: argparse.Namespace) -> int:
    """Import a list of people; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.contacts.import_file(**asked(options))
    print_told(told, as_json=options.json)
    return 1 if told.refused else 0


def print_told(told: Imported, *, as_json: bool, columns: str = "contact.column") -> None:
    """Findings, differences and counts of an import; ``columns`` begins the codes of its columns."""
    for found in (*told.problems, *told.warned):
        _print_finding(found, columns, as_json=as_json)
    for changed in told.changed:
        _print_changed(changed, columns, as_json=as_json)
    counts = {name: getattr(told, name) for name in COUNTS}
    if as_json:
        print(json.dumps({**counts, "applied": told.applied}))
    else:
        print(words.say("tool.contacts_imported" if told.applied else "tool.contacts_not_imported", **counts))


def _print_changed(changed: Changed, columns: str, *, as_json: bool) -> None:
    for one in changed.differences:
        if as_json:
            value = {"row": changed.row, "sheet": changed.sheet, "changed": changed.name, **asdict(one)}
            print(json.dumps(value, ensure_ascii=False))
            continue
        column, nothing = words.say(f"{columns}.{one.column}"), words.say("contact.nothing")
        facts = {
            "row": changed.row,
            "name": changed.name,
            "before": one.before or nothing,
            "after": one.after or nothing,
        }
        print(words.say("tool.contacts_changed", column=column, **facts))


def _print_finding(found: Finding, columns: str, *, as_json: bool) -> None:
    sentence = words.say(found.code, **found.facts)
    if as_json:
        value = {"row": found.row, "column": found.column, "sheet": found.sheet}
        value["warning" if found.warning else "problem"] = sentence
        print(json.dumps(value, ensure_ascii=False))
        return
    sheet = words.say("tool.contacts_sheet", name=found.sheet) if found.sheet else ""
    code = "tool.contacts_warning" if found.warning else "tool.contacts_problem"
    column = words.say(f"{columns}.{found.column}")
    print(words.say(code, row=found.row, column=column, problem=sentence, sheet=sheet))
