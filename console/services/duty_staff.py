"""Who stands duty: the list the planner rotates, with posts, turn, limits of their own, from when to when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from console.domain.clock import Clock
from console.domain.duty_people import StaffRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.roster import LEADER
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books
from db.models.planning import DutyStaff
from db.queries import duty_people as query
from db.store import Store, Tx

_NOTE = 200
REST_MOST = 240
"""Longest rest after duty that can be asked for, in hours."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What is said of somebody who stands duty; ``turn`` None puts them behind the last one."""

    posts: tuple[str, ...]
    turn: int | None = None
    leader: bool = False
    rest_hours: int | None = None
    most_consecutive: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


class DutyStaffService:
    """Use cases of the list of duty staff."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def listed(self, day: date | None = None) -> list[StaffRow]:
        """By turn; everybody, or whoever stands duty on that day."""
        with self._store.reading() as connection:
            return [row for row in query.staff(connection) if day is None or row.holds(day)]

    def add(self, person_id: UUID, wanted: NewStaff, *, by: Actor) -> StaffRow:
        """They stand duty from now on; refuses no_such_person, staff_there, posts_missing, staff_span, bad_limit."""
        checked = checked_staff(wanted)
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            name = query.person_names(tx.connection, [person_id]).get(person_id)
            if name is None:
                raise Refused("no_such_person")
            there = query.staff(tx.connection)
            if any(row.person_id == person_id and meets(row, checked) for row in there):
                raise Refused("staff_there", name=name)
            row = DutyStaff(id=uuid4(), person_id=person_id, version=1, turn=0, posts="[]")
            put_staff(row, checked, max((one.turn for one in there), default=0) + 1)
            tx.session.add(row)
            self._line(tx, f"值班人员 加入：{_told(name, checked)}", [row])
            made = row.id
        return self._one(made)

    def change(self, staff_id: UUID, wanted: NewStaff, *, seen: int, by: Actor) -> StaffRow:
        """What is said of them is replaced; refuses as ``add``, no_such_row and changed_meanwhile."""
        checked = checked_staff(wanted)
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            row = _load(tx, staff_id, seen)
            name = query.person_names(tx.connection, [row.person_id])[row.person_id]
            others = [one for one in query.staff(tx.connection) if one.id != staff_id]
            if any(one.person_id == row.person_id and meets(one, checked) for one in others):
                raise Refused("staff_there", name=name)
            put_staff(row, checked, row.turn)
            row.version += 1
            self._line(tx, f"值班人员 更改：{_told(name, checked)}", [row])
        return self._one(staff_id)

    def end(self, staff_id: UUID, last: date, *, seen: int, by: Actor) -> StaffRow:
        """They stand duty up to that day and no longer; nothing is deleted."""
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            row = _load(tx, staff_id, seen)
            if row.valid_from is not None and last < row.valid_from:
                raise Refused("staff_span")
            row.valid_to, row.version = last, row.version + 1
            name = query.person_names(tx.connection, [row.person_id])[row.person_id]
            self._line(tx, f"值班人员 {name} 值班至 {last}", [row])
        return self._one(staff_id)

    def reorder(self, order: Sequence[UUID], *, by: Actor) -> list[StaffRow]:
        """The rotation in this order; refuses changed_meanwhile unless it names everybody of the list once."""
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            there = {row.id: row for row in query.staff(tx.connection)}
            if len(order) != len(there) or set(order) != set(there):
                raise Refused("changed_meanwhile", number="")
            changed = []
            for turn, staff_id in enumerate(order, 1):
                if there[staff_id].turn != turn:
                    row = tx.session.get_one(DutyStaff, staff_id)
                    row.turn, row.version = turn, row.version + 1
                    changed.append(row)
            if changed:
                names = "、".join(there[one].name for one in order)
                self._line(tx, f"轮值顺序：{names}", changed)
        return self.listed()

    def _line(self, tx: Tx, text: str, about: Sequence[DutyStaff]) -> None:
        lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=self._clock.now(), about=about)

    def _one(self, staff_id: UUID) -> StaffRow:
        return next(row for row in self.listed() if row.id == staff_id)


def _load(tx: Tx, staff_id: UUID, seen: int) -> DutyStaff:
    row = tx.session.get(DutyStaff, staff_id)
    if row is None:
        raise Refused("no_such_row")
    if row.version != seen:
        raise Refused("changed_meanwhile", number="")
    return row


def put_staff(row: DutyStaff, said: NewStaff, turn: int) -> None:
    """Shared step: the row says this; ``turn`` where nothing is said of it."""
    row.posts, row.turn = json.dumps(list(said.posts), ensure_ascii=False), said.turn or turn
    row.leader, row.note = LEADER in said.posts or said.leader, said.note
    row.rest_hours, row.most_consecutive = said.rest_hours, said.most_consecutive
    row.valid_from, row.valid_to = said.valid_from, said.valid_to


def checked_staff(said: NewStaff) -> NewStaff:
    """Shared step: what may be said; refuses posts_missing, staff_span, bad_limit."""
    posts = tuple(dict.fromkeys(post.strip() for post in said.posts if post.strip()))
    if not posts:
        raise Refused("posts_missing")
    if said.valid_from and said.valid_to and said.valid_to < said.valid_from:
        raise Refused("staff_span")
    limits = ((said.rest_hours, 0, REST_MOST), (said.most_consecutive, 1, 31), (said.turn, 1, 9999))
    for value, least, most in limits:
        if value is not None and not least <= value <= most:
            raise Refused("bad_limit", least=least, most=most)
    note = checked_text(said.note, limit=_NOTE).strip() if said.note.strip() else ""
    return NewStaff(
        posts, said.turn, said.leader, said.rest_hours, said.most_consecutive, said.valid_from, said.valid_to, note
    )


def meets(row: StaffRow, said: NewStaff) -> bool:
    """Whether two stretches of one person share a day: nobody stands twice in the list."""
    first, last = said.valid_from or date.min, said.valid_to or date.max
    return (row.valid_from or date.min) <= last and first <= (row.valid_to or date.max)


def _told(name: str, said: NewStaff) -> str:
    posts = "、".join("带班领导" if post == LEADER else post for post in said.posts)
    return f"{name}（{posts}）"
