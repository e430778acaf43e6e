"""Leave as a list: each row is somebody away from when to when; what is taken in is granted already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from console import words
from console.domain.clock import YEARS
from console.domain.contact_change import Difference
from console.domain.contact_table import Finding
from console.domain.duty_people import LeaveRow, LeaveState
from console.domain.importing import SILENT, Progress
from console.domain.leave_table import TABLE, LeaveLine, read_leave
from console.domain.list_table import Compared, ListChange, ListLine, RowRefused, difference
from console.domain.people import Action
from console.domain.roster import LEADER
from console.services.leaves import LONGEST, NewLeave, answer, made_leave, touched
from console.services.list_kinds import Ground, ListKind, Written
from console.services.list_people import Finder, Known
from console.services.row_runs import Taken
from db.base import Base
from db.models.people import Person
from db.models.planning import Leave
from db.queries import duty_people as query
from db.queries import roster as roster_query
from db.store import Tx

_ALIVE = (LeaveState.ASKED.value, LeaveState.GRANTED.value)
"""States in which leave runs into further leave."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Span:
    """Leave that is there, or stands further up in the file; ``row`` None there."""

    starts_at: datetime
    ends_at: datetime
    row: LeaveRow | None = None


class LeaveList(ListKind):
    """Key: who and from when. Another end, kind or reason is a difference; any other overlap is refused."""

    table = TABLE
    action = Action.EDIT_ROSTER
    book = "请假表"
    models: ClassVar[Sequence[type[Base]]] = (Leave,)

    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        work = _Work(ground)
        rows = [one for line in lines if (one := work.read(line)) is not None]
        work.look_up(rows)
        for line, person, said in progress.over("compare", rows, len(rows)):
            work.take(line, person, said)
        return work.found

    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        wanted: NewLeave = change.wanted
        if change.known is None:
            row = written.made(made_leave(tx, wanted, written.at))
            answer(row, LeaveState.GRANTED, "", written.at, tx.by, again=False)
            return
        row = written.was(tx.session.get_one(Leave, change.known))
        row.ends_at, row.kind, row.reason = wanted.ends_at, wanted.kind, wanted.reason
        row.version += 1

    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        """Leave that was granted and began last year or later."""
        first = datetime(ground.today.year - 1, 1, 1, tzinfo=ground.zone)
        people = Finder(ground.connection).people
        for row in query.leaves(ground.connection, first, _end_of_time(ground), states=(LeaveState.GRANTED,)):
            start, end = row.starts_at.astimezone(ground.zone), row.ends_at.astimezone(ground.zone)
            known = people.get(row.person_id)
            yield {
                **(known.cells if known else {"name": row.name}), "start": _written(start, last=False),
                "end": _written(end, last=True), "kind": words.say_in("zh", f"leave.kind.{row.kind}"),
                "reason": row.reason,
            }  # fmt: skip

    def end(self, row: Base, taken: Taken, by: str) -> None:
        assert isinstance(row, Leave)
        row.state, row.decided_at, row.decided_by = LeaveState.WITHDRAWN.value, taken.at, by
        row.decision, row.version = f"撤销导入 {taken.run.file_name}", row.version + 1

    def leans(self, tx: Tx, taken: Taken) -> list[Base]:
        """Leave that would run into what was taken down since, if it were as before."""
        own = {getattr(row, "id", None) for row in taken.rows}
        found: list[Base] = []
        for row, was, _ in taken.old:
            assert isinstance(row, Leave)
            start, end = (datetime.fromisoformat(was[name]) for name in ("starts_at", "ends_at"))
            others = query.leaves(tx.connection, start, end, row.person_id, _ALIVE)
            found += [row] if any(one.id not in own for one in others) else []
        return found

    def name_of(self, tx: Tx, row: Base) -> str:
        assert isinstance(row, Leave)
        return tx.session.get_one(Person, row.person_id).name


