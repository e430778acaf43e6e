"""The readiness report before a shift: everyone reachable, not on leave, told; and where the leaders are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.duty_people import LeaveRow, LeaveState
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.posts import PostLine
from console.domain.readiness import Readiness, ReadinessRow, row_of
from console.domain.roster import OnDuty
from console.errors import Refused
from console.services import lines, shift_plans
from console.services.contact_people import VERIFY_DAYS
from console.services.settings import current
from console.services.shift_plans import People
from console.services.standing_in import post_word
from db import books
from db.queries import duty_people, roster
from db.queries import readiness as query
from db.store import Store

WHOLE = "whole"
"""The shift of a day that has no other one."""

SHIFTS = frozenset({WHOLE, "day", "evening", "night"})
"""Shifts with a name of their own; others are called as the county calls them."""

_TOLD_WITHIN = timedelta(days=60)
"""How far before a shift somebody is told of it."""


class ReadinessService:
    """Use cases of the readiness report."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def report(self, at: datetime | None = None) -> Readiness:
        """The shift that begins next, or the first one to begin after ``at``."""
        with self._store.reading() as connection:
            at = at or self._clock.now()
            days = shift_plans.calendar(connection, at)
            slot = days.slot_after(at)
            shift = shift_plans.on_duty(connection, days, slot, slot.starts_at)
            away = roster.whereabouts(connection, shift.starts_at, shift.ends_at)
            people = roster.people(connection, self._today(), {line.name for line in shift.posts if line.name})
            leaves = duty_people.leaves(connection, shift.starts_at, shift.ends_at, states=(LeaveState.GRANTED,))
            told = self._told(connection, shift)
            within = timedelta(days=int(current(connection, VERIFY_DAYS, self._clock.now())))
            rows = []
            for line in shift.posts:
                note = next((row for row in away if row.name == line.name), None)
                stands = leave_of(line, people, leaves)
                verified = _verified(connection, line, people)
                known = told_text(shift.day, shift.shift, line.post, line.name) in told
                rows.append(row_of(line, verified, stands, note, known, self._today(), within))
        return Readiness(shift.day, shift.shift, shift.starts_at, shift.ends_at, tuple(rows), tuple(away))

    def tell(self, day: date, post: str, name: str, *, shift: str = WHOLE, by: Actor) -> None:
        """Whoever stands the post of a shift was told of it; refuses name_missing. Said again it is written once."""
        if not name.strip():
            raise Refused("name_missing")
        text = told_text(day, shift, post, name)
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at = self._clock.now()
            if not query.written(tx.connection, ActKind.ROSTER, [text], at - _TOLD_WITHIN):
                lines.write(tx, books.DUTY, ActKind.ROSTER, text, at=at, person=name)

    def _told(self, connection: Connection, shift: OnDuty) -> set[str]:
        texts = [told_text(shift.day, shift.shift, line.post, line.name) for line in shift.posts]
        return query.written(connection, ActKind.ROSTER, texts, shift.starts_at - _TOLD_WITHIN)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()


def told_text(day: date, shift: str, post: str, name: str) -> str:
    """The line that says somebody was told; found again by its words. Of a day with one shift that is not named."""
    known = words.say_in("zh", f"roster.shift.{shift}") if shift in SHIFTS else shift
    return " ".join([f"已告知值班：{day}", *([] if shift == WHOLE else [known]), post_word(post), name])


def leave_of(line: PostLine, people: People, leaves: list[LeaveRow]) -> LeaveRow | None:
    """Leave of whoever stands a post; of two with one name either counts."""
    ids = {found for found, _ in people.get(line.name, ())}
    return next((row for row in leaves if row.person_id in ids), None)


def _verified(connection: Connection, line: PostLine, people: People) -> date | None:
    """When the number that would be dialled was verified last."""
    found = query.verified(connection, [one for one, _ in people.get(line.name, ())])
    return max((day for (_, number), day in found.items() if day and number == line.phone.split("转")[0]), default=None)


__all__ = ["Readiness", "ReadinessRow", "ReadinessService", "leave_of", "told_text"]
