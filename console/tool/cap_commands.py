"""``cap``: CAP 1.2 files judged, without a store; those of others taken in as drafts."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import words
from console.config import DataDir
from console.errors import Refused, Unavailable
from console.tool.commands import command, group

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.people import Actor

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control signs and those that turn the direction of writing."""
OK, SIGNED = "ok", "ok (signature present, not checked)"
"""Read by programs: the same in every language."""


def register(commands: Any) -> None:
    """Add the commands of this file."""
    caps = group(commands, "cap", "cap")
    checked = command(caps, "check", "cap_check")
    checked.add_argument("files", metavar="FILE", nargs="+", type=Path)
    checked.set_defaults(run=run_check)
    taken = command(caps, "import", "cap_import")
    taken.add_argument("files", metavar="FILE", nargs="+", type=Path)
    taken.add_argument("--json", action="store_true")
    taken.set_defaults(run=run_import)


def run_check(_data: DataDir, options: argparse.Namespace) -> int:
    """A line for each file that is well, one for each fault of the others; notes go to stderr. 1 if any is not well."""
    results = [_checked(path) for path in options.files]
    return 0 if all(results) else 1


def run_import(data: DataDir, options: argparse.Namespace) -> int:
    """A line for each file: the draft it became, or why it was not taken in. 1 if any was not."""
    from console.bootstrap import tool_actor
    from console.tool.desks import opened

    with opened(data) as desk:
        results = [_taken(desk, path, tool_actor(), as_json=options.json) for path in options.files]
    return 0 if all(results) else 1


def _taken(desk: Desk, path: Path, by: Actor, *, as_json: bool) -> bool:
    try:
        found = desk.cap_files.take_file(path, by=by)
    except (Refused, Unavailable) as trouble:
        if isinstance(trouble, Unavailable) and trouble.what != "file":
            raise
        why, code = words.sentence(trouble), trouble.code if isinstance(trouble, Refused) else trouble.what
        if as_json:
            print(json.dumps({"file": str(path), "refused": code, "why": why}, ensure_ascii=False))
        else:
            _say(words.say("tool.cap_refused", file=str(path), why=why))
        return False
    notes = [note.said() for note in found.notes]
    if as_json:
        told = {"file": str(path), "number": found.number, "again": found.again, "notes": notes}
        print(json.dumps(told, ensure_ascii=False))
        return True
    _say(words.say("tool.cap_again" if found.again else "tool.cap_taken", file=str(path), number=found.number))
    for note in () if found.again else notes:
        _say(words.say("tool.cap_import_note", file=str(path), note=note), sys.stderr)
    return True


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
    """On one line, whatever the file's name or its values hold; what a terminal would obey is spelt out."""
    print(_OBEYED.sub(lambda sign: ascii(sign[0])[1:-1], " ".join(line.splitlines())), file=stream or sys.stdout)
