"""值班日报, 周报, 月报: composed from the books, remarked on by hand, issued once under the next number."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.reports import (
    REMARKS_LIMIT,
    SERIES,
    TITLES,
    ReportKind,
    ReportRow,
    ReportState,
    last_complete,
    period,
)
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines, report_body
from console.services.settings import current
from db import books, numbers
from db.chain import canonical, digest_of, instant
from db.models.reports import Report
from db.queries import reports as query
from db.store import Store, Tx

LISTED = 400
"""Most reports of a kind that are listed: more than a year of daily ones."""


class ReportsService:
    """Use cases of reports. A draft is counted anew whenever it is composed; what is issued is never counted again."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def rows(self, kind: ReportKind) -> list[ReportRow]:
        """Drafts and issued ones of a kind, the newest period first."""
        with self._store.reading() as connection:
            return query.of_kind(connection, kind.value, LISTED)

    def one(self, report_id: UUID) -> ReportRow:
        with self._store.reading() as connection:
            return _found(connection, report_id)

    def last_complete(self, kind: ReportKind) -> date:
        """The first day of the newest period that is over."""
        now = self._clock.now()
        with self._store.reading() as connection:
            return last_complete(kind, now, self._zone(), current(connection, "report.day_from", now))

    def outline(self, kind: ReportKind) -> ReportRow:
        """An issued report that is nowhere kept: what one of this kind holds, for whoever makes a form of it."""
        at, zone = self._clock.now(), self._zone()
        with self._store.reading() as connection:
            day_from = current(connection, "report.day_from", at)
            start, end = period(kind, at.astimezone(zone).date(), zone, day_from)
            body = report_body.build(connection, kind, start, end, realm=self._realm, as_of=at, zone=zone)
        body["issued"] = {"at": instant(at), "by": ""}
        number = numbers.shown(SERIES[kind], at.astimezone(zone).year, 1, self._realm)
        return ReportRow(uuid4(), number, kind, start, end, body, digest_of(body), "", ReportState.ISSUED, at, "", 1)

    def compose(self, kind: ReportKind, day: date, *, by: Actor) -> ReportRow:
        """The draft of the period a day belongs to, counted now; its remarks stay.

        Where an issued report of the period is there, the draft says that it corrects it.
        """
        kind = ReportKind(kind)
        with self._store.writing(by=by, action=Action.REPORTS) as tx:
            at, zone = self._clock.now(), self._zone()
            start, end = period(kind, day, zone, current(tx.connection, "report.day_from", at))
            if start >= at:
                raise Refused("period_not_begun")
            before = query.of_period(tx.connection, kind.value, start)
            issued = next((row.number for row in before if row.issued), "")
            body = report_body.build(
                tx.connection, kind, start, end, realm=self._realm, as_of=at, zone=zone, corrects=issued
            )
            row = _draft(tx, kind, start)
            if row is None:
                row = _new(tx, kind, start, end)
            else:
                body = _with_typist(body, json.loads(row.body).get(TYPIST))
            row.body, row.digest = canonical(body).decode(), digest_of(body)
            row.at, row.by_name, row.version = at, by.name, (row.version or 0) + 1
            _line(tx, f"编制{TITLES[kind]} {start:%Y-%m-%d}", row, at)
            return _found(tx.connection, row.id)

    def remark(self, report_id: UUID, text: str, *, seen: int, by: Actor, typist: str = "") -> ReportRow:
        """The hand-written remarks of a draft; ``seen`` is the version that was on the screen.

        ``typist`` typed them where it was another than ``by``; the report and the log name who it was.
        """
        text = checked_text(text, limit=REMARKS_LIMIT).strip() if text.strip() else ""
        with self._store.writing(by=by, action=Action.REPORTS) as tx:
            at = self._clock.now()
            row = _load(tx, report_id, seen)
            body = json.loads(row.body)
            if text != row.remarks:
                said = {"typist": typist or by.name, "name": by.name, "at": instant(at)} if text else None
                body = _with_typist(body, said)
            row.remarks, row.version = text, row.version + 1
            row.body, row.digest = canonical(body).decode(), digest_of(body)
            whose = f"（{typist} 录入）" if typist not in ("", by.name) else ""
            _line(tx, f"{TITLES[ReportKind(row.kind)]}备注{whose}：{text or '无'}", row, at)
            return _found(tx.connection, report_id)

    def issue(self, report_id: UUID, *, seen: int, by: Actor) -> ReportRow:
        """Issue what was read: number, issuer and time go into the body, which stays as it is from now on.

        Refuses report_not_over: what is still going on cannot be reported as a whole.
        """
        with self._store.writing(by=by, action=Action.REPORTS) as tx:
            at = self._clock.now()
            row = _load(tx, report_id, seen)
            if at < row.to_at:
                raise Refused("report_not_over", at=f"{row.to_at.astimezone(self._zone()):%Y-%m-%d %H:%M}")
            kind = ReportKind(row.kind)
            read = _found(tx.connection, report_id)
            number = numbers.take(tx, SERIES[kind], at.astimezone(self._zone()).year, self._realm)
            signed = {"at": instant(at), "by": by.name}
            body = {**read.body, "number": number, "remarks": row.remarks, "issued": signed}
            row.number, row.state = number, ReportState.ISSUED.value
            row.body, row.digest = canonical(body).decode(), digest_of(body)
            row.at, row.by_name, row.version = at, by.name, row.version + 1
            corrects = f"，更正 {read.corrects}" if read.corrects else ""
            _line(tx, f"发出{TITLES[kind]} {number}{corrects}", row, at)
            return _found(tx.connection, report_id)


TYPIST = "remarks_by"
"""Where the body of a report holds who typed its remarks."""


def _with_typist(body: dict[str, Any], said: dict[str, str] | None) -> dict[str, Any]:
    rest = {name: value for name, value in body.items() if name != TYPIST}
    return {**rest, TYPIST: said} if said else rest


def _line(tx: Tx, text: str, row: Report, at: datetime) -> None:
    tx.flush()
    lines.write(tx, books.DUTY, ActKind.REPORT, text, at=at, about=[row])


def _found(connection: Connection, report_id: UUID) -> ReportRow:
    found = query.one(connection, report_id)
    if found is None:
        raise Refused("no_such_report")
    return found


def _draft(tx: Tx, kind: ReportKind, start: datetime) -> Report | None:
    return tx.session.execute(
        select(Report).where(Report.kind == kind.value, Report.from_at == start, Report.state == ReportState.DRAFT)
    ).scalar_one_or_none()


def _new(tx: Tx, kind: ReportKind, start: datetime, end: datetime) -> Report:
    """A draft has no number yet; the column wants one of its own."""
    key = uuid4()
    row = Report(id=key, number=f"draft {key}", kind=kind.value, from_at=start, to_at=end, remarks="", version=0)
    row.state = ReportState.DRAFT.value
    tx.session.add(row)
    return row


def _load(tx: Tx, report_id: UUID, seen: int) -> Report:
    row = tx.session.get(Report, report_id)
    if row is None:
        raise Refused("no_such_report")
    if row.state == ReportState.ISSUED:
        raise Refused("report_issued", number=row.number)
    if row.version != seen:
        raise Refused("changed_meanwhile", number=TITLES[ReportKind(row.kind)])
    return row
