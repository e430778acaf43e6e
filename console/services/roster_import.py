"""What a month sheet would do to the shift table: posts and shifts found, names known, differences told, lines put."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from console.domain.lists import shifts_of
from console.domain.log import ActKind
from console.domain.roster import LEADER, Calendar, Named, RosterLineRow, Slot, checked_named, posts_of
from console.domain.roster_changes import ChangeKind
from console.domain.roster_draft import differences
from console.domain.roster_sheet import names_in, post_of, shift_of
from console.errors import Refused
from console.services import lines
from console.services.contact_import import Source
from console.services.roster_changes import recorded
from console.services.roster_files import Month, SheetCell, SheetProblem, SheetReading, read_roster
from console.services.roster_import_swaps import Stays, swapped
from console.services.roster_lines import put_cell, retire_strays
from console.services.roster_putting import table
from console.services.roster_runs import NAME, as_they_were, run_of
from console.services.shift_plans import People
from db import books
from db.models.roster import RosterChange, RosterLine
from db.queries import roster as query
from db.store import Tx

CHUNK = 500
"""Lines of the table in one line of the audit book."""


@dataclass(frozen=True, slots=True)
class Change:
    """A post that was planned otherwise before."""

    day: date
    shift: str
    post: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RosterImport:
    """What an import did, or would do. Posts of a day are counted; ``skipped`` are rows passed over.

    ``problems`` holds what is refused and, with ``warning``, what is taken in nevertheless.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    skipped: int
    refused: int
    months: tuple[str, ...]
    problems: tuple[SheetProblem, ...]
    changed: tuple[Change, ...]
    applied: bool
    run_id: UUID | None = None
    """Names what can be undone; None where nothing changed."""


