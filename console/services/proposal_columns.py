"""A proposal as a table says it: who or what goes where, why, what it costs elsewhere, what follows if it does not."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from console import words
from console.domain.assignments import Verdict
from console.domain.proposal import WEIGHT
from console.domain.proposed import GoodsLine, Next, Proposal, TeamLine
from console.domain.stock import shown
from console.services import candidate_words

Line = TeamLine | GoodsLine
_NAMED = 3


def key(line: Line) -> tuple[UUID, UUID]:
    """What tells a line from all others of its proposal: who goes, and for which need."""
    who = line.found.team.id if isinstance(line, TeamLine) else line.found.store.id
    return who, line.need.id


def who(line: Line) -> str:
    """The team or the store."""
    return line.found.team.name if isinstance(line, TeamLine) else line.found.store.name


def sends(line: Line) -> list[str]:
    """Who goes with how many, or how much from where; and for which need."""
    need = line.need
    if isinstance(line, TeamLine):
        people = line.found.team.people
        first = words.say("proposal.sends_team", team=who(line), people=people) if people else who(line)
        return [first, words.say("proposal.for_need", what=need.what, number=need.number)]
    goods = words.say("proposal.sends_goods", what=need.what, amount=shown(line.quantity), unit=need.unit)
    return [goods, words.say("proposal.from_store", store=who(line), number=need.number)]


def why(line: Line) -> list[str]:
    """The two reasons that weigh most: how it gets there, and who would have been next."""
    following = "proposal.no_next_team" if isinstance(line, TeamLine) else "proposal.no_next_store"
    if isinstance(line, TeamLine):
        start = candidate_words.way(line.found.leg, line.found.team.base.name, moved=line.found.team.base.moved)
        first = words.say("proposal.ranked", rank=line.rank, way=start)
    else:
        first = candidate_words.way(line.found.leg, line.found.store.base.name)
    return [first, _next(line.next, following)]


def cost(line: Line) -> list[str]:
    """What it costs elsewhere; empty where nobody else misses it."""
    return _team_cost(line) if isinstance(line, TeamLine) else _goods_cost(line)


def arrival(line: Line) -> str:
    return candidate_words.arrival(line.found.minutes)


def without(line: Line, missing: Decimal) -> list[str]:
    """What follows where this line is not sent: how much its need lacks then, and who could go instead."""
    need = line.need
    amount = f"{shown(missing)} {need.unit}".rstrip()
    following = "proposal.no_next_team" if isinstance(line, TeamLine) else "proposal.no_next_store"
    return [words.say("proposal.without", what=need.what, amount=amount, number=need.number),
            _next(line.next, following)]  # fmt: skip


def warned(line: Line) -> bool:
    """A word why is asked for before this team may be sent."""
    return isinstance(line, TeamLine) and line.found.verdict is Verdict.WARN


def given(line: Line) -> Decimal:
    """How much of its need a line meets."""
    return Decimal(1) if isinstance(line, TeamLine) else line.quantity


def missing(proposal: Proposal, lines: list[Line]) -> dict[UUID, Decimal]:
    """How much each need of a proposal lacks where these lines go, in the order of the needs."""
    left = {need.id: need.open for need in proposal.needs}
    for line in lines:
        left[line.need.id] = max(Decimal(0), left[line.need.id] - given(line))
    return left


def weighted_minutes(lines: list[Line]) -> int | None:
    """Mean minutes until they are there, urgent needs counting more; None where nobody can say of any."""
    known = [(WEIGHT[one.need.priority], one.found.minutes) for one in lines if one.found.minutes is not None]
    whole = sum(weight for weight, _ in known)
    return round(sum(weight * minutes for weight, minutes in known) / whole) if whole else None


def _team_cost(line: TeamLine) -> list[str]:
    told = [candidate_words.against(one.when, one.verdict, one.about) for one in line.found.reasons]
    if line.wanted_by:
        told.append(words.say("proposal.wanted_by", needs="、".join(line.wanted_by[:_NAMED])))
    told += [words.say("proposal.earlier", name=one.name, need=one.need) for one in line.earlier[:_NAMED]]
    if line.elsewhere:
        told.append(words.say("proposal.elsewhere", minutes=line.elsewhere))
    return told + _late(line)


def _goods_cost(line: GoodsLine) -> list[str]:
    unit, minimum = line.need.unit, shown(line.found.holding.minimum)
    told = [words.say("proposal.left", left=shown(line.left), minimum=minimum, unit=unit)]
    if line.from_reserve:
        told.append(words.say("proposal.from_reserve", quantity=shown(line.from_reserve), unit=unit))
    plates = "、".join(one.plate for one in line.vehicles)
    told.append(words.say("proposal.vehicles", plates=plates) if plates else words.say("proposal.no_vehicles"))
    return told + _late(line)


def _late(line: Line) -> list[str]:
    return [] if line.after_due is None else [words.say("proposal.after_due", minutes=line.after_due)]


def _next(found: Next | None, nobody: str) -> str:
    if found is None:
        return words.say(nobody)
    if found.more is None:
        return words.say("proposal.next_unknown", name=found.name)
    return words.say("proposal.next", name=found.name, more=found.more)
