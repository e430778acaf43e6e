"""Wishes about duty: days somebody would like, days they would rather not have; a wish never forbids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from console.domain.clock import YEARS, Clock
from console.domain.duty_people import WishRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor, may
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books
from db.models.planning import DutyWish
from db.queries import duty_people as query
from db.store import Store, Tx

WISHES = ("want", "avoid")

MOST_DAYS = 31
"""Days of one wish that is said at once."""

_NOTE = 200


@dataclass(frozen=True, slots=True)
class NewWish:
    """What somebody would like: these days, both included, of every shift or of one."""

    person_id: UUID
    first: date
    last: date
    wish: str
    shift: str = ""
    note: str = ""


class WishesService:
    """Use cases of wishes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def listed(self, first: date, last: date) -> list[WishRow]:
        """Wishes that hold for these days, both included."""
        with self._store.reading() as connection:
            return query.wishes(connection, first, last)

    def note(self, person_id: UUID, day: date, wish: str, *, shift: str = "", note: str = "", by: Actor) -> WishRow:
        """A wish about a day; an older one about the same shift of the day ends. Refuses no_such_person, bad_day."""
        return self.note_days(NewWish(person_id, day, day, wish, shift, note), by=by)[0]

    def note_days(self, wanted: NewWish, *, by: Actor) -> list[WishRow]:
        """The same wish about each of these days, all or none; refuses as ``note``, and wish_days."""
        checked = checked_wish(wanted)
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            made = self._made(tx, checked)
        return self._rows(made)

    def change(self, wish_id: UUID, wanted: NewWish, *, seen: int, by: Actor) -> list[WishRow]:
        """What is said now instead; the old wish stays in the books. Refuses as ``take_back`` and ``note_days``."""
        checked = checked_wish(wanted)
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            self._end(tx, wish_id, seen)
            made = self._made(tx, checked)
        return self._rows(made)

    def take_back(self, wish_id: UUID, *, seen: int, by: Actor) -> None:
        """The wish no longer holds; refuses no_such_row, changed_meanwhile, not_yours."""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            self._end(tx, wish_id, seen)

    def _made(self, tx: Tx, wanted: NewWish) -> list[UUID]:
        name = query.person_names(tx.connection, [wanted.person_id]).get(wanted.person_id)
        if name is None:
            raise Refused("no_such_person", field="who")
        at = self._clock.now()
        ended = list(replaced(tx, wanted, at))
        days = (wanted.last - wanted.first).days + 1
        rows = made_wishes(wanted, at, tx.by.name)
        tx.session.add_all(rows)
        verb = "希望值班" if wanted.wish == "want" else "希望不排"
        until = f" 至 {wanted.last}" if days > 1 else ""
        text = f"{verb}：{name} {wanted.first}{until}" + (f"；{wanted.note}" if wanted.note else "")
        lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=at, about=[*ended, *rows])
        return [row.id for row in rows]

    def _end(self, tx: Tx, wish_id: UUID, seen: int) -> None:
        row = tx.session.get(DutyWish, wish_id)
        if row is None or row.withdrawn_at is not None:
            raise Refused("no_such_row")
        if row.version != seen:
            raise Refused("changed_meanwhile", number="")
        name = query.person_names(tx.connection, [row.person_id])[row.person_id]
        if tx.by.name not in (name, row.by_name) and not may(tx.by, Action.EDIT_ROSTER):
            raise Refused("not_yours", name=name)
        at = self._clock.now()
        row.withdrawn_at, row.version = at, row.version + 1
        lines.write(tx, books.AUDIT, ActKind.ROSTER, f"收回值班意愿：{name} {row.day}", at=at, about=[row])

    def _rows(self, made: list[UUID]) -> list[WishRow]:
        with self._store.reading() as connection:
            return query.wishes_by_id(connection, made)


def made_wishes(wanted: NewWish, at: datetime, by_name: str) -> list[DutyWish]:
    """Shared step: one row for each day, not written yet."""
    days = (wanted.last - wanted.first).days + 1
    return [
        DutyWish(
            id=uuid4(), person_id=wanted.person_id, day=wanted.first + timedelta(days=n), shift=wanted.shift,
            wish=wanted.wish, note=wanted.note, at=at, by_name=by_name, withdrawn_at=None, version=1,
        )
        for n in range(days)
    ]  # fmt: skip


def replaced(tx: Tx, wanted: NewWish, at: datetime) -> Iterable[DutyWish]:
    """Shared step: older wishes of theirs about the same shifts of these days, which end."""
    for old in query.wishes(tx.connection, wanted.first, wanted.last):
        if (old.person_id, old.shift) == (wanted.person_id, wanted.shift):
            row = tx.session.get_one(DutyWish, old.id)
            row.withdrawn_at, row.version = at, row.version + 1
            yield row


def checked_wish(wanted: NewWish) -> NewWish:
    """Shared step: what may be said; refuses bad_day, wish_days."""
    if wanted.wish not in WISHES:
        raise ValueError(f"no such wish: {wanted.wish}")
    strange = next((day for day in (wanted.first, wanted.last) if day.year not in YEARS), None)
    if strange is not None:
        raise Refused("bad_day", text=strange.isoformat())
    if not 0 <= (wanted.last - wanted.first).days < MOST_DAYS:
        raise Refused("wish_days", most=MOST_DAYS, field="last")
    note = checked_text(wanted.note, limit=_NOTE).strip() if wanted.note.strip() else ""
    return NewWish(wanted.person_id, wanted.first, wanted.last, wanted.wish, wanted.shift, note)
