"""Wishes about duty: days somebody would like, days they would rather not have; a wish never forbids."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from console.domain.clock import YEARS, Clock
from console.domain.duty_people import WishRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books
from db.models.planning import DutyWish
from db.queries import duty_people as query
from db.store import Store

WISHES = ("want", "avoid")
_NOTE = 200


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
        if wish not in WISHES:
            raise ValueError(f"no such wish: {wish}")
        if day.year not in YEARS:
            raise Refused("bad_day", text=day.isoformat())
        said = checked_text(note, limit=_NOTE).strip() if note.strip() else ""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at = self._clock.now()
            name = query.person_names(tx.connection, [person_id]).get(person_id)
            if name is None:
                raise Refused("no_such_person")
            ended = []
            for old in query.wishes(tx.connection, day, day):
                if (old.person_id, old.shift) == (person_id, shift):
                    row = tx.session.get_one(DutyWish, old.id)
                    row.withdrawn_at, row.version = at, row.version + 1
                    ended.append(row)
            made = DutyWish(
                id=uuid4(), person_id=person_id, day=day, shift=shift, wish=wish, note=said, at=at, by_name=tx.by.name,
                withdrawn_at=None, version=1,
            )  # fmt: skip
            tx.session.add(made)
            verb = "希望值班" if wish == "want" else "希望不排"
            lines.write(tx, books.AUDIT, ActKind.ROSTER, f"{verb}：{name} {day}", at=at, about=[*ended, made])
            made_id = made.id
        return next(row for row in self.listed(day, day) if row.id == made_id)

    def take_back(self, wish_id: UUID, *, seen: int, by: Actor) -> None:
        """The wish no longer holds; refuses no_such_row, changed_meanwhile."""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            row = tx.session.get(DutyWish, wish_id)
            if row is None or row.withdrawn_at is not None:
                raise Refused("no_such_row")
            if row.version != seen:
                raise Refused("changed_meanwhile", number="")
            at = self._clock.now()
            row.withdrawn_at, row.version = at, row.version + 1
            name = query.person_names(tx.connection, [row.person_id])[row.person_id]
            lines.write(tx, books.AUDIT, ActKind.ROSTER, f"收回值班意愿：{name} {row.day}", at=at, about=[row])
