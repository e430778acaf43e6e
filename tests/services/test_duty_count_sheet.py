"""The duty count sheet: what was really stood, by kind of day, as a clerk counts it by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from console.domain.people import Role
from console.domain.roster import Named
from console.errors import Refused
from console.services.duty_count_sheet import days_told, figures
from tests.kit.planning import add_people, put

FIRST, LAST = date(2030, 8, 9), date(2030, 8, 13)
"""Friday to Tuesday; the clock stands on Monday the 12th."""
POST = "主班"


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.STAFF, "counts of 2030", by=by).actor


@pytest.fixture
def planned(desk, clerk):
    add_people(desk, clerk, "陈例一", "张例二")
    for n, name in enumerate(("陈例一", "张例二", "陈例一", "张例二", "陈例一")):
        put(desk, clerk, FIRST + timedelta(days=n), POST, name)


def told(desk, **options):
    return {row.name: (figures(row), days_told(row)) for row in desk.duty_counts.rows(FIRST, LAST, **options)}


def test_every_kind_of_day_is_counted_and_hours_of_days_off_give_time_off(desk, planned):
    found = told(desk, stood_only=False)
    # weekday, weekend, holiday, night, shifts, hours, hours that give time off
    assert found["陈例一"] == ((2, 1, 0, 3, 3, 72, 24), "08-09、08-11（周末）、08-13")
    assert found["张例二"] == ((1, 1, 0, 2, 2, 48, 24), "08-10（周末）、08-12")


def test_what_lies_ahead_has_not_been_stood(desk, planned):
    assert told(desk)["陈例一"][0][:2] == (1, 1)


def test_who_stood_in_is_counted_and_who_was_stood_in_for_is_not(desk, clerk, planned):
    day = FIRST + timedelta(days=3)
    slot = desk.roster.plans(day, day)[0].slot
    span = {"start": slot.starts_at, "end": slot.ends_at}
    desk.roster.substitute(POST, "张例二", Named("陈例一"), "发热就医", **span, by=clerk)
    found = told(desk, stood_only=False)
    assert (found["陈例一"][0][4], found["张例二"][0][4]) == (4, 1)


def test_the_file_holds_what_the_screen_shows_as_figures(desk, clerk, planned, tmp_path):
    target = tmp_path / "统计.xlsx"
    assert desk.duty_counts.write(target, FIRST, LAST, stood_only=False, by=clerk) == 2
    sheet = load_workbook(target).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["姓名", "平日", "周末", "节假日"] and rows[0][-1] == "值班日期"
    by_name = {row[0]: row[1:] for row in rows[1:]}
    assert by_name["陈例一"][:7] == [2, 1, 0, 3, 3, 72, 24], "figures, not text: a clerk adds them up"
    assert desk.log.verify().fault is None


def test_who_may_not_export_is_refused_and_so_are_days_turned_round(desk, by, planned, tmp_path):
    looks = desk.accounts.add("观例九", Role.VIEWER, "looks of 2030", by=by).actor
    with pytest.raises(Refused) as caught:
        desk.duty_counts.write(tmp_path / "a.xlsx", FIRST, LAST, by=looks)
    assert caught.value.code == "not_permitted" and not (tmp_path / "a.xlsx").exists()
    with pytest.raises(Refused) as caught:
        desk.duty_counts.rows(LAST, FIRST)
    assert caught.value.code == "bad_period"
