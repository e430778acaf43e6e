"""Incidents: opened from what came in, described, graded, taken from state to state; never merged by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.inbound import Precision
from console.domain.incident import (
    LIMITS,
    SERIES,
    Grade,
    GradeChange,
    IncidentKind,
    IncidentRow,
    IncidentState,
    ItemKind,
    NewIncident,
    Standing,
    StateChange,
    Unsettled,
    judged_down,
    require_grade,
    require_step,
)
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.text import checked_text, free_text
from console.errors import Refused
from console.services import incident_clocks, incident_items, lines
from console.services.incident_settling import unsettled
from db import books, numbers
from db.models.inbound import EventType
from db.models.incidents import Incident, IncidentGrade
from db.models.incidents import IncidentState as StateRow
from db.models.places import Place
from db.queries import incidents as query
from db.queries import places
from db.store import Store, Tx

SHOWN = 200
"""Incidents listed at once; the next page begins after the last of them."""


@dataclass(frozen=True, slots=True)
class Description:
    """What may be said anew about an incident; times are aware UTC."""

    title: str
    summary: str
    event_type: str | None
    place_id: UUID | None = None
    place_text: str = ""
    occurred_at: datetime | None = None
    occurred_precision: Precision = Precision.UNKNOWN
    measures: str = ""
    needs: str = ""
    outlook: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision on kind and grade. ``rule`` and ``basis`` are the proposal's, empty where people decided alone."""

    kind: IncidentKind
    grade: Grade = Grade.NONE
    standing: Standing = Standing.NONE
    rule: str = ""
    basis: str = ""
    reason: str = ""


