"""``import event-types`` and ``export event-types``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from console import bootstrap, words
from console.config import DataDir
from console.tool import (
    contact_commands,
    list_commands,
    roster_commands,
    shelter_commands,
    stock_commands,
    team_commands,
)
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.importing import asked, import_command
from console.tool.place_commands import print_import


def add_import(bring: Any) -> None:
    """Add ``event-types`` to the commands of ``import``."""
    import_command(bring, "event-types", "import_event_types", run_import)


def register(commands: Any) -> None:
    """Add the command ``export``."""
    take = group(commands, "export", "export_command")
    made = command(take, "event-types", "export_event_types")
    made.add_argument("file", metavar="FILE")
    made.set_defaults(run=run_export)
    contact_commands.add_export(take)
    list_commands.add_export(take)
    roster_commands.add_export(take)
    team_commands.add_export(take)
    shelter_commands.add_export(take)
    stock_commands.add_export(take)


def run_import(data: DataDir, options: argparse.Namespace) -> int:
    """Import a tree of event types; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.event_types.import_file(**asked(options))
    print_import(told, as_json=options.json)
    return 1 if told.refused else 0


def run_export(data: DataDir, options: argparse.Namespace) -> int:
    """Write the tree to a file that can be changed and imported again."""
    with opened(data) as desk:
        count = desk.event_types.export(Path(options.file), by=bootstrap.tool_actor())
    print(words.say("tool.event_types_exported", count=count))
    return 0
