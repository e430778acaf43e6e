"""Days on the command line: ``--from`` and ``--to``, both included."""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta

from console.errors import Refused

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def period_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add ``--from DATE --to DATE``."""
    parser.add_argument("--from", dest="first", required=required, metavar="DATE")
    parser.add_argument("--to", dest="last", required=required, metavar="DATE")


def day(text: str) -> date:
    """A whole day; refused is what is none."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the 30th of February: refused like every other text that is no day
    raise Refused("bad_whole_day", text=text[:40])


def asked_days(options: argparse.Namespace, today: date) -> tuple[date, date]:
    """The days that were named; one of them alone means the month up to or from it; none, this month."""
    first = day(options.first) if options.first else (day(options.last) if options.last else today).replace(day=1)
    return first, day(options.last) if options.last else _month_end(first)


def _month_end(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
