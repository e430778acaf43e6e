"""``import map``."""

from __future__ import annotations

import argparse
import json
from typing import Any

from console import words
from console.config import DataDir
from console.domain.geojson import Finding
from console.tool.desks import opened
from console.tool.importing import asked, import_command

COUNTS = ("read", "added", "updated", "unchanged", "retired", "refused")


def add_import(bring: Any) -> None:
    """Add ``map`` to the commands of ``import``."""
    import_command(bring, "map", "import_map", run_import_map)


def run_import_map(data: DataDir, options: argparse.Namespace) -> int:
    """Import outlines instead of those before; exit 1 if a feature was refused, and nothing changed."""
    with opened(data) as desk:
        told = desk.map_files.import_file(**asked(options))
    for found in (*told.problems, *told.warned):
        _print_finding(found, as_json=options.json)
    counts = {name: getattr(told, name) for name in COUNTS}
    if options.json:
        more = {"matched": told.matched, "points": told.kept, "swapped": told.swapped, "applied": told.applied}
        print(json.dumps({**counts, **more}))
    else:
        print(words.say("tool.map_imported" if told.applied else "tool.map_not_imported", **counts))
        for name in told.towns_missing:
            print(words.say("tool.map_town_missing", name=name))
    return 1 if told.refused else 0


def _print_finding(found: Finding, *, as_json: bool) -> None:
    sentence = words.say(found.code, **found.facts)
    if as_json:
        value = {"feature": found.number, "name": found.name, "warning" if found.warning else "problem": sentence}
        print(json.dumps(value, ensure_ascii=False))
    elif found.number:
        print(words.say("tool.map_finding", number=found.number, name=found.name, problem=sentence))
    else:
        print(sentence)
