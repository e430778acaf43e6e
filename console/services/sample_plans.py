"""The plans of the sample county, made from its templates: 24 plans, 80 levels, 420 task cards, all of them made up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import resources
from console.domain.clock import Clock
from console.domain.people import Action, Actor
from console.domain.plans import LEVELS, Card, Level, Milestone, PlanText
from console.services import plan_writing
from db.store import Store

OWNER = "例县防汛防台抗旱指挥部办公室（示例）"


def plans() -> list[PlanText]:
    """Every plan of the sample county, by its code."""
    data = tomllib.loads(resources.path("sample/plans.toml").read_text(encoding="utf-8"))
    made = [_plan(data, form, row) for form, rows in data["plans"].items() for row in rows]
    return sorted(made, key=lambda plan: plan.code)


def load(store: Store, clock: Clock, by: Actor) -> None:
    """Fill the library of an empty sample store."""
    texts = [plan_writing.cleaned(text) for text in plans()]
    with store.writing(by=by, action=Action.EDIT_PLANS) as tx:
        for text in texts:
            plan_writing.write(tx, text, None, clock.now())


def _plan(data: dict[str, Any], form: str, row: list[str]) -> PlanText:
    code, title, kind, tier, event_type, topic, lead, helper = row
    filled = {"title": title.removesuffix("（示例）"), "topic": topic, "lead": lead, "help": helper}
    cards = list(_cards(data, data[form]["cards"], filled))
    milestones = tuple(Milestone(*one) for one in data[form].get("milestones", ()))
    levels = tuple(level for name in LEVELS if (level := _level(data, name, cards, milestones)) is not None)
    late = data["late"].get(code, "")
    issued: date = data["days"]["issued"]
    return PlanText(
        code, title, kind, tier, event_type, owner=data["posts"][lead][0] or OWNER, edition="2029年版（示例）",
        issued_on=issued, filed_on=None if late == "filing" else data["days"]["filed"],
        filing_number="" if late == "filing" else f"例备〔2029〕{code[-2:]}号（示例）",
        review_on=issued + timedelta(days=365) if late == "review" else data["days"]["review"], levels=levels,
    )  # fmt: skip


def _level(
    data: dict[str, Any], name: str, cards: list[tuple[Card, list[str]]], milestones: tuple[Milestone, ...]
) -> Level | None:
    kept = tuple(card for card, levels in cards if name in levels)
    if not kept:
        return None
    ends = "影响结束，险情排除（示例条件，以本县预案为准）"
    organisation = f"{data['starter'][name]}统一指挥，成员单位按职责落实"
    return Level(
        name, data["start"][name], data["starter"][name], ends, organisation, milestones,
        tuple(data["ending"]["items"]), kept,
    )  # fmt: skip


def _cards(data: dict[str, Any], rows: list[list[Any]], filled: dict[str, str]) -> Iterator[tuple[Card, list[str]]]:
    for code, post, action, standard, minutes, after, levels, evidence in rows:
        unit, name = data["posts"][post.format(**filled)]
        card = Card(code, name, action.format(**filled), minutes, after, unit, standard, evidence)
        yield card, levels.split()
