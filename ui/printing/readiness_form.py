"""到岗准备报告: before a shift, who stands it, on which number, what is still lacking, and where the leaders are."""

from __future__ import annotations

from datetime import datetime

from console import words
from console.domain.readiness import Readiness, ReadinessRow
from console.domain.realm import WATERMARK
from console.domain.roster import LEADER, WhereaboutsRow
from ui.printing.form import Column, Form, Row, Section
from ui.printing.parts import Print, content_digest, footer, zh


def readiness_form(report: Readiness, about: Print) -> Form:
    """One shift: its posts, what each lacks, and the leaders who are elsewhere with who decides meanwhile."""
    number = f"{report.day} {_shift(report.shift)}".strip()
    blocks = (_posts(report), _away(report, about))
    lacking = sum(bool(row.lacks) for row in report.rows)
    span = f"{_at(report.starts_at, about)} 至 {_at(report.ends_at, about)}"
    state = zh("readiness.lacking", count=lacking) if lacking else zh("readiness.all_ready")
    return Form(
        title=zh("readiness.title"),
        number=number,
        subtitle=("　".join(part for part in (about.site, span, state) if part),),
        blocks=blocks,
        footer=footer(about, number, content_digest(number, blocks)),
        watermark=WATERMARK[about.realm],
        kind="readiness",
        closing=(about.site, _at(about.printed_at, about)),
    )


def _posts(report: Readiness) -> Section:
    columns = (
        Column(zh("column.readiness.post"), width=26), Column(zh("column.readiness.name"), width=24),
        Column(zh("column.readiness.phone"), width=36), Column(zh("readiness.told_yet"), width=20),
        Column(zh("column.readiness.lack")),
    )  # fmt: skip
    rows = tuple(Row(_row(row), strong=bool(row.lacks)) for row in report.rows)
    return Section(zh("readiness.posts"), "", columns, rows, zh("print.none"))


def _row(row: ReadinessRow) -> tuple[str, ...]:
    lacks = "、".join(zh(f"readiness.lack.{lack.value}") for lack in row.lacks) or zh("readiness.ok")
    told = zh("readiness.yes" if row.told else "readiness.no") if row.name else ""
    return (zh("post.leader") if row.post == LEADER else row.post, row.name or zh("roster.gap"), row.phone, told, lacks)


def _away(report: Readiness, about: Print) -> Section:
    columns = (
        Column(zh("roster.name"), width=26), Column(zh("roster.where.place")), Column(zh("readiness.span"), width=54),
        Column(zh("roster.where.deputy"), width=28),
    )  # fmt: skip
    rows = tuple(Row((row.name, row.place, _span(row, about), row.deputy)) for row in report.whereabouts)
    return Section(zh("roster.where"), "", columns, rows, zh("roster.where_none"))


def _span(row: WhereaboutsRow, about: Print) -> str:
    until = _at(row.until_at, about) if row.until_at else zh("roster.where_open")
    return f"{_at(row.from_at, about)} 至 {until}" if row.until_at else f"{_at(row.from_at, about)} 起，{until}"


def _shift(code: str) -> str:
    if code == "whole":
        return ""
    return zh(f"roster.shift.{code}") if words.has(f"roster.shift.{code}") else code


def _at(at: datetime, about: Print) -> str:
    return f"{at.astimezone(about.zone):%Y-%m-%d %H:%M}"
