"""Shared steps of the plan library: a whole plan is written over what stands; only rows that differ change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from console.domain.log import ActKind
from console.domain.plans import Card, Level, Milestone, PlanText, checked
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books
from db.base import Base
from db.chain import canonical
from db.models.inbound import EventType
from db.models.people import Organisation
from db.models.plans import Plan, PlanLevel, PlanTask
from db.queries.plans import CARD_TEXTS, SHARED
from db.store import Tx


def cleaned(text: PlanText) -> PlanText:
    """The plan as it will be stored: no outer blanks, no characters a record cannot hold; refused where unsound."""
    levels = tuple(_level(level) for level in text.levels)
    return checked(
        replace(
            text,
            code=_line(text.code),
            title=_line(text.title),
            owner=_line(text.owner),
            edition=_line(text.edition),
            filing_number=_line(text.filing_number),
            event_type=_line(text.event_type),
            remark=_text(text.remark),
            levels=levels,
        )
    )


def write(tx: Tx, text: PlanText, plan: Plan | None, at: datetime, *, keep_absent: bool = False) -> Plan:
    """Make or change a plan with its levels and cards, and write the line; ``text`` is cleaned.

    Levels and cards that the text does not have no longer hold, unless ``keep_absent`` (a file that has a part only).
    Refuses plan_code_taken, no_such_event_type and no_such_organisation.
    """
    _require_there(tx, text, plan)
    made = plan is None
    plan = plan or _new(tx, text)
    changed: list[Base] = [plan] if made else []
    changed += list(_shared(plan, text))
    changed += list(_levels(tx, plan.id, text.levels, keep_absent=keep_absent))
    if not changed:
        return plan
    if not made:
        plan.version += 1
    about = list({id(row): row for row in [plan, *changed]}.values())
    lines.write(
        tx, books.AUDIT, ActKind.PLAN, f"预案 {plan.code}《{plan.title}》{_said(about, made)}", at=at, about=about
    )
    return plan


def switch(tx: Tx, plan: Plan, reason: str, at: datetime, *, active: bool) -> None:
    """The plan holds or no longer holds."""
    plan.active, plan.version = active, plan.version + 1
    word = "启用" if active else "停用"
    text = f"预案 {plan.code}《{plan.title}》{word}" + (f"：{reason}" if reason else "")
    lines.write(tx, books.AUDIT, ActKind.PLAN, text, at=at, about=[plan])


def seen(tx: Tx, plan_id: UUID, version: int) -> Plan:
    """The plan as it was on the screen; refuses no_such_plan and changed_meanwhile."""
    plan = tx.session.get(Plan, plan_id)
    if plan is None:
        raise Refused("no_such_plan")
    if plan.version != version:
        raise Refused("changed_meanwhile", number=plan.code)
    return plan


def by_code(tx: Tx, code: str) -> Plan | None:
    return tx.session.execute(select(Plan).where(Plan.code == code)).scalar_one_or_none()


def _said(about: Iterable[Base], made: bool) -> str:
    rows = list(about)
    levels = sum(isinstance(row, PlanLevel) for row in rows)
    cards = sum(isinstance(row, PlanTask) for row in rows)
    return f"{'新增' if made else '修改'}，响应等级 {levels} 个，任务卡 {cards} 张"


def _new(tx: Tx, text: PlanText) -> Plan:
    plan = Plan(id=uuid4(), **{name: getattr(text, name) for name in SHARED}, active=True, version=1)
    tx.session.add(plan)
    tx.flush()
    return plan


def _shared(plan: Plan, text: PlanText) -> Iterator[Base]:
    before = {name: getattr(plan, name) for name in SHARED}
    after = {name: getattr(text, name) for name in SHARED}
    if before != after:
        for name, value in after.items():
            setattr(plan, name, value)
        yield plan


def _levels(tx: Tx, plan_id: UUID, levels: Iterable[Level], *, keep_absent: bool) -> Iterator[Base]:
    asked = select(PlanLevel).where(PlanLevel.plan_id == plan_id)
    there = {row.level: row for row in tx.session.scalars(asked)}
    wanted = {level.level for level in levels}
    for level in levels:
        row = there.get(level.level)
        yield from _one_level(tx, plan_id, level, row, keep_absent=keep_absent)
    for name, row in there.items():
        if row.active and name not in wanted and not keep_absent:
            row.active, row.version = False, row.version + 1
            yield row


def _one_level(tx: Tx, plan_id: UUID, level: Level, row: PlanLevel | None, *, keep_absent: bool) -> Iterator[Base]:
    values = {
        "starts_when": level.starts_when, "ends_when": level.ends_when, "starter": level.starter,
        "organisation": level.organisation, "milestones": canonical([asdict(one) for one in level.milestones]).decode(),
        "ending": canonical(list(level.ending)).decode(), "active": True,
    }  # fmt: skip
    if row is None:
        row = PlanLevel(id=uuid4(), plan_id=plan_id, level=level.level, **values, version=1)
        tx.session.add(row)
        tx.flush()
        yield row
    elif _set(row, values):
        yield row
    yield from _cards(tx, row.id, level.cards, keep_absent=keep_absent)


def _cards(tx: Tx, level_id: UUID, cards: Iterable[Card], *, keep_absent: bool) -> Iterator[Base]:
    there = {row.code: row for row in tx.session.scalars(select(PlanTask).where(PlanTask.level_id == level_id))}
    wanted = set()
    for ordinal, card in enumerate(cards, 1):
        wanted.add(card.code)
        values = {**{name: getattr(card, name) for name in CARD_TEXTS}, "ordinal": ordinal, "active": True}
        row = there.get(card.code)
        if row is None:
            row = PlanTask(id=uuid4(), level_id=level_id, **values, version=1)
            tx.session.add(row)
            yield row
        elif _set(row, values):
            yield row
    for code, row in there.items():
        if row.active and code not in wanted and not keep_absent:
            row.active, row.version = False, row.version + 1
            yield row


def _set(row: PlanLevel | PlanTask, values: dict[str, object]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += bool(changed)
    return bool(changed)


def _require_there(tx: Tx, text: PlanText, plan: Plan | None) -> None:
    other = by_code(tx, text.code)
    if other is not None and (plan is None or other.id != plan.id):
        raise Refused("plan_code_taken", plan=text.code, title=other.title)
    if text.event_type and tx.session.get(EventType, text.event_type) is None:
        raise Refused("no_such_event_type", type=text.event_type[:20])
    if text.organisation_id is not None and tx.session.get(Organisation, text.organisation_id) is None:
        raise Refused("no_such_organisation")


def _level(level: Level) -> Level:
    return replace(
        level,
        starts_when=_text(level.starts_when),
        ends_when=_text(level.ends_when),
        starter=_line(level.starter),
        organisation=_text(level.organisation),
        milestones=tuple(Milestone(_line(one.code), _line(one.name), _line(one.after)) for one in level.milestones),
        ending=tuple(_line(item) for item in level.ending),
        cards=tuple(_card(card) for card in level.cards),
    )


def _card(card: Card) -> Card:
    return Card(
        _line(card.code), _line(card.post), _text(card.action), card.due_minutes, _line(card.after), _line(card.unit),
        _text(card.standard), _line(card.evidence), _text(card.needs),
    )  # fmt: skip


def _line(text: str) -> str:
    return " ".join(checked_text(text).split()) if text.strip() else ""


def _text(text: str) -> str:
    return checked_text(text).strip() if text.strip() else ""
