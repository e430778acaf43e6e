"""Persons of the contact book: their numbers in dial order with every change, when last tried, who has left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain import masking
from console.domain.clock import Clock
from console.domain.contact_book import (
    LIMITS,
    Held,
    NumberChangeRow,
    NumberKind,
    NumberRow,
    PersonCard,
    StillHeld,
    Unverified,
    VerifiedHow,
    checked_number,
)
from console.domain.contact_cells import squeezed
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.pinyin import columns
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines, number_rows, post_holding
from console.services.post_holding import NewHolding
from console.services.settings import current
from db import books
from db.base import Base
from db.models.contacts import NumberChange
from db.models.people import Person, PhoneNumber
from db.queries import contact_book as query
from db.store import Store, Tx

VERIFY_DAYS = "contacts.verify_days"
"""The county's setting: after how many days a number is to be tried again."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody as they are typed."""

    name: str
    staff_number: str = ""
    remark: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class NewNumber:
    """A number as it is typed; an extension may stand behind it."""

    kind: NumberKind
    number: str
    extension: str = ""
    label: str = ""


class ContactPeople:
    """Use cases of persons and numbers. Nobody is deleted: who has gone is marked with the day."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # looking

    def card(self, person_id: UUID, *, to: Actor | None, mask: bool = False, former: bool = False) -> PersonCard:
        """Somebody with posts and numbers; ``former`` also what no longer counts. Numbers as ``to`` may see them."""
        with self._store.reading() as connection:
            row = connection.execute(Person.__table__.select().where(Person.id == person_id)).mappings().first()
            if row is None:
                raise Refused("no_such_person")
            today = self._today()
            held = [one for one in query.held(connection, person=person_id) if former or one.counts(today)]
            found = query.numbers(connection, person_id, on=None if former else today)
            seen = partial(masking.shown_row, sensitive=row["sensitive"], to=to, mask=mask)
            shown = tuple(seen(one) for one in found)
            return PersonCard(
                row["id"], row["name"], row["staff_number"], row["remark"], row["sensitive"], row["left_on"],
                row["version"], tuple(held), shown,
                tuple(query.groups_of(connection, person_id)),
            )  # fmt: skip

    def history(self, person_id: UUID, *, to: Actor | None, mask: bool = False) -> list[NumberChangeRow]:
        """Every change of somebody's numbers, the newest first: before, after, why, who."""
        card = self.card(person_id, to=to, mask=mask)
        with self._store.reading() as connection:
            found = query.changes(connection, person_id)
        seen = partial(_hidden, sensitive=card.sensitive, to=to, mask=mask)
        return [replace(one, before=seen(one.before), after=seen(one.after)) for one in found]

    def unverified(self, *, to: Actor | None, mask: bool = False) -> list[Unverified]:
        """Numbers nobody has tried for longer than the county wants (``contacts.verify_days``), the oldest first."""
        with self._store.reading() as connection:
            today = self._today()
            before = today - timedelta(days=self._days(connection))
            first: dict[UUID, Held] = {}
            for one in query.held(connection):
                if one.counts(today):
                    first.setdefault(one.person_id, one)
            return [
                _untried(
                    number, person, name, first.get(person),
                    _hidden(number.shown, sensitive=sensitive, to=to, mask=mask),
                )
                for number, person, name, sensitive in query.unverified(connection, before, today)
            ]  # fmt: skip

    def count_unverified(self) -> int:
        """How many of them there are."""
        with self._store.reading() as connection:
            today = self._today()
            return query.count_unverified(connection, today - timedelta(days=self._days(connection)), today)

    def verify_days(self) -> int:
        """The county's setting: for so many days a number counts as tried."""
        with self._store.reading() as connection:
            return self._days(connection)

    def _days(self, connection: Connection) -> int:
        return int(current(connection, VERIFY_DAYS, self._clock.now()))

    def still_held(self, person_id: UUID) -> StillHeld:
        """What somebody has now: asked before they go, so that it can be handed on."""
        with self._store.reading() as connection:
            today = self._today()
            return StillHeld(
                tuple(
                    f"{one.unit} {one.post} {one.rank.value}"
                    for one in query.held(connection, person=person_id)
                    if one.counts(today)
                ),
                tuple(query.groups_of(connection, person_id)),
                tuple(query.accounts_of(connection, person_id)),
                tuple(query.duties_of(connection, person_id, today)),
            )

    # persons

    def add(
        self, person: NewPerson, numbers: Sequence[NewNumber] = (), *, holding: NewHolding | None = None, by: Actor
    ) -> UUID:
        """Somebody new with their numbers in the order given and the post they take, all of it or nothing.

        Namesakes are ordinary; the personnel number is not. Refuses bad_phone, number_there and what ``taken`` does.
        """
        row = Person(id=uuid4(), version=1)
        made = [_phone(at, one) for at, one in enumerate(numbers, 1)]
        for at, one in enumerate(made):
            number_rows.require_new(made[:at], one)
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            self._fill(tx, row, person)
            tx.session.add(row)
            tx.flush()
            for number in made:
                number.person_id = row.id
            tx.session.add_all(made)
            held = post_holding.taken(tx, row, holding, self._today()) if holding else []
            self._line(tx, f"新增人员 {row.name}{_post(holding)}", [row, *made, *held])
        return row.id

    def change(self, person_id: UUID, person: NewPerson, *, seen: int, by: Actor) -> None:
        """Name, personnel number, remark and whether their numbers are shown to everybody."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, person_id, seen)
            self._fill(tx, row, person)
            row.version += 1
            self._line(tx, f"修改人员 {row.name}", [row])

    def leave(self, person_id: UUID, on: date | None = None, *, seen: int, by: Actor) -> StillHeld:
        """Somebody is gone from that day on (today unless said). Answers what they still hold: it is not taken away."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, person_id, seen)
            row.left_on, row.version = on or self._today(), row.version + 1
            self._line(tx, f"{row.name} 离开", [row])
        return self.still_held(person_id)

    def come_back(self, person_id: UUID, *, seen: int, by: Actor) -> None:
        """Somebody who was gone is here again."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = _seen(tx, person_id, seen)
            row.left_on, row.version = None, row.version + 1
            self._line(tx, f"{row.name} 恢复", [row])

    # numbers

    def add_number(self, person_id: UUID, number: NewNumber, why: str = "", *, by: Actor) -> UUID:
        """A further number, behind those of its kind. Refuses bad_phone and number_there."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            person, had = self._with_numbers(tx, person_id)
            made = _phone(1, number)
            number_rows.require_new(had, made)
            made.person_id = person_id
            tx.session.add(made)
            tx.flush()
            moved = number_rows.in_order(number_rows.placed(had, made))
            self._told(tx, person, [(made, "", number_rows.said(made))], why, {*moved, made})
        return made.id

    def change_number(self, phone_id: UUID, number: NewNumber, why: str = "", *, by: Actor) -> None:
        """Another number in the place of the one somebody had; what it was stays in the history."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = number_rows.current_number(tx, phone_id, self._today())
            person, had = self._with_numbers(tx, row.person_id)
            made = _phone(row.dial_order, number)
            number_rows.require_new([one for one in had if one is not row], made)
            before = number_rows.said(row)
            same = (row.digits, row.extension) == (made.digits, made.extension)
            row.kind, row.number, row.digits = made.kind, made.number, made.digits
            row.extension, row.label = made.extension, made.label
            if not same:
                row.verified_on, row.verified_by, row.verified_how = None, "", ""
            self._told(tx, person, [(row, before, number_rows.said(row))], why, [row])

    def end_number(self, phone_id: UUID, why: str = "", *, by: Actor) -> None:
        """A number that no longer holds."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = number_rows.current_number(tx, phone_id, self._today())
            person, had = self._with_numbers(tx, row.person_id)
            row.valid_to = self._today()
            moved = number_rows.in_order([one for one in had if one is not row])
            self._told(tx, person, [(row, number_rows.said(row), "")], why, {*moved, row})

    def move_number(self, phone_id: UUID, person_id: UUID, why: str = "", *, by: Actor) -> UUID:
        """A handset is handed over: the number ends with the one and is new with the other, behind those of its kind.

        One act, told in the history of both with the other's name. It was verified as the one's, not as the other's.
        Refuses number_own, person_not_here, number_there.
        """
        said = _line(why, "why") if why.strip() else ""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            row = number_rows.current_number(tx, phone_id, self._today())
            giving, had = self._with_numbers(tx, row.person_id)
            taking, there = self._with_numbers(tx, person_id)
            self._require_other(giving, taking)
            made = PhoneNumber(
                id=uuid4(), person_id=person_id, kind=row.kind, number=row.number, digits=row.digits,
                dial_order=len(there) + 1, extension=row.extension, label=row.label,
            )  # fmt: skip
            number_rows.require_new(there, made)
            row.valid_to = self._today()
            tx.session.add(made)
            tx.flush()
            moved = {
                *number_rows.in_order([one for one in had if one is not row]),
                *number_rows.in_order(number_rows.placed(there, made)),
                row,
                made,
            }
            told = [
                self._changed(
                    tx, row, number_rows.said(row), "", "，".join(filter(None, (f"移交 {taking.name}", said)))
                ),
                self._changed(
                    tx, made, "", number_rows.said(made), "，".join(filter(None, (f"{giving.name} 移交", said)))
                ),
            ]
            giving.version, taking.version = giving.version + 1, taking.version + 1
            tx.flush()
            shown = (
                masking.masked(number_rows.said(row)) if giving.sensitive or taking.sensitive else number_rows.said(row)
            )
            self._line(tx, f"{giving.name} 号码 {shown} 移交 {taking.name}", [giving, taking, *moved, *told])
        return made.id

    def _require_other(self, giving: Person, taking: Person) -> None:
        if giving is taking:
            raise Refused("number_own", name=giving.name)
        if taking.left_on is not None and taking.left_on <= self._today():
            raise Refused("person_not_here", name=taking.name)

    def order_numbers(self, person_id: UUID, phone_ids: Sequence[UUID], *, by: Actor) -> None:
        """The order in which somebody's numbers are dialled; those not named follow."""
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            person, had = self._with_numbers(tx, person_id)
            rank = {key: at for at, key in enumerate(phone_ids)}
            moved = number_rows.in_order(sorted(had, key=lambda one: (rank.get(one.id, len(rank)), one.dial_order)))
            person.version += 1
            self._line(tx, f"{person.name} 拨号顺序", [person, *moved])

    def verify(
        self, phone_ids: Iterable[UUID], on: date | None = None, how: VerifiedHow = VerifiedHow.CALL, *, by: Actor
    ) -> None:
        """These numbers hold: found on that day, today unless said, and how. Refuses time_future."""
        if on is not None and on > self._today():
            raise Refused("time_future", at=on.isoformat())
        with self._store.writing(by=by, action=Action.EDIT_CONTACTS) as tx:
            rows = [number_rows.current_number(tx, key, self._today()) for key in phone_ids]
            for row in rows:
                row.verified_on, row.verified_by, row.verified_how = on or self._today(), tx.by.name, how.value
            if rows:
                said = words.say_in("zh", f"contacts.verified_how.{how.value}")
                self._line(tx, f"核实号码 {len(rows)} 个（{said}）", rows)

    def _told(
        self, tx: Tx, person: Person, changed: Sequence[tuple[PhoneNumber, str, str]], why: str, about: Iterable[Base]
    ) -> None:
        said = _line(why, "why") if why.strip() else ""
        made = [self._changed(tx, row, before, after, said) for row, before, after in changed if before != after]
        person.version += 1
        shown = [[masking.masked(text) if person.sensitive else text for text in pair] for _, *pair in changed]
        text = "，".join(
            f"{before or '无'} → {after or '停用'}" if before != after else f"{after} 类别或标注"
            for before, after in shown
        )
        tx.flush()
        self._line(tx, f"{person.name} 号码 {text}", [person, *about, *made])

    def _changed(self, tx: Tx, row: PhoneNumber, before: str, after: str, why: str) -> NumberChange:
        made = NumberChange(
            phone_id=row.id, before=before, after=after, why=why, at=self._clock.now(), by_name=tx.by.name
        )
        tx.session.add(made)
        return made

    def _with_numbers(self, tx: Tx, person_id: UUID | None) -> tuple[Person, list[PhoneNumber]]:
        person = tx.session.get(Person, person_id) if person_id else None
        if person is None:
            raise Refused("no_such_person")
        found = query.numbers(tx.connection, person.id, on=self._today())
        return person, [tx.session.get_one(PhoneNumber, one.id) for one in found]

    def _fill(self, tx: Tx, row: Person, person: NewPerson) -> None:
        row.name = squeezed(_line(person.name, "name"))
        row.pinyin, row.initials = columns(row.name)
        row.staff_number = _line(person.staff_number, "staff_number") if person.staff_number.strip() else ""
        row.remark = _line(person.remark, "remark") if person.remark.strip() else ""
        row.sensitive = person.sensitive
        same = Person.__table__.select().where(Person.staff_number == row.staff_number, Person.id != row.id)
        if row.staff_number and tx.connection.execute(same).first() is not None:
            raise Refused("staff_number_taken", number=row.staff_number)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()

    def _line(self, tx: Tx, text: str, about: Iterable[Base]) -> None:
        lines.write(tx, books.AUDIT, ActKind.CONTACT, text, at=self._clock.now(), about=about)


