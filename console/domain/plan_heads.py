"""Heads and cells of a workbook of plans: which column is meant, and what a cell of it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from console.domain.contact_cells import folded
from console.domain.plans import LEVELS, START, Milestone, PlanKind, Tier

EXAMPLE = "示例"
"""A row of this plan number shows how the template is filled in; it is not read."""

HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "plans": {
        "code": ("预案编号", "编号", "预案代码"),
        "title": ("预案名称", "名称", "预案"),
        "kind": ("类型", "预案类型", "预案类别"),
        "tier": ("层级", "预案层级"),
        "event_type": ("事件类型", "事件类型代码"),
        "owner": ("责任单位", "牵头单位", "编制单位", "主管部门"),
        "edition": ("版本", "版次"),
        "issued_on": ("发布日期", "印发日期", "发布时间"),
        "filed_on": ("备案日期", "备案时间"),
        "filing_number": ("备案号", "备案编号"),
        "review_on": ("评估日期", "下次评估", "评估到期"),
        "remark": ("备注", "说明"),
    },
    "levels": {
        "code": ("预案编号", "编号", "预案代码"),
        "level": ("响应等级", "响应级别", "等级"),
        "starts_when": ("启动条件", "启动标准"),
        "starter": ("启动人", "启动岗位", "批准人"),
        "ends_when": ("终止条件", "结束条件"),
        "organisation": ("组织指挥", "指挥机构", "组织体系"),
        "milestones": ("里程碑", "关键节点"),
        "ending": ("终止核对", "终止清单", "结束清单"),
    },
    "cards": {
        "code": ("预案编号", "编号", "预案代码"),
        "level": ("响应等级", "响应级别", "等级"),
        "card": ("任务编号", "任务卡编号", "任务卡"),
        "post": ("岗位", "责任岗位"),
        "unit": ("单位", "责任单位", "承担单位"),
        "action": ("任务", "任务内容", "工作任务"),
        "standard": ("标准", "工作标准", "完成标准"),
        "after": ("起算", "起算点", "触发"),
        "due_minutes": ("时限（分钟）", "时限", "完成时限"),
        "evidence": ("反馈材料", "反馈", "成果"),
        "needs": ("所需", "所需资源", "保障"),
    },
}
"""Tables of a workbook, their columns in the order of the template, the template's head first."""

SHEETS = {"plans": "预案", "levels": "响应等级", "cards": "任务卡"}
NEEDED = {"plans": {"code", "title"}, "levels": {"code", "level", "starts_when"}, "cards": {"code", "level", "action"}}
"""Heads by which a row of heads is known for what it is."""

KINDS = {
    "总体": PlanKind.OVERALL, "总体预案": PlanKind.OVERALL, "专项": PlanKind.SPECIAL, "专项预案": PlanKind.SPECIAL,
    "部门": PlanKind.DEPARTMENT, "部门预案": PlanKind.DEPARTMENT, "基层": PlanKind.GRASSROOTS,
    "基层预案": PlanKind.GRASSROOTS, "保障": PlanKind.SUPPORT, "保障行动方案": PlanKind.SUPPORT,
    "企事业": PlanKind.ENTERPRISE, "企事业单位预案": PlanKind.ENTERPRISE,
}  # fmt: skip
TIERS = {
    "县": Tier.COUNTY, "县级": Tier.COUNTY, "乡镇": Tier.TOWN, "乡镇级": Tier.TOWN, "乡镇（街道）级": Tier.TOWN,
    "街道": Tier.TOWN, "村": Tier.VILLAGE, "村级": Tier.VILLAGE, "社区": Tier.VILLAGE, "村（社区）级": Tier.VILLAGE,
    "单位": Tier.UNIT, "单位级": Tier.UNIT,
}  # fmt: skip
STARTS = ("", "启动", "启动后", "响应启动", "start")

