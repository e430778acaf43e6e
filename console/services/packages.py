"""Needs that are suggested, never recorded by themselves: standard packages (响应包) and cards of running plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.incident import Grade, IncidentRow
from console.domain.lists import ListItem
from console.domain.need_words import Known, Read, read
from console.domain.needs import NeedKind, NeedSource, NewNeed, Suggested
from console.services.lists import current_rows
from db.queries import incidents
from db.queries import needs as query
from db.store import Store


class Packages:
    """What an incident of this type and grade usually needs. An officer takes the lines over, each once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, incident: UUID) -> list[Suggested]:
        """Lines of the packages that fit, then those of running plans' cards; ``taken`` names the need it became.

        An incident nobody has graded yet is taken as the least grade. Refuses no_such_incident.
        """
        with self._store.reading() as connection:
            row = incidents.one(connection, incident)
            known = _Known.of(connection)
            taken = query.taken(connection, incident)
            return [*_packages(connection, row, known, taken), *_cards(connection, row, known, taken)]


@dataclass(frozen=True, slots=True)
class _Known:
    """Skills and items by code, as they can be asked for now."""

    skills: dict[str, Known]
    items: dict[str, tuple[UUID, Known]]

    @classmethod
    def of(cls, connection: Connection) -> _Known:
        skills = {
            one.code: Known(NeedKind.SKILL, one.code, one.get("name"))
            for one in current_rows(connection, "skills")
            if one.active
        }
        items = {
            row.code: (row.id, Known(NeedKind.ITEM, row.code, row.name, row.unit, row.decimals))
            for row in query.items_named(connection)
        }
        return cls(skills, items)

    def all(self) -> list[Known]:
        return [*(known for _, known in self.items.values()), *self.skills.values()]


def _packages(
    connection: Connection, row: IncidentRow, known: _Known, taken: dict[tuple[str, str], str]
) -> Iterator[Suggested]:
    grade = row.grade.value if row.grade is not Grade.NONE else "ordinary"
    for item in current_rows(connection, "response_packages"):
        if item.active and _fits(item.items("event_types"), row.event_type) and _graded(item, grade):
            key = f"package:{item.code}"
            form = _form(row, known, item, key)
            yield Suggested(form, item.get("name"), item.get("basis"), taken.get((NeedSource.PACKAGE.value, key), ""))


def _fits(types: Iterable[str], event_type: str | None) -> bool:
    """An empty list is for every type; a code is for the types below it too."""
    asked = tuple(types)
    return not asked or (event_type is not None and event_type.startswith(asked))


def _graded(item: ListItem, grade: str) -> bool:
    return not item.items("grades") or grade in item.items("grades")


def _form(row: IncidentRow, known: _Known, item: ListItem, key: str) -> NewNeed:
    what, quantity = item.get("what"), Decimal(item.get("quantity"))
    common: dict[str, Any] = {
        "priority": int(item.get("priority")), "place": row.place, "place_id": row.place_id,
        "source": NeedSource.PACKAGE, "source_key": key,
    }  # fmt: skip
    if item.get("kind") == NeedKind.SKILL and what in known.skills:
        return NewNeed(row.id, NeedKind.SKILL, quantity, skill=what, what=known.skills[what].name, **common)
    if item.get("kind") == NeedKind.ITEM and what in known.items:
        found, named = known.items[what]
        return NewNeed(row.id, NeedKind.ITEM, quantity, item=found, what=named.name, unit=named.unit, **common)
    return NewNeed(row.id, NeedKind.OTHER, quantity, what=item.get("name"), **common)


def _cards(
    connection: Connection, row: IncidentRow, known: _Known, taken: dict[tuple[str, str], str]
) -> Iterator[Suggested]:
    for card in query.cards_with_needs(connection, row.id):
        for place, part in enumerate(read(card.needs, known.all()), 1):
            key = f"{card.id}:{place}"
            form = _of_card(row, known, part, card.id, key)
            title = words.say("need.of_card", number=card.number, code=card.code, action=card.action)
            yield Suggested(form, title, card.title, taken.get((NeedSource.PLAN.value, key), ""))


def _of_card(row: IncidentRow, known: _Known, part: Read, card: UUID, key: str) -> NewNeed:
    common: dict[str, Any] = {
        "place": row.place, "place_id": row.place_id, "source": NeedSource.PLAN, "source_id": card, "source_key": key,
    }  # fmt: skip
    named = part.known
    if named is None:
        return NewNeed(row.id, NeedKind.OTHER, part.quantity, what=part.text[:200], **common)
    if named.kind is NeedKind.SKILL:
        return NewNeed(row.id, NeedKind.SKILL, part.quantity, skill=named.code, what=named.name, **common)
    item, _ = known.items[named.code]
    return NewNeed(row.id, NeedKind.ITEM, part.quantity, item=item, what=named.name, unit=named.unit, **common)
