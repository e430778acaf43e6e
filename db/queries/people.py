"""Reads about accounts."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from console.domain.people import Actor, ActorKind, Role
from db.models.people import Officer


def standing(connection: Connection, by: Actor) -> Actor:
    """That actor with the role the store gives the account now; without any where it is retired or not there.

    Whoever is no officer stays as they are.
    """
    if by.kind is not ActorKind.OFFICER or by.id is None:
        return by
    found = connection.execute(select(Officer.role, Officer.active).where(Officer.id == by.id)).first()
    role = Role(found.role) if found is not None and found.active else None
    return by if role is by.role else replace(by, role=role)
