"""``doctor``: how the machine, the data directory and the store are; changes nothing."""

from __future__ import annotations

import argparse
import json
from typing import Any

from console import words
from console.config import DataDir
from console.domain.health import Finding, FindingState
from console.errors import Refused, Unavailable
from console.tool.commands import command
from console.tool.desks import opened

MARK = {FindingState.OK: "ok", FindingState.NOTE: "--", FindingState.WRONG: "!!"}


def register(commands: Any) -> None:
    """Add the command of this file."""
    doctor = command(commands, "doctor")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=run_doctor)


def run_doctor(data: DataDir, options: argparse.Namespace) -> int:
    """A line for each thing looked at; exit 1 if any is wrong."""
    from console.services import doctor

    if not data.store.exists():
        raise Refused("no_store", path=str(data.root))
    findings = doctor.of_machine(data) + _of_store(data)
    for found in findings:
        sentence = words.say(f"doctor.{found.code}", **found.facts)
        if options.json:
            value = {"id": found.id, "state": found.state.value, "text": sentence, "facts": dict(found.facts)}
            print(json.dumps(value, ensure_ascii=False))
        else:
            print(f"{MARK[found.state]}  {sentence}")
    return 1 if any(found.state is FindingState.WRONG for found in findings) else 0


def _of_store(data: DataDir) -> list[Finding]:
    from console.services import doctor

    try:
        with opened(data, read_only=True) as desk:
            disk = next(lamp.state for lamp in desk.health.lamps() if lamp.id == "disk")
            return doctor.of_store(data, desk.opened.store, desk.clock, disk, str(desk.zone))
    except (Refused, Unavailable) as trouble:
        return [Finding("store", FindingState.WRONG, "not_opened", {"cause": words.sentence(trouble)})]