_LEVELS = {**{word.casefold(): word for word in LEVELS}, **dict(zip("1234", LEVELS, strict=True))}
_LEVELS |= dict(zip("一二三四", LEVELS, strict=True))
_UNITS = {"": 1, "分": 1, "分钟": 1, "小时": 60, "时": 60, "天": 1440, "日": 1440}
_MINUTES = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\D*?)\s*(?:内|以内)?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MILESTONE = re.compile(
    r"(?:([A-Za-z0-9]{1,20})\s*[=＝:：、\s]\s*)?(.+?)(?:[（(]\s*([A-Za-z0-9]{1,20})\s*之?后\s*[）)])?"
)


def table_of(cells: Sequence[Any]) -> tuple[str, dict[int, str]] | None:
    """Which table a row of heads begins, and the field of each column; None for a row that is none."""
    said = {at: folded(str(cell)) for at, cell in enumerate(cells) if cell not in (None, "")}
    for table in ("cards", "levels", "plans"):
        known = {folded(word): name for name, heads in HEADS[table].items() for word in heads}
        columns = {at: known[word] for at, word in said.items() if word in known}
        if set(columns.values()) >= NEEDED[table] and len(set(columns.values())) == len(columns):
            return table, columns
    return None


def text_of(value: Any) -> str:
    """A cell as text: a whole number without a point, a day as 2030-05-06."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def level_of(value: Any) -> str:
    """Ⅲ, III, 3, 三级, Ⅲ级响应: the level; what is none comes back as it was."""
    said = folded(text_of(value)).removesuffix("响应").removesuffix("级")
    return _LEVELS.get(said, text_of(value))


def kind_of(value: Any) -> str:
    said = text_of(value)
    return KINDS.get(said, said) if said else PlanKind.SPECIAL.value


def tier_of(value: Any) -> str:
    said = text_of(value)
    return TIERS.get(said, said) if said else Tier.COUNTY.value


def day_of(value: Any) -> date | None:
    """A day, or None for an empty cell; ValueError for anything else."""
    said = text_of(value)
    if not said:
        return None
    found = _DAY.fullmatch(said.replace(" ", ""))
    if found is None:
        raise ValueError(said)
    return date(int(found[1]), int(found[2]), int(found[3]))


def minutes_of(value: Any) -> int:
    """30, 30分钟, 2小时, 1天; ValueError for anything that is no whole number of minutes."""
    found = _MINUTES.fullmatch(text_of(value))
    if found is None or found[2] not in _UNITS:
        raise ValueError(text_of(value))
    minutes = float(found[1]) * _UNITS[found[2]]
    if not minutes.is_integer() or abs(minutes) > 10_000_000:
        raise ValueError(text_of(value))
    return int(minutes)


def milestones_of(value: Any) -> tuple[Milestone, ...]:
    """A line each: ``人员转移到位``, ``M1=人员转移到位`` or ``M2=险情排除（M1之后）``.

    One without a code gets the next free one.
    """
    found = [match for line in lines_of(value) if (match := _MILESTONE.fullmatch(line)) is not None]
    given = {match[1] for match in found}
    free = (code for at in count(1) if (code := f"M{at}") not in given)
    return tuple(Milestone(match[1] or next(free), match[2].strip(), match[3] or START) for match in found)


def milestones_text(milestones: Sequence[Milestone]) -> str:
    """The other way round."""

    def said(one: Milestone) -> str:
        return f"{one.code}={one.name}" + (f"（{one.after}之后）" if one.after != START else "")

    return "\n".join(said(one) for one in milestones)


def after_of(value: Any, milestones: Sequence[Milestone]) -> str:
    """What a card counts from: the start, or a milestone by its code or its name."""
    said = text_of(value)
    if said in STARTS:
        return START
    named = {word: one.code for one in milestones for word in (one.code, f"{one.code}后", one.name, f"{one.name}后")}
    return named.get(said, said)


def lines_of(value: Any) -> list[str]:
    return [part.strip() for part in re.split(r"[\n\r；;]+", text_of(value)) if part.strip()]


READ: dict[str, Callable[[Any], Any]] = {
    "level": level_of, "kind": kind_of, "tier": tier_of, "issued_on": day_of, "filed_on": day_of, "review_on": day_of,
    "due_minutes": minutes_of, "milestones": milestones_of, "ending": lambda value: tuple(lines_of(value)),
}  # fmt: skip
"""How cells that are no plain text are read."""
