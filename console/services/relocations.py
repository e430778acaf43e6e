"""人员转移: lists by village and household, what came of each, figures of whole villages told over the telephone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.incident import OPEN_STATES
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.relocations import (
    LIMITS,
    MoveState,
    NewRelocation,
    RelocationRow,
    StepRow,
    Told,
    VillageFigure,
    checked,
    checked_told,
    require_step,
)
from console.domain.shelters import MOST_PEOPLE, ShelterState
from console.domain.stated import is_before, require_past
from console.domain.text import one_line
from console.errors import Refused
from console.services import lines
from console.services.shelter_words import who
from db import books
from db.base import Base
from db.models.incidents import Incident
from db.models.places import Place
from db.models.shelters import Relocation, RelocationStep, Shelter
from db.queries import relocations as query
from db.store import Store, Tx

_GONE = (MoveState.MOVED, MoveState.RETURNED)


class RelocationsService:
    """Use cases of people brought away. Nobody is struck off: whoever was listed wrongly is 取消 with its reason."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # looking

    def rows(self, incident: UUID | None = None) -> list[RelocationRow]:
        """Of an incident, or of every open one; by town, village and household."""
        with self._store.reading() as connection:
            return query.rows(connection, incident)

    def one(self, relocation_id: UUID) -> RelocationRow:
        """Refuses no_such_row."""
        with self._store.reading() as connection:
            return query.one(connection, relocation_id)

    def history(self, relocation_id: UUID) -> list[StepRow]:
        with self._store.reading() as connection:
            return query.steps(connection, relocation_id)

    def steps(self, incident: UUID) -> list[StepRow]:
        """The history of every line of an incident, in the order it was recorded."""
        with self._store.reading() as connection:
            return query.steps(connection, incident=incident)

    # listing

    def add(self, form: NewRelocation, *, by: Actor) -> RelocationRow:
        """One line 应转未转; the same form twice is once. Refuses what ``add_all`` does."""
        return self.add_all([form], by=by)[0]

    def add_all(self, forms: Sequence[NewRelocation], *, by: Actor) -> list[RelocationRow]:
        """A list at once, all or none.

        Refuses no_such_incident, incident_closed, no_such_place, no_such_shelter, shelter_disused, count_bad,
        relocation_village, text_too_long; relocation_there where that household is on the list already.
        """
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            fresh = [form for form in forms if tx.session.get(Relocation, form.id) is None]
            made = [self._add(tx, form, MoveState.PLANNED) for form in fresh]
            for incident in dict.fromkeys(form.incident for form in fresh):
                self._told_listed(tx, incident, [pair for pair in made if pair[0].incident_id == incident])
        with self._store.reading() as connection:
            made_now = {row.id: row for key in {form.incident for form in forms} for row in query.rows(connection, key)}
        return [made_now[form.id] for form in forms]

    def change(self, relocation_id: UUID, form: NewRelocation, *, seen: int, by: Actor) -> RelocationRow:
        """What is on the list is said anew; what came of it stays. Refuses as ``add_all``, and changed_meanwhile.

        Where people are may be a shelter that is out of use by now: that they may keep.
        """
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            row, form, now = _load(tx, relocation_id, seen), checked(form), self._clock.now()
            _require_known(tx, form, kept=row.shelter_id)
            if (form.village, form.household) != (row.village, row.household):
                _require_new(tx, replace(form, incident=row.incident_id))
            named, before = _named(tx, row), _facts(tx, row)
            about, people = list[Base]([row]), row.people
            _fill(row, form)
            if row.people != people:
                about.append(_step(tx, row, MoveState(row.state), max(now, _last(tx, row)), "", now))
            row.version += 1
            told = [
                f"{was or '空'}→{now or '空'}" for was, now in zip(before, _facts(tx, row), strict=True) if was != now
            ]
            self._line(tx, f"转移清单 {named}改：{'，'.join(told) or '登记信息'}", about, now, now)
        return self.one(relocation_id)

    # telling

    def tell(
        self, relocation_id: UUID, state: MoveState, told: Told | None = None, *, seen: int, by: Actor
    ) -> RelocationRow:  # fmt: skip
        """What came of a line. Where fewer people than are on it are told of, they become a line of their own.

        A household that is moved goes to a shelter or says where else; refusing asks for the words of the 劝离记录
        and who heard them; back to 应转未转 and 取消 ask why. More people than were listed are believed. Answers the
        line of those who were told of. Refuses relocation_state, relocation_where, relocation_words,
        relocation_witness, reason_missing, time_future, step_before, changed_meanwhile.
        """
        told = checked_told(told or Told())
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            if tx.session.get(Relocation, told.key) is not None:
                relocation_id = told.key
            else:
                relocation_id = self._tell(tx, _load(tx, relocation_id, seen), state, told).id
        return self.one(relocation_id)

    def tell_all(
        self, rows: Sequence[tuple[UUID, int]], state: MoveState, told: Told | None = None, *, by: Actor
    ) -> int:  # fmt: skip
        """The same told of several lines (id and version seen) at once, all of each, all or none; how many."""
        told = replace(checked_told(told or Told()), people=None)
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            kept = query.at_hand(tx.session, [relocation_id for relocation_id, _ in rows])
            for relocation_id, seen in rows:
                self._tell(tx, _load(tx, relocation_id, seen), state, told)
            kept.clear()
        return len(rows)

    def told_by_villages(
        self, incident: UUID, figures: Sequence[VillageFigure], at: datetime | None = None, source: str = "",
        shelter: UUID | None = None, *, by: Actor,
    ) -> list[RelocationRow]:  # fmt: skip
        """So many are away from each village by now, households and all: what is new of it is moved, as one figure.

        It comes out of the villages' own figures still to be moved; what goes beyond them was not on the list and
        is believed. Refuses village_less where a village told more before, village_twice, count_bad, time_future,
        no_such_shelter, shelter_disused, no_such_incident, incident_closed.
        """
        source, now = one_line(source, LIMITS["helper"]), self._clock.now()
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            require_past(at or now, now, self._zone(), "at")
            _require_incident(tx, incident)
            _require_shelter(tx, shelter)
            listed, twins = query.rows(tx.connection, incident), query.villages_of_one_name(tx.connection)
            kept = query.at_hand(tx.session, [row.id for row in listed if not row.household])
            told: list[VillageFigure] = []
            for figure in figures:
                if any(_same(one, figure, twins) for one in told):
                    raise Refused("village_twice", field="village", village=figure.village)
                told.append(figure)
                own = [row for row in listed if _same(row, figure, twins)]
                self._village(tx, incident, figure, own, at or now, source, shelter)
            kept.clear()
        names = {figure.village for figure in figures}
        return [row for row in self.rows(incident) if row.village in names]

    def _village(
        self, tx: Tx, incident: UUID, figure: VillageFigure, rows: Sequence[RelocationRow], at: datetime, source: str,
        shelter: UUID | None,
    ) -> None:  # fmt: skip
        if not 0 <= figure.moved <= MOST_PEOPLE:
            raise Refused("count_bad", field="people", value=figure.moved)
        gone = sum(row.people for row in rows if row.state in _GONE)
        more = figure.moved - gone
        if more < 0:
            raise Refused("village_less", village=figure.village, before=gone, told=figure.moved)
        waiting = [row for row in rows if row.state is MoveState.PLANNED and not row.household]
        for row in waiting:
            if more > 0:
                part = min(more, row.people)
                self._tell(tx, tx.session.get_one(Relocation, row.id), MoveState.MOVED,
                           Told(max(at, row.at), part, shelter, words=source), figure=True)  # fmt: skip
                more -= part
        if more > 0:
            self._beyond(tx, incident, figure, more, at, source, shelter)

    def _beyond(
        self, tx: Tx, incident: UUID, figure: VillageFigure, more: int, at: datetime, source: str,
        shelter: UUID | None,
    ) -> None:  # fmt: skip
        """People nobody had listed."""
        form = NewRelocation(incident, figure.village, more, place_id=figure.place_id, shelter=shelter, helper=source)
        row, step = self._add(tx, form, MoveState.MOVED, at)
        now = self._clock.now()
        self._line(tx, f"转移 {_named(tx, row)}：已转移 {more} 人（清单外）", [row, step], at, now)

    def _tell(self, tx: Tx, row: Relocation, state: MoveState, told: Told, *, figure: bool = False) -> Relocation:
        now = self._clock.now()
        named = who(row.village, row.household)
        require_step(MoveState(row.state), state, told, named)
        last = _last(tx, row)
        at = told.at or max(now, last)
        require_past(told.at or now, now, self._zone(), "at")
        if is_before(at, last):
            raise Refused("step_before", field="at", at=f"{last.astimezone(self._zone()):%m-%d %H:%M}", number=named)
        at = max(at, last)
        about: list[Base] = []
        if told.people is not None and told.people < row.people:
            row, rest = self._split(tx, row, told, at, now)
            about += rest
        row.people = max(told.people or row.people, 1)
        _whither(tx, row, state, told, figure=figure or not row.household)
        row.state, row.at, row.version = state.value, at, row.version + 1
        if state is MoveState.REFUSED:
            row.words, row.witness = told.words, told.witness
        about += [row, _step(tx, row, state, at, told.words, now)]
        self._line(tx, f"转移 {_named(tx, row)}：{_said(tx, row, state, told)}", about, at, now)
        return row

    def _split(self, tx: Tx, row: Relocation, told: Told, at: datetime, now: datetime) -> tuple[Relocation, list[Base]]:
        """Those told of as a line of their own; the others stay as they were, so many fewer."""
        assert told.people is not None
        values = {column.key: getattr(row, column.key) for column in Relocation.__table__.columns}
        part = Relocation(
            **(
                values
                | {"id": told.key, "people": told.people, "version": 0, "recorded_at": now, "by_name": tx.by.name}
            )
        )
        tx.session.add(part)
        row.people -= told.people
        row.version += 1
        left = _step(tx, row, MoveState(row.state), at, "", now)
        return part, [row, left]

    def _add(
        self, tx: Tx, form: NewRelocation, state: MoveState, at: datetime | None = None
    ) -> tuple[Relocation, RelocationStep]:
        form, now = checked(form), self._clock.now()
        _require_incident(tx, form.incident)
        _require_known(tx, form)
        _require_new(tx, form)
        row = Relocation(
            id=form.id, incident_id=form.incident, state=state.value, at=at or now, words="", witness="",
            recorded_at=now, by_name=tx.by.name, version=1,
        )  # fmt: skip
        _fill(row, form)
        tx.session.add(row)
        return row, _step(tx, row, state, at or now, "", now)

    def _told_listed(self, tx: Tx, incident: UUID, made: Sequence[tuple[Relocation, RelocationStep]]) -> None:
        number = tx.session.get_one(Incident, incident).number
        people, villages = sum(row.people for row, _ in made), len({row.village for row, _ in made})
        text = f"{number} 转移清单新增 {len(made)} 条，{villages} 个村 {people} 人"
        now = self._clock.now()
        self._line(tx, text, [one for pair in made for one in pair], now, now)

    def _line(self, tx: Tx, text: str, about: Iterable[Base], at: datetime, now: datetime) -> None:
        lines.write(tx, books.DUTY, ActKind.RELOCATION, text, at=now, about=list(about), occurred_at=at)


