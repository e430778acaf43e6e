"""A proposal in words, line by line: why this one, who was next, what it costs elsewhere, what stays short and why."""

from __future__ import annotations

from console import words
from console.domain.proposed import GoodsLine, Next, Proposal, Short, TeamLine, Why
from console.domain.stock import shown
from console.services import candidate_words

_NAMED = 4


def head(proposal: Proposal) -> str:
    """How many lines, how much stays short, and whether anything better may exist."""
    code = "proposal.proven" if proposal.proven else "proposal.best_found"
    counts = {"teams": len(proposal.teams), "goods": len(proposal.goods), "shorts": len(proposal.shorts)}
    return f"{words.say('proposal.head', **counts)} {words.say(code)}"


def team_title(line: TeamLine) -> str:
    """队伍D3 → 排涝抢险（XQ2030-0001），28 分钟"""
    return words.say(
        "proposal.title", who=line.found.team.name, what=line.need.what, number=line.need.number,
        arrival=candidate_words.arrival(line.found.minutes),
    )  # fmt: skip


def team(line: TeamLine) -> list[str]:
    """Why this team."""
    told = [words.say("proposal.rank", rank=line.rank), *candidate_words.team(line.found), *_due(line)]
    told.append(_next(line.next, "proposal.no_next_team"))
    told += [words.say("proposal.earlier", name=one.name, need=one.need) for one in line.earlier[:_NAMED]]
    if line.elsewhere:
        told.append(words.say("proposal.elsewhere", minutes=line.elsewhere))
    if line.wanted_by:
        told.append(words.say("proposal.wanted_by", needs="、".join(line.wanted_by[:_NAMED])))
    return told


def goods_title(line: GoodsLine) -> str:
    """县库 → 排水泵 2 台（XQ2030-0002），43 分钟"""
    what = f"{line.need.what} {shown(line.quantity)} {line.need.unit}"
    return words.say(
        "proposal.title", who=line.found.store.name, what=what, number=line.need.number,
        arrival=candidate_words.arrival(line.found.minutes),
    )  # fmt: skip


def goods(line: GoodsLine) -> list[str]:
    """Why this store: the way, the lots, what it has left, its vehicles, which store was next."""
    store, unit = line.found, line.need.unit
    told = [candidate_words.way(store.leg, store.store.base.name)]
    told.append(words.say("candidate.load", minutes=store.store.load))
    told += _due(line)
    told += [
        words.say("proposal.lot", lot=one.code, quantity=shown(one.quantity), unit=unit)
        if one.expires_on is None
        else words.say("proposal.lot_until", lot=one.code, quantity=shown(one.quantity), unit=unit, day=one.expires_on)
        for one in line.lots
    ]
    minimum = shown(store.holding.minimum)
    told.append(words.say("proposal.left", left=shown(line.left), minimum=minimum, unit=unit))
    if line.from_reserve:
        told.append(words.say("proposal.from_reserve", quantity=shown(line.from_reserve), unit=unit))
    plates = "、".join(one.plate for one in line.vehicles)
    told.append(words.say("proposal.vehicles", plates=plates) if plates else words.say("proposal.no_vehicles"))
    told.append(_next(line.next, "proposal.no_next_store"))
    return told


def short_title(line: Short) -> str:
    """排水泵 缺 3 台（XQ2030-0002）"""
    amount = f"{shown(line.amount)} {line.need.unit}".rstrip()
    return words.say("proposal.short", what=line.need.what, amount=amount, number=line.need.number)


def short(line: Short) -> list[str]:
    """Why it stays short, and whom one may call."""
    told = [_why(one, line.need.unit) for one in line.why]
    told += [
        words.say(
            "proposal.call", supplier=one.supplier, left=shown(one.left), unit=one.unit, minutes=one.minutes,
            people=candidate_words.people(one.people),
        )
        for one in line.agreements
    ]  # fmt: skip
    return told


def _due(line: TeamLine | GoodsLine) -> list[str]:
    return [] if line.after_due is None else [words.say("proposal.after_due", minutes=line.after_due)]


def _why(one: Why, unit: str) -> str:
    named = "、".join(one.names[:_NAMED]) + ("…" if len(one.names) > _NAMED else "")
    return words.say(f"proposal.short.{one.code}", names=named, amount=shown(one.amount), unit=unit)


def _next(found: Next | None, nobody: str) -> str:
    if found is None:
        return words.say(nobody)
    if found.more is None:
        return words.say("proposal.next_unknown", name=found.name)
    return words.say("proposal.next", name=found.name, more=found.more)
