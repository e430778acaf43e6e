"""The lamp of the devices: whether the wire runs, and how many links are not as they should be."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from console.config import DataDir
from console.domain.drivers import DRIVERS
from console.domain.health import LampState, LampValue
from console.domain.realm import Realm
from console.domain.wire import LinkState
from db.holders import holders
from db.store import driver


def lamps(connection: Connection, data: DataDir) -> list[LampValue]:
    """One lamp for all wired devices that are in use; none where there are none. Asked each second."""
    run = driver(connection).execute
    rows = run("SELECT id, name, driver FROM device WHERE active ORDER BY code").fetchall()
    names = {str(UUID(row[0])): row[1] for row in rows if (spec := DRIVERS.get(row[2])) is not None and spec.wired}
    if not names:
        return []
    if holders(data.locks / "wire") == ():
        live = run("SELECT realm FROM store_info").fetchone() == (Realm.LIVE.value,)
        return [LampValue("wire", LampState.CAUTION if live else LampState.OFF, "lamp.wire.off", {"count": len(names)})]
    return [_running(names, dict(run("SELECT device_key, state FROM link").fetchall()))]


def _running(names: dict[str, str], states: dict[str, str]) -> LampValue:
    lost, silent = (
        [name for key, name in names.items() if states.get(key) == state.value]
        for state in (LinkState.LOST, LinkState.SILENT)
    )
    facts = {"count": len(names), "lost": len(lost), "silent": len(silent)}
    if lost:
        return LampValue("wire", LampState.FAULT, "lamp.wire.lost", {**facts, "name": lost[0]})
    if silent:
        return LampValue("wire", LampState.CAUTION, "lamp.wire.silent", {**facts, "name": silent[0]})
    return LampValue("wire", LampState.OK, "lamp.wire.ok", facts)