class _Work:
    """Rows held against leave that is there and duty that stands in the table."""

    def __init__(self, ground: Ground) -> None:
        self.found = Compared()
        self._ground = ground
        self._finder = Finder(ground.connection)
        self._spans: dict[UUID, list[_Span]] = {}
        self._duties: dict[str, list[tuple[datetime, datetime]]] = {}
        self._away: dict[str, list[tuple[datetime, datetime]]] = {}

    def read(self, line: ListLine) -> tuple[ListLine, Known, LeaveLine] | None:
        try:
            said = read_leave(line, self._ground.today.year)
            person = self._finder.who(line)
        except RowRefused as refused:
            self.found.refuse(refused.found)
            return None
        start, end = (at.replace(tzinfo=self._ground.zone) for at in (said.starts_at, said.ends_at))
        if end - start > LONGEST or start.year not in YEARS or end.year not in YEARS:
            self.found.refuse(line.refused("end", "too_long", days=LONGEST.days))
            return None
        return line, person, replace(said, starts_at=start, ends_at=end)

    def look_up(self, rows: Sequence[tuple[ListLine, Known, LeaveLine]]) -> None:
        """Once for all: what these people have within the time the file speaks of."""
        if not rows:
            return
        for _, person, said in rows:
            self._away.setdefault(person.name, []).append((said.starts_at, said.ends_at))
        first = min(said.starts_at for _, _, said in rows)
        last = max(said.ends_at for _, _, said in rows)
        for row in query.leaves(self._ground.connection, first, last, states=_ALIVE):
            self._spans.setdefault(row.person_id, []).append(_Span(row.starts_at, row.ends_at, row))
        days = (first - _DAY).date(), last.date()
        for one in roster_query.lines_of_days(self._ground.connection, *days):
            self._duties.setdefault(one.name, []).append((one.starts_at, one.ends_at))

    def take(self, line: ListLine, person: Known, said: LeaveLine) -> None:
        spans = self._spans.setdefault(person.id, [])
        there = [one for one in spans if one.starts_at < said.ends_at and said.starts_at < one.ends_at]
        known = next((one.row for one in there if one.row is not None and one.starts_at == said.starts_at), None)
        if any(one.row is None and (one.starts_at, one.ends_at) == (said.starts_at, said.ends_at) for one in there):
            self.found.unchanged += 1
            return
        others = [one for one in there if one.row is not known or known is None]
        decided = known is None or known.state == LeaveState.GRANTED
        change = self._change(line, person, said, known)
        if others or (not decided and change.differences):
            clash = (others or there)[0].starts_at.astimezone(self._ground.zone)
            self.found.refuse(line.refused("start", "overlaps", name=person.name, start=f"{clash:%m-%d %H:%M}"))
            return
        self.found.take(change)
        spans.append(_Span(said.starts_at, said.ends_at))
        if known is None or change.differences:
            self.found.findings += self._touched(line, person, said)

    def _change(self, line: ListLine, person: Known, said: LeaveLine, known: LeaveRow | None) -> ListChange:
        """What the file has no column for stays as it is."""
        kind, reason = said.kind.value, said.reason
        if known is not None:
            kind = kind if "kind" in line.cells else known.kind
            reason = reason if {"kind", "reason"} & line.cells.keys() else known.reason
        wanted = NewLeave(person.id, kind, said.starts_at, said.ends_at, reason)
        differences: tuple[Difference, ...] = ()
        if known is not None:
            was, now = (at.astimezone(self._ground.zone) for at in (known.ends_at, said.ends_at))
            differences = difference("end", _written(was, last=True), _written(now, last=True))
            differences += difference("kind", _kind(known.kind), _kind(kind))
            differences += difference("reason", known.reason, reason)
        return ListChange(line, person.name, wanted, differences, known.id if known is not None else None)

    def _touched(self, line: ListLine, person: Known, said: LeaveLine) -> list[Finding]:
        """Duties that fall into the leave: somebody else must stand them."""
        if not _meets(self._duties.get(person.name, ()), said.starts_at, said.ends_at):
            return []
        ground, made = self._ground, list[Finding]()
        for one in touched(ground.connection, person.id, said.starts_at, said.ends_at, ground.now):
            post = words.say_in("zh", "post.leader") if one.line.post == LEADER else one.line.post
            facts = {"name": person.name, "day": one.line.day.isoformat(), "post": post}
            span = one.line.starts_at, one.line.ends_at
            names = "、".join(name for name in one.could if not _meets(self._away.get(name, ()), *span))
            made.append(line.warned("start", "on_duty" if names else "on_duty_nobody", **facts, names=names))
        return made


def _meets(spans: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime) -> bool:
    return any(first < end and start < last for first, last in spans)


def _kind(code: str) -> str:
    return words.say_in("zh", f"leave.kind.{code}")


def _written(at: datetime, *, last: bool) -> str:
    """A day as lists write it, the last one included; with its time where it is no whole one."""
    if at.hour or at.minute:
        return f"{at:%Y-%m-%d %H:%M}"
    return f"{at - _DAY if last else at:%Y-%m-%d}"


def _end_of_time(ground: Ground) -> datetime:
    return datetime(max(YEARS), 12, 31, tzinfo=ground.zone)
