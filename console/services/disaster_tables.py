"""自然灾害情况快报表 of an incident: made from its figures as they count, written as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console import words
from console.domain.clock import Clock
from console.domain.disaster_table import BY_UNIT, ITEMS, DisasterTable, Item, Line, summed
from console.domain.incident import IncidentRow
from console.domain.incident_figures import Amount, Revision, digits, newest
from console.domain.log import ActKind
from console.domain.people import Action, Actor, ActorKind
from console.domain.realm import WATERMARK, Realm
from console.errors import Refused
from console.services import lines
from console.services.cells import escaped
from console.services.exporting import write_beside
from console.services.settings import current
from db import books
from db.models.inbound import EventType
from db.queries import incidents
from db.store import Store

NATURAL = "1"
"""Types of natural disasters begin with it."""

Told = Mapping[str, Mapping[str, Amount]]
"""Figures by town, then by key."""


class DisasterTables:
    """Reads only, but for the line about an export."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def table(self, incident_id: UUID, by: Actor, by_unit: Told | None = None) -> DisasterTable:
        """The form as of now; ``by_unit`` are the towns' own figures. Refuses no_such_incident, not_a_disaster."""
        with self._store.reading() as connection:
            return self._table(connection, incident_id, by, by_unit or {})

    def export(self, incident_id: UUID, target: Path, *, by: Actor, by_unit: Told | None = None) -> DisasterTable:
        """Write it as xlsx; the audit book says who took it out."""
        table = self.table(incident_id, by, by_unit)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            zone = self._zone()
            write_beside(target, (), lambda path, _rows: write_table(table, path, zone))
            text = f"导出快报表 {table.number}：{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return table

    def _table(self, connection: Connection, incident_id: UUID, by: Actor, by_unit: Told) -> DisasterTable:
        incident = incidents.one(connection, incident_id)
        if incident.event_type and not incident.event_type.startswith(NATURAL):
            raise Refused("not_a_disaster", number=incident.number)
        figures = newest(incidents.revisions(connection, incident_id))
        now = self._clock.now()
        hazard, sub_hazard = _hazard(connection, incident)
        return DisasterTable(
            number=incident.number,
            title=incident.title,
            place=incident.place,
            hazard=hazard,
            sub_hazard=sub_hazard,
            began=incident.occurred_at,
            ended=None,
            as_of=max((one.as_of for one in figures.values()), default=None),
            forces=incident.measures,
            lines=tuple(_line(item, figures.get(item.key)) for item in ITEMS),
            units=summed(by_unit),
            # left for the pen where no officer made it
            filled_by=by.name if by.kind is ActorKind.OFFICER else "",
            reported_at=now,
            site=current(connection, "site.name", now),
            realm=self._realm,
        )


def _line(item: Any, told: Revision | None) -> Line:
    return Line(item, told.amount, told.as_of, told.source) if told else Line(item, Amount(None))


def _hazard(connection: Connection, incident: IncidentRow) -> tuple[str, str]:
    """灾种 and 亚灾种: the type's own name, and that of the group it belongs to."""
    code = incident.event_type or ""
    found = connection.execute(select(EventType.code, EventType.name).where(EventType.code.in_((code, code[:3])))).all()
    names = {row.code: row.name for row in found}
    return names.get(code[:3], ""), names.get(code, "") if len(code) > 3 else ""


def said(item: Item, amount: Amount) -> str:
    """A figure in a cell: the number, 至少 before it where it is one, or 不详."""
    if amount.unknown:
        return words.say_in("zh", "disaster.unknown")
    number = digits(amount, item.decimals)
    return words.say_in("zh", "disaster.at_least", number=number) if amount.at_least else number


def item_name(code: str, *, inner: bool) -> str:
    """How the form calls a line; what is part of another stands further in."""
    name = words.say_in("zh", f"disaster.item.{code}")
    return f"　　{name}" if inner else name


def head_of(table: DisasterTable, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What stands above the figures: labels and values, 不详 where nobody told."""
    unknown = words.say_in("zh", "disaster.unknown")
    values = {
        "event": f"{table.number}　{table.title}", "place": table.place, "hazard": table.hazard,
        "sub_hazard": table.sub_hazard, "began": minute(table.began, zone), "ended": minute(table.ended, zone),
        "as_of": minute(table.as_of, zone), "forces": table.forces,
    }  # fmt: skip
    return [(words.say_in("zh", f"disaster.head.{name}"), value or unknown) for name, value in values.items()]


def foot_of(table: DisasterTable, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What stands below: who filled it in, who answers for it (by hand), when it was told."""
    values = {"filled_by": table.filled_by, "responsible": "", "reported_at": minute(table.reported_at, zone)}
    return [(words.say_in("zh", f"disaster.foot.{name}"), value) for name, value in values.items()]


def minute(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def title_of(table: DisasterTable) -> str:
    """自然灾害情况快报表, with the realm's word before it."""
    mark = WATERMARK[table.realm]
    return f"{f'【{mark}】' if mark else ''}{words.say_in('zh', 'disaster.title')}"


def columns() -> list[str]:
    return [words.say_in("zh", f"disaster.column.{name}") for name in ("item", "unit", "number", "as_of", "source")]


def row_of(line: Line, zone: ZoneInfo) -> list[str]:
    """The cells of a line: 不详 where nobody told the figure, and then no 截至 either."""
    unit = words.say_in("zh", f"incident.unit.{line.item.unit.value}")
    name = item_name(line.item.code, inner=line.item.inner)
    return [name, unit, said(line.item, line.amount), minute(line.as_of, zone), line.source]


def unit_columns() -> list[str]:
    """Heads of the table of towns, each with its unit."""
    named = []
    for item in BY_UNIT:
        unit = words.say_in("zh", f"incident.unit.{item.unit.value}")
        named.append(f"{words.say_in('zh', f'disaster.item.{item.code}')}（{unit}）")
    return [words.say_in("zh", "disaster.column.town"), *named]


def unit_rows(table: DisasterTable) -> list[list[str]]:
    """A row for each town and one of their sums; nothing where no town told anything."""
    total = words.say_in("zh", "disaster.total")
    return [
        [row.unit or total, *(said(item, amount) for item, amount in zip(BY_UNIT, row.amounts, strict=True))]
        for row in table.units
    ]


def write_table(table: DisasterTable, path: Path, zone: ZoneInfo) -> int:
    """The form as a workbook; answers how many rows it has."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = words.say_in("zh", "disaster.sheet")
    rows = [[title_of(table)], [table.site], *map(list, head_of(table, zone)), columns()]
    rows += [row_of(line, zone) for line in table.lines]
    rows += map(list, foot_of(table, zone))
    count = _fill(sheet, rows, (34, 26, 16, 18, 24), range(3, 4))
    if table.units:
        towns = book.create_sheet(words.say_in("zh", "disaster.sheet_towns"))
        count += _fill(towns, [unit_columns(), *unit_rows(table)], (16, *([14] * len(BY_UNIT))), range(2, 100))
        towns.freeze_panes = "B2"
    book.save(path)
    return count


def _fill(sheet: Any, rows: list[list[str]], widths: tuple[int, ...], numbers: range) -> int:
    """Texts as texts, so that nothing is taken for a formula; in the columns of ``numbers`` bare ones can be summed."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(at, column)
            if column in numbers and _is_number(text):
                cell.value = float(text) if "." in text else int(text)
                continue
            cell.value = escaped(text)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return len(rows)


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 16
