"""An import of a month sheet is taken back as a whole: the table is as it was, and says why; or nothing happens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from console.domain.people import Role
from console.domain.roster import Named
from console.errors import Refused
from console.services.swaps import Duty, NewSwap
from tests.kit.planning import add_people, put

DAY = date(2030, 8, 15)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.ADMIN, "sheets of 2030", by=by).actor


@pytest.fixture
def ids(desk, clerk):
    found = add_people(desk, clerk, "陈例一", "张例二", "王例三")
    put(desk, clerk, DAY, "主班", "陈例一")
    return found


@pytest.fixture
def run(desk, clerk, ids, clock, tmp_path):
    """张例二 in the place of 陈例一 on the first day, 王例三 on the next, which nobody stood; then an hour goes by."""
    clock.advance(hours=1)
    made = Workbook()
    for row in (("2030年8月值班表",), ("日期", "主班"), ("15日", "张例二"), ("16日", "王例三")):
        made.active.append(list(row))
    made.save(tmp_path / "表.xlsx")
    told = desk.roster.import_file(tmp_path / "表.xlsx", by=clerk)
    assert (told.applied, told.added, told.updated) == (True, 1, 1)
    clock.advance(hours=1)
    return told.run_id


def stands(desk):
    return [[line.name for line in plan.of("主班")] for plan in desk.roster.plans(DAY, NEXT)]


def refused_undo(desk, clerk, run):
    before = stands(desk)
    with pytest.raises(Refused) as refused:
        desk.roster_runs.undo(run, by=clerk)
    assert stands(desk) == before
    return refused.value.code


def test_the_table_is_as_it_was_and_its_history_says_why(desk, clerk, run):
    assert stands(desk) == [["张例二"], ["王例三"]]
    assert desk.roster_runs.undo(run, by=clerk) == 3

    assert stands(desk) == [["陈例一"], []]
    last = desk.roster.history(DAY, "whole")[-1]
    assert (last.was, last.now, last.why, last.source) == ("张例二", "陈例一", "撤销导入", "表.xlsx")
    (row,) = desk.roster_runs.newest()
    assert (row.kind, row.taken, row.undone_by) == ("roster", 2, clerk.name)
    assert refused_undo(desk, clerk, run) == "import_undone"
    assert desk.log.verify().fault is None


def test_the_same_sheet_comes_in_again(desk, clerk, run, tmp_path):
    desk.roster_runs.undo(run, by=clerk)
    told = desk.roster.import_file(tmp_path / "表.xlsx", by=clerk)
    assert (told.added, told.updated) == (1, 1) and stands(desk) == [["张例二"], ["王例三"]]


def test_a_sheet_that_changes_nothing_leaves_nothing_to_undo(desk, clerk, run, tmp_path):
    again = desk.roster.import_file(tmp_path / "表.xlsx", by=clerk)
    assert (again.run_id, len(desk.roster_runs.newest())) == (None, 1)


def test_a_post_filled_otherwise_since_keeps_the_import(desk, clerk, run):
    (line,) = desk.roster.plans(NEXT, NEXT)[0].of("主班")
    desk.roster.set_cell(NEXT, "whole", "主班", [Named("陈例一")], seen=[line.id], by=clerk)
    assert refused_undo(desk, clerk, run) == "import_changed_since"


def test_somebody_put_beside_since_keeps_the_import(desk, clerk, run):
    (line,) = desk.roster.plans(NEXT, NEXT)[0].of("主班")
    desk.roster.set_cell(NEXT, "whole", "主班", [Named("王例三"), Named("陈例一")], seen=[line.id], by=clerk)
    assert refused_undo(desk, clerk, run) == "import_changed_since"


def test_a_swap_that_was_asked_for_keeps_the_import(desk, clerk, ids, run):
    wanted = NewSwap(Duty(NEXT, "whole", "主班"), ids["王例三"], ids["陈例一"], "外出")
    desk.swaps.ask(wanted, by=clerk)
    assert refused_undo(desk, clerk, run) == "import_changed_since"


def test_a_shift_that_began_since_was_stood_as_the_sheet_said(desk, clerk, clock, run):
    clock.advance(days=4)
    assert refused_undo(desk, clerk, run) == "import_stood_since"


def test_another_post_changed_since_does_not_matter(desk, clerk, run):
    put(desk, clerk, DAY + timedelta(days=3), "主班", "陈例一")
    assert desk.roster_runs.undo(run, by=clerk) == 3
