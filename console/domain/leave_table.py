"""A list of leave as offices keep it: who, from when to when, of which kind. Days are whole but for a time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from console.domain.contact_cells import CellProblem, is_empty, text_of, words_of
from console.domain.contact_heads import EXAMPLE
from console.domain.duty_people import LeaveKind
from console.domain.list_table import ListColumn, ListLine, ListTable

REASON_LIMIT = 200

TABLE = ListTable(
    "leave",
    (
        ListColumn("name", "姓名 人员 请假人 申请人 请假人姓名 name", "陈例一"),
        ListColumn("staff_number", "编号 人员编号 工号 警号", "001"),
        ListColumn("unit", "单位 部门 科室 所在单位", "例县应急管理局（示例）"),
        ListColumn("kind", "类型 种类 请假类型 假别 假期类型 请假种类 类别 kind", "年假"),
        ListColumn("start", "开始 起 开始日期 开始时间 起始日期 起始时间 起始 起时间 from", "2030-08-13"),
        ListColumn("end", "结束 止 结束日期 结束时间 截止日期 终止日期 止时间 to", "2030-08-14"),
        ListColumn("span", "请假时间 起止时间 起止日期 请假日期 时间 日期"),
        ListColumn("reason", "事由 原因 请假事由 请假原因 备注 说明 reason", EXAMPLE),
    ),
    tuple(frozenset({who, *when}) for who in ("name", "staff_number") for when in (("span",), ("start", "end"))),
)
_KINDS = (
    (LeaveKind.ANNUAL, re.compile("年假|年休|公休")),
    (LeaveKind.SICK, re.compile("病|就医")),
    (LeaveKind.TIME_OFF, re.compile("补休|调休|轮休")),
    (LeaveKind.TRAINING, re.compile("培训|学习|党校")),
    (LeaveKind.TRIP, re.compile("出差|公出|公务")),
    (LeaveKind.PRIVATE, re.compile("事假|私事")),
)
BETWEEN = re.compile(r"\s*(?:至|到|—+|–|~|\s-\s|--)\s*")
_DAY = re.compile(
    r"(?:(?P<year>\d{4})\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:\s*[T(]?\s*(?P<half>上午|下午|晚上?)\s*\)?)?(?:\s*T?(?P<hour>\d{1,2})(?:[::时点](?P<minute>\d{1,2})?)分?(?::\d{2})?)?"
)
_OTHER = "其他"
_NOON, _MIDNIGHT = time(12), time(0)


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """When and what; times are of the wall, half open: leave to the 14th ends when the 15th begins."""

    starts_at: datetime
    ends_at: datetime
    kind: LeaveKind
    reason: str


def day_of(value: Any, year: int) -> tuple[datetime, bool]:
    """The instant a cell names, and whether a time is written; refuses date_strange."""
    if isinstance(value, datetime):
        return value, value.time() != _MIDNIGHT
    if isinstance(value, date):
        return datetime.combine(value, _MIDNIGHT), False
    text = unicodedata.normalize("NFKC", text_of(value))
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise CellProblem("date_strange", given=text[:40])
    try:
        day = date(int(found["year"] or year), int(found["month"]), int(found["day"]))
        return _at(day, found["half"], found["hour"], found["minute"])
    except ValueError as wrong:
        raise CellProblem("date_strange", given=text[:40]) from wrong


def kind_called(text: str) -> LeaveKind:
    """What kind of leave a word means; what is none of them is other."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), LeaveKind.OTHER)


def _at(day: date, half: str | None, hour: str | None, minute: str | None) -> tuple[datetime, bool]:
    later = half is not None and half != "上午"
    if hour is None:
        return datetime.combine(day, _NOON if later else _MIDNIGHT), half is not None
    number = int(hour)
    number += 12 if later and number < 12 else 0
    return datetime.combine(day, time(number, int(minute or 0))), True


def read_leave(line: ListLine, year: int) -> LeaveLine:
    """What a row says; ``year`` is that of days written without one. Raises RowRefused."""
    start, end = line.read("start", lambda _cell: _span(line.cells, year))
    kind = line.read("kind", lambda cell: words_of(cell, 40))
    reason = line.read("reason", lambda cell: words_of(cell, REASON_LIMIT))
    called = kind_called(kind)
    own = kind if called is LeaveKind.OTHER and kind != _OTHER else ""
    said = "，".join(part for part in (own, reason) if part)
    return LeaveLine(start, end, called, said)


def _span(cells: Mapping[str, Any], year: int) -> tuple[datetime, datetime]:
    """From the first instant to the one after the last; refuses span_reversed."""
    first, last = cells.get("start"), cells.get("end")
    if first in {None, ""} and not is_empty(str(cells.get("span") or "")):
        said = cells["span"]
        parts = BETWEEN.split(text_of(said)) if isinstance(said, str) else [said]
        first, last = parts[0], parts[-1]
    start, _ = day_of(first, year)
    last = last if last not in {None, ""} else first
    end, exact = day_of(last, start.year)
    if end < start and isinstance(last, str) and not re.search(r"\d{4}", last):
        end, exact = day_of(last, start.year + 1)
    if not exact:
        end += timedelta(days=1)
    elif isinstance(last, str) and re.search(r"上午|下午", last) and not re.search(r"\d\s*[::时点]", last):
        end = datetime.combine(end.date(), _MIDNIGHT) + timedelta(hours=12 if "上午" in last else 24)
    if end <= start:
        raise CellProblem("span_reversed", start=f"{start:%Y-%m-%d %H:%M}", end=f"{end:%Y-%m-%d %H:%M}")
    return start, end
