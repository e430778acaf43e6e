"""``import shelters`` and ``export shelters``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from console import bootstrap, words
from console.config import DataDir
from console.tool.commands import command
from console.tool.desks import opened
from console.tool.importing import asked, import_command
from console.tool.team_commands import print_told


def add_import(bring: Any) -> None:
    """Add ``shelters`` to the commands of ``import``."""
    import_command(bring, "shelters", "import_shelters", run_import)


def add_export(take: Any) -> None:
    """Add ``shelters`` to the commands of ``export``."""
    made = command(take, "shelters", "export_shelters")
    made.add_argument("file", metavar="FILE")
    made.set_defaults(run=run_export)


def run_import(data: DataDir, options: argparse.Namespace) -> int:
    """Import shelters; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.shelter_files.import_file(**asked(options))
    print_told(told, lambda column: words.say(f"shelters.column.{column}"), as_json=options.json)
    return 1 if told.refused else 0


def run_export(data: DataDir, options: argparse.Namespace) -> int:
    """Write the shelters to a workbook that can be changed and imported again."""
    with opened(data) as desk:
        count = desk.shelter_files.export(Path(options.file), by=bootstrap.tool_actor())
    print(words.say("tool.shelters_exported", count=count))
    return 0
