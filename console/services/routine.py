"""The day's routine: what is due when, ticked with name and time; what was missed waits until somebody says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.domain import routine as rules
from console.domain.clock import Clock
from console.domain.lists import ListItem
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.roster import Calendar
from console.domain.routine import NOTE_LIMIT, Result, RoutineRow, Tick
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.lists import current_rows
from console.services.roster import calendar, planned_shift
from console.services.settings import current
from db import books
from db.models.routine import RoutineTick
from db.queries import duty, lists
from db.queries import routine as query
from db.store import Store, Tx

_SAID = {Result.DONE: "正常", Result.ABNORMAL: "异常", Result.NOT_DONE: "未执行"}


class RoutineService:
    """Use cases of the routine list; the list itself is the county's (``desk.lists``)."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def day(self, now: datetime) -> list[RoutineRow]:
        """The routines of the running shift, before them what earlier shifts left."""
        with self._store.reading() as connection:
            return shift_rows(connection, now, self._zone())

    def periods(self, now: datetime) -> tuple[ListItem, ...]:
        """The special periods this day is in."""
        with self._store.reading() as connection:
            day = now.astimezone(self._zone()).date()
            return rules.running_periods(current_rows(connection, "periods"), day)

    def tick(
        self, code: str, due_at: datetime, result: Result | str, note: str = "", *, by: Actor, seen: int | None = None
    ) -> Tick:
        """Say what came of a routine; said again it changes nothing, said otherwise it is a new line.

        ``seen`` is the version that was on the screen, 0 for none. Refused: ``changed_meanwhile`` where another stands.
        """
        result = Result(result)
        note = _note(result, note)
        with self._store.writing(by=by, action=Action.ROUTINE) as tx:
            at, zone = self._clock.now(), self._zone()
            item = _item(tx.connection, code)
            if result is not Result.NOT_DONE and due_at - at > rules.EARLY:
                raise Refused("routine_too_early", at=f"{due_at.astimezone(zone):%H:%M}")
            row, changed = _written(tx, item, due_at, result, note, at, zone, seen)
            if changed:
                late = at >= due_at + rules.window_of(item)
                text = _line(item, row, due_at.astimezone(zone), late=late)
                lines.write(tx, books.DUTY, ActKind.ROUTINE, text, at=at, about=[row])
            return Tick(row.due_at, result, row.note, row.at, row.by_name, row.version)


def shift_rows(connection: Connection, at: datetime, zone: ZoneInfo) -> list[RoutineRow]:
    """Shared step: the routines of the shift that runs at an instant, with what earlier ones left.

    A shift that was not handed over in time goes on having routines.
    """
    shift = duty.on_watch(connection)
    start, end = (shift.planned_from, shift.planned_to) if shift else planned_shift(connection, at, zone)[1:]
    return rows_of(connection, min(start, at), max(end, at + timedelta(minutes=1)), at, zone, carried=True)


def rows_of(
    connection: Connection, start: datetime, end: datetime, at: datetime, zone: ZoneInfo, *, carried: bool = False
) -> list[RoutineRow]:
    """Routines due within [start, end) as they stand at ``at``, by time; ``carried`` puts before them what is left.

    What earlier shifts left unticked is looked for as far back as the setting ``routine.look_back`` says, never
    before the station was first taken over. A row of the list that was added later was not missed before.
    """
    days = _Days(connection, at, zone)
    made = list(days.rows(start, end))
    if carried:
        back = at - timedelta(hours=int(current(connection, "routine.look_back", at)))
        left = (row for row in days.rows(min(back, start), start, carried=True) if row.state in rules.OPEN)
        made = [*left, *made]
    return made


