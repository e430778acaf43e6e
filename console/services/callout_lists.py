"""Whom a calling has on its list: one taken off with a reason, back on it, one more put on while it runs."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from console.domain.callout import LIMITS, Contact, RowState
from console.domain.callout_rows import CallRow, Planned
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import free_text
from console.errors import Refused
from console.services import lines
from console.services.callout_shared import newest_held
from console.services.callout_state import (
    call_of,
    progress_of,
    require_free,
    require_running,
    require_seen,
    row_in,
    row_made,
    steps_from,
)
from db import books
from db.models.warnings import CalloutRow
from db.store import Store, Tx

MOST_ROWS = 2_000


class CalloutLists:
    """Use cases of the list while the calling runs."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def drop(self, row_id: UUID, reason: str, *, seen: int, by: Actor) -> CallRow:
        """不叫: off the list with a reason, and not counted; it stays in the book as 未叫 with that reason.

        Refuses reason_missing, row_rung (somebody was rung already: what came of it stands), row_claimed,
        changed_meanwhile, row_settled, callout_ended.
        """
        reason = free_text(reason, LIMITS["reason"])
        if not reason:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row = self._row(tx, row_id, seen)
            require_free(row, "", self._clock.now())
            if row.state == RowState.DROPPED:
                raise Refused("row_settled")
            if newest_held(tx, row.id) is not None:
                raise Refused("row_rung")
            row.dropped, row.state, row.claimed_by, row.claimed_until = reason, RowState.DROPPED.value, "", None
            self._tell(tx, row, f"叫应不叫 {row.place} {row.post}：{reason}")
        return self._call(row_id)

    def take_back(self, row_id: UUID, *, seen: int, by: Actor) -> CallRow:
        """On the list again. Refuses not_dropped, changed_meanwhile, callout_ended."""
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row = self._row(tx, row_id, seen)
            if row.state != RowState.DROPPED:
                raise Refused("not_dropped")
            row.dropped = ""
            row.state = progress_of(tx.connection, row).state.value
            self._tell(tx, row, f"叫应恢复 {row.place} {row.post}")
        return self._call(row_id)

    def add(self, callout_id: UUID, row_id: UUID, one: Planned, *, by: Actor) -> CallRow:
        """One more at the end of the list; the same id twice is one. Refuses name_missing, numbers_missing,
        callout_full, callout_ended."""
        one = _checked(one)
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            callout = require_running(tx, callout_id)
            if tx.session.get(CalloutRow, row_id) is None:
                asked = select(func.max(CalloutRow.ordinal)).where(CalloutRow.callout_id == callout_id)
                ordinal = (tx.connection.execute(asked).scalar() or 0) + 1
                if ordinal > MOST_ROWS:
                    raise Refused("callout_full", most=MOST_ROWS)
                row = row_made(callout_id, ordinal, one, steps_from(callout.stages))
                row.id = row_id
                tx.session.add(row)
                text = f"叫应加人 {callout.number} {one.place} {one.post} {one.chain[0].name}"
                lines.write(tx, books.DUTY, ActKind.CALLOUT, text, at=self._clock.now(), about=[row])
        return self._call(row_id)

    def _row(self, tx: Tx, row_id: UUID, seen: int) -> CalloutRow:
        row = row_in(tx, row_id)
        require_running(tx, row.callout_id)
        require_seen(row, seen)
        return row

    def _tell(self, tx: Tx, row: CalloutRow, text: str) -> None:
        row.version += 1
        lines.write(tx, books.DUTY, ActKind.CALLOUT, text, at=self._clock.now(), about=[row], place=row.place)

    def _call(self, row_id: UUID) -> CallRow:
        with self._store.reading() as connection:
            return call_of(connection, row_id)


def _checked(one: Planned) -> Planned:
    """Words within their limits; somebody without a name or a number cannot be rung."""
    chain = tuple(
        Contact(each.stage, free_text(each.name, LIMITS["name"]), free_text(each.post, LIMITS["post"]), each.phones,
                each.person_id)
        for each in one.chain
    )  # fmt: skip
    if not chain or not chain[0].name:
        raise Refused("name_missing", field="name")
    if not any(each.phones for each in chain):
        raise Refused("numbers_missing", field="phone")
    place, town = free_text(one.place, LIMITS["place"]), free_text(one.town, LIMITS["place"])
    return Planned(place, town, free_text(one.post, LIMITS["post"]), chain)
