"""Tasks handed to units: given out one by one or to all at once, received, answered, verified, extended, escalated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.due import require_to_come
from console.domain.escalation import Level, Rung, reached, rung_of
from console.domain.log import ActKind
from console.domain.orders import (
    LIMITS,
    NEEDS_TEXT,
    NEEDS_TIME,
    NEEDS_WHO,
    Form,
    NewOrder,
    OrderRow,
    Stage,
    StepKind,
    StepRow,
    after,
)
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.stated import is_before
from console.domain.task import TaskSource, TaskState
from console.domain.text import checked_text, free_text, one_line
from console.errors import Refused
from console.services import lines, tasks
from console.services.incident_clocks import AHEAD
from console.services.lists import current_rows
from db import books, numbers
from db.models.inbound import Inbound, Task
from db.models.incidents import Incident
from db.models.orders import TaskStep
from db.models.outbound import Outbound
from db.queries import orders as query
from db.store import Store, Tx

SHOWN = 500
"""Tasks listed at once."""


@dataclass(frozen=True, slots=True)
class Given:
    """Where tasks come from: the kind of source, its record, the incident they belong to."""

    source: TaskSource = TaskSource.DUTY
    source_id: UUID | None = None
    incident_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What an officer takes down about a task. ``at`` None is now; ``due_at`` a new time limit asked for or given."""

    kind: StepKind
    who: str = ""
    text: str = ""
    at: datetime | None = None
    due_at: datetime | None = None
    inbound_id: UUID | None = None
    outbound_id: UUID | None = None


