"""The county's own holidays and swapped working days as a list, above those of the yearly notice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import select

from console import words
from console.domain.contact_cells import remark_of, words_of
from console.domain.importing import SILENT, Progress
from console.domain.list_cells import days_of_list, one_of
from console.domain.list_table import Compared, ListChange, ListColumn, ListLine, ListTable, RowRefused, difference
from console.domain.lists import LISTS, ListItem, checked_values
from console.domain.people import Action
from console.services.list_kinds import Ground, ListKind, Written
from console.services.lists import adopted, current_rows, made_row
from console.services.row_runs import Taken
from db.base import Base
from db.chain import canonical
from db.models.lists import ListRow
from db.store import Tx

KEY = "holidays"
_SPEC = LISTS[KEY]
_MEANT = {
    "workday": re.compile("上班|补班|工作|workday", re.IGNORECASE),
    "holiday": re.compile("放假|节日|假日|假期|休假|法定|holiday", re.IGNORECASE),
    "weekend": re.compile("周末|休息|公休|双休|weekend", re.IGNORECASE),
}


class HolidayList(ListKind):
    """Key: the day. A row may stand for several days; a day without a year holds every year."""

    table = ListTable(
        KEY,
        (
            ListColumn("name_of_day", "名称 节日 节假日 假日名称 节日名称 name", "国庆节"),
            ListColumn("date", "日期 时间 放假时间 起止日期 date", "2030-10-01至2030-10-07"),
            ListColumn("start", "开始日期 开始 起 起始日期 from"),
            ListColumn("end", "结束日期 结束 止 截止日期 to"),
            ListColumn("day_kind", "按什么计 类型 种类 性质 安排 kind", "放假"),
            ListColumn("basis", "依据 文号 来源 备注 basis"),
        ),
        tuple(frozenset({when, "day_kind"}) for when in ("date", "start")),
    )
    action = Action.EDIT_LISTS
    book = "节假日表"
    models: ClassVar[Sequence[type[Base]]] = (ListRow,)

    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        found = Compared()
        there = {row.get("date"): row for row in current_rows(ground.connection, KEY) if row.active}
        seen: dict[str, int] = {}
        for line in progress.over("compare", lines, len(lines)):
            try:
                wanted = _wanted(line, ground.today)
                before = next((seen[day] for day in wanted if day in seen), None)
                if before is not None:
                    raise RowRefused(line.refused("date", "duplicate_day", first=before))
            except RowRefused as refused:
                found.refuse(refused.found)
                continue
            seen |= dict.fromkeys(wanted, line.row)
            found.take(_change(line, wanted, there))
        return found

    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        shipped = tx.session.scalars(select(ListRow).where(ListRow.list == KEY)).first() is None
        rows = adopted(tx, _SPEC)
        written.beside += rows.values() if shipped else ()
        known = {json.loads(row.content)["date"]: row for row in rows.values() if row.active}
        for day, values in change.wanted.items():
            row = known.get(day)
            content = canonical(dict(values)).decode()
            if row is None:
                row = made_row(KEY, uuid4().hex[:12], len(rows) + 1, dict(values), confirmed=True)
                row.since = written.at
                tx.session.add(written.made(row))
                rows[row.code] = row
            elif row.content != content:
                written.was(row)
                row.content, row.confirmed, row.version = content, True, row.version + 1

    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        for row in current_rows(ground.connection, KEY):
            if row.active:
                kind, basis = _kind_word(row.get("kind")), row.get("basis")
                yield {"name_of_day": row.get("name"), "date": row.get("date"), "day_kind": kind, "basis": basis}

    def end(self, row: Base, taken: Taken, by: str) -> None:  # noqa: ARG002
        assert isinstance(row, ListRow)
        row.active, row.version = False, row.version + 1

    def name_of(self, tx: Tx, row: Base) -> str:  # noqa: ARG002
        assert isinstance(row, ListRow)
        content = json.loads(row.content)
        return f"{content['name']} {content['date']}"


def _kind_word(code: str) -> str:
    return words.say_in("zh", f"list.{KEY}.kind.{code}")


def _wanted(line: ListLine, today: date) -> dict[str, dict[str, str]]:
    """The values of each day the row stands for."""
    listed = line.read("date", lambda _cell: days_of_list(line.cells, today.year))
    kind = line.read("day_kind", lambda cell: one_of(cell, _MEANT, "、".join(map(_kind_word, _MEANT))))
    name = line.read("name_of_day", lambda cell: _name(cell, kind))
    basis = line.read("basis", lambda cell: remark_of(cell, _SPEC.field("basis").limit))
    values = {"name": name, "kind": kind, "basis": basis}
    return {day: checked_values(_SPEC, {**values, "date": day}) for day in listed}


def _name(cell: Any, kind: str) -> str:
    return words_of(cell, _SPEC.field("name").limit) or _kind_word(kind)


def _change(line: ListLine, wanted: dict[str, dict[str, str]], there: Mapping[str, ListItem]) -> ListChange:
    name = next(iter(wanted.values()))["name"]
    if not any(day in there for day in wanted):
        return ListChange(line, name, wanted)
    told = [
        difference("day_kind", _told(day, there.get(day)), _told(day, values))
        for day, values in wanted.items() if _differs(line, there.get(day), values)
    ]  # fmt: skip
    kept = {
        day: values if _differs(line, there.get(day), values) else dict(there[day].values)
        for day, values in wanted.items()
    }
    return ListChange(line, name, kept, tuple(one for part in told for one in part), tuple(wanted))


def _differs(line: ListLine, there: ListItem | None, values: Mapping[str, str]) -> bool:
    """A column the file does not have says nothing."""
    if there is None:
        return True
    asked = {"name": "name_of_day", "kind": "day_kind", "basis": "basis"}
    return any(there.get(key) != values[key] for key, column in asked.items() if column in line.cells)


def _told(day: str, said: ListItem | Mapping[str, str] | None) -> str:
    if said is None:
        return ""
    values = said.values if isinstance(said, ListItem) else said
    parts = (day, values["name"], _kind_word(values["kind"]), values["basis"])
    return " ".join(part for part in parts if part)
