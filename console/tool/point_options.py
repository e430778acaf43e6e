"""Options of the ledger's commands: one that is not given leaves what it would say as it is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from console import words
from console.domain.contact_cells import CellProblem
from console.domain.devices import LONGEST_REPEAT, LONGEST_SILENCE
from console.domain.point_cells import limit_or_none, seconds_or_none

if TYPE_CHECKING:
    from console.services.point_meant import Pointed

MATCH = {"account": "point_account", "zone": "point_zone", "code": "point_code"}
"""What a point answers to, by the name of the option's value (CODE is the device's)."""


def said_by(options: argparse.Namespace, fields: dict[str, str]) -> dict[str, Any]:
    """Fields of a form whose option was given, by the name of the option's value."""
    return {field: getattr(options, dest) for field, dest in fields.items() if hasattr(options, dest)}


def pointed(options: argparse.Namespace) -> Pointed:
    """What was said of place, people, type and plan."""
    from console.services.point_meant import Pointed

    names = {"place": "inside", "persons": "person", "event_type": "event_type", "plan": "plan"}
    return Pointed(**said_by(options, names))


def point_options(parser: argparse.ArgumentParser) -> None:
    """Everything a point may be told, and which of them are listed."""
    _option(parser, "account", "ACCOUNT", "ledger_account", dest="point_account")
    _option(parser, "zone", "ZONE", "ledger_zone", dest="point_zone")
    _option(parser, "code", "CODE", "ledger_code", dest="point_code")
    where_options(parser)
    _option(parser, "person", "NAME", "ledger_person", action="append")
    _option(parser, "event-type", "TYPE", "ledger_event_type")
    _option(parser, "plan", "PLAN", "ledger_plan")
    _option(parser, "priority", "0-3", "point_priority", type=int, choices=(0, 1, 2, 3))
    _option(parser, "repeat", "SECONDS", "ledger_repeat", type=_within(LONGEST_REPEAT))
    _option(parser, "above", "VALUE", "ledger_above", type=_cell(limit_or_none))
    _option(parser, "below", "VALUE", "ledger_below", type=_cell(limit_or_none))
    _option(parser, "unit", "UNIT", "ledger_unit")
    _option(parser, "remark", "WORDS", "ledger_remark")


def where_options(parser: argparse.ArgumentParser) -> None:
    """Where something stands: a place of the county, and words beside it."""
    _option(parser, "in", "PLACE", "ledger_in", dest="inside")
    _option(parser, "place", "WORDS", "ledger_place")


def device_options(parser: argparse.ArgumentParser) -> None:
    """What a device may be told beside its code, kind and name."""
    _option(parser, "url", "URL", "device_port")
    _option(parser, "line", "9600-8N1", "line")
    where_options(parser)
    _option(parser, "name-en", "NAME", "ledger_name_en")
    _option(parser, "priority", "1-3", "device_priority", type=int, choices=(1, 2, 3))
    _option(parser, "repeat", "SECONDS", "ledger_repeat", type=_within(LONGEST_REPEAT))
    _option(parser, "silent", "SECONDS", "ledger_silent", type=_within(LONGEST_SILENCE))
    _option(parser, "profile", "FILE", "profile")
    _option(parser, "option", "NAME=VALUE", "option", action="append")
    _option(parser, "remark", "WORDS", "ledger_remark")


def _option(parser: argparse.ArgumentParser, name: str, takes: str, said: str, **more: Any) -> None:
    told = words.say(f"tool.option.{said}")
    parser.add_argument(f"--{name}", default=argparse.SUPPRESS, metavar=takes, help=told, **more)


def _within(most: int) -> Callable[[str], int | None]:
    """Seconds up to so many."""
    return _cell(lambda text: seconds_or_none(text, most))


def _cell(how: Callable[[str], Any]) -> Callable[[str], Any]:
    """A figure as sheets write it, full width too; nothing for what is empty."""

    def read(text: str) -> Any:
        try:
            return how(text)
        except CellProblem as wrong:
            raise argparse.ArgumentTypeError(words.say(f"list.problem.{wrong.name}", **wrong.facts)) from wrong

    return read
