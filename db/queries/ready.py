"""Counts the ready check asks for."""

from __future__ import annotations

from sqlalchemy import Connection, and_, exists, func, or_, select

from db.models.people import Officer, PhoneNumber, PostHolder
from db.models.places import Place


def active_officers(connection: Connection) -> list[tuple[str, str, str]]:
    """Name, role and password hash of every account in use."""
    found = connection.execute(select(Officer.name, Officer.role, Officer.password).where(Officer.active.is_(True)))
    return [(row[0], row[1], row[2]) for row in found]


def places(connection: Connection) -> dict[str, int]:
    """How many places there are of each level; those that wait for their name do not count."""
    found = connection.execute(
        select(Place.level, func.count()).where(Place.placeholder.is_(False)).group_by(Place.level)
    )
    return {row[0]: row[1] for row in found}


def people(connection: Connection) -> tuple[int, int]:
    """How many persons hold a post, and how many of them nobody has a mobile number of."""
    holds = select(PostHolder.person_id).where(PostHolder.valid_to.is_(None)).distinct().subquery()
    mobile = and_(
        PhoneNumber.person_id == holds.c.person_id,
        PhoneNumber.valid_to.is_(None),
        or_(PhoneNumber.kind == "mobile", and_(func.length(PhoneNumber.digits) == 11, PhoneNumber.digits.like("1%"))),
    )
    count = connection.execute(select(func.count()).select_from(holds)).scalar_one()
    without = connection.execute(
        select(func.count()).select_from(holds).where(~exists(select(PhoneNumber.id).where(mobile)))
    ).scalar_one()
    return count, without
