"""The table of a week, a month, a holiday: which days, and the file that is written."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from console.errors import Refused
from tests.kit.planning import put


def test_a_week_and_a_month_of_a_day(desk):
    assert desk.roster_export.days_of("week", date(2030, 8, 15)) == (date(2030, 8, 12), date(2030, 8, 18))
    assert desk.roster_export.days_of("month", date(2030, 2, 15)) == (date(2030, 2, 1), date(2030, 2, 28))


def test_a_holiday_is_its_run_of_days_off_or_the_next_to_come(desk):
    spring = (date(2025, 1, 28), date(2025, 2, 4))
    assert desk.roster_export.days_of("holiday", date(2025, 1, 30)) == spring
    assert desk.roster_export.days_of("holiday", date(2025, 1, 27)) == spring
    with pytest.raises(Refused, match="no_holiday"):
        desk.roster_export.days_of("holiday", date(2060, 1, 4))


def test_the_workbook_has_a_row_for_each_shift_and_stands_in_the_book(desk, by, tmp_path):
    put(desk, by, date(2030, 8, 13), "主班", "陈例一", "林例二")
    target = tmp_path / "值班表.xlsx"
    assert desk.roster_export.write(target, date(2030, 8, 12), date(2030, 8, 18), by=by) == 7
    rows = list(load_workbook(target).active.values)
    assert rows[0] == ("日期", "星期", "班次", "带班领导", "主班", "副班", "通信保障岗")
    assert rows[2][0] == "2030-08-13" and set(rows[2][4].split("、")) == {"陈例一", "林例二"} and len(rows) == 8
    assert desk.log.verify().fault is None


def test_days_that_are_none_are_refused(desk, by, tmp_path):
    with pytest.raises(Refused, match="bad_period"):
        desk.roster_export.write(tmp_path / "a.xlsx", date(2030, 8, 12), date(2030, 8, 11), by=by)
    with pytest.raises(Refused, match="bad_export_ending"):
        desk.roster_export.write(tmp_path / "a.doc", date(2030, 8, 12), date(2030, 8, 12), by=by)
    assert list(tmp_path.glob("a.*")) == []
