"""``shift show``, ``handover show|pdf`` and ``import places``."""

from __future__ import annotations

import argparse
import json
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.config import DataDir
from console.errors import Refused
from console.tool import (
    contact_commands,
    event_type_commands,
    list_commands,
    map_commands,
    place_commands,
    plan_commands,
    roster_commands,
    shelter_commands,
    stock_commands,
    team_commands,
)
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.print_commands import run_handover_pdf
from console.tool.times import said_cell, said_time, show_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    shift = group(commands, "shift", "shift_command")
    show = command(shift, "show", "shift_show")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_shift)
    handover = group(commands, "handover", "handover_command")
    sheet = command(handover, "show", "handover_show")
    sheet.add_argument("number", nargs="?", metavar="NUMBER")
    sheet.add_argument("--json", action="store_true")
    sheet.set_defaults(run=run_handover)
    pdf = command(handover, "pdf", "handover_pdf")
    pdf.add_argument("number", nargs="?", metavar="NUMBER")
    pdf.add_argument("--out", required=True, metavar="FILE")
    pdf.set_defaults(run=run_handover_pdf)
    bring = group(commands, "import", "import_command")
    place_commands.add_import(bring)
    event_type_commands.add_import(bring)
    contact_commands.add_import(bring)
    list_commands.add_import(bring)
    roster_commands.add_import(bring)
    plan_commands.add_import(bring)
    map_commands.add_import(bring)
    team_commands.add_import(bring)
    shelter_commands.add_import(bring)
    stock_commands.add_import(bring)
    event_type_commands.register(commands)
    contact_commands.register(commands)


def run_shift(data: DataDir, options: argparse.Namespace) -> int:
    """Who stands the watch now."""
    with opened(data) as desk:
        shift = desk.duty.on_watch()
        zone = desk.zone
    if shift is None:
        print(json.dumps(None) if options.json else words.say("tool.station_empty"))
        return 0
    value = {
        "number": shift.number,
        "owner": shift.owner,
        "from": show_time(shift.planned_from, zone),
        "to": show_time(shift.planned_to, zone),
        "taken_at": show_time(shift.taken_at, zone),
        "posts": [{"post": line.post, "name": line.name} for line in shift.posts],
    }
    if options.json:
        print(json.dumps(value, ensure_ascii=False))
        return 0
    print(
        words.say(
            "tool.shift",
            number=shift.number,
            owner=shift.owner,
            start=said_time(shift.planned_from, zone),
            end=said_time(shift.planned_to, zone),
        )
    )
    for line in shift.posts:
        print(f"  {words.say('post.leader') if line.post == 'leader' else line.post}  {line.name}")
    return 0


def run_handover(data: DataDir, options: argparse.Namespace) -> int:
    """The newest sheet, or the one of that number."""
    with opened(data) as desk:
        sheet = desk.duty.sheet(options.number)
    if sheet is None:
        raise Refused("no_such_sheet" if options.number else "no_sheet_yet", number=options.number or "")
    if options.json:
        print(json.dumps(sheet.as_dict(), ensure_ascii=False))
        return 0
    zone = ZoneInfo(sheet.body["zone"])
    print(words.say("tool.sheet", number=sheet.number, state=words.say(f"sheet.state.{sheet.state}")))
    for section in sheet.body["sections"]:
        print(f"{section['title']}  {section['caption']}")
        for row in section["rows"]:
            mark = "√" if row["item"] in sheet.confirmations else " "
            print(f"  [{mark}] " + "  ".join(said_cell(cell, zone) for cell in row["cells"] if cell))
    for signature in sheet.signatures:
        part, at = words.say(f"sheet.part.{signature['part']}"), said_cell(signature["at"], zone)
        print(f"{part}  {_signer(signature)}  {at}")
    return 0


def _signer(signature: dict[str, str]) -> str:
    """Who signed; one who signed for an absent colleague is seen to have done so, with the reason."""
    if "absent" not in signature:
        return signature["name"]
    return words.say("sign.box.for_absent", **{key: signature[key] for key in ("name", "absent", "reason")})
