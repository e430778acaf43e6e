"""The county's own forms: which fields a print has, what is wrong with a .docx that wants to be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

ORDER_PAPERS = (
    "instruction", "order", "supervision", "reminder", "risk_note", "rectification", "roll_call", "consultation",
    "call_list",
)  # fmt: skip
"""批示办理单, 派单与反馈单, 督办单, 催办单, 风险提示单, 整改报告单, 点名记录, 会商纪要, 呼叫记录."""

NOTICES = ("response_start", "response_change", "response_end")
"""响应启动, 调整, 终止通知: documents, as reports are."""

PLAN_PAPERS = (*NOTICES, "task_card", "plan_wall")
"""Notices, 任务卡 and 预案上墙图."""

DISPATCH_PAPERS = ("team_move", "team_task", "support_request", "pass_slip")
"""队伍调动单, 任务单, 支援请求单, 通行单."""

WARNING_LETTERS = ("warning_caution", "warning_talk")
"""警示函, 约谈函: documents, as reports are."""

WARNING_PAPERS = ("warning_approval", "warning_record", "callout_book", *WARNING_LETTERS)
"""预警发布审批单, 预警发布记录, 叫应台账, and letters."""

FORMS = (
    "handover", "intake", "log", "outbound", "roster", "daily", "weekly", "monthly", "report", *ORDER_PAPERS,
    *PLAN_PAPERS, *DISPATCH_PAPERS, *WARNING_PAPERS,
)  # fmt: skip
"""Prints that may be the county's own."""

TITLED = tuple(form for form in FORMS if form not in ("report", "plan_wall", *NOTICES, *WARNING_LETTERS))
"""Prints whose title the county may change; a report, a notice, a letter and a plan name their own matter."""

LIMIT = 10_000_000
"""Largest .docx in bytes; unpacked it may be ten times as much."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a print says, by name: single values, and rows of tables with a value for each column."""

    values: Mapping[str, str]
    tables: Mapping[str, Sequence[Mapping[str, str]]]
    columns: Mapping[str, Sequence[str]]
    watermark: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class FormSpec:
    """The names a form may use, and those without which it is no form of this kind."""

    form: str
    names: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    important: tuple[str, ...] = ()


class Weight(StrEnum):
    """A fault keeps the file out; a caution is told and the file is taken."""

    FAULT = "fault"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about a file: ``form.found.<code>`` with its facts."""

    code: str
    weight: Weight = Weight.FAULT
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormRow:
    """The county's form of one print as it counts now. ``trouble`` is missing or damaged: then the own form is used."""

    form: str
    name: str
    digest: bytes
    at: datetime
    by_name: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at a file found; ``taken`` says that it is the county's form from now on."""

    findings: tuple[Finding, ...]
    taken: bool = False

    @property
    def usable(self) -> bool:
        return not any(one.weight is Weight.FAULT for one in self.findings)


def against(spec: FormSpec, names: Sequence[str]) -> list[Finding]:
    """Names in a file held against those there are: unknown ones are faults, missing important ones cautions."""
    found = [Finding("unknown_field", facts={"name": name}) for name in dict.fromkeys(names) if not _known(spec, name)]
    missing = [name for name in spec.important if name not in names]
    return found + [Finding("missing_field", Weight.CAUTION, {"name": name}) for name in missing]


def _known(spec: FormSpec, name: str) -> bool:
    table, dot, column = name.partition(".")
    return name in spec.names or (bool(dot) and column in spec.columns.get(table, frozenset()))
