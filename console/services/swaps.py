"""换班: asked for, accepted by the other one, approved; or ordered by whoever decides, for somebody absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.approvals import SubjectKind
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor, may
from console.domain.planning import Assignment, Finding, Rule
from console.domain.realm import Realm
from console.domain.roster import RosterLineRow
from console.domain.roster_changes import ChangeKind
from console.domain.roster_check import check
from console.domain.roster_draft import Cell, differences
from console.domain.swaps import Key, Leg, SwapRow, SwapState, Who, moves
from console.domain.text import checked_text
from console.errors import Refused
from console.services import approvals, lines
from console.services.approvals import Asked, Written
from console.services.planner_ground import ground, within
from console.services.roster_changes import recorded
from console.services.roster_putting import put, seated, table
from console.services.settings import current
from console.services.shift_plans import calendar
from console.services.standing_in import post_word
from db import books, numbers
from db.base import Base
from db.models.planning import RosterSwap
from db.models.reporting import Approval
from db.models.roster import RosterChange, RosterLine
from db.queries import duty_people
from db.queries import roster as roster_query
from db.queries import roster_plans as query
from db.store import Store, Tx

_REASON = 500
_OPEN = (SwapState.ASKED, SwapState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of the table: day, shift and post."""

    day: date
    shift: str
    post: str


@dataclass(frozen=True, slots=True)
class NewSwap:
    """What is asked: whose duty goes to whom, the duty that is given back for it, and why."""

    duty: Duty
    person_id: UUID
    other_id: UUID
    reason: str
    back: Duty | None = None


