"""值班日报, 周报, 月报: what is stored in the report and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.domain.realm import WATERMARK, Realm
from console.domain.reports import TITLES, ReportRow, issue_line
from ui.printing.form import Block, Column, Form, Prose, Row, Section
from ui.printing.parts import Print, footer, numbered, zh
from ui.printing.station import Station


def report_form(report: ReportRow, *, printed_at: datetime) -> Form:
    """The report as issued; a draft says that it is one and has no number."""
    body = report.body
    station, realm = Station(ZoneInfo(body["zone"])), Realm(body["realm"])
    about = Print(station.zone, realm, printed_at, body["site"])
    blocks: list[Block] = [_table(section) for section in body["sections"]]
    blocks.append(Prose(zh("print.report.remarks"), _remarks(report, station), zh("print.none")))
    return Form(
        title=TITLES[report.kind],
        number=report.number,
        subtitle=_head(report, body, station, realm),
        blocks=numbered(blocks),
        footer=footer(about, report.number, report.digest.hex()),
        watermark=WATERMARK[realm],
        kind=report.kind.value,
        closing=_closing(report, station),
    )


def _remarks(report: ReportRow, station: Station) -> str:
    """The remarks, and behind them who typed them and when."""
    said = report.remarks_by
    if said is None:
        return report.remarks
    whose = words.say_in("zh", "list.join").join(dict.fromkeys((said.typist, said.name)))
    return f"{report.remarks}（{whose}，{station.minute(said.at)}）"


def _head(report: ReportRow, body: dict[str, Any], station: Station, realm: Realm) -> tuple[str, ...]:
    issue = issue_line(report.number, realm) if report.issued else zh("print.report.draft")
    period = zh("print.report.period", start=station.minute(body["from"]), end=station.minute(body["to"]))
    counted = zh("print.report.as_of", at=station.minute(body["as_of"]))
    corrects = [zh("print.report.corrects", number=body["corrects"])] if body["corrects"] else []
    return (issue, *corrects, period, counted)


def _table(section: dict[str, Any]) -> Section:
    columns = tuple(Column(column["title"], column["weight"]) for column in section["columns"])
    rows = tuple(Row(tuple(cells)) for cells in section["rows"])
    return Section(section["title"], section["caption"], columns, rows, zh("print.none"))


def _closing(report: ReportRow, station: Station) -> tuple[str, ...]:
    """Who issues it and the day; a draft has neither."""
    if not report.issued:
        return ()
    day = datetime.fromisoformat(report.body["issued"]["at"]).astimezone(station.zone)
    return (report.body["site"], f"{day.year}年{day.month}月{day.day}日")
