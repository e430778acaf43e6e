"""Shared steps of a response's cards: resolved, claimed with a lease, given as tasks once, kept or cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, and_, or_, select

from console.domain.orders import NewOrder
from console.domain.plans import START, Card
from console.domain.read_plans import card_read, card_text
from console.domain.realm import Realm
from console.domain.responses import LEASE, Assignment, CardState, StepKind, Told, due_of, split, task_text
from console.domain.task import TaskSource, TaskState
from console.services import orders, tasks
from console.services.plan_people import Finder
from db.base import Base
from db.models.inbound import Task
from db.models.plans import Response, ResponseStep, ResponseTask
from db.queries.plans import StoredLevel
from db.store import Tx

_PLANNED, _CLAIMED = CardState.PLANNED.value, CardState.CLAIMED.value
_GIVEN, _CANCELLED = CardState.GIVEN.value, CardState.CANCELLED.value
_LEVEL_STEPS = (StepKind.START.value, StepKind.RAISE.value, StepKind.LOWER.value)


@dataclass(frozen=True, slots=True)
class Lease:
    """Whose claim it is. Every service of every process has its own ``holder``."""

    holder: str
    until: datetime


def assigned(
    connection: Connection, stored: StoredLevel, codes: Collection[str], at: datetime, zone: ZoneInfo,
    reached: Mapping[str, datetime],
) -> tuple[Assignment, ...]:  # fmt: skip
    """Cards of a level with whom they go to at that instant, in the order of the plan."""
    cards = {place: card for place, card in enumerate(stored.level.cards, 1) if card.code in codes}
    finder = Finder(connection, list(cards.values()), at, zone)
    return tuple(
        Assignment(stored.cards[card.code], card, finder.told(card), due_of(card, reached), place)
        for place, card in cards.items()
    )


def times(connection: Connection, response_id: UUID) -> dict[str, datetime]:
    """From when cards count: the newest start or change of level, and milestones reached, not before that."""
    asked = select(ResponseStep.kind, ResponseStep.milestone, ResponseStep.at)
    found = connection.execute(asked.where(ResponseStep.response_id == response_id).order_by(ResponseStep.number)).all()
    since = max(at for kind, _, at in found if kind in _LEVEL_STEPS)
    return {START: since} | {name: max(at, since) for kind, name, at in found if kind == StepKind.MILESTONE.value}


def plan_cards(tx: Tx, response: Response, wanted: Iterable[Assignment], lease: Lease) -> list[ResponseTask]:
    """Rows for cards that are new at this level, claimed by whoever makes them; one that was cancelled begins anew."""
    there = {row.code: row for row in _rows(tx, response.id)}
    made = []
    for one in wanted:
        row = there.get(one.card.code)
        if row is None:
            row = ResponseTask(id=uuid4(), response_id=response.id, code=one.card.code, version=0)
            tx.session.add(row)
        row.plan_task_id, row.task_id = one.card_id, None
        row.as_read, row.ordinal = card_text(one.card), one.ordinal
        _address(row, one.told)
        _claim(row, lease)
        made.append(row)
    tx.flush()
    return made


def claim(tx: Tx, response_id: UUID, lease: Lease, now: datetime) -> list[ResponseTask]:
    """Take what nobody holds: planned cards, and those whose claimer's lease ran out (or lies beyond all sense)."""
    run_out = or_(
        ResponseTask.lease_until.is_(None), ResponseTask.lease_until <= now, ResponseTask.lease_until > now + LEASE
    )
    free = or_(ResponseTask.state == _PLANNED, and_(ResponseTask.state == _CLAIMED, run_out))
    found = list(tx.session.scalars(_of(response_id).where(free)))
    for row in found:
        _claim(row, lease)
    return found


def give(
    tx: Tx, response: Response, ids: Collection[UUID], holder: str, now: datetime, zone: ZoneInfo, realm: Realm
) -> list[Base]:  # fmt: skip
    """One task for each card that is still this holder's; a card that went to another one meanwhile is left alone."""
    mine = _of(response.id).where(ResponseTask.state == _CLAIMED, ResponseTask.lease_by == holder)
    rows = [row for row in tx.session.scalars(mine) if row.id in ids]
    reached = times(tx.connection, response.id)
    changed: list[Base] = []
    for row in rows:
        task = _task(tx, response, row, card_read(row.as_read), reached, now, zone, realm)
        row.task_id, row.state, row.version = task.id, _GIVEN, row.version + 1
        row.lease_by, row.lease_until = "", None
        changed += [row, task]
    return changed


