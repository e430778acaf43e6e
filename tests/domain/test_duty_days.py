"""What days and shifts count as: published holidays, swapped working days, the county's own list, nights."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from console.domain.duty_counts import before, sheet
from console.domain.fairness import is_night, spread, starting
from console.domain.holidays import days_of
from console.domain.lists import ListItem
from console.domain.planning import CountKind, Counts, DayKind, Rules
from console.domain.roster import LEADER
from console.services import holidays
from tests.kit.rosters import FIRST, HALVES, THIRDS, WHOLE, at, given, person, seat

KNOWN = holidays.published({2026, 2027, 2999})


def row(day: str, kind: str, *, active: bool = True) -> ListItem:
    return ListItem("holidays", day, {"name": day, "date": day, "kind": kind, "basis": ""}, active, True, False, 1)


def kind(day: str, *county: ListItem) -> DayKind:
    asked = date.fromisoformat(day)
    return days_of([asked], KNOWN, county).kinds[asked]


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-10-01", DayKind.HOLIDAY),
        ("2026-10-08", DayKind.WEEKDAY),
        ("2026-10-10", DayKind.WEEKDAY),
        ("2026-10-11", DayKind.WEEKEND),
        ("2026-02-17", DayKind.HOLIDAY),
    ],
)
def test_holidays_and_swapped_working_days_are_known(day: str, counts: DayKind) -> None:
    assert kind(day) is counts


def test_the_countys_own_list_goes_before() -> None:
    assert kind("2026-10-12", row("2026-10-12", "holiday")) is DayKind.HOLIDAY
    assert kind("2026-10-01", row("2026-10-01", "workday")) is DayKind.WEEKDAY
    assert kind("2026-10-01", row("2026-10-01", "weekend")) is DayKind.WEEKEND
    assert kind("2026-10-12", row("2026-10-12", "holiday", active=False)) is DayKind.WEEKDAY
    assert kind("2026-10-12", row("10-12", "holiday"), row("2026-10-12", "workday")) is DayKind.WEEKDAY


def test_a_year_without_data_is_planned_by_weekdays_and_named() -> None:
    found = days_of([date(2026, 12, 31), date(2999, 1, 1), date(2999, 1, 5)], KNOWN, [])
    assert found.missing == (2999,)
    assert [found.kinds[day] for day in (date(2999, 1, 1), date(2999, 1, 5))] == [DayKind.WEEKDAY, DayKind.WEEKEND]


@pytest.mark.parametrize(
    ("county", "missing"),
    [(row("2999-01-01", "holiday"), ()), (row("2999-01-01", "workday"), (2999,)), (row("01-01", "holiday"), (2999,))],
)
def test_a_year_is_known_once_the_county_names_a_holiday_of_it(county: ListItem, missing: tuple[int, ...]) -> None:
    assert days_of([date(2999, 1, 1)], KNOWN, [county]).missing == missing


@pytest.mark.parametrize(
    ("shift", "night"),
    [(WHOLE[0], True), (HALVES[0], False), (HALVES[1], True), (THIRDS[1], False), (THIRDS[2], True)],
)
def test_a_shift_is_a_night_by_its_hours_in_the_night(shift: tuple[str, int, int], night: bool) -> None:
    assert is_night(seat(0, shift=shift), Rules()) is night


def test_what_makes_a_night_is_the_countys() -> None:
    evening = seat(0, shift=THIRDS[1])
    assert is_night(evening, Rules(night_hours=2)) and is_night(evening, Rules(night_from=time(20)))
    assert not is_night(seat(0, shift=HALVES[1]), Rules(night_from=time(0), night_to=time(3)))


def test_the_sheet_counts_shifts_nights_hours_and_those_of_days_off() -> None:
    someone, other = person(1, "主班", LEADER), person(2)
    days = {
        FIRST: DayKind.HOLIDAY,
        FIRST + timedelta(days=1): DayKind.WEEKDAY,
        FIRST + timedelta(days=2): DayKind.WEEKEND,
    }
    stood = [
        given(seat(0), someone),
        given(seat(0, LEADER), someone),
        given(seat(1, shift=HALVES[0]), other),
        given(seat(2, shift=HALVES[1]), someone),
    ]
    first, second = sheet(stood, days, Rules())
    assert first.counts == Counts(weekday=0, weekend=1, holiday=1, night=2, hours=36)
    assert (first.rest_hours, first.counts.shifts) == (36, 2)
    assert first.days == ((FIRST, DayKind.HOLIDAY), (FIRST + timedelta(days=2), DayKind.WEEKEND))
    assert (second.name, second.counts, second.rest_hours) == (other.name, Counts(weekday=1, hours=12), 0)
    assert before(stood, at(1)) == stood[:2]


def test_the_spread_is_told_among_those_who_stand_the_same_posts() -> None:
    staff = [person(1), person(2), person(3, "副班")]
    counts = {
        staff[0].person_id: Counts(weekday=3),
        staff[1].person_id: Counts(weekday=1),
        staff[2].person_id: Counts(),
    }
    assert spread(staff, counts)[CountKind.WEEKDAY] == 2
    assert spread([], {}) == dict.fromkeys(CountKind, 0)


def test_whoever_joined_this_year_begins_with_what_their_peers_had_by_then() -> None:
    half = date(2026, 5, 17)
    staff = [person(1), person(2), person(3, valid_from=half), person(4, valid_from=date(2025, 5, 1))]
    so_far = {one.person_id: Counts(weekday=20) for one in staff[:2]}
    begins = starting(staff, so_far, FIRST)
    assert [begins[one.person_id][CountKind.WEEKDAY] for one in staff] == [20, 20, 7, 0]
