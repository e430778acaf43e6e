"""零报告: while a special period asks for it, every unit is heard every day, one by one and by name.

Where several periods ask on one day (清明 within 森林防火期), the same words answer every one of them: a unit is asked
once a day, by the earliest of their times, and what it said stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console import words
from console.domain.clock import Clock
from console.domain.lists import ListItem
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.routine import NOTE_LIMIT, running_periods
from console.domain.settings import zone as zone_of
from console.domain.text import checked_text
from console.domain.zero_reports import ZeroGrid, ZeroRow, ZeroState, ZeroSummary
from console.errors import Refused
from console.services import lines
from console.services.lists import current_rows
from db import books
from db.models.routine import ZeroReport
from db.queries import routine
from db.queries import zero_reports as query
from db.store import Store, Tx

BY_PHONE = "电话核实"
"""The reporter of a unit that was rung up and gave no name."""

LATEST = "23:59"
"""By when a period wants its reports that names no time."""


class ZeroReportsService:
    """Use cases of zero reports; periods and units are the county's lists (``desk.lists``)."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def grid(self, now: datetime, day: date | None = None) -> ZeroGrid | None:
        """Every unit of a day (today's, if none is named); None while no period asks for it."""
        with self._store.reading() as connection:
            return grid_of(connection, day or now.astimezone(self._zone()).date(), self._zone())

    def record(
        self,
        day: date,
        unit: str,
        state: ZeroState | str,
        *,
        reporter: str = "",
        phoned: bool = False,
        text: str = "",
        inbound: str = "",
        by: Actor,
        seen: int | None = None,
    ) -> ZeroRow:
        """What one unit said for a day.

        Somebody must have said it: ``reporter``, or ``phoned`` where the officer rang up. 有情必报: what happened
        is written down or is an inbound item (``inbound``, its number or the running part of it). ``seen`` is the
        version that was on the screen, 0 for none. Refused: ``changed_meanwhile`` where another stands.
        """
        state = ZeroState(state)
        reporter = _said(reporter, 60) or (BY_PHONE if phoned else "")
        if not reporter:
            raise Refused("zero_reporter_missing")
        some = state is ZeroState.SOME
        text, inbound = (_said(text, NOTE_LIMIT), inbound.strip()) if some else ("", "")
        with self._store.writing(by=by, action=Action.ROUTINE) as tx:
            grid = grid_of(tx.connection, day, self._zone())
            if day > self._clock.now().astimezone(self._zone()).date():
                raise Refused("zero_not_asked", unit=unit)
            if grid is None or unit not in {row.unit for row in grid.rows} or state is ZeroState.MISSING:
                raise Refused("zero_not_asked", unit=unit)
            item = _item(tx.connection, inbound)
            if some and not text and item is None:
                raise Refused("zero_text_missing")
            said = {"state": state.value, "reporter": reporter, "text": text, "inbound_id": item[0] if item else None}
            row, changed = _written(tx, grid.period, day, unit, said, self._clock.now(), seen)
            if changed:
                self._line(tx, row, item[1] if item else "")
            made = grid_of(tx.connection, day, self._zone())
            assert made is not None
            return next(row for row in made.rows if row.unit == unit)

    def _line(self, tx: Tx, row: ZeroReport, number: str) -> None:
        said = "无情况" if row.state == ZeroState.NONE else f"有情况 {' '.join(p for p in (number, row.text) if p)}"
        changed = "改为" if row.version > 1 else ""
        text = f"零报告 {row.day:%m-%d} {row.unit}：{changed}{said}（{row.reporter}）"
        lines.write(tx, books.DUTY, ActKind.ZERO_REPORT, text, at=row.at, about=[row])


def grid_of(connection: Connection, day: date, zone: ZoneInfo) -> ZeroGrid | None:
    """Shared step: the units of a day, each with what it said; None when no running period asks for it.

    Said to any period of that day counts: one that ended or was retired meanwhile asked the same question.
    """
    asking = _asking(connection, day)
    if not asking:
        return None
    said = query.zero_reports(connection, day)
    units = _units(connection)
    rows = [_row(unit, phone, said.get(unit)) for unit, phone in units]
    known = {unit for unit, _phone in units}
    rows += [_row(unit, "", found) for unit, found in said.items() if unit not in known]
    by = min(time.fromisoformat(period.get("zero_time") or LATEST) for period in asking)
    due = datetime.combine(day, by, zone).astimezone(UTC)
    return ZeroGrid(asking[0].code, _named(asking, "zh"), _named(asking, "en"), day, due, tuple(rows))


