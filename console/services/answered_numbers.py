"""Shared step: somebody who answers a number of their own has shown that it holds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from console.domain import phones
from console.domain.call_lists import CallOutcome
from console.domain.contact_book import NumberRow, VerifiedHow, written
from console.domain.log import ActKind
from console.services import lines
from db import books
from db.models.people import PhoneNumber
from db.queries import contact_book as query
from db.store import Tx

VERIFYING = frozenset({CallOutcome.ANSWERED})
"""Outcomes that verify the number that was called; who stands in (代接) says nothing about whose it is."""


def verified(tx: Tx, person_id: UUID, phone: str, outcome: CallOutcome, at: datetime, today: date) -> bool:
    """Whether the call showed that the number is still theirs; then it counts as verified today by whoever rang.

    A number that is not, or no longer, one of theirs in the contact book is not verified.
    """
    if outcome not in VERIFYING:
        return False
    own = next((one for one in query.numbers(tx.connection, person_id, on=today) if _same(one, phone)), None)
    if own is None:
        return False
    if (own.verified_on, own.verified_how) != (today, VerifiedHow.CALL.value):
        row = tx.session.get_one(PhoneNumber, own.id)
        row.verified_on, row.verified_by, row.verified_how = today, tx.by.name, VerifiedHow.CALL.value
        lines.write(tx, books.AUDIT, ActKind.CONTACT, "核实号码 1 个（拨通）", at=at, about=[row])
    return True


def reached(tx: Tx, name: str, phone: str, day: date, now: datetime) -> bool:
    """Whether somebody who was spoken to at a number on that day is, by name, somebody of the contact book it is of.

    Then it counts as verified that day, unless it was since. Of two of that name with that number neither is meant.
    """
    if not name.strip() or not phone.strip():
        return False
    found = [
        one
        for person in query.called(tx.connection, name.strip(), day)
        for one in query.numbers(tx.connection, person, on=day)
        if _same(one, phone.strip())
    ]
    if len(found) != 1 or (found[0].verified_on is not None and found[0].verified_on >= day):
        return False
    row = tx.session.get_one(PhoneNumber, found[0].id)
    row.verified_on, row.verified_by, row.verified_how = day, tx.by.name, VerifiedHow.CALL.value
    lines.write(tx, books.AUDIT, ActKind.CONTACT, "核实号码 1 个（拨通）", at=now, about=[row])
    return True


def _same(own: NumberRow, phone: str) -> bool:
    """Written alike, or dialled alike."""
    if phone == written(own.number, own.extension):
        return True
    line, behind = phones.without_extension(phones.plain(phone))
    return bool(own.digits) and (own.digits, own.extension) == (phones.digits_of(line), behind)
