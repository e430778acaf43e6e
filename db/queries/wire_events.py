"""What devices said: written and recognised by driver SQL, the hot path of the wire; read for views and trends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console.domain.alarm import AlarmState, EventRow
from console.domain.repeats import Earlier
from console.domain.signals import Arrived, SignalKind
from db.chain import canonical
from db.store import Tx, driver, filling
from db.types import from_micros, to_micros

Key = tuple[str, str, str, str]
"""Device key, account, code and zone."""

LIMITS = {"account": 40, "code": 40, "zone": 60, "sender": 60, "unit": 20, "damaged": 40}

_NEWEST = 8
"""So many events of one key are read at first: repeats follow their first one closely."""
_NEAR = 500
"""So many more where the newest do not reach back as far as a repeat may: who sends a page of texts a minute, say."""

_TOLD = (
    "e.number, e.kind, e.at, e.last_at, e.raw, e.repeats, e.first_id, e.sender, e.text, e.alarm_id, a.number, a.state, "
    "coalesce(json_extract(e.facts, '$.group'), json_extract(e.facts, '$.area'), '')"
)
_EARLIER = f"SELECT {_TOLD} FROM wire_event AS e LEFT JOIN alarm AS a ON a.id = e.alarm_id "
_OF_KEY = (
    _EARLIER + "WHERE e.device_key = ? AND e.account = ? AND e.code = ? AND e.zone = ? "
    f"ORDER BY e.number DESC LIMIT {_NEWEST}"
)
_NEAR_TIME = (
    _EARLIER + "WHERE e.at BETWEEN ? AND ? AND e.device_key = ? AND e.account = ? AND e.code = ? AND e.zone = ? "
    f"ORDER BY e.number DESC LIMIT {_NEAR}"
)
_AT_ONCE = 50
"""Keys of a burst are asked for in rounds of so many: one statement, prepared once."""
_OF_KEYS = (
    f"WITH k (at, d, a, c, z) AS (VALUES {', '.join(['(?, ?, ?, ?, ?)'] * _AT_ONCE)}) SELECT k.at, {_TOLD} FROM k "
    "CROSS JOIN wire_event AS e ON e.number IN (SELECT number FROM wire_event WHERE device_key = k.d AND account = k.a "
    f"AND code = k.c AND zone = k.z ORDER BY number DESC LIMIT {_NEWEST}) LEFT JOIN alarm AS a ON a.id = e.alarm_id "
    "ORDER BY e.number DESC"
)
_PUT_ASIDE = (
    f"SELECT {_TOLD}, e.device_key, e.account, e.code, e.zone FROM alarm AS a JOIN wire_event AS e "
    "ON e.alarm_id = a.id WHERE a.state = 'shelved' AND a.limit_value IS NULL AND e.first_id IS NULL ORDER BY e.number"
)
_LAST = "SELECT coalesce(max(number), 0) FROM wire_event"
_COLUMNS = (
    "alarm_id", "number", "device_key", "driver", "kind", "at", "last_at", "raw", "account", "code", "zone", "words",
    "words_en", "value", "unit", "device_at", "sender", "text", "damaged", "repeats", "first_id", "facts",
)  # fmt: skip
_INSERT = filling("wire_event", _COLUMNS, {"alarm_id", "value", "device_at", "first_id"})
_COUNT = "UPDATE wire_event SET repeats = repeats + 1, at = min(at, ?), last_at = max(last_at, ?) WHERE number = ?"
_REACH = "UPDATE wire_event SET at = min(at, ?), last_at = max(last_at, ?) WHERE number = ?"
_BELONGS = "UPDATE wire_event SET alarm_id = ? WHERE number = ?"
_UNREADABLE = (
    "SELECT count(*) FROM (SELECT 1 FROM wire_event WHERE at > ? AND +device_key = ? AND kind = 'unreadable' LIMIT ?)"
)
"""The sign keeps SQLite from walking all a device ever said; the last hour is what the index on ``at`` gives."""


def earlier(tx: Tx, key: Key, at: datetime, reach: timedelta) -> list[Earlier]:
    """What a signal of that key may be again, the newest first; one from the spool may be far behind the newest."""
    found = [_earlier(row) for row in tx.run(_OF_KEY, key).fetchall()]
    cut = cut_at(found)
    if cut is not None and cut > at - reach:
        span = (to_micros(at - reach), to_micros(at + reach))
        known = {one.number for one in found}
        near = (_earlier(row) for row in tx.run(_NEAR_TIME, (*span, *key)).fetchall())
        found += [one for one in near if one.number not in known]
    return found


def cut_at(read: Sequence[Earlier]) -> datetime | None:
    """Back to when what was read of a key reaches; None where nothing of it is missing."""
    return None if len(read) < _NEWEST else read[-1].last_at


def earlier_of(tx: Tx, asked: Mapping[Key, datetime]) -> dict[Key, list[Earlier]]:
    """``earlier`` of many keys with the time of their first signal. Left out are the last few, who ask for themselves,
    and those whose newest events all lie behind that time."""
    keys = list(asked)
    found: dict[Key, list[Earlier]] = {}
    for start in range(0, len(keys) - _AT_ONCE + 1, _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        found |= {key: [] for key in some}
        values = [value for at, key in enumerate(some) for value in (at, *key)]
        for at, *row in tx.run(_OF_KEYS, values).fetchall():
            found[some[at]].append(_earlier(row))
    return {key: one for key, one in found.items() if len(one) < _NEWEST or one[-1].at <= asked[key]}


def put_aside(tx: Tx) -> dict[Key, list[Earlier]]:
    """What made the alarms that are shelved, the newest first: they take up repeats however much came since."""
    found: dict[Key, list[Earlier]] = {}
    for row in tx.run(_PUT_ASIDE, ()).fetchall():
        device, account, code, zone = row[-4:]
        found.setdefault((device, account, code, zone), []).insert(0, _earlier(row))
    return found


def numbered(tx: Tx, number: int) -> Earlier:
    """The event of that number."""
    return _earlier(tx.run(_EARLIER + "WHERE e.number = ?", (number,)).fetchone())


def spelled(facts: Mapping[str, Any]) -> str:
    """Facts as the store has them: JSON in the canonical form. A device says the same ones with every alarm."""
    if set(map(type, facts.values())) == {str}:
        return _spelled(tuple(facts.items()))
    return canonical(dict(facts)).decode()


@lru_cache(512)
def _spelled(facts: tuple[tuple[str, str], ...]) -> str:
    return canonical(dict(facts)).decode()


class Pen:
    """New events of one transaction: numbered at once, put down together by ``flush``.

    Whoever reads events in between flushes first. What is said of one that is not put down yet puts it down.
    """

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._last: int | None = None
        self._rows: dict[int, list[Any]] = {}

    def add(self, arrived: Arrived, facts: str, *, first: int | None, alarm_id: str | None) -> int:
        """One event with its facts as ``spelled``; its number. Texts have been cleaned before."""
        if self._last is None:
            self._last = int(self._tx.run(_LAST).fetchone()[0])
        self._last = number = self._last + 1
        said, at = arrived.signal, to_micros(arrived.at)
        device_at = "" if said.device_at is None else to_micros(said.device_at)
        value = "" if said.value is None else said.value
        self._rows[number] = [
            alarm_id or "", number, arrived.device_key, arrived.driver, said.kind.value, at, at, bytearray(said.raw),
            said.account, said.code, said.zone, said.words, said.words_en, value, said.unit, device_at, said.sender,
            said.text, said.damaged, 0, first or "", facts,
        ]  # fmt: skip
        return number

    def count(self, number: int, at: datetime) -> None:
        """It came once more."""
        moment = to_micros(at)
        self._say(_COUNT, (moment, moment, number))

    def reach(self, number: int, at: datetime) -> None:
        """The row of its bytes spans this arrival too; it is counted at the first one."""
        moment = to_micros(at)
        self._say(_REACH, (moment, moment, number))

    def belongs(self, number: int, alarm_id: str) -> None:
        """The event made, or goes on with, that alarm, which is in the store."""
        if number in self._rows:
            self._rows[number][0] = alarm_id
        else:
            self._tx.run(_BELONGS, (alarm_id, number))

    def flush(self) -> None:
        """Put down what was added."""
        rows, self._rows = self._rows, {}
        self._tx.run_many(_INSERT, list(rows.values()))

    def _say(self, statement: str, values: tuple[int, int, int]) -> None:
        if values[-1] in self._rows:
            self.flush()
        self._tx.run(statement, values)


def unreadable(tx: Tx, device_key: str, since: datetime, most: int) -> int:
    """How many different unreadable chunks a device sent since then, counted up to ``most``."""
    return int(tx.run(_UNREADABLE, (to_micros(since), device_key, most)).fetchone()[0])


def _earlier(row: Sequence[Any]) -> Earlier:
    at, last = from_micros(row[2]), from_micros(row[3])
    state = AlarmState(row[11]) if row[11] else None
    return Earlier(
        row[0], SignalKind(row[1]), at, last, row[4], row[5], row[6], row[7], row[8], row[9], row[10] or "", state,
        (at, last), str(row[12]),
    )  # fmt: skip


# reading

_SHOWN = (
    "number, device_key, kind, at, raw, account, code, zone, words, words_en, value, unit, repeats, damaged, "
    "device_at, sender, text, last_at, driver"
)


def of_alarm(connection: Connection, alarm_id: UUID, limit: int) -> list[EventRow]:
    """What belongs to an alarm, the newest first."""
    asked = f"SELECT {_SHOWN} FROM wire_event WHERE alarm_id = ? ORDER BY number DESC LIMIT ?"
    return list(_shown(connection, asked, (alarm_id.hex, limit)))


def first_bytes(connection: Connection, alarm_id: UUID) -> bytes:
    """The frame that made an alarm; none for what no frame made (a lost link)."""
    asked = "SELECT raw FROM wire_event WHERE alarm_id = ? ORDER BY number LIMIT 1"
    row = driver(connection).execute(asked, (alarm_id.hex,)).fetchone()
    return b"" if row is None else bytes(row[0])


def of_device(connection: Connection, device_key: str, limit: int) -> list[EventRow]:
    """What a device said last, the newest first."""
    asked = f"SELECT {_SHOWN} FROM wire_event WHERE device_key = ? ORDER BY number DESC LIMIT ?"
    return list(_shown(connection, asked, (device_key, limit)))


def newest(connection: Connection, limit: int) -> list[EventRow]:
    """What any device said last, the newest first."""
    return list(_shown(connection, f"SELECT {_SHOWN} FROM wire_event ORDER BY number DESC LIMIT ?", (limit,)))


def readings(connection: Connection, key: Key, since: datetime, limit: int) -> list[EventRow]:
    """Values of one point since then, the oldest first: the newest ``limit`` of them."""
    asked = (
        f"SELECT {_SHOWN} FROM wire_event WHERE device_key = ? AND account = ? AND code = ? AND zone = ? "
        "AND value IS NOT NULL AND at >= ? ORDER BY number DESC LIMIT ?"
    )
    return list(_shown(connection, asked, (*key, to_micros(since), limit)))[::-1]


def _shown(connection: Connection, statement: str, values: tuple[Any, ...]) -> Iterator[EventRow]:
    for row in driver(connection).execute(statement, values).fetchall():
        yield EventRow(*_instants(row, 3, 14, 17))


def _instants(row: tuple[Any, ...], *places: int) -> list[Any]:
    """A stored row with times where times stand."""
    values = list(row)
    for place in places:
        values[place] = None if values[place] is None else from_micros(values[place])
    return values
