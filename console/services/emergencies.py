"""Confirming an emergency take-over afterwards: by another than the one who took it, chained like every act."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.duty import EmergencyRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor, may
from console.domain.settings import zone
from console.errors import Refused
from console.services import lines
from console.services.accounts import OfficerRow
from console.services.settings import current
from db import books
from db.chain import canonical, digest_of, instant
from db.models.duty import Signature
from db.queries import emergencies as query
from db.store import Tx


def confirm(tx: Tx, shift_id: UUID | None, officer: OfficerRow, at: datetime) -> UUID:
    """Sign for the emergency take-over of that shift (None: the oldest that waits); answers the shift's id.

    Refused: ``no_emergency``, ``emergency_confirmed``, ``emergency_own``, ``emergency_not_yours``.
    """
    row = _asked(tx.connection, shift_id)
    _require_other(row, tx.by)
    text = {"shift": row.signed, "part": query.PART, "officer": str(officer.id), "name": officer.name}
    text["at"] = instant(at)
    signature = Signature(
        id=uuid4(), sheet_id=None, shift_id=row.shift_id, part=query.PART, officer_id=officer.id, name=officer.name,
        at=at, means="password", signed=canonical(text).decode(), digest=digest_of(text),
    )  # fmt: skip
    tx.session.add(signature)
    said = f"确认紧急接班：第 {row.number} 班，{row.owner} 接替 {row.relieved}"
    lines.write(tx, books.DUTY, ActKind.HANDOVER, said, at=at, about=[signature], person=officer.name)
    return row.shift_id


def sheet_rows(connection: Connection, shift_id: UUID, at: datetime) -> list[dict[str, object]]:
    """Rows of a hand-over sheet: the emergency this watch began with, and every one that still waits."""
    own = query.of_shift(connection, shift_id)
    found = {row.shift_id: row for row in (*query.waiting(connection), *((own,) if own else ()))}
    return [
        {"item": f"emergency:{row.shift_id}", "cells": [_sentence(connection, row, at)], "overdue": False}
        for row in sorted(found.values(), key=lambda row: row.number)
    ]


def relieved_watch(connection: Connection, number: int, owner: str, station: ZoneInfo) -> str:
    """Which watch it was and its owner's last act, as 第 1 班 陈例一（08-12 08:00 接班，最后记录第 2 号 …）."""
    taken_at, act = query.watch_left(connection, number)
    facts: dict[str, Any] = {"number": number, "owner": owner, "taken": _near(taken_at, station)}
    if act is None:
        return words.say_in("zh", "emergency.relieved_silent", **facts)
    last, at, text = act
    said = " ".join(text.split())
    facts |= {"last": last, "at": _near(at, station), "text": said[:_SAID] + ("…" if len(said) > _SAID else "")}
    return words.say_in("zh", "emergency.relieved", **facts)


_SAID = 40
"""Characters of the last act that are told; the log has the rest under its number."""


def _near(at: datetime, station: ZoneInfo) -> str:
    return f"{at.astimezone(station):%m-%d %H:%M}"


def _asked(connection: Connection, shift_id: UUID | None) -> EmergencyRow:
    oldest = next(iter(query.waiting(connection)), None)
    row = oldest if shift_id is None else query.of_shift(connection, shift_id)
    if row is None:
        raise Refused("no_emergency")
    if row.confirmed_at is not None:
        raise Refused("emergency_confirmed", name=row.confirmed_by)
    return row


def _require_other(row: EmergencyRow, by: Actor) -> None:
    if by.id == row.owner_id:
        raise Refused("emergency_own")
    if by.id != row.relieved_id and not may(by, Action.CONFIRM_EMERGENCY):
        raise Refused("emergency_not_yours", name=row.relieved)


def _sentence(connection: Connection, row: EmergencyRow, at: datetime) -> str:
    station = zone(current(connection, "site.time_zone", at))
    relieved = relieved_watch(connection, row.number - 1, row.relieved, station)
    facts = {"number": row.number, "owner": row.owner, "relieved": relieved, "reason": row.reason}
    facts["at"] = f"{row.taken_at.astimezone(station):%Y-%m-%d %H:%M}"
    if row.confirmed_at is None:
        return words.say_in("zh", "sheet.emergency.waits", **facts)
    when = f"{row.confirmed_at.astimezone(station):%Y-%m-%d %H:%M}"
    return words.say_in("zh", "sheet.emergency.confirmed", **facts, name=row.confirmed_by, when=when)
