"""Plans (预案): response levels with their milestones and checklists, task cards; what is sound and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from console.errors import Refused

START = "start"
"""What a card or a milestone counts from when it waits for no milestone."""

LEVELS = ("I", "II", "III", "IV")
"""Response levels, the highest first."""

SHOWN_LEVEL = dict(zip(LEVELS, "ⅠⅡⅢⅣ", strict=True))
"""Levels as papers write them."""

MINUTES = range(1, 43_201)
"""Time limits of a card: a minute to thirty days after its start."""

LIMITS = {
    "code": 40, "title": 200, "owner": 100, "edition": 40, "filing_number": 60, "remark": 2_000, "starts_when": 2_000,
    "ends_when": 2_000, "starter": 60, "organisation": 2_000, "post": 100, "unit": 100, "action": 800,
    "standard": 400, "evidence": 200, "needs": 400, "milestone": 40, "item": 200,
}  # fmt: skip
"""Longest texts in characters. What a card says must fit into the text of a task (``orders.LIMITS``)."""

FILING_DAYS = 20
"""Working days after issue within which a plan is filed (突发事件应急预案管理办法, 国办发〔2024〕5号)."""


class PlanKind(StrEnum):
    """总体, 专项, 部门, 基层 (乡镇、村社), 保障行动方案, 企事业单位."""

    OVERALL = "overall"
    SPECIAL = "special"
    DEPARTMENT = "department"
    GRASSROOTS = "grassroots"
    SUPPORT = "support"
    ENTERPRISE = "enterprise"


class Tier(StrEnum):
    """县级, 乡镇（街道）, 村（社区）, 单位."""

    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that is reached while a response runs; ``after`` is START or the code of an earlier one."""

    code: str
    name: str
    after: str = START


@dataclass(frozen=True, slots=True)
class Card:
    """A task card. ``code`` is the task: the same in another level is the same task, kept when levels change.

    ``after`` is START or the code of a milestone, from which ``due_minutes`` count.
    """

    code: str
    post: str
    action: str
    due_minutes: int
    after: str = START
    unit: str = ""
    standard: str = ""
    evidence: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A response level as it is written in the plan. ``ending`` is the checklist that an end is held against."""

    level: str
    starts_when: str
    starter: str
    ends_when: str = ""
    organisation: str = ""
    milestones: tuple[Milestone, ...] = ()
    ending: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanText:
    """A whole plan as it is typed or imported; ``code`` is its key, a newer edition keeps it."""

    code: str
    title: str
    kind: str
    tier: str = Tier.COUNTY.value
    event_type: str = ""
    organisation_id: UUID | None = None
    owner: str = ""
    edition: str = ""
    issued_on: date | None = None
    filed_on: date | None = None
    filing_number: str = ""
    review_on: date | None = None
    remark: str = ""
    levels: tuple[Level, ...] = ()

    def at(self, level: str) -> Level | None:
        return next((one for one in self.levels if one.level == level), None)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as lists show it; ``levels`` are those that hold, the highest first, ``cards`` their cards together."""

    id: UUID
    code: str
    title: str
    kind: PlanKind
    tier: Tier
    event_type: str
    organisation_id: UUID | None
    owner: str
    edition: str
    issued_on: date | None
    filed_on: date | None
    filing_number: str
    review_on: date | None
    remark: str
    active: bool
    version: int
    levels: tuple[str, ...] = ()
    cards: int = 0
    file_by: date | None = None
    """The last day for filing where it is not filed; ``by_weekdays``: no holidays of the year are known."""
    by_weekdays: bool = False

    @property
    def structured(self) -> bool:
        """Whether it has steps to start: a level with at least one card."""
        return self.cards > 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """预案电子化: plans that hold, and those of them with structured steps."""

    plans: int
    structured: int


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One line of a plan's history, as the audit book has it."""

    at: datetime
    by_name: str
    text: str


@dataclass(frozen=True, slots=True)
class CardDifference:
    """What differs of one card between two texts of a level: fields by name, before and after."""

    level: str
    code: str
    fields: tuple[tuple[str, str, str], ...]


def higher(level: str, than: str) -> bool:
    """Whether a level is above another one (I is the highest)."""
    return LEVELS.index(level) < LEVELS.index(than)


