"""Who telephones for a calling, and by which line: stored, so that every seat and every restart knows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.callout import LIMITS, MOST_CALLERS, Caller
from console.domain.callout_rows import CalloutLook
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import free_text
from console.errors import Refused
from console.services import lines
from console.services.callout_state import (
    callers_from,
    callers_text,
    callout_row,
    look_from,
    require_running,
)
from db import books
from db.models.warnings import CalloutRow
from db.queries import callouts as query
from db.store import Store, Tx

LOOKED_AT = 20
"""Callings back that are asked for the names of those who telephoned."""


def require_callers(callers: Sequence[Caller]) -> tuple[Caller, ...]:
    """As they are stored. Refuses callers_too_many; the same name twice is one."""
    made: dict[str, Caller] = {}
    for one in callers:
        name = free_text(one.name, LIMITS["caller"])
        if name:
            made.setdefault(name, Caller(name, free_text(one.line, LIMITS["line"])))
    if len(made) > MOST_CALLERS:
        raise Refused("callers_too_many", most=MOST_CALLERS, field="callers")
    return tuple(made.values())


class CalloutCallers:
    """Use cases of those who telephone."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def last(self) -> tuple[Caller, ...]:
        """Who telephoned the last time somebody was named, to be offered again."""
        with self._store.reading() as connection:
            for one in query.newest(connection, LOOKED_AT, None, running=False):
                found = tuple(each for each in callers_from(one["callers"]) if each.name)
                if found:
                    return found
        return ()

    def come(self, callout_id: UUID, name: str, line: str = "", *, by: Actor) -> CalloutLook:
        """One more who telephones, at the first place that is free; who is there already has another line from now on.

        Refuses name_missing, callers_too_many, callout_ended.
        """
        name, line = free_text(name, LIMITS["caller"]), free_text(line, LIMITS["line"])
        if not name:
            raise Refused("name_missing", field="name")

        def put(callers: list[Caller]) -> str:
            at = next((at for at, one in enumerate(callers) if one.name == name), None)
            if at is None:
                at = next((at for at, one in enumerate(callers) if not one.name), len(callers))
            if at == MOST_CALLERS:
                raise Refused("callers_too_many", most=MOST_CALLERS, field="name")
            callers[at : at + 1] = [Caller(name, line)]
            return f"叫应拨打人 {name}" + (f"（{line}）" if line else "")

        return self._change(callout_id, put, (), by)

    def leave(self, callout_id: UUID, name: str, *, by: Actor) -> CalloutLook:
        """He telephones no more: his place is free, the rows he had in hand are everybody's again.

        Refuses no_such_caller, callout_ended.
        """

        def take(callers: list[Caller]) -> str:
            at = next((at for at, one in enumerate(callers) if one.name == name), None)
            if at is None:
                raise Refused("no_such_caller", name=name)
            callers[at] = Caller("")
            while callers and not callers[-1].name:
                callers.pop()
            return f"叫应拨打人 {name} 离开，认领的名单退回"

        return self._change(callout_id, take, (name,), by)

    def _change(
        self, callout_id: UUID, change: Callable[[list[Caller]], str], freed: Sequence[str], by: Actor
    ) -> CalloutLook:  # fmt: skip
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            callout = require_running(tx, callout_id)
            callers = list(callers_from(callout.callers))
            text = change(callers)
            callout.callers = callers_text(callers)
            rows = _claimed(tx, callout_id, freed)
            for one in rows:
                one.claimed_by, one.claimed_until = "", None
            lines.write(tx, books.DUTY, ActKind.CALLOUT, f"{callout.number} {text}", at=self._clock.now(),
                        about=[callout, *rows])  # fmt: skip
        with self._store.reading() as connection:
            return look_of(connection, callout_id)


def look_of(connection: Connection, callout_id: UUID) -> CalloutLook:
    return look_from(connection, callout_row(connection, callout_id))


def _claimed(tx: Tx, callout_id: UUID, names: Sequence[str]) -> list[CalloutRow]:
    asked = select(CalloutRow).where(CalloutRow.callout_id == callout_id, CalloutRow.claimed_by.in_(list(names)))
    return list(tx.session.execute(asked).scalars())
