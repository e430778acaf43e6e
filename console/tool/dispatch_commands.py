"""``propose``: what the program would send to an incident, line by line with its reasons. Nothing is ordered."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from console.config import DataDir
from console.domain.dispatch_lists import WEATHERS
from console.domain.dispatching import plain
from console.domain.proposed import Proposal
from console.services import proposal_words
from console.tool.commands import command
from console.tool.desks import opened

_NUMBERS = ("quantity", "from_reserve", "left", "minimum", "amount")
"""Quantities: JSON numbers, as many decimals as the unit has."""


def register(commands: Any) -> None:
    """Add the commands of this file."""
    made = command(commands, "propose")
    which = made.add_mutually_exclusive_group(required=True)
    which.add_argument("--incident", metavar="NUMBER")
    which.add_argument("--all", action="store_true")
    made.add_argument("--weather", choices=WEATHERS, default=WEATHERS[0])
    made.add_argument("--json", action="store_true")
    made.set_defaults(run=run_propose)


def run_propose(data: DataDir, options: argparse.Namespace) -> int:
    """One JSON object, or lines for people: a title, and below it why. Refused where nothing is needed."""
    with opened(data) as desk:
        asked = () if options.all else (desk.incidents.by_number(options.incident).id,)
        proposal = desk.proposals.make(asked, weather=options.weather)
    if options.json:
        print(json.dumps(_told(proposal), ensure_ascii=False))
        return 0
    for line in _said(proposal):
        print(line)
    return 0


def _told(proposal: Proposal) -> dict[str, Any]:
    """The proposal with the reasons of each line in words."""
    told = plain(proposal)
    reasons = {
        "teams": [proposal_words.team(line) for line in proposal.teams],
        "goods": [proposal_words.goods(line) for line in proposal.goods],
        "short": [proposal_words.short(line) for line in proposal.shorts],
    }
    for part, said in reasons.items():
        for line, why in zip(told[part], said, strict=True):
            line |= {name: _number(line[name]) for name in _NUMBERS if name in line}
            line["reasons"] = why
            for lot in line.get("lots", ()):
                lot["quantity"] = _number(lot["quantity"])
    return told


def _number(text: str) -> int | float:
    amount = Decimal(text)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _said(proposal: Proposal) -> Iterator[str]:
    yield proposal_words.head(proposal)
    for team in proposal.teams:
        yield from _under(proposal_words.team_title(team), proposal_words.team(team))
    for goods in proposal.goods:
        yield from _under(proposal_words.goods_title(goods), proposal_words.goods(goods))
    for short in proposal.shorts:
        yield from _under(proposal_words.short_title(short), proposal_words.short(short))


def _under(title: str, reasons: list[str]) -> Iterator[str]:
    yield title
    yield from (f"  {reason}" for reason in reasons)
