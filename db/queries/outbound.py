"""Reads of the outbound register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select

from console.domain.outbound import OutboundRow, OutboundState
from console.errors import Refused
from db.models.outbound import Outbound

_SEARCHED = (
    Outbound.number, Outbound.to_org, Outbound.to_name, Outbound.to_phone, Outbound.text, Outbound.by_name,
    Outbound.subject_number, Outbound.receipt_by,
)  # fmt: skip
_WAITING = Outbound.state == OutboundState.SENT.value


def one(connection: Connection, row_id: UUID) -> OutboundRow:
    """Refused("no_such_outbound") where the register has none."""
    for found in _rows(connection, select(Outbound.__table__).where(Outbound.id == row_id)):
        return found
    raise Refused("no_such_outbound")


def exists(connection: Connection, row_id: UUID) -> bool:
    return connection.execute(select(Outbound.id).where(Outbound.id == row_id)).first() is not None


def waiting_receipt(connection: Connection) -> list[OutboundRow]:
    """What was sent and nobody has yet said to have received, the oldest first."""
    wanted = select(Outbound.__table__).where(_WAITING).order_by(Outbound.sent_at, Outbound.number)
    return list(_rows(connection, wanted))


def count_waiting(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(Outbound).where(_WAITING)).scalar_one()


def newest(connection: Connection, asked: Sequence[str], limit: int, *, waiting: bool = False) -> list[OutboundRow]:
    """Newest first by the time of sending; every word must stand somewhere in the row."""
    return list(_rows(connection, _wanted(asked, waiting=waiting).limit(limit)))


def every(connection: Connection, asked: Sequence[str], *, waiting: bool = False) -> Iterator[OutboundRow]:
    """The same without a limit, streamed."""
    return _rows(connection, _wanted(asked, waiting=waiting))


def about(connection: Connection, subject_id: UUID) -> list[OutboundRow]:
    """What was sent about one record, oldest first."""
    wanted = select(Outbound.__table__).where(Outbound.subject_id == subject_id).order_by(Outbound.sent_at)
    return list(_rows(connection, wanted))


def _wanted(asked: Sequence[str], *, waiting: bool) -> Select[Any]:
    wanted = select(Outbound.__table__).order_by(Outbound.sent_at.desc(), Outbound.number.desc())
    if waiting:
        wanted = wanted.where(_WAITING)
    for word in asked:
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
    return wanted


def _rows(connection: Connection, wanted: Select[Any]) -> Iterator[OutboundRow]:
    for row in connection.execute(wanted).mappings():
        yield OutboundRow(**{**row, "state": OutboundState(row["state"])})
