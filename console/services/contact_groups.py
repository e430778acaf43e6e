"""Groups of people called together: named one by one, or all that a rule finds when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.domain import masking
from console.domain.clock import Clock
from console.domain.contact_book import LIMITS, below
from console.domain.group_rule import Rule, found, rule_of, text_of
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books
from db.base import Base
from db.models.contacts import ContactGroup, ContactGroupMember
from db.models.people import Person
from db.queries import contact_book
from db.queries import contact_groups as query
from db.queries.contact_groups import GroupPerson
from db.store import Store, Tx


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as lists show it. ``rule`` is None for a fixed one; ``members`` counts a fixed one's, else None."""

    id: UUID
    name: str
    rule: Rule | None
    note: str
    active: bool
    version: int
    members: int | None


class ContactGroups:
    """Use cases of groups. A group is retired, never deleted; who is taken out keeps the row, with the time."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def rows(self, *, retired: bool = False) -> list[GroupRow]:
        with self._store.reading() as connection:
            return [_row(one) for one in query.groups(connection) if one.active or retired]

    def one(self, group_id: UUID) -> GroupRow:
        """Refuses no_such_group."""
        for row in self.rows(retired=True):
            if row.id == group_id:
                return row
        raise Refused("no_such_group")

    def people(self, group_id: UUID, *, to: Actor | None, mask: bool = False) -> list[GroupPerson]:
        """Who is in the group today; who has left is in none. Numbers as ``to`` may see them."""
        with self._store.reading() as connection:
            return _as_shown(people_of(connection, group_id, self._today()), to, mask)

    def preview(self, rule: Rule, *, to: Actor | None, mask: bool = False) -> list[GroupPerson]:
        """Whom a rule would find today. Refuses rule_empty."""
        text_of(rule)
        with self._store.reading() as connection:
            today = self._today()
            return _as_shown(query.people(connection, ruled(connection, rule, today), today), to, mask)

    def add_fixed(self, name: str, people: Sequence[UUID] = (), note: str = "", *, by: Actor) -> GroupRow:
        """A new group of these persons in this order."""
        return self._add(name, None, people, note, by)

    def add_rule(self, name: str, rule: Rule, note: str = "", *, by: Actor) -> GroupRow:
        """A new group of all a rule finds. Refuses rule_empty."""
        return self._add(name, rule, (), note, by)

    def change(self, group_id: UUID, name: str, rule: Rule | None, note: str = "", *, seen: int, by: Actor) -> GroupRow:
        """Name, note and, of a group by rule, its rule; a fixed one stays fixed."""
        name = _line(name)
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, group_id, seen)
            _require_free(tx, name, group_id)
            row.name, row.note, row.version = name, _note(note), row.version + 1
            if row.kind == "rule" and rule is not None:
                row.rule = text_of(rule)
            self._line(tx, f"修改分组 {name}", [row])
        return self.one(group_id)

    def set_members(self, group_id: UUID, people: Sequence[UUID], *, seen: int, by: Actor) -> GroupRow:
        """Exactly these persons, in this order. Refuses group_by_rule."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, group_id, seen)
            if row.kind != "fixed":
                raise Refused("group_by_rule", name=row.name)
            asked = select(ContactGroupMember).where(
                ContactGroupMember.group_id == group_id, ContactGroupMember.removed_at.is_(None)
            )
            had = {one.person_id: one for one in tx.session.scalars(asked)}
            touched: list[Base] = [*self._removed(had, people)]
            touched += _placed(tx, group_id, had, people)
            row.version += 1
            tx.flush()
            self._line(tx, f"分组 {row.name}：{len(set(people))} 人", [row, *touched])
        return self.one(group_id)

    def retire(self, group_id: UUID, *, seen: int, by: Actor) -> None:
        self._switch(group_id, False, seen, by)

    def restore(self, group_id: UUID, *, seen: int, by: Actor) -> None:
        self._switch(group_id, True, seen, by)

    def _switch(self, group_id: UUID, active: bool, seen: int, by: Actor) -> None:
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, group_id, seen)
            row.active, row.version = active, row.version + 1
            self._line(tx, f"{'启用' if active else '停用'}分组 {row.name}", [row])

    def _add(self, name: str, rule: Rule | None, people: Sequence[UUID], note: str, by: Actor) -> GroupRow:
        name = _line(name)
        row = ContactGroup(
            id=uuid4(), name=name, kind="fixed" if rule is None else "rule", rule=text_of(rule) if rule else "",
            note=_note(note), active=True, version=1,
        )  # fmt: skip
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            _require_free(tx, name, row.id)
            tx.session.add(row)
            tx.flush()
            made = _placed(tx, row.id, {}, people)
            self._line(tx, f"新增分组 {name}", [row, *made])
        return self.one(row.id)

    def _removed(self, had: dict[UUID, ContactGroupMember], people: Sequence[UUID]) -> list[ContactGroupMember]:
        gone = [one for key, one in had.items() if key not in set(people)]
        for one in gone:
            one.removed_at, one.version = self._clock.now(), one.version + 1
        return gone

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()

    def _line(self, tx: Tx, text: str, about: Iterable[Base]) -> None:
        lines.write(tx, books.AUDIT, ActKind.CONTACT, text, at=self._clock.now(), about=about)


