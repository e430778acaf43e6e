"""Taking in what comes: the 接报 form, its figures, closing it, listing what is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from unicodedata import normalize
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console import words
from console.domain.clock import Clock
from console.domain.inbound import (
    ACTIONS,
    CALL_BACK,
    FIGURES,
    GRADES,
    KINDS,
    LIMITS,
    NOTE_LIMIT,
    SOURCE_LIMIT,
    URGENCIES,
    ActionRow,
    Caller,
    FigureRevision,
    FormerCall,
    InboundRow,
    InboundState,
    Intake,
    digits,
)
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import NUMBER_PREFIX, Realm
from console.domain.stated import require_past, require_since_received
from console.domain.task import TaskState
from console.domain.text import checked_text
from console.errors import Refused
from console.services import answered_numbers, call_backs, channels, clocks, lines, own_reports
from db import books, numbers
from db.models.inbound import Figure, Inbound, InboundAction
from db.queries import event_types, places
from db.queries import inbound as query
from db.store import Store, Tx

LARGEST_FIGURE = 100_000_000

CALLED_BEFORE = timedelta(hours=24)
"""How far back a former call from the same number is offered."""

SHORTEST_NUMBER = 5
"""Digits from which on a number is one: 110 and 12345 call all day."""


class IntakeService:
    """Use cases of the inbound queue."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def register(self, form: Intake, *, by: Actor) -> InboundRow:
        """Save the form under the next number. The same form saved twice answers the first.

        Refuses ``already_taken_in`` where that id was saved with other content: nothing typed is dropped silently.
        """
        form = checked(form)
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            if query.exists(tx.connection, form.id):
                return _first_answer(tx, form)
            registered(tx, form, self._clock.now(), self._zone(), self._realm)
        return self.one(form.id)

    def close(
        self, item_id: UUID, state: InboundState, note: str, *, seen: int, by: Actor, master: str = ""
    ) -> InboundRow:
        """End an item in exactly one closing state; ``master`` is the number of the item a merged one goes into.

        Refuses ``master_missing``, ``master_unknown``, ``master_itself`` and ``master_circle``.
        """
        note = _checked(note, NOTE_LIMIT)
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            at = self._clock.now()
            item = _load(tx, item_id, seen)
            if state is InboundState.OPEN or item.state != InboundState.OPEN:
                raise Refused("item_closed", number=item.number)
            into = self._master(tx, item, state, master)
            item.state, item.version, item.master_id = state.value, item.version + 1, into.id if into else None
            word = " ".join(part for part in (_closing(state), into.number if into else "") if part)
            ended = call_backs.end(tx, item, TaskState.CANCELLED, f"随接报{word}", at)
            text = f"{item.number} {word} {note}".strip()
            lines.write(tx, books.DUTY, ActKind.INTAKE, text, at=at, about=[item, *ended])
        return self.one(item_id)

    def called_back(self, item_id: UUID, verified: bool, note: str, *, seen: int, by: Actor) -> InboundRow:
        """The caller was rung back: verified or not, with what was heard; ends the waiting task."""
        note = _checked(note, NOTE_LIMIT)
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            at = self._clock.now()
            item = _load(tx, item_id, seen)
            if item.call_back != "waiting" or item.state != InboundState.OPEN:
                raise Refused("call_back_not_waiting", number=item.number)
            item.call_back, item.version = "verified" if verified else "failed", item.version + 1
            text = f"{item.number} {'回拨已核实' if verified else '回拨未核实'} {note}".strip()
            ended = call_backs.end(tx, item, TaskState.DONE, text, at)
            lines.write(tx, books.DUTY, ActKind.INTAKE, text, at=at, about=[item, *ended])
            if verified and not channels.hides(channels.known(tx.connection), item.channel):
                day = at.astimezone(self._zone()).date()
                answered_numbers.reached(tx, item.caller_name, item.caller_phone, day, at)
        return self.one(item_id)

    def call_back_at(self, item_id: UUID, due_at: datetime, *, seen: int, by: Actor) -> InboundRow:
        """The caller of an open item is to be rung back at that time: a task, or the waiting one moved there."""
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            at = self._clock.now()
            item = _load(tx, item_id, seen)
            if item.state != InboundState.OPEN:
                raise Refused("item_closed", number=item.number)
            if not call_backs.move(tx, item, due_at, at):
                hidden = channels.hides(channels.known(tx.connection), item.channel)
                item.call_back, item.version = "waiting", item.version + 1
                number = numbers.take(tx, "RW", self._year(at), self._realm)
                call_backs.expect(tx, item, number, at, due_at, hidden=hidden)
        return self.one(item_id)

    def act(self, item_id: UUID, kind: str, note: str, at: datetime | None = None, *, by: Actor) -> list[ActionRow]:
        """Something was done about an open item: 报告 转办 派单 …, to whom and what was said; answers all of them.

        ``at`` is when, now if not said. Refuses ``time_future``, ``clock_before`` and, to report a duplicate by itself,
        ``duplicate_reported`` and ``duplicate_merged``.
        """
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            now = self._clock.now()
            if at is not None:
                require_past(at, now, self._zone(), "at")
                require_since_received(at, query.one(tx.connection, item_id).received_at, now)
            row, text = acted(tx, item_id, kind, note, at or now)
            lines.write(tx, books.DUTY, ActKind.INTAKE, text, at=now, about=[row], occurred_at=row.at)
        return self.actions(item_id)

    def caller(self, item_id: UUID, *, by: Actor) -> Caller:
        """Who called, in plain words. A hidden caller is shown on an explicit wish, and that is recorded."""
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            row = query.one(tx.connection, item_id)
            if channels.hides(channels.known(tx.connection), row.channel):
                text = f"查看 {row.number} 的隐藏来电人"
                lines.write(tx, books.AUDIT, ActKind.INTAKE, text, at=self._clock.now(), looked_at=str(row.id))
        return Caller(row.caller_phone, row.caller_name, row.caller_org, row.caller_post)

    def revise_figure(self, item_id: UUID, key: str, value: int | None, source: str, *, by: Actor) -> InboundRow:
        """A new revision of one figure; None is 不详. Earlier ones stay."""
        if key not in FIGURES or (value is not None and not 0 <= value <= LARGEST_FIGURE):
            raise Refused("bad_figure", key=key)
        source = _checked(source, SOURCE_LIMIT)
        with self._store.writing(by=by, action=Action.INTAKE) as tx:
            at = self._clock.now()
            item = tx.session.get(Inbound, item_id)
            if item is None:
                raise Refused("no_such_item")
            figure = Figure(
                inbound_id=item_id, key=key, value=value, unknown=value is None, as_of=at, source=source,
                recorded_at=at, by_name=by.name,
            )  # fmt: skip
            tx.session.add(figure)
            tx.flush()
            text = f"{item.number} {_revised(figure)}"
            lines.write(tx, books.DUTY, ActKind.INTAKE, text, at=at, about=[figure])
        return self.one(item_id)

    def _master(self, tx: Tx, item: Inbound, state: InboundState, number: str) -> Inbound | None:
        """The item ``number`` names, with or without the realm's prefix; never one that leads back to this."""
        number = normalize("NFKC", number).strip().upper()
        if state is not InboundState.MERGED:
            if number:
                raise Refused("master_not_merged", number=number)
            return None
        if not number:
            raise Refused("master_missing", field="master")
        prefix = NUMBER_PREFIX[self._realm]
        spelt = number if number.startswith(prefix) else prefix + number
        found = tx.session.scalars(select(Inbound).where(Inbound.number == spelt)).first()
        if found is None:
            raise Refused("master_unknown", number=number, field="master")
        if found.id == item.id:
            raise Refused("master_itself", number=item.number, field="master")
        if item.id in query.above(tx.connection, found.id):
            raise Refused("master_circle", number=item.number, master=found.number, field="master")
        return found

    def _year(self, at: datetime) -> int:
        return at.astimezone(self._zone()).year

    def one(self, item_id: UUID) -> InboundRow:
        with self._store.reading() as connection:
            return channels.shown(channels.known(connection), query.one(connection, item_id))

    def actions(self, item_id: UUID) -> list[ActionRow]:
        """What was done about an item, oldest first."""
        with self._store.reading() as connection:
            return query.actions(connection, item_id)

    def former_call(self, phone: str, before: datetime) -> FormerCall | None:
        """The newest item from the same number within a day before; hidden callers are never recognised."""
        wanted = digits(phone)
        if len(wanted) < SHORTEST_NUMBER:
            return None
        with self._store.reading() as connection:
            known = channels.known(connection)
            for row in query.recent(connection, before - CALLED_BEFORE):
                if digits(row.caller_phone) == wanted and not channels.hides(known, row.channel):
                    return FormerCall(
                        row.id, row.number, row.received_at, row.caller_name, row.caller_org, row.caller_post
                    )
        return None

    def figure_history(self, item_id: UUID) -> list[FigureRevision]:
        """Every revision of an item's figures, oldest first."""
        with self._store.reading() as connection:
            return query.figure_history(connection, item_id)

    def open_items(self) -> list[InboundRow]:
        """Items without a closing state, oldest first."""
        with self._store.reading() as connection:
            return _all_shown(connection, query.open_items(connection))

    def newest(self, limit: int = 50) -> list[InboundRow]:
        with self._store.reading() as connection:
            return _all_shown(connection, query.newest(connection, limit))

    def event_types(self) -> list[tuple[str, str | None, str, str]]:
        """Code, parent, Chinese and English name of every event type, in order."""
        with self._store.reading() as connection:
            return query.event_types(connection)

    def retired_types(self) -> frozenset[str]:
        """Codes of event types that say what a record was and may not be chosen any more today."""
        day = self._clock.now().astimezone(self._zone()).date()
        with self._store.reading() as connection:
            return frozenset(row.code for row in event_types.everything(connection) if not row.holds_on(day))


