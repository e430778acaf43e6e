"""Sentences of the planner for people: a broken rule, a seat nobody can fill and why, years without holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from console import words
from console.domain.planning import Blocked, Collision, Finding, Rule, Seat
from console.domain.posts import SHIPPED
from console.domain.roster import LEADER

_NAMED = 6
"""Names told one by one; of more, how many."""


def found(finding: Finding) -> str:
    """A finding of the check as one sentence: who, when, which rule, what it collides with."""
    facts = {**_facts(finding), "seat": seat(finding.seat), "name": finding.name}
    return words.say(f"planning.rule.{finding.rule.value}", **facts)


def collided(collision: Collision) -> str:
    """Why nobody can stand a seat, person by person under each rule, and what would help."""
    where = seat(collision.seat)
    if not collision.blocked:
        return words.say("planning.nobody", seat=where)
    by_rule = {rule: [one for one in collision.blocked if one.finding.rule is rule] for rule in Rule}
    said = [_blocked(rule, those) for rule, those in by_rule.items() if those]
    sentence = words.say("planning.collision", seat=where, why=words.say("planning.between").join(said))
    if not collision.rules:
        return sentence
    rules = words.say("planning.or").join(words.say(f"planning.lifted.{rule.value}") for rule in collision.rules)
    return words.say("planning.would_help", sentence=sentence, rules=rules)


def missing(years: Sequence[int]) -> str:
    """Years whose holidays nobody has entered."""
    return words.say("planning.no_holidays", years=words.say("planning.and").join(str(year) for year in years))


def seat(one: Seat) -> str:
    """Day, shift and post of a seat."""
    known = {"whole", "day", "evening", "night"}
    shift = words.say(f"roster.shift.{one.slot.shift}") if one.slot.shift in known else one.slot.shift
    return words.say("planning.seat", day=_day(one.slot.day), shift=shift, post=post(one.post))


def post(code: str) -> str:
    """A post in the language of the screen; the county's own words as they are."""
    known = LEADER if code == LEADER else SHIPPED.get(code)
    return words.say(f"post.{known}") if known else code


def _blocked(rule: Rule, those: Sequence[Blocked]) -> str:
    """Persons one rule stands against; only those of whom the very same is to be said share a sentence."""
    alike: dict[str, list[Blocked]] = {}
    for one in those[:_NAMED]:
        alike.setdefault(_because(rule, "", one), []).append(one)
    names = words.say("planning.and")
    said = names.join(_because(rule, names.join(one.name for one in each), each[0]) for each in alike.values())
    return said + (words.say("planning.more", count=len(those) - _NAMED) if len(those) > _NAMED else "")


def _because(rule: Rule, name: str, one: Blocked) -> str:
    return words.say(f"planning.blocked.{rule.value}", name=name, **_facts(one.finding))


def _facts(finding: Finding) -> dict[str, str]:
    other = finding.other
    return {
        "other": seat(other) if other else "",
        "other_day": _day(other.slot.day) if other else "",
        "with": finding.with_name,
        "hours": f"{finding.hours:g}",
        "limit": f"{finding.limit:g}",
    }


def _day(day: date) -> str:
    return day.isoformat()
