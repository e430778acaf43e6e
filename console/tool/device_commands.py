"""``devices``: the ledger without a window, for stations that are set up by a script."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from console import bootstrap, words
from console.config import DataDir
from console.domain.drivers import DRIVERS, known
from console.tool.commands import command, group, positive
from console.tool.desks import opened
from console.tool.simulate_commands import named_options, text_of

if TYPE_CHECKING:
    from console.domain.wire import DeviceRow, PointRow


def register(commands: Any) -> None:
    """Add the commands of this file."""
    parts = group(commands, "devices", "devices_command")
    listed = command(parts, "list", "devices_list")
    listed.add_argument("--all", action="store_true")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=run_list)
    _register_add(parts)
    points = command(parts, "points", "devices_points")
    points.add_argument("code", metavar="CODE")
    points.add_argument("--add", metavar="NAME")
    for name in ("account", "zone", "code", "place"):
        points.add_argument(f"--{name}", dest=f"point_{name}", default="", metavar=name.upper())
    points.add_argument("--json", action="store_true")
    points.set_defaults(run=run_points)


def _register_add(parts: Any) -> None:
    add = command(parts, "add", "devices_add")
    add.add_argument("code", metavar="CODE")
    add.add_argument("--name", required=True, metavar="NAME")
    add.add_argument("--driver", required=True, choices=tuple(DRIVERS), metavar="DRIVER")
    add.add_argument("--url", default="", metavar="URL")
    add.add_argument("--line", default="", metavar="9600-8N1")
    add.add_argument("--place", default="", metavar="WORDS")
    add.add_argument("--priority", type=positive, default=2, metavar="1|2|3")
    add.add_argument("--repeat", type=int, metavar="S")
    add.add_argument("--silent", type=int, metavar="S")
    add.add_argument("--profile", metavar="FILE")
    add.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    add.set_defaults(run=run_add)


def run_list(data: DataDir, options: argparse.Namespace) -> int:
    """The devices of the ledger, by code."""
    with opened(data, read_only=True) as desk:
        for row in desk.devices.rows(stopped=options.all):
            print(json.dumps(_device(row), ensure_ascii=False) if options.json else _device_line(row))
    return 0


def run_add(data: DataDir, options: argparse.Namespace) -> int:
    """One device more; how often it may repeat itself or be silent is its driver's unless said."""
    from console.domain.wire import DeviceForm

    spec = known(options.driver)
    form = DeviceForm(
        uuid4(), options.code, options.name, options.driver, options.url, line=options.line,
        options=named_options(options.option), place_text=options.place, priority=options.priority,
        repeat_seconds=spec.repeat_seconds if options.repeat is None else options.repeat,
        silent_seconds=spec.silent_seconds if options.silent is None else options.silent,
        profile=text_of(options.profile) if options.profile else "",
    )  # fmt: skip
    with opened(data) as desk:
        row = desk.devices.add(form, by=bootstrap.tool_actor())
    print(_device_line(row))
    return 0


def run_points(data: DataDir, options: argparse.Namespace) -> int:
    """What the accounts and zones of a device mean; ``--add`` one more."""
    from console.domain.wire import PointForm

    with opened(data) as desk:
        device = desk.devices.by_code(options.code)
        if options.add:
            form = PointForm(
                uuid4(), device.form.id, options.add, options.point_account, options.point_zone, options.point_code,
                place_text=options.point_place,
            )  # fmt: skip
            desk.devices.put_point(form, by=bootstrap.tool_actor())
        for row in desk.devices.points(device.form.id):
            print(json.dumps(_point(row), ensure_ascii=False) if options.json else _point_line(row))
    return 0


def _device(row: DeviceRow) -> dict[str, Any]:
    form = row.form
    told = {"code": form.code, "name": form.name, "driver": form.driver, "url": form.url, "line": form.line}
    return {
        **told,
        "options": dict(form.options),
        "place": row.place_path or form.place_text,
        "priority": form.priority,
        "active": row.active,
        "state": row.status.state.value if row.status is not None else "",
    }


def _device_line(row: DeviceRow) -> str:
    state = words.say(f"link.state.{row.status.state.value}") if row.status is not None else "–"
    return f"{row.form.code}\t{row.form.name}\t{row.form.driver}\t{row.form.url}\t{state}"


def _point(row: PointRow) -> dict[str, Any]:
    form = row.form
    told = {"name": form.name, "account": form.account, "zone": form.zone, "code": form.code}
    return {**told, "place": row.place_path or form.place_text, "plan": row.plan_title, "persons": list(row.persons)}


def _point_line(row: PointRow) -> str:
    form = row.form
    return "\t".join((form.name, form.account, form.zone, form.code, row.place_path or form.place_text))