def _same(row: RelocationRow | VillageFigure, figure: VillageFigure, twins: Collection[str]) -> bool:
    """Whether both are of one village: by its place, else by its name where only one village is called so."""
    if row.place_id == figure.place_id is not None:
        return True
    both = row.place_id is not None and figure.place_id is not None
    one = row.place_id is None and figure.place_id is None
    return row.village == figure.village and not both and (one or row.village not in twins)


def _step(tx: Tx, row: Relocation, state: MoveState, at: datetime, said: str, now: datetime) -> RelocationStep:
    step = RelocationStep(
        relocation_id=row.id, state=state.value, people=row.people, at=at, words=said, recorded_at=now,
        by_name=tx.by.name,
    )  # fmt: skip
    tx.flush()
    tx.session.add(step)
    tx.flush()
    return step


def _last(tx: Tx, row: Relocation) -> datetime:
    found: datetime | None = query.last_at(tx.connection, row.id)
    return found or row.at


def _whither(tx: Tx, row: Relocation, state: MoveState, told: Told, *, figure: bool) -> None:
    """Where they are: told now, or planned before; of a village's figure nobody may know."""
    if state is not MoveState.MOVED:
        return
    said = told.shelter is not None or told.destination != ""
    shelter = told.shelter if said else row.shelter_id
    if said or not figure:
        _require_shelter(tx, shelter)
    if said:
        row.shelter_id, row.destination = shelter, told.destination
    if row.shelter_id is None and not row.destination and not figure:
        raise Refused("relocation_where", field="destination", who=who(row.village, row.household))


