"""A month sheet typed before a swap was approved does not take it back silently."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from console import words
from console.domain.people import Role
from console.domain.roster import Named
from console.services.swaps import Duty, NewSwap
from tests.kit.planning import add_people, put

DAY = date(2030, 8, 15)
LATER = DAY + timedelta(days=6)


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.ADMIN, "sheets of 2030", by=by).actor


@pytest.fixture
def swap(desk, clerk):
    ids = add_people(desk, clerk, "陈例一", "张例二", "王例三")
    put(desk, clerk, DAY, "主班", "陈例一")
    put(desk, clerk, LATER, "主班", "张例二")
    wanted = NewSwap(Duty(DAY, "whole", "主班"), ids["陈例一"], ids["张例二"], "外出", Duty(LATER, "whole", "主班"))
    return desk.swaps.order(wanted, by=clerk)


def bring(desk, clerk, tmp_path, first, later):
    made = Workbook()
    for row in (("2030年8月值班表",), ("日期", "主班"), ("15日", first), ("16日", "王例三"), ("21日", later)):
        made.active.append(list(row))
    made.save(tmp_path / "表.xlsx")
    told = desk.roster.import_file(tmp_path / "表.xlsx", by=clerk)
    return told, [(one.code, one.facts["number"]) for one in told.problems if one.code.startswith("swap_")]


def stands(desk, day):
    return [(line.name, line.note) for line in desk.roster.plans(day, day)[0].of("主班")]


def test_a_sheet_of_before_keeps_the_swap_both_ways_and_says_so(desk, clerk, swap, tmp_path):
    told, said = bring(desk, clerk, tmp_path, "陈例一", "张例二")
    assert said == [("swap_stays", swap.number)] * 2 and told.applied and told.unchanged == 2
    assert (stands(desk, DAY), stands(desk, LATER)) == (
        [("张例二", f"换班 {swap.number}")],
        [("陈例一", f"换班 {swap.number}")],
    )
    (first, _) = (one for one in told.problems if one.code == "swap_stays")
    assert "陈例一→张例二" in words.say_in("zh", f"roster.problem.{first.code}", **first.facts)


def test_a_sheet_that_has_the_swap_already_says_nothing(desk, clerk, swap, tmp_path):
    assert bring(desk, clerk, tmp_path, "张例二", "陈例一")[1] == []


def test_a_sheet_that_plans_somebody_else_wins_and_the_swap_is_told_as_lost(desk, clerk, swap, tmp_path):
    _, said = bring(desk, clerk, tmp_path, "李例九", "张例二")
    assert said == [("swap_lost", swap.number)] and stands(desk, DAY)[0][0] == "李例九"


def test_a_swap_undone_by_hand_is_not_put_on_a_sheet(desk, clerk, swap, tmp_path):
    for day, name in ((DAY, "陈例一"), (LATER, "张例二")):
        line = desk.roster.plans(day, day)[0].of("主班")[0]
        desk.roster.set_cell(day, "whole", "主班", [Named(name)], seen=[line.id], by=clerk)
    assert bring(desk, clerk, tmp_path, "陈例一", "张例二")[1] == []
    assert stands(desk, DAY)[0][0] == "陈例一"
