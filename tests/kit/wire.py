"""Devices and what they say, for tests of alarms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any
from uuid import uuid4

from console.bootstrap import Desk
from console.domain.people import Actor, Role
from console.domain.signals import Arrived, Signal, SignalKind, Stored
from console.domain.wire import DeviceForm, DeviceRow, PointForm, PointRow

PASSWORD = "alarms of 2030"
_PORTS = count(1)


def officer(desk: Desk, name: str = "陈例一") -> Actor:
    """Somebody on duty; the administrator a store needs is made first."""
    tool = Actor.tool("tester")
    if not desk.accounts.any():
        desk.accounts.add("林例十", Role.ADMIN, PASSWORD, by=tool)
    return desk.accounts.add(name, Role.OFFICER, PASSWORD, by=tool).actor


def device(desk: Desk, code: str = "接警机 1", driver: str = "surgard", **more: Any) -> DeviceRow:
    form = DeviceForm(uuid4(), code, code, driver, f"sim://{driver}/{next(_PORTS)}", **more)
    return desk.devices.add(form, by=Actor.tool("tester"))


def point(desk: Desk, of: DeviceRow, name: str, **more: Any) -> PointRow:
    return desk.devices.put_point(PointForm(uuid4(), of.form.id, name, **more), by=Actor.tool("tester"))


def said(of: DeviceRow, at: datetime, kind: SignalKind = SignalKind.ALARM, *, raw: bytes = b"", **more: Any) -> Arrived:
    """What that device says at that time; the bytes follow from what it says unless given."""
    facts = {"account": "1234", "code": "110", "zone": "1", "words": "火警", **more}
    made = raw or repr((kind.value, sorted((name, str(value)) for name, value in facts.items()))).encode()
    return Arrived(of.key, of.form.driver, at, Signal(kind, made, **facts))


def hear(desk: Desk, of: DeviceRow, kind: SignalKind = SignalKind.ALARM, **more: Any) -> Stored:
    """Said now, and stored."""
    (stored,) = desk.alarm_intake.receive([said(of, desk.clock.now(), kind, **more)])
    return stored


def texts(desk: Desk, limit: int = 50) -> Sequence[str]:
    """The newest lines of the duty log, the newest first."""
    return [entry.text for entry in desk.log.newest(limit)]
