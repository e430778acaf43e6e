"""People and duties for tests of the planner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.roster import Named
from console.services import lines
from db import books
from db.models.people import Person, PhoneNumber


def add_people(
    desk: Desk, by: Actor, *names: str, numbers: bool = True, sounds: Callable[[str], tuple[str, str]] | None = None
) -> dict[str, UUID]:
    """Persons of the contacts, each with a mobile; ids by name. ``sounds`` makes what is typed for a name."""
    typed = {name: sounds(name) if sounds else ("", "") for name in names}
    made = [Person(id=uuid4(), name=name, pinyin=typed[name][0], initials=typed[name][1], version=1) for name in names]
    with desk.opened.store.writing(by=by) as tx:
        tx.session.add_all(made)
        tx.flush()
        phones = [
            PhoneNumber(
                id=uuid4(), person_id=one.id, kind="mobile", number=f"100-0000-{at:04d}", digits=f"1000000{at:04d}",
                dial_order=1,
            )
            for at, one in enumerate(made, 1)
            if numbers
        ]  # fmt: skip
        tx.session.add_all(phones)
        lines.write(tx, books.AUDIT, "import", "people", at=desk.clock.now(), about=[*made, *phones])
        return {one.name: one.id for one in made}


def put(desk: Desk, by: Actor, day: date, post: str, *names: str, shift: str = "whole") -> None:
    """Somebody stands a post of the shift table that was empty."""
    desk.roster.set_cell(day, shift, post, [Named(name) for name in names], seen=(), by=by)