def _fill(row: Relocation, form: NewRelocation) -> None:
    names = ("place_id", "village", "household", "phone", "people", "reason", "destination", "transport", "helper")
    for name in names:
        setattr(row, name, getattr(form, name))
    row.special, row.shelter_id = ",".join(form.special), form.shelter


def _require_incident(tx: Tx, incident_id: UUID) -> None:
    incident = tx.session.get(Incident, incident_id)
    if incident is None:
        raise Refused("no_such_incident")
    if incident.state not in OPEN_STATES:
        raise Refused("incident_closed", number=incident.number)


def _require_known(tx: Tx, form: NewRelocation, kept: UUID | None = None) -> None:
    if form.place_id is not None and tx.session.get(Place, form.place_id) is None:
        raise Refused("no_such_place", field="village")
    if form.shelter != kept:
        _require_shelter(tx, form.shelter)


def _require_shelter(tx: Tx, shelter_id: UUID | None) -> None:
    if shelter_id is None:
        return
    shelter = tx.session.get(Shelter, shelter_id)
    if shelter is None:
        raise Refused("no_such_shelter")
    if shelter.state == ShelterState.DISUSED or not shelter.active:
        raise Refused("shelter_disused", name=shelter.name)


def _require_new(tx: Tx, form: NewRelocation) -> None:
    if form.household and query.household(tx.connection, form.incident, form.village, form.household):
        raise Refused("relocation_there", who=who(form.village, form.household))


