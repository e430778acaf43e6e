"""``import`` and ``export`` of lists: leave, staff, wishes, groups, holidays, devices and their points."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from console import bootstrap, words
from console.config import DataDir
from console.tool.commands import command
from console.tool.contact_commands import print_told
from console.tool.desks import opened
from console.tool.importing import asked, import_command

HELP = {
    "leave": ("import_leave", "export_leave"), "staff": ("import_staff", "export_staff"),
    "wishes": ("import_wishes", "export_wishes"), "groups": ("import_groups", "export_groups"),
    "holidays": ("import_holidays", "export_holidays"), "devices": ("import_devices", "export_devices"),
    "points": ("import_points", "export_points"),
}  # fmt: skip
"""What ``--help`` says of each list, coming in and going out."""


def add_import(bring: Any) -> None:
    """Add each list to the commands of ``import``."""
    for key, (code, _) in HELP.items():
        made = import_command(bring, key, code, partial(run_import, key))
        if key == "points":
            made.add_argument("--device", metavar="CODE", help=words.say("tool.option.points_device"))


def add_export(take: Any) -> None:
    """Add each list to the commands of ``export``; with ``--template`` an empty one to fill in."""
    for key, (_, code) in HELP.items():
        made = command(take, key, code)
        made.add_argument("file", metavar="FILE", help=words.say("tool.option.export_file"))
        made.add_argument("--template", action="store_true", help=words.say("tool.option.template"))
        made.set_defaults(run=partial(run_export, key))


def run_import(key: str, data: DataDir, options: argparse.Namespace) -> int:
    """Import a list; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        device = getattr(options, "device", None)
        usual = {} if device is None else {"device": device}
        told = desk.list_imports.import_file(key, usual=usual, **asked(options))
    print_told(told, as_json=options.json, columns="list.column")
    return 1 if told.refused else 0


def run_export(key: str, data: DataDir, options: argparse.Namespace) -> int:
    """Write the list to a file that can be changed and imported again, or its heads alone."""
    with opened(data) as desk:
        if options.template:
            print(words.say("tool.template_saved", path=desk.list_imports.save_template(key, Path(options.file))))
            return 0
        count = desk.list_imports.export(key, Path(options.file), by=bootstrap.tool_actor())
    print(words.say("tool.list_exported", count=count))
    return 0
