"""What time does to callings: told upwards once where the target has passed, and who stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from console.domain.callout import LEASE, STILL, RowState, held_now
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Actor
from console.services import lines
from console.services.alarm_escalation import leaders
from console.services.callout_state import callout_row, open_names, steps_from, tally_of
from db import books
from db.models.warnings import Callout
from db.queries import callouts as query
from db.store import Store

MOST = 50
_MOST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A calling that runs: how many nobody has answered for, how many of them it is time to ring again, and since
    when nobody rings although somebody could be rung (None: somebody rings, or nobody can be rung)."""

    row: query.Row
    left: int
    again: int
    still_since: datetime | None

    @property
    def due_at(self) -> datetime:
        """When everybody should have answered."""
        made: datetime = self.row["started_at"] + timedelta(minutes=self.row["target_minutes"])
        return made


def standing(connection: Connection, now: datetime) -> list[Standing]:
    """Callings that run and have somebody left, the newest first."""
    running = query.newest(connection, MOST, None, running=True)
    keys = [one["id"] for one in running]
    heard, rows = query.last_tries(connection, keys), query.rows(connection, keys)
    made = []
    for one in running:
        own = [row for row in rows if row["callout_id"] == one["id"]]
        left = sum(row["state"] not in _DONE for row in own)
        if left:
            waiting = [row for row in own if row["state"] == RowState.WAITING]
            longest = timedelta(seconds=max((step.gap for step in steps_from(one["stages"])), default=0))
            due = [row for row in waiting if _is_due(row, longest, now)]
            made.append(Standing(one, left, _again(due, now), _still(one, waiting, due, heard.get(one["id"]), now)))
    return made


_DONE = frozenset({RowState.REACHED.value, RowState.DROPPED.value})


def _is_due(row: query.Row, longest: timedelta, now: datetime) -> bool:
    """Whether it may be rung now; a time to come further away than any gap is of a clock that was set back."""
    return row["next_at"] is None or not now < row["next_at"] <= now + longest


def _again(due: Sequence[query.Row], now: datetime) -> int:
    return sum(row["next_at"] is not None and not held_now(row["claimed_until"], now) for row in due)


def _still(one: query.Row, waiting: Sequence[query.Row], due: Sequence[query.Row], heard: datetime | None,
           now: datetime) -> datetime | None:  # fmt: skip
    if not due or any(held_now(row["claimed_until"], now) for row in waiting):
        return None
    taken = [row["claimed_until"] - LEASE for row in waiting if row["claimed_until"] is not None]
    since: datetime = max(at for at in (one["started_at"], heard, *taken) if at is not None)
    return min(since, now)


def tick(store: Store, clock: Clock) -> int:
    """Called every few seconds by whoever asks the clock: each calling whose target has passed with somebody
    unanswered is told upwards once, whatever is on the screen. How many were told; a calm tick only reads."""
    now = clock.now()
    with store.reading() as connection:
        late = [one["id"] for one in query.newest(connection, MOST, None, running=True) if _is_late(one, now)]
        late = [one for one in late if one in query.unreached(connection, late)]
    told = 0
    for callout_id in late:
        told += _tell(store, callout_id, now)
    return told


def _is_late(one: query.Row, now: datetime) -> bool:
    return one["late_at"] is None and now > one["started_at"] + timedelta(minutes=one["target_minutes"])


def _tell(store: Store, callout_id: UUID, now: datetime) -> int:
    with store.writing(by=Actor.program()) as tx:
        row = tx.session.get_one(Callout, callout_id)
        tally = tally_of(tx.connection, callout_row(tx.connection, callout_id))
        if row.late_at is not None or row.ended_at is not None or not tally.open:  # another one was quicker
            return 0
        row.late_at = now
        text = f"叫应超时 {row.number} {row.title}：目标{row.target_minutes}分钟已过，应叫{tally.rows}，"
        text += f"已应{tally.reached}，未应{tally.open}，请{leaders(tx.connection)}过问。"
        text += open_names(tx.connection, row.id)
        lines.write(tx, books.DUTY, ActKind.CALLOUT, text[:_MOST_LINE], at=now, about=[row])
    return 1


def stands_still(one: Standing, now: datetime) -> bool:
    """Whether nobody has rung for longer than is told."""
    return one.still_since is not None and now - one.still_since >= STILL
