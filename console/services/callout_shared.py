"""One call that counts at several rows: who stands behind two posts is rung once, and each row has its own attempt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from console.domain.callout import Progress, RowState, held_now
from console.services.callout_state import progress_of, row_in, undone_of
from db.models.warnings import CalloutRow
from db.queries import callouts as query
from db.store import Tx


def beside(tx: Tx, row: CalloutRow, found: Progress, caller: str, now: datetime) -> list[CalloutRow]:
    """Other rows at which the same person is next now, but those another caller has in hand."""
    person = found.contact.person_id if found.contact is not None else None
    if person is None or found.state is not RowState.WAITING:
        return []
    made = []
    for row_id in query.standing(tx.connection, row.callout_id, person, row.id):
        other = row_in(tx, row_id)
        contact = progress_of(tx.connection, other).contact
        free = other.claimed_by in {"", caller} or not held_now(other.claimed_until, now)
        if free and contact is not None and contact.person_id == person:
            made.append(other)
    return made


def shared(act_id: UUID, row_id: UUID, of_row: UUID) -> UUID:
    """The act of one call at a row beside the one it was written for: each row's own, and found again from it."""
    return act_id if row_id == of_row else uuid5(act_id, str(row_id))


def newest_held(tx: Tx, row_id: UUID) -> query.Row | None:
    """The newest attempt of a row that was not undone."""
    tries = query.tries_of(tx.connection, row_id)
    undone = undone_of(tries)
    held = [one for one in tries if one["number"] not in undone and one["undone"] is None]
    return held[-1] if held else None


def same_call(tx: Tx, callout_id: UUID, last: query.Row) -> list[query.Row]:
    """What the same call was put down as at other rows, where it is still the newest there."""
    if last["person_id"] is None:
        return []
    made = [one for one in query.act_rows(tx.connection, callout_id, last["person_id"]) if one["undone"] is None]
    first = next((one for one in made if shared(one["act_id"], last["row_id"], one["row_id"]) == last["act_id"]), last)
    found = [one for one in made if one["row_id"] != last["row_id"]
             and one["act_id"] == shared(first["act_id"], one["row_id"], first["row_id"])]  # fmt: skip
    newest = [newest_held(tx, one["row_id"]) for one in found]
    return [
        one for one, held in zip(found, newest, strict=True) if held is not None and held["number"] == one["number"]
    ]
