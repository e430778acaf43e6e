"""What must be true of a store after whatever was done to its writers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from console import bootstrap
from console.config import DataDir
from db import sqlite

Key = tuple[str, str]
"""Table and id of a record that was acknowledged."""

_NAMED = ("log_entry", "inbound", "sheet", "shift", "incident", "incident_report", "approval", "outbound", "task")
_ID = dict.fromkeys(_NAMED, "id")
_RUNNING = ("log_entry", "audit_entry", "inbound", "sheet", "shift", "incident", "outbound", "task")
"""Tables whose numbers run without a gap."""
_ACTS = {
    "figures": "SELECT count(*) FROM incident_figure WHERE incident_id = ?",
    "approved": "SELECT count(*) FROM incident_report WHERE id = ? AND number IS NOT NULL AND digest IS NOT NULL",
    "step": "SELECT count(*) FROM task_step WHERE task_id = ?",
}
"""Acts that leave no row of their own id: how to count what they left for that id."""
_SERIALS = "SELECT serial FROM incident_report WHERE serial IS NOT NULL"


def faults(data: DataDir, acknowledged: Iterable[Key], *, verify: bool) -> list[str]:
    """Everything that is wrong: acknowledged records missing or doubled, gaps, damage, a broken chain."""
    connection = sqlite.library().connect(sqlite.uri(data.store, mode="ro"), uri=True)
    try:
        found = [
            *_missing(connection, acknowledged),
            *(gap for table in _RUNNING for gap in _gaps(connection, table)),
            *(
                []
                if _gapless(sorted(row[0] for row in connection.execute(_SERIALS)))
                else ["reports: a serial left out"]
            ),
            *_damage(connection),
        ]
    finally:
        connection.close()
    return [*found, *(_verified(data) if verify else [])]


def records(data: DataDir) -> int:
    """How many records stand in the store in tables that are acknowledged."""
    connection = sqlite.library().connect(sqlite.uri(data.store, mode="ro"), uri=True)
    try:
        return sum(int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in _ID)
    finally:
        connection.close()


def _missing(connection: Any, acknowledged: Iterable[Key]) -> list[str]:
    wrong: list[str] = []
    for table, key in acknowledged:
        question = _ACTS.get(table) or f"SELECT count(*) FROM {table} WHERE {_ID[table]} = ?"
        (count,) = connection.execute(question, (UUID(key).hex,)).fetchone()
        if count != 1:
            wrong.append(f"{table} {key}: {count} times")
    return wrong


def _gaps(connection: Any, table: str) -> list[str]:
    numbers = [_running(row[0]) for row in connection.execute(f"SELECT number FROM {table}")]
    return [] if _gapless(sorted(numbers)) else [f"{table}: numbers with a gap or twice"]


def _running(number: Any) -> int:
    """The running part of a number: all of a whole number, the digits after the last dash of a human one."""
    return number if isinstance(number, int) else int(re.split("-", str(number))[-1])


def _gapless(numbers: Sequence[int]) -> bool:
    return list(numbers) == list(range(1, len(numbers) + 1))


def _damage(connection: Any) -> list[str]:
    told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [*(line for line in told if line != "ok"), *(f"foreign key: {row}" for row in broken)]


def _verified(data: DataDir) -> list[str]:
    desk = bootstrap.build(data, read_only=True)
    try:
        fault = desk.log.verify().fault
    finally:
        desk.close()
    return [f"verify: {fault}"] if fault else []
