"""What every command of ``import`` takes: a file, whether only to look, whether good rows alone may go in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console import bootstrap, words
from console.tool.commands import command


def import_command(bring: Any, name: str, code: str, run: Callable[..., int]) -> argparse.ArgumentParser:
    """Add ``import <name>``; ``tool.help.<code>`` is what ``--help`` says about it."""
    made = command(bring, name, code)
    made.add_argument("file", metavar="FILE", help=words.say("tool.option.import_file"))
    made.add_argument("--dry-run", action="store_true", help=words.say("tool.option.dry_run"))
    made.add_argument("--good-rows-only", action="store_true", help=words.say("tool.option.good_rows_only"))
    made.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    made.set_defaults(run=run)
    return made


def asked(options: argparse.Namespace) -> dict[str, Any]:
    """What an ``import_file`` of a service is given."""
    return {
        "path": Path(options.file),
        "dry_run": options.dry_run,
        "good_rows_only": options.good_rows_only,
        "by": bootstrap.tool_actor(),
    }
