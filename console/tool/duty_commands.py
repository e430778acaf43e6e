"""``shift show``, ``handover show|pdf`` and ``import places``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console import bootstrap, words
from console.config import DataDir
from console.errors import Refused
from console.services.places import Imported
from console.tool import contact_commands, roster_commands
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
    places = command(bring, "places", "import_places")
    places.add_argument("file", metavar="FILE")
    places.add_argument("--dry-run", action="store_true")
    places.add_argument("--good-rows-only", action="store_true")
    places.add_argument("--json", action="store_true")
    places.set_defaults(run=run_import_places)
    contact_commands.add_import(bring)
    roster_commands.add_import(bring)


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


def run_import_places(data: DataDir, options: argparse.Namespace) -> int:
    """Import a list of places; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.places.import_file(
            Path(options.file),
            dry_run=options.dry_run,
            good_rows_only=options.good_rows_only,
            by=bootstrap.tool_actor(),
        )
    _print_import(told, as_json=options.json)
    return 1 if told.refused else 0


def _print_import(told: Imported, *, as_json: bool) -> None:
    counts = {"read": told.read, "added": told.added, "updated": told.updated, "refused": told.refused}
    for found in told.problems:
        sentence = words.say(found.code, **found.facts)
        if as_json:
            value = {"row": found.row, "column": found.column, "problem": sentence}
            print(json.dumps(value, ensure_ascii=False))
        else:
            print(words.say("tool.import_problem", row=found.row, column=found.column, problem=sentence))
    if as_json:
        print(json.dumps({**counts, "applied": told.applied}))
    else:
        print(words.say("tool.imported" if told.applied else "tool.not_imported", **counts))