def _hidden(number: str, *, sensitive: bool, to: Actor | None, mask: bool) -> str:
    return masking.shown([number], sensitive=sensitive, to=to, mask=mask)[0]


def _seen(tx: Tx, person_id: UUID, seen: int) -> Person:
    row = tx.session.get(Person, person_id)
    if row is None:
        raise Refused("no_such_person")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)
    return row


def _phone(order: int, given: NewNumber) -> PhoneNumber:
    number, digits, extension = checked_number(given.kind, given.number, given.extension)
    label = " ".join(given.label.split())[:30]
    return PhoneNumber(
        id=uuid4(), kind=given.kind.value, number=number, digits=digits, extension=extension, label=label,
        dial_order=order,
    )  # fmt: skip


def _untried(number: NumberRow, person: UUID, name: str, held: Held | None, shown: str) -> Unverified:
    return Unverified(
        number.id, person, name, held.unit if held else "", number.kind, shown, number.verified_on,
        held.unit_id if held else None, held.post if held else "",
    )  # fmt: skip


def _post(holding: NewHolding | None) -> str:
    return f"，任 {' '.join(holding.post.split())}（{holding.rank.value}岗）" if holding else ""


def _line(text: str, what: str) -> str:
    return " ".join(checked_text(text, limit=LIMITS[what]).split())
