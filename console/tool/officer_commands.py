"""``officer add|list|password`` and acting as an officer (``--as NAME --password-stdin``)."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.people import Actor, Role
from console.domain.text import require_whole
from console.errors import Refused
from console.tool.asking import hidden, somebody_there
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.times import show_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    officer = group(commands, "officer", "officer_command")
    add = command(officer, "add", "officer_add")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.OFFICER.value)
    add.set_defaults(run=run_add)
    listing = command(officer, "list", "officer_list")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    password = command(officer, "password", "officer_password")
    password.add_argument("name", metavar="NAME")
    password.add_argument("--recover", action="store_true")
    password.set_defaults(run=run_password)
    for changing in (add, password):
        acting_options(changing)


def acting_options(command: argparse.ArgumentParser) -> None:
    """Options of commands that can be done as an officer."""
    command.add_argument("--as", dest="acting", metavar="NAME", help=words.say("tool.option.acting"))
    command.add_argument("--password-stdin", action="store_true", help=words.say("tool.option.password_stdin"))


def actor_for(desk: Desk, options: argparse.Namespace) -> Actor:
    """The officer named by ``--as`` (password: first line of standard input), else the tool with the OS user."""
    if not options.acting:
        return bootstrap.tool_actor()
    return desk.accounts.sign_in(options.acting, read_line(options)).actor


def read_line(options: argparse.Namespace, asking: str = "tool.ask_password") -> str:
    """The next line of standard input; a person at a terminal is asked (in these words) without an echo."""
    if not options.password_stdin and somebody_there():
        return hidden(words.say(asking))
    line = "" if sys.stdin is None else sys.stdin.readline()
    if not line:
        raise Refused("password_missing")
    require_whole(line)
    return line.removeprefix("\ufeff").rstrip("\r\n")


def run_add(data: DataDir, options: argparse.Namespace) -> int:
    """Add an account; with ``--as`` its own password comes second."""
    with opened(data) as desk:
        by = actor_for(desk, options)
        row = desk.accounts.add(options.name, Role(options.role), read_line(options), by=by)
    print(words.say("tool.officer_added", name=row.name, role=words.say(f"role.{row.role}")))
    return 0


def run_list(data: DataDir, options: argparse.Namespace) -> int:
    """Print every account."""
    with opened(data) as desk:
        for row in desk.accounts.list():
            at = show_time(row.password_at, desk.zone)
            value = {"id": str(row.id), "name": row.name, "role": row.role, "active": row.active, "password_at": at}
            if options.json:
                print(json.dumps(value, ensure_ascii=False))
            else:
                state = "" if row.active else f"  {words.say('tool.retired')}"
                print(f"{row.name}  {words.say(f'role.{row.role}')}{state}")
    return 0


def run_password(data: DataDir, options: argparse.Namespace) -> int:
    """Change a password: the old one first, the new one next; ``--recover`` sets it without the old one."""
    with opened(data) as desk:
        if options.recover:
            desk.accounts.recover_password(options.name, read_line(options), by=actor_for(desk, options))
        else:
            old = read_line(options)
            officer = desk.accounts.sign_in(options.name, old)
            desk.accounts.change_password(options.name, old, read_line(options), by=officer.actor)
    print(words.say("tool.password_changed", name=options.name))
    return 0
