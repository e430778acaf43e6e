"""Shared step of everything that changes who stands a shift: the record of it, and the reason that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from console.domain.roster import Slot
from console.domain.roster_changes import ChangeKind
from console.domain.roster_draft import Cell, Difference, differences
from console.domain.text import checked_text
from console.errors import Refused
from console.services.roster_putting import table
from db.models.roster import RosterChange
from db.queries import roster_changes as query
from db.store import Tx

WHY = 500
"""Characters of a reason."""

_NAMES = "、"


def reason(text: str) -> str:
    """A reason as it is kept; empty where nothing was said."""
    return checked_text(text, limit=WHY).strip() if text.strip() else ""


def recorded(
    tx: Tx, kind: ChangeKind, changed: Iterable[Difference], at: datetime, *, why: str = "", source: str = ""
) -> list[RosterChange]:
    """The records of these differences, to be told to the audit book with the lines they are about."""
    rows = [
        RosterChange(
            day=one.day, shift=one.shift, post=one.post, kind=kind.value, was=_NAMES.join(one.was),
            now=_NAMES.join(one.now), why=why, source=source, at=at, by_name=tx.by.name,
        )
        for one in changed
    ]  # fmt: skip
    tx.session.add_all(rows)
    return rows


def since(tx: Tx, before: Sequence[Cell], days: Sequence[Slot]) -> list[Difference]:
    """What the table of these days shows otherwise than before."""
    tx.flush()
    first, last = min(one.day for one in days), max(one.day for one in days)
    return differences(before, table(tx.connection, first, last))


def require_why(tx: Tx, changed: Sequence[Difference], why: str) -> None:
    """Whoever changes what was published says why; refuses roster_why_missing."""
    if changed and not why:
        days = {one.day for one in changed}
        published = query.published_days(tx.connection, min(days), max(days)) & days
        if published:
            raise Refused("roster_why_missing", day=min(published).isoformat(), field="why")


def stood_in(
    tx: Tx, kind: ChangeKind, slots: Sequence[Slot], post: str, was: str, now: str, why: str, at: datetime
) -> list[RosterChange]:
    """The records of somebody standing a post of these shifts for another one, or no longer."""
    changed = [Difference(slot.day, slot.shift, post, (was,), (now,)) for slot in slots]
    return recorded(tx, kind, changed, at, why=why)
