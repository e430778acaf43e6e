"""Shared steps of acts on alarms: loading one as it was seen, what follows it, the line that carries them all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from console.domain.alarm import AlarmState
from console.domain.log import ActKind
from console.errors import Refused
from console.services import lines
from console.services.alarm_ending import heard
from db import books
from db.models.wire import Alarm, AlarmStep
from db.store import Tx

_TOGETHER = 100
"""Alarms one line carries: a line of a thousand rows could not be read."""
_NAMED = 5


def load(tx: Tx, alarm_id: UUID, seen: int | None = None) -> Alarm:
    """The row as it was on the screen; refuses no_such_alarm and changed_meanwhile."""
    row = tx.session.get(Alarm, alarm_id)
    if row is None:
        raise Refused("no_such_alarm")
    if seen is not None and row.version != seen:
        raise Refused("changed_meanwhile", number=row.number)
    return row


def followers(tx: Tx, cause: Alarm) -> list[Alarm]:
    """What waits and follows it, the first first."""
    waiting = (AlarmState.OPEN.value, AlarmState.SHELVED.value)
    asked = select(Alarm).where(Alarm.cause_id == cause.id, Alarm.state.in_(waiting))
    return list(tx.session.scalars(asked.order_by(Alarm.first_at, Alarm.number)))


def tell(tx: Tx, said: str, rows: Sequence[Alarm], made: Sequence[AlarmStep], at: datetime) -> None:
    """One line for an act on these alarms, or several where it was a storm."""
    for start in range(0, len(rows), _TOGETHER):
        part = rows[start : start + _TOGETHER]
        ids = {row.id for row in part}
        acts = [one for one in made if one.alarm_id in ids]
        place = part[0].place if len(part) == 1 else ""
        lines.write(tx, books.DUTY, ActKind.ALARM, _text(tx, said, part), at=at, about=[*part, *acts], place=place)


def _text(tx: Tx, said: str, rows: Sequence[Alarm]) -> str:
    first = rows[0]
    if len(rows) == 1:
        return f"{first.number} {told_of(first)}{heard(tx, first)}：{said}"
    named = "、".join(row.number for row in rows[:_NAMED]) + ("等" if len(rows) > _NAMED else "")
    return f"{named} {len(rows)} 条告警（{told_of(first)}）：{said}"


def told_of(row: Alarm) -> str:
    """Which alarm it is, in words."""
    return " ".join(part for part in (row.device_name, row.point_name, row.words) if part)
