"""The door: ``duty-console`` opens the window."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from console import __version__, words
from console.config import DataDir, default_data


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window on a data directory; answers the exit code."""
    options = _parser().parse_args(arguments)
    data = DataDir(Path(options.data) if options.data else default_data())
    gc.disable()  # the window collects between events (ui.garbage); a start that makes much and drops little need not
    from ui.start import run

    return run(data, language=options.lang or "")


class _Parser(argparse.ArgumentParser):
    """Says what the program is only when asked: loading a language nobody reads yet holds up the first window."""

    def format_help(self) -> str:
        self.description = words.say_in("en", "window.about")
        return super().format_help()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="duty-console")
    parser.add_argument("--version", action="version", version=f"duty-console {__version__}")
    parser.add_argument("--data", metavar="DIR")
    parser.add_argument("--lang", choices=words.LANGUAGES)
    return parser


if __name__ == "__main__":
    sys.exit(main())
