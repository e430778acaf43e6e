"""``outbound list``: the register of what left this room."""

from __future__ import annotations

import argparse
import json
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.config import DataDir
from console.domain.outbound import OutboundRow
from console.tool.commands import command, group, positive
from console.tool.desks import opened
from console.tool.times import said_time, show_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    outbound = group(commands, "outbound", "outbound_command")
    listed = command(outbound, "list", "outbound_list")
    listed.add_argument("--waiting", action="store_true")
    listed.add_argument("--limit", type=positive, default=50, metavar="N")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)


def run_list(data: DataDir, options: argparse.Namespace) -> int:
    """The newest rows of the register, or those that wait for a receipt, one a line."""
    with opened(data) as desk:
        rows = desk.outbound.rows(waiting=options.waiting, limit=options.limit)
        named = {item.code: item.name(words.language()) for item in desk.outbound.channels()}
        zone = desk.zone
    for row in rows:
        print(json.dumps(_plain(row, zone), ensure_ascii=False) if options.json else _said(row, named, zone))
    return 0


def _plain(row: OutboundRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": row.number,
        "sent_at": show_time(row.sent_at, zone),
        "channel": row.channel,
        "to": {"unit": row.to_org, "person": row.to_name, "phone": row.to_phone},
        "text": row.text,
        "about": row.subject_number,
        "by": row.by_name,
        "state": row.state.value,
        "receipt": {
            "by": row.receipt_by,
            "at": show_time(row.receipt_at, zone) if row.receipt_at else None,
            "note": row.receipt_note,
        },
    }


def _said(row: OutboundRow, channels: dict[str, str], zone: ZoneInfo) -> str:
    state = words.say(f"outbound.state.{row.state.value}")
    parts = [row.number, said_time(row.sent_at, zone), channels.get(row.channel, row.channel), row.to, state]
    return "  ".join([*parts, row.receipt_by, " ".join(row.text.split())])
