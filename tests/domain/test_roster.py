"""Shift templates on the calendar: midnight, New Year, three shifts, a change of template."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.lists import ListItem
from console.domain.roster import Calendar, in_period
from console.domain.roster_sheet import names_in
from console.services.lists import shipped_rows

ZONE = ZoneInfo("Asia/Shanghai")


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def period(code, start, end, template):
    return ListItem("periods", code, {"from": start, "to": end, "template": template}, True, True, False, 1)


def calendar(chosen="day24", *periods):
    return Calendar(shipped_rows("templates"), periods, chosen, ZONE)


def hours(slot):
    return slot.shift, f"{slot.starts_at:%m-%d %H:%M}", f"{slot.ends_at:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("template", "at", "wanted"),
    [
        ("day24", "2030-08-13T07:59", ("whole", "08-12 08:00", "08-13 08:00")),
        ("day24", "2030-08-13T08:00", ("whole", "08-13 08:00", "08-14 08:00")),
        ("two12", "2030-08-13T02:00", ("night", "08-12 20:00", "08-13 08:00")),
        ("three8", "2030-08-13T00:00", ("night", "08-13 00:00", "08-13 08:00")),
        ("three8", "2030-08-12T23:59", ("evening", "08-12 16:00", "08-13 00:00")),
        ("three8", "2030-08-12T08:00", ("day", "08-12 08:00", "08-12 16:00")),
    ],
)
def test_the_shift_that_runs_is_found_over_midnight(template, at, wanted):
    assert hours(calendar(template).slot_at(local(at))) == wanted


def test_a_night_that_begins_after_midnight_belongs_to_the_day_before():
    assert calendar("three8").slot_at(local("2030-08-13T03:00")).day == date(2030, 8, 12)


def test_an_instant_of_another_zone_is_the_same_instant():
    at = datetime(2030, 8, 12, 0, 0, tzinfo=UTC)

    assert calendar().slot_at(at).starts_at == local("2030-08-12T08:00")


@pytest.mark.parametrize("template", ["day24", "two12", "three8"])
def test_at_every_minute_of_a_week_there_is_exactly_one_shift(template):
    days, at = calendar(template), local("2030-12-29T00:00")
    for _ in range(7 * 24 * 6):
        slot = days.slot_at(at)
        assert slot.starts_at <= at < slot.ends_at
        assert days.slot_after(at).starts_at == slot.ends_at
        at += timedelta(minutes=10)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        ("2030-10-31", False),
        ("2030-11-01", True),
        ("2030-12-31", True),
        ("2031-01-01", True),
        ("2031-04-30", True),
        ("2031-05-01", False),
    ],
)
def test_a_period_runs_over_new_year(day, inside):
    assert in_period(date.fromisoformat(day), "11-01", "04-30") is inside


@pytest.mark.parametrize(
    ("day", "start", "end", "inside"),
    [
        ("2031-02-01", "2031-01-20", "2031-03-01", True),
        ("2032-02-01", "2031-01-20", "2031-03-01", False),
        ("2030-12-31", "2031-01-01", "2031-03-01", False),
        ("2032-02-29", "02-29", "03-01", True),
        ("2030-08-12", "08-12", "08-12", True),
        ("2029-11-05", "2030-11-01", "04-30", False),
        ("2031-01-05", "2030-11-01", "04-30", True),
    ],
)
def test_days_with_and_without_a_year(day, start, end, inside):
    assert in_period(date.fromisoformat(day), start, end) is inside


def test_a_special_period_wins_and_the_shortest_of_several():
    days = calendar("day24", period("flood", "04-15", "10-15", "two12"), period("national", "10-01", "10-07", "three8"))

    assert [days.template_on(date(2030, month, day)).code for month, day in ((4, 14), (4, 15), (10, 1), (10, 8))] == [
        "day24",
        "two12",
        "three8",
        "two12",
    ]


def test_the_change_of_template_leaves_no_minute_without_a_shift():
    days = calendar("day24", period("flood", "08-13", "08-20", "three8"))

    assert hours(days.slot_at(local("2030-08-13T07:00"))) == ("whole", "08-12 08:00", "08-13 08:00")
    assert hours(days.slot_at(local("2030-08-13T08:00"))) == ("day", "08-13 08:00", "08-13 16:00")
    assert hours(days.slot_at(local("2030-08-21T07:00"))) == ("night", "08-21 00:00", "08-21 08:00")


def test_between_two_templates_the_older_shift_runs_on():
    late = ListItem(
        "templates", "late", {"name": "晚", "shifts": "whole=09:30/24", "posts": "主班"}, True, True, False, 1
    )
    days = Calendar([*shipped_rows("templates"), late], [period("x", "08-13", "08-13", "late")], "day24", ZONE)

    assert hours(days.slot_at(local("2030-08-13T09:00"))) == ("whole", "08-12 08:00", "08-13 09:30")
    assert hours(days.slot_at(local("2030-08-14T07:00"))) == ("whole", "08-13 09:30", "08-14 08:00")


def test_who_takes_the_watch_shortly_before_the_change_takes_the_next_shift():
    days = calendar()

    assert days.slot_to_take(local("2030-08-13T06:59")).day == date(2030, 8, 12)
    assert days.slot_to_take(local("2030-08-13T07:00")).day == date(2030, 8, 13)
    assert days.slot_to_take(local("2030-08-13T08:00")).day == date(2030, 8, 13)


def test_a_template_nobody_knows_falls_back_to_the_first_and_says_so():
    days = calendar("gone")

    assert days.fallback and days.template_on(date(2030, 8, 12)).code == "day24"


def test_a_period_whose_template_is_gone_changes_nothing():
    assert calendar("day24", period("x", "01-01", "12-31", "gone")).template_on(date(2030, 8, 12)).code == "day24"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("邹 例八", ["邹例八"]),
        ("区　例一（女）", ["区例一"]),
        ("邹 例八 王 例九", ["邹例八", "王例九"]),
        ("李 四 王五", ["李四", "王五"]),
    ],
)
def test_a_family_name_written_apart_is_no_name_of_its_own(cell, names):
    found, strange = names_in(cell)
    assert ([one.name for one in found], strange) == (names, "")