def registered(tx: Tx, form: Intake, at: datetime, zone: ZoneInfo, realm: Realm) -> Inbound:
    """Shared step: a checked form becomes an item under the next number, with its figures, clocks and line."""
    _require_possible(form, at, zone)
    known = channels.known(tx.connection)
    channels.require_known(known, form.channel)
    hidden = channels.hides(known, form.channel)
    year = at.astimezone(zone).year
    item = _new_item(tx, form, numbers.take(tx, "JB", year, realm), at)
    figures = [_figure(form.id, key, form, at, tx.by, hidden=hidden) for key in form.figures]
    tx.session.add(item)
    tx.flush()
    tx.session.add_all(figures)
    started = clocks.start(tx, item, at)
    lines.write(
        tx, books.DUTY, ActKind.INTAKE, _line_text(item), at=at, about=[item, *figures, *started],
        occurred_at=form.received_at, place=" ".join(part for part in (item.place_path, form.place_text) if part),
        person="" if hidden else _joined(form.caller_name, form.caller_org, form.caller_phone),
    )  # fmt: skip
    if form.call_back == "waiting" and form.state is InboundState.OPEN:
        call_backs.expect(tx, item, numbers.take(tx, "RW", year, realm), at, form.call_back_at, hidden=hidden)
    return item


