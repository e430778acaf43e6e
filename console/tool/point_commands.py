"""``devices points``: what the accounts and zones of a device mean, listed, added, changed and dropped."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from console import bootstrap, words
from console.config import DataDir
from console.errors import Refused
from console.tool.commands import command
from console.tool.desks import opened
from console.tool.point_options import MATCH, point_options, pointed, said_by

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.wire import DeviceRow, PointRow

EXAMPLES = (
    "devices points JB-01 --account 1234 --json",
    "devices points JB-01 --add 东门烟感 --account 1234 --zone 015 --in 例溪镇 --person 陈例一",
    "devices points SW-01 --change 警戒水位 --above 11.5 --unit m --repeat 600",
    "devices points JB-01 --drop 东门烟感",
)
_FIELDS = {
    **MATCH, "name": "name", "place_text": "place", "priority": "priority", "repeat_seconds": "repeat",
    "above": "above", "below": "below", "unit": "unit", "remark": "remark",
}  # fmt: skip
"""Fields of a point by the name of their option's value."""


def register(parts: Any) -> None:
    """Add the command to those of ``devices``."""
    points = command(parts, "points", "devices_points", examples=EXAMPLES)
    points.add_argument("device", metavar="CODE", help=words.say("tool.option.device_code"))
    act = points.add_mutually_exclusive_group()
    for name, said in (("add", "point_add"), ("change", "point_change"), ("drop", "point_drop")):
        act.add_argument(f"--{name}", metavar="NAME", help=words.say(f"tool.option.{said}"))
    points.add_argument("--name", default=argparse.SUPPRESS, metavar="NAME", help=words.say("tool.option.point_name"))
    point_options(points)
    points.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    points.set_defaults(run=run_points)


def run_points(data: DataDir, options: argparse.Namespace) -> int:
    """List what they mean, or add, change or drop one."""
    acts = (options.add, options.change, options.drop) != (None, None, None)
    with opened(data, read_only=not acts) as desk:
        device = desk.devices.by_code(options.device)
        rows = [_acted(desk, device, options)] if acts else _listed(desk, device, options)
    for row in rows:
        print(json.dumps(_told(row), ensure_ascii=False) if options.json else _line(row))
    return 0


def _listed(desk: Desk, device: DeviceRow, options: argparse.Namespace) -> list[PointRow]:
    """All of them, or those of an account, zone or code."""
    asked = said_by(options, MATCH)
    rows = desk.devices.points(device.id)
    return [row for row in rows if all(getattr(row.form, field) == said for field, said in asked.items())]


def _acted(desk: Desk, device: DeviceRow, options: argparse.Namespace) -> PointRow:
    """What was added, is as it was changed, or means nothing any more."""
    from console.domain.wire import PointForm

    by = bootstrap.tool_actor()
    said = {**said_by(options, _FIELDS), **desk.devices.meant(pointed(options))}
    if options.add is not None:
        form = replace(PointForm(uuid4(), device.id, options.add), **said)
        return desk.devices.put_point(form, by=by)
    row = _one_of(desk.devices.points(device.id), options.change or options.drop or "")
    if options.change is not None:
        return desk.devices.put_point(replace(row.form, **said), seen=row.version, by=by)
    desk.devices.drop_point(row.id, seen=row.version, by=by)
    return row


def _one_of(rows: list[PointRow], asked: str) -> PointRow:
    """By name or by the id ``--json`` tells; refuses no_such_point and point_several."""
    found = [row for row in rows if asked in (row.form.name, str(row.id))]
    if len(found) > 1:
        raise Refused("point_several", name=asked[:40], count=len(found))
    if not found:
        raise Refused("no_such_point")
    return found[0]


def _told(row: PointRow) -> dict[str, Any]:
    form = row.form
    plain = ("name", "account", "zone", "code", "place_text", "event_type", "priority", "repeat_seconds", "above",
             "below", "unit", "remark")  # fmt: skip
    told = {"id": str(row.id), **{name: getattr(form, name) for name in plain}}
    return {**told, "place": row.place_path or form.place_text, "plan": row.plan_title, "persons": list(row.persons)}


def _line(row: PointRow) -> str:
    form = row.form
    return "\t".join((form.name, form.account, form.zone, form.code, row.place_path or form.place_text))