class OrdersService:
    """Use cases of 派单 and 督办."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def give(
        self, wanted: Sequence[NewOrder], given: Given = Given(), *, by: Actor, batch_id: UUID | None = None
    ) -> list[OrderRow]:
        """One task for each unit, under one batch where there are several; refuses orders_missing, unit_missing.

        ``batch_id`` is made by the client: given out twice under one, the first stands.
        """
        if not wanted:
            raise Refused("orders_missing")
        with self._store.writing(by=by, action=Action.TASKS) as tx:
            if earlier := query.of_batch(tx.connection, batch_id):
                return earlier
            at = self._clock.now()
            made = give(tx, wanted, given, at, self._zone(), self._realm, batch_id)
            units = "、".join(task.unit for task in made)
            form = words.say_in("zh", f"order.form.{made[0].form}")
            text = f"{form} {made[0].number}" + (f" 等 {len(made)} 件" if len(made) > 1 else "")
            lines.write(tx, books.DUTY, ActKind.TASK, f"{text}→{units}：{made[0].title}", at=at, about=made)
            found = [task.id for task in made]
        with self._store.reading() as connection:
            return [query.order(connection, task_id) for task_id in found]

    def take_down(self, task_id: UUID, step: Step, *, seen: int, by: Actor) -> OrderRow:
        """Something happened to it: received, answered, done, extended … the table says what may follow what.

        Refuses no_such_task_step, who_missing, text_empty, time_missing, due_past, due_far, time_future, before_given,
        no_such_item, no_such_outbound and changed_meanwhile.
        """
        who, text = one_line(step.who, LIMITS["who"]), free_text(step.text, LIMITS["text"])
        _require(step, who, text)
        with self._store.writing(by=by, action=Action.TASKS) as tx:
            now = self._clock.now()
            task = _load(tx, task_id, seen)
            if step.at is not None and step.at > now + AHEAD:
                raise Refused("time_future", at=f"{step.at.astimezone(self._zone()):%Y-%m-%d %H:%M}")
            if step.at is not None and task.created_at <= now and is_before(step.at, task.created_at):
                raise Refused("before_given", field="at")
            _require_there(tx, step)
            if step.kind in NEEDS_TIME and step.due_at is not None:
                require_to_come(step.due_at, now)
            task.stage = after(Stage(task.stage), step.kind).value
            if step.kind is StepKind.EXTENDED:
                task.due_at = step.due_at
            if step.kind is StepKind.VERIFIED:
                tasks.end(tx, task, TaskState.DONE, text, now)
                task.verified_at, task.verified_by = step.at or now, tx.by.name
            else:
                task.version += 1
            row = _step(tx, task, step, who, text, now)
            said = words.say_in("zh", f"order.step.{step.kind.value}")
            line = f"{said} {task.number}" + (f" {who}" if who else "") + (f"：{text}" if text else "")
            lines.write(tx, books.DUTY, ActKind.TASK, line, at=now, about=[task, row], occurred_at=step.at)
        return self.one(task_id)

    # reading

    def one(self, task_id: UUID) -> OrderRow:
        with self._store.reading() as connection:
            return query.order(connection, task_id)

    def steps(self, task_id: UUID) -> list[StepRow]:
        with self._store.reading() as connection:
            return query.steps(connection, task_id)

    def rows(
        self, asked: str = "", *, open_only: bool = True, incident_id: UUID | None = None,
        source_id: UUID | None = None, batch_id: UUID | None = None, limit: int = SHOWN,
    ) -> list[OrderRow]:  # fmt: skip
        """Tasks with a form, the soonest due first; ended ones behind them, the newest first."""
        with self._store.reading() as connection:
            return query.orders(
                connection, asked.split(), open_only=open_only, incident_id=incident_id, source_id=source_id,
                batch_id=batch_id, limit=limit,
            )  # fmt: skip

    def count_open(self) -> int:
        with self._store.reading() as connection:
            return query.count_open(connection)

    def escalation(self, row: OrderRow, now: datetime) -> tuple[Rung, ...]:
        """The rungs it has reached by then, the lowest first; computed from stored times, so nothing can be missed."""
        return _reached(row, self._rungs(), now)

    def levels(self, rows: Sequence[OrderRow], now: datetime) -> dict[UUID, Level]:
        """How loud each of them has become by then; those that are calm are not named."""
        rungs = self._rungs()
        found = {row.id: _reached(row, rungs, now) for row in rows}
        return {task_id: ladder[-1].level for task_id, ladder in found.items() if ladder}

    def _rungs(self) -> list[Rung]:
        with self._store.reading() as connection:
            return [rung_of(item) for item in current_rows(connection, "escalations") if item.active]


def _reached(row: OrderRow, rungs: Sequence[Rung], now: datetime) -> tuple[Rung, ...]:
    if row.state != TaskState.OPEN or row.due_at is None:
        return ()
    subject = "instruction" if row.source == TaskSource.INSTRUCTION else "task"
    return reached(rungs, subject, row.created_at, row.due_at, now)


def give(
    tx: Tx, wanted: Sequence[NewOrder], given: Given, at: datetime, zone: ZoneInfo, realm: Realm,
    batch_id: UUID | None = None,
) -> list[Task]:  # fmt: skip
    """Shared step: one open task for each order; the caller looked for the batch before and writes the line."""
    if given.incident_id is not None and tx.session.get(Incident, given.incident_id) is None:
        raise Refused("no_such_incident")
    batch = batch_id or (uuid4() if len(wanted) > 1 else None)
    made: list[Task] = []
    for order in wanted:
        unit, text = one_line(order.unit, LIMITS["unit"]), checked_text(order.text, limit=LIMITS["text"]).strip()
        if not unit:
            raise Refused("unit_missing", field="unit")
        if any((unit, text) == (other.unit, other.detail or other.title) for other in made):
            raise Refused("unit_twice", unit=unit)
        if order.form is Form.NONE:
            raise Refused("form_missing")
        if order.due_at is not None:
            require_to_come(order.due_at, at)
        number = numbers.take(tx, "RW", at.astimezone(zone).year, realm)
        task = tasks.new(tx, number, text, order.due_at, given.source, given.source_id, at)
        task.form, task.stage, task.unit = order.form.value, Stage.SENT.value, unit
        task.owner, task.phone = one_line(order.person, LIMITS["who"]), one_line(order.phone, LIMITS["phone"])
        task.incident_id, task.batch_id = given.incident_id, batch
        made.append(task)
    tx.flush()
    return made


def _require(step: Step, who: str, text: str) -> None:
    if step.kind in NEEDS_WHO and not who:
        raise Refused("who_missing", field="who")
    if step.kind in NEEDS_TEXT and not text:
        raise Refused("text_empty")
    if step.kind in NEEDS_TIME and step.due_at is None:
        raise Refused("time_missing", field="due_at")


def _require_there(tx: Tx, step: Step) -> None:
    """Refuse a step about a call or a line of the register there is none of."""
    if step.inbound_id is not None and tx.session.get(Inbound, step.inbound_id) is None:
        raise Refused("no_such_item")
    if step.outbound_id is not None and tx.session.get(Outbound, step.outbound_id) is None:
        raise Refused("no_such_outbound")


def _step(tx: Tx, task: Task, step: Step, who: str, text: str, now: datetime) -> TaskStep:
    row = TaskStep(
        task_id=task.id, kind=step.kind.value, at=step.at or now, who=who, text=text, due_at=step.due_at,
        outbound_id=step.outbound_id, inbound_id=step.inbound_id, recorded_at=now, by_name=tx.by.name,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def _load(tx: Tx, task_id: UUID, seen: int) -> Task:
    task = tx.session.get(Task, task_id)
    if task is None or not task.form:
        raise Refused("no_such_task")
    if task.state != TaskState.OPEN:
        raise Refused("task_ended", number=task.number)
    if task.version != seen:
        raise Refused("changed_meanwhile", number=task.number)
    return task
