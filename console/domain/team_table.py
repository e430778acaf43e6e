"""Workbooks of teams, experts and shelters: which column is meant, what a cell says, what is wrong with a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from console.domain.contact_cells import ERRORS, folded
from console.domain.plan_heads import day_of, minutes_of, text_of
from console.domain.plan_table import Merged, filled_down
from console.errors import Refused

EXAMPLE = "示例"
"""A row of this number shows how the template is filled in; it is not read."""

HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "teams": {
        "code": ("队伍编号", "编号", "队伍代码", "代码"),
        "name": ("队伍名称", "名称", "队伍", "救援队伍名称"),
        "kind": ("类别", "队伍类别", "队伍类型", "类型"),
        "skills": ("能力", "专业能力", "救援能力", "专长", "技能"),
        "event_types": ("事件类型", "适用事件", "灾种", "适用灾种"),
        "head_a": ("负责人", "队长", "负责人A", "A岗", "带队人", "负责人姓名"),
        "phone_a": ("联系电话", "负责人电话", "电话", "手机", "A岗电话", "队长电话"),
        "head_b": ("副队长", "负责人B", "B岗", "联系人"),
        "phone_b": ("副队长电话", "B岗电话", "联系人电话", "备用电话"),
        "call_sign": ("呼号", "电台呼号", "对讲机呼号"),
        "people": ("人数", "队员人数", "总人数", "编制人数"),
        "people_ready": ("在位人数", "可出动人数"),
        "equipment": ("装备", "主要装备", "携带装备", "器材"),
        "base": ("驻地", "驻扎地", "地址", "驻地地址", "集结地点"),
        "place": ("所在乡镇", "乡镇", "所属乡镇", "乡镇街道", "所在地"),
        "longitude": ("经度",),
        "latitude": ("纬度",),
        "prepare_minutes": ("准备时间", "准备时间（分钟）", "出动准备", "集结时间"),
        "readiness": ("状态", "备勤状态", "待命状态"),
        "readiness_note": ("状态说明", "备勤说明"),
        "registered": ("报备", "是否报备", "已报备"),
        "insurance_until": ("保险到期", "保险到期日", "保险有效期"),
        "last_drill_on": ("最近演练", "最近演练日期", "上次演练"),
        "agreement": ("协议", "合作协议", "救援协议"),
        "remark": ("备注", "说明"),
    },
    "certificates": {
        "team": ("队伍", "队伍编号", "队伍名称", "所属队伍"),
        "kind": ("证书", "证书名称", "证书类别", "资质"),
        "holder": ("持证人", "姓名", "持有人"),
        "number": ("证书编号", "编号", "证号"),
        "expires_on": ("到期日", "有效期至", "证书到期", "到期日期"),
    },
    "experts": {
        "code": ("专家编号", "编号", "代码"),
        "name": ("姓名", "专家姓名", "专家"),
        "field": ("专业领域", "领域", "专业", "专业方向", "研究方向"),
        "event_types": ("事件类型", "适用事件", "灾种"),
        "unit": ("单位", "工作单位", "所在单位"),
        "title": ("职称", "职务", "职称职务"),
        "phone": ("联系电话", "手机", "电话"),
        "phone_b": ("备用电话", "办公电话", "电话2"),
        "address": ("地址", "住址", "通讯地址"),
        "longitude": ("经度",),
        "latitude": ("纬度",),
        "tier": ("层级", "级别", "专家层级"),
        "hours": ("可联系时间", "联系时间", "在岗时间"),
        "remark": ("备注", "说明"),
    },
    "shelters": {
        "code": ("场所编号", "编号", "代码"),
        "name": ("场所名称", "避灾安置场所名称", "避灾安置场所", "名称", "场所"),
        "tier": ("级别", "场所级别", "层级"),
        "capacity": ("容量", "容量（人）", "可安置人数", "安置人数", "容纳人数"),
        "place": ("所在村社", "所在乡镇", "村社", "村", "乡镇", "所在地"),
        "address": ("地址", "详细地址"),
        "longitude": ("经度",),
        "latitude": ("纬度",),
        "area_m2": ("面积（平方米）", "面积", "建筑面积"),
        "managed_by": ("管理单位", "管理主体"),
        "manager_a": ("主负责人", "负责人", "负责人A", "管理员", "A岗"),
        "phone_a": ("主负责人电话", "联系电话", "负责人电话", "电话", "A岗电话"),
        "manager_b": ("副负责人", "负责人B", "B岗"),
        "phone_b": ("副负责人电话", "B岗电话", "备用电话"),
        "structure": ("建筑结构", "结构"),
        "built_in": ("建成年份", "建成时间"),
        "checked_on": ("安全检查日期", "最近检查", "安全检查", "鉴定日期"),
        "suits": ("适用灾种", "灾种"),
        "facilities": ("设施", "配套设施"),
        "camera": ("可视化", "视频监控"),
        "warehouse": ("储备仓库", "仓库"),
        "remark": ("备注", "说明"),
    },
}
"""Tables of a workbook, their columns in the order of the template, the template's head first."""

