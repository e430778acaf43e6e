"""``warn list|show|cap``: warnings in the words of the record, and the CAP file as it went out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.cap_files import Taken
from console.domain.lists import ListItem
from console.domain.warning import OPEN, OUT, State
from console.domain.warning_rows import StepRow, WarningRow
from console.errors import Unavailable
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.times import said_time, show_time

LISTED = 200
"""Rows of ``list``, the newest."""


def register(commands: Any) -> None:
    """Add the commands of this file."""
    warn = group(commands, "warn", "warn_command")
    listed = command(warn, "list", "warn_list")
    listed.add_argument("--all", action="store_true")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)
    shown = command(warn, "show", "warn_show")
    shown.add_argument("number", metavar="NUMBER")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=run_show)
    cap = command(warn, "cap", "warn_cap")
    cap.add_argument("number", metavar="NUMBER")
    cap.add_argument("--out", metavar="FILE")
    cap.set_defaults(run=run_cap)


def run_list(data: DataDir, options: argparse.Namespace) -> int:
    """Warnings that hold or are under way, or the newest of all, one a line."""
    with opened(data, read_only=True) as desk:
        states = tuple(State) if options.all else tuple(sorted(OPEN | OUT))
        rows, zone, levels = desk.warnings.rows(states, limit=LISTED), desk.zone, _levels(desk)
    for row in rows:
        print(json.dumps(_plain(row, zone), ensure_ascii=False) if options.json else _said(row, zone, levels))
    if not rows and not options.json:
        print(words.say("tool.warn_none"))
    return 0


def run_show(data: DataDir, options: argparse.Namespace) -> int:
    """One warning with its texts, its history, its channels and the file it was made of."""
    with opened(data, read_only=True) as desk:
        row, zone, levels = desk.warnings.numbered(options.number), desk.zone, _levels(desk)
        steps, sends = desk.warnings.history(row.id), desk.warning_sends.rows(row.id)
        chain = [one.number for one in desk.warnings.chain(row.id)]
        taken = desk.cap_files.of_warning(row.id)
    if options.json:
        told = _plain(row, zone)
        texts = ("full", "sms", "voice", "guide", "issuer", "source_number", "area_words")
        told["texts"] = {name: getattr(row.form, name) for name in texts}
        told["chain"] = chain
        told["steps"] = [_plain_step(step, zone) for step in steps]
        told["channels"] = [
            {"name": one.row.name, "state": one.row.state.value, "reached": one.row.reached} for one in sends
        ]
        told["file"] = _plain_file(taken, zone) if taken is not None else None
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print(_said(row, zone, levels))
    for text in (row.form.full, row.form.guide):
        print(f"  {' '.join(text.split())}") if text else None
    for number in chain:
        print(f"  {number}") if number != row.number else None
    for step in steps:
        print(f"  {_said_step(step, zone)}")
    for one in sends:
        print(f"  {one.row.name}  {words.say(f'warning.sent.{one.row.state.value}')}")
    if taken is not None:
        print(f"  {taken.name}  {taken.sender}  {taken.identifier}")
        for note in taken.notes:
            print(f"    {words.say('tool.cap_note', note=note.said())}")
    return 0


def run_cap(data: DataDir, options: argparse.Namespace) -> int:
    """The bytes of the CAP file as they went out, to stdout or a file. Refused before the release."""
    with opened(data, read_only=True) as desk:
        made = desk.cap_files.written(desk.warnings.numbered(options.number).id)
    if not options.out:
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
        return 0
    target = Path(options.out)
    try:
        target.write_bytes(made)
    except OSError as error:
        raise Unavailable("cannot_write_file", error, path=str(target)) from error
    print(words.say("tool.warn_written", path=str(target)))
    return 0


def _levels(desk: Desk) -> Mapping[str, ListItem]:
    return {item.code: item for item in desk.lists.rows("warning_levels", retired=True)}


def _said(row: WarningRow, zone: ZoneInfo, levels: Mapping[str, ListItem]) -> str:
    known = levels.get(row.level)
    return words.say(
        "tool.warn_row", number=row.number, state=words.say(f"warning.state.{row.state.value}"),
        level=known.name(words.language()) if known is not None else row.level, title=row.title,
        at=said_time(row.released_at or row.drafted_at, zone),
    )  # fmt: skip


def _plain(row: WarningRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": str(row.id), "number": row.number, "title": row.title, "state": row.state.value, "kind": row.kind.value,
        "origin": row.origin.value, "scheme": row.scheme, "signal": row.signal, "level": row.level,
        "drafted_at": show_time(row.drafted_at, zone), "released_at": _maybe(row.released_at, zone),
        "onset_at": _maybe(row.onset_at, zone), "expires_at": _maybe(row.expires_at, zone),
        "ended_at": _maybe(row.ended_at, zone), "owed": [act.value for act in row.owed],
    }  # fmt: skip


def _plain_step(step: StepRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "at": show_time(step.at, zone), "act": step.act.value, "state": step.state.value, "by": step.by_name,
        "of": step.of_name, "means": step.means.value, "words": step.words,
    }  # fmt: skip


def _said_step(step: StepRow, zone: ZoneInfo) -> str:
    who = step.of_name if step.of_name and step.of_name != step.by_name else ""
    parts = [said_time(step.at, zone), words.say(f"warning.act.{step.act.value}"), step.by_name, who, step.words]
    return "  ".join(" ".join(part.split()) for part in parts if part)


def _plain_file(taken: Taken, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": taken.name, "sha256": taken.digest.hex(), "identifier": taken.identifier, "sender": taken.sender,
        "sent_at": show_time(taken.sent_at, zone), "status": taken.status, "kind": taken.kind,
        "signed": taken.signed, "notes": [note.said() for note in taken.notes],
    }  # fmt: skip


def _maybe(at: datetime | None, zone: ZoneInfo) -> str | None:
    return show_time(at, zone) if at is not None else None
