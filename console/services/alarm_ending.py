"""What ends by itself: a restore, a reading inside its limits, a link that is back; seen and ended is settled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from console.domain.alarm import AlarmAct, AlarmKind, AlarmState
from console.domain.log import ActKind
from console.services import lines
from db import books
from db.models.wire import Alarm, AlarmStep
from db.queries import alarm_rows
from db.store import Tx

_WAITING = (AlarmState.OPEN.value, AlarmState.SHELVED.value)
_DEALT_WITH = frozenset({AlarmState.ACCEPTED.value, AlarmState.FALSE.value, AlarmState.SETTLED.value})


def restored(tx: Tx, row: Alarm, at: datetime, now: datetime, how: str) -> list[Alarm]:
    """Shared step: the device says it is over; one nobody has seen waits all the same. What was settled by that."""
    row.restored_at, row.version = at, row.version + 1
    steps = [step(tx, row, AlarmAct.RESTORED, row.device_name, at, how)]
    tx.flush()
    ended = settled_by_itself(tx, row)
    for one in ended:
        one.state, one.version = AlarmState.SETTLED.value, one.version + (one is not row)
        steps.append(step(tx, one, AlarmAct.SETTLED, row.device_name, at, how))
    text = f"{row.number} {row.device_name} {row.point_name or row.words}：{how}{heard(tx, row)}"
    about = [row, *(one for one in ended if one is not row), *steps]
    lines.write(tx, books.DUTY, ActKind.ALARM, text, at=now, about=about, occurred_at=at, place=row.place)
    return ended


def back_again(tx: Tx, row: Alarm, at: datetime, now: datetime) -> None:
    """Shared step: it had been restored and is there again before anybody dealt with it; whoever saw it saw the first
    time, so that it is heard again."""
    row.restored_at, row.version = None, row.version + 1
    if row.state == AlarmState.OPEN.value:
        row.acknowledged_at, row.acknowledged_by, row.escalated_at = None, "", None
    again = step(tx, row, AlarmAct.AGAIN, row.device_name, at)
    text = f"{row.number} {row.device_name} {row.point_name or row.words}：恢复后再次告警{heard(tx, row)}"
    lines.write(tx, books.DUTY, ActKind.ALARM, text, at=now, about=[row, again], occurred_at=at, place=row.place)


def settled_by_itself(tx: Tx, row: Alarm) -> list[Alarm]:
    """What this one's end or acknowledgement settles: what is over, and somebody has seen it, needs nobody any more: a
    lost link, a fault, a limit. An alarm from the field asks for a person's word: false, settled or accepted.

    What others follow stands for them until they are over too: behind a cause that is no more they would be silent.
    """
    cause = row if row.cause_id is None else tx.session.get_one(Alarm, row.cause_id)
    if _is_seen(cause) and _is_over(cause):
        asked = select(Alarm).where(Alarm.cause_id == cause.id, Alarm.state.in_(_WAITING))
        if tx.session.scalars(asked.where(Alarm.restored_at.is_(None)).limit(1)).first() is None:
            group = list(tx.session.scalars(asked.order_by(Alarm.first_at, Alarm.number)))
            if all(map(_is_over, group)):
                return [cause, *group]
    return [row] if row is not cause and _is_seen(row) and _is_over(row) else []


def _is_seen(row: Alarm) -> bool:
    return row.state == AlarmState.OPEN.value and row.acknowledged_at is not None


def _is_over(row: Alarm) -> bool:
    by_itself = row.kind in {AlarmKind.LINK.value, AlarmKind.FAULT.value} or row.limit_value is not None
    return by_itself and row.restored_at is not None


def step(tx: Tx, row: Alarm, act: AlarmAct, by_name: str, at: datetime, note: str = "") -> AlarmStep:
    """Shared step: an act on an alarm; the caller writes the line about it."""
    made = AlarmStep(alarm_id=row.id, act=act.value, by_name=by_name, at=at, note=note)
    tx.session.add(made)
    return made


def count_of(tx: Tx, alarm_id: UUID) -> int:
    """How often the device said so, the first time too."""
    return 1 + alarm_rows.told(tx, alarm_id.hex)


def heard(tx: Tx, row: Alarm) -> str:
    count = count_of(tx, row.id)
    return f"（共 {count} 次）" if count > 1 else ""


def is_dealt_with(row: Alarm) -> bool:
    """Whether somebody, or its restore after it was seen, has ended it."""
    return row.state in _DEALT_WITH