def summary(connection: Connection, day: date) -> ZeroSummary | None:
    """A day in numbers, for sheet and daily report; None when no period asked for it."""
    grid = grid_of(connection, day, zone_of("UTC"))
    if grid is None:
        return None
    return ZeroSummary(len(grid.rows), grid.count(ZeroState.NONE), grid.count(ZeroState.SOME), grid.missing)


def waiting(connection: Connection, now: datetime, zone: ZoneInfo, ahead: timedelta) -> list[ZeroGrid]:
    """Grids with a unit missing that is due within ``ahead``: today's, and yesterday's until everybody has spoken."""
    today = now.astimezone(zone).date()
    began = routine.first_watch(connection)
    grids = [grid_of(connection, day, zone) for day in (today - timedelta(days=1), today)]
    return [
        grid
        for grid in grids
        if grid is not None and grid.missing and began is not None and began < grid.due_at <= now + ahead
    ]


def unlisted(connection: Connection, day: date, days: int) -> tuple[date, int] | None:
    """Shared step: the first of so many days from ``day`` on that a period asks of while the county lists no unit.

    With it how many towns are asked instead, by name only; None where no period asks or units are listed.
    """
    if any(item.active for item in current_rows(connection, "zero_units")):
        return None
    each = (day + timedelta(days=ahead) for ahead in range(days + 1))
    asked = next((one for one in each if _asking(connection, one)), None)
    return None if asked is None else (asked, len(query.towns(connection)))


def _asking(connection: Connection, day: date) -> list[ListItem]:
    """Every period that wants reports of that day, in the county's order."""
    running = running_periods(current_rows(connection, "periods"), day)
    return [period for period in running if period.get("zero_report") == "yes"]


def _named(periods: Sequence[ListItem], language: str) -> str:
    return words.say_in(language, "list.join").join(period.name(language) for period in periods)


def _units(connection: Connection) -> list[tuple[str, str]]:
    """The county's own list; while it has none, the towns of the county."""
    rows = [item for item in current_rows(connection, "zero_units") if item.active]
    own = list({item.get("name"): item.get("phone") for item in rows}.items())
    return own or [(name, "") for name in query.towns(connection)]


def _row(unit: str, phone: str, found: dict[str, Any] | None) -> ZeroRow:
    if found is None:
        return ZeroRow(unit, phone, ZeroState.MISSING)
    return ZeroRow(
        unit, phone, ZeroState(found["state"]), found["reporter"], found["text"], found["inbound_id"],
        found["inbound_number"] or "", found["at"], found["by_name"], found["version"],
    )  # fmt: skip


def _item(connection: Connection, typed: str) -> tuple[UUID, str] | None:
    if not typed:
        return None
    found = query.inbound_of(connection, typed)
    if found is None:
        raise Refused("master_unknown", number=typed)
    return found


def _said(text: str, limit: int) -> str:
    return checked_text(text, limit=limit).strip() if text.strip() else ""


def _written(
    tx: Tx, period: str, day: date, unit: str, said: dict[str, Any], at: datetime, seen: int | None
) -> tuple[ZeroReport, bool]:
    """The report of that unit for that day, whichever period it was given to, and whether anything is new about it."""
    given = select(ZeroReport).where(ZeroReport.day == day, ZeroReport.unit == unit)
    row = tx.session.scalars(given.order_by(ZeroReport.at.desc(), ZeroReport.id)).first()
    if row is not None and all(getattr(row, name) == value for name, value in said.items()):
        return row, False
    if seen is not None and seen != (row.version if row else 0):
        raise Refused("changed_meanwhile", number=unit)
    if row is None:
        row = ZeroReport(id=uuid4(), period=period, day=day, unit=unit, at=at, by_name=tx.by.name, version=1, **said)
        tx.session.add(row)
        return row, True
    for name, value in said.items():
        setattr(row, name, value)
    row.at, row.by_name, row.version = at, tx.by.name, row.version + 1
    return row, True