@dataclass(slots=True)
class RosterReading:
    """The file with its posts resolved: what each post of a shift shall hold, and what was not understood."""

    sheet: SheetReading
    wanted: dict[tuple[date, str, str], _Wanted] = field(default_factory=dict)
    problems: list[SheetProblem] = field(default_factory=list)
    fitting: dict[date, frozenset[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Wanted:
    slot: Slot
    named: tuple[Named, ...]
    cell: SheetCell


@dataclass(slots=True)
class RosterPlan:
    """What is to be put into the table."""

    reading: RosterReading
    puts: list[tuple[Slot, str, list[RosterLineRow], tuple[Named, ...]]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[SheetProblem] = field(default_factory=list)
    strays: list[RosterLineRow] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return sum(not found.warning for found in self.problems)


def month_of(text: str) -> Month | None:
    """``2030-08`` as year and month; Refused("bad_month")."""
    if not text.strip():
        return None
    found = re.fullmatch(r"(20\d{2})-(0[1-9]|1[0-2])", text.strip())
    if found is None:
        raise Refused("bad_month", given=text[:20])
    return int(found[1]), int(found[2])


def read(path: Path, days: Calendar, month: str, today: date, known: Iterable[str]) -> RosterReading:
    """Read the file and find post and shift of every cell by the template that holds on its day."""
    sheet = read_roster(path, today, month_of(month))
    reading, names = RosterReading(sheet, problems=list(sheet.problems)), frozenset(known)
    told: set[tuple[str, str, str]] = set()
    for cell in sheet.cells:
        for problem in _resolve(reading, cell, days, names):
            once = (cell.sheet, problem.code, str(problem.facts.get("given")))
            if problem.code not in {"unknown_post", "which_shift"} or once not in told:
                reading.problems.append(problem)
            told.add(once)
    reading.fitting = {key[0]: days.fitting(key[0]) for key in reading.wanted}
    reading.problems += _lacking(reading)
    return reading


def plan(connection: Connection, reading: RosterReading, people: People) -> RosterPlan:
    """Compare with what is planned already. A telephone the file does not name stays as it is."""
    made = RosterPlan(reading, problems=[*reading.problems, *_unknown(reading, people)])
    if not reading.wanted:
        return made
    days = [key[0] for key in reading.wanted]
    have: dict[tuple[date, str, str], list[RosterLineRow]] = {}
    for line in query.lines_of_days(connection, min(days), max(days)):
        have.setdefault(line.cell, []).append(line)
    made.strays = [line for lines_ in have.values() for line in lines_ if _is_stray(line, reading)]
    asked = {key: wanted.named for key, wanted in reading.wanted.items()}
    swaps, stay = swapped(connection, asked, [line for lines_ in have.values() for line in lines_])
    made.problems += [_stays(reading.wanted[one.post].cell, one) for one in stay]
    for key, wanted in reading.wanted.items():
        there = have.get(key, [])
        named = tuple(_kept(one, there) for one in swaps[key])
        if {line.name for line in there} == {one.name for one in named} and _same(named, there):
            made.unchanged += 1
            continue
        made.puts.append((wanted.slot, key[2], there, named))
        if there:
            before, after = "、".join(_said(one) for one in there), "、".join(_said(one) for one in named)
            made.changed.append(Change(key[0], key[1], key[2], before, after))
    return made


def apply(tx: Tx, made: RosterPlan, people: People, source: Source, at: datetime) -> UUID | None:
    """Put the lines, and tell the audit book in pieces; the id of the run, None where nothing changed."""
    days = [*(slot.day for slot, *_ in made.puts), *(line.day for line in made.strays)]
    if not days:
        return None
    was = table(tx.connection, min(days), max(days))
    before = as_they_were(tx, [line for _, _, there, _ in made.puts for line in there] + made.strays)
    put: list[RosterLine] = []
    for slot, post, there, named in made.puts:
        put += put_cell(tx, slot, post, there, named, people, "import")
    put += retire_strays(tx, made.strays, ())
    tx.flush()
    found = differences(was, table(tx.connection, min(days), max(days)))
    changed: list[RosterLine | RosterChange] = [
        *put, *recorded(tx, ChangeKind.IMPORT, found, at, source=source.name[:NAME])
    ]  # fmt: skip
    run = run_of(tx, put, before, source, len(made.puts), at)
    tx.session.add(run)
    text = f"导入值班表 {source.name}：{len(made.puts)} 个岗次"
    lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=[run])
    for start in range(0, len(changed), CHUNK):
        part = changed[start : start + CHUNK]
        text = f"值班表 {source.name}: {start + 1}–{start + len(part)} / {len(changed)}"
        lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=part)
    return run.id


def told(made: RosterPlan, *, applied: bool) -> RosterImport:
    """The report."""
    wanted = len(made.reading.wanted)
    return RosterImport(
        read=wanted + made.refused,
        added=len(made.puts) - len(made.changed),
        updated=len(made.changed),
        unchanged=made.unchanged,
        skipped=made.reading.sheet.skipped,
        refused=made.refused,
        months=tuple(sorted(made.reading.sheet.months)),
        problems=tuple(sorted(made.problems, key=_place)),
        changed=(*made.changed, *(Change(line.day, line.shift, line.post, line.name, "") for line in made.strays)),
        applied=applied,
    )


def _resolve(reading: RosterReading, cell: SheetCell, days: Calendar, known: frozenset[str]) -> list[SheetProblem]:
    template = days.template_on(cell.day)
    post = next((found for text in cell.headings if (found := post_of(text, posts_of(template)))), None)
    if post is None:
        return [_problem(cell, "unknown_post", given=" ".join(reversed(cell.headings)), template=template.get("name"))]
    slots = _slots(cell, days, post)
    if not slots:
        return [_problem(cell, "which_shift", given=" ".join(reversed(cell.headings)), template=template.get("name"))]
    named, strange = names_in(cell.text, known)
    if strange or not named:
        return [_problem(cell, "name_unreadable", given=strange or cell.text)]
    try:
        named = checked_named(_given_phones(named, cell.phones))
    except Refused as refused:
        return [_problem(cell, refused.code, given=cell.text[:80])]
    return [problem for slot in slots for problem in _want(reading, cell, slot, post, named)]


def _lacking(reading: RosterReading) -> list[SheetProblem]:
    """Posts of the template which no day of the sheet has: said once, about the whole file."""
    has = {post for _, _, post in reading.wanted}
    asked = dict.fromkeys(post for cells in reading.fitting.values() for _, post in sorted(cells))
    posts = "、".join("带班领导" if post == LEADER else post for post in asked if post not in has)
    return [SheetProblem("", 0, "", "posts_lacking", {"posts": posts}, warning=True)] if posts else []


def _want(
    reading: RosterReading, cell: SheetCell, slot: Slot, post: str, named: tuple[Named, ...]
) -> list[SheetProblem]:
    key = (cell.day, slot.shift, post)
    before = reading.wanted.get(key)
    if before is None:
        reading.wanted[key] = _Wanted(slot, named, cell)
        return []
    if (before.cell.sheet, before.cell.place) == (cell.sheet, cell.place):
        # 副班 in two columns or two rows of one day are two people on one post
        both = before.named + tuple(one for one in named if one.name not in {n.name for n in before.named})
        reading.wanted[key] = _Wanted(slot, both, before.cell)
        return []
    if {one.name for one in before.named} == {one.name for one in named}:
        return []
    return [_problem(cell, "planned_twice", day=cell.day.isoformat(), row=before.cell.row)]


def _slots(cell: SheetCell, days: Calendar, post: str) -> list[Slot]:
    """The shift the headings name, the only one there is, or for a leader named once a day every one."""
    slots = days.slots_on(cell.day)
    shifts = shifts_of(days.template_on(cell.day).get("shifts"))
    code = next((found for text in cell.headings if (found := shift_of(text, shifts))), None)
    if code is not None:
        return [slot for slot in slots if slot.shift == code]
    return slots if len(slots) == 1 or post == LEADER else []


def _given_phones(named: Sequence[Named], phones: Sequence[str]) -> list[Named]:
    """Telephones of a neighbouring column, where there is one for each name."""
    if len(phones) != len(named):
        return list(named)
    return [Named(one.name, one.phone or phone, one.note) for one, phone in zip(named, phones, strict=True)]


def _is_stray(line: RosterLineRow, reading: RosterReading) -> bool:
    """A line of a day the file plans, of a shift or post which the template has no more."""
    return line.day in reading.fitting and (line.shift, line.post) not in reading.fitting[line.day]


def _kept(one: Named, there: Sequence[RosterLineRow]) -> Named:
    line = next((line for line in there if line.name == one.name), None)
    return Named(one.name, one.phone or line.phone, one.note or line.note) if line else one


def _same(named: Sequence[Named], there: Sequence[RosterLineRow]) -> bool:
    return {(one.name, one.phone, one.note) for one in named} == {(line.name, line.phone, line.note) for line in there}


def _said(one: Named | RosterLineRow) -> str:
    return f"{one.name} {one.phone}".strip()


def _unknown(reading: RosterReading, people: People) -> list[SheetProblem]:
    """Names the contacts do not have or have twice, once each."""
    found: dict[str, SheetProblem] = {}
    for wanted in reading.wanted.values():
        for one in wanted.named:
            persons = len(people.get(one.name, ()))
            if persons != 1 and one.name not in found:
                code = "ambiguous_name" if persons else "unknown_name"
                found[one.name] = _problem(wanted.cell, code, warning=True, given=one.name, count=persons)
    return list(found.values())


def _stays(cell: SheetCell, one: Stays) -> SheetProblem:
    """A swap that was approved after the sheet was typed holds all the same, or has lost its duty: somebody is told."""
    facts = {"day": one.post[0].isoformat(), "number": one.number, "given": one.given, "name": one.name}
    return _problem(cell, "swap_lost" if one.lost else "swap_stays", warning=True, **facts)


def _place(found: SheetProblem) -> tuple[bool, str, int, str, str]:
    """Down the sheet; what is about the whole file stands last."""
    return (found.row == 0, found.sheet, found.row, found.column, found.code)


def _problem(cell: SheetCell, code: str, *, warning: bool = False, **facts: object) -> SheetProblem:
    return SheetProblem(cell.sheet, cell.row, cell.column, code, facts, warning)
