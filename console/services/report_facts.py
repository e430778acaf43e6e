"""What a report is written from: the record's own words and figures, under the names templates use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console import words
from console.domain.inbound import HIDDEN, Precision
from console.domain.incident import Grade, IncidentKind, IncidentRow
from console.domain.incident_figures import Amount, Revision, changes, newest
from console.domain.incident_report import ReportRow
from console.services import channels
from console.services.incident_figures import said_in_chinese
from console.services.lists import current_rows
from db.models.inbound import EventType, Inbound
from db.queries import incident_reports, incidents

_TOLD_ONCE = ("措施", "趋势", "需求")
"""What a follow-up leaves out where it reads as before."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Values by template name, the figures they were taken from, and the newest revision among them.

    ``told`` are the texts of the reports approved before, the newest first.
    """

    values: Mapping[str, str]
    figures: Mapping[str, Revision]
    until: int
    told: tuple[str, ...] = ()


def facts_of(connection: Connection, incident: IncidentRow, reporter: str, now: datetime, zone: ZoneInfo) -> Facts:
    """Everything a template may name, from what the store holds at this moment."""
    revisions = incidents.revisions(connection, incident.id)
    figures = newest(revisions)
    approved = incident_reports.approved(connection, incident.id)
    before = next(iter(approved), None)
    values = {
        "标题": incident.title,
        "编号": incident.number,
        "接报时间": in_words(incident.received_at, zone),
        "来源": _closed_up(_source(connection, incident)),
        "发生时间": _occurred(incident, zone),
        "地点": _closed_up(incident.place),
        "类型": _type(connection, incident.event_type),
        "级别": _grade(incident),
        "经过": _sentence(incident.summary),
        "截至": _as_of(figures, now, zone),
        "数字": _figures(figures),
        "措施": _sentence(incident.measures),
        "趋势": _sentence(incident.outlook),
        "需求": _sentence(incident.needs),
        "报告人": reporter,
        "电话": _phone(connection),
    }
    if before is not None:
        values |= {"上期": f"{before.label}（{before.number}）", "变化": _changes(before, figures)}
    newest_seen = max((one.number for one in revisions), default=0)
    return Facts(values, figures, newest_seen, tuple(row.body for row in approved))


def unchanged(facts: Facts, same: str) -> frozenset[str]:
    """Names of what the receivers know already; ``same`` is how a report before says so itself."""
    if not facts.told:
        return frozenset()
    found = {name for name in _TOLD_ONCE if facts.values.get(name) and _was_told(facts.values[name], facts.told, same)}
    return frozenset(found if facts.values.get("变化") else {*found, "变化"})


def _was_told(said: str, told: tuple[str, ...], same: str) -> bool:
    """Whether the last report says it, or says that nothing changed since one that does."""
    for body in told:
        if said in body:
            return True
        if same not in body:
            return False
    return False


def frozen(facts: Facts) -> str:
    """The figures a report used, as canonical text: what a later report compares itself with."""
    made = {
        key: {
            "value": one.amount.value, "at_least": one.amount.at_least, "as_of": one.as_of.isoformat(),
            "source": one.source, "number": one.number,
        }
        for key, one in facts.figures.items()
    }  # fmt: skip
    return json.dumps({"figures": made}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def figures_in(report: ReportRow) -> dict[str, Amount]:
    """The figures a report used."""
    told = json.loads(report.facts or "{}").get("figures", {})
    return {key: Amount(one["value"], one["at_least"]) for key, one in told.items()}


def in_words(at: datetime, zone: ZoneInfo) -> str:
    """2030年8月12日22时15分, as documents write it."""
    local = at.astimezone(zone)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def _occurred(incident: IncidentRow, zone: ZoneInfo) -> str:
    if incident.occurred_at is None:
        return ""
    about = "约" if incident.occurred_precision is Precision.ABOUT else ""
    return about + in_words(incident.occurred_at, zone)


def _closed_up(text: str) -> str:
    """Without the spaces that part a path or a caller on the screen: a document writes 例县例山镇样例村."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text)


def _sentence(text: str) -> str:
    """What somebody typed, ended as a sentence: others follow it."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；…!?" else f"{text}。"


def _source(connection: Connection, incident: IncidentRow) -> str:
    """Who told it first; a channel that hides its callers hides them here too."""
    items = incidents.items(connection, incident.id)
    if not items:
        return ""
    first = items[0]
    row = connection.execute(select(Inbound.__table__).where(Inbound.id == first.inbound_id)).mappings().one()
    known = channels.known(connection)
    if channels.hides(known, row["channel"]):
        return known[row["channel"]].get("name") or HIDDEN
    return "".join(part for part in (row["caller_org"], row["caller_post"], row["caller_name"]) if part) or "群众来电"


def _type(connection: Connection, code: str | None) -> str:
    if code is None:
        return ""
    found = connection.execute(select(EventType.name).where(EventType.code == code)).scalar()
    return str(found or "")


def _grade(incident: IncidentRow) -> str:
    if incident.kind is not IncidentKind.EVENT:
        return words.say_in("zh", f"incident.kind.{incident.kind.value}")
    if incident.grade is Grade.NONE:
        return words.say_in("zh", "incident.standing.none")
    standing = words.say_in("zh", f"incident.standing.{incident.standing.value}")
    return f"{words.say_in('zh', f'incident.grade.{incident.grade.value}')}（{standing}）"


def _as_of(figures: Mapping[str, Revision], now: datetime, zone: ZoneInfo) -> str:
    at = max((one.as_of for one in figures.values()), default=now)
    local = at.astimezone(zone)
    return f"{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def _figures(figures: Mapping[str, Revision]) -> str:
    return "，".join(said_in_chinese(key, one.amount) for key, one in figures.items()) + ("。" if figures else "")


def _changes(before: ReportRow, figures: Mapping[str, Revision]) -> str:
    """What differs from the figures that report used, with what they had been."""
    told = figures_in(before)
    known = {key: _as_revision(figures[key], told[key]) for key in figures if key in told}
    said = []
    for change in changes(known, figures):
        now = said_in_chinese(change.key, change.after)
        was = "" if change.before is None else f"（上期{said_in_chinese(change.key, change.before)}）"
        said.append(now + was)
    return "；".join(said) + ("。" if said else "")


def _as_revision(revision: Revision, amount: Amount) -> Revision:
    return replace(revision, amount=amount)


def _phone(connection: Connection) -> str:
    """The duty room's own number: the first line of the county's list of lines."""
    return next((item.get("number") for item in current_rows(connection, "lines") if item.active), "")
