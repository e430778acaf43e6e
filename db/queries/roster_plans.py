"""Reads of rosters before they hold, and of swaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, or_, select
from sqlalchemy.orm import aliased

from console.domain.roster_draft import Candidate
from console.domain.swaps import SwapRow, SwapState
from db.models.people import Person
from db.models.planning import RosterPlan, RosterSwap


def plans(connection: Connection, first: date, last: date) -> list[Mapping[str, Any]]:
    """Drafts and published plans that share a day with a span, the newest first; without the given up."""
    asked = select(RosterPlan.__table__).where(
        RosterPlan.from_day <= last, RosterPlan.to_day >= first, RosterPlan.state != "given_up"
    )
    return [*connection.execute(asked.order_by(RosterPlan.made_at.desc(), RosterPlan.number.desc())).mappings()]


def plan(connection: Connection, plan_id: UUID) -> Mapping[str, Any] | None:
    """One plan whatever its state."""
    found = connection.execute(select(RosterPlan.__table__).where(RosterPlan.id == plan_id)).mappings().first()
    return None if found is None else dict(found)


def candidates(connection: Connection, posts: Mapping[UUID, tuple[str, ...]]) -> list[Candidate]:
    """Persons who may be put on posts, by what is typed for them: name, sound, initials; in the order given."""
    asked = select(Person.id, Person.name, Person.pinyin, Person.initials).where(Person.id.in_(posts))
    found = {row.id: row for row in connection.execute(asked)}
    return [
        Candidate(one, found[one].name, found[one].pinyin, found[one].initials, posts[one])
        for one in posts
        if one in found
    ]


def swaps(
    connection: Connection, first: date, last: date, states: Collection[SwapState] = tuple(SwapState)
) -> list[SwapRow]:
    """Swaps about these days, also those whose return duty lies in them, in the order they were asked for."""
    within = or_(RosterSwap.day.between(first, last), RosterSwap.back_day.between(first, last))
    return _swap_rows(connection, _swaps().where(within, RosterSwap.state.in_([state.value for state in states])))


def open_swaps(connection: Connection) -> list[SwapRow]:
    """What nobody has decided yet."""
    return _swap_rows(connection, _swaps().where(RosterSwap.state.in_(("asked", "accepted"))))


def swap(connection: Connection, swap_id: UUID) -> SwapRow | None:
    """One swap."""
    found = _swap_rows(connection, _swaps().where(RosterSwap.id == swap_id))
    return found[0] if found else None


def _swaps() -> Select[Any]:
    gives, takes = aliased(Person), aliased(Person)
    return (
        select(RosterSwap.__table__, gives.name.label("name"), takes.name.label("other"))
        .join(gives, gives.id == RosterSwap.person_id)
        .join(takes, takes.id == RosterSwap.other_id)
        .order_by(RosterSwap.asked_at, RosterSwap.number)
    )


def _swap_rows(connection: Connection, asked: Select[Any]) -> list[SwapRow]:
    return [
        SwapRow(**{name: row[name] for name in SwapRow.__slots__ if name != "state"}, state=SwapState(row["state"]))
        for row in connection.execute(asked).mappings()
    ]
