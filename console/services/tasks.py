"""Tasks: who is to do what by when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.due import require_near_enough
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.task import TaskRow, TaskSource, TaskState, title_of
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books, numbers
from db.models.inbound import Task
from db.queries import tasks as query
from db.store import Store, Tx


class TasksService:
    """Use cases of the one task."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def open_tasks(self) -> list[TaskRow]:
        """Open ones, the soonest due first, those without a time limit last."""
        with self._store.reading() as connection:
            return query.open_tasks(connection)

    def one(self, task_id: UUID) -> TaskRow:
        with self._store.reading() as connection:
            return query.one(connection, task_id)

    def add(
        self,
        text: str,
        due_at: datetime | None = None,
        assignee: str = "",
        source_kind: TaskSource = TaskSource.DUTY,
        source_id: UUID | None = None,
        *,
        by: Actor,
    ) -> TaskRow:
        """A new task under the next number; refuses due_far. Call-backs come with their 接报, not through here."""
        if source_kind is TaskSource.CALL_BACK:
            raise Refused("task_by_call_back")
        text = checked_text(text).strip()
        assignee = checked_text(assignee, limit=100).strip() if assignee.strip() else ""
        with self._store.writing(by=by, action=Action.TASKS) as tx:
            at = self._clock.now()
            require_near_enough(due_at, at)
            year = at.astimezone(self._zone()).year
            task = new(tx, numbers.take(tx, "RW", year, self._realm), text, due_at, source_kind, source_id, at)
            task.owner = assignee
            whom = f"→{assignee}" if assignee else ""
            lines.write(tx, books.DUTY, ActKind.TASK, f"交办 {task.number}{whom}：{text}", at=at, about=[task])
        return self.one(task.id)

    def close(self, task_id: UUID, result: str, *, seen: int, by: Actor) -> TaskRow:
        """Done, with what came of it; ``seen`` is the version that was on the screen."""
        return self._end(task_id, TaskState.DONE, result, seen, by)

    def cancel(self, task_id: UUID, reason: str, *, seen: int, by: Actor) -> TaskRow:
        """No longer wanted, with the reason."""
        return self._end(task_id, TaskState.CANCELLED, reason, seen, by)

    def _end(self, task_id: UUID, state: TaskState, result: str, seen: int, by: Actor) -> TaskRow:
        result = checked_text(result).strip()
        with self._store.writing(by=by, action=Action.TASKS) as tx:
            at = self._clock.now()
            task = _load(tx, task_id, seen)
            if task.form and state is TaskState.DONE:
                raise Refused("task_by_form", number=task.number)
            end(tx, task, state, result, at)
            word = "办结" if state is TaskState.DONE else "取消"
            lines.write(tx, books.DUTY, ActKind.TASK, f"{word} {task.number}：{result}", at=at, about=[task])
        return self.one(task_id)


def new(
    tx: Tx, number: str, text: str, due_at: datetime | None, source: TaskSource, source_id: UUID | None, at: datetime
) -> Task:
    """Shared step: the row of a new open task; the caller writes its line."""
    title, detail = title_of(text)
    task = Task(
        id=uuid4(), number=number, source=source.value, source_id=source_id, title=title, detail=detail, owner="",
        due_at=due_at, state=TaskState.OPEN.value, result="", created_at=at, created_by=tx.by.name, closed_at=None,
        closed_by="", version=1,
    )  # fmt: skip
    tx.session.add(task)
    return task


def end(tx: Tx, task: Task, state: TaskState, result: str, at: datetime) -> None:
    """Shared step: an open task ends; the caller writes its line."""
    task.state, task.result = state.value, result
    task.closed_at, task.closed_by = at, tx.by.name
    task.version += 1


def _load(tx: Tx, task_id: UUID, seen: int) -> Task:
    task = tx.session.get(Task, task_id)
    if task is None:
        raise Refused("no_such_task")
    if task.source == TaskSource.CALL_BACK:
        raise Refused("task_by_call_back")
    if task.state != TaskState.OPEN:
        raise Refused("task_ended", number=task.number)
    if task.version != seen:
        raise Refused("changed_meanwhile", number=task.number)
    return task
