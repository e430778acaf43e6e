"""The body of a daily, weekly or monthly report: gathered from the books, stored, issued, never computed again.

Callers are not in it: whoever reads a report reads what happened, not who rang.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.realm import Realm
from console.domain.reports import ReportKind
from console.domain.routine import OPEN, RoutineState
from console.services import routine, zero_reports
from console.services.briefs import KINDS
from console.services.lists import current_rows
from console.services.settings import current
from db.chain import instant
from db.queries import briefs
from db.queries import reports as query

Cells = list[str]


@dataclass
class Gathered:
    """What all sections are made from; ``figures`` collects every number that is said, for whoever checks them."""

    connection: Connection
    start: datetime
    end: datetime
    as_of: datetime
    zone: ZoneInfo
    figures: dict[str, int] = field(default_factory=dict)

    def near(self, at: datetime) -> str:
        """``08-12 14:15`` by the station's clock; the head of the report says the year."""
        return f"{at.astimezone(self.zone):%m-%d %H:%M}"

    def days(self) -> list[date]:
        """The days of the calendar whose noon lies in the period."""
        first = self.start.astimezone(self.zone).date()
        spread = (self.end - self.start).days + 2
        noons = [datetime(day.year, day.month, day.day, 12, tzinfo=self.zone) for day in _from(first, spread)]
        return [noon.date() for noon in noons if self.start <= noon < self.end]


def _from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def build(
    connection: Connection,
    kind: ReportKind,
    start: datetime,
    end: datetime,
    *,
    realm: Realm,
    as_of: datetime,
    zone: ZoneInfo,
    corrects: str = "",
) -> dict[str, Any]:
    """Plain values: titles, columns, cells. ``as_of`` is when it was counted; ``corrects`` an issued one's number."""
    told = Gathered(connection, start.astimezone(UTC), end.astimezone(UTC), as_of, zone)
    sections = [make(told) for make in SECTIONS]
    return {
        "form": "report/1",
        "kind": kind.value,
        "realm": realm.value,
        "site": current(connection, "site.name", as_of),
        "zone": str(zone),
        "from": instant(start),
        "to": instant(end),
        "as_of": instant(as_of),
        "corrects": corrects,
        "sections": sections,
        "figures": dict(sorted(told.figures.items())),
    }


def _section(
    key: str, title: str, caption: str, columns: Sequence[tuple[str, int]], rows: Iterable[Cells]
) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "caption": caption,
        "columns": [{"title": name, "weight": weight} for name, weight in columns],
        "rows": [list(row) for row in rows],
    }


def _shifts(told: Gathered) -> dict[str, Any]:
    found = query.shifts(told.connection, told.start, told.end)
    told.figures["shifts"] = len(found)
    rows = [
        [
            str(shift.number),
            f"{told.near(shift.taken_at)} — {told.near(shift.closed_at) if shift.closed_at else '在班'}",
            shift.owner,
            "，".join(f"{'带班领导' if post == 'leader' else post} {name}" for post, name in shift.posts),
        ]
        for shift in found
    ]
    columns = (("班次", 1), ("起止", 4), ("当班人", 2), ("人员", 6))
    return _section("shifts", "班次与人员", f"{len(rows)} 班", columns, rows)


def _counts(told: Gathered) -> dict[str, Any]:
    items = query.items(told.connection, told.start, told.end)
    names = _channels(told)
    told.figures["inbound"] = len(items)
    told.figures["log_lines"] = query.lines(told.connection, told.start, told.end)
    groups: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        ("channel", "来源渠道", lambda item: names.get(item.channel, item.channel)),
        ("kind", "类别", lambda item: "来文和平台信息" if item.kind == "document" else "来电和其他"),
        ("event_type", "事件类型", lambda item: item.event_type or "未定"),
        ("state", "状态", lambda item: _state(item.state)),
    )
    rows = [row for key, title, name in groups for row in _counted(told, key, title, map(name, items))]
    caption = f"接报 {len(items)} 件，值班日志 {told.figures['log_lines']} 条"
    return _section("counts", "接报统计", caption, (("分类", 3), ("项目", 5), ("件数", 2)), rows)