SHEETS = {"teams": "队伍", "certificates": "证书", "experts": "专家", "shelters": "避灾安置场所"}
_NEEDED = {
    "certificates": ({"team", "kind"},),
    "experts": ({"name", "field"}, {"code"}),
    "teams": ({"name", "kind"}, {"name", "code"}, {"code"}),
    "shelters": ({"name", "capacity"}, {"code"}),
}  # fmt: skip
_HEAD_ROWS = 20
"""Rows of a sheet in which its heads are looked for: titles and notes may stand above."""
_YES = {"是": True, "已报备": True, "有": True, "√": True, "y": True, "yes": True, "1": True}
_NO = {"否": False, "未报备": False, "无": False, "×": False, "n": False, "no": False, "0": False}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class CellBad(Exception):  # noqa: N818 - a finding about a cell, not an error of the program
    """Why a cell cannot be read: ``teams.problem.<name>`` with what was given."""

    def __init__(self, name: str, given: str) -> None:
        super().__init__(name)
        self.name = name
        self.given = given[:40]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a row; ``column`` is a field or ``row``. A warning does not refuse the row.

    ``code`` is a sentence: one of a refusal, or ``teams.problem.*``.
    """

    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what its columns say, read; a column the file does not have is not in it."""

    sheet: str
    number: int
    values: Mapping[str, Any]

    def problem(self, code: str, column: str = "row", *, warning: bool = False, **facts: Any) -> Finding:
        return Finding(self.sheet, self.number, column, code, facts, warning)

    def refused(self, trouble: Refused) -> Finding:
        return Finding(
            self.sheet, self.number, str(trouble.facts.get("field", "row")), f"refused.{trouble.code}", trouble.facts
        )


@dataclass(slots=True)
class Reading:
    """What a file holds, table by table, and what cannot be read of it."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    tables: int = 0
    read: int = 0
    skipped: int = 0
    refused: int = 0
    digest: bytes = b""

    def refuse(self, finding: Finding) -> None:
        self.findings.append(finding)
        self.refused += 1


def read_sheet(
    found: Reading, name: str, given: Sequence[Sequence[Any]], merged: Merged, wanted: Sequence[str]
) -> None:
    """Take the rows of one sheet; one without heads of the wanted tables is left alone."""
    rows = filled_down(given, merged)
    for at, cells in enumerate(rows[:_HEAD_ROWS]):
        headed = _table_of(cells, wanted)
        if headed is not None:
            found.tables += 1
            table, columns = headed
            for row in _rows(found, name, rows, at + 1, columns):
                found.rows.setdefault(table, []).append(row)
            return


def _table_of(cells: Sequence[Any], wanted: Sequence[str]) -> tuple[str, dict[int, str]] | None:
    said = {at: folded(str(cell)) for at, cell in enumerate(cells) if cell not in (None, "")}
    for table in wanted:
        known = {folded(word): name for name, heads in HEADS[table].items() for word in heads}
        columns: dict[int, str] = {}
        for at, word in said.items():
            if word in known and known[word] not in columns.values():
                columns[at] = known[word]
        if len(columns) > 1 and any(needed <= set(columns.values()) for needed in _NEEDED[table]):
            return table, columns
    return None


def _rows(
    found: Reading, sheet: str, rows: Sequence[Sequence[Any]], first: int, columns: Mapping[int, str]
) -> Iterator[Row]:
    for number, cells in enumerate(rows[first:], first + 1):
        raw = {name: cells[at] if at < len(cells) else None for at, name in columns.items()}
        if not any(text_of(value) for value in raw.values()):
            continue
        if EXAMPLE in (text_of(raw.get("code")), text_of(raw.get("team"))):
            found.skipped += 1
            continue
        found.read += 1
        row = _read(found, Row(sheet, number, raw))
        if row is not None:
            yield row


def _read(found: Reading, row: Row) -> Row | None:
    """The cells read; None, and told, where one cannot be."""
    values: dict[str, Any] = {}
    for name, value in row.values.items():
        try:
            if text_of(value).upper() in ERRORS:
                raise CellBad("cell_error", text_of(value))
            values[name] = READ[name](value) if name in READ else text_of(value)
        except CellBad as bad:
            found.refuse(row.problem(f"teams.problem.{bad.name}", name, given=bad.given))
            return None
    return Row(row.sheet, row.number, values)


def _day(value: Any) -> date | None:
    try:
        return day_of(value)
    except ValueError:
        raise CellBad("day", text_of(value)) from None


def _minutes(value: Any) -> int:
    try:
        return minutes_of(value) if text_of(value) else 0
    except ValueError:
        raise CellBad("minutes", text_of(value)) from None


def _people(value: Any) -> int | None:
    said = text_of(value).removesuffix("人").strip()
    if not said:
        return None
    if not said.isdecimal() or len(said) > 7:
        raise CellBad("people", text_of(value))
    return int(said)


def _whole(value: Any) -> int | None:
    said = text_of(value).removesuffix("年").removesuffix("平方米").removesuffix("㎡").strip()
    if not said:
        return None
    if not said.isdecimal() or len(said) > 8:
        raise CellBad("whole", text_of(value))
    return int(said)


def _degrees(value: Any) -> float | None:
    said = text_of(value).removesuffix("°").removesuffix("度").strip()
    if not said:
        return None
    if _NUMBER.fullmatch(said) is None:
        raise CellBad("degrees", text_of(value))
    return float(said)


def _yes(value: Any) -> bool | None:
    said = folded(text_of(value))
    if not said:
        return None
    answer = {**_YES, **_NO}.get(said)
    if answer is None:
        raise CellBad("yes_no", text_of(value))
    return answer


def _several(value: Any) -> tuple[str, ...]:
    parts = re.split(r"[、,，;；/\n]+", text_of(value))
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


READ: dict[str, Callable[[Any], Any]] = {
    "skills": _several, "event_types": _several, "people": _people, "people_ready": _people, "longitude": _degrees,
    "latitude": _degrees, "prepare_minutes": _minutes, "registered": _yes, "insurance_until": _day,
    "last_drill_on": _day, "expires_on": _day, "capacity": _people, "area_m2": _whole, "built_in": _whole,
    "checked_on": _day, "suits": _several, "facilities": _several, "camera": _yes,
}  # fmt: skip
"""How cells that are no plain text are read."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field before and after, as text."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that changes what is kept, and what of it."""

    sheet: str
    row: int
    number: str
    name: str
    differences: tuple[Difference, ...]