def _load(tx: Tx, relocation_id: UUID, seen: int) -> Relocation:
    row = tx.session.get(Relocation, relocation_id)
    if row is None:
        raise Refused("no_such_row")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=who(row.village, row.household))
    return row


def _named(tx: Tx, row: Relocation) -> str:
    return f"{tx.session.get_one(Incident, row.incident_id).number} {who(row.village, row.household)}"


def _facts(tx: Tx, row: Relocation) -> tuple[str, ...]:
    """What the book tells of a line that is changed: who, how many, where they are or shall be."""
    shelter = tx.session.get(Shelter, row.shelter_id) if row.shelter_id else None
    where = "、".join(part for part in (shelter.name if shelter else "", row.destination) if part)
    return who(row.village, row.household), f"{row.people} 人", where


def _said(tx: Tx, row: Relocation, state: MoveState, told: Told) -> str:
    """已转移 4 人，岩头镇避灾安置中心; 拒绝转移 2 人：“不走”（劝离人 王例二）."""
    text = f"{words.say_in('zh', f'relocation.state.{state.value}')} {row.people} 人"
    if state is MoveState.MOVED:
        shelter = tx.session.get(Shelter, row.shelter_id) if row.shelter_id else None
        text += "".join(f"，{part}" for part in (shelter.name if shelter else "", row.destination) if part)
    if told.words:
        text += f"：{told.words}"
    return text + (f"（见证 {told.witness}）" if told.witness else "")