def _counted(told: Gathered, key: str, title: str, names: Iterable[str]) -> list[Cells]:
    """Most first, then by name; the title stands at the first row only."""
    counted = sorted(Counter(names).items(), key=lambda found: (-found[1], found[0]))
    told.figures.update({f"inbound.{key}.{name}": count for name, count in counted})
    return [[title if at == 0 else "", name, str(count)] for at, (name, count) in enumerate(counted)]


def _items(told: Gathered) -> dict[str, Any]:
    rows = [_item(told, item) for item in query.items(told.connection, told.start, told.end)]
    return _section("items", "接报情况", f"{len(rows)} 件", _ITEM_COLUMNS, rows)


def _open_items(told: Gathered) -> dict[str, Any]:
    rows = [_item(told, item) for item in query.open_items(told.connection, told.end)]
    told.figures["inbound.open"] = len(rows)
    caption = f"{len(rows)} 件，截至 {told.near(told.as_of)}"
    return _section("open_items", "未办结接报", caption, _ITEM_COLUMNS, rows)


_ITEM_COLUMNS = (("编号", 4), ("接报时间", 3), ("地点", 3), ("简要情况", 7), ("状态", 2))


def _item(told: Gathered, item: Any) -> Cells:
    place = " ".join(part for part in (item.place_path, item.place_text) if part)
    return [item.number, told.near(item.received_at), place, item.summary, _state(item.state)]


def _state(state: str) -> str:
    return words.say_in(words.PRINTED, f"inbound.state.{state}")


def _tasks(told: Gathered) -> dict[str, Any]:
    counts = query.tasks(told.connection, told.start, told.end, told.as_of)
    told.figures.update({f"task.{name}": count for name, count in counts.items()})
    rows = [
        [row.number, row.title, row.owner, told.near(row.due_at) if row.due_at else "", _late(row.due_at, told.as_of)]
        for row in query.open_tasks(told.connection)
    ]
    caption = (
        f"新增 {counts['new']}，办结 {counts['done']}，取消 {counts['cancelled']}；"
        f"截至 {told.near(told.as_of)} 未办结 {counts['open']}，其中逾期 {counts['overdue']}"
    )
    columns = (("编号", 4), ("未办结事项", 7), ("承办", 3), ("时限", 3), ("逾期", 1))
    return _section("tasks", "任务办理", caption, columns, rows)


def _late(due_at: datetime | None, as_of: datetime) -> str:
    return "是" if due_at is not None and due_at <= as_of else ""


def _routines(told: Gathered) -> dict[str, Any]:
    """Counts of all whose time lies in the period, and one row for everything that was not simply done.

    What was ticked before its time counts already; what waits for its time does not.
    """
    due = routine.rows_of(told.connection, told.start, told.end, told.as_of, told.zone)
    # a routine the county moved stands where it was ticked, which may be the period before
    found = [row for row in due if told.start <= row.due_at < told.end and row.state is not RoutineState.WAITING]
    done = sum(row.state is RoutineState.DONE for row in found)
    odd = [row for row in found if row.state is not RoutineState.DONE]
    told.figures.update({"routine": len(found), "routine.done": done})
    rows = [
        [told.near(row.due_at), row.name, _ROUTINE[row.state], row.tick.note if row.tick else "", _by(row.tick)]
        for row in odd
    ]
    caption = f"应做 {len(found)} 次，完成 {done} 次，其他 {len(odd)} 次"
    columns = (("应做时间", 3), ("事项", 4), ("结果", 2), ("说明", 5), ("人员", 2))
    return _section("routines", "例行工作", caption, columns, rows)


_ROUTINE = {
    RoutineState.ABNORMAL: "异常",
    RoutineState.NOT_DONE: "未执行",
    **dict.fromkeys(OPEN, "未登记"),
}


def _by(tick: Any) -> str:
    return tick.by_name if tick else ""


