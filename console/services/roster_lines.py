"""Shared step of filling the shift table: the lines of one post of a shift become those wanted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import uuid4

from console.domain.roster import Named, RosterLineRow, Slot
from console.services.shift_plans import People, phone_of
from db.models.roster import RosterLine
from db.store import Tx


def put_cell(
    tx: Tx, slot: Slot, post: str, have: Sequence[RosterLineRow], wanted: Sequence[Named], people: People, source: str
) -> list[RosterLine]:
    """The changed rows; a line that stays as it is is left alone, one that no longer holds is made inactive."""
    named = [Named(one.name, one.phone or phone_of(people, one.name), one.note) for one in wanted]
    kept = {Named(line.name, line.phone, line.note): line for line in have}
    gone = [line for said, line in kept.items() if said not in named]
    gone += [line for line in have if line not in kept.values()]
    changed = [_retired(tx, line) for line in gone]
    added = [_line(slot, post, one, people, source) for one in named if one not in kept]
    tx.session.add_all(added)
    return [*changed, *added]


def retire_strays(tx: Tx, lines: Sequence[RosterLineRow], fitting: Collection[tuple[str, str]]) -> list[RosterLine]:
    """Lines of a day whose shift and post the template no longer has: the day is planned anew without them."""
    return [_retired(tx, line) for line in lines if (line.shift, line.post) not in fitting]


def _retired(tx: Tx, line: RosterLineRow) -> RosterLine:
    row = tx.session.get_one(RosterLine, line.id)
    row.active, row.version = False, row.version + 1
    return row


def _line(slot: Slot, post: str, one: Named, people: People, source: str) -> RosterLine:
    found = people.get(one.name, ())
    return RosterLine(
        id=uuid4(), day=slot.day, template=slot.template, shift=slot.shift, starts_at=slot.starts_at,
        ends_at=slot.ends_at, post=post, name=one.name, person_id=found[0][0] if len(found) == 1 else None,
        phone=one.phone, note=one.note, source=source, active=True, version=1,
    )  # fmt: skip
