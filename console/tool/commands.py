"""A command of the tool with its line in the help."""

from __future__ import annotations

import argparse
from typing import Any

from console import words


def command(group: Any, name: str, code: str = "") -> argparse.ArgumentParser:
    """Add a command; ``tool.help.<code>`` (its name, unless given) is what ``--help`` says about it."""
    said = words.say(f"tool.help.{code or name}")
    made: argparse.ArgumentParser = group.add_parser(name, help=said, description=said)
    return made


def group(commands: Any, name: str, dest: str) -> Any:
    """A command that has commands of its own."""
    return command(commands, name).add_subparsers(dest=dest, required=True, metavar="COMMAND")
