"""``secrets set|forget|list|file``: passwords and keys of devices. Names are told, values never; they come by prompt or
standard input, never on a command line."""

from __future__ import annotations

import argparse
import json
from functools import partial
from typing import Any

from console import words
from console.config import DataDir
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.officer_commands import acting_options, actor_for, read_line
from console.tool.unlocking import Passphrase, passphrase_option


def register(commands: Any) -> None:
    """Add the commands of this file."""
    secrets = group(commands, "secrets", "secrets_command")
    keeping = command(secrets, "set", "secrets_set", examples=["secrets set MD-01 pin"])
    keeping.set_defaults(run=run_set)
    forgetting = command(secrets, "forget", "secrets_forget", examples=["secrets forget MD-01 pin"])
    forgetting.set_defaults(run=run_forget)
    for one in (keeping, forgetting):
        one.add_argument("device", metavar="CODE", help=words.say("tool.option.device_code"))
        one.add_argument(
            "name", metavar="NAME", help=words.say("tool.option.secret_name", names="pin, token, arm_code")
        )
    listing = command(secrets, "list", "secrets_list", examples=["secrets list --json"])
    listing.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    listing.set_defaults(run=run_list)
    file = command(secrets, "file", "secrets_file", examples=["secrets file", "secrets file --passphrase-fd 3 3<FILE"])
    file.set_defaults(run=run_file)
    for one in (keeping, forgetting, file):
        acting_options(one)
        passphrase_option(one)


def run_set(data: DataDir, options: argparse.Namespace) -> int:
    """Keep a secret; where a file keeps them, its passphrase comes first."""
    passphrase = Passphrase(options)
    with opened(data) as desk:
        by = actor_for(desk, options)
        device = desk.devices.by_code(options.device).form.code
        passphrase.require(desk, partial(read_line, options))
        desk.secrets.put(device, options.name, read_line(options, "tool.ask_secret"), by=by)
    print(words.say("tool.secret_kept", device=device, name=options.name))
    return 0


def run_forget(data: DataDir, options: argparse.Namespace) -> int:
    """Keep it no more; also of a device that is gone."""
    passphrase = Passphrase(options)
    with opened(data) as desk:
        by = actor_for(desk, options)
        passphrase.require(desk, partial(read_line, options))
        desk.secrets.forget(options.device, options.name, by=by)
    print(words.say("tool.secret_forgotten", device=options.device, name=options.name))
    return 0


def run_list(data: DataDir, options: argparse.Namespace) -> int:
    """Print which secrets there are and who keeps them; no passphrase is needed."""
    with opened(data) as desk:
        kept, names = desk.secrets.keeper(), desk.secrets.names()
    if not options.json:
        print(words.say(f"tool.secrets_by.{kept.by.value}", name=kept.name))
    for one in names:
        value = {"device": one.device, "name": one.name}
        print(json.dumps(value, ensure_ascii=False) if options.json else f"{one.device}  {one.name}")
    return 0


def run_file(data: DataDir, options: argparse.Namespace) -> int:
    """Keep them in an encrypted file from now on, with the passphrase that comes."""
    passphrase = Passphrase(options)
    with opened(data) as desk:
        by = actor_for(desk, options)
        desk.secrets.make_file(passphrase.new(partial(read_line, options, "tool.ask_passphrase")), by=by)
    print(words.say("tool.secrets_file_made"))
    return 0
