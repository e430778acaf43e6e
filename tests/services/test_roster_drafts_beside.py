"""A draft beside a table that lives on: what has begun, who stands beside the seats, who stands in, what was undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console.domain.people import Role
from console.domain.planning import Method, Rule
from console.domain.roster import Named
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.swaps import Duty, NewSwap
from db.queries.roster import lines_of_days
from tests.kit.planning import add_people, put

pytestmark = pytest.mark.long

TODAY = date(2030, 8, 12)
"""The stopped clock stands at the beginning of this day's shift."""

NEXT = TODAY + timedelta(days=1)
MAIN = ("陈例一", "张例二", "王例三")
REST = {"leader": ("林例十", "周例九", "吴例八"), "副班": ("李例四", "赵例五"), "通信保障岗": ("徐例七", "孙例八")}


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.ADMIN, "beside of 2030", by=by).actor


@pytest.fixture
def ids(desk, clerk):
    found = add_people(desk, clerk, *MAIN, *(name for names in REST.values() for name in names))
    for name in MAIN:
        desk.duty_staff.add(found[name], NewStaff(("主班",)), by=clerk)
    for post, names in REST.items():
        for name in names:
            desk.duty_staff.add(found[name], NewStaff((post,)), by=clerk)
    return found


def main(day):
    return (day, "whole", "主班", 1)


def stands(desk, day, post="主班"):
    return [line.name for plan in desk.roster.plans(day, day) for line in plan.of(post)]


def drafted(desk, plan, day):
    return next(cell.name for cell in desk.roster_drafts.look(plan.id).draft.cells if cell.key == main(day))


@pytest.mark.parametrize("method", [Method.ROTATION, Method.SOLVER])
def test_what_is_planned_goes_on_from_who_really_stands_the_shift_that_runs(desk, clerk, ids, method):
    put(desk, clerk, TODAY, "主班", "王例三")
    plan = desk.roster_drafts.begin(TODAY, NEXT + timedelta(days=2), method, by=clerk)
    assert drafted(desk, plan, TODAY) == "王例三" != drafted(desk, plan, NEXT)
    look = desk.roster_drafts.look(plan.id)
    assert look.findings == () and TODAY not in {one.day for one in look.changes}
    begun = [cell for cell in look.draft.cells if cell.day == TODAY]
    assert [cell.name for cell in begun if cell.post != "主班"] == ["", "", ""], "nobody stood there, nobody will have"


@pytest.mark.parametrize("method", list(Method))
def test_a_draft_of_days_that_are_over_is_the_table(desk, clerk, ids, method):
    put(desk, clerk, TODAY - timedelta(days=1), "主班", "王例三")
    plan = desk.roster_drafts.begin(TODAY - timedelta(days=2), TODAY, method, by=clerk)
    look = desk.roster_drafts.look(plan.id)
    assert [cell.name for cell in look.draft.cells if cell.name] == ["王例三"]
    assert (look.findings, look.changes, look.collisions) == ((), (), ())


def test_a_rest_that_the_running_shift_takes_away_is_found_however_the_draft_began(desk, clerk, ids):
    plan = desk.roster_drafts.begin(TODAY, NEXT, Method.HAND, by=clerk)
    put(desk, clerk, TODAY, "主班", "王例三")
    desk.roster_drafts.put(plan.id, {main(NEXT): ids["王例三"]}, seen=1, by=clerk)
    look = desk.roster_drafts.look(plan.id)
    assert (Rule.REST, "王例三") in {(one.rule, one.name) for one in look.findings}
    assert {one.seat.slot.day for one in look.findings} == {NEXT}, "what has begun cannot be mended by a plan"


def test_a_shift_that_has_begun_is_not_planned_any_more(desk, clerk, ids):
    plan = desk.roster_drafts.begin(TODAY, NEXT, Method.HAND, by=clerk)
    with pytest.raises(Refused, match="shift_begun"):
        desk.roster_drafts.put(plan.id, {main(TODAY): ids["王例三"]}, seen=1, by=clerk)


def test_whoever_was_put_beside_the_seats_is_planned_around_and_stays(desk, clerk, ids):
    put(desk, clerk, NEXT, "副班", "李例四", "陈例一")
    plan = desk.roster_drafts.begin(NEXT, NEXT, Method.ROTATION, by=clerk)
    assert drafted(desk, plan, NEXT) != "陈例一"
    changes = desk.roster_drafts.look(plan.id).changes
    assert "副班" not in {one.post for one in changes}
    desk.roster_drafts.publish(plan.id, despite="人手不足", seen=1, by=clerk)
    assert sorted(stands(desk, NEXT, "副班")) == sorted(["李例四", "陈例一"])
    again = desk.roster_drafts.begin(NEXT, NEXT, Method.HAND, by=clerk)
    row = desk.roster_drafts.put(again.id, {(NEXT, "whole", "副班", 1): ids["赵例五"]}, seen=1, by=clerk)
    desk.roster_drafts.publish(row.id, why="换人", despite="加强值班", seen=2, by=clerk)
    assert len(stands(desk, NEXT, "副班")) == 2 and "赵例五" in stands(desk, NEXT, "副班")