class SwapsService:
    """Use cases of swaps. A swap changes the table when it is approved, never before."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def ask(self, wanted: NewSwap, *, by: Actor) -> SwapRow:
        """Somebody asks, or whoever plans takes it down for them.

        Refuses not_yours, text_empty, no_such_person, swap_same, swap_gone, swap_begun, swap_open.
        """
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            row = self._made(tx, wanted)
            found = _one(tx.connection, row.id)
            _require_own(tx, found.name)
            self._line(tx, f"换班申请 {row.number}：{_told(found)}；{row.reason}", [row])
        return self.one(row.id)

    def accept(self, swap_id: UUID, approver: str, *, seen: int, by: Actor) -> SwapRow:
        """The other one agrees, in person or as whoever plans heard; from now on it waits for ``approver``.

        Refuses not_yours, swap_breaks, swap_ended, changed_meanwhile and as ``approvals.ask``.
        """
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at, row = self._clock.now(), _load(tx, swap_id, seen, {SwapState.ASKED})
            found = _one(tx.connection, swap_id)
            _require_own(tx, found.other)
            _require_heard(tx, found, at)
            self._require_possible(tx.connection, found, at)
            row.state, row.accepted_at, row.accepted_by = SwapState.ACCEPTED.value, at, tx.by.name
            row.version += 1
            tx.flush()
            text = f"{_told(found)}；{row.reason}"
            asked = Asked(SubjectKind.SWAP, row.id, row.number, f"换班 {found.name}→{found.other}", text, approver)
            waiting = approvals.ask(tx, asked, at)
            # an approval belongs to the duty book, a swap to the other one: each act carries its own rows
            self._line(tx, f"换班 {row.number} {found.other} 同意，报 {waiting.of_name} 批准", [row])
            lines.write(tx, books.DUTY, ActKind.APPROVAL, f"换班 {row.number} 请批：{text}", at=at, about=[waiting])
        return self.one(swap_id)

    def decline(self, swap_id: UUID, reason: str, *, seen: int, by: Actor) -> SwapRow:
        """The other one does not agree; refuses reason_missing and as ``accept``."""
        reason = _reason(reason)
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            row = _load(tx, swap_id, seen, {SwapState.ASKED})
            found = _one(tx.connection, swap_id)
            _require_own(tx, found.other)
            self._end(tx, row, SwapState.REFUSED, reason)
        return self.one(swap_id)

    def withdraw(self, swap_id: UUID, *, seen: int, by: Actor) -> SwapRow:
        """Whoever asked takes it back while it is not decided; what waits for approval waits no longer."""
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at, row = self._clock.now(), _load(tx, swap_id, seen, set(_OPEN))
            found = _one(tx.connection, swap_id)
            if tx.by.name != row.asked_by:
                _require_own(tx, found.name)
            waiting = approvals.withdraw(tx, swap_id, at)
            self._end(tx, row, SwapState.WITHDRAWN, "")
            if waiting is not None:
                text = f"换班 {row.number} 撤回请批"
                lines.write(tx, books.DUTY, ActKind.APPROVAL, text, at=at, about=[waiting])
        return self.one(swap_id)

    def order(self, wanted: NewSwap, *, by: Actor) -> SwapRow:
        """Whoever decides on rosters swaps for somebody absent, at once; refuses as ``ask``, swap_breaks, own_swap."""
        with self._store.writing(by=by, action=Action.DECIDE_ROSTER) as tx:
            at, row = self._clock.now(), self._made(tx, wanted)
            found = _one(tx.connection, row.id)
            _require_others(tx, found, at)
            self._require_possible(tx.connection, found, at)
            changed = self._apply(tx, row, at, tx.by.name, "")
            self._line(tx, f"指定换班 {row.number}：{_told(found)}；{row.reason}", [row, *changed])
        return self.one(row.id)

    # reads

    def one(self, swap_id: UUID) -> SwapRow:
        """One swap; refuses no_such_row."""
        with self._store.reading() as connection:
            return _one(connection, swap_id)

    def listed(self, first: date, last: date) -> list[SwapRow]:
        """Swaps about these days, in the order they were asked for."""
        with self._store.reading() as connection:
            return query.swaps(connection, first, last)

    def waiting(self) -> list[SwapRow]:
        """What nobody has decided yet."""
        with self._store.reading() as connection:
            return query.open_swaps(connection)

    def findings(self, swap_id: UUID) -> list[Finding]:
        """Hard rules that would be broken by it, beside those that are broken already."""
        with self._store.reading() as connection:
            row = _one(connection, swap_id)
            return _findings(connection, row, self._clock.now())

    # what 待我审批 tells

    def approved(self, tx: Tx, approval: Approval, at: datetime) -> Iterable[Base]:
        """It holds from now on; refuses swap_ended, swap_gone, swap_begun, swap_breaks."""
        row = _load(tx, approval.subject_id, None, {SwapState.ACCEPTED})
        found = _one(tx.connection, row.id)
        self._require_possible(tx.connection, found, at)
        changed = self._apply(tx, row, at, approval.decided_by, approval.words)
        self._line(tx, f"换班 {row.number} 批准：{_told(found)}", [row, *changed])
        return ()

    def returned(self, tx: Tx, approval: Approval, _at: datetime) -> Iterable[Base]:
        """It is not wanted."""
        row = _load(tx, approval.subject_id, None, {SwapState.ACCEPTED})
        self._end(tx, row, SwapState.REFUSED, approval.words, by=approval.decided_by)
        return ()

    def written(self, tx: Tx, approval: Approval) -> Written:
        """When it was asked for and by whom; nobody approves a swap of his own duty."""
        row = tx.session.get_one(RosterSwap, approval.subject_id)
        names = duty_people.person_names(tx.connection, [row.person_id, row.other_id])
        return Written(row.asked_at, ((None, row.asked_by), *((None, name) for name in names.values())))

    def _made(self, tx: Tx, wanted: NewSwap) -> RosterSwap:
        reason, at = _reason(wanted.reason), self._clock.now()
        if wanted.person_id == wanted.other_id:
            raise Refused("swap_same")
        names = duty_people.person_names(tx.connection, [wanted.person_id, wanted.other_id])
        if len(names) != 2:
            raise Refused("no_such_person")
        line = _line_of(tx.connection, wanted.duty, (wanted.person_id, names[wanted.person_id]), at)
        back, other = wanted.back, (wanted.other_id, names[wanted.other_id])
        if back is not None:
            _line_of(tx.connection, back, other, at)
        _require_none_open(tx.connection, wanted)
        row = RosterSwap(
            id=uuid4(), number=numbers.take(tx, "HB", at.astimezone(self._zone()).year, self._realm),
            day=wanted.duty.day, template=line.template, shift=wanted.duty.shift, post=wanted.duty.post,
            person_id=wanted.person_id, other_id=wanted.other_id, back_day=back.day if back else None,
            back_shift=back.shift if back else "", back_post=back.post if back else "", reason=reason,
            state=SwapState.ASKED.value, asked_at=at, asked_by=tx.by.name, accepted_at=None, accepted_by="",
            decided_at=None, decided_by="", decision="", version=1,
        )  # fmt: skip
        tx.session.add(row)
        tx.flush()
        return row

    def _require_possible(self, connection: Connection, row: SwapRow, at: datetime) -> None:
        """The duties are still there and have not begun, and nobody breaks a rule by it."""
        for leg in row.legs:
            _line_of(connection, Duty(leg.day, leg.shift, leg.post), leg.gives, at)
        found = _findings(connection, row, at)
        if found:
            first = found[0]
            raise Refused("swap_breaks", name=first.name, day=f"{first.seat.slot.day:%m-%d}", count=len(found))

    def _apply(
        self, tx: Tx, row: RosterSwap, at: datetime, by_name: str, words: str
    ) -> list[RosterLine | RosterChange]:
        """Other people stand the duties from now on; each line that ends and begins belongs to the act."""
        swap = _one(tx.connection, row.id)
        there = _table(tx.connection, swap.legs)
        seats = {cell.key: cell.who for cell, _ in there}
        moved = moves(seats, swap.legs)
        if moved is None:
            raise Refused("swap_gone", name=swap.name, day=f"{swap.day:%m-%d}")
        row.state, row.decided_at, row.decided_by, row.decision = SwapState.APPROVED.value, at, by_name, words
        row.version += 1
        after = {**seats, **moved}
        posts = {key[:3]: _stood(after, key[:3]) for key in moved}
        notes = dict.fromkeys(moved, f"换班 {row.number}")
        zone = self._zone()
        days = sorted({post[0] for post in posts})
        was = table(tx.connection, days[0], days[-1])
        changed = put(tx, calendar(tx.connection, at, zone), posts, notes, "plan", at.astimezone(zone).date())
        tx.flush()
        found = differences(was, table(tx.connection, days[0], days[-1]))
        return [*changed, *recorded(tx, ChangeKind.SWAP, found, at, why=row.reason, source=row.number)]

    def _end(self, tx: Tx, row: RosterSwap, state: SwapState, words: str, *, by: str = "") -> None:
        row.state, row.decided_at, row.decision = state.value, self._clock.now(), words
        row.decided_by, row.version = by or tx.by.name, row.version + 1
        verb = "撤回" if state is SwapState.WITHDRAWN else "不同意"
        self._line(tx, f"换班 {row.number} {verb}" + (f"：{words}" if words else ""), [row])

    def _line(self, tx: Tx, text: str, about: Sequence[Base]) -> None:
        lines.write(tx, books.AUDIT, ActKind.ROSTER, text, at=self._clock.now(), about=about)


def _one(connection: Connection, swap_id: UUID) -> SwapRow:
    row = query.swap(connection, swap_id)
    if row is None:
        raise Refused("no_such_row")
    return row


def _load(tx: Tx, swap_id: UUID, seen: int | None, states: set[SwapState]) -> RosterSwap:
    row = tx.session.get(RosterSwap, swap_id)
    if row is None:
        raise Refused("no_such_row")
    if row.state not in states:
        raise Refused("swap_ended", number=row.number)
    if seen is not None and row.version != seen:
        raise Refused("changed_meanwhile", number=row.number)
    return row


def _line_of(connection: Connection, duty: Duty, who: Who, at: datetime) -> RosterLineRow:
    """The line of that duty; refuses swap_gone, swap_begun."""
    for line in roster_query.lines_of_days(connection, duty.day, duty.day):
        if line.cell == (duty.day, duty.shift, duty.post) and _is(line, who):
            if line.starts_at <= at:
                raise Refused("swap_begun", name=who[1], day=f"{duty.day:%m-%d}")
            return line
    raise Refused("swap_gone", name=who[1], day=f"{duty.day:%m-%d}")


def _is(line: RosterLineRow, who: Who) -> bool:
    return line.person_id == who[0] if line.person_id and who[0] else line.name == who[1]


def _require_none_open(connection: Connection, wanted: NewSwap) -> None:
    """One duty is asked for by one swap at a time."""
    asked = {one for one in (wanted.duty, wanted.back) if one is not None}
    for row in query.open_swaps(connection):
        if any(Duty(leg.day, leg.shift, leg.post) in asked for leg in row.legs):
            raise Refused("swap_open", number=row.number)


def _require_own(tx: Tx, name: str) -> None:
    """Whose word it is, or somebody who plans rosters or decides on them and has heard it."""
    if tx.by.name != name and not may(tx.by, Action.EDIT_ROSTER) and not may(tx.by, Action.DECIDE_ROSTER):
        raise Refused("not_yours", name=name)


def _require_heard(tx: Tx, row: SwapRow, at: datetime) -> None:
    """Whoever gives the duty does not say yes for the one who is to take it, though he plans the roster."""
    if tx.by.name == row.name and current(tx.connection, "report.own_approval", at) != "yes":
        raise Refused("not_yours", name=row.other)


def _require_others(tx: Tx, row: SwapRow, at: datetime) -> None:
    """Nobody orders his own duty away, unless the county lets people approve what is theirs."""
    gives = {leg.gives[1] for leg in row.legs}
    if tx.by.name in gives and current(tx.connection, "report.own_approval", at) != "yes":
        raise Refused("own_swap", name=tx.by.name)


def _table(connection: Connection, legs: Sequence[Leg]) -> list[tuple[Cell, RosterLineRow]]:
    days = sorted({leg.day for leg in legs})
    return [pair for day in days for pair in seated(roster_query.lines_of_days(connection, day, day))]


def _findings(connection: Connection, row: SwapRow, at: datetime) -> list[Finding]:
    """What the checker finds with the duties moved and does not find without; nobody listed: anybody may stand.

    What moves is the plan: whoever stands in for a duty that changes hands does not stand it any more.
    """
    days = sorted({leg.day for leg in row.legs})
    there = ground(connection, at, days[0], days[-1])
    lines = within(there.task, days[0], days[-1])
    task = replace(there.task, seats=(), around=tuple(one for one in there.task.around if one not in lines))
    moved = moves({cell.key: cell.who for cell, _ in _table(connection, row.legs)}, row.legs)
    if moved is None:
        raise Refused("swap_gone", name=row.name, day=f"{row.day:%m-%d}")
    after = [_moved(one, moved.get(one.seat.key)) for one in lines]
    before = check(task, lines)
    new = [one for one in check(task, after) if one not in before]
    return new if not there.staff_guessed else [one for one in new if one.rule not in {Rule.POST, Rule.TIME}]


def _moved(one: Assignment, who: Who | None) -> Assignment:
    return one if who is None else Assignment(one.seat, who[0], who[1])


def _stood(seats: dict[Key, Who], post: tuple[date, str, str]) -> list[Who]:
    return [who for key, who in sorted(seats.items(), key=lambda pair: pair[0]) if key[:3] == post]


def _told(row: SwapRow) -> str:
    said = f"{row.day} {post_word(row.post)} {row.name}→{row.other}"
    return f"{said}，{row.back_day} {post_word(row.back_post)} {row.other}→{row.name}" if row.back_day else said


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused("reason_missing")
    return checked_text(text, limit=_REASON).strip()
