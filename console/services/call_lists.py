"""Call lists: people rung one after another, each attempt one act with one key, until everybody was reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain import call_lists, masking
from console.domain.call_lists import (
    CALL_LIST_SERIES,
    LIMITS,
    Attempt,
    Called,
    CallLine,
    CallListRow,
    CallOutcome,
    CallProgress,
    Dialled,
    Turn,
    Whom,
)
from console.domain.clock import Clock
from console.domain.contact_book import NumberKind, checked_number, written
from console.domain.group_rule import Rule, text_of
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.text import checked_text
from console.errors import Refused
from console.services import answered_numbers, incident_people, lines
from console.services.contact_groups import people_of, ruled
from db import books, numbers
from db.chain import canonical
from db.models.contacts import CallAttempt, CallList
from db.models.incidents import Incident
from db.models.people import Person
from db.queries import call_lists as query
from db.queries import contact_groups
from db.queries.contact_groups import GroupPerson
from db.store import Store, Tx

SHOWN = 200


class CallLists:
    """Use cases of one list; what was dialled and what came of it stands in the duty log."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def begin(
        self, title: str, *, group: UUID | None = None, rule: Rule | None = None, people: Sequence[UUID] = (),
        incident: UUID | None = None, responsible: bool = False, list_id: UUID | None = None, by: Actor,
    ) -> CallListRow:  # fmt: skip
        """A new list of a group, of whom a rule finds, and of persons named, each once in that order.

        ``incident`` is what the calling is about; with ``responsible`` those who answer for it come first.

        Who is to be called on which numbers stands in the list from now on. Begun twice with the same id it answers
        the first. Refuses call_list_empty.
        """
        title, made_id = _line(title, "title"), list_id or uuid4()
        with self._store.writing(by=by, action=Action.CALL) as tx:
            if query.exists(tx.connection, made_id):
                return query.one(tx.connection, made_id)
            at = self._clock.now()
            today = at.astimezone(self._zone()).date()
            if incident is not None and tx.session.get(Incident, incident) is None:
                raise Refused("no_such_incident")
            first = incident if responsible else None
            called = [_called(one) for one in _wanted(tx.connection, group, rule, people, today, first)]
            if not called:
                raise Refused("call_list_empty")
            number = numbers.take(tx, CALL_LIST_SERIES, today.year, self._realm)
            row = CallList(
                id=made_id, number=number, title=title, incident_id=incident,
                people=canonical([call_lists.stored(one) for one in called]).decode(), started_at=at, ended_at=None,
                by_name=tx.by.name, version=1,
            )  # fmt: skip
            tx.session.add(row)
            text = f"呼叫开始 {number} {title}：{len(called)} 人"
            lines.write(tx, books.DUTY, ActKind.CALL, text, at=at, about=[row])
        return self.one(made_id)

    def whom(self, *, group: UUID | None = None, people: Sequence[UUID] = (), incident: UUID | None = None) -> Whom:
        """Whom a list would have that were begun now, those answering for ``incident`` first; for a preview."""
        with self._store.reading() as connection:
            today = self._clock.now().astimezone(self._zone()).date()
            found = _wanted(connection, group, None, people, today, incident)
            unknown = incident_people.responsible(connection, incident, today).unknown if incident else ()
            silent = tuple(one.name for one in found if not one.numbers)
            return Whom(tuple(one.name for one in found), silent, unknown)

    def attempt(
        self, list_id: UUID, person_id: UUID, phone: str, outcome: CallOutcome, remark: str = "", *,
        seen: int | None = None, by: Actor,
    ) -> Attempt:  # fmt: skip
        """What came of one call; nothing is ever taken back, a further attempt is a further line.

        ``seen`` is how many attempts of the list were on the screen: a second press of the same key, or another
        seat's call meanwhile, is refused as changed_meanwhile. Refuses call_list_ended, no_such_person.
        """
        remark = _line(remark, "remark") if remark.strip() else ""
        with self._store.writing(by=by, action=Action.CALL) as tx:
            row = query.one(tx.connection, list_id)
            if row.ended_at is not None:
                raise Refused("call_list_ended", number=row.number)
            person = next((one for one in row.people if one.person_id == person_id), None)
            if person is None:
                raise Refused("no_such_person")
            if seen is not None and seen != len(query.attempts(tx.connection, list_id)):
                raise Refused("changed_meanwhile", number=row.number)
            return self._attempt(tx, row, person.person_id, person.name, _dialled(person, phone), outcome, remark)

    def alone(
        self, person_id: UUID, phone: str, outcome: CallOutcome, remark: str = "", *, by: Actor
    ) -> Attempt:  # fmt: skip
        """One call outside of any list."""
        remark = _line(remark, "remark") if remark.strip() else ""
        with self._store.writing(by=by, action=Action.CALL) as tx:
            person = tx.session.get(Person, person_id)
            if person is None:
                raise Refused("no_such_person")
            return self._attempt(tx, None, person_id, person.name, _checked(phone), outcome, remark)

    def end(self, list_id: UUID, *, seen: int, by: Actor) -> CallListRow:
        """The calling is over, whoever was not reached. Refuses call_list_ended."""
        with self._store.writing(by=by, action=Action.CALL) as tx:
            row = tx.session.get(CallList, list_id)
            if row is None:
                raise Refused("no_such_call_list")
            if row.ended_at is not None:
                raise Refused("call_list_ended", number=row.number)
            if row.version != seen:
                raise Refused("changed_meanwhile", number=row.number)
            told = query.one(tx.connection, list_id)
            count = call_lists.progress(call_lists.lines(told, query.attempts(tx.connection, list_id)))
            row.ended_at, row.version = self._clock.now(), row.version + 1
            text = f"呼叫结束 {row.number}：联系上 {count.reached}/{count.people} 人，共拨 {count.attempts} 次"
            lines.write(tx, books.DUTY, ActKind.CALL, text, at=row.ended_at, about=[row])
        return self.one(list_id)

    # looking

    def one(self, list_id: UUID) -> CallListRow:
        with self._store.reading() as connection:
            return query.one(connection, list_id)

    def newest(self, *, incident: UUID | None = None) -> list[CallListRow]:
        with self._store.reading() as connection:
            return query.newest(connection, SHOWN, incident)

    def running(self) -> list[CallListRow]:
        with self._store.reading() as connection:
            return query.running(connection)

    def grid(self, list_id: UUID) -> tuple[CallLine, ...]:
        """One line for each person with every attempt; the numbers as they are dialled."""
        with self._store.reading() as connection:
            return call_lists.lines(query.one(connection, list_id), query.attempts(connection, list_id))

    def next(self, list_id: UUID) -> Turn | None:
        """Whom to ring now and on which number; None when everybody was reached or nobody can be any more."""
        if self.one(list_id).ended_at is not None:
            return None
        return call_lists.turn(self.grid(list_id))

    def progress(self, list_id: UUID) -> CallProgress:
        return call_lists.progress(self.grid(list_id))

    def listing(self, list_id: UUID, *, to: Actor | None, mask: bool = False) -> tuple[CallLine, ...]:
        """The grid for papers and screens others see: numbers as ``to`` may see them."""
        return tuple(_shown(line, to, mask) for line in self.grid(list_id))

    def attempts_of(self, person_id: UUID, limit: int = 20) -> list[Attempt]:
        """The newest attempts to ring somebody, in whatever list."""
        with self._store.reading() as connection:
            return query.attempts_of(connection, person_id, limit)

    def _attempt(
        self, tx: Tx, row: CallListRow | None, person_id: UUID, name: str, phone: str, outcome: CallOutcome, remark: str
    ) -> Attempt:
        at = self._clock.now()
        today = at.astimezone(self._zone()).date()
        made = CallAttempt(
            call_list_id=row.id if row else None, person_id=person_id, name=name, phone=phone, outcome=outcome.value,
            at=at, remark=remark, by_name=tx.by.name,
            verified=answered_numbers.verified(tx, person_id, phone, outcome, at, today),
        )  # fmt: skip
        tx.session.add(made)
        tx.flush()
        sensitive = tx.session.get_one(Person, person_id).sensitive
        said = words.say_in("zh", f"call.outcome.{outcome.value}")
        shown = masking.masked(phone) if sensitive else phone
        text = f"呼叫 {row.number + ' ' if row else ''}{name} {shown}：{said}{'，' + remark if remark else ''}"
        lines.write(tx, books.DUTY, ActKind.CALL, text, at=at, about=[made], person=name)
        return _told(made, at)


