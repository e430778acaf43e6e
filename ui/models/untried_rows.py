"""How numbers that nobody tried for long are said: the units with their counts, and the numbers of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from console import words
from console.domain.contact_book import Unverified
from ui.models.contact_rows import day_text, kind_text
from ui.models.table import Align, Column, RowTableModel


@dataclass(frozen=True, slots=True)
class UntriedUnit:
    """A line of the units: ``key`` is a unit's id, or a word for all and for those without a post."""

    key: UUID | str
    name: str
    count: int


def units_model() -> RowTableModel[UntriedUnit]:
    return RowTableModel(
        [
            Column("contact.unit", _unit, stretch=True, strong=lambda row: isinstance(row.key, str)),
            Column("contact.untried", lambda row: str(row.count), align=Align.RIGHT, width=72),
        ],
        key=lambda row: row.key,
    )


def numbers_model() -> RowTableModel[Unverified]:
    """Who, what it is of, the number as it may be seen, when it was last found to hold."""
    return RowTableModel(
        [
            Column("contact.name", lambda row: row.person, width=92, strong=lambda _row: True),
            Column("contact.kind", lambda row: kind_text(row.kind), width=72),
            Column("contact.number", lambda row: row.shown, width=140, stays=True),
            Column("contact.verified", _verified, width=104, ink=_ink, stays=True),
            Column("contact.unit", lambda row: row.unit, stretch=True),
            Column("contact.post", lambda row: row.post, width=120),
        ],
        key=lambda row: row.phone_id,
    )


def _unit(row: UntriedUnit) -> str:
    return row.name or words.say(f"contacts.untried_unit.{row.key}")


def _verified(row: Unverified) -> str:
    return day_text(row.verified_on, words.say("contacts.never_verified"))


def _ink(row: Unverified) -> str | None:
    return "orangetext" if row.verified_on is None else None
