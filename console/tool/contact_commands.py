"""``import contacts``."""

from __future__ import annotations

import argparse
import json
from typing import Any

from console import words
from console.config import DataDir
from console.domain.contact_table import Finding
from console.services.contact_import import Imported
from console.tool.desks import opened
from console.tool.importing import asked, import_command

COUNTS = ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")


def add_import(bring: Any) -> None:
    """Add ``contacts`` to the commands of ``import``."""
    import_command(bring, "contacts", "import_contacts", run_import_contacts)


def run_import_contacts(data: DataDir, options: argparse.Namespace) -> int:
    """Import a list of people; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.contacts.import_file(**asked(options))
    _print(told, as_json=options.json)
    return 1 if told.refused else 0


def _print(told: Imported, *, as_json: bool) -> None:
    for found in (*told.problems, *told.warned):
        _print_finding(found, as_json=as_json)
    counts = {name: getattr(told, name) for name in COUNTS}
    if as_json:
        print(json.dumps({**counts, "applied": told.applied}))
    else:
        print(words.say("tool.contacts_imported" if told.applied else "tool.contacts_not_imported", **counts))


def _print_finding(found: Finding, *, as_json: bool) -> None:
    sentence = words.say(found.code, **found.facts)
    if as_json:
        value = {"row": found.row, "column": found.column, "sheet": found.sheet}
        value["warning" if found.warning else "problem"] = sentence
        print(json.dumps(value, ensure_ascii=False))
        return
    sheet = words.say("tool.contacts_sheet", name=found.sheet) if found.sheet else ""
    code = "tool.contacts_warning" if found.warning else "tool.contacts_problem"
    print(
        words.say(
            code, row=found.row, column=words.say(f"contact.column.{found.column}"), problem=sentence, sheet=sheet
        )
    )
