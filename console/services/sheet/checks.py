"""Sections 5, 7 and 8: the check lists the county edits, as they were marked during this shift."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.checks import CheckRow, CheckState
from console.services import checks
from console.services.sheet.part import CutOff, Row, item, section, zh

_COLUMNS = [("check", 4), ("state", 2), ("found", 6), ("by", 3)]


def section_of(cut: CutOff, number: int, key: str, first: Sequence[Row] = ()) -> Row:
    """What is in order and says nothing more stands in one row; every other line has one of its own.

    ``first`` are rows the program knows by itself.

    Lines nobody marked are an item by themselves: 未检查 is seen and taken over, never passed by.
    """
    listed = [row for row in checks.rows_of(cut.connection, cut.shift.id) if row.section == key]
    plain = [row for row in listed if row.state is CheckState.OK and not (row.value or row.note)]
    unmarked = [row for row in listed if row.state is None and row.carried is None]
    rows = [*first, *(_own(row) for row in listed if row not in plain and row not in unmarked)]
    rows += _together(key, "ok", plain) + _together(key, "unchecked", unmarked)
    return section(number, key, _COLUMNS, rows)


def _own(row: CheckRow) -> Row:
    """A line with a value, a note or a fault; a fault an earlier shift left stands until somebody looks."""
    if row.state is None and row.carried is not None:
        cells = [row.name, zh("sheet.check.fault_before"), row.carried.note, row.carried.by_name]
    else:
        found = "；".join(part for part in (row.value, row.note) if part)
        cells = [row.name, zh(f"sheet.check.{row.state}"), found, row.by_name]
    return item(f"check:{row.code}", cells, notable=row.faulty)


def _together(key: str, state: str, rows: Sequence[CheckRow]) -> list[Row]:
    if not rows:
        return []
    names = "、".join(row.name for row in rows)
    by = "、".join(dict.fromkeys(row.by_name for row in rows if row.by_name))
    cells = [zh("sheet.check.count", count=len(rows)), zh(f"sheet.check.{state}"), names, by]
    return [item(f"{key}:{state}", cells, notable=state == "unchecked")]
