"""Time and alarms: what nobody has seen goes up, what was put aside comes back, what was seen is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from console import words
from console.domain.alarm import AlarmAct, AlarmRow, AlarmState
from console.domain.due import DueItem, DueKind, state_of
from console.domain.people import Actor
from console.domain.realm import Realm
from console.services.alarm_ending import step
from console.services.alarm_settings import AlarmSettings, settings_of
from console.services.alarm_steps import tell
from console.services.links import lost_long, raise_lost
from console.services.wire_ledger import WireLedger
from db.models.wire import Alarm, AlarmStep
from db.queries import alarms as query
from db.queries import duty
from db.store import Store, Tx
from db.types import UtcDateTime

LONGEST_SHELF = timedelta(hours=24)
"""A day: what is put aside for longer is forgotten."""
AHEAD = timedelta(minutes=1)
"""What came so much later than now came before the clock was set back: how long ago nobody knows."""

_PROGRAM = Actor.program().name
_ANEW = (AlarmAct.BACK.value, AlarmAct.AGAIN.value)


def escalate(store: Store, realm: Realm, now: datetime) -> list[UUID]:
    """One tick: alarms back from their shelf, links lost too long, what goes up. A calm tick only reads."""
    with store.reading() as connection:
        settings = settings_of(connection, now)
        if not (
            _late_ids(connection, settings, now) or _shelved_ids(connection, now) or _lost(connection, settings, now)
        ):
            return []
    with store.writing(by=Actor.program()) as tx:
        for rows in _together([tx.session.get_one(Alarm, one) for one in _shelved_ids(tx.connection, now)]):
            tell(tx, "搁置到时，重新待处置", rows, [back(tx, row, _PROGRAM, now) for row in rows], now)
        raise_lost(tx, WireLedger(tx), settings, realm, now)
        late = _late_ids(tx.connection, settings, now)
        for alarm_id in late:
            _escalate(tx, tx.session.get_one(Alarm, alarm_id), now)
        return late


def _together(rows: Sequence[Alarm]) -> list[list[Alarm]]:
    """A cause and what went aside with it are one line of the log."""
    found: dict[UUID, list[Alarm]] = {}
    for row in sorted(rows, key=lambda row: (row.cause_id is not None, row.number)):
        found.setdefault(row.cause_id or row.id, []).append(row)
    return list(found.values())


def back(tx: Tx, row: Alarm, by_name: str, at: datetime) -> AlarmStep:
    """Shared step: it waits again, as if nobody had seen it; the caller writes the line.

    What comes back before the alarm it followed leaves that: behind one that is aside it would be silent.
    """
    cause = None if row.cause_id is None else tx.session.get_one(Alarm, row.cause_id)
    if cause is not None and cause.state != AlarmState.OPEN.value:
        row.cause_id = None
    row.state, row.shelved_until, row.version = AlarmState.OPEN.value, None, row.version + 1
    row.acknowledged_at, row.acknowledged_by, row.escalated_at = None, "", None
    return step(tx, row, AlarmAct.BACK, by_name, at)


def due(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """For the strip, the sound and the board: gravest alarms nobody has seen, and seen ones nobody has dealt with."""
    settings = settings_of(connection, now)
    waiting = query.some(connection, Alarm.state == AlarmState.OPEN.value, Alarm.cause_id.is_(None))
    unseen = [row for row in waiting if row.acknowledged_at is None and row.priority == 1]
    seen = [row for row in waiting if row.acknowledged_at is not None]
    anew = _anew(connection, [row.id for row in unseen])
    since = {row.id: anew.get(row.id, row.first_at) for row in unseen}
    found = [
        _due(
            row, DueKind.ALARM_UNSEEN, since[row.id], row.escalated_at or since[row.id] + settings.unseen[1], now, soon
        )
        for row in unseen
    ]
    found += [
        _due(row, DueKind.ALARM_REVIEW, row.acknowledged_at, row.acknowledged_at + settings.review, now, soon)
        for row in seen
        if row.acknowledged_at is not None and row.acknowledged_at + settings.review - now <= soon
    ]
    return found


def _due(row: AlarmRow, kind: DueKind, since: datetime, due_at: datetime, now: datetime, soon: timedelta) -> DueItem:
    where = row.point_name or row.device_name
    return DueItem(
        f"{kind.value}:{row.id}", kind, f"{where} {row.words}".strip(), due_at, since, "alarms",
        state_of(due_at, now, soon), row.number, row.id, f"{where} {row.words_en or row.words}".strip(),
    )  # fmt: skip


def _anew(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Since when alarms wait that came back from their shelf, or were over and came again."""
    if not ids:
        return {}
    asked = select(AlarmStep.alarm_id, func.max(AlarmStep.at, type_=UtcDateTime())).where(AlarmStep.act.in_(_ANEW))
    rows = connection.execute(asked.where(AlarmStep.alarm_id.in_(ids)).group_by(AlarmStep.alarm_id))
    return {row[0]: row[1] for row in rows}


def _late_ids(connection: Connection, settings: AlarmSettings, now: datetime) -> list[UUID]:
    """Open, unseen, nobody's follower, past the time of its priority, and not told upwards before; the first first."""
    asked = select(Alarm.id, Alarm.priority, Alarm.first_at).where(
        Alarm.state == AlarmState.OPEN.value, Alarm.acknowledged_at.is_(None), Alarm.cause_id.is_(None),
        Alarm.escalated_at.is_(None),
    )  # fmt: skip
    rows = connection.execute(asked.order_by(Alarm.priority, Alarm.first_at, Alarm.number))
    late = [row for row in rows if _is_late(row.first_at, settings.unseen[row.priority], now)]
    anew = _anew(connection, [row.id for row in late])
    return [row.id for row in late if _is_late(anew.get(row.id, row.first_at), settings.unseen[row.priority], now)]


def _is_late(since: datetime, limit: timedelta, now: datetime) -> bool:
    return now - since >= limit or since - now > AHEAD


def _lost(connection: Connection, settings: AlarmSettings, now: datetime) -> bool:
    return bool(connection.execute(lost_long(settings, now).limit(1)).first())


def _shelved_ids(connection: Connection, now: datetime) -> list[UUID]:
    over = or_(Alarm.shelved_until <= now, Alarm.shelved_until > now + LONGEST_SHELF)  # or the clock was set back
    asked = select(Alarm.id).where(Alarm.state == AlarmState.SHELVED.value, over)
    return list(connection.execute(asked.order_by(Alarm.shelved_until, Alarm.number)).scalars())


def _escalate(tx: Tx, row: Alarm, now: datetime) -> None:
    since = _anew(tx.connection, [row.id]).get(row.id, row.first_at)
    row.escalated_at, row.version = now, row.version + 1
    minutes, seconds = divmod(int((now - since).total_seconds()), 60)
    waited = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
    if since > now:
        waited = "本机时钟回拨后"
    whom = leaders(tx.connection)
    made = step(tx, row, AlarmAct.ESCALATED, _PROGRAM, now, whom)
    level = words.say_in("zh", f"alarm.priority.{row.priority}")
    tell(tx, f"{level}告警 {waited} 无人确认，请{whom}过问", [row], [made], now)


def leaders(connection: Connection) -> str:
    """值班长 and 带班领导 of the watch, with their names where they are known; whom other clocks tell too."""
    shift = duty.on_watch(connection)
    posts = [] if shift is None else [line for line in shift.posts if line.post == "leader" or "值班长" in line.post]
    named = [f"{'带班领导' if line.post == 'leader' else line.post} {line.name}" for line in posts if line.name]
    return "、".join(named) or "值班长、带班领导"
