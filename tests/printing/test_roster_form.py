"""The 值班表 of a month on paper: gaps, weekends, who stands in, no telephone, one A4 page for an ordinary month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from console.domain.people import Role
from console.domain.roster import LEADER, Named
from ui import prints
from ui.printing.layout import lay_out
from ui.printing.named import filling_of
from ui.printing.outlines import outline

AUGUST = prints.Month(date(2030, 8, 12))
DAY = date(2030, 8, 12)


@pytest.fixture
def planned(desk, by):
    def put(name, post, day=DAY):
        desk.roster.set_cell(day, "whole", post, [Named(name, "100-0000-0001")], seen=(), by=by)

    put("林例十", LEADER)
    put("陈例一", "主班")
    put("邹例八", "主班", DAY + timedelta(days=1))
    return put


def cells(desk, day):
    form = prints.form_of(desk, AUGUST)
    return next(row.cells for row in form.blocks[0].rows if row.cells[0].startswith(f"{day:%m-%d}"))


def test_every_day_stands_there_with_gaps_weekends_and_what_is_over(desk, planned):
    form = prints.form_of(desk, AUGUST)
    (table,) = form.blocks

    assert [column.title for column in table.columns][:3] == ["日期", "带班领导", "主班"]
    assert len(table.rows) == 31 and (form.title, form.number, form.counted) == ("值班表", "2030-08", True)
    assert cells(desk, DAY)[:4] == ("08-12 周一", "林例十", "陈例一", "缺")
    assert cells(desk, date(2030, 8, 11))[:2] == ("08-11 周日 周末", "未排")
    assert "100-0000-0001" not in str(form)


def test_who_stands_in_is_named_with_whom_and_a_part_of_a_shift_with_its_times(desk, by, planned):
    by = desk.accounts.add("陈例一", Role.ADMIN, "prints of 2030", by=by).actor
    start, end = datetime(2030, 8, 12, 0, tzinfo=UTC), datetime(2030, 8, 13, 0, tzinfo=UTC)
    desk.roster.substitute("主班", "陈例一", Named("曾例三"), "发热", start=start, end=end, by=by)
    later = start + timedelta(days=1, hours=4)
    desk.roster.substitute(
        "主班", "邹例八", Named("仇例六"), "开会", start=later, end=later + timedelta(hours=2), by=by
    )

    assert cells(desk, DAY)[2] == "曾例三（替 陈例一）"
    assert cells(desk, date(2030, 8, 13))[2] == "邹例八\n（08-13 12:00 至 08-13 14:00 仇例六 替 邹例八）"


def test_the_county_names_the_sheet_and_who_issues_it(desk, by, planned):
    desk.settings.change("print.title.roster", "样例县值班安排表", "本地", confirmed=True, by=by)
    desk.settings.change("print.issuer", "样例县应急指挥中心值班室", "本地", confirmed=True, by=by)

    form = prints.form_of(desk, AUGUST)

    assert form.title == "样例县值班安排表"
    assert form.closing == ("样例县应急指挥中心值班室", "2030年8月12日")


def test_an_ordinary_month_fits_one_page(desk, planned):
    assert len(lay_out(prints.form_of(desk, AUGUST)).pages) == 1


def test_an_own_form_of_it_may_name_every_post(desk, planned):
    fields, made = filling_of(outline(desk, "roster")), filling_of(prints.form_of(desk, AUGUST))
    assert fields.columns == made.columns and set(made.values) <= set(fields.values)
