"""Experts: kept, found, looked up by what happened, rung one after another; what came of a call stands in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console import words
from console.domain import masking
from console.domain.assigning import chain
from console.domain.call_lists import LIMITS as CALL_LIMITS
from console.domain.call_lists import Attempt, CallOutcome
from console.domain.clock import Clock
from console.domain.experts import ExpertRow, NewExpert, OnCall, Tier, checked, first_to_ring, found
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.spots import Bounds, require_sense
from console.domain.teams import cleaned_phone
from console.domain.text import one_line
from console.errors import Refused
from console.services import lines
from console.services.county_bounds import bounds
from console.services.team_writing import codes, next_code, require_types, types
from db import books
from db.base import Base
from db.models.contacts import CallAttempt
from db.models.people import Person
from db.models.teams import Expert
from db.queries import call_lists
from db.queries import teams as query
from db.store import Store, Tx

CODE = "ZJ"
"""What a number the program gives begins with (专家)."""
CALLS = 20
"""Calls of one expert that are shown."""


class ExpertsService:
    """Use cases of experts. Nobody is deleted: who is no more asked is retired."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # looking

    def rows(self, *, retired: bool = False) -> list[ExpertRow]:
        """Experts by number."""
        with self._store.reading() as connection:
            return every(connection, retired=retired)

    def one(self, expert_id: UUID) -> ExpertRow:
        """Refuses no_such_expert."""
        for row in self.rows(retired=True):
            if row.id == expert_id:
                return row
        raise Refused("no_such_expert")

    def find(self, text: str, limit: int = 8) -> list[ExpertRow]:
        """By characters of the name, pinyin, initials, number, telephone, unit or field; the best first."""
        return found(self.rows(), text, limit)

    def on_call(self, event_type: str | None = None, field: str = "") -> list[OnCall]:
        """Whom to ring first about an event of that type (or one above it), of a field (words of it).

        Who can be had at this hour stands first; among them who was rung longest ago, or never.
        """
        with self._store.reading() as connection:
            types = chain(event_type, query.parents(connection))
            experts = every(connection)
        return first_to_ring(experts, types, field, self._clock.now().astimezone(self._zone()))

    def calls(self, expert_id: UUID) -> list[Attempt]:
        """The newest calls to somebody, whatever numbers they had then."""
        expert = self.one(expert_id)
        with self._store.reading() as connection:
            return call_lists.attempts_to(connection, expert.name, expert.person_id, CALLS)

    # keeping

    def add(self, expert: NewExpert, *, key: UUID | None = None, by: Actor) -> ExpertRow:
        """A new expert; the same ``key`` twice is once. Refuses what ``fill`` does."""
        row = Expert(id=key or uuid4(), last_outcome="", active=True, version=1)
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            if tx.session.get(Expert, row.id) is None:
                fill(tx, row, expert)
                tx.session.add(row)
                self._line(tx, f"新增专家 {row.code} {row.name}", [row])
        return self.one(row.id)

    def change(self, expert_id: UUID, expert: NewExpert, *, seen: int, by: Actor) -> ExpertRow:
        """Refuses changed_meanwhile and what ``fill`` does."""
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            row = _seen(tx, expert_id, seen)
            fill(tx, row, expert)
            row.version += 1
            self._line(tx, f"修改专家 {row.code} {row.name}", [row])
        return self.one(expert_id)

    def retire(self, expert_id: UUID, *, seen: int, by: Actor) -> ExpertRow:
        return self._switch(expert_id, active=False, seen=seen, by=by)

    def restore(self, expert_id: UUID, *, seen: int, by: Actor) -> ExpertRow:
        return self._switch(expert_id, active=True, seen=seen, by=by)

    def called(
        self, expert_id: UUID, phone: str, outcome: CallOutcome, remark: str = "", *, seen: int, by: Actor
    ) -> ExpertRow:
        """What came of one call: a line of the duty log, and they stand behind the others for the next one.

        ``seen`` is the expert's version on the screen: a second press of the same key, or another seat's call
        meanwhile, is refused as changed_meanwhile. Refuses bad_phone, no_such_expert.
        """
        remark, number = one_line(remark, CALL_LIMITS["remark"]), cleaned_phone(phone)
        if not number:
            raise Refused("bad_phone", phone=phone)
        with self._store.writing(by=by, action=Action.CALL) as tx:
            row, now = _seen(tx, expert_id, seen), self._clock.now()
            made = CallAttempt(
                call_list_id=None, person_id=row.person_id, name=row.name, phone=number, outcome=outcome.value, at=now,
                remark=remark, by_name=tx.by.name,
            )  # fmt: skip
            tx.session.add(made)
            row.last_called_at, row.last_outcome, row.version = now, outcome.value, row.version + 1
            tx.flush()
            said = words.say_in("zh", f"call.outcome.{outcome.value}")
            person = tx.session.get(Person, row.person_id) if row.person_id else None
            shown = masking.masked(number) if person is not None and person.sensitive else number
            text = f"联系专家 {row.name}（{row.field}）{shown}：{said}{'，' + remark if remark else ''}"
            lines.write(tx, books.DUTY, ActKind.CALL, text, at=now, about=[made], person=row.name)
            self._line(tx, f"专家 {row.code} {row.name} 最近联系：{said}", [row])
        return self.one(expert_id)

    def _switch(self, expert_id: UUID, *, active: bool, seen: int, by: Actor) -> ExpertRow:
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            row = _seen(tx, expert_id, seen)
            row.active, row.version = active, row.version + 1
            self._line(tx, f"{'启用' if active else '停用'}专家 {row.code} {row.name}", [row])
        return self.one(expert_id)

    def _line(self, tx: Tx, text: str, about: Iterable[Base]) -> None:
        lines.write(tx, books.AUDIT, ActKind.TEAM, text, at=self._clock.now(), about=list(about))


