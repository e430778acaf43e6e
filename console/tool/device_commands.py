"""``devices``: the ledger without a window, for stations that are set up by a script."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from console import bootstrap, words
from console.config import DataDir
from console.domain.drivers import DRIVERS, known
from console.tool import point_commands
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.point_options import device_options, pointed, said_by
from console.tool.simulate_commands import named_options, text_of

if TYPE_CHECKING:
    from console.domain.wire import DeviceForm, DeviceRow

ADD_EXAMPLES = (
    "devices add JB-01 --name 联网接收机 --driver surgard --url COM3 --line 9600-8N1 --in 例溪镇",
    "devices add AN-01 --name 门厅按钮 --driver modbus --url socket://192.0.2.7:4001 --option unit=3",
)
CHANGE_EXAMPLES = (
    "devices change JB-01 --url socket://192.0.2.10:1025 --silent 120",
    "devices change AN-01 --option inputs=0-7 --option unit=",
)
_FIELDS = {
    "name": "name", "name_en": "name_en", "url": "url", "line": "line", "place_text": "place", "priority": "priority",
    "remark": "remark",
}  # fmt: skip
"""Fields of a device by the name of their option's value."""


def register(commands: Any) -> None:
    """Add the commands of this file."""
    parts = group(commands, "devices", "devices_command")
    listed = command(parts, "list", "devices_list", examples=["devices list --all --json"])
    listed.add_argument("--all", action="store_true", help=words.say("tool.option.devices_all"))
    listed.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    listed.set_defaults(run=run_list)
    _register_add(parts)
    _register_change(parts)
    point_commands.register(parts)


def _register_add(parts: Any) -> None:
    add = command(parts, "add", "devices_add", examples=ADD_EXAMPLES)
    add.add_argument("code", metavar="CODE", help=words.say("tool.option.device_new_code"))
    add.add_argument("--name", required=True, metavar="NAME", help=words.say("tool.option.device_name"))
    add.add_argument(
        "--driver", required=True, choices=tuple(DRIVERS), metavar="DRIVER",
        help=words.say("tool.option.device_driver", names=", ".join(DRIVERS)),
    )  # fmt: skip
    device_options(add)
    add.set_defaults(run=run_add)


def _register_change(parts: Any) -> None:
    change = command(parts, "change", "devices_change", examples=CHANGE_EXAMPLES)
    change.add_argument("code", metavar="CODE", help=words.say("tool.option.device_code"))
    change.add_argument("--name", default=argparse.SUPPRESS, metavar="NAME", help=words.say("tool.option.device_name"))
    device_options(change)
    change.set_defaults(run=run_change)
    stop = command(parts, "stop", "devices_stop", examples=["devices stop JB-01 --reason 送修"])
    stop.add_argument("code", metavar="CODE", help=words.say("tool.option.device_code"))
    stop.add_argument("--reason", required=True, metavar="WORDS", help=words.say("tool.option.device_reason"))
    stop.set_defaults(run=run_stop)
    start = command(parts, "start", "devices_start", examples=["devices start JB-01"])
    start.add_argument("code", metavar="CODE", help=words.say("tool.option.device_code"))
    start.set_defaults(run=run_start)


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
        uuid4(), options.code, options.name, options.driver, "", repeat_seconds=spec.repeat_seconds,
        silent_seconds=spec.silent_seconds,
    )  # fmt: skip
    with opened(data) as desk:
        form = replace(_told_anew(form, options), **desk.devices.meant(pointed(options)))
        row = desk.devices.add(form, by=bootstrap.tool_actor())
    print(_device_line(row))
    return 0


def run_change(data: DataDir, options: argparse.Namespace) -> int:
    """Another port, name or option of a device; what is not given stays as it is."""
    with opened(data) as desk:
        row = desk.devices.by_code(options.code)
        form = replace(_told_anew(row.form, options), **desk.devices.meant(pointed(options)))
        row = desk.devices.change(form, seen=row.version, by=bootstrap.tool_actor())
    print(_device_line(row))
    return 0


def run_stop(data: DataDir, options: argparse.Namespace) -> int:
    """It is not listened to any more; its history stays."""
    with opened(data) as desk:
        row = desk.devices.by_code(options.code)
        row = desk.devices.stop(row.id, options.reason, seen=row.version, by=bootstrap.tool_actor())
    print(_device_line(row))
    return 0


def run_start(data: DataDir, options: argparse.Namespace) -> int:
    """A stopped one is used again."""
    with opened(data) as desk:
        row = desk.devices.by_code(options.code)
        row = desk.devices.start_again(row.id, seen=row.version, by=bootstrap.tool_actor())
    print(_device_line(row))
    return 0


def _told_anew(form: DeviceForm, options: argparse.Namespace) -> DeviceForm:
    """The form with what was given; an option of the driver without a value is as the driver usually does."""
    said, usual = said_by(options, _FIELDS), known(form.driver)
    for field, dest, or_else in (
        ("repeat_seconds", "repeat", usual.repeat_seconds), ("silent_seconds", "silent", usual.silent_seconds)
    ):  # fmt: skip
        if hasattr(options, dest):
            given = getattr(options, dest)
            said[field] = or_else if given is None else given
    if hasattr(options, "option"):
        merged = {**form.options, **named_options(options.option)}
        said["options"] = {name: value for name, value in merged.items() if value}
    if hasattr(options, "profile"):
        said["profile"] = text_of(options.profile)
    return replace(form, **said)


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
