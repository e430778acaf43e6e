"""Shared step: whom a card goes to. The running shift for posts of the duty room, else who holds the post, A before B.

Nobody found is no reason to hold up a start: the card goes to its unit, and the gap is told before and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.contact_cells import folded
from console.domain.plans import Card
from console.domain.posts import PostLine
from console.domain.responses import Gap, Told
from console.domain.roster import LEADER
from console.services.settings import current
from console.services.shift_plans import calendar, on_duty
from db.queries import plan_people as query
from db.queries import roster
from db.queries.plan_people import Holder

LEADER_WORD = "带班领导"


class Finder:
    """Everything that is needed to find whom cards of a plan go to at one instant, read once."""

    def __init__(self, connection: Connection, cards: Sequence[Card], at: datetime, zone: ZoneInfo) -> None:
        self._today = at.astimezone(zone).date()
        self._holders = query.holders(connection, {card.post for card in cards}, self._today)
        self._units = {folded(name) for pair in query.units(connection) for name in pair if name}
        self._away = query.away(connection, at)
        self._site = folded(current(connection, "site.name", at))
        self._duty = _duty(connection, at)
        self._people = roster.people(connection, self._today, {line.name for line in self._duty.values()})

    def told(self, card: Card) -> Told:
        """Who is told that card, or why nobody is for certain."""
        line = self._duty.get(folded(card.post)) if self._own(card.unit) else None
        return self._on_duty(line) if line is not None else self._holder(card)

    def _own(self, unit: str) -> bool:
        return not unit or folded(unit) == self._site

    def _on_duty(self, line: PostLine) -> Told:
        found = self._people.get(line.name, [])
        person, phone = found[0] if len(found) == 1 else (None, "")
        phone = line.phone or phone
        gap = None if phone else Gap.TWO_OF_NAME if len(found) > 1 else Gap.NO_PHONE
        gap = Gap.ALL_AWAY if person in self._away else gap
        return Told(line.name, person, "", phone, by_roster=True, gap=gap)

    def _holder(self, card: Card) -> Told:
        named = named_for(self._holders, card.post, card.unit)
        if not named:
            known = not card.unit or folded(card.unit) in self._units
            return Told(gap=Gap.UNHELD if known else Gap.UNKNOWN_UNIT)
        if len({one.unit_id for one in named}) > 1:
            return Told(gap=Gap.WHICH_UNIT)
        holding = [one for one in named if one.holds(self._today)]
        if not holding:
            return Told(gap=Gap.ALL_GONE if any(one.gone(self._today) for one in named) else Gap.UNHELD)
        there = [one for one in holding if one.person_id not in self._away]
        if not there:
            return _chosen(holding[0], holding[0], Gap.ALL_AWAY)
        reached = [one for one in there if one.numbers]
        return _chosen(reached[0] if reached else there[0], named[0], None if reached else Gap.NO_PHONE)


def _chosen(one: Holder, first: Holder, gap: Gap | None) -> Told:
    phone = one.numbers[0].number if one.numbers else ""
    instead_of = first.name if first.person_id != one.person_id else ""
    person: UUID = one.person_id
    return Told(one.name, person, one.rank, phone, instead_of=instead_of, gap=gap)


def named_for(holders: Sequence[Holder], post: str, unit: str) -> list[Holder]:
    """Who is or was named for a post of a unit. A post or unit that is retired counts only where no other is meant.

    Offices of one name under several units are several: without the one above nobody knows which is meant.
    """
    named = [one for one in holders if one.post == post and in_unit(one, unit)]
    return [one for one in named if one.kept] or named


def in_unit(holder: Holder, unit: str) -> bool:
    """A unit is named by its name, its short name, or with the unit above it before a stroke."""
    path = f"{holder.above}/{holder.unit}" if holder.above else holder.unit
    return not unit or folded(unit) in {folded(name) for name in (holder.unit, holder.short_name, path) if name}


def _duty(connection: Connection, at: datetime) -> dict[str, PostLine]:
    """Posts of the shift that runs, by their word, where somebody stands them."""
    days = calendar(connection, at)
    manned = on_duty(connection, days, days.slot_at(at), at).posts
    made: dict[str, PostLine] = {}
    for line in manned:
        if line.name:
            made.setdefault(folded(LEADER_WORD if line.post == LEADER else line.post), line)
    return made
