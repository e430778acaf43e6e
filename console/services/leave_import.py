"""Takes in a list of leave, xlsx or CSV: each row is somebody of the contact book, away from when to when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.domain.clock import YEARS, Clock
from console.domain.contact_cells import folded
from console.domain.contact_table import Finding
from console.domain.duty_people import LeaveState
from console.domain.leave_table import LeaveLine, LeaveReading, read_leave_sheet
from console.domain.people import Action, Actor
from console.services.leaves import LONGEST, LeavesService, NewLeave
from console.services.workbooks import read_book
from db.models.people import Person
from db.queries import contact_book
from db.store import Store

_STANDS = {LeaveState.ASKED.value, LeaveState.GRANTED.value}
"""States in which leave runs into further leave."""


@dataclass(frozen=True, slots=True)
class LeaveImported:
    """What an import did, or would do. ``unchanged`` rows say what the store says already."""

    read: int
    added: int
    unchanged: int
    skipped: int
    refused: int
    problems: tuple[Finding, ...]
    applied: bool


@dataclass(frozen=True, slots=True)
class _Known:
    id: UUID
    name: str
    staff_number: str
    units: tuple[str, ...]


def read_leave(path: Path, year: int) -> LeaveReading:
    """The rows and findings of that file; days without a year are of ``year``."""
    found, book = LeaveReading(), read_book(path)
    for sheet in book.sheets:
        read_leave_sheet(found, sheet.name, sheet.rows, year)
    if not found.tables:
        found.findings.append(Finding("", 1, "row", "leave.problem.no_header"))
        found.refused += 1
    return found


class LeaveImport:
    """The use case of ``import leave``; what is taken in is granted already."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], leaves: LeavesService) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._leaves = leaves

    def import_file(
        self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, by: Actor
    ) -> LeaveImported:  # fmt: skip
        """All or nothing unless ``good_rows_only``; a row the store says already is no second leave."""
        self._store.require(by, Action.EDIT_ROSTER)
        reading = read_leave(path, self._clock.now().astimezone(self._zone()).year)
        with self._store.reading() as connection:
            people = _people(connection)
        wanted, unchanged, wrong = self._matched(reading.rows, people)
        refused = reading.refused + len(wrong)
        apply = not dry_run and (good_rows_only or not refused)
        if apply and wanted:
            self._leaves.import_rows(wanted, by=by)
        problems = tuple(sorted((*reading.findings, *wrong), key=lambda one: (one.sheet, one.row)))
        return LeaveImported(reading.read, len(wanted), unchanged, reading.skipped, refused, problems, apply)

    def _matched(
        self, lines: Iterable[LeaveLine], people: list[_Known]
    ) -> tuple[list[NewLeave], int, list[Finding]]:  # fmt: skip
        """Leave to be taken down, how many rows say nothing new, and what is wrong with the others."""
        zone, unchanged = self._zone(), 0
        wanted: list[NewLeave] = []
        wrong: list[Finding] = []
        for line in lines:
            person = _who(line, people)
            if isinstance(person, Finding):
                wrong.append(person)
                continue
            start, end = line.starts_at.replace(tzinfo=zone), line.ends_at.replace(tzinfo=zone)
            if end - start > LONGEST or start.year not in YEARS or end.year not in YEARS:
                wrong.append(_problem(line, "end", "too_long", days=LONGEST.days))
                continue
            new = NewLeave(person.id, line.kind.value, start, end, line.reason)
            there = self._there(new, wanted)
            if there is None:
                wanted.append(new)
            elif there == (start, end):
                unchanged += 1
            else:
                wrong.append(_problem(line, "start", "overlaps", name=person.name, start=f"{there[0]:%m-%d %H:%M}"))
        return wanted, unchanged, wrong

    def _there(self, new: NewLeave, wanted: Iterable[NewLeave]) -> tuple[datetime, datetime] | None:
        """A span of the same person this one runs into, of the store or further up in the file."""
        zone = self._zone()
        listed = self._leaves.listed(new.starts_at, new.ends_at)
        known = [one for one in listed if one.person_id == new.person_id and one.state in _STANDS]
        spans = [(one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)) for one in known]
        spans += [(one.starts_at, one.ends_at) for one in wanted if one.person_id == new.person_id]
        return next((span for span in spans if span[0] < new.ends_at and new.starts_at < span[1]), None)


def _people(connection: Connection) -> list[_Known]:
    """Everybody who is in the contact book and has not left."""
    units: dict[UUID, list[str]] = {}
    for one in contact_book.held(connection):
        units.setdefault(one.person_id, []).append(one.unit)
    asked = select(Person.id, Person.name, Person.staff_number).where(Person.left_on.is_(None))
    return [_Known(row[0], row[1], row[2], tuple(units.get(row[0], ()))) for row in connection.execute(asked)]


def _who(line: LeaveLine, people: list[_Known]) -> _Known | Finding:
    """By personnel number, else by name, else by name and unit."""
    if line.staff_number:
        named = [one for one in people if one.staff_number and folded(one.staff_number) == folded(line.staff_number)]
        if named and line.name and folded(named[0].name) != folded(line.name):
            return _problem(line, "name", "other_name", number=line.staff_number, name=named[0].name)
    else:
        named = [one for one in people if folded(one.name) == folded(line.name)]
    if len(named) > 1 and line.unit:
        unit = folded(line.unit)
        named = [one for one in named if any(unit in folded(held) for held in one.units)]
    if len(named) == 1:
        return named[0]
    who = line.name or line.staff_number
    return _problem(line, "name", "ambiguous" if named else "nobody", name=who, count=len(named))


def _problem(line: LeaveLine, column: str, code: str, **facts: object) -> Finding:
    return Finding(line.sheet, line.row, column, f"leave.problem.{code}", facts)
