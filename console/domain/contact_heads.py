"""Heads of a table of people: which column holds what, over one row or two, for one person a row or several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

EXAMPLE = "示例行，导入前请删除"
"""What the example row of the template says about itself; such a row is skipped."""

_WORDS: dict[str, str] = {
    "name": "姓名 名字 人员 人员姓名 联系人 联系人姓名 负责人 负责人姓名 值班人员 值班员 责任人 责任人姓名 name",
    "name_a": "A岗 A岗人员 A岗姓名 A岗责任人 A角 A角姓名 主岗 灾害信息员A 灾害信息员A岗",
    "name_b": "B岗 B岗人员 B岗姓名 B岗责任人 B角 B角姓名 副岗 备岗 灾害信息员B 灾害信息员B岗",
    "rank": "AB岗 A/B岗 A岗B岗 AB角 A/B角 岗位类别 AB岗位 岗别",
    "unit": "单位 所在单位 工作单位 机构 单位名称 机构名称 所属单位 组织机构 乡镇 乡镇街道 镇街 unit",
    "dept": "部门 科室 处室 内设机构 所在部门 股室 部门名称 所在科室 department",
    "parent": "上级单位 上级部门 主管单位 主管部门 上级机构 隶属单位",
    "post": "职务 岗位 职位 职务职级 职务/岗位 岗位职务 工作岗位 职务岗位 现任职务 职责 post title",
    "staff_number": "编号 工号 人员编号 员工编号 职工编号 人员编码 工作证号 警号 staffnumber",
    "mobile": "手机 移动电话 手机号码 手机号 移动电话号码 本人手机 手机电话 手机1 手机2 手机一 手机二 mobile",
    "any": "联系电话 电话 联系方式 电话号码 联系号码 联系手机 phone",
    "office": "办公电话 固话 座机 值班电话 固定电话 办公室电话 单位电话 座机号码 办公电话号码 值班室电话 办电",
    "home": "住宅电话 家庭电话 宅电 家庭住宅电话",
    "short": "短号 虚拟网短号 集群短号 小号 内部短号 手机短号 vpn短号",
    "fax": "传真 传真号码 传真电话 值班传真",
    "satellite": "卫星电话 卫星电话号码",
    "radio": "呼号 电台呼号 对讲机呼号 对讲机 集群呼号 电台 callsign",
    "remark": "备注 说明 remark",
    "ignored": "序号 序 号 性别 民族 年龄 出生年月 邮箱 电子邮箱 微信 微信号 学历 政治面貌 身份证号 地址 no",
}
NUMBERS = ("mobile", "any", "office", "home", "short", "fax", "satellite", "radio")
_COVERS = {
    "mobile": {"mobile"},
    "any": {"mobile", "office"},
    "office": {"office"},
    "home": {"home"},
    "short": {"short"},
    "fax": {"fax"},
    "satellite": {"satellite"},
    "radio": {"radio"},
}


def heading(value: Any) -> str:
    """A head as it is compared: without width, blanks, brackets and stars."""
    plain = unicodedata.normalize("NFKC", str(value or "")).casefold()
    return re.sub(r"\([^()]*\)|[\s_*:\-,.、\ufeff]", "", plain)


_FIELD = {heading(word): name for name, said in _WORDS.items() for word in said.split()}
_NAMES = {"name", "name_a", "name_b"}


@dataclass(slots=True)
class Group:
    """The columns of one person in a row; ``rank`` where the head says A岗 or B岗."""

    columns: dict[str, int] = field(default_factory=dict)
    numbers: list[tuple[str, int]] = field(default_factory=list)
    rank: str = ""
    shared: set[int] = field(default_factory=set)
    """Columns that hold for every person of the row: their content is no sign that somebody stands here."""

    @property
    def covers(self) -> frozenset[str]:
        return frozenset(kind for column, _ in self.numbers for kind in _COVERS[column])


@dataclass(slots=True)
class Heads:
    """The heads of a table: how many rows they take, and one group of columns for each person of a row."""

    deep: int
    groups: list[Group]
    fields: dict[int, str]
    grouped: bool = False
    """A unit is written once, above its people."""

    @property
    def units(self) -> int:
        """How many columns say the unit."""
        return sum(name in {"unit", "dept"} for name in self.fields.values())

    def first(self, name: str) -> int | None:
        return next((column for column, found in sorted(self.fields.items()) if found == name), None)

    def field_of(self, column: int) -> str:
        found = self.fields.get(column, "")
        return "name" if found in _NAMES else found

    def names(self, row: Sequence[Any]) -> list[str]:
        columns = [group.columns["name"] for group in self.groups]
        return [str(row[at]).strip() for at in columns if at < len(row) and row[at] not in {None, ""}]

    def named(self, row: Sequence[Any], _at: int) -> bool:
        return bool(self.names(row))


def is_head(row: Sequence[Any]) -> bool:
    """Whether a head of a column of names, or one above it, stands in the row: cheap, asked of every row."""
    return any(isinstance(value, str) and len(value) < 30 and heading(value) in _FIELD for value in row)


def heads_at(rows: Sequence[Sequence[Any]], down: Collection[tuple[int, int]], at: int) -> Heads | None:
    """The heads that begin in that row, over one row or two; None where no table begins."""
    top = {column: heading(value) for column, value in enumerate(rows[at]) if heading(value)}
    below = {}
    if at + 1 < len(rows):
        below = {column: heading(value) for column, value in enumerate(rows[at + 1]) if heading(value)}
    if _is_second(top, below, down, at + 1):
        fields = {column: _of_two(top.get(column, ""), below.get(column, "")) for column in {*top, *below}}
        found = _heads({column: name for column, name in fields.items() if name}, 2)
        if found:
            return found
    return _heads({column: _FIELD[said] for column, said in top.items() if said in _FIELD}, 1)


def _is_second(top: dict[int, str], below: dict[int, str], down: Collection[tuple[int, int]], at: int) -> bool:
    own = {column: said for column, said in below.items() if (at, column) not in down}
    titled = len(set(top.values())) < 2 and not any(said in _FIELD for said in top.values())
    if not own or titled:
        return False
    return all(said in _FIELD or top.get(column, "") + said in _FIELD for column, said in own.items())


def _of_two(top: str, below: str) -> str:
    """What a column holds whose head stands in two rows: the lower says what, the upper may say whose."""
    if not below or below == top:
        return _FIELD.get(top, "")
    found = _FIELD.get(below) or _FIELD.get(top + below, "")
    whose = _FIELD.get(top, "")
    if found == "any" and top + below in _FIELD:
        found = _FIELD[top + below]
    return whose if found == "name" and whose in _NAMES else found


def _heads(fields: dict[int, str], deep: int) -> Heads | None:
    names = [column for column in sorted(fields) if fields[column] in _NAMES]
    others = {name for name in fields.values() if name not in {*_NAMES, "ignored", "remark", "rank"}}
    if not names or not others:
        return None
    return Heads(deep, _groups(fields, names), fields)


def _groups(fields: dict[int, str], names: list[int]) -> list[Group]:
    """One group of columns for each column of names; what stands once in front of them all holds for all."""
    groups = [Group(rank={"name_a": "A", "name_b": "B"}.get(fields[column], "")) for column in names]
    for group, column in zip(groups, names, strict=True):
        group.columns["name"] = column
    by_field: dict[str, list[int]] = {}
    for column in sorted(fields):
        by_field.setdefault(fields[column], []).append(column)
    for name, columns in by_field.items():
        if name in {*_NAMES, "ignored"}:
            continue
        for order, column in enumerate(columns):
            owners = groups if _is_shared(name, columns) else _owners(groups, names, columns, order, column)
            for group in owners:
                _take(group, name, column)
                if len(owners) > 1:
                    group.shared.add(column)
    return groups


def _is_shared(name: str, columns: list[int]) -> bool:
    """The line of an office, said once, is that of all who stand in the row."""
    return len(columns) == 1 and name in {"office", "fax", "unit", "dept", "parent"}


def _owners(groups: list[Group], names: list[int], columns: list[int], order: int, column: int) -> list[Group]:
    if len(groups) == 1:
        return groups
    if len(columns) == len(groups):
        return [groups[order]]
    if column < names[0]:
        return groups
    return [groups[max(at for at, start in enumerate(names) if start < column)]]


def _take(group: Group, name: str, column: int) -> None:
    if name in NUMBERS:
        group.numbers.append((name, column))
    else:
        group.columns.setdefault(name, column)
