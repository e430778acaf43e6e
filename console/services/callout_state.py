"""Rows of calling by name as the store has them, read as what they mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from console.domain.callout import Contact, Outcome, Progress, RowState, Stage, Step, Tally, Try, progress
from console.domain.callout_rows import CalloutLook, CallRow, TryRow
from console.errors import Refused
from db.chain import canonical
from db.models.warnings import CalloutRow
from db.queries import callouts as query


def callout_row(connection: Connection, callout_id: UUID) -> query.Row:
    """Refuses no_such_callout."""
    found = query.one(connection, callout_id)
    if found is None:
        raise Refused("no_such_callout")
    return found


def undone_of(tries: Sequence[query.Row]) -> set[int]:
    return {one["undone"] for one in tries if one["undone"] is not None}


def _progress(row: query.Row, steps: Sequence[Step], tries: Sequence[query.Row]) -> Progress:
    made = [
        Try(one["number"], list(Stage)[one["stage"]], one["name"], one["phone"], Outcome(one["outcome"]), one["at"])
        for one in tries
        if one["undone"] is None
    ]
    return progress(steps, _chain(row["chain"]), made, undone_of(tries))


def progress_of(connection: Connection, row: CalloutRow) -> Progress:
    steps = steps_from(callout_row(connection, row.callout_id)["stages"])
    return _progress({"chain": row.chain}, steps, query.tries_of(connection, row.id))


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
        row["id"], row["callout_id"], row["ordinal"], row["place"], row["town"], row["post"], _chain(row["chain"]),
        _progress(row, steps, tries), shown, row["reply"], row["claimed_by"], row["claimed_until"], row["version"],
    )  # fmt: skip


def look_from(connection: Connection, one: query.Row) -> CalloutLook:
    return CalloutLook(
        one["id"], one["number"], one["title"], one["warning_id"], one["incident_id"], one["started_by"],
        one["ended_at"], one["ended_by"], one["note"], one["version"], tally_of(connection, one),
        steps_from(one["stages"]),
    )  # fmt: skip


def tally_of(connection: Connection, one: query.Row) -> Tally:
    rows = query.rows(connection, [one["id"]])
    reached = [row["reached_at"] for row in rows if row["state"] == RowState.REACHED]
    visiting = sum(row["state"] == RowState.VISITING for row in rows)
    return Tally(
        len(rows), len(reached), visiting, one["started_at"], one["target_minutes"], max(reached, default=None)
    )


def steps_text(steps: Sequence[Step]) -> str:
    return canonical([[one.stage.value, one.tries, one.gap] for one in steps]).decode()


def steps_from(text: str) -> tuple[Step, ...]:
    return tuple(Step(Stage(stage), tries, gap) for stage, tries, gap in json.loads(text))


def chain_text(chain: Sequence[Contact]) -> str:
    return canonical(
        [[one.stage.value, one.name, one.post, list(one.phones), str(one.person_id or "")] for one in chain]
    ).decode()


def _chain(text: str) -> tuple[Contact, ...]:
    return tuple(
        Contact(Stage(stage), name, post, tuple(phones), UUID(person) if person else None)
        for stage, name, post, phones, person in json.loads(text)
    )
