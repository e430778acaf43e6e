"""``returns list|show|out|look|table``: rounds of the towns' returns; what is taken in an officer decides."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from console import words
from console.bootstrap import tool_actor
from console.config import DataDir
from console.domain.incident_figures import Amount, digits
from console.domain.return_cell import COLUMNS
from console.domain.town_returns import TAKEN, PlanLine, RoundRow, Standing, UnitStanding
from console.services.return_words import column, figure, said
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.times import said_time


def register(commands: Any) -> None:
    """Add the commands of this file."""
    returns = group(commands, "returns", "returns_command")
    listed = command(returns, "list", "returns_list")
    listed.set_defaults(run=run_list)
    shown = command(returns, "show", "returns_show")
    shown.add_argument("number", metavar="NUMBER")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=run_show)
    out = command(returns, "out", "returns_out")
    out.add_argument("number", metavar="NUMBER")
    out.add_argument("--to", required=True, metavar="FOLDER")
    out.set_defaults(run=run_out)
    look = command(returns, "look", "returns_look")
    look.add_argument("number", metavar="NUMBER")
    look.add_argument("files", nargs="+", metavar="FILE")
    look.set_defaults(run=run_look)
    table = command(returns, "table", "returns_table")
    table.add_argument("number", metavar="NUMBER")
    table.add_argument("--out", required=True, metavar="FILE")
    table.set_defaults(run=run_table)


def run_list(data: DataDir, options: argparse.Namespace) -> int:  # noqa: ARG001
    """Rounds, the newest first, one a line."""
    with opened(data) as desk:
        rows, zone = desk.town_returns.newest(), desk.zone
    for row in rows:
        state = words.say("tool.returns_open" if row.open else "tool.returns_closed")
        print(f"{row.number}  {state}  {said_time(row.as_of, zone)}  {row.title}")
    return 0


def run_show(data: DataDir, options: argparse.Namespace) -> int:
    """The sums, then unit by unit what is missing, changed, odd; exit 1 while a unit is missing."""
    with opened(data) as desk:
        told = desk.town_returns.standing(desk.town_returns.by_number(options.number).id)
    if options.json:
        print(json.dumps(_plain(told), ensure_ascii=False))
    else:
        for line in _lines(told):
            print(line)
    return int(bool(told.missing))


def run_out(data: DataDir, options: argparse.Namespace) -> int:
    """Write the workbooks of all units into a folder."""
    with opened(data) as desk:
        row = desk.town_returns.by_number(options.number)
        made = desk.town_returns.hand_out(row.id, Path(options.to), by=tool_actor())
    for path in made:
        print(path)
    return 0


def run_look(data: DataDir, options: argparse.Namespace) -> int:
    """Say what would come of files; writes nothing. Exit 1 where one would not be taken."""
    with opened(data) as desk:
        row: RoundRow = desk.town_returns.by_number(options.number)
        seen = desk.town_returns.look(row.id, map(Path, options.files))
    for line in seen.lines:
        print(_said(line))
    return int(any(line.verdict not in TAKEN for line in seen.lines))


def run_table(data: DataDir, options: argparse.Namespace) -> int:
    """Write the 快报表 of a round as xlsx."""
    with opened(data) as desk:
        row = desk.town_returns.by_number(options.number)
        desk.return_tables.export(row.id, Path(options.out), by=tool_actor())
    print(words.say("tool.table_written", path=options.out))
    return 0


def _said(line: PlanLine) -> str:
    verdict = words.say(f"returns.verdict.{line.verdict.value}")
    return "  ".join(part for part in (line.file.name, line.unit, verdict, *map(said, line.findings)) if part)


def _lines(told: Standing) -> list[str]:
    made = [f"{told.round.number}  {told.round.title}"]
    made += [f"  {column(code)}  {figure(code, amount)}" for code, amount in told.sums.items()]
    return [*made, *(f"  {_unit(one)}" for one in told.units)]


def _unit(one: UnitStanding) -> str:
    state = words.say("returns.state.missing" if one.now is None else "returns.state.returned")
    odd = [said(found) for found in one.contradictions]
    return "  ".join(part for part in (one.unit.unit, state, one.unit.phone if one.now is None else "", *odd) if part)


def _number(code: str, amount: Amount) -> dict[str, Any]:
    return {"value": digits(amount, COLUMNS[code].decimals) or None, "at_least": amount.at_least}


def _plain(told: Standing) -> dict[str, Any]:
    sums = {code: _number(code, amount) for code, amount in told.sums.items()}
    units = [
        {
            "unit": one.unit.unit,
            "returned": one.now is not None,
            "figures": {code: _number(code, one.now.amount(code)) for code in told.round.columns} if one.now else {},
            "changed": [change.code for change in one.changes],
            "contradicts": [found.code for found in one.contradictions],
        }
        for one in told.units
    ]
    return {"number": told.round.number, "open": told.round.open, "sums": sums, "units": units}