def _require_possible(form: Intake, now: datetime, zone: ZoneInfo) -> None:
    """Late entries are of the past: nothing comes in, or happens, in the future."""
    require_past(form.received_at, now, zone, "received_at")
    if form.occurred_at is not None:
        require_past(form.occurred_at, now, zone, "occurred_at")


def checked(form: Intake) -> Intake:
    """The form with its texts as they will be stored; hints never block, only nonsense is refused."""
    if form.grade not in GRADES or form.call_back not in CALL_BACK:
        raise Refused("bad_choice")
    if form.kind not in KINDS or form.urgency not in URGENCIES:
        raise Refused("bad_choice")
    for key, figure in form.figures.items():
        fits = figure.value is None or 0 <= figure.value <= LARGEST_FIGURE
        if key not in FIGURES or not fits or (figure.value is None) != figure.unknown:
            raise Refused("bad_figure", key=key)
    texts = {"summary": checked_text(form.summary)}
    for name, limit in LIMITS.items():
        if name == "summary":
            continue
        texts[name] = _checked(str(getattr(form, name)), limit)
    return Intake(**{**{key: getattr(form, key) for key in _FIELDS}, **texts})


_FIELDS = tuple(Intake.__dataclass_fields__)
_MOVES = {"figures", "state", "occurred_precision", "call_back", "call_back_at"}
_SAME = tuple(name for name in _FIELDS if name not in _MOVES)
"""What two savings of one form must agree in; the rest moves on later."""