class _Days:
    """The county's routines over a span of days, joined with what was ticked."""

    def __init__(self, connection: Connection, at: datetime, zone: ZoneInfo) -> None:
        self._connection, self._at, self._zone = connection, at, zone
        self._items = {item.code: item for item in current_rows(connection, "routines")}
        self._since = lists.since(connection, "routines")
        self._began = query.first_watch(connection) or at
        self._periods = current_rows(connection, "periods")
        self._calendar: Calendar = calendar(connection, at, zone)

    def rows(self, start: datetime, end: datetime, *, carried: bool = False) -> Iterator[RoutineRow]:
        """By time. A routine has one tick a day, whatever time the list has by now."""
        day = timedelta(days=1)
        ticked = {
            (code, self._day(tick.due_at)): (title, tick)
            for code, title, tick in query.ticks(self._connection, start - day, end + day)
        }
        found = [self._row(item, due, ticked, carried) for item, due in self._due(start, end)]
        made = [row for row in found if row is not None]
        shown = {(row.code, self._day(row.due_at)) for row in made}
        made += [
            self._kept(code, title, tick, carried)
            for (code, on), (title, tick) in ticked.items()
            if (code, on) not in shown and start <= tick.due_at < end
        ]
        return iter(sorted(made, key=lambda row: (row.due_at, row.code)))

    def _due(self, start: datetime, end: datetime) -> Iterator[tuple[ListItem, datetime]]:
        for item in self._items.values():
            if item.active:
                yield from ((item, due) for due in rules.due_times(item, start, end, self._zone))

    def _row(
        self, item: ListItem, due: datetime, ticked: dict[tuple[str, date], tuple[str, Tick]], carried: bool
    ) -> RoutineRow | None:
        _title, tick = ticked.get((item.code, self._day(due)), ("", None))
        until = due + rules.window_of(item)
        if tick is None and not self._asked(item, due, until):
            return None
        return _made(item, tick.due_at if tick else due, until, tick, self._at, carried)

    def _asked(self, item: ListItem, due: datetime, until: datetime) -> bool:
        """Whether anybody had to do it: the list had it, the station was manned, the season and template ask for it."""
        since = max(self._began, self._since.get(item.code, self._began))
        return until > since and rules.belongs(
            item, rules.running_periods(self._periods, self._day(due)), lambda: self._template(due)
        )

    def _template(self, due: datetime) -> str:
        return self._calendar.slot_at(due).template

    def _kept(self, code: str, title: str, tick: Tick, carried: bool) -> RoutineRow:
        """What was ticked stays to be seen, though the list no longer has it."""
        item = self._items.get(code) or ListItem("routines", code, {"name": title}, False, True, False, 0)
        return _made(item, tick.due_at, tick.due_at, tick, self._at, carried)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


def _made(item: ListItem, due: datetime, until: datetime, tick: Tick | None, at: datetime, carried: bool) -> RoutineRow:
    return RoutineRow(
        item.code, item.get("name"), item.get("name_en"), due.astimezone(UTC), until.astimezone(UTC), item.get("post"),
        item.get("standard"), item.get("standard_en"), rules.state_at(due, until, tick, at), tick, carried,
    )  # fmt: skip


def _item(connection: Connection, code: str) -> ListItem:
    """Retired rows too: what was on the screen may be ticked."""
    found = next((item for item in current_rows(connection, "routines") if item.code == code), None)
    if found is None:
        raise Refused("no_such_row")
    return found


def _note(result: Result, note: str) -> str:
    if note.strip():
        return checked_text(note, limit=NOTE_LIMIT).strip()
    if result is not Result.DONE:
        raise Refused("routine_note_missing")
    return ""


def _written(
    tx: Tx, item: ListItem, due_at: datetime, result: Result, note: str, at: datetime, zone: ZoneInfo, seen: int | None
) -> tuple[RoutineTick, bool]:
    """The tick of that routine on that day, and whether anything about it is new."""
    row = _ticked(tx, item.code, due_at, zone)
    if row is not None and (row.result, row.note) == (result.value, note):
        return row, False
    if seen is not None and seen != (row.version if row else 0):
        raise Refused("changed_meanwhile", number=item.get("name"))
    if row is None:
        row = RoutineTick(
            id=uuid4(), code=item.code, due_at=due_at.astimezone(UTC), title=item.get("name"), result=result.value,
            note=note, at=at, by_name=tx.by.name, version=1,
        )  # fmt: skip
        tx.session.add(row)
        return row, True
    row.result, row.note, row.at, row.by_name, row.version = result.value, note, at, tx.by.name, row.version + 1
    return row, True


def _ticked(tx: Tx, code: str, due_at: datetime, zone: ZoneInfo) -> RoutineTick | None:
    day, day_of = due_at.astimezone(zone).date(), timedelta(days=1)
    found = tx.session.scalars(
        select(RoutineTick).where(
            RoutineTick.code == code, RoutineTick.due_at > due_at - day_of, RoutineTick.due_at < due_at + day_of
        )
    )
    return next((row for row in found if row.due_at.astimezone(zone).date() == day), None)


def _line(item: ListItem, row: RoutineTick, due: datetime, *, late: bool) -> str:
    changed = "改为" if row.version > 1 else ""
    said = f"{changed}{_SAID[Result(row.result)]}"
    when = f"（应于 {due:%m-%d %H:%M} 完成，逾时）" if late and row.result != Result.NOT_DONE else ""
    return f"例行 {item.get('name')}：{said}{when}" + (f" {row.note}" if row.note else "")
