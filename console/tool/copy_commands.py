"""``backup`` and ``restore``: copies for a second place, and a watch begun again from one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console import bootstrap, words
from console.config import DataDir
from console.domain import faults
from console.domain.copies import CopyRow
from console.domain.health import megabytes
from console.errors import Refused
from console.tool.commands import command
from console.tool.desks import opened
from console.tool.fault_lines import show_faults
from console.tool.times import said_time, show_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    backup = command(commands, "backup")
    backup.add_argument("--to", metavar="DIR")
    backup.add_argument("--list", action="store_true")
    backup.add_argument("--json", action="store_true")
    backup.set_defaults(run=run_backup)
    restore = command(commands, "restore")
    restore.add_argument("dir", metavar="DIR")
    restore.add_argument("--from", dest="source", metavar="COPY", required=True)
    restore.add_argument("--with-known-faults", dest="known_faults", action="store_true")
    restore.set_defaults(run=run_restore)


def run_backup(data: DataDir, options: argparse.Namespace) -> int:
    """Make a verified copy below a folder (the seat's second place unless one is named), or list those there.

    A copy of a store that disagrees with its books is made, told of as such, and exits 1.
    """
    with opened(data) as desk:
        named = options.to or desk.copies.place()
        if not named:
            raise Refused("copy_no_place")
        place = Path(named).absolute()
        if options.list:
            return _list(desk.copies.listed(place), options, desk.zone)
        zone = desk.zone
        made = desk.copies.make(place, by=bootstrap.tool_actor())
        facts = {
            "folder": str(made.folder), "at": show_time(made.made_at, zone), "number": made.number,
            "size": megabytes(made.size), "dropped": made.dropped,
        }  # fmt: skip
    if options.json:
        more = {"missing": made.missing, "faults": faults.written(made.faults) if made.faults else None}
        print(json.dumps(facts | more, ensure_ascii=False))
    else:
        print(words.say("tool.copied", **facts | {"at": said_time(made.made_at, zone)}))
        if made.missing:
            print(words.say("tool.copied_missing", count=made.missing))
        if made.faults:
            print(words.say("tool.copied_faulty"))
            show_faults(made.faults)
    return 1 if made.faults else 0


def _list(rows: Sequence[CopyRow], options: argparse.Namespace, zone: ZoneInfo) -> int:
    shown = show_time if options.json else said_time
    for row in rows:
        facts = {
            "folder": row.folder, "at": shown(row.manifest.made_at, zone), "number": row.manifest.duty[0],
            "site": row.manifest.site, "size": megabytes(row.manifest.size),
        }  # fmt: skip
        count = row.manifest.faults.count
        if options.json:
            print(json.dumps(facts | {"faults": count}, ensure_ascii=False))
        else:
            print(words.say("tool.copy_row_faulty" if count else "tool.copy_row", count=count, **facts))
    return 0


def run_restore(_data: DataDir, options: argparse.Namespace) -> int:
    """Begin again from a copy in an empty data directory; says how old the copy is and what its newest line was.

    What is known to be wrong in it is told first; without the option for it nothing is restored then.
    """
    data, source = DataDir(Path(options.dir).absolute()), Path(options.source).absolute()
    _tell_faults(source)
    by, known = bootstrap.tool_actor(), options.known_faults
    found = bootstrap.restore(data, source, by=by, known_faults=known)
    with opened(data, read_only=True) as desk:
        zone = desk.zone
    made, newest = said_time(found.manifest.made_at, zone), found.newest
    print(words.say("tool.restored", path=str(data.root), folder=str(found.folder), at=made))
    if newest is not None:
        at = said_time(newest.recorded_at, zone) if newest.recorded_at else "–"
        print(words.say("tool.restored_newest", number=newest.number, at=at, text=newest.text[:200]))
    return 0


def _tell_faults(source: Path) -> None:
    from console.services import copies_there

    found = copies_there.find(source)
    if found.manifest.faults:
        print(words.say("tool.restore_faulty", folder=found.folder.name))
        show_faults(found.manifest.faults)