def _new_item(tx: Tx, form: Intake, number: str, at: datetime) -> Inbound:
    kept = {key: value for key, value in asdict(form).items() if key not in {"figures", "call_back_at"}}
    kept["occurred_precision"] = form.occurred_precision.value if form.occurred_at else "unknown"
    kept["state"] = form.state.value
    path = places.path(tx.connection, form.place_id) if form.place_id else ""
    return Inbound(
        **kept, number=number, place_path=path, receiver_id=tx.by.id, receiver_name=tx.by.name, saved_at=at, version=1
    )


def _line_text(item: Inbound) -> str:
    """What the book says first: number, of a document its marks, and the text."""
    urgency = words.say_in("zh", f"inbound.urgency.{item.urgency}") if item.urgency else ""
    return _joined(item.number, urgency, item.source_number, item.summary)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _figure(item_id: UUID, key: str, form: Intake, at: datetime, by: Actor, *, hidden: bool) -> Figure:
    figure = form.figures[key]
    return Figure(
        inbound_id=item_id, key=key, value=figure.value, unknown=figure.unknown, as_of=form.received_at,
        source="" if hidden else form.caller_name, recorded_at=at, by_name=by.name,
    )  # fmt: skip


def acted(
    tx: Tx, item_id: UUID, kind: str, note: str, at: datetime, outbound_id: UUID | None = None
) -> tuple[InboundAction, str]:
    """Shared step: an action on an open item, and what the book says of it; the caller writes the line."""
    if kind not in ACTIONS:
        raise Refused("bad_choice")
    item = tx.session.get(Inbound, item_id)
    if item is None:
        raise Refused("no_such_item")
    if kind == own_reports.REPORT:
        own_reports.require_own_report(tx, item)
    if item.state != InboundState.OPEN:
        raise Refused("item_closed", number=item.number)
    row = InboundAction(
        id=uuid4(), inbound_id=item_id, kind=kind, note=_checked(note, NOTE_LIMIT), by_name=tx.by.name, at=at,
        outbound_id=outbound_id,
    )  # fmt: skip
    tx.session.add(row)
    word = words.say_in("zh", f"inbound.action.{kind}")
    return row, f"{item.number} {word}{'：' if row.note else ''}{row.note}"


def _all_shown(connection: Connection, rows: list[InboundRow]) -> list[InboundRow]:
    known = channels.known(connection) if rows else {}
    return [channels.shown(known, row) for row in rows]


def _first_answer(tx: Tx, form: Intake) -> InboundRow:
    """The item as it was taken in, if the form still says the same."""
    item = tx.session.get_one(Inbound, form.id)
    firsts: dict[str, tuple[int | None, bool]] = {}
    for figure in tx.session.scalars(select(Figure).where(Figure.inbound_id == form.id).order_by(Figure.number)):
        if figure.recorded_at == item.saved_at:
            firsts[figure.key] = (figure.value, figure.unknown)
    given = {key: (figure.value, figure.unknown) for key, figure in form.figures.items()}
    if given != firsts or any(getattr(item, name) != getattr(form, name) for name in _SAME):
        raise Refused("already_taken_in", number=item.number)
    return channels.shown(channels.known(tx.connection), query.one(tx.connection, form.id))


def _load(tx: Tx, item_id: UUID, seen: int) -> Inbound:
    item = tx.session.get(Inbound, item_id)
    if item is None:
        raise Refused("no_such_item")
    if item.version != seen:
        raise Refused("changed_meanwhile", number=item.number)
    return item


def _checked(text: str, limit: int) -> str:
    """A text that may be empty, without spaces around it."""
    return checked_text(text, limit=limit).strip() if text.strip() else ""


def _revised(figure: Figure) -> str:
    """数字更新：失联 2（来源 单例二）, as the book says it."""
    value = words.say_in("zh", "figure.unknown") if figure.value is None else str(figure.value)
    source = f"（来源 {figure.source}）" if figure.source else ""
    return f"数字更新：{words.say_in('zh', f'figure.{figure.key}')} {value}{source}"


def _closing(state: InboundState) -> str:
    return {InboundState.CLOSED: "办结", InboundState.MERGED: "并入", InboundState.UNTRUE: "不实"}[state]
