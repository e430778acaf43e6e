"""Why a candidate stands where it stands, in words: way, preparation, readiness, what it does elsewhere, stock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from console import words
from console.domain.assignments import Verdict
from console.domain.candidates import AgreementCandidate, Person, StoreCandidate, TeamCandidate, VehicleThere
from console.domain.stock import in_order, shown
from console.domain.travel import Leg

_LOTS = 3


def arrival(minutes: int | None) -> str:
    """26 分钟, or that nobody can say."""
    return words.say("candidate.unknown" if minutes is None else "candidate.minutes", minutes=minutes)


def people(found: Iterable[Person]) -> str:
    """陈例一 100-0000-0001、王例二 …"""
    return "、".join(" ".join(part for part in (one.name, one.phone) if part) for one in found)


def team(found: TeamCandidate) -> list[str]:
    """Reasons of a team, what a dispatcher wants to hear first first."""
    told = [way(found.leg, found.team.base.name, moved=found.team.base.moved)]
    if found.team.prepare:
        told.append(words.say("candidate.prepare", minutes=found.team.prepare))
    told.append(words.say(f"team.readiness.{found.team.readiness}"))
    if found.circle.arrive is not None and found.minutes is not None:
        code = "candidate.over_limit" if found.late else "candidate.in_limit"
        told.append(words.say(code, limit=found.circle.arrive, basis=found.circle.basis))
    told += [against(one.when, one.verdict, one.about) for one in found.reasons]
    return told


def against(when: str, verdict: Verdict, about: str) -> str:
    """不可派：在其他事件现场 SJ2030-0002 …"""
    what = words.say(f"list.engage_rules.when.{when}")
    return words.say(f"candidate.{verdict.value}", what=f"{what} {about}".rstrip())


def way(leg: Leg | None, start: str, *, moved: bool = False) -> str:
    """From where, how long, measured or reckoned; a base nobody named is called so."""
    start = start or words.say("candidate.base")
    if leg is None:
        return words.say("candidate.no_way", start=start)
    code = "candidate.measured" if leg.measured else "candidate.reckoned"
    told = words.say(code, start=start, minutes=leg.minutes, km=leg.road_km, basis=leg.basis)
    return words.say("candidate.moved", way=told) if moved else told


def store(found: StoreCandidate, unit: str, on: date) -> list[str]:
    """Reasons of a store: the way, loading, what may go and what must stay, which lots go first, its vehicles."""
    told = [way(found.leg, found.store.base.name), words.say("candidate.load", minutes=found.store.load)]
    held = found.holding
    told.append(words.say("candidate.spare", spare=shown(found.spare), free=shown(found.free), unit=unit))
    if held.minimum:
        told.append(words.say("candidate.reserve", minimum=shown(held.minimum), unit=unit))
    first = [one for one in in_order(held.lots) if one.expires_on and one.expires_on >= on and one.free > 0][:_LOTS]
    told += [words.say("candidate.lot", lot=one.code, day=one.expires_on, free=shown(one.free)) for one in first]
    return [*told, _vehicles(found.vehicles)]


def _vehicles(found: Sequence[VehicleThere]) -> str:
    """What stands ready and what all of it carries; of vehicles whose load nobody recorded at least that much."""
    if not found:
        return words.say("candidate.no_vehicle")
    known = [one.load_kg for one in found if one.load_kg is not None]
    code = "vehicles" if len(known) == len(found) else "vehicles_some" if known else "vehicles_unknown"
    return words.say(f"candidate.{code}", count=len(found), load=sum(known))


def agreement(found: AgreementCandidate) -> list[str]:
    """Reasons of an agreement: what it is, how much is left to be called, how long it takes."""
    return [
        words.say(f"candidate.mode.{found.mode}"),
        words.say("candidate.callable", left=shown(found.left), unit=found.unit),
        words.say("candidate.lead", minutes=found.minutes),
    ]
