"""``import leave``."""

from __future__ import annotations

import argparse
import json
from typing import Any

from console import words
from console.config import DataDir
from console.domain.contact_table import Finding
from console.tool.desks import opened
from console.tool.importing import asked, import_command

COUNTS = ("read", "added", "unchanged", "skipped", "refused")


def add_import(bring: Any) -> None:
    """Add ``leave`` to the commands of ``import``."""
    import_command(bring, "leave", "import_leave", run_import_leave)


def run_import_leave(data: DataDir, options: argparse.Namespace) -> int:
    """Import a list of leave; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.leave_import.import_file(**asked(options))
    for found in told.problems:
        _print_finding(found, as_json=options.json)
    counts = {name: getattr(told, name) for name in COUNTS}
    if options.json:
        print(json.dumps({**counts, "applied": told.applied}))
    else:
        print(words.say("tool.leave_imported" if told.applied else "tool.leave_not_imported", **counts))
    return 1 if told.refused else 0


def _print_finding(found: Finding, *, as_json: bool) -> None:
    sentence = words.say(found.code, **found.facts)
    if as_json:
        value = {"row": found.row, "column": found.column, "sheet": found.sheet, "problem": sentence}
        print(json.dumps(value, ensure_ascii=False))
        return
    sheet = words.say("tool.contacts_sheet", name=found.sheet) if found.sheet else ""
    column = words.say(f"leave.column.{found.column}")
    print(words.say("tool.contacts_problem", row=found.row, column=column, problem=sentence, sheet=sheet))
