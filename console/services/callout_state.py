"""Rows of calling by name as the store has them, read as what they mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection

from console.domain.callout import (
    LIMITS,
    Caller,
    Contact,
    Outcome,
    Progress,
    RowState,
    Stage,
    Step,
    Tally,
    Try,
    held_now,
    progress,
)
from console.domain.callout_rows import CalloutLook, CallRow, Planned, TryRow
from console.domain.people import Actor
from console.domain.text import free_text
from console.errors import Refused
from db.chain import canonical
from db.models.warnings import Callout, CalloutRow
from db.queries import callouts as query
from db.store import Tx


def callout_row(connection: Connection, callout_id: UUID) -> query.Row:
    """Refuses no_such_callout."""
    found = query.one(connection, callout_id)
    if found is None:
        raise Refused("no_such_callout")
    return found


def undone_of(tries: Sequence[query.Row]) -> set[int]:
    return {one["undone"] for one in tries if one["undone"] is not None}


def _progress(row: query.Row, steps: Sequence[Step], tries: Sequence[query.Row]) -> Progress:
    if row["dropped"]:
        return Progress(RowState.DROPPED, None, None, "", 0, None)
    made = [
        Try(one["number"], list(Stage)[one["stage"]], one["name"], one["phone"], Outcome(one["outcome"]), one["at"])
        for one in tries
        if one["undone"] is None
    ]
    return progress(steps, chain_of(row["chain"]), made, undone_of(tries))


def progress_of(connection: Connection, row: CalloutRow) -> Progress:
    steps = steps_from(callout_row(connection, row.callout_id)["stages"])
    return _progress({"chain": row.chain, "dropped": row.dropped}, steps, query.tries_of(connection, row.id))


def call_of(connection: Connection, row_id: UUID) -> CallRow:
    row = query.row(connection, row_id)
    if row is None:
        raise Refused("no_such_callout_row")
    steps = steps_from(callout_row(connection, row["callout_id"])["stages"])
    return call_from(row, steps, query.tries_of(connection, row_id))


def call_from(row: query.Row, steps: Sequence[Step], tries: Sequence[query.Row]) -> CallRow:
    undone = undone_of(tries)
    shown = tuple(
        TryRow(
            one["number"], one["row_id"], list(Stage)[one["stage"]], one["name"], one["phone"],
            Outcome(one["outcome"]), one["at"], one["seconds"], one["reply"], one["caller"], one["by_name"],
            one["number"] in undone,
        )
        for one in tries
        if one["undone"] is None
    )  # fmt: skip
    return CallRow(
        row["id"], row["callout_id"], row["ordinal"], row["place"], row["town"], row["post"], chain_of(row["chain"]),
        _progress(row, steps, tries), shown, row["reply"], row["claimed_by"], row["claimed_until"], row["version"],
        row["dropped"],
    )  # fmt: skip


def look_from(connection: Connection, one: query.Row) -> CalloutLook:
    return CalloutLook(
        one["id"], one["number"], one["title"], one["warning_id"], one["incident_id"], one["started_by"],
        one["ended_at"], one["ended_by"], one["note"], one["version"], tally_of(connection, one),
        steps_from(one["stages"]), callers_from(one["callers"]), one["late_at"],
    )  # fmt: skip


def tally_of(connection: Connection, one: query.Row) -> Tally:
    rows = query.rows(connection, [one["id"]])
    reached = [row["reached_at"] for row in rows if row["state"] == RowState.REACHED]
    visiting = sum(row["state"] == RowState.VISITING for row in rows)
    dropped = sum(row["state"] == RowState.DROPPED for row in rows)
    return Tally(
        len(rows) - dropped, len(reached), visiting, one["started_at"], one["target_minutes"],
        max(reached, default=None), one["ended_at"], dropped,
    )  # fmt: skip


def steps_text(steps: Sequence[Step]) -> str:
    return canonical([[one.stage.value, one.tries, one.gap] for one in steps]).decode()


def steps_from(text: str) -> tuple[Step, ...]:
    return tuple(Step(Stage(stage), tries, gap) for stage, tries, gap in json.loads(text))


def callers_text(callers: Sequence[Caller]) -> str:
    return canonical([[one.name, one.line] for one in callers]).decode()


def callers_from(text: str) -> tuple[Caller, ...]:
    return tuple(Caller(name, line) for name, line in json.loads(text))


def chain_text(chain: Sequence[Contact]) -> str:
    return canonical(
        [[one.stage.value, one.name, one.post, list(one.phones), str(one.person_id or ""), one.away] for one in chain]
    ).decode()


def chain_of(text: str) -> tuple[Contact, ...]:
    return tuple(
        Contact(Stage(stage), name, post, tuple(phones), UUID(person) if person else None, away)
        for stage, name, post, phones, person, away in json.loads(text)
    )


def row_made(callout_id: UUID, ordinal: int, one: Planned, steps: Sequence[Step]) -> CalloutRow:
    """A post as it stands before anybody is rung."""
    dropped = free_text(one.dropped, LIMITS["reason"])
    state = RowState.DROPPED if dropped else progress(steps, one.chain, (), ()).state
    return CalloutRow(
        id=uuid5(callout_id, str(ordinal)), callout_id=callout_id, ordinal=ordinal, place=one.place, town=one.town,
        post=one.post, chain=chain_text(one.chain), state=state.value, next_at=None, claimed_by="",
        claimed_until=None, reached_at=None, reached_name="", reply="", dropped=dropped, stage=0, tries=0, version=1,
    )  # fmt: skip


# what every act asks of a row


def row_in(tx: Tx, row_id: UUID) -> CalloutRow:
    """Refuses no_such_callout_row."""
    row = tx.session.get(CalloutRow, row_id)
    if row is None:
        raise Refused("no_such_callout_row")
    return row


def caller_of(caller: str, by: Actor) -> str:
    """Who telephoned: whoever sits there where nobody is named."""
    return free_text(caller, LIMITS["caller"]) or by.name


def require_running(tx: Tx, callout_id: UUID) -> Callout:
    """Refuses callout_ended."""
    callout = tx.session.get(Callout, callout_id)
    if callout is None:
        raise Refused("no_such_callout")
    if callout.ended_at is not None:
        raise Refused("callout_ended", number=callout.number)
    return callout


def require_free(row: CalloutRow, caller: str, now: datetime) -> None:
    """Refuses row_claimed while another one has it in hand."""
    if row.claimed_by not in {"", caller} and held_now(row.claimed_until, now):
        raise Refused("row_claimed", name=row.claimed_by)


def require_seen(row: CalloutRow, seen: int | None) -> None:
    """Refuses changed_meanwhile where it is not as it was on the screen."""
    if seen is not None and row.version != seen:
        raise Refused("changed_meanwhile", number=f"{row.place} {row.post}")


def open_names(connection: Connection, callout_id: UUID, most: int = 30) -> str:
    """Who has not answered, for a line of the log: place, post and the first of each."""
    left = [one for one in query.rows(connection, [callout_id]) if one["state"] not in _SETTLED]
    named = [_named(one) for one in left[:most]]
    return "；".join(named) + (f"等{len(left)}人" if len(left) > most else "")


_SETTLED = frozenset({RowState.REACHED.value, RowState.DROPPED.value})


def _named(row: query.Row) -> str:
    first = next(iter(chain_of(row["chain"])), None)
    return " ".join(part for part in (row["place"], row["post"], first.name if first is not None else "") if part)
