"""Likely duplicates of a call among recent ones and open incidents. They are offered; an officer joins them or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console import words
from console.domain.duplicates import OFFERED, Because, Match, Reason, Told, likely, of_other_class
from console.errors import Refused
from db.queries import duplicates as query
from db.queries import inbound
from db.queries import incidents as incident_query
from db.store import Store

LOOKED = 300
"""So many recent calls and so many open incidents are compared: time stays bounded on the worst night."""


@dataclass(frozen=True, slots=True)
class Likely:
    """What is offered: an open incident (with the calls it has) or a call that belongs to none."""

    is_incident: bool
    id: UUID
    number: str
    title: str
    last_at: datetime
    points: float
    reasons: tuple[Because, ...]


class DuplicatesService:
    """One question, of a call that was taken in or of one that is being typed. Nothing is changed by it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, inbound_id: UUID) -> list[Likely]:
        """What a call that was taken in may tell again; its own incident is not offered. Refuses no_such_item."""
        with self._store.reading() as connection:
            held = query.item(connection, inbound_id)
            own = incident_query.of_item(connection, inbound_id)
        if held is None:
            raise Refused("no_such_item")
        return self.like(held.told, but=own)

    def like(self, call: Told, but: UUID | None = None, *, certain: bool = False) -> list[Likely]:
        """What a call may tell again, the likeliest first; ``but`` is an incident that is not offered.

        ``certain``: its type is a machine's, not what a caller took it for; what is of another class is not offered.
        """
        with self._store.reading() as connection:
            calls = query.items(connection, call, LOOKED)
            opened = query.incidents(connection, LOOKED)
        known = {one.told.id: one for one in (*calls, *opened)}
        closed = {one.incident_id for one in calls} - {one.incident_id for one in opened} - {None}
        matches = likely(call, [one.told for one in known.values()], offered=len(known))
        found: dict[UUID, Likely] = {}
        for match in matches:
            one = known[match.id]
            if one.incident_id is not None and (one.incident_id == but or one.incident_id in closed):
                continue
            shown = known[one.incident_id] if one.incident_id is not None else one
            if certain and of_other_class(call.event_type, shown.told.event_type):
                continue
            found.setdefault(shown.told.id, _offered(shown, match))
        return list(found.values())[:OFFERED]

    def in_words(self, because: Because) -> str:
        """A reason as screens say it; a type by its name."""
        fact = because.fact
        if because.reason in (Reason.TYPE, Reason.NEAR_TYPE):
            with self._store.reading() as connection:
                names = {code: (zh, en) for code, _, zh, en in inbound.event_types(connection)}
            fact = names.get(fact, (fact, fact))[words.language() == "en"]
        return words.say(f"duplicate.reason.{because.reason.value}", fact=fact)


def _offered(shown: query.Candidate, match: Match) -> Likely:
    is_incident = shown.incident_id is not None
    told = shown.told
    return Likely(is_incident, told.id, shown.number, shown.title, told.received_at, match.points, match.reasons)
