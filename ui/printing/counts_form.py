"""值班统计表: everybody's duty of a period by kind of day, nights and hours, for allowance and 补休."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from console.domain.duty_counts import CountRow
from console.domain.realm import WATERMARK
from console.services.duty_count_sheet import HEADS, days_told, figures
from ui.printing.form import Column, Form, Row, Section
from ui.printing.parts import Print, content_digest, footer, zh

_WIDTHS = {"name": 20.0, "days": 0.0}
_FIGURE = 14.0
"""Millimetres of a column; the days of duty take what is left."""


def counts_form(rows: Sequence[CountRow], first: date, last: date, about: Print, *, stood_only: bool) -> Form:
    """The sheet of these days; ``stood_only`` says that shifts to come are left out."""
    number = f"{first} 至 {last}"
    table = _table(rows)
    scope = zh("counts.stood" if stood_only else "counts.planned")
    today = about.printed_at.astimezone(about.zone)
    return Form(
        title=zh("counts.title"),
        number=number,
        subtitle=("　".join(part for part in (about.site, number, scope) if part),),
        blocks=(table,),
        footer=footer(about, number, content_digest(number, (table,))),
        watermark=WATERMARK[about.realm],
        kind="duty_counts",
        closing=(about.site, f"{today.year}年{today.month}月{today.day}日"),
    )


def _table(rows: Sequence[CountRow]) -> Section:
    columns = tuple(Column(zh(f"counts.{head}"), width=_WIDTHS.get(head, _FIGURE)) for head in HEADS)
    made = [Row((row.name, *(str(figure) for figure in figures(row)), days_told(row))) for row in rows]
    totals = [sum(figures(row)[at] for row in rows) for at in range(len(HEADS) - 2)]
    if rows:
        made.append(Row((zh("counts.total"), *(f"{total:g}" for total in totals), ""), strong=True))
    return Section("", "", columns, tuple(made), zh("counts.none"), dense=True)
