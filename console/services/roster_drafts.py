"""Rosters before they hold: begun by rotation, by the solver or by hand, edited seat by seat, checked, published."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.plan_text import collisions_of, collisions_text, lines_text, rules_text
from console.domain.planning import Assignment, Collision, DayKind, Finding, Method, Roster, Task
from console.domain.planning_run import PlanningRun
from console.domain.realm import Realm
from console.domain.roster_changes import ChangeKind
from console.domain.roster_check import check
from console.domain.roster_draft import (
    Candidate,
    Cell,
    Difference,
    Draft,
    PlanRow,
    Soft,
    base_text,
    begins,
    cells_of,
    differences,
    edited,
    soft_findings,
)
from console.domain.roster_merge import as_stood, beyond, caught_up, in_force, stood_by
from console.domain.swaps import Key, SwapRow, SwapState, Who, follow, same
from console.domain.text import checked_text
from console.errors import Refused
from console.services import holidays, lines, planner_ground
from console.services.holiday_names import day_names
from console.services.planner import SERIES, PlannerService
from console.services.roster_changes import recorded
from console.services.roster_lines import retire_strays
from console.services.roster_putting import Post, put, table
from console.services.shift_plans import calendar
from console.services.standing_in import post_word
from db import books, numbers
from db.models.planning import RosterPlan
from db.models.roster import RosterLine
from db.queries import duty_people
from db.queries import roster as roster_query
from db.queries import roster_changes as query_changes
from db.queries import roster_plans as query
from db.store import Store, Tx

_WHY = 500
_TOLD = 3
"""Differences named in a refusal; the screen shows them all."""

Shifts = set[tuple[date, str]]
"""Shifts by day and code."""


@dataclass(frozen=True, slots=True)
class PlanLook:
    """A plan with everything its page shows: ``changes`` is what publishing it would change in the table, ``stale``
    what changed there since it was begun, ``candidates`` who may be put on a seat."""

    row: PlanRow
    draft: Draft
    task: Task
    assignments: tuple[Assignment, ...]
    findings: tuple[Finding, ...]
    soft: tuple[Soft, ...]
    collisions: tuple[Collision, ...]
    candidates: tuple[Candidate, ...]
    changes: tuple[Difference, ...]
    stale: tuple[Difference, ...]
    missing_years: tuple[int, ...]
    staff_guessed: bool
    day_names: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: posts that changed hands, and swaps whose duty is not in the table any more."""

    row: PlanRow
    changed: tuple[Difference, ...]
    lost: tuple[SwapRow, ...]


