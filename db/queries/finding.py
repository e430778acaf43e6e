"""A record by its number, whichever table it stands in; an alarm by what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, or_, select

from console.domain.alarm import AlarmRow, AlarmState
from console.domain.stock import SERIES
from console.domain.warning import ENDED
from db.models.dispatch import Assignment, Dispatch, Need
from db.models.duty import Sheet
from db.models.inbound import Inbound, Task
from db.models.ledger import StockDocument
from db.models.outbound import Outbound
from db.models.reports import Report
from db.models.warnings import Callout, WarningMessage
from db.models.wire import Alarm, Delivery
from db.queries import alarms

_WHERE: dict[str, tuple[Any, Any]] = {
    "JB": (Inbound, Inbound.summary),
    "RW": (Task, Task.title),
    "FC": (Outbound, Outbound.text),
    "JJ": (Sheet, Sheet.state),
    "RB": (Report, Report.by_name),
    "ZB": (Report, Report.by_name),
    "YB": (Report, Report.by_name),
    "XQ": (Need, Need.what),
    "DD": (Dispatch, Dispatch.text),
    "PQ": (Assignment, Assignment.place),
    "GJ": (Alarm, Alarm.words),
    "FS": (Delivery, Delivery.device_name),
    "YJ": (WarningMessage, WarningMessage.title),
    "JY": (Callout, Callout.title),
} | dict.fromkeys(SERIES.values(), (StockDocument, StockDocument.text))


def by_number(connection: Connection, series: str, number: str) -> tuple[Any, str, str] | None:
    """Id, number and a few words of the record; None where nobody has that number."""
    model, words = _WHERE[series]
    row = connection.execute(select(model.id, model.number, words).where(model.number == number)).first()
    return None if row is None else (row[0], row[1], row[2])


def warnings_like(
    connection: Connection, wanted: Sequence[tuple[str, Sequence[str]]], limit: int
) -> list[dict[str, Any]]:
    """Warnings in which all of these stand: in the number, the words of the form or, by the ids behind a word, among
    the places. What is under way or holds first, then the newest."""
    said = func.lower(WarningMessage.number + " " + WarningMessage.title + " " + WarningMessage.form)
    ended = WarningMessage.state.in_([state.value for state in ENDED])
    asked = select(WarningMessage.__table__).where(
        *(or_(*(func.instr(said, part) > 0 for part in (word, *ids))) for word, ids in wanted)
    )
    ordered = asked.order_by(ended, WarningMessage.drafted_at.desc(), WarningMessage.number.desc()).limit(limit)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def alarms_like(connection: Connection, wanted: Sequence[str], limit: int) -> list[AlarmRow]:
    """Alarms in which all of these stand, small letters: in words, device, point, place, account or the message.

    What waits first, of that what nobody has seen, then the newest.
    """
    said = func.lower(
        Alarm.number + " " + Alarm.device_name + " " + Alarm.point_name + " " + Alarm.place + " " + Alarm.words
        + " " + Alarm.words_en + " " + Alarm.account + " " + Alarm.text
    )  # fmt: skip
    waits = Alarm.state.in_((AlarmState.OPEN.value, AlarmState.SHELVED.value))
    order = (waits.desc(), Alarm.acknowledged_at.is_not(None), Alarm.first_at.desc(), Alarm.number.desc())
    asked = select(Alarm.id).where(*(func.instr(said, word) > 0 for word in wanted)).order_by(*order).limit(limit)
    return [alarms.one(connection, alarm_id) for alarm_id in connection.scalars(asked).all()]
