"""Leaders' words: taken down as they were said, read back, handed on as tasks; never changed, never forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.orders import INSTRUCTION_SERIES, LIMITS, InstructionRow, NewInstruction, NewOrder, OrderRow, Way
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.stated import is_before
from console.domain.task import TaskSource
from console.domain.text import checked_text, one_line
from console.errors import Refused
from console.services import lines, orders
from console.services.incident_clocks import AHEAD, require_come
from db import books, numbers
from db.models.incidents import Incident
from db.models.orders import Instruction
from db.models.reporting import IncidentReport
from db.queries import orders as query
from db.store import Store

SHOWN = 200
"""Words listed at once."""


class InstructionsService:
    """Use cases of one word of a leader."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def record(self, said: NewInstruction, *, by: Actor, read_back: bool = False) -> InstructionRow:
        """Take down what was said, word for word; the same form recorded twice answers the first.

        Refuses leader_missing, text_empty, time_future, no_such_incident and no_such_report.
        """
        leader = one_line(said.leader, LIMITS["leader"])
        if not leader:
            raise Refused("leader_missing", field="leader")
        words = checked_text(said.words, limit=LIMITS["words"])
        with self._store.writing(by=by, action=Action.INSTRUCTIONS) as tx:
            at = self._clock.now()
            if query.instruction_exists(tx.connection, said.id):
                return query.instruction(tx.connection, said.id)
            if said.said_at > at + AHEAD:
                raise Refused("time_future", at=f"{said.said_at.astimezone(self._zone()):%Y-%m-%d %H:%M}")
            if said.incident_id is not None and tx.session.get(Incident, said.incident_id) is None:
                raise Refused("no_such_incident")
            if said.report_id is not None and tx.session.get(IncidentReport, said.report_id) is None:
                raise Refused("no_such_report")
            number = numbers.take(tx, INSTRUCTION_SERIES, at.astimezone(self._zone()).year, self._realm)
            row = Instruction(
                id=said.id, number=number, incident_id=said.incident_id, report_id=said.report_id, leader=leader,
                post=one_line(said.post, LIMITS["post"]), said_at=said.said_at, way=Way(said.way).value, words=words,
                recorded_at=at, recorded_by=tx.by.name, read_back_at=at if read_back else None,
                read_back_by=tx.by.name if read_back else "", version=1,
            )  # fmt: skip
            tx.session.add(row)
            tx.flush()
            text = f"批示 {number} {leader}：{words}"
            lines.write(
                tx, books.DUTY, ActKind.LEADER, text, at=at, about=[row], occurred_at=said.said_at, person=leader
            )
        return self.one(said.id)

    def read_back(self, instruction_id: UUID, at: datetime | None = None, *, seen: int, by: Actor) -> InstructionRow:
        """The words were read back to whoever said them (复诵), now or at that time.

        Refuses read_back_done, before_said and time_future.
        """
        with self._store.writing(by=by, action=Action.INSTRUCTIONS) as tx:
            now = self._clock.now()
            row = tx.session.get(Instruction, instruction_id)
            if row is None:
                raise Refused("no_such_instruction")
            if row.version != seen:
                raise Refused("changed_meanwhile", number=row.number)
            if row.read_back_at is not None:
                raise Refused("read_back_done", number=row.number)
            if at is not None:
                require_come(tx, at, now)
            if at is not None and row.said_at <= now and is_before(at, row.said_at):
                raise Refused("before_said", field="read_back")
            row.read_back_at, row.read_back_by, row.version = at or now, tx.by.name, row.version + 1
            lines.write(tx, books.DUTY, ActKind.LEADER, f"复诵 {row.number}", at=now, about=[row], occurred_at=at)
        return self.one(instruction_id)

    def hand_on(
        self, instruction_id: UUID, wanted: Sequence[NewOrder], *, by: Actor, batch_id: UUID | None = None
    ) -> list[OrderRow]:
        """Pass it on to named units, each with its own task, all in one transaction; refuses orders_missing.

        ``batch_id`` is made by the client: handed on twice under one, the first stands.
        """
        if not wanted:
            raise Refused("orders_missing")
        with self._store.writing(by=by, action=Action.INSTRUCTIONS) as tx:
            if earlier := query.of_batch(tx.connection, batch_id):
                return earlier
            at = self._clock.now()
            row = tx.session.get(Instruction, instruction_id)
            if row is None:
                raise Refused("no_such_instruction")
            given = orders.Given(TaskSource.INSTRUCTION, row.id, row.incident_id)
            made = orders.give(tx, wanted, given, at, self._zone(), self._realm, batch_id)
            units = "、".join(task.unit for task in made)
            text = f"转办 {row.number}→{units}"
            lines.write(tx, books.DUTY, ActKind.LEADER, text, at=at, about=made)
            found = [task.id for task in made]
        with self._store.reading() as connection:
            return [query.order(connection, task_id) for task_id in found]

    def one(self, instruction_id: UUID) -> InstructionRow:
        with self._store.reading() as connection:
            return query.instruction(connection, instruction_id)

    def newest(self, asked: str = "", incident_id: UUID | None = None, *, limit: int = SHOWN) -> list[InstructionRow]:
        with self._store.reading() as connection:
            return query.instructions(connection, asked.split(), incident_id, limit)

    def not_handed_on(self) -> list[InstructionRow]:
        """Words nothing has come of yet; board and hand-over sheet name them until something has."""
        with self._store.reading() as connection:
            return query.not_handed_on(connection)
