"""Swaps: asked, accepted, approved by another one; ordered for somebody absent; the table changes only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from console.domain.people import Role
from console.domain.roster import Named
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.swaps import Duty, NewSwap
from tests.kit.planning import add_people, put

DAY = date(2030, 8, 15)
LATER = DAY + timedelta(days=6)
WORD = "swaps of 2030"
FIRST = Duty(DAY, "whole", "主班")
BACK = Duty(LATER, "whole", "主班")


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.ADMIN, WORD, by=by).actor


@pytest.fixture
def leader(desk, clerk):
    return desk.accounts.add("林例十", Role.COMMANDER, WORD, by=clerk).actor


@pytest.fixture
def ids(desk, clerk, leader):
    made = add_people(desk, clerk, "陈例一", "张例二", "王例三")
    put(desk, clerk, DAY, "主班", "陈例一")
    put(desk, clerk, LATER, "主班", "张例二")
    return made


def wanted(ids, back=None, other="张例二"):
    return NewSwap(FIRST, ids["陈例一"], ids[other], "孩子高考", back)


def refused(code, act, *arguments, **options):
    with pytest.raises(Refused) as caught:
        act(*arguments, **options)
    assert caught.value.code == code
    return caught.value.facts


def stands(desk, day=DAY):
    return [(line.name, line.note) for line in desk.roster.plans(day, day)[0].of("主班")]


def accepted(desk, clerk, ids, back=BACK):
    row = desk.swaps.ask(wanted(ids, back), by=clerk)
    return desk.swaps.accept(row.id, "林例十", seen=1, by=clerk)


def test_asked_accepted_and_approved_with_what_was_seen(desk, clerk, ids):
    row = accepted(desk, clerk, ids)
    assert (row.state, stands(desk)) == ("accepted", [("陈例一", "")])
    (waits,) = desk.approvals.waiting("林例十")
    assert waits.subject_kind == "swap" and waits.preview == (
        "2030-08-15 主班 陈例一→张例二，2030-08-21 主班 张例二→陈例一；孩子高考"
    )
    desk.approvals.approve(waits.id, "林例十", WORD, digest=waits.digest)
    assert (stands(desk), stands(desk, LATER)) == (
        [("张例二", f"换班 {row.number}")],
        [("陈例一", f"换班 {row.number}")],
    )
    done = desk.swaps.one(row.id)
    assert (done.state, done.decided_by) == ("approved", "林例十")
    assert desk.log.verify().fault is None
    refused("swap_ended", desk.swaps.withdraw, row.id, seen=done.version, by=clerk)


def test_given_back_by_the_leader_nothing_changes(desk, clerk, ids):
    row = accepted(desk, clerk, ids)
    (waits,) = desk.approvals.waiting("林例十")
    desk.approvals.give_back(waits.id, "林例十", WORD, "当日有检查", digest=waits.digest)
    done = desk.swaps.one(row.id)
    assert (done.state, done.decision, stands(desk)) == ("refused", "当日有检查", [("陈例一", "")])
    assert desk.log.verify().fault is None


def test_nobody_approves_a_swap_of_his_own(desk, clerk, ids):
    own = add_people(desk, clerk, "领例五")["领例五"]
    desk.accounts.add("领例五", Role.COMMANDER, WORD, by=clerk)
    row = desk.swaps.ask(NewSwap(FIRST, ids["陈例一"], own, "外出"), by=clerk)
    desk.swaps.accept(row.id, "领例五", seen=1, by=clerk)
    (waits,) = desk.approvals.waiting("领例五")
    refused("own_approval", desk.approvals.approve, waits.id, "领例五", WORD, digest=waits.digest)


def test_declined_or_withdrawn_nothing_waits_any_more(desk, clerk, ids):
    row = desk.swaps.ask(wanted(ids), by=clerk)
    refused("reason_missing", desk.swaps.decline, row.id, "", seen=1, by=clerk)
    assert desk.swaps.decline(row.id, "家中有事", seen=1, by=clerk).state == "refused"
    second = accepted(desk, clerk, ids)
    assert desk.swaps.withdraw(second.id, seen=2, by=clerk).state == "withdrawn"
    assert desk.approvals.waiting("林例十") == [] and desk.swaps.waiting() == []
    assert desk.log.verify().fault is None


def test_a_word_is_given_by_whose_it_is_or_by_the_planner(desk, clerk, ids):
    chen = desk.accounts.add("陈例一", Role.OFFICER, WORD, by=clerk).actor
    zhang = desk.accounts.add("张例二", Role.OFFICER, WORD, by=clerk).actor
    refused("not_yours", desk.swaps.ask, wanted(ids), by=zhang)
    row = desk.swaps.ask(wanted(ids), by=chen)
    refused("not_yours", desk.swaps.accept, row.id, "林例十", seen=1, by=chen)
    assert desk.swaps.accept(row.id, "林例十", seen=1, by=zhang).accepted_by == "张例二"
    refused("not_permitted", desk.swaps.order, wanted(ids), by=chen)


def test_one_duty_is_asked_for_once_at_a_time(desk, clerk, ids):
    row = desk.swaps.ask(wanted(ids), by=clerk)
    assert refused("swap_open", desk.swaps.ask, wanted(ids, other="王例三"), by=clerk)["number"] == row.number


def test_what_is_no_swap_is_refused(desk, clerk, ids):
    refused("swap_same", desk.swaps.ask, wanted(ids, other="陈例一"), by=clerk)
    refused("reason_missing", desk.swaps.ask, NewSwap(FIRST, ids["陈例一"], ids["王例三"], " "), by=clerk)
    refused("swap_gone", desk.swaps.ask, NewSwap(FIRST, ids["王例三"], ids["陈例一"], "事"), by=clerk)
    put(desk, clerk, date(2030, 8, 11), "主班", "陈例一")
    begun = NewSwap(Duty(date(2030, 8, 11), "whole", "主班"), ids["陈例一"], ids["王例三"], "事")
    refused("swap_begun", desk.swaps.ask, begun, by=clerk)
    assert desk.swaps.listed(DAY, LATER) == []


def test_rules_are_looked_at_before_it_goes_to_the_leader(desk, clerk, ids):
    put(desk, clerk, DAY + timedelta(days=1), "主班", "王例三")
    row = desk.swaps.ask(wanted(ids, other="王例三"), by=clerk)
    assert [one.rule for one in desk.swaps.findings(row.id)] == ["rest"]
    told = refused("swap_breaks", desk.swaps.accept, row.id, "林例十", seen=1, by=clerk)
    assert told["name"] == "王例三" and desk.approvals.waiting("林例十") == []


def test_a_post_nobody_listed_them_for_is_against_the_rules(desk, clerk, ids):
    desk.duty_staff.add(ids["陈例一"], NewStaff(("主班",)), by=clerk)
    desk.duty_staff.add(ids["张例二"], NewStaff(("副班",)), by=clerk)
    refused("swap_breaks", desk.swaps.order, wanted(ids), by=clerk)
    assert desk.swaps.listed(DAY, LATER) == []


def test_ordered_for_somebody_absent_it_holds_at_once(desk, clerk, leader, ids):
    row = desk.swaps.order(wanted(ids, other="王例三"), by=leader)
    assert (row.state, row.decided_by, stands(desk)) == ("approved", "林例十", [("王例三", f"换班 {row.number}")])
    assert desk.log.verify().fault is None


def test_whoever_gives_a_duty_does_not_say_yes_for_the_other_one_though_he_plans(desk, clerk, ids):
    chen = desk.accounts.add("陈例一", Role.STAFF, WORD, by=clerk).actor
    row = desk.swaps.ask(wanted(ids), by=chen)
    assert refused("not_yours", desk.swaps.accept, row.id, "林例十", seen=1, by=chen) == {"name": "张例二"}
    assert desk.swaps.accept(row.id, "林例十", seen=1, by=clerk).state == "accepted"


def test_a_duty_somebody_stands_in_for_can_be_swapped_for_good(desk, clerk, leader, ids):
    slot = desk.roster.plans(DAY, DAY)[0].slot
    desk.roster.substitute("主班", "陈例一", Named("王例三"), "病假", start=slot.starts_at, end=slot.ends_at, by=clerk)
    desk.swaps.order(wanted(ids), by=leader)
    assert stands(desk)[0][0] == "张例二"
    assert [row.name for row in desk.planner.counts(DAY, DAY)] == ["张例二"]


def test_whoever_stands_beside_the_seats_can_swap_and_is_held_against_the_rules(desk, clerk, leader, ids):
    other = DAY + timedelta(days=2)
    put(desk, clerk, other, "副班", "赵例五", "陈例一")
    put(desk, clerk, other, "主班", "王例三")
    give = NewSwap(Duty(other, "whole", "副班"), ids["陈例一"], ids["王例三"], "外出")
    refused("swap_gone", desk.swaps.order, give, by=leader)
    put(desk, clerk, other + timedelta(days=1), "主班", "张例二")
    taken = replace(give, other_id=ids["张例二"])
    assert refused("swap_breaks", desk.swaps.order, taken, by=leader)["name"] == "张例二"
    line = desk.roster.plans(other + timedelta(days=1), other + timedelta(days=1))[0].of("主班")[0]
    desk.roster.set_cell(line.day, "whole", "主班", [], seen=[line.id], by=clerk)
    desk.swaps.order(taken, by=leader)
    assert sorted(line.name for line in desk.roster.plans(other, other)[0].of("副班")) == ["张例二", "赵例五"]


def test_nobody_orders_his_own_duty_away_but_may_take_one(desk, clerk, ids):
    boss = desk.accounts.add("王例三", Role.COMMANDER, WORD, by=clerk).actor
    desk.swaps.order(wanted(ids, other="王例三"), by=boss)
    away = NewSwap(FIRST, ids["王例三"], ids["陈例一"], "外出")
    assert refused("own_swap", desk.swaps.order, away, by=boss) == {"name": "王例三"}
    back = NewSwap(BACK, ids["张例二"], ids["王例三"], "外出", FIRST)
    refused("own_swap", desk.swaps.order, back, by=boss)
    assert stands(desk)[0][0] == "王例三"


def test_a_duty_that_was_taken_over_by_hand_meanwhile_is_not_swapped(desk, clerk, ids):
    row = desk.swaps.ask(wanted(ids), by=clerk)
    line = desk.roster.plans(DAY, DAY)[0].of("主班")[0]
    desk.roster.set_cell(DAY, "whole", "主班", [Named("王例三")], seen=[line.id], by=clerk)
    refused("swap_gone", desk.swaps.accept, row.id, "林例十", seen=1, by=clerk)
