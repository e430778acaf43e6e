"""Groups by rule: whom a rule finds is asked anew each time, so that who took over a post yesterday is called today."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from console.domain.contact_book import Rank, UnitKind
from console.domain.contact_cells import folded
from console.errors import Refused


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom to call. What is empty does not narrow it; ``place`` and ``unit`` take what lies in them too.

    ``post`` is part of a post's name: 灾害信息员 finds 兼职灾害信息员 as well.
    """

    kinds: tuple[UnitKind, ...] = ()
    post: str = ""
    rank: Rank | None = None
    place: UUID | None = None
    unit: UUID | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody at a post, as a rule looks at them; the place is the unit's, or that of the nearest unit above."""

    person_id: UUID
    unit_id: UUID
    place_id: UUID | None
    kind: UnitKind
    post: str
    rank: Rank


def text_of(rule: Rule) -> str:
    """The rule as it is stored; refuses rule_empty: everybody is no group."""
    said = {
        "kinds": [kind.value for kind in rule.kinds],
        "post": rule.post.strip(),
        "rank": rule.rank.value if rule.rank else "",
        "place": str(rule.place or ""),
        "unit": str(rule.unit or ""),
    }
    kept = {name: value for name, value in said.items() if value}
    if not kept:
        raise Refused("rule_empty")
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def rule_of(text: str) -> Rule:
    """The rule that was stored."""
    said = json.loads(text)
    return Rule(
        kinds=tuple(UnitKind(kind) for kind in said.get("kinds", ())),
        post=said.get("post", ""),
        rank=Rank(said["rank"]) if said.get("rank") else None,
        place=UUID(said["place"]) if said.get("place") else None,
        unit=UUID(said["unit"]) if said.get("unit") else None,
    )


def found(rule: Rule, candidates: Iterable[Candidate], places: Collection[UUID], units: Collection[UUID]) -> list[UUID]:
    """Persons in the order of the candidates, each once.

    ``places`` and ``units`` are those in the rule's place and unit.
    """
    kept: dict[UUID, None] = {}
    post = folded(rule.post)
    for one in candidates:
        if rule.kinds and one.kind not in rule.kinds:
            continue
        if rule.rank is not None and one.rank is not rule.rank:
            continue
        if post and post not in folded(one.post):
            continue
        if rule.place is not None and one.place_id not in places:
            continue
        if rule.unit is not None and one.unit_id not in units:
            continue
        kept.setdefault(one.person_id)
    return list(kept)
