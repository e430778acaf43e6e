"""A command of the tool with its line in the help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from console import words
from console.tool import help_pages


def command(group: Any, name: str, code: str = "", *, examples: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Add a command; ``tool.help.<code>`` (its name, unless given) is what ``--help`` says about it.

    ``examples`` are command lines without the name of the tool; options tell what they take by ``help=``.
    """
    said = words.say(f"tool.help.{code or name}")
    made: argparse.ArgumentParser = group.add_parser(
        name, help=said, description=said, formatter_class=help_pages.Pages,
        epilog=help_pages.example(*examples) if examples else None,
    )  # fmt: skip
    return made


def positive(text: str) -> int:
    """A number from one on, for ``type=``; whatever else was written is refused in words."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(words.say("tool.positive", text=text[:40]))
    return min(int(text), 1 << 62)  # more lines than any store has; the store counts in 64 bits


def seconds(text: str) -> float:
    """Seconds above nought, for ``type=``; whatever else was written is refused in words."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.001 <= number <= 1e6:  # not for what is no number (nan) either
        raise argparse.ArgumentTypeError(words.say("tool.seconds", text=text[:40]))
    return number


def group(commands: Any, name: str, dest: str) -> Any:
    """A command that has commands of its own."""
    return command(commands, name).add_subparsers(dest=dest, required=True, metavar="COMMAND")
