"""``cap``: CAP 1.2 files judged, without a store."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from console import words
from console.config import DataDir
from console.errors import Unavailable
from console.tool.commands import command, group

OK, SIGNED = "ok", "ok (signature present, not checked)"
"""Read by programs: the same in every language."""


def register(commands: Any) -> None:
    """Add the commands of this file."""
    caps = group(commands, "cap", "cap")
    checked = command(caps, "check", "cap_check")
    checked.add_argument("files", metavar="FILE", nargs="+", type=Path)
    checked.set_defaults(run=run_check)


def run_check(_data: DataDir, options: argparse.Namespace) -> int:
    """A line for each file that is well, one for each fault of the others; notes go to stderr. 1 if any is not well."""
    results = [_checked(path) for path in options.files]
    return 0 if all(results) else 1


def _checked(path: Path) -> bool:
    from console.cap.checking import bytes_of, check

    shown = str(path)
    try:
        found = check(bytes_of(path))
    except Unavailable as trouble:
        _say(f"{shown}: {words.sentence(trouble)}")
        return False
    for note in found.notes:
        _say(f"{shown}: {words.say('tool.cap_note', note=note.said())}", sys.stderr)
    if found.ok:
        _say(f"{shown}: {SIGNED if found.signed else OK}")
    for fault in found.faults:
        _say(f"{shown}: {fault.said()}")
    return found.ok


def _say(line: str, stream: Any = None) -> None:
    """On one line, whatever the file's name or its values hold."""
    print(" ".join(line.splitlines()), file=stream or sys.stdout)
