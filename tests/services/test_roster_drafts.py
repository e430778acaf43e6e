"""A roster before it holds: made, edited, checked, published; the table it was made over is not overwritten unseen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from console.domain.people import Role
from console.domain.planning import Method, Rule
from console.domain.planning_run import PlanningRun
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.leaves import NewLeave
from console.services.swaps import Duty, NewSwap
from tests.kit.planning import add_people, put

FIRST, LAST = date(2030, 8, 14), date(2030, 8, 20)
POSTS = ("leader", "主班", "副班", "通信保障岗")
STAFF = {
    "leader": ("林例十", "周例九", "吴例八"),
    "主班": ("陈例一", "张例二", "王例三"),
    "副班": ("李例四", "赵例五", "黄例六"),
    "通信保障岗": ("徐例七", "孙例八", "马例九"),
}


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.STAFF, "planner of 2030", by=by).actor


@pytest.fixture
def ids(desk, clerk):
    found = add_people(desk, clerk, *(name for names in STAFF.values() for name in names))
    for post, names in STAFF.items():
        for name in names:
            desk.duty_staff.add(found[name], NewStaff((post,)), by=clerk)
    return found


@pytest.fixture
def draft(desk, clerk, ids):
    return desk.roster_drafts.begin(FIRST, LAST, Method.ROTATION, by=clerk)


def refused(code, act, *arguments, **options):
    with pytest.raises(Refused) as caught:
        act(*arguments, **options)
    assert caught.value.code == code
    return caught.value.facts


def stands(desk, post="主班", first=FIRST, last=LAST):
    return [line.name for plan in desk.roster.plans(first, last) for line in plan.of(post)]


def test_a_draft_by_rotation_changes_nothing_until_it_is_published(desk, clerk, draft):
    look = desk.roster_drafts.look(draft.id)
    assert (draft.number[-9:], draft.state, len(look.draft.cells)) == ("2030-0001", "draft", 28)
    assert look.findings == () and len(look.changes) == 28 and stands(desk) == []
    done = desk.roster_drafts.publish(draft.id, seen=draft.version, by=clerk)
    assert (done.row.state, done.row.published_by, len(done.changed)) == ("published", "排例八", 28)
    assert stands(desk) == ["陈例一", "张例二", "王例三"] * 2 + ["陈例一"]
    lines = [line for plan in desk.roster.plans(FIRST, FIRST) for line in plan.lines]
    assert {line.source for line in lines} == {"plan"} and all(line.person_id and line.phone for line in lines)
    assert desk.log.verify().fault is None
    refused("plan_published", desk.roster_drafts.publish, draft.id, seen=done.row.version, by=clerk)


def test_a_seat_is_edited_and_what_is_wrong_is_told_at_once(desk, clerk, ids, draft):
    key, after = (FIRST, "whole", "主班", 1), (FIRST + timedelta(days=1), "whole", "主班", 1)
    row = desk.roster_drafts.put(draft.id, {key: ids["李例四"], after: None}, seen=1, by=clerk)
    look = desk.roster_drafts.look(row.id)
    rules = {(one.rule, one.seat.key) for one in look.findings}
    assert (Rule.POST, key) in rules and (Rule.UNFILLED, after) in rules
    refused("changed_meanwhile", desk.roster_drafts.put, draft.id, {key: None}, seen=1, by=clerk)
    refused("no_such_post", desk.roster_drafts.put, draft.id, {(FIRST, "whole", "无此岗", 1): None}, seen=2, by=clerk)
    told = refused("plan_broken", desk.roster_drafts.publish, draft.id, seen=2, by=clerk)
    assert told["count"] == len(look.findings)
    desk.roster_drafts.publish(draft.id, despite="人手不足，领导同意", seen=2, by=clerk)
    assert "李例四" in stands(desk) and "人手不足" in newest(desk)
    assert desk.log.verify().fault is None


def newest(desk):
    with desk.opened.store.reading() as connection:
        return connection.exec_driver_sql("SELECT text FROM audit_entry ORDER BY number DESC LIMIT 1").scalar()


def test_a_draft_over_a_table_that_changed_is_refused_with_what_differs(desk, clerk, ids, draft):
    put(desk, clerk, FIRST, "主班", "王例三")
    told = refused("plan_stale", desk.roster_drafts.publish, draft.id, seen=1, by=clerk)
    assert told == {"count": 1, "told": "08-14 主班：无人→王例三"}
    assert [one.now for one in desk.roster_drafts.look(draft.id).stale] == [("王例三",)]
    row = desk.roster_drafts.catch_up(draft.id, seen=1, by=clerk)
    assert desk.roster_drafts.look(row.id).stale == ()
    desk.roster_drafts.publish(draft.id, despite="已核对", seen=row.version, by=clerk)
    assert stands(desk)[0] in STAFF["主班"] and len(stands(desk)) == 7


def test_changing_what_was_published_needs_a_reason_and_keeps_the_old_lines(desk, clerk, ids, draft):
    desk.roster_drafts.publish(draft.id, seen=1, by=clerk)
    was = stands(desk)
    again = desk.roster_drafts.begin(FIRST, LAST, Method.HAND, by=clerk)
    look = desk.roster_drafts.look(again.id)
    assert look.changes == () and look.findings == ()
    other = next(name for name in STAFF["主班"] if name not in was[-2:])
    row = desk.roster_drafts.put(again.id, {(LAST, "whole", "主班", 1): ids[other]}, seen=1, by=clerk)
    refused("plan_why_missing", desk.roster_drafts.publish, row.id, seen=2, by=clerk)
    done = desk.roster_drafts.publish(row.id, why="原定人员住院", seen=2, by=clerk)
    assert [(one.was, one.now) for one in done.changed] == [((was[-1],), (other,))]
    assert "原定人员住院" in newest(desk)
    with desk.opened.store.reading() as connection:
        old = connection.exec_driver_sql("SELECT count(*) FROM roster_line WHERE active = 0").scalar()
    assert (old, len(stands(desk))) == (1, 7)
    assert desk.log.verify().fault is None


def test_shifts_that_have_begun_stay_as_they_are(desk, clerk, ids):
    put(desk, clerk, date(2030, 8, 12), "主班", "王例三")
    late = desk.roster_drafts.begin(date(2030, 8, 11), date(2030, 8, 13), Method.ROTATION, by=clerk)
    desk.roster_drafts.publish(late.id, seen=1, by=clerk)
    assert stands(desk, first=date(2030, 8, 11), last=date(2030, 8, 12)) == ["王例三"]
    assert len(stands(desk, first=date(2030, 8, 13), last=date(2030, 8, 13))) == 1


def test_who_may_not_plan_or_publish(desk, by, clerk, draft):
    officer = desk.accounts.add("值例九", Role.OFFICER, "planner of 2030", by=by).actor
    refused("not_permitted", desk.roster_drafts.begin, FIRST, LAST, Method.HAND, by=officer)
    refused("not_permitted", desk.roster_drafts.publish, draft.id, seen=1, by=officer)
    refused("not_permitted", desk.roster_drafts.publish, draft.id, seen=1, by=by)


def test_what_cannot_be_planned(desk, clerk):
    refused("bad_period", desk.roster_drafts.begin, LAST, FIRST, Method.HAND, by=clerk)
    refused("bad_period", desk.roster_drafts.begin, FIRST, FIRST + timedelta(days=3701), Method.HAND, by=clerk)
    refused("staff_missing", desk.roster_drafts.begin, FIRST, LAST, Method.ROTATION, by=clerk)


def test_a_planning_that_is_stopped_leaves_no_draft(desk, clerk, ids):
    run = PlanningRun()
    run.stop()
    refused("planning_stopped", desk.roster_drafts.begin, FIRST, LAST, Method.ROTATION, run=run, by=clerk)
    assert desk.roster_drafts.listed(FIRST, LAST) == []


def test_a_draft_given_up_is_no_draft_any_more(desk, clerk, draft):
    desk.roster_drafts.give_up(draft.id, seen=1, by=clerk)
    assert desk.roster_drafts.listed(FIRST, LAST) == []
    refused("no_such_row", desk.roster_drafts.publish, draft.id, seen=2, by=clerk)


def test_leave_and_wishes_are_seen_by_the_check_of_a_draft(desk, clerk, ids, draft):
    name = next(c.name for c in desk.roster_drafts.look(draft.id).draft.cells if c.key == (FIRST, "whole", "主班", 1))
    start = datetime(2030, 8, 13, 16, tzinfo=UTC)
    asked = desk.leaves.ask(NewLeave(ids[name], "sick", start, start + timedelta(days=1)), by=clerk).leave
    desk.wishes.note(ids[name], FIRST, "avoid", by=clerk)
    assert desk.roster_drafts.look(draft.id).findings == ()
    desk.leaves.grant(asked.id, seen=1, by=clerk)
    look = desk.roster_drafts.look(draft.id)
    assert [(one.rule, one.name) for one in look.findings] == [(Rule.LEAVE, name)]
    assert ("wish", name) in {(one.kind, one.name) for one in look.soft}


def test_an_approved_swap_follows_its_shift_when_the_table_is_published_anew(desk, clerk, ids, draft):
    desk.roster_drafts.publish(draft.id, seen=1, by=clerk)
    line = desk.roster.plans(FIRST, FIRST)[0].of("主班")[0]
    free = next(name for name in STAFF["主班"] if name != line.name and name != stands(desk)[1])
    wanted = NewSwap(Duty(FIRST, "whole", "主班"), line.person_id, ids[free], "照顾老人")
    desk.swaps.order(wanted, by=clerk)
    assert stands(desk)[0] == free
    again = desk.roster_drafts.begin(FIRST, LAST, Method.HAND, by=clerk)
    back = desk.roster_drafts.put(again.id, {(FIRST, "whole", "主班", 1): line.person_id}, seen=1, by=clerk)
    done = desk.roster_drafts.publish(back.id, why="重排", despite="重排", seen=2, by=clerk)
    assert stands(desk)[0] == free and done.lost == () and done.changed == ()
    gone = desk.roster_drafts.begin(FIRST, LAST, Method.HAND, by=clerk)
    third = next(name for name in STAFF["主班"] if name not in (free, line.name))
    moved = desk.roster_drafts.put(gone.id, {(FIRST, "whole", "主班", 1): ids[third]}, seen=1, by=clerk)
    done = desk.roster_drafts.publish(moved.id, why="重排", despite="重排", seen=2, by=clerk)
    assert stands(desk)[0] == third and [row.number[-9:] for row in done.lost] == ["2030-0001"]