def _zero_reports(told: Gathered) -> dict[str, Any]:
    """One row a day that asked for reports: none, some, missing by name; what was reported stands with it."""
    said = query.zero_reports(told.connection, told.days())
    told.figures.update({"zero.none": sum(row.state == "none" for row in said)})
    told.figures.update({"zero.some": sum(row.state == "some" for row in said)})
    rows = []
    for day in told.days():
        asked = zero_reports.summary(told.connection, day)
        here = [row for row in said if row.day == day]
        if asked is None and not here:
            continue
        missing = "、".join(asked.missing) if asked else ""
        told_of = "；".join(f"{row.unit}：{row.text}" for row in here if row.state == "some")
        none, some = (sum(row.state == state for row in here) for state in ("none", "some"))
        rows.append([f"{day:%m-%d}", str(none), str(some), missing or "无", told_of])
    columns = (("日期", 2), ("零报告", 2), ("有情况", 2), ("未报", 4), ("情况", 5))
    return _section("zero_reports", "零报告", "" if rows else "本时段无零报告要求", columns, rows)


def _briefs(told: Gathered) -> dict[str, Any]:
    found = briefs.between(told.connection, told.start, told.end)
    told.figures["briefs"] = len(found)
    rows = [[told.near(one.at), KINDS[one.kind], one.text, one.source, one.by_name] for one in found if one.text]
    columns = (("时间", 3), ("类别", 2), ("内容", 8), ("来源", 3), ("记录人", 2))
    return _section("briefs", "天气与雨水情", f"{len(found)} 条", columns, rows)


def _readings(told: Gathered) -> dict[str, Any]:
    """Each series with its first, lowest, highest and last value of the period, as they were written."""
    found = briefs.readings(told.connection, told.start, told.end)
    told.figures["readings"] = len(found)
    rows = []
    for series in sorted({row.series for row in found}):
        own = [row for row in found if row.series == series]
        low, high = min(own, key=lambda row: row.number), max(own, key=lambda row: row.number)
        rows.append([series, own[0].unit, str(len(own)), *(_value(told, row) for row in (low, high, own[-1]))])
    columns = (("测项", 4), ("单位", 2), ("次数", 1), ("最低", 3), ("最高", 3), ("最后", 3))
    return _section("readings", "测值", f"{len(found)} 个", columns, rows)


def _value(told: Gathered, row: Any) -> str:
    return f"{row.value}（{told.near(row.at)}）"


def _outbound(told: Gathered) -> dict[str, Any]:
    names = _channels(told)
    found = query.outbound(told.connection, told.start, told.end)
    told.figures["outbound"] = sum(row.count for row in found)
    by_channel: dict[str, Counter[str]] = {}
    for row in found:
        by_channel.setdefault(names.get(row.channel, row.channel), Counter())[row.state] += row.count
        told.figures[f"outbound.{row.state}"] = told.figures.get(f"outbound.{row.state}", 0) + row.count
    rows = [
        [name, str(counts.total()), *(str(counts[state]) for state in ("received", "sent", "failed"))]
        for name, counts in sorted(by_channel.items())
    ]
    columns = (("方式", 4), ("发出", 2), ("有回执", 2), ("待回执", 2), ("未送达", 2))
    return _section("outbound", "对外发出", f"{told.figures['outbound']} 件", columns, rows)


def _faults(told: Gathered) -> dict[str, Any]:
    shifts = [shift.id for shift in query.shifts(told.connection, told.start, told.end)]
    found = [row for row in query.faults(told.connection, shifts) if told.start <= row.at < told.end]
    told.figures["faults"] = len(found)
    rows = [
        [told.near(row.at), row.title, " ".join(p for p in (row.value, row.note) if p), row.by_name] for row in found
    ]
    return _section(
        "faults", "检查发现的问题", f"{len(rows)} 处", (("时间", 3), ("检查项", 5), ("情况", 7), ("人员", 2)), rows
    )


def _channels(told: Gathered) -> dict[str, str]:
    return {item.code: item.get("name") for item in current_rows(told.connection, "channels")}


SECTIONS = (
    _shifts, _counts, _items, _open_items, _tasks, _routines, _zero_reports, _briefs, _readings, _outbound, _faults
)  # fmt: skip
"""In the order of the print."""