def people_of(connection: Connection, group_id: UUID, today: date) -> list[GroupPerson]:
    """Shared step of everything that calls a group: who is in it today, numbers unmasked. Refuses no_such_group."""
    stored = next((one for one in query.groups(connection) if one.id == group_id), None)
    if stored is None:
        raise Refused("no_such_group")
    if stored.kind == "rule":
        return query.people(connection, ruled(connection, rule_of(stored.rule), today), today)
    return query.people(connection, query.members(connection, group_id), today)


def ruled(connection: Connection, rule: Rule, today: date) -> list[UUID]:
    """Shared step: the persons a rule finds on that day, in the order of the tree."""
    places = contact_book.places_below(connection, rule.place) if rule.place else frozenset[UUID]()
    units = below(rule.unit, contact_book.parents(connection)) if rule.unit else frozenset[UUID]()
    return found(rule, contact_book.candidates(connection, today), places, units)


def _as_shown(people: Iterable[GroupPerson], to: Actor | None, mask: bool) -> list[GroupPerson]:
    return [
        replace(
            one,
            numbers=tuple(
                masking.shown_row(number, sensitive=one.sensitive, to=to, mask=mask) for number in one.numbers
            ),
        )
        for one in people
    ]


def _row(one: query.Stored) -> GroupRow:
    rule = rule_of(one.rule) if one.kind == "rule" else None
    return GroupRow(one.id, one.name, rule, one.note, one.active, one.version, None if rule else one.members)


def _placed(
    tx: Tx, group_id: UUID, had: dict[UUID, ContactGroupMember], people: Sequence[UUID]
) -> list[ContactGroupMember]:
    """New members, and old ones whose place changed. Refuses no_such_person."""
    if any(key not in had and tx.session.get(Person, key) is None for key in people):
        raise Refused("no_such_person")
    touched: list[ContactGroupMember] = []
    for ordinal, key in enumerate(dict.fromkeys(people), 1):
        one = had.get(key)
        if one is None:
            one = ContactGroupMember(id=uuid4(), group_id=group_id, person_id=key, ordinal=ordinal, version=1)
            tx.session.add(one)
            touched.append(one)
        elif one.ordinal != ordinal:
            one.ordinal, one.version = ordinal, one.version + 1
            touched.append(one)
    return touched


def _seen(tx: Tx, group_id: UUID, seen: int) -> ContactGroup:
    row = tx.session.get(ContactGroup, group_id)
    if row is None:
        raise Refused("no_such_group")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)
    return row


def _require_free(tx: Tx, name: str, own: UUID) -> None:
    """Names of retired groups stay taken: a call list made under one keeps its word."""
    asked = select(ContactGroup.id).where(ContactGroup.name == name, ContactGroup.id != own)
    if tx.connection.execute(asked).first() is not None:
        raise Refused("contact_name_taken", name=name)


def _line(text: str) -> str:
    return " ".join(checked_text(text, limit=LIMITS["unit"]).split())


def _note(text: str) -> str:
    return checked_text(text, limit=LIMITS["remark"]) if text.strip() else ""
