"""The station at one look, read by the driver alone: the first window is painted before SQLAlchemy is loaded."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from console.domain.glance import Glance, GlanceLine
from console.domain.posts import PostLine
from console.domain.realm import Realm
from console.domain.settings import SETTINGS
from console.domain.turns import Span, Stood, turns_of
from db import sqlite

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEWEST = "SELECT number, occurred_at, kind, text, by_name, recorded_at FROM log_entry ORDER BY number DESC LIMIT ?"
_SETTING = (
    "SELECT value FROM setting_value WHERE key = ? AND valid_from <= ? ORDER BY valid_from DESC, number DESC LIMIT 1"
)
_SHIFT = (
    "SELECT shift.id, planned_from, planned_to, officer.name, taken_at "
    "FROM shift JOIN officer ON officer.id = shift.owner_id WHERE shift.state = 'open'"
)

_STOOD = (
    "SELECT post, absent, stands_in, phone, reason, starts_at, ends_at, at, withdrawn_at, shift_id, "
    "EXISTS (SELECT 1 FROM roster_line WHERE active AND roster_line.post = substitution.post AND name = stands_in "
    "AND roster_line.starts_at < ? AND roster_line.ends_at > ?) "
    "FROM substitution WHERE ends_at > ? ORDER BY at, id"
)


def read(path: Path, *, at: datetime, lines: int) -> Glance:
    """One look at the store as it stands. Driver errors pass; the caller opens the store properly anyway."""
    with closing(sqlite.library().connect(sqlite.uri(path, mode="ro"), uri=True)) as connection:
        connection.execute("PRAGMA busy_timeout=1000")
        rows = connection.execute(_NEWEST, (lines,)).fetchall()
        shift = connection.execute(_SHIFT).fetchone()
        officers = connection.execute("SELECT name FROM officer WHERE active ORDER BY name")
        return Glance(
            realm=Realm(_one(connection, "SELECT realm FROM store_info")),
            site=_setting(connection, "site.name", at),
            zone=_setting(connection, "site.time_zone", at),
            schema=str(_one(connection, "SELECT version_num FROM alembic_version")),
            officers=tuple(name for (name,) in officers),
            shift=(_time(shift[1]), _time(shift[2])) if shift else None,
            owner=shift[3] if shift else "",
            posts=_posts(connection, shift, at) if shift else (),
            lines=tuple(GlanceLine(n, _time(happened), kind, text, by) for n, happened, kind, text, by, _ in rows),
            newest_at=_time(rows[0][5]) if rows else None,
            count=int(_one(connection, "SELECT number FROM book_head WHERE book = 'duty'")),
        )


def _posts(connection: Any, shift: Any, at: datetime) -> tuple[tuple[str, str], ...]:
    """As they are manned at an instant, substitutions applied."""
    shift_id, span = shift[0], Span(_time(shift[4]), _time(shift[1]), _time(shift[2]), None)
    rows = connection.execute("SELECT post, name FROM shift_post WHERE shift_id = ? ORDER BY ordinal", (shift_id,))
    noted = [_stood(row, shift_id) for row in connection.execute(_STOOD, (shift[2], shift[1], shift[4]))]
    turns = turns_of([PostLine(post, name) for post, name in rows], span, noted)
    return tuple((turn.line.post, turn.line.name) for turn in turns if turn.covers(max(at, span.taken_at)))


def _stood(row: Any, shift_id: object) -> Stood:
    values = [*row[:5], *(at if at is None else _time(at) for at in row[5:9]), row[9] == shift_id, bool(row[10])]
    return Stood(*values)


def _setting(connection: Any, key: str, at: datetime) -> str:
    row = connection.execute(_SETTING, (key, (at - _EPOCH) // timedelta(microseconds=1))).fetchone()
    return row[0] if row else SETTINGS[key].default


def _one(connection: Any, statement: str) -> Any:
    (value,) = connection.execute(statement).fetchone()
    return value


def _time(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