def checked(text: PlanText) -> PlanText:
    """The plan as it will be stored; refuses, in a sentence that names the place, what cannot be carried out.

    Refuses plan_field_missing, plan_field_long, plan_kind_unknown, plan_tier_unknown, plan_level_unknown,
    plan_level_twice, plan_card_twice, plan_due_bad, plan_after_unknown, milestone_twice, milestone_unknown and
    milestones_circular.
    """
    _require_field(text.code, "code")
    _require_field(text.title, "title")
    for name in ("owner", "edition", "filing_number", "remark"):
        _require_short(getattr(text, name), name)
    if text.kind not in {kind.value for kind in PlanKind}:
        raise Refused("plan_kind_unknown", value=text.kind[:40])
    if text.tier not in {tier.value for tier in Tier}:
        raise Refused("plan_tier_unknown", value=text.tier[:40])
    seen: set[str] = set()
    for level in text.levels:
        check_level(level)
        if level.level in seen:
            raise Refused("plan_level_twice", level=shown(level.level))
        seen.add(level.level)
    return text


def check_level(level: Level) -> None:
    """Refuse a level that cannot be started as it stands."""
    if level.level not in LEVELS:
        raise Refused("plan_level_unknown", level=level.level[:40])
    where = {"level": shown(level.level)}
    _require_field(level.starts_when, "starts_when", where)
    _require_field(level.starter, "starter", where)
    for name in ("ends_when", "organisation"):
        _require_short(getattr(level, name), name)
    for item in level.ending:
        _require_field(item, "item", where)
    check_milestones(level.milestones)
    known = {START, *(one.code for one in level.milestones)}
    codes: set[str] = set()
    for card in level.cards:
        check_card(card, known)
        if card.code in codes:
            raise Refused("plan_card_twice", level=shown(level.level), card=card.code)
        codes.add(card.code)


def check_card(card: Card, known: Iterable[str]) -> None:
    """Refuse a card without a task in it, or one that counts from what there is not."""
    _require_field(card.code, "code")
    where = {"code": card.code}
    _require_field(card.post, "post", where)
    _require_field(card.action, "action", where)
    for name in ("unit", "standard", "evidence", "needs"):
        _require_short(getattr(card, name), name)
    if card.due_minutes not in MINUTES:
        raise Refused("plan_due_bad", card=card.code, minutes=card.due_minutes, most=MINUTES[-1])
    if card.after not in known:
        raise Refused("plan_after_unknown", card=card.code, after=card.after[:40])


def check_milestones(milestones: Sequence[Milestone]) -> None:
    """Refuse milestones that wait for each other in a circle, for unknown ones, or that are named twice."""
    after: dict[str, str] = {}
    for one in milestones:
        _require_field(one.code, "milestone")
        _require_field(one.name, "milestone")
        if one.code in after or one.code == START:
            raise Refused("milestone_twice", milestone=one.code)
        after[one.code] = one.after
    for code, before in after.items():
        if before != START and before not in after:
            raise Refused("milestone_unknown", milestone=code, after=before[:40])
        _require_end(code, after)


def _require_end(code: str, after: Mapping[str, str]) -> None:
    way = [code]
    while after[way[-1]] != START:
        way.append(after[way[-1]])
        if way[-1] in way[:-1] or way[-1] not in after:
            if way[-1] not in after:
                return
            raise Refused("milestones_circular", milestones=" → ".join(way))


def shown(level: str) -> str:
    """Ⅲ: a level as papers and screens write it."""
    return SHOWN_LEVEL.get(level, level)


def card_differences(before: Level | None, after: Level | None) -> tuple[CardDifference, ...]:
    """Cards of the same code that read differently in two texts or levels."""
    known = {card.code: card for card in before.cards} if before else {}
    made = []
    for card in after.cards if after else ():
        other = known.get(card.code)
        changed = tuple(
            (field.name, str(getattr(other, field.name)), str(getattr(card, field.name)))
            for field in fields(Card)
            if other is not None and getattr(other, field.name) != getattr(card, field.name)
        )
        if changed and after is not None:
            made.append(CardDifference(after.level, card.code, changed))
    return tuple(made)


def _require_field(value: str, name: str, where: Mapping[str, str] | None = None) -> None:
    if not value.strip():
        raise Refused("plan_field_missing", field=name, where=" ".join((where or {}).values()))
    _require_short(value, name)


def _require_short(value: str, name: str) -> None:
    if len(value) > LIMITS[name]:
        raise Refused("plan_field_long", field=name, limit=LIMITS[name])