def _told(made: CallAttempt, at: datetime) -> Attempt:
    return Attempt(
        made.number, made.call_list_id, made.person_id, made.name, made.phone, CallOutcome(made.outcome), at,
        made.remark, made.by_name, made.verified,
    )  # fmt: skip


def _wanted(
    connection: Connection, group: UUID | None, rule: Rule | None, people: Sequence[UUID], today: date,
    incident: UUID | None = None,
) -> list[GroupPerson]:  # fmt: skip
    found = list(incident_people.responsible(connection, incident, today).people) if incident is not None else []
    if group is not None:
        found += people_of(connection, group, today)
    if rule is not None:
        text_of(rule)
        found += contact_groups.people(connection, ruled(connection, rule, today), today)
    if people:
        found += contact_groups.people(connection, people, today)
    first: dict[UUID, GroupPerson] = {}
    for one in found:
        first.setdefault(one.person_id, one)
    return list(first.values())


def _called(one: GroupPerson) -> Called:
    dialled = tuple(Dialled(row.kind, written(row.number, row.extension), row.id) for row in one.numbers)
    return Called(one.person_id, one.name, one.unit, one.post, dialled, one.sensitive)


def _dialled(person: Called, phone: str) -> str:
    """A number of the list as it stands there; any other is taken if it is one: it was learned on the telephone."""
    return phone if any(one.number == phone for one in person.numbers) else _checked(phone)


def _checked(phone: str) -> str:
    number, _, extension = checked_number(NumberKind.OFFICE, phone)
    return written(number, extension)


def _shown(line: CallLine, to: Actor | None, mask: bool) -> CallLine:
    def seen(number: str) -> str:
        return masking.shown([number], sensitive=line.person.sensitive, to=to, mask=mask)[0]

    def hidden(one: Dialled) -> Dialled:
        return replace(one, number=seen(one.number))

    person = replace(line.person, numbers=tuple(hidden(one) for one in line.person.numbers))
    tried = tuple(replace(one, phone=seen(one.phone)) for one in line.attempts)
    return CallLine(person, tried, hidden(line.next) if line.next else None)


def _line(text: str, what: str) -> str:
    return " ".join(checked_text(text, limit=LIMITS[what]).split())
