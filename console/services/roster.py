"""The shift table: who is planned when, who stands in for whom, where the leaders are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.duty import ABOVE_SHIFTS
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.posts import PostLine
from console.domain.roster import (
    LEADER,
    Named,
    OnDuty,
    RosterLineRow,
    ShiftPlan,
    Slot,
    SubstitutionRow,
    WhereaboutsRow,
    checked_named,
    checked_word,
    posts_of,
)
from console.domain.roster_changes import ChangeKind, RosterChangeRow
from console.domain.roster_draft import differences
from console.domain.roster_findings import Finding
from console.errors import Refused
from console.services import lines, roster_changes, roster_import, shift_plans, standing_in
from console.services.contact_import import Source
from console.services.roster_import import RosterImport
from console.services.roster_lines import put_cell, retire_strays
from console.services.roster_putting import table
from console.services.shift_plans import People, calendar, planned_shift, template_at
from db import books
from db.models.roster import RosterLine, Substitution
from db.queries import roster as query
from db.queries import roster_changes as changes_query
from db.store import Store, Tx

__all__ = ["RosterNow", "RosterService", "calendar", "planned_shift", "template_at"]

_MOMENT = timedelta(microseconds=1)

COMING = timedelta(days=14)
"""How far ahead whereabouts are told."""


@dataclass(frozen=True, slots=True)
class RosterNow:
    """The shift that runs by the table, the one after it, and where the leaders are."""

    on_duty: OnDuty
    following: OnDuty
    whereabouts: tuple[WhereaboutsRow, ...]
    coming: tuple[WhereaboutsRow, ...] = ()
    """Where leaders will be within ``COMING``."""


class RosterService:
    """Use cases of the shift table. Spans are half open; days are days of duty in the station's zone."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # who

    def at(self, now: datetime) -> OnDuty | None:
        """The shift that runs by the table; None where nobody at all is planned for it."""
        found = self.now(now).on_duty
        return found if any(line.name for line in found.posts) else None

    def next_after(self, now: datetime) -> OnDuty:
        """The shift that begins next; posts nobody is planned for have no name."""
        return self.now(now).following

    def now(self, at: datetime) -> RosterNow:
        """What stands at the top of the roster."""
        with self._store.reading() as connection:
            days = calendar(connection, at)
            after = days.slot_after(at)
            return RosterNow(
                shift_plans.on_duty(connection, days, days.slot_at(at), at),
                shift_plans.on_duty(connection, days, after, after.starts_at),
                tuple(query.whereabouts(connection, at, at + _MOMENT)),
                tuple(row for row in query.whereabouts(connection, at, at + COMING) if row.from_at > at),
            )

    def posts_at(self, now: datetime) -> tuple[PostLine, ...]:
        """The posts of the shift whoever takes the watch now stands: shortly before a change, the next one's.

        Every post of the template in its order; one nobody is planned for has no name.
        """
        with self._store.reading() as connection:
            days = calendar(connection, now)
            slot = days.slot_to_take(now)
            return shift_plans.on_duty(connection, days, slot, max(now, slot.starts_at)).posts

    def whereabouts(self, now: datetime) -> list[WhereaboutsRow]:
        """Where the leaders are at an instant."""
        with self._store.reading() as connection:
            return query.whereabouts(connection, now, now + _MOMENT)

    def known_names(self, *names: str) -> dict[str, str]:
        """Persons of the contacts with the number that is dialled first; of two with one name, no number.

        All of them, or those of these names.
        """
        with self._store.reading() as connection:
            people = self._people(connection, *names)
        return {name: shift_plans.phone_of(people, name) for name in people}

    # the table

    def plans(self, first: date, last: date) -> list[ShiftPlan]:
        """The shifts of the days from ``first`` to ``last`` with their lines."""
        with self._store.reading() as connection:
            return shift_plans.plans_of(connection, calendar(connection, self._clock.now()), first, last)[0]

    def findings(self, start: datetime, end: datetime) -> list[Finding]:
        """What is wrong with the shifts that run within a span."""
        with self._store.reading() as connection:
            return shift_plans.findings(connection, calendar(connection, self._clock.now()), start, end)

    def published(self, first: date, last: date) -> set[date]:
        """Days of these that a published roster covers: who changes them by hand says why."""
        with self._store.reading() as connection:
            return changes_query.published_days(connection, first, last)

    def history(self, day: date, shift: str) -> list[RosterChangeRow]:
        """How a shift came to be stood by whom: plan and actual, the oldest first."""
        with self._store.reading() as connection:
            return [row for row in changes_query.of_days(connection, day, day) if row.shift == shift]

    def set_cell(
        self, day: date, shift: str, post: str, named: Sequence[Named], *, seen: Sequence[UUID], why: str = "",
        by: Actor,
    ) -> tuple[RosterLineRow, ...]:  # fmt: skip
        """Who stands a post of a shift, instead of whoever did; no name takes everybody off.

        ``seen`` are the lines that were on the screen; ``why`` is asked for where the day was published. Refused:
        ``no_such_shift``, ``no_such_post``, ``changed_meanwhile``, ``bad_name``, ``named_twice``, ``bad_phone``,
        ``roster_why_missing``.
        """
        wanted, why = checked_named(named), roster_changes.reason(why)
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            at = self._clock.now()
            slot, fitting = _slot(tx.connection, at, day, shift, post)
            have = _cell(tx.connection, day, shift, post)
            if {line.id for line in have} != set(seen):
                raise Refused("changed_meanwhile", number=day.isoformat())
            people = self._people(tx.connection, *(one.name for one in wanted)) if wanted else {}
            was = table(tx.connection, day, day)
            changed = put_cell(tx, slot, post, have, wanted, people, "hand")
            if changed:
                changed += retire_strays(tx, query.lines_of_days(tx.connection, day, day), fitting)
                before, after = _names([line.name for line in have]), _names([one.name for one in wanted])
                text = f"值班表 {day} {standing_in.post_word(post)}：{before} → {after}" + _because(why)
                found = roster_changes.since(tx, was, [slot])
                roster_changes.require_why(tx, found, why)
                told = roster_changes.recorded(tx, ChangeKind.EDIT, found, at, why=why)
                lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=at, about=[*changed, *told])
        with self._store.reading() as connection:
            return tuple(_cell(connection, day, shift, post))

    def fill(self, cells: Mapping[tuple[date, str, str], Sequence[Named]], *, why: str = "", by: Actor) -> None:
        """Fill posts (day, shift, post) in one act, all or none.

        Refused as ``set_cell``, ``changed_meanwhile`` where somebody is planned there already.
        """
        if not cells:
            return
        why, days = roster_changes.reason(why), [day for day, _, _ in cells]
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            at, people = self._clock.now(), self._people(tx.connection)
            changed: list[RosterLine] = []
            was, slots = table(tx.connection, min(days), max(days)), []
            for (day, shift, post), named in cells.items():
                slot, _ = _slot(tx.connection, at, day, shift, post)
                if _cell(tx.connection, day, shift, post):
                    raise Refused("changed_meanwhile", number=day.isoformat())
                changed += put_cell(tx, slot, post, [], checked_named(named), people, "hand")
                slots.append(slot)
            found = roster_changes.since(tx, was, slots)
            roster_changes.require_why(tx, found, why)
            told = roster_changes.recorded(tx, ChangeKind.EDIT, found, at, why=why)
            text = f"值班表 {len(cells)} 岗" + _because(why)
            lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=at, about=[*changed, *told])

    def copy(self, source: date, target: date, days: int = 1, *, why: str = "", by: Actor) -> int:
        """Copy days forward into posts that are still empty; how many posts were filled.

        Refused: ``nothing_to_copy``, ``roster_why_missing``.
        """
        why = roster_changes.reason(why)
        if source == target or not 1 <= days <= 31:
            raise Refused("nothing_to_copy")
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            at = self._clock.now()
            pairs = [(source + timedelta(days=n), target + timedelta(days=n)) for n in range(days)]
            was = table(tx.connection, target, pairs[-1][1])
            read = [self._copied(tx, one, other, at) for one, other in pairs]
            changed = [line for lines_ in read for line in lines_]
            if not changed:
                raise Refused("nothing_to_copy")
            text = f"值班表 {source} 起 {days} 天复制到 {target} 起" + _because(why)
            tx.flush()
            found = differences(was, table(tx.connection, target, pairs[-1][1]))
            roster_changes.require_why(tx, found, why)
            told = roster_changes.recorded(tx, ChangeKind.COPY, found, at, why=why, source=source.isoformat())
            lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=at, about=[*changed, *told])
            return len({(line.day, line.shift, line.post) for line in changed})

    def import_file(
        self, path: Path, *, month: str = "", dry_run: bool = False, good_rows_only: bool = False, by: Actor
    ) -> RosterImport:
        """Bring in a month sheet; all or nothing unless ``good_rows_only``. ``month`` (YYYY-MM) where it names none."""
        self._store.require(by, Action.EDIT_ROSTER)
        with self._store.reading() as connection:
            days, people = calendar(connection, self._clock.now()), self._people(connection)
        reading = roster_import.read(path, days, month, self._clock.now().astimezone(self._zone()).date(), people)
        if dry_run:
            with self._store.reading() as connection:
                return roster_import.told(roster_import.plan(connection, reading, people), applied=False)
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            people = self._people(tx.connection)
            made = roster_import.plan(tx.connection, reading, people)
            told = roster_import.told(made, applied=True)
            if told.refused and not good_rows_only:
                return roster_import.told(made, applied=False)
            source = Source(path.name, reading.sheet.digest, good_rows_only, told.refused)
            run = roster_import.apply(tx, made, people, source, self._clock.now())
        return replace(told, run_id=run)

    # standing in, and where leaders are

    def substitutions(self, start: datetime, end: datetime) -> list[SubstitutionRow]:
        """Who stands in for whom within a span."""
        with self._store.reading() as connection:
            return query.substitutions(connection, start, end)

    def substitute(
        self, post: str, absent: str, stands_in: Named, reason: str, *, start: datetime, end: datetime, by: Actor
    ) -> SubstitutionRow:
        """Somebody stands a post for another one, on the running watch too, from the hour it begins.

        Nobody makes themselves the leader who signs for others. Refused: ``leader_by_self``, ``bad_name``,
        ``bad_phone``, ``stands_in_same``, ``bad_span``, ``not_on_post``, ``text_empty``.
        """
        (who,) = checked_named([stands_in])
        with self._store.writing(by=by, action=Action.SUBSTITUTE) as tx:
            if post == LEADER and who.name == by.name and tx.by.role not in ABOVE_SHIFTS:
                raise Refused("leader_by_self")
            at, absent = self._clock.now(), checked_word(absent)
            people = self._people(tx.connection, who.name)
            row = standing_in.stand_in(tx, post, absent, who, reason, start, end, people, at, by.name)
            text = f"替班 {standing_in.post_word(post)}：{who.name} 代 {absent}；{row.reason}"
            lines.write(tx, books.DUTY, ActKind.ROSTER, text, at=at, about=[row], person=who.name)
            self._record(tx, ChangeKind.STAND_IN, row, absent, who.name, row.reason, at)
            made = row.id
        return next(row for row in self.substitutions(start, end) if row.id == made)

    def take_back(self, substitution_id: UUID, reason: str, *, by: Actor) -> None:
        """The absent one stands their own post after all, on the running watch too; refuses reason_missing."""
        why = roster_changes.reason(reason)
        if not why:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.SUBSTITUTE) as tx:
            at = self._clock.now()
            row, back = standing_in.take_back(tx, substitution_id, self._people(tx.connection), at)
            text = f"取消替班 {standing_in.post_word(row.post)}：{row.stands_in} 代 {row.absent}；{why}"
            lines.write(tx, books.DUTY, ActKind.ROSTER, text, at=at, about=[row, *back], person=row.absent)
            self._record(tx, ChangeKind.TAKE_BACK, row, row.stands_in, row.absent, why, at)

    def note_whereabouts(
        self,
        name: str,
        place: str,
        *,
        start: datetime,
        end: datetime | None = None,
        phone: str = "",
        deputy: str = "",
        by: Actor,
    ) -> None:
        """领导去向: where a leader is from when to when; an older note about the same time ends where this begins."""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at = self._clock.now()
            people = self._people(tx.connection, name.strip())
            row, ended = standing_in.go(tx, name, place, start, end, phone, deputy, people, at, by.name)
            text = standing_in.went(row, self._zone())
            lines.write(tx, books.DUTY, ActKind.ROSTER, text, at=at, about=[row, *ended], person=row.name)

    def end_whereabouts(self, whereabouts_id: UUID, *, seen: int, by: Actor) -> None:
        """The leader is back, or the note no longer holds."""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at = self._clock.now()
            row = standing_in.come_back(tx, whereabouts_id, seen, at)
            text = f"领导去向结束：{row.name}（{row.place}）"
            lines.write(tx, books.DUTY, ActKind.ROSTER, text, at=at, about=[row], person=row.name)

    def _record(self, tx: Tx, kind: ChangeKind, row: Substitution, was: str, now: str, why: str, at: datetime) -> None:
        """What changed about the shifts it touches; a substitution itself belongs to the other book."""
        slots = calendar(tx.connection, row.starts_at).slots(row.starts_at, row.ends_at)
        told = roster_changes.stood_in(tx, kind, slots, row.post, was, now, why, at)
        text = f"值班变动 {standing_in.post_word(row.post)}：{was} → {now}" + _because(why)
        lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=at, about=told)

    def _people(self, connection: Connection, *names: str) -> People:
        """Persons of these names, or all of them."""
        return query.people(connection, self._clock.now().astimezone(self._zone()).date(), names or None)

    def _copied(self, tx: Tx, source: date, target: date, at: datetime) -> list[RosterLine]:
        days, people = calendar(tx.connection, at), self._people(tx.connection)
        into = {plan.slot.shift: plan for plan in shift_plans.plans_of(tx.connection, days, target, target)[0]}
        made: list[RosterLine] = []
        for plan in shift_plans.plans_of(tx.connection, days, source, source)[0]:
            there = into.get(plan.slot.shift)
            for post in there.posts if there else ():
                named = [Named(line.name, line.phone, line.note) for line in plan.of(post)]
                if there and named and not there.of(post):
                    made += put_cell(tx, there.slot, post, [], named, people, "hand")
        return made


def _slot(
    connection: Connection, at: datetime, day: date, shift: str, post: str
) -> tuple[Slot, frozenset[tuple[str, str]]]:
    """The shift that was meant, and every shift and post its day has."""
    days = calendar(connection, at)
    slot = next((slot for slot in days.slots_on(day) if slot.shift == shift), None)
    if slot is None:
        raise Refused("no_such_shift", day=day.isoformat())
    if post not in posts_of(days.template_on(day)):
        raise Refused("no_such_post", post=standing_in.post_word(post))
    return slot, days.fitting(day)


def _cell(connection: Connection, day: date, shift: str, post: str) -> list[RosterLineRow]:
    return [line for line in query.lines_of_days(connection, day, day) if line.cell == (day, shift, post)]


def _because(why: str) -> str:
    return f"；原因：{why}" if why else ""


def _names(names: Sequence[str]) -> str:
    return "、".join(names) or "无人"
