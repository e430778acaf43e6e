"""A record by its number, whichever table it stands in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from console.domain.stock import SERIES
from db.models.dispatch import Assignment, Dispatch, Need
from db.models.duty import Sheet
from db.models.inbound import Inbound, Task
from db.models.ledger import StockDocument
from db.models.outbound import Outbound
from db.models.reports import Report
from db.models.wire import Alarm, Delivery

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
} | dict.fromkeys(SERIES.values(), (StockDocument, StockDocument.text))


def by_number(connection: Connection, series: str, number: str) -> tuple[Any, str, str] | None:
    """Id, number and a few words of the record; None where nobody has that number."""
    model, words = _WHERE[series]
    row = connection.execute(select(model.id, model.number, words).where(model.number == number)).first()
    return None if row is None else (row[0], row[1], row[2])