def change(tx: Tx, response: Response, stored: StoredLevel, why: str, now: datetime) -> list[Base]:
    """Cards that stay follow the new level's text; those it does not have are cancelled, their open tasks too."""
    rows = {row.code: row for row in _rows(tx, response.id) if row.state != _CANCELLED}
    _, kept, gone = split(list(rows), [card.code for card in stored.level.cards])
    cards = {card.code: (ordinal, card) for ordinal, card in enumerate(stored.level.cards, 1)}
    reached = times(tx.connection, response.id)
    changed: list[Base] = []
    for code in kept:
        changed += _keep(tx, rows[code], stored.cards[code], *cards[code], reached)
    return changed + cancel(tx, [rows[code] for code in gone], why, now)


def cancel(tx: Tx, rows: Sequence[ResponseTask], why: str, now: datetime) -> list[Base]:
    """The cards are no longer wanted; an open task ends with the reason, one that is done stays done."""
    changed: list[Base] = []
    for row in rows:
        row.state, row.version = _CANCELLED, row.version + 1
        row.lease_by, row.lease_until = "", None
        changed.append(row)
        task = tx.session.get(Task, row.task_id) if row.task_id is not None else None
        if task is not None and task.state == TaskState.OPEN:
            tasks.end(tx, task, TaskState.CANCELLED, why, now)
            changed.append(task)
    return changed


def close(tx: Tx, response_id: UUID, why: str, now: datetime) -> list[Base]:
    """The response ends: cards whose task is done stay, all others are cancelled."""
    rows = live(tx, response_id)
    done = {row.id for row in rows if row.task_id and tx.session.get_one(Task, row.task_id).state == TaskState.DONE}
    return cancel(tx, [row for row in rows if row.id not in done], why, now)


def live(tx: Tx, response_id: UUID) -> list[ResponseTask]:
    """Cards that hold now."""
    return [row for row in _rows(tx, response_id) if row.state != _CANCELLED]


def count_from(tx: Tx, response: Response, milestone: str) -> list[Base]:
    """A milestone was reached: open tasks that waited for it are due from now on."""
    rows = [row for row in live(tx, response.id) if row.task_id is not None]
    reached = times(tx.connection, response.id)
    changed: list[Base] = []
    for row in rows:
        card = card_read(row.as_read)
        if card.after == milestone:
            changed += _due(tx, row, card, reached)
    return changed


def _keep(
    tx: Tx, row: ResponseTask, card_id: UUID, ordinal: int, card: Card, reached: Mapping[str, datetime]
) -> list[Base]:  # fmt: skip
    changed: list[Base] = []
    now = (card_id, ordinal, card_text(card))
    if (row.plan_task_id, row.ordinal, row.as_read) != now:
        row.plan_task_id, row.ordinal, row.as_read = now
        row.version += 1
        changed.append(row)
    return changed + _due(tx, row, card, reached)


def _due(tx: Tx, row: ResponseTask, card: Card, reached: Mapping[str, datetime]) -> list[Base]:
    """A task without a time limit gets the card's, where what it waits for has come; one that has a limit keeps it."""
    task = tx.session.get(Task, row.task_id) if row.task_id is not None else None
    due = due_of(card, reached)
    if task is None or task.state != TaskState.OPEN or task.due_at is not None or due is None:
        return []
    task.due_at, task.version = due, task.version + 1
    return [task]


def _task(
    tx: Tx, response: Response, row: ResponseTask, card: Card, reached: Mapping[str, datetime], now: datetime,
    zone: ZoneInfo, realm: Realm,
) -> Task:  # fmt: skip
    order = NewOrder(card.unit or card.post, task_text(card), None, person=row.person, phone=row.phone)
    given = orders.Given(TaskSource.PLAN, response.id, response.incident_id)
    task = orders.give(tx, [order], given, now, zone, realm)[0]
    # a card that was held up by a crash may be late already: that is told, not refused
    task.due_at = due_of(card, reached)
    return task


def _address(row: ResponseTask, told: Told) -> None:
    row.person, row.person_id = told.person, told.person_id
    row.rank, row.phone = told.rank, told.phone


def _claim(row: ResponseTask, lease: Lease) -> None:
    row.state, row.lease_by, row.lease_until = _CLAIMED, lease.holder, lease.until
    row.version += 1


def _rows(tx: Tx, response_id: UUID) -> list[ResponseTask]:
    return list(tx.session.scalars(_of(response_id)))


def _of(response_id: UUID) -> Select[ResponseTask]:
    return select(ResponseTask).where(ResponseTask.response_id == response_id).order_by(ResponseTask.code)
