"""``ready``: whether a watch can be stood here, red, amber and green; exit 0 when nothing is red."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from typing import Any

from console import words
from console.config import DataDir
from console.domain.health import FindingState
from console.domain.ready import Machine, Ready, ReadyRow
from console.tool.commands import command
from console.tool.desks import opened

MARK = {FindingState.OK: "ok", FindingState.NOTE: "--", FindingState.WRONG: "!!"}


def register(commands: Any) -> None:
    """Add the command of this file."""
    ready = command(commands, "ready")
    ready.add_argument("--json", action="store_true")
    ready.set_defaults(run=run_ready)


def run_ready(data: DataDir, options: argparse.Namespace) -> int:
    """A line for each thing, and what to do where it is not green."""
    with opened(data, read_only=True) as desk:
        found = desk.ready.check(_machine())
    for row in found.rows:
        print(_as_json(row) if options.json else _line(row))
    if not options.json:
        print(words.say("ready.summary", **_counts(found)))
    return 0 if found.may_start else 1


def _line(row: ReadyRow) -> str:
    said = f"{MARK[row.state]}  {words.say(f'ready.row.{row.id}')}: {words.say(f'ready.{row.code}', **row.facts)}"
    return said if row.state is FindingState.OK else f"{said} {words.say(f'ready.do.{row.id}')}"


def _as_json(row: ReadyRow) -> str:
    todo = "" if row.state is FindingState.OK else words.say(f"ready.do.{row.id}")
    text = words.say(f"ready.{row.code}", **row.facts)
    value = {
        "id": row.id,
        "state": row.state.value,
        "code": row.code,
        "text": text,
        "do": todo,
        "facts": dict(row.facts),
    }
    return json.dumps(value, ensure_ascii=False)


def _counts(found: Ready) -> dict[str, int]:
    named = {"red": FindingState.WRONG, "amber": FindingState.NOTE, "green": FindingState.OK}
    return {colour: found.count(state) for colour, state in named.items()}


def _machine() -> Machine:
    """Printers and fonts as the system tells them to a program without a window."""
    families = _asked("fc-list", ":lang=zh", "family")
    printers = _asked("lpstat", "-e")
    font = None if families is None else next((line.split(",")[0] for line in sorted(families)), "")
    return Machine(None if printers is None else tuple(printers), font)


def _asked(program: str, *arguments: str) -> list[str] | None:
    path = shutil.which(program)
    if path is None:
        return None
    try:
        done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]