def every(connection: Connection, *, retired: bool = False) -> list[ExpertRow]:
    """Shared step of every reader: experts by number."""
    made = []
    for row in query.experts(connection, retired=retired):
        told = {one.name: row[one.name] for one in fields(ExpertRow)}
        told |= {"event_types": codes(row["event_types"]), "tier": Tier(row["tier"])}
        told["last_outcome"] = CallOutcome(row["last_outcome"]) if row["last_outcome"] else None
        made.append(ExpertRow(**told))
    return made


@dataclass(slots=True)
class Known:
    """What an expert is held against: event types, numbers that are taken, where the county is."""

    types: dict[str, str]
    codes: dict[str, UUID]
    people: frozenset[UUID]
    county: Bounds | None


def known(connection: Connection) -> Known:
    """As the store stands."""
    return Known(
        types(connection), {row.code: row.id for row in connection.execute(select(Expert.id, Expert.code))},
        frozenset(connection.execute(select(Person.id)).scalars()), bounds(connection),
    )  # fmt: skip


def sound(expert: NewExpert, expert_id: UUID, lists: Known, before: NewExpert | None = None) -> NewExpert:
    """What would be stored, with its number.

    Refuses expert_name_missing, expert_field_missing, expert_code_taken, hours_bad, no_such_event_type, bad_phone,
    no_such_person, spot_swapped, spot_half, spot_impossible.
    """
    said = checked(expert)
    require_types(said.event_types, lists.types)
    require_sense(said.latitude, said.longitude, lists.county)
    if said.person_id is not None and said.person_id not in lists.people:
        raise Refused("no_such_person")
    code = said.code or (before.code if before else "") or next_code(CODE, lists.codes)
    if lists.codes.get(code, expert_id) != expert_id:
        raise Refused("expert_code_taken", field="code", number=code)
    return replace(said, code=code)


def put(row: Expert, said: NewExpert) -> None:
    """A sound expert goes into the row."""
    for one in fields(NewExpert):
        value = getattr(said, one.name)
        setattr(row, one.name, ",".join(value) if isinstance(value, tuple) else value)
    row.tier = said.tier.value


def stored(row: Expert) -> NewExpert:
    """What stands in a row, as it would be typed."""
    told = {one.name: getattr(row, one.name) for one in fields(NewExpert)}
    return NewExpert(**(told | {"event_types": codes(row.event_types), "tier": Tier(row.tier)}))


def fill(tx: Tx, row: Expert, expert: NewExpert) -> None:
    """What was typed, checked, goes into the row; refuses what ``sound`` does."""
    put(row, sound(expert, row.id, known(tx.connection), stored(row) if row.code else None))


def _seen(tx: Tx, expert_id: UUID, seen: int) -> Expert:
    row = tx.session.get(Expert, expert_id)
    if row is None:
        raise Refused("no_such_expert")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)
    return row
