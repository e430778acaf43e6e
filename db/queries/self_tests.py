"""Reads of self-tests."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, exists, select

from console.domain.self_test import Check, Found, SelfTestRow, Verdict
from db.models.wire import Device, SelfTest, WireEvent


def newest(connection: Connection, device_id: UUID, limit: int) -> list[SelfTestRow]:
    """A device's self-tests, newest first."""
    wanted = select(SelfTest.__table__).where(SelfTest.device_id == device_id).order_by(SelfTest.number.desc())
    return [_row(dict(row)) for row in connection.execute(wanted.limit(limit)).mappings()]


def untested_since(connection: Connection, since: datetime) -> list[UUID]:
    """Devices in use nobody tested since that instant, by their code."""
    tested = exists().where(SelfTest.device_id == Device.id, SelfTest.at >= since)
    wanted = select(Device.id).where(Device.active.is_(True), ~tested).order_by(Device.code)
    return list(connection.execute(wanted).scalars())


def newest_time_told(connection: Connection, device_key: str) -> tuple[datetime | None, datetime | None]:
    """When something came last that told the device's own time, and what that was."""
    wanted = (
        select(WireEvent.at, WireEvent.device_at)
        .where(WireEvent.device_key == device_key, WireEvent.device_at.is_not(None))
        .order_by(WireEvent.number.desc())
        .limit(1)
    )
    row = connection.execute(wanted).first()
    return (row.at, row.device_at) if row is not None else (None, None)


def _row(row: dict[str, Any]) -> SelfTestRow:
    found = tuple(
        Found(Check(one["check"]), Verdict(one["verdict"]), one["code"], one["facts"])
        for one in json.loads(row["report"])
    )
    return SelfTestRow(row["number"], row["device_id"], row["at"], row["by_name"], row["well"], found)
