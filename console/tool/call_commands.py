"""``calls``: who rang, and what became of it."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from console import bootstrap, words
from console.config import DataDir
from console.domain.masking import masked
from console.domain.ringing import CallState, IncomingCall
from console.tool.commands import command, positive
from console.tool.desks import opened
from console.tool.times import said_time, show_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    calls = command(commands, "calls", examples=["calls --missed", "calls --limit 20 --json"])
    calls.add_argument("--missed", action="store_true", help=words.say("tool.option.calls_missed"))
    calls.add_argument("--mask", action="store_true", help=words.say("tool.option.mask"))
    calls.add_argument("--limit", type=positive, default=50, metavar="N", help=words.say("tool.option.calls_limit"))
    calls.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    calls.set_defaults(run=run_calls)


def run_calls(data: DataDir, options: argparse.Namespace) -> int:
    """Calls of the last days, the newest first, one a line; with ``--missed`` 1 where one waits for somebody."""
    with opened(data) as desk:
        rows = desk.ringing.rows(to=bootstrap.tool_actor(), missed=options.missed)
        zone = desk.zone
    for row in rows[: options.limit]:
        call = replace(row, phone=masked(row.phone)) if options.mask and row.can_be_rung else row
        print(json.dumps(_plain(call, zone), ensure_ascii=False) if options.json else _said(call, zone))
    return 1 if options.missed and rows else 0


def _plain(call: IncomingCall, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "call": call.id,
        "number": call.phone,
        "why": call.why,
        "who": call.who,
        "first_at": show_time(call.first_at, zone),
        "last_at": show_time(call.last_at, zone),
        "count": call.count,
        "lines": list(call.devices),
        "state": call.state.value,
        "by": call.by,
        "since": show_time(call.since, zone) if call.since else None,
        "note": call.note,
        "entry": call.entry_number,
        "rung_back_in_vain": call.tries,
        "incident": call.incident_number,
    }


def _said(call: IncomingCall, zone: ZoneInfo) -> str:
    state = words.say("ringing.missed_many" if _many(call) else f"ringing.state.{call.state.value}")
    times = words.say("ringing.times", count=call.count) if call.count > 1 else ""
    of = words.say("ringing.of_incident", number=call.incident_number) if call.incident_number else ""
    number = call.phone or words.say("call.hidden")
    parts = (said_time(call.last_at, zone), number, call.who, times, state, call.entry_number, call.by, call.note, of)
    return "  ".join(" ".join(part.split()) for part in parts if part)


def _many(call: IncomingCall) -> bool:
    return call.state is CallState.MISSED and call.many
