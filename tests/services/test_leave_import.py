"""Lists of leave as offices keep them: who, from, to, kind; told row by row what cannot be taken."""

from __future__ import annotations

from datetime import datetime

import pytest

from console.domain.contact_cells import CellProblem
from console.domain.duty_people import LeaveKind
from console.domain.leave_table import day_of, kind_called
from tests.kit import contact_book as county_kit
from tests.kit import contact_files as kit
from tests.kit.contact_files import codes

book, county = kit.book, county_kit.county
HEAD = ["姓名", "假别", "开始日期", "结束日期", "事由"]


@pytest.fixture
def take(desk, by):
    return lambda path, **how: desk.list_imports.import_file("leave", path, by=by, **how)


def away(desk):
    first, last = (datetime.fromisoformat(day) for day in ("2030-01-01T00:00:00+08:00", "2031-06-01T00:00:00+08:00"))
    rows = desk.leaves.away(first, last)
    spans = [(row, row.starts_at.astimezone(desk.zone), row.ends_at.astimezone(desk.zone)) for row in rows]
    return sorted((row.name, row.kind, f"{start:%m-%d %H}", f"{end:%m-%d %H}") for row, start, end in spans)


def test_a_list_is_taken_with_days_of_every_kind(book, take, desk, county):
    rows = [
        ["例县应急局请假表（示例）"],
        HEAD,
        ["陈　例一", "年休假", datetime(2030, 8, 13), datetime(2030, 8, 14), "回家"],
        ["林例二", "病假", "2030年8月15日", "8月16日", ""],
        ["张例三", "公务出差", "8.20 14:00", "8/21 18:30", ""],
        ["王例四", "婚假", "12月30日", "1月2日", ""],
    ]
    told = take(book(rows))

    assert (told.read, told.added, told.refused, told.applied) == (4, 4, 0, True), told.problems
    assert away(desk) == [
        ("张例三", "trip", "08-20 14", "08-21 18"),
        ("林例二", "sick", "08-15 00", "08-17 00"),
        ("王例四", "other", "12-30 00", "01-03 00"),
        ("陈例一", "annual", "08-13 00", "08-15 00"),
    ]
    assert desk.log.verify().fault is None


def test_the_same_list_twice_is_one_leave(book, take, desk, county):
    path = book([HEAD, ["陈例一", "年假", "2030-08-13", "2030-08-14", ""]])
    take(path)
    again = take(path)

    assert (again.added, again.unchanged, again.refused) == (0, 1, 0) and len(away(desk)) == 1


def test_a_span_in_one_cell_and_half_days(book, take, desk, county):
    rows = [["姓名", "起止时间", "类型"], ["陈例一", "8月13日下午至8月14日上午", "事假"], ["林例二", "8月20日", "补休"]]
    take(book(rows))

    assert away(desk) == [("林例二", "time_off", "08-20 00", "08-21 00"), ("陈例一", "private", "08-13 12", "08-14 12")]


def test_what_cannot_be_taken_is_told_and_nothing_is(book, take, desk, county):
    rows = [
        HEAD,
        ["陈例一", "年假", "2030-08-13", "2030-08-15", ""],
        ["陈例一", "事假", "2030-08-15", "2030-08-16", ""],
        ["没有人", "年假", "2030-08-13", "2030-08-15", ""],
        ["林例二", "年假", "2030-02-30", "2030-03-01", ""],
        ["林例二", "年假", "2030-08-15", "2030-08-13", ""],
        ["", "年假", "2030-08-15", "2030-08-16", ""],
        ["林例二", "年假", "2029-01-01", "2030-08-13", ""],
    ]
    path = book(rows)
    told = take(path)

    assert codes(told.problems) == [
        (3, "start", "overlaps"), (4, "name", "nobody"), (5, "start", "date_strange"), (6, "start", "span_reversed"),
        (7, "name", "missing_name"), (8, "end", "too_long"),
    ]  # fmt: skip
    assert (told.applied, away(desk)) == (False, [])
    assert take(path, dry_run=True, good_rows_only=True).applied is False and away(desk) == []
    assert take(path, good_rows_only=True).applied and len(away(desk)) == 1


def test_namesakes_are_told_apart_by_unit_or_number(book, take, desk, county, by):
    from console.services.contact_people import NewPerson

    desk.contact_people.add(NewPerson("陈例一", "007"), by=by)
    rows = [
        [*HEAD[:4], "单位", "编号"],
        ["陈例一", "年假", "2030-08-13", "2030-08-13", "", ""],
        ["陈例一", "年假", "2030-08-14", "2030-08-14", "例一村", ""],
        ["陈例一", "年假", "2030-08-15", "2030-08-15", "", "007"],
        ["林例二", "年假", "2030-08-16", "2030-08-16", "", "007"],
    ]
    told = take(book(rows), good_rows_only=True)

    assert codes(told.problems) == [(2, "name", "ambiguous"), (5, "name", "other_name")]
    assert [row[2] for row in away(desk)] == ["08-14 00", "08-15 00"]


def test_a_file_that_is_no_list_of_leave_says_so(book, take):
    told = take(book([["一", "二"], ["三", "四"]]))

    assert codes(told.problems) == [(1, "row", "no_header")] and not told.applied


@pytest.mark.parametrize("text", ["2030-13-01", "八月", "2030", "8月32日", ""])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(CellProblem):
        day_of(text, 2030)


@pytest.mark.parametrize(
    ("said", "kind"),
    [("带薪年休假", LeaveKind.ANNUAL), ("病", LeaveKind.SICK), ("调休", LeaveKind.TIME_OFF), ("产假", LeaveKind.OTHER)],
)
def test_kinds_are_known_by_their_words(said, kind):
    assert kind_called(said) is kind
