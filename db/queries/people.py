"""Reads about accounts."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from console.domain.people import Actor, ActorKind, Role

_ACCOUNT = "SELECT role, active FROM officer WHERE id = ?"
"""Asked before every write: past SQLAlchemy, by the primary key."""


def standing(connection: Connection, by: Actor) -> Actor:
    """That actor with the role the store gives the account now; without any where it is retired or not there.

    Whoever is no officer stays as they are.
    """
    if by.kind is not ActorKind.OFFICER or by.id is None:
        return by
    driver = connection.connection.driver_connection
    assert driver is not None, "a connection in a transaction has its driver's"
    found = driver.execute(_ACCOUNT, (by.id.hex,)).fetchone()
    role = Role(found[0]) if found is not None and found[1] else None
    return by if role is by.role else replace(by, role=role)
