"""A small contact book for tests: a county, a town with two villages, informants A and B."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from console.bootstrap import Desk
from console.domain.contact_book import NumberKind, Rank
from console.domain.people import Actor
from console.services.contact_people import NewNumber, NewPerson
from console.services.contact_units import Unit

INFORMANT = "灾害信息员"


@dataclass(frozen=True)
class Book:
    """Ids by name."""

    units: dict[str, UUID]
    people: dict[str, UUID]
    posts: dict[str, UUID]


@pytest.fixture
def county(desk: Desk, by: Actor) -> Book:
    """例县 over 例山镇 and 例溪镇; 例山镇 over two villages with informants, one of them in both ranks."""
    units, people, posts = {}, {}, {}
    for name, parent in (
        ("例县", ""),
        ("例山镇", "例县"),
        ("例溪镇", "例县"),
        ("例一村", "例山镇"),
        ("例二村", "例山镇"),
    ):
        units[name] = desk.contact_units.add(Unit(name, units.get(parent)), by=by).id
    for at, (name, unit, rank) in enumerate(
        (
            ("陈例一", "例一村", Rank.A),
            ("林例二", "例一村", Rank.B),
            ("张例三", "例二村", Rank.A),
            ("王例四", "例溪镇", Rank.A),
        ),
        1,
    ):
        numbers = [
            NewNumber(NumberKind.MOBILE, f"100-0000-000{at}"),
            NewNumber(NumberKind.OFFICE, f"0577-0000-000{at}"),
        ]
        people[name] = desk.contact_people.add(NewPerson(name), numbers, by=by)
        if unit not in posts:
            posts[unit] = desk.contact_units.add_post(units[unit], INFORMANT, by=by).id
        desk.contact_units.appoint(posts[unit], people[name], rank, by=by)
    return Book(units, people, posts)