class RosterDrafts:
    """Use cases of drafts. Days of a plan are days of duty, both included."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], planner: PlannerService
    ) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._planner = planner

    def begin(
        self, first: date, last: date, method: Method, *, seed: int = 0, run: PlanningRun | None = None, by: Actor
    ) -> PlanRow:
        """A draft over the table as it stands; nothing is published. ``hand`` begins with what is planned already.

        Slow with the solver. Refuses bad_period, staff_missing, planning_stopped.
        """
        self._store.require(by, Action.EDIT_ROSTER)
        with self._store.reading() as connection:
            base = table(connection, first, last) if first <= last else ()
        task, made = self._proposed(first, last, method, seed, run)
        draft = Draft(_cells(task, base, made), base)
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            at = self._clock.now()
            number = numbers.take(tx, SERIES, at.astimezone(self._zone()).year, self._realm)
            row = RosterPlan(
                id=uuid4(), number=number, from_day=first, to_day=last, method=method.value, seed=seed, state="draft",
                lines=edited(lines_text(_assignments(task, draft.cells)), draft.cells),
                rules=_with_base(rules_text(task.rules, task.weights), base),
                findings=collisions_text(made.collisions if made else ()), made_at=at, made_by=tx.by.name,
                published_at=None, published_by="", version=1,
            )  # fmt: skip
            tx.session.add(row)
            self._line(tx, f"排班草稿 {number}：{first} 至 {last}", row)
            made_id = row.id
        return self.one(made_id)

    def put(self, plan_id: UUID, given: Mapping[Key, UUID | str | None], *, seen: int, by: Actor) -> PlanRow:
        """Others stand these seats of a draft, or nobody; all or none.

        A name stands for somebody the contacts do not have, as the draft or the table it was made over has it.
        Refuses no_such_row, plan_published, changed_meanwhile, no_such_post, no_such_person, shift_begun.
        """
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            row = _load(tx, plan_id, seen)
            draft = _draft(row.lines, row.rules)
            strange = {*given} - {cell.key for cell in draft.cells}
            if strange:
                raise Refused("no_such_post", post=post_word(min(strange)[2]))
            _require_to_come(row.lines, given, self._clock.now())
            known: dict[UUID | str, Who] = {cell.name: cell.who for cell in (*draft.base, *draft.cells)}
            ids = [one for one in given.values() if isinstance(one, UUID)]
            known |= {one: (one, name) for one, name in duty_people.person_names(tx.connection, ids).items()}
            if any(one is not None and one not in known for one in given.values()):
                raise Refused("no_such_person")
            seats: dict[Key, Who] = {key: known[one] if one else (None, "") for key, one in given.items()}
            row.lines, row.version = edited(row.lines, draft.with_cells(seats).cells), row.version + 1
            self._line(tx, f"排班草稿 {row.number} 改 {len(given)} 格", row)
        return self.one(plan_id)

    def catch_up(self, plan_id: UUID, *, seen: int, by: Actor) -> PlanRow:
        """The draft over the table as it stands now; what was changed in the draft stays."""
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            row = _load(tx, plan_id, seen)
            draft, now = _draft(row.lines, row.rules), table(tx.connection, row.from_day, row.to_day)
            draft = Draft(caught_up(draft.cells, draft.base, now), now)
            row.lines, row.rules = edited(row.lines, draft.cells), _with_base(row.rules, draft.base)
            row.version += 1
            self._line(tx, f"排班草稿 {row.number} 按现行值班表更新", row)
        return self.one(plan_id)

    def give_up(self, plan_id: UUID, *, seen: int, by: Actor) -> None:
        """The draft is wanted no more; it stays in the books."""
        with self._store.writing(by=by, action=Action.EDIT_ROSTER) as tx:
            row = _load(tx, plan_id, seen)
            row.state, row.version = "given_up", row.version + 1
            self._line(tx, f"排班草稿 {row.number} 作废", row)

    def one(self, plan_id: UUID) -> PlanRow:
        """One plan; refuses no_such_row."""
        with self._store.reading() as connection:
            return _plan_row(_found(connection, plan_id))

    def listed(self, first: date, last: date) -> list[PlanRow]:
        """Drafts and published plans that share a day with a span, the newest first."""
        with self._store.reading() as connection:
            return [_plan_row(row) for row in query.plans(connection, first, last)]

    def look(self, plan_id: UUID) -> PlanLook:
        """A plan checked against everything that is known now."""
        with self._store.reading() as connection:
            found = _found(connection, plan_id)
            row, draft = _plan_row(found), _draft(found["lines"], found["rules"])
            there = planner_ground.ground(connection, self._clock.now(), row.from_day, row.to_day)
            now = table(connection, row.from_day, row.to_day)
            candidates = query.candidates(connection, {one.person_id: one.posts for one in there.task.staff})
            names = day_names(connection, sorted({seat.slot.day for seat in there.task.seats}))
        coming = self._coming(there.task)
        draft = replace(draft, cells=as_stood(draft.cells, now, coming) if row.state == "draft" else draft.cells)
        assignments = _assignments(there.task, draft.cells, now)
        changes = differences(now, (*draft.cells, *beyond(draft.cells, now)))
        return PlanLook(
            row, draft, there.task, assignments, tuple(_found_in(row, check(there.task, assignments), coming)),
            tuple(soft_findings(there.task, assignments)), collisions_of(found["findings"]), tuple(candidates),
            tuple(_of(changes, coming)), tuple(_of(differences(draft.base, now), coming)), there.missing_years,
            there.staff_guessed, names,
        )  # fmt: skip

    def days(self, first: date, last: date) -> tuple[Mapping[date, DayKind], Mapping[date, str]]:
        """What these days count as, and what those are called that are out of the ordinary."""
        asked = [first + timedelta(days=at) for at in range((last - first).days + 1)]
        with self._store.reading() as connection:
            return holidays.days(connection, asked).kinds, day_names(connection, asked)

    def candidates(self, first: date, last: date) -> tuple[Candidate, ...]:
        """Who may be put on seats of these days."""
        with self._store.reading() as connection:
            staff = planner_ground.ground(connection, self._clock.now(), first, last).task.staff
            return tuple(query.candidates(connection, {one.person_id: one.posts for one in staff}))

    def publish(self, plan_id: UUID, *, why: str = "", despite: str = "", seen: int, by: Actor) -> Published:
        """The shift table becomes the draft; shifts that have begun stay, approved swaps follow their shift.

        ``why`` is asked for where it changes what was published, ``despite`` where hard rules are broken. Refuses
        plan_stale (with what differs), plan_broken, plan_why_missing, and as ``put``.
        """
        why, despite = _words(why), _words(despite)
        with self._store.writing(by=by, action=Action.DECIDE_ROSTER) as tx:
            at, row = self._clock.now(), _load(tx, plan_id, seen)
            task = planner_ground.ground(tx.connection, at, row.from_day, row.to_day).task
            draft, now = _draft(row.lines, row.rules), table(tx.connection, row.from_day, row.to_day)
            coming = self._coming(task)
            _require_fresh(_of(differences(draft.base, now), coming))
            swaps = in_force(query.swaps(tx.connection, row.from_day, row.to_day, (SwapState.APPROVED,)), now)
            cells, lost = _followed(as_stood(draft.cells, now, coming), swaps, coming)
            _require_sound(task, cells, now, coming, despite)
            full = (*cells, *beyond(cells, now))
            changed = _of(differences(now, full), coming)
            again = query_changes.published_days(tx.connection, row.from_day, row.to_day)
            if not why and any(one.was and one.day in again for one in changed):
                raise Refused("plan_why_missing")
            about = _put(tx, changed, full, swaps, self._zone(), at)
            told = recorded(tx, ChangeKind.PUBLISH, changed, at, why=why or despite, source=row.number)
            row.state, row.published_at, row.published_by = "published", at, tx.by.name
            row.lines, row.rules = edited(row.lines, cells), _with_base(row.rules, now)
            row.version += 1
            said = "；".join([f"{row.from_day} 至 {row.to_day}，改 {len(changed)} 岗", *filter(None, (why, despite))])
            text = f"发布值班表 {row.number}：{said}"
            lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=at, about=[row, *about, *told])
        return Published(self.one(plan_id), tuple(changed), lost)

    def _proposed(
        self, first: date, last: date, method: Method, seed: int, run: PlanningRun | None
    ) -> tuple[Task, Roster | None]:
        """What it is planned from, and the roster where a planner makes one."""
        if method is Method.HAND:
            return self._planner.ground(first, last).task, None
        if not self._planner.ground(first, last).task.staff:
            raise Refused("staff_missing")
        proposal = self._planner.propose(first, last, method, seed, begun=self._clock.now(), run=run)
        return proposal.task, proposal.roster

    def _coming(self, task: Task) -> Shifts:
        """Shifts that have not begun."""
        now = self._clock.now()
        return {seat.slot.key for seat in task.seats if seat.slot.starts_at > now}

    def _line(self, tx: Tx, text: str, about: RosterPlan) -> None:
        lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=self._clock.now(), about=[about])


def _load(tx: Tx, plan_id: UUID, seen: int) -> RosterPlan:
    row = tx.session.get(RosterPlan, plan_id)
    if row is None or row.state == "given_up":
        raise Refused("no_such_row")
    if row.state != "draft":
        raise Refused("plan_published", number=row.number)
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.number)
    return row


def _found(connection: Connection, plan_id: UUID) -> Mapping[str, Any]:
    found = query.plan(connection, plan_id)
    if found is None:
        raise Refused("no_such_row")
    return found


def _plan_row(row: Mapping[str, Any]) -> PlanRow:
    return PlanRow(**{name: row[name] for name in PlanRow.__slots__})


def _draft(lines_: str, rules: str) -> Draft:
    return Draft(cells_of(lines_), cells_of(json.dumps(json.loads(rules).get("base", []))))


def _with_base(rules: str, base: Sequence[Cell]) -> str:
    """The rules a draft was made under, and beside them the table it was made over."""
    return json.dumps({**json.loads(rules), "base": json.loads(base_text(base))}, ensure_ascii=False)


def _cells(task: Task, base: Sequence[Cell], made: Roster | None) -> tuple[Cell, ...]:
    """The seats with whom the planner put there, or whoever stands there by the table.

    A line that is kept is the table's own: whoever stands in for it is no change of the plan.
    """
    there = {cell.key: cell.who for cell in base}
    for one in made.assignments if made is not None else ():
        if not one.kept or one.seat.key not in there:
            there[one.seat.key] = (one.person_id, one.name)
    return tuple(Cell(*seat.key, *there.get(seat.key, (None, ""))) for seat in task.seats)


def _assignments(task: Task, cells: Sequence[Cell], now: Sequence[Cell] = ()) -> tuple[Assignment, ...]:
    """Who stands each seat; a name without its id is whoever of the staff has that name, else a person of its own.

    ``now`` is the table: where a cell is as it is there, whoever stands in for the whole shift is meant.
    """
    who, was = {cell.key: cell.who for cell in cells}, {cell.key: cell.name for cell in now}
    known = {one.name: one.person_id for one in task.staff}
    made = []
    for seat in task.seats:
        person_id, name = who.get(seat.key, (None, ""))
        unknown = uuid5(NAMESPACE_OID, name) if name else None
        one = Assignment(seat, person_id or known.get(name) or unknown, name)
        made.append(stood_by(task, one, was.get(seat.key, "")))
    return tuple(made)


def _found_in(row: PlanRow, found: Sequence[Finding], coming: Shifts) -> list[Finding]:
    """What a draft can still mend; of a published plan everything."""
    return [one for one in found if row.state != "draft" or one.seat.slot.key in coming]


def _require_to_come(text: str, given: Collection[Key], now: datetime) -> None:
    """A shift that has begun is not planned any more."""
    begun = [cell.day for cell, starts in begins(text) if cell.key in given and starts <= now]
    if begun:
        raise Refused("shift_begun", day=f"{min(begun):%m-%d}")


def _of(found: Sequence[Difference], coming: Shifts) -> list[Difference]:
    return [one for one in found if (one.day, one.shift) in coming]


def _require_fresh(stale: Sequence[Difference]) -> None:
    if stale:
        named = [f"{one.day:%m-%d} {post_word(one.post)}：{_names(one.was)}→{_names(one.now)}" for one in stale]
        raise Refused("plan_stale", count=len(stale), told="；".join(named[:_TOLD]))


def _require_sound(task: Task, cells: Sequence[Cell], now: Sequence[Cell], coming: Shifts, despite: str) -> None:
    """No hard rule is broken in shifts to come, or somebody says why it is published all the same."""
    found = [one for one in check(task, _assignments(task, cells, now)) if one.seat.slot.key in coming]
    if found and not despite:
        raise Refused("plan_broken", count=len(found))


def _followed(
    cells: Sequence[Cell], swaps: Sequence[SwapRow], coming: Shifts
) -> tuple[tuple[Cell, ...], tuple[SwapRow, ...]]:
    """The cells with approved swaps of shifts to come put on them, and the swaps that are lost."""
    seats = {cell.key: cell.who for cell in cells if cell.key[:2] in coming}
    followed = follow(seats, swaps)
    made = (Cell(*cell.key, *followed.seats.get(cell.key, cell.who)) for cell in cells)
    return tuple(made), followed.lost


def _put(
    tx: Tx, changed: Sequence[Difference], cells: Sequence[Cell], swaps: Sequence[SwapRow], zone: ZoneInfo, at: datetime
) -> list[RosterLine]:
    """Write what changed into the table; the days' lines that no template has any more end with it."""
    days = calendar(tx.connection, at, zone)
    posts: dict[Post, list[Who]] = {(one.day, one.shift, one.post): [] for one in changed}
    notes: dict[Key, str] = {}
    for cell in cells:
        post = cell.key[:3]
        if cell.name and post in posts:
            posts[post].append(cell.who)
            notes[*post, len(posts[post])] = _swap_note(cell, swaps)
    about = put(tx, days, posts, notes, "plan", at.astimezone(zone).date())
    tx.flush()
    for day in {one.day for one in changed}:
        there = [line for line in roster_query.lines_of_days(tx.connection, day, day) if line.starts_at > at]
        about += retire_strays(tx, there, days.fitting(day))
    return list({row.id: row for row in about}.values())


def _swap_note(cell: Cell, swaps: Sequence[SwapRow]) -> str:
    found = [
        row for row in swaps for leg in row.legs if (leg.day, leg.shift) == cell.key[:2] and same(leg.takes, cell.who)
    ]
    return f"换班 {found[-1].number}" if found else ""


def _names(names: Sequence[str]) -> str:
    return "、".join(names) or "无人"


def _words(text: str) -> str:
    return checked_text(text, limit=_WHY).strip() if text.strip() else ""
