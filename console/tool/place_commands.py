"""``import places``."""

from __future__ import annotations

import argparse
import json
from typing import Any

from console import words
from console.config import DataDir
from console.services.places import Imported
from console.tool.desks import opened
from console.tool.importing import asked, import_command


def add_import(bring: Any) -> None:
    """Add ``places`` to the commands of ``import``."""
    import_command(bring, "places", "import_places", run_import_places)


def run_import_places(data: DataDir, options: argparse.Namespace) -> int:
    """Import a list of places; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.places.import_file(**asked(options))
    print_import(told, as_json=options.json)
    return 1 if told.refused else 0


def print_import(told: Imported, *, as_json: bool) -> None:
    """What an import did, for people or for another program."""
    counts = {"read": told.read, "added": told.added, "updated": told.updated, "refused": told.refused}
    for found in told.problems:
        sentence = words.say(found.code, **found.facts)
        if as_json:
            value = {"row": found.row, "column": found.column, "problem": sentence}
            print(json.dumps(value, ensure_ascii=False))
        else:
            print(words.say("tool.import_problem", row=found.row, column=found.column, problem=sentence))
    if as_json:
        print(json.dumps({**counts, "applied": told.applied}))
    else:
        print(words.say("tool.imported" if told.applied else "tool.not_imported", **counts))
