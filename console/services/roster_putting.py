"""Shared step of publishing and swapping: seats that other people stand become lines of the shift table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from console.domain.roster import Calendar, Named, RosterLineRow, Slot
from console.domain.roster_draft import Cell
from console.domain.swaps import Key, Who
from console.services.roster_lines import put_cell
from db.models.roster import RosterLine
from db.queries import roster as query
from db.store import Tx

Post = tuple[date, str, str]
"""A post of a shift: day, shift, post."""


def table(connection: Connection, first: date, last: date) -> tuple[Cell, ...]:
    """The lines that hold for these days as cells."""
    return tuple(cell for cell, _ in seated(query.lines_of_days(connection, first, last)))


def seated(lines: Sequence[RosterLineRow]) -> list[tuple[Cell, RosterLineRow]]:
    """Each line with its seat: several on one post are told apart in the table's order."""
    count: dict[Post, int] = {}
    made = []
    for line in lines:
        count[line.cell] = count.get(line.cell, 0) + 1
        made.append((Cell(*line.cell, count[line.cell], line.person_id, line.name), line))
    return made


def put(
    tx: Tx, days: Calendar, posts: Mapping[Post, Sequence[Who]], notes: Mapping[Key, str], source: str, today: date
) -> list[RosterLine]:
    """Who stands these posts from now on; the changed rows. Whoever stood there already keeps line, phone and note."""
    if not posts:
        return []
    there = query.lines_of_days(tx.connection, min(key[0] for key in posts), max(key[0] for key in posts))
    phones = _phones(tx, posts.values(), today)
    changed: list[RosterLine] = []
    for (day, shift, post), people in posts.items():
        have = [line for line in there if line.cell == (day, shift, post)]
        own = {line.name: line for line in have}
        wanted = []
        for ordinal, (_, name) in enumerate(people, 1):
            line, note = own.get(name), notes.get((day, shift, post, ordinal), "")
            wanted.append(Named(name, line.phone, line.note) if line else Named(name, "", note))
        known = {name: [(found, phones.get(found, ""))] for found, name in people if found is not None}
        changed += put_cell(tx, _slot(days, day, shift, have), post, have, wanted, known, source)
    return changed


def _slot(days: Calendar, day: date, shift: str, have: Sequence[RosterLineRow]) -> Slot:
    """The shift as the template has it, else as its lines have it."""
    slot = next((one for one in days.slots_on(day) if one.shift == shift), None)
    if slot is None:
        first = have[0]
        return Slot(first.template, first.shift, first.day, first.starts_at, first.ends_at)
    return slot


def _phones(tx: Tx, posts: Iterable[Sequence[Who]], today: date) -> dict[UUID, str]:
    """The number that is dialled first of everybody named by id."""
    names = {name for people in posts for found, name in people if found is not None}
    found = query.people(tx.connection, today, names) if names else {}
    return dict(one for persons in found.values() for one in persons)