def test_somebody_beside_the_seats_who_stands_another_post_too_is_found(desk, clerk, ids):
    put(desk, clerk, NEXT, "副班", "李例四", "陈例一")
    put(desk, clerk, NEXT, "主班", "陈例一")
    found = {(one.rule, one.name) for one in desk.planner.check(NEXT, NEXT).findings}
    assert (Rule.OVERLAP, "陈例一") in found and (Rule.POST, "陈例一") in found


def test_who_stands_in_for_a_shift_does_not_become_the_plan(desk, clerk, ids):
    put(desk, clerk, NEXT, "主班", "陈例一")
    slot = desk.roster.plans(NEXT, NEXT)[0].slot
    desk.roster.substitute("主班", "陈例一", Named("张例二"), "病假", start=slot.starts_at, end=slot.ends_at, by=clerk)
    plan = desk.roster_drafts.begin(NEXT, NEXT + timedelta(days=1), Method.SOLVER, by=clerk)
    look = desk.roster_drafts.look(plan.id)
    assert drafted(desk, plan, NEXT) == "陈例一" and (NEXT, "主班") not in {(one.day, one.post) for one in look.changes}
    after = NEXT + timedelta(days=1)
    row = desk.roster_drafts.put(plan.id, {main(after): ids["张例二"]}, seen=1, by=clerk)
    found = {(one.rule, one.name, one.seat.slot.day) for one in desk.roster_drafts.look(row.id).findings}
    assert (Rule.REST, "张例二", after) in found


def test_who_stands_in_for_whoever_stands_in_is_counted(desk, clerk, ids, clock):
    put(desk, clerk, NEXT, "主班", "陈例一")
    slot = desk.roster.plans(NEXT, NEXT)[0].slot
    for absent, other in (("陈例一", "张例二"), ("张例二", "王例三")):
        clock.advance(minutes=1)
        desk.roster.substitute("主班", absent, Named(other), "病假", start=slot.starts_at, end=slot.ends_at, by=clerk)
    assert [(row.name, row.counts.shifts) for row in desk.planner.counts(NEXT, NEXT)] == [("王例三", 1)]


def test_a_swap_somebody_undid_by_hand_is_not_put_on_again(desk, clerk, ids):
    put(desk, clerk, NEXT, "主班", "陈例一")
    desk.swaps.order(NewSwap(Duty(NEXT, "whole", "主班"), ids["陈例一"], ids["张例二"], "外出"), by=clerk)
    line = desk.roster.plans(NEXT, NEXT)[0].of("主班")[0]
    desk.roster.set_cell(NEXT, "whole", "主班", [Named("陈例一")], seen=[line.id], by=clerk)
    plan = desk.roster_drafts.begin(NEXT, NEXT, Method.HAND, by=clerk)
    row = desk.roster_drafts.put(plan.id, {(NEXT, "whole", "副班", 1): ids["李例四"]}, seen=1, by=clerk)
    done = desk.roster_drafts.publish(row.id, despite="人手不足", why="补副班", seen=2, by=clerk)
    assert (stands(desk, NEXT), done.lost, [one.post for one in done.changed]) == (["陈例一"], (), ["副班"])


def test_a_swap_of_a_shift_that_is_left_empty_is_told(desk, clerk, ids):
    put(desk, clerk, NEXT, "主班", "陈例一")
    swap = desk.swaps.order(NewSwap(Duty(NEXT, "whole", "主班"), ids["陈例一"], ids["张例二"], "外出"), by=clerk)
    plan = desk.roster_drafts.begin(NEXT, NEXT, Method.HAND, by=clerk)
    row = desk.roster_drafts.put(plan.id, {main(NEXT): None}, seen=1, by=clerk)
    done = desk.roster_drafts.publish(row.id, why="撤岗", despite="撤岗", seen=2, by=clerk)
    assert [one.number for one in done.lost] == [swap.number] and stands(desk, NEXT) == []


def test_a_shift_that_runs_keeps_its_lines_though_the_template_changed_meanwhile(desk, clerk, ids):
    put(desk, clerk, TODAY, "主班", "王例三")
    desk.settings.change("duty.template", "two12", "县值班制度", confirmed=True, by=clerk)
    plan = desk.roster_drafts.begin(TODAY, TODAY, Method.HAND, by=clerk)
    row = desk.roster_drafts.put(plan.id, {(TODAY, "night", "综合信息岗", 1): ids["陈例一"]}, seen=1, by=clerk)
    desk.roster_drafts.publish(row.id, despite="改两班", seen=2, by=clerk)
    with desk.opened.store.reading() as connection:
        lines = {(line.shift, line.name) for line in lines_of_days(connection, TODAY, TODAY)}
    assert lines == {("whole", "王例三"), ("night", "陈例一")}
