"""Whom a warning is for: the people of its groups whose place lies in its area, each once, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from console.domain.phones import digits_of
from console.errors import Refused
from console.services.contact_groups import people_of
from db.queries import contact_book, contact_groups, places


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody a warning is for. ``mobile`` takes short messages; empty: there is none."""

    person_id: UUID
    name: str
    unit: str
    post: str
    place: str
    mobile: str
    groups: tuple[str, ...]


def listeners(connection: Connection, groups: Sequence[UUID], area: Sequence[UUID], today: date) -> list[Listener]:
    """Everybody, in the order of the groups; who is in two of them stands once, with both.

    With an area, who serves a place outside it is left out; who serves a place around it (the town of a chosen
    village) or no place of their own (the county's leaders) is in. Refuses no_such_group.
    """
    names = {one.id: one.name for one in contact_groups.groups(connection)}
    wanted = places_meant(connection, area)
    served = _served(connection, today)
    paths: dict[UUID, str] = {}
    made: dict[UUID, Listener] = {}
    for group in groups:
        if group not in names:
            raise Refused("no_such_group")
        for one in people_of(connection, group, today):
            at = served.get(one.person_id, frozenset())
            if wanted is not None and at and not at & wanted:
                continue
            if (before := made.get(one.person_id)) is not None:
                made[one.person_id] = _with(before, names[group])
                continue
            place = next(iter(sorted(at, key=str)), None)
            if place is not None and place not in paths:
                paths[place] = places.path(connection, place)
            mobile = next((number.number for number in one.numbers if number.kind == "mobile"), "")
            shown = paths[place] if place is not None else ""
            made[one.person_id] = Listener(one.person_id, one.name, one.unit, one.post, shown, mobile, (names[group],))
    return list(made.values())


def numbers_of(people: Iterable[Listener]) -> list[str]:
    """Each number once, however it is written, in the order of the list: nobody's telephone is told twice."""
    return list({digits_of(one.mobile): one.mobile for one in people if one.mobile}.values())


def _with(one: Listener, group: str) -> Listener:
    return Listener(one.person_id, one.name, one.unit, one.post, one.place, one.mobile, (*one.groups, group))


def group_reach(
    connection: Connection, groups: Sequence[UUID], area: Sequence[UUID], today: date,
    people: Sequence[Listener] | None = None,
) -> list[tuple[UUID, str, int, int]]:  # fmt: skip
    """Of each group: how many people of the area it has, and how many of them have no number for a message.

    ``people``: the listeners of these groups there, where they were read already.
    """
    names = {one.id: one.name for one in contact_groups.groups(connection)}
    people = listeners(connection, groups, area, today) if people is None else people
    made = []
    for group in groups:
        if group not in names:
            raise Refused("no_such_group")
        found = [one for one in people if names[group] in one.groups]
        made.append((group, names[group], len(found), sum(not one.mobile for one in found)))
    return made


def places_meant(connection: Connection, area: Sequence[UUID]) -> frozenset[UUID] | None:
    """Places whose people are meant: those chosen, all in them, and those they lie in; None: everywhere."""
    if not area:
        return None
    parents = {node.id: node.parent_id for node in places.everything(connection)}
    inside = {each for one in area for each in contact_book.places_below(connection, one)}
    around = set()
    for one in area:
        at = parents.get(one)
        while at is not None and at not in around:
            around.add(at)
            at = parents.get(at)
    return frozenset(inside | around)


def _served(connection: Connection, today: date) -> dict[UUID, frozenset[UUID]]:
    """The places each person's posts serve."""
    made: dict[UUID, set[UUID]] = {}
    for one in contact_book.candidates(connection, today):
        if one.place_id is not None:
            made.setdefault(one.person_id, set()).add(one.place_id)
    return {person: frozenset(places_) for person, places_ in made.items()}
