"""Reports upward: their series, what a text is composed from, what is still missing in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from console.errors import Refused

TITLE_LIMIT, BODY_LIMIT, REASON_LIMIT = 120, 20_000, 500
"""Longest texts in characters."""


class ReportKind(StrEnum):
    """初报, 续报, 日报, 终报（核报）, 快速报告."""

    FIRST = "first"
    FOLLOW = "follow"
    DAILY = "daily"
    FINAL = "final"
    QUICK = "quick"


class ReportState(StrEnum):
    """拟稿, 待审批, 已批准, 已归档, 已作废."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    ARCHIVED = "archived"
    VOID = "void"


STEPS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.WAITING, ReportState.VOID}),
    ReportState.WAITING: frozenset({ReportState.DRAFT, ReportState.APPROVED}),
    ReportState.APPROVED: frozenset({ReportState.ARCHIVED}),
    ReportState.ARCHIVED: frozenset(),
    ReportState.VOID: frozenset(),
}
"""The states of one report: approved it is frozen, what comes later is the next report."""

URGENCIES = ("", "urgent", "very_urgent")
"""None, 加急, 特急 (GB/T 9704-2012, 7.2.3)."""

MARKINGS = ("", "internal")
"""None, 内部: state secrets do not belong in this program."""

FIELDS = (
    "标题", "编号", "接报时间", "来源", "发生时间", "地点", "类型", "级别", "经过", "截至", "数字", "变化", "上期",
    "措施", "趋势", "需求", "报告人", "电话",
)  # fmt: skip
"""Names a template may use in braces. ``变化`` and ``上期`` have a value in follow-ups only."""

NEEDED = ("发生时间", "地点", "来源", "类型", "经过", "数字", "措施", "趋势", "报告人")
"""Elements a first report should have (信息来源、时间、地点、性质、经过、伤亡、措施、趋势、报告人)."""

_FIELD = re.compile(r"\{([^{}\n]*)\}")


def require_template(text: str) -> None:
    """Refuse a template that names a field there is none of: it would go out with the braces in it."""
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            raise Refused("template_field_unknown", field=name[:40])
    if "{" in _FIELD.sub("", text) or "}" in _FIELD.sub("", text):
        raise Refused("template_brace")


def composed(
    template: str, values: Mapping[str, str], pending: str, unknown: str, same: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The text of a template: what is not known reads ``unknown`` in a line, ``pending`` where it is a whole paragraph.

    In the middle of a sentence the name stands before it (发生时间不详), after its own label it does not (电话：不详);
    a clause that knows none of its fields is their names alone (地点不详，类型不详).
    Nothing is invented: both are the county's own customary words for *not known yet*. ``same`` are the names of what
    was told before and reads as it did, with the words that say so.
    """
    require_template(template)
    fresh = {name: said for name, said in values.items() if name not in same}
    made = []
    for line in template.split("\n"):
        names = _FIELD.findall(line)
        alone = bool(names) and not _FIELD.sub("", line).strip()
        if alone and not any(fresh.get(name, "") for name in names):
            made.append(next((same[name] for name in names if name in same), pending))
            continue
        made.append(_filled(line, fresh if alone else {**fresh, **same}, "" if alone else unknown))
    return "\n".join(made)


_CLAUSE = re.compile(r"[^，。；：、]+")


def _filled(line: str, values: Mapping[str, str], unknown: str) -> str:
    def clause(found: re.Match[str]) -> str:
        names = _FIELD.findall(found[0])
        if len(names) > 1 and unknown and not any(values.get(name) for name in names):
            return "，".join(name + unknown for name in names)
        return found[0]

    line = _CLAUSE.sub(clause, line)

    def value(found: re.Match[str]) -> str:
        labelled = line[: found.start()].endswith(f"{found[1]}：")
        return values.get(found[1], "") or (unknown if labelled or not unknown else found[1] + unknown)

    return _FIELD.sub(value, line)


def missing(values: Mapping[str, str], kind: ReportKind) -> tuple[str, ...]:
    """Elements a report of that kind should have and this record does not hold yet."""
    if kind in (ReportKind.FIRST, ReportKind.QUICK, ReportKind.FINAL):
        return tuple(name for name in NEEDED if not values.get(name, ""))
    return () if values.get("变化", "") or values.get("措施", "") else ("变化",)


def label(kind: ReportKind, ordinal: int) -> str:
    """初报, 续报（二）, 日报（三）, 终报, 快报: how a report of a series is called."""
    word = {"first": "初报", "follow": "续报", "daily": "日报", "final": "终报", "quick": "快报"}[kind.value]
    counted = kind in (ReportKind.FOLLOW, ReportKind.DAILY) or ordinal > 1
    return f"{word}（{chinese(ordinal)}）" if counted else word


def chinese(number: int) -> str:
    """一 … 九十九 as documents count; larger numbers in digits."""
    digits = "〇一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def require_next(kind: ReportKind, series: Sequence[tuple[ReportKind, ReportState]]) -> None:
    """Refuse a report that has no place in the series: it begins with one 初报 and ends with one 终报.

    ``series`` are kind and state of the reports there are, void ones left out by their state.
    """
    live = [(one, state) for one, state in series if state is not ReportState.VOID]
    kinds = {one for one, _ in live}
    if any(one is kind and state in (ReportState.DRAFT, ReportState.WAITING) for one, state in live):
        raise Refused("report_begun", kind=kind.value)
    if kind is ReportKind.FIRST and ReportKind.FIRST in kinds:
        raise Refused("report_first_there")
    if kind in (ReportKind.FOLLOW, ReportKind.DAILY, ReportKind.FINAL):
        done = {one for one, state in live if state in (ReportState.APPROVED, ReportState.ARCHIVED)}
        if ReportKind.FIRST not in done and ReportKind.QUICK not in done:
            raise Refused("report_first_missing")
    if ReportKind.FINAL in kinds:
        raise Refused("report_series_ended")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as lists and the editor show it. ``ordinal`` is provisional until it is approved."""

    id: UUID
    incident_id: UUID
    kind: ReportKind
    ordinal: int
    number: str
    title: str
    body: str
    facts: str
    figures_until: int
    urgency: str
    marking: str
    template: str
    state: ReportState
    drafted_at: datetime
    drafted_by: str
    approved_at: datetime | None
    approved_by: str
    digest: bytes | None
    reason: str
    version: int

    @property
    def label(self) -> str:
        return label(self.kind, self.ordinal)


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A receiver of a report. ``outbound_number`` and what follows are of the outbound register, once it was sent."""

    id: UUID
    report_id: UUID
    part: str
    organisation: str
    name: str
    phone: str
    channel: str
    outbound_id: UUID | None
    outbound_number: str
    sent_at: datetime | None
    sent_by: str
    receipt_by: str
    receipt_at: datetime | None
    failed: bool
    dropped: str
    version: int
