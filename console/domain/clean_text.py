"""Entries as clean text, to be pasted into a chat or a letter: said once, in Chinese, the practice mark in front.

Who called on a channel that hides callers is never in it, whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.inbound import FIGURES, InboundRow
from console.domain.log import LogEntry
from console.domain.outbound import OutboundRow, OutboundState
from console.domain.realm import WATERMARK, Realm
from console.domain.task import TaskRow

UNKNOWN = "不详"


def of_line(entry: LogEntry, zone: ZoneInfo, realm: Realm) -> str:
    """A line of the duty log. Its ``person`` is left out: nobody can tell here whether the channel hid the caller."""
    corrected = f"（已由第 {entry.corrected_by} 号更正）" if entry.corrected_by else ""
    by = f"（{entry.by.name}）" if entry.by.name and entry.by.id is not None else ""
    place = f"{entry.place}：" if entry.place and entry.place not in entry.text else ""
    head = f"{_mark(realm)}值班日志第 {entry.number} 号{corrected}"
    return f"{head}\n{moment(entry.occurred_at, zone)} {place}{entry.text.strip()}{by}"


def of_item(row: InboundRow, figure_words: Mapping[str, str], zone: ZoneInfo, realm: Realm) -> str:
    """A registered inbound item; ``figure_words`` are the Chinese words of its figures (死亡, 失联 …)."""
    caller = "" if row.caller_hidden else " ".join(
        part for part in (row.caller_org, row.caller_name, row.caller_phone) if part
    )  # fmt: skip
    facts = [
        ("接报时间", moment(row.received_at, zone)),
        ("来源", "（不公开）" if row.caller_hidden else " ".join(part for part in (row.channel_name, caller) if part)),
        ("发生时间", occurred(row, zone) if row.occurred_at else ""),
        ("地点", row.place),
        ("类型", row.event_type_name),
        ("情况", row.summary.strip()),
        ("伤亡和影响", known_figures(row, figure_words)),
        ("已采取措施", row.measures.strip()),
        ("请求支援", row.needs.strip()),
        ("接报人", row.receiver_name),
    ]
    lines = [f"{name}：{value}" for name, value in facts if value]
    return "\n".join([f"{_mark(realm)}接报 {row.number}", *lines])


def of_outbound(row: OutboundRow, channel: str, zone: ZoneInfo, realm: Realm) -> str:
    """A line of the outbound register with its receipt; ``channel`` is the channel's Chinese name."""
    about = f"（关于 {row.subject_number}）" if row.subject_number else ""
    lines = [
        f"{_mark(realm)}发出 {row.number}{about}",
        f"{moment(row.sent_at, zone)} 由 {row.by_name} 以{channel}发给 {row.to}：",
        row.text.strip(),
        _receipt(row, zone),
    ]
    return "\n".join(lines)


def of_task(task: TaskRow, zone: ZoneInfo, realm: Realm) -> str:
    """A task: who, what, by when, and what came of it."""
    facts = [
        ("责任人", task.assignee),
        ("时限", moment(task.due_at, zone) if task.due_at else ""),
        ("交办", f"{task.created_by} {moment(task.created_at, zone)}"),
        ("结果", task.result),
    ]
    lines = [f"{name}：{value}" for name, value in facts if value]
    return "\n".join([f"{_mark(realm)}任务 {task.number}", (task.detail or task.title).strip(), *lines])


def known_figures(row: InboundRow, figure_words: Mapping[str, str]) -> str:
    """死亡 1 失联 不详: what was filled in, unknown written out."""
    known = [
        f"{figure_words[key]} {UNKNOWN if figure.unknown else figure.value}"
        for key in FIGURES
        if (figure := row.figures.get(key)) is not None
    ]
    return "，".join(known)


def occurred(row: InboundRow, zone: ZoneInfo) -> str:
    """When it happened, with 约 where that is all that is known."""
    if row.occurred_at is None:
        return UNKNOWN
    return ("约 " if row.occurred_precision == "about" else "") + moment(row.occurred_at, zone)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """2030年8月12日 08:05, station time."""
    local = at.astimezone(zone)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _receipt(row: OutboundRow, zone: ZoneInfo) -> str:
    if row.state is OutboundState.SENT or row.receipt_at is None:
        return "回执：待回执"
    note = f"，{row.receipt_note}" if row.receipt_note else ""
    if row.state is OutboundState.FAILED:
        return f"未送达（{moment(row.receipt_at, zone)}{note}）"
    return f"回执：{row.receipt_by} {moment(row.receipt_at, zone)} 收到{note}"


def _mark(realm: Realm) -> str:
    return f"【{WATERMARK[realm]}】" if WATERMARK[realm] else ""
