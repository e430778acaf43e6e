"""Warnings on a sheet: what holds in section 2, what nobody has answered for in section 6."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.domain.warning_rows import WarningRow
from console.services import callout_clock, warning_due
from console.services.callout_state import open_names
from console.services.sheet.part import CutOff, Row, item, zh
from db.chain import instant
from db.queries import callouts

_SHIFT = timedelta(hours=24)
"""What is looked back over where no shift is known."""


def in_force(cut: CutOff) -> list[Row]:
    """A row for each warning that holds, with its end."""
    ending = {row.id for row in warning_due.expiring(cut.connection, cut.at)}
    made = []
    for row in warning_due.holding(cut.connection):
        said = zh("sheet.warning_line", number=row.number, title=row.title, state=_state(row))
        cells = [zh("sheet.warning"), said, _instant(row.expires_at)]
        made.append(item(f"warning:{row.id}", cells, notable=row.id in ending))
    return made


def waiting(cut: CutOff) -> list[Row]:
    """On the way to their signatures, channels not reported, signatures owed, ends nobody told, people not reached."""
    connection = cut.connection
    rows = [
        _row(cut, f"warning_waiting:{row.id}", row, zh("sheet.waits.warning", state=_state(row)), row.overdue_at)
        for row in warning_due.waiting(connection)
    ]
    for row, sends in warning_due.unreported(connection):
        rows += [
            _row(cut, f"warning_send:{one.id}", row, zh("sheet.waits.warning_channel"), one.due_at, one.name)
            for one in sends
        ]
    rows += [
        _row(cut, f"warning_forgotten:{row.id}", row, zh("sheet.waits.warning_forgotten"), row.ended_at)
        for row in warning_due.forgotten(connection, cut.at)
    ]
    for row, until in warning_due.owed(connection, cut.at):
        what = zh("sheet.waits.warning_owed", what=warning_due.owed_words(row, "zh"))
        rows.append(_row(cut, f"warning_owed:{row.id}", row, what, until))
    for one in callout_clock.standing(connection, cut.at):
        text = warning_due.calling_words(one, "zh")
        cells = [one.row["number"], zh("sheet.waits.callout"), text, instant(one.due_at)]
        rows.append(item(f"callout:{one.row['id']}", cells, overdue=one.due_at <= cut.at))
    since = cut.shift.taken_at if cut.shift is not None else cut.at - _SHIFT
    for ended in callouts.ended_open(connection, since):
        left = callouts.unreached(connection, [ended["id"]])[ended["id"]]
        text = zh("sheet.callout_left", title=ended["title"], count=left, reason=ended["note"])
        text += open_names(connection, ended["id"])
        cells = [ended["number"], zh("sheet.waits.callout_left"), text, instant(ended["ended_at"])]
        rows.append(item(f"callout_left:{ended['id']}", cells, notable=True))
    return rows


def _row(cut: CutOff, name: str, row: WarningRow, waits: str, due_at: datetime | None, more: str = "") -> Row:
    said = " ".join(filter(None, (row.title, more)))
    overdue = due_at is not None and due_at <= cut.at
    return item(name, [row.number, waits, said, _instant(due_at)], overdue=overdue)


def _state(row: WarningRow) -> str:
    return zh(f"warning.state.{row.state.value}")


def _instant(at: datetime | None) -> str:
    return instant(at) if at is not None else ""
