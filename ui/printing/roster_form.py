"""值班表 of a month: a line per shift, a column per post, whoever stands in named with whom they stand in for.

Telephones are left out: the sheet hangs where visitors read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from console import words
from console.domain.realm import WATERMARK
from console.domain.roster import LEADER, RosterLineRow, ShiftPlan, SubstitutionRow
from ui.printing.form import Column, Form, Row, Section
from ui.printing.parts import Print, content_digest, footer, zh

_DAY, _SHIFT = 31, 17
_WEEKEND = 6
"""From this ISO weekday on."""


def roster_form(plans: Sequence[ShiftPlan], month: date, about: Print, last: date | None = None) -> Form:
    """The shifts of a month as they are planned now, or of the days from ``month`` to ``last``.

    The month, or the days, are the number its copies are counted by.
    """
    number = f"{month:%Y-%m}" if last is None else f"{month} 至 {last}"
    table = _table(plans, about)
    templates = dict.fromkeys(plan.template.get("name") for plan in plans)
    told = zh("roster.month", year=month.year, month=month.month) if last is None else number
    today = about.printed_at.astimezone(about.zone)
    return Form(
        title=zh("sheet.roster.title"),
        number=number,
        subtitle=("　".join(part for part in (about.site, told, "、".join(templates)) if part),),
        blocks=(table,),
        footer=footer(about, number, content_digest(number, (table,))),
        watermark=WATERMARK[about.realm],
        kind="roster",
        closing=(about.site, f"{today.year}年{today.month}月{today.day}日"),
    )


def _table(plans: Sequence[ShiftPlan], about: Print) -> Section:
    posts = tuple(dict.fromkeys(post for plan in plans for post in plan.posts))
    several = len({plan.slot.day for plan in plans}) < len(plans)
    columns = [Column(zh("column.finding.day"), width=_DAY)]
    columns += [Column(zh("column.roster.shift"), width=_SHIFT)] if several else []
    columns += [Column(_post(post)) for post in posts]
    rows = tuple(
        Row(
            (_day(plan.slot.day), *([_shift(plan.slot.shift)] * several), *(_cell(plan, post, about) for post in posts))
        )
        for plan in plans
    )
    return Section("", "", tuple(columns), rows, zh("print.none"), dense=True)


def _cell(plan: ShiftPlan, post: str, about: Print) -> str:
    """Who stands there; 缺 where somebody still has to be found, and that nobody was planned once it is over."""
    if post not in plan.posts:
        return zh("print.roster.no_post")
    found = [_named(line, plan, about) for line in plan.of(post)]
    over = plan.slot.ends_at <= about.printed_at
    return "\n".join(found) or zh("print.roster.past" if over else "roster.gap")


def _named(line: RosterLineRow, plan: ShiftPlan, about: Print) -> str:
    """The one who stands the whole shift instead, or the planned one with who stands in from when to when."""
    stood = _standing_in(line, plan)
    if len(stood) == 1 and stood[0].starts_at <= plan.slot.starts_at and stood[0].ends_at >= plan.slot.ends_at:
        return zh("roster.stood", name=stood[0].stands_in, absent=f" {line.name}")
    parts = [
        zh("print.roster.part", name=row.stands_in, absent=row.absent, start=start, end=end)
        for row in stood
        for start, end in [(_time(row.starts_at, about), _time(row.ends_at, about))]
    ]
    return "\n".join([line.name, *parts])


def _standing_in(line: RosterLineRow, plan: ShiftPlan) -> list[SubstitutionRow]:
    """Those who stand in, also for one who stands in, by their beginning."""
    absent, found = {line.name}, []
    for row in plan.substitutions:
        if row.post == line.post and row.absent in absent:
            absent.add(row.stands_in)
            found.append(row)
    return sorted(found, key=lambda row: row.starts_at)


def _day(day: date) -> str:
    said = f"{day:%m-%d} {zh(f'weekday.{day.isoweekday()}')}"
    return zh("print.roster.weekend", day=said) if day.isoweekday() >= _WEEKEND else said


def _shift(code: str) -> str:
    return zh(f"roster.shift.{code}") if words.has(f"roster.shift.{code}") else code


def _post(post: str) -> str:
    return zh("post.leader") if post == LEADER else post


def _time(at: datetime, about: Print) -> str:
    return f"{at.astimezone(about.zone):%m-%d %H:%M}"
