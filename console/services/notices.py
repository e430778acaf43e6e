"""Standing notices: on the board until their end date, ended early or prolonged by a named officer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.notices import NoticeRow
from console.domain.people import Action, Actor
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from db import books
from db.models.routine import Notice
from db.queries import notices as query
from db.store import Store, Tx

TEXT_LIMIT = 500
SOURCE_LIMIT = 100
"""Longest text and source of a notice, in characters: it must fit the board."""

PAST = 20
"""So many that no longer hold are shown."""


class NoticesService:
    """Use cases of standing notices."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def running(self, now: datetime) -> list[NoticeRow]:
        """Those that hold, the newest first."""
        with self._store.reading() as connection:
            return running(connection, now)

    def rows(self, now: datetime) -> list[NoticeRow]:
        """Those that hold and the last that no longer do."""
        with self._store.reading() as connection:
            return running(connection, now) + query.past_notices(connection, now, PAST)

    def add(self, text: str, source: str, until: datetime, *, by: Actor) -> NoticeRow:
        """A notice from now until then."""
        text = checked_text(text, limit=TEXT_LIMIT).strip()
        source = checked_text(source, limit=SOURCE_LIMIT).strip() if source.strip() else ""
        with self._store.writing(by=by, action=Action.NOTICES) as tx:
            at = self._clock.now()
            _require_ahead(until, at)
            row = Notice(
                id=uuid4(), text=text, source=source, from_at=at, until_at=until, at=at, by_name=by.name,
                ended_at=None, ended_by="", version=1,
            )  # fmt: skip
            tx.session.add(row)
            whose = f"（{source}）" if source else ""
            return self._line(tx, row, f"发布，至 {self._shown(until)}{whose}：{text}", at)

    def end(self, notice_id: UUID, *, seen: int, by: Actor) -> NoticeRow:
        """It no longer holds; ``seen`` is the version that was on the screen."""
        with self._store.writing(by=by, action=Action.NOTICES) as tx:
            at = self._clock.now()
            row = _load(tx, notice_id, seen, at)
            row.ended_at, row.ended_by, row.version = at, by.name, row.version + 1
            return self._line(tx, row, f"提前结束：{row.text}", at)

    def change_until(self, notice_id: UUID, until: datetime, *, seen: int, by: Actor) -> NoticeRow:
        """It holds until another moment."""
        with self._store.writing(by=by, action=Action.NOTICES) as tx:
            at = self._clock.now()
            row = _load(tx, notice_id, seen, at)
            _require_ahead(until, at)
            row.until_at, row.version = until, row.version + 1
            return self._line(tx, row, f"改为至 {self._shown(until)}：{row.text}", at)

    def _line(self, tx: Tx, row: Notice, text: str, at: datetime) -> NoticeRow:
        lines.write(tx, books.DUTY, ActKind.NOTICE, f"公告 {text}", at=at, about=[row])
        written = query.notice(tx.connection, row.id)
        assert written is not None
        return written

    def _shown(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone()):%Y-%m-%d %H:%M}"


def running(connection: Connection, at: datetime) -> list[NoticeRow]:
    """Shared step: the notices that hold at an instant, for board and sheet."""
    return query.running_notices(connection, at)


def _require_ahead(until: datetime, at: datetime) -> None:
    if until <= at:
        raise Refused("notice_until_past")


def _load(tx: Tx, notice_id: UUID, seen: int, at: datetime) -> Notice:
    row = tx.session.get(Notice, notice_id)
    if row is None:
        raise Refused("no_such_notice")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.text[:20])
    if row.ended_at is not None or row.until_at <= at:
        raise Refused("notice_ended")
    return row