class IncidentsService:
    """Use cases of one incident as a whole."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def open(self, form: NewIncident, items: Sequence[UUID], *, by: Actor) -> IncidentRow:
        """A new incident from inbound items; the same form opened twice answers the first.

        Its 接报时间 is the earliest of theirs, its countdowns begin with it. Refuses items_missing, no_such_item,
        item_joined, duplicate_merged, no_such_incident (parent) and texts that may not be recorded.
        """
        said, items = checked(form), tuple(dict.fromkeys(items))
        if not items:
            raise Refused("items_missing")
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            if query.exists(tx.connection, form.id):
                return query.one(tx.connection, form.id)
            opened(tx, said, items, self._clock.now(), self._zone(), self._realm)
        return self.one(form.id)

    def describe(self, incident_id: UUID, said: Description, *, seen: int, by: Actor) -> IncidentRow:
        """Say anew what it is, where and when; countdowns follow the type. The figures are revised apart."""
        said = checked(said)
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            at = self._clock.now()
            incident = load(tx, incident_id, seen)
            _require_known(tx, said, at)
            _fill(tx, incident, said)
            incident.version += 1
            clocks = incident_clocks.refreshed(tx, incident, self._zone(), at)
            text = f"事件情况更新 {incident.number}：{incident.title}"
            lines.write(
                tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=[incident, *clocks], place=_place(incident)
            )
        return self.one(incident_id)

    def judge(self, incident_id: UUID, judged: Judgement, *, seen: int, by: Actor) -> IncidentRow:
        """Decide kind and grade: 初判 or 核定. A lower one, and every one after 核定, asks for a reason."""
        require_grade(judged.kind, judged.grade, judged.standing)
        reason = free_text(judged.reason, LIMITS["reason"])
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            at = self._clock.now()
            incident = load(tx, incident_id, seen)
            _require_why(incident, judged, reason)
            decided = _decided(tx, incident, judged, reason, at)
            incident.kind, incident.grade = judged.kind.value, judged.grade.value
            incident.standing = judged.standing.value
            incident.version += 1
            clocks = incident_clocks.refreshed(tx, incident, self._zone(), at)
            text = f"事件定级 {incident.number}：{_judged_words(judged)}" + (f"（{reason}）" if reason else "")
            lines.write(tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=[incident, decided, *clocks])
        return self.one(incident_id)

    def step(self, incident_id: UUID, after: IncidentState, reason: str = "", *, seen: int, by: Actor) -> IncidentRow:
        """Take the incident to another state; what is left open keeps it from ending unless a reason lets it be."""
        reason = free_text(reason, LIMITS["reason"])
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            at = self._clock.now()
            incident = load(tx, incident_id, seen)
            before = IncidentState(incident.state)
            left = unsettled(tx.connection, incident_id, after)
            require_step(before, after, reason, tuple(left))
            incident.state = after.value
            incident.closed_at = at if after in _CLOSED else None
            incident.version += 1
            taken = _stepped(tx, incident, before, after, reason, at)
            clocks = incident_clocks.refreshed(tx, incident, self._zone(), at)
            said = words.say_in("zh", f"incident.state.{after.value}")
            text = f"事件 {incident.number} 转为{said}" + (f"：{reason}" if reason else "")
            lines.write(tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=[incident, taken, *clocks])
        return self.one(incident_id)

    def put_under(self, incident_id: UUID, parent_id: UUID | None, *, seen: int, by: Actor) -> IncidentRow:
        """Make it an event of a larger one (a typhoon), or of none; refuses incident_circle."""
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            at = self._clock.now()
            incident = load(tx, incident_id, seen)
            parent = None if parent_id is None else query.one(tx.connection, parent_id)
            above = parent
            while above is not None:
                if above.id == incident_id:
                    raise Refused("incident_circle")
                above = query.one(tx.connection, above.parent_id) if above.parent_id else None
            incident.parent_id = parent_id
            incident.version += 1
            text = f"事件 {incident.number} " + (f"归入 {parent.number}" if parent else "不再归入其他事件")
            lines.write(tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=[incident])
        return self.one(incident_id)

    # reading

    def one(self, incident_id: UUID) -> IncidentRow:
        with self._store.reading() as connection:
            return query.one(connection, incident_id)

    def by_number(self, number: str) -> IncidentRow:
        with self._store.reading() as connection:
            return query.by_number(connection, number.strip())

    def open_rows(self) -> list[IncidentRow]:
        with self._store.reading() as connection:
            return query.open_rows(connection)

    def page(
        self, asked: str = "", states: Sequence[IncidentState] = (), *, after: IncidentRow | None = None
    ) -> list[IncidentRow]:
        """``SHOWN`` rows, the newest first, beginning after the last one of the page before."""
        before = None if after is None else (after.received_at, after.number)
        with self._store.reading() as connection:
            return query.page(connection, asked.split(), states, limit=SHOWN, before=before)

    def children(self, incident_id: UUID) -> list[IncidentRow]:
        with self._store.reading() as connection:
            return query.children(connection, incident_id)

    def states(self, incident_id: UUID) -> list[StateChange]:
        with self._store.reading() as connection:
            return query.states(connection, incident_id)

    def grades(self, incident_id: UUID) -> list[GradeChange]:
        """What was decided on its kind and grade, the first first."""
        with self._store.reading() as connection:
            return query.grades(connection, incident_id)

    def unsettled(self, incident_id: UUID, after: IncidentState) -> list[Unsettled]:
        """What keeps it from that state, to be shown before it is asked for."""
        with self._store.reading() as connection:
            return unsettled(connection, incident_id, after)


def opened(tx: Tx, said: NewIncident, items: Sequence[UUID], at: datetime, zone: ZoneInfo, realm: Realm) -> Incident:
    """Shared step: a checked form becomes an incident of these items, with its clocks and line."""
    incident = _new(tx, said, items, at, zone, realm)
    opening = _stepped(tx, incident, None, IncidentState.REPORTED, "", at)
    joined = [incident_items.joined(tx, incident, item, ItemKind.SOURCE, at) for item in items]
    clocks = incident_clocks.refreshed(tx, incident, zone, at)
    about = [incident, opening, *joined, *clocks]
    text = f"事件立项 {incident.number}：{incident.title}"
    lines.write(
        tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=about, occurred_at=incident.occurred_at,
        place=_place(incident),
    )  # fmt: skip
    return incident


def _new(tx: Tx, said: NewIncident, items: Sequence[UUID], at: datetime, zone: ZoneInfo, realm: Realm) -> Incident:
    if said.parent_id is not None:
        query.one(tx.connection, said.parent_id)
    _require_known(tx, said, at)
    incident_items.require_sources(tx, items)
    received = incident_items.earliest_of(tx, items)
    number = numbers.take(tx, SERIES, received.astimezone(zone).year, realm)
    incident = Incident(
        id=said.id, number=number, kind=said.kind.value, grade="", standing=Standing.NONE.value,
        received_at=received, state=IncidentState.REPORTED.value, parent_id=said.parent_id, opened_at=at,
        opened_by=tx.by.name, closed_at=None, version=1,
    )  # fmt: skip
    _fill(tx, incident, said)
    tx.session.add(incident)
    tx.flush()
    return incident


_CLOSED = frozenset({IncidentState.ENDED, IncidentState.ARCHIVED, IncidentState.CANCELLED})


def load(tx: Tx, incident_id: UUID, seen: int) -> Incident:
    """Shared step: the row as it was on the screen; refuses no_such_incident and changed_meanwhile."""
    incident = tx.session.get(Incident, incident_id)
    if incident is None:
        raise Refused("no_such_incident")
    if incident.version != seen:
        raise Refused("changed_meanwhile", number=incident.number)
    return incident


Said = TypeVar("Said", NewIncident, Description)


def checked(said: Said) -> Said:
    """The texts as they will be stored: title and summary stand, the rest may be empty."""
    return replace(
        said,
        title=" ".join(checked_text(said.title, limit=LIMITS["title"]).split()),
        summary=checked_text(said.summary, limit=LIMITS["summary"]).strip(),
        place_text=free_text(said.place_text, LIMITS["place_text"]),
        measures=free_text(said.measures, LIMITS["measures"]),
        needs=free_text(said.needs, LIMITS["needs"]),
        outlook=free_text(said.outlook, LIMITS["outlook"]),
    )


def _require_known(tx: Tx, said: NewIncident | Description, at: datetime) -> None:
    """Refuse a type or place that is not there, and an event that would happen later than now."""
    if said.event_type is not None and tx.session.get(EventType, said.event_type) is None:
        raise Refused("no_such_event_type", type=said.event_type)
    if said.place_id is not None and tx.session.get(Place, said.place_id) is None:
        raise Refused("no_such_place")
    if said.occurred_at is not None:
        incident_clocks.require_come(tx, said.occurred_at, at)


def _fill(tx: Tx, incident: Incident, said: NewIncident | Description) -> None:
    incident.title, incident.summary, incident.event_type = said.title, said.summary, said.event_type
    incident.place_id, incident.place_text = said.place_id, said.place_text
    incident.place_path = places.path(tx.connection, said.place_id) if said.place_id else ""
    incident.occurred_at = said.occurred_at
    incident.occurred_precision = (said.occurred_precision if said.occurred_at else Precision.UNKNOWN).value
    incident.measures, incident.needs, incident.outlook = said.measures, said.needs, said.outlook


def _stepped(
    tx: Tx, incident: Incident, before: IncidentState | None, after: IncidentState, reason: str, at: datetime
) -> StateRow:
    row = StateRow(
        incident_id=incident.id, before=before.value if before else "", after=after.value, reason=reason,
        at=at, by_name=tx.by.name,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def _require_why(incident: Incident, judged: Judgement, reason: str) -> None:
    stands = IncidentKind(incident.kind), Grade(incident.grade)
    down = judged_down(stands, (judged.kind, judged.grade))
    if not reason and (down or incident.standing == Standing.CONFIRMED.value):
        raise Refused("reason_missing")


def _decided(tx: Tx, incident: Incident, judged: Judgement, reason: str, at: datetime) -> IncidentGrade:
    row = IncidentGrade(
        incident_id=incident.id, kind=judged.kind.value, grade=judged.grade.value,
        standing=judged.standing.value, rule=judged.rule, basis=judged.basis, reason=reason, at=at,
        by_name=tx.by.name,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def _judged_words(judged: Judgement) -> str:
    kind = words.say_in("zh", f"incident.kind.{judged.kind.value}")
    if judged.grade is Grade.NONE:
        return kind if judged.kind is not IncidentKind.EVENT else words.say_in("zh", "incident.standing.none")
    grade = words.say_in("zh", f"incident.grade.{judged.grade.value}")
    return f"{grade}（{words.say_in('zh', f'incident.standing.{judged.standing.value}')}）"


def _place(incident: Incident) -> str:
    return " ".join(part for part in (incident.place_path, incident.place_text) if part)
