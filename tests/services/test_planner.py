"""The planner on a store: where staff, leave, holidays, limits and the year so far come from; checks and counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from console.bootstrap import Desk
from console.domain.people import Actor, Role
from console.domain.planning import CountKind, Counts, DayKind, Method, Rule
from console.domain.roster import LEADER, Named
from console.domain.roster_check import check
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.leaves import NewLeave
from console.services.planner import Keep
from tests.kit.planning import add_people, put

DAY = date(2030, 9, 2)
POSTS = (LEADER, "主班", "副班", "通信保障岗")


def days(many: int) -> tuple[date, date]:
    return DAY, DAY + timedelta(days=many - 1)


def staffed(desk: Desk, by: Actor, *names: str, posts: tuple[str, ...] = ("主班",)) -> dict[str, object]:
    people = add_people(desk, by, *names)
    for name in names:
        desk.duty_staff.add(people[name], NewStaff(posts), by=by)
    return dict(people)


def chief(desk: Desk, by: Actor) -> Actor:
    """Somebody who may decide."""
    return desk.accounts.add("局例长", Role.ADMIN, "sample-1234", by=by).actor


def stood(desk: Desk, post: str = "主班", method: Method = Method.ROTATION, many: int = 4, **more: object) -> list[str]:
    roster = desk.planner.propose(*days(many), method, **more).roster  # type: ignore[arg-type]
    return [one.name for one in roster.assignments if one.seat.post == post]


def test_every_post_of_every_shift_of_the_template_is_a_seat(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一")
    seats = desk.planner.ground(*days(3)).task.seats
    assert [(seat.slot.day, seat.post) for seat in seats] == [
        (DAY + timedelta(days=n), post) for n in range(3) for post in POSTS
    ]


def test_a_period_takes_the_template_of_its_own_days(desk: Desk, by: Actor) -> None:
    values = {"name": "专项", "name_en": "", "from": "09-03", "to": "09-03", "template": "two12", "zero_report": "no"}
    desk.lists.add("periods", values, by=by)
    seats = desk.planner.ground(*days(2)).task.seats
    assert {(seat.slot.day.day, seat.slot.shift) for seat in seats} == {(2, "whole"), (3, "day"), (3, "night")}


def test_the_list_of_duty_staff_is_rotated_and_the_solver_keeps_to_it_too(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一", "林例二", "王例三")
    assert stood(desk) == ["陈例一", "林例二", "王例三", "陈例一"]
    proposal = desk.planner.propose(*days(4), seed=3)
    assert proposal.roster.method is Method.SOLVER and not proposal.staff_guessed
    broken = [one for one in check(proposal.task, proposal.roster.assignments) if one.rule is not Rule.UNFILLED]
    assert broken == []
    assert {seat.post for seat in proposal.roster.unfilled} == {LEADER, "副班", "通信保障岗"}


def test_whoever_has_left_the_bureau_is_not_planned_any_more(desk: Desk, by: Actor) -> None:
    people = staffed(desk, by, "陈例一", "林例二", "王例三")
    row = next(one for one in desk.duty_staff.listed() if one.person_id == people["林例二"])
    desk.duty_staff.end(row.id, DAY, seen=row.version, by=by)
    assert stood(desk) == ["陈例一", "王例三", "陈例一", "王例三"]


def test_somebody_entered_for_two_times_is_one_person_with_a_gap(desk: Desk, by: Actor) -> None:
    people = staffed(desk, by, "陈例一", "林例二")
    row = next(one for one in desk.duty_staff.listed() if one.name == "陈例一")
    desk.duty_staff.end(row.id, DAY, seen=row.version, by=by)
    again = NewStaff(("主班", "副班"), valid_from=DAY + timedelta(days=4))
    desk.duty_staff.add(people["陈例一"], again, by=by)  # type: ignore[arg-type]
    assert stood(desk, many=6) == ["陈例一", "林例二", "", "林例二", "陈例一", "林例二"]
    for day in range(3):
        put(desk, by, DAY + timedelta(days=day), "主班", "陈例一" if day != 1 else "林例二")
    found = [one for one in desk.planner.check(*days(6)).findings if one.rule is not Rule.UNFILLED]
    assert [(one.rule, one.seat.slot.day) for one in found] == [(Rule.TIME, DAY + timedelta(days=2))]


def test_granted_leave_forbids_and_leave_only_asked_for_does_not(desk: Desk, by: Actor) -> None:
    people = staffed(desk, by, "陈例一", "林例二", "王例三")
    start = datetime(2030, 9, 2, 0, tzinfo=UTC)
    asked = desk.leaves.ask(NewLeave(people["陈例一"], "annual", start, start + timedelta(days=1)), by=by)  # type: ignore[arg-type]
    assert stood(desk)[0] == "陈例一"
    desk.leaves.grant(asked.leave.id, seen=asked.leave.version, by=chief(desk, by))
    assert stood(desk) == ["林例二", "陈例一", "王例三", "陈例一"]


def test_a_wish_and_the_published_table_are_kept_where_possible(desk: Desk, by: Actor) -> None:
    people = staffed(desk, by, "陈例一", "林例二", "王例三")
    put(desk, by, DAY, "主班", "王例三")
    desk.wishes.note(people["林例二"], DAY + timedelta(days=3), "want", by=by)  # type: ignore[arg-type]
    mine = stood(desk, method=Method.SOLVER)
    assert (mine[0], mine[3]) == ("王例三", "林例二")
    assert stood(desk, keep=Keep.NONE)[0] == "陈例一"


def test_lines_that_are_held_stand_even_against_the_rules(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一", "林例二", "王例三")
    put(desk, by, DAY, "主班", "外例人")
    put(desk, by, DAY + timedelta(days=1), "主班", "陈例一")
    assert stood(desk, keep=Keep.HOLD)[:3] == ["外例人", "陈例一", "林例二"]
    mine = stood(desk, method=Method.SOLVER, many=5, keep=Keep.HOLD)
    assert mine[:2] == ["外例人", "陈例一"] and {"林例二", "王例三"} <= set(mine[2:])


def test_the_rotation_goes_on_where_the_table_ended(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一", "林例二", "王例三")
    put(desk, by, DAY - timedelta(days=1), "主班", "林例二")
    assert stood(desk) == ["王例三", "陈例一", "林例二", "王例三"]


def test_without_a_list_contacts_and_table_say_who_stands_what(desk: Desk, by: Actor) -> None:
    add_people(desk, by, "陈例一", "林例二")
    put(desk, by, DAY - timedelta(days=30), "主班", "陈例一")
    put(desk, by, DAY - timedelta(days=29), "主班", "林例二")
    put(desk, by, DAY - timedelta(days=28), "主班", "无此例")
    proposal = desk.planner.propose(*days(2), Method.ROTATION)
    assert proposal.staff_guessed
    assert [one.name for one in proposal.task.staff] == ["陈例一", "林例二"]
    assert set(stood(desk, many=2)) == {"陈例一", "林例二"}


def test_limits_are_the_countys(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一")
    assert stood(desk) == ["陈例一", "", "陈例一", ""]
    desk.settings.change("planning.rest_long", "0", "县值班制度", confirmed=True, by=by)
    assert stood(desk) == ["陈例一"] * 4
    desk.settings.change("planning.most_consecutive", "2", "县值班制度", confirmed=True, by=by)
    assert stood(desk) == ["陈例一", "陈例一", "", "陈例一"]


def test_the_year_so_far_counts_by_holidays_of_the_county(desk: Desk, by: Actor) -> None:
    people = staffed(desk, by, "陈例一", "林例二")
    values = {"name": "县庆", "date": "2030-08-20", "kind": "holiday", "basis": "县政府通知"}
    desk.lists.add("holidays", values, by=by)
    for day in (date(2030, 8, 20), date(2030, 8, 24), date(2030, 9, 30)):
        put(desk, by, day, "主班", "陈例一")
    ground = desk.planner.ground(*days(2))
    assert ground.missing_years == ()
    assert dict(ground.task.so_far) == {people["陈例一"]: Counts(weekend=1, holiday=1, night=2, hours=48)}
    assert ground.task.days[DAY] is DayKind.WEEKDAY


def test_a_year_nobody_entered_holidays_for_is_named(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一")
    proposal = desk.planner.propose(date(2030, 12, 31), date(2031, 1, 1), Method.ROTATION)
    assert proposal.roster.missing_years == (2030, 2031)
    assert desk.planner.propose(date(2026, 9, 30), date(2026, 10, 1), Method.ROTATION).roster.missing_years == ()


@pytest.mark.parametrize(
    ("first", "last"),
    [(DAY, DAY - timedelta(days=1)), (DAY, DAY + timedelta(days=4000)), (date(1, 1, 1), date(1, 1, 2))],
)
def test_a_period_that_is_none_is_refused(desk: Desk, first: date, last: date) -> None:
    with pytest.raises(Refused, match="bad_period"):
        desk.planner.propose(first, last)


def test_the_published_table_is_checked_with_those_who_stand_in(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一", "林例二")
    for n, name in enumerate(["陈例一", "陈例一", "林例二"]):
        put(desk, by, DAY + timedelta(days=n), "主班", name)
    found = [one for one in desk.planner.check(*days(9)).findings if one.rule is not Rule.UNFILLED]
    assert [(one.rule, one.name, one.seat.slot.day) for one in found] == [
        (Rule.REST, "陈例一", DAY + timedelta(days=1))
    ]
    start = datetime(2030, 9, 3, 0, tzinfo=UTC)
    desk.roster.substitute(
        "主班", "陈例一", Named("林例二"), "病假", start=start, end=start + timedelta(days=1), by=chief(desk, by)
    )
    found = [one for one in desk.planner.check(*days(9)).findings if one.rule is not Rule.UNFILLED]
    assert [(one.rule, one.name) for one in found] == [(Rule.REST, "林例二")]


def test_only_shifts_somebody_is_planned_for_have_empty_posts(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一")
    put(desk, by, DAY, "主班", "陈例一")
    found = desk.planner.check(*days(9)).findings
    assert {(one.rule, one.seat.slot.day) for one in found} == {(Rule.UNFILLED, DAY)}
    assert [one.seat.post for one in found] == [LEADER, "副班", "通信保障岗"]


def test_a_stranger_in_the_table_may_not_stand_the_post(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一")
    put(desk, by, DAY, "主班", "外例人")
    found = [one for one in desk.planner.check(*days(1)).findings if one.rule is not Rule.UNFILLED]
    assert [(one.rule, one.name) for one in found] == [(Rule.POST, "外例人")]


def test_the_count_sheet_counts_the_table_and_may_leave_out_what_lies_ahead(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一", "林例二")
    for day, name in ((date(2030, 8, 10), "陈例一"), (date(2030, 8, 11), "林例二"), (date(2030, 8, 20), "陈例一")):
        put(desk, by, day, "主班", name)
    rows = {row.name: row for row in desk.planner.counts(date(2030, 8, 1), date(2030, 8, 31))}
    assert rows["陈例一"].counts.of(CountKind.WEEKEND) == rows["陈例一"].counts.of(CountKind.WEEKDAY) == 1
    assert (rows["陈例一"].counts.hours, rows["陈例一"].rest_hours) == (48, 24)
    done = {row.name: row for row in desk.planner.counts(date(2030, 8, 1), date(2030, 8, 31), stood_only=True)}
    assert done["陈例一"].counts.shifts == 1


def test_a_shift_that_was_stood_in_pieces_counts_once_and_gives_everybody_his_own_hours(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一", "林例二", "王例三")
    saturday = date(2030, 8, 17)
    put(desk, by, saturday, "主班", "陈例一")
    put(desk, by, saturday, "副班", "王例三")
    begins = datetime(2030, 8, 17, 0, tzinfo=UTC)
    desk.roster.substitute(
        "主班", "陈例一", Named("林例二"), "发烧", start=begins + timedelta(hours=10), end=begins + timedelta(hours=24),
        by=chief(desk, by),
    )  # fmt: skip
    rows = {row.name: row for row in desk.planner.counts(saturday, saturday)}
    assert {name: (row.counts.weekend, row.counts.hours, row.rest_hours) for name, row in rows.items()} == {
        "陈例一": (0, 10, 10), "林例二": (1, 14, 14), "王例三": (1, 24, 24),
    }  # fmt: skip
    assert {name: row.counts.night for name, row in rows.items()} == {"陈例一": 0, "林例二": 1, "王例三": 1}


def test_two_posts_of_one_shift_count_once(desk: Desk, by: Actor) -> None:
    staffed(desk, by, "陈例一")
    for post in ("主班", "副班"):
        put(desk, by, date(2030, 8, 17), post, "陈例一")
    (row,) = desk.planner.counts(date(2030, 8, 17), date(2030, 8, 17))
    assert (row.counts.shifts, row.counts.night, row.counts.hours, row.rest_hours) == (1, 1, 24, 24)
